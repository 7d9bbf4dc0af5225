import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Replays: past clicks and sales decided again under other terms, as jobs of the worker. */
export class Migration20261129100000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129100000.sql", import.meta.url), "utf8"));
  }
}
