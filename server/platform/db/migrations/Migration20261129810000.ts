import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Click filters of programs in history; codes are lower-case. */
export class Migration20261129810000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129810000.sql", import.meta.url), "utf8"));
  }
}
