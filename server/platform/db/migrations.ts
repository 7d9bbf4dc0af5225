/**
 * The migrations: every file of migrations/ in the order of its name, which is its day, its place
 * on that day, and what it brings. The SQL is what is read, so nothing else has to name it.
 */
import { readdirSync, readFileSync } from "node:fs";
import type { MigrationObject } from "@mikro-orm/core";
import { Migration } from "@mikro-orm/migrations";

const folder = new URL("./migrations/", import.meta.url);

/** `2026-11-23-0000-first-tables`, as the database keeps it. */
function migration(name: string): MigrationObject {
  class OfSql extends Migration {
    override up(): void {
      this.addSql(readFileSync(new URL(`${name}.sql`, folder), "utf8"));
    }
  }
  return { name, class: OfSql };
}

export const migrations = (): MigrationObject[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .map((file) => file.slice(0, -".sql".length))
    .toSorted()
    .map(migration);
