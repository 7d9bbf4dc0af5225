import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** The ledger: three accounts, seals, and no right to change what was posted. */
export class Migration20261129300000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129300000.sql", import.meta.url), "utf8"));
  }
}
