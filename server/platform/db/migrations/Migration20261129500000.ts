import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Clicks that limits refused. */
export class Migration20261129500000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129500000.sql", import.meta.url), "utf8"));
  }
}
