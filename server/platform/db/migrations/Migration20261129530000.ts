import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Media properties that change. */
export class Migration20261129530000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129530000.sql", import.meta.url), "utf8"));
  }
}
