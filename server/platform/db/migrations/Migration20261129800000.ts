import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Cost points a minute are counted over all processes. */
export class Migration20261129800000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129800000.sql", import.meta.url), "utf8"));
  }
}
