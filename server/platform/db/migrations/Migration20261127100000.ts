import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Accounts of partners are found by an index. */
export class Migration20261127100000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261127100000.sql", import.meta.url), "utf8"));
  }
}
