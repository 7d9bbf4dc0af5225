import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Attempts are counted in the database; browsers that signed in are known. */
export class Migration20261129832000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129832000.sql", import.meta.url), "utf8"));
  }
}
