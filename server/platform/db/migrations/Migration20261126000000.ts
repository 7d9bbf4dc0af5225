import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/**
 * Contracts in full: counter-proposals, changes of the three strategies, expiry, notices, partner
 * groups.
 */
export class Migration20261126000000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261126000000.sql", import.meta.url), "utf8"));
  }
}
