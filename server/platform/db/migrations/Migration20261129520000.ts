import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Clicks that restrictions leave out of reports. */
export class Migration20261129520000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129520000.sql", import.meta.url), "utf8"));
  }
}
