import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Rows that name two accounts are written by those who work together alone. */
export class Migration20261129830000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129830000.sql", import.meta.url), "utf8"));
  }
}
