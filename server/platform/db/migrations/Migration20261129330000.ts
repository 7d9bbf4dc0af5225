import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Performance bonuses. */
export class Migration20261129330000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129330000.sql", import.meta.url), "utf8"));
  }
}
