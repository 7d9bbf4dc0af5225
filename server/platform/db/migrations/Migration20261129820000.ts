import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Until when journals were read, and which clicks wait to be decided. */
export class Migration20261129820000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129820000.sql", import.meta.url), "utf8"));
  }
}
