import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Traits of sales and exception lists for rules. */
export class Migration20261129320000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129320000.sql", import.meta.url), "utf8"));
  }
}
