import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Reminders of offers that wait for an answer. */
export class Migration20261129822000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129822000.sql", import.meta.url), "utf8"));
  }
}
