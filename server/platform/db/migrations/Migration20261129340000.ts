import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Calendars of accounts in history. */
export class Migration20261129340000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129340000.sql", import.meta.url), "utf8"));
  }
}
