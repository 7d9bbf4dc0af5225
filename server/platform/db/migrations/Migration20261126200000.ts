import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Template terms in full: permissions, rules for terms, branded links, files, campaign terms. */
export class Migration20261126200000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261126200000.sql", import.meta.url), "utf8"));
  }
}
