import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Notices of limits. */
export class Migration20261129510000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129510000.sql", import.meta.url), "utf8"));
  }
}
