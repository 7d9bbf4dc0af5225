import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** A CPC request is told both ways. */
export class Migration20261129821000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129821000.sql", import.meta.url), "utf8"));
  }
}
