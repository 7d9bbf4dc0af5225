import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/**
 * The first release's tables, policies and rights; the SQL stands beside this file so that it can
 * be read as SQL.
 */
export class Migration20261123000000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261123000000.sql", import.meta.url), "utf8"));
  }
}
