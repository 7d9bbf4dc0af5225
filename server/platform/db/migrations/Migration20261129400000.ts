import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Room on the pages of what is counted up. */
export class Migration20261129400000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129400000.sql", import.meta.url), "utf8"));
  }
}
