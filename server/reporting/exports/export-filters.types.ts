import { Field, InputType } from "type-graphql";
import type { ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

const tables = Object.entries<ExportTable>(exportTables);

/** By the names that the tables give their filters. */
const Filters = class {} as new () => Record<string, object | null | undefined>;
@InputType({
  description:
    "Which rows: the filter of the list that the table is of. That of another is refused.",
})
export class ExportFilters extends Filters {}
for (const [name, own] of Map.groupBy(tables, ([, { filter }]) => filter?.name ?? null)) {
  const filter = own[0]?.[1].filter;
  if (!filter || name === null) continue;
  const of = `Of ${own.map(([table]) => table).join(" and ")}`;
  Field(filter.type, {
    nullable: true,
    description: `${[of, ...(filter.words ? [filter.words] : [])].join("; ")}.`,
  })(ExportFilters.prototype, name);
}
