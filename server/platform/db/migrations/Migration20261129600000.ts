import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Counters of limits by currency and by both ends of their window. */
export class Migration20261129600000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129600000.sql", import.meta.url), "utf8"));
  }
}
