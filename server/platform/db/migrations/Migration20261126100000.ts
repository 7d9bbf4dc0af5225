import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** The life cycle of sales: locking, what people ask for, adjustments after locking. */
export class Migration20261126100000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261126100000.sql", import.meta.url), "utf8"));
  }
}
