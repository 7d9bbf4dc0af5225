import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** What a loop could not do for one tenant is put aside, so that it stops nobody else. */
export class Migration20261129700000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129700000.sql", import.meta.url), "utf8"));
  }
}
