import { Migration } from "@mikro-orm/migrations";
import { readFileSync } from "node:fs";

/** Contract events are sealed. */
export class Migration20261129831000 extends Migration {
  override up(): void {
    this.addSql(readFileSync(new URL("./20261129831000.sql", import.meta.url), "utf8"));
  }
}
