import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** The engine: limits in full, what brands know of their partners, thresholds. */
export class Migration20261128000000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261128000000.sql", import.meta.url), "utf8"));
  }
}
