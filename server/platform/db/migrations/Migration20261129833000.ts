import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** The table of rate limits stands behind row-level security like all others. */
export class Migration20261129833000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129833000.sql", import.meta.url), "utf8"));
  }
}
