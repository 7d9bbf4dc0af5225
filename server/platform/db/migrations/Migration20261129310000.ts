import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Statements: closed months and their lines. */
export class Migration20261129310000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129310000.sql", import.meta.url), "utf8"));
  }
}
