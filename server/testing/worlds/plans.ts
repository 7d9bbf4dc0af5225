/** What PostgreSQL reads for a statement, by its own account of carrying it out. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { expect } from "vitest";

interface PlanNode {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}
const rowsIn = (node: PlanNode, table: RegExp): number =>
  (table.test(node["Relation Name"] ?? "")
    ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
    : 0) + (node.Plans ?? []).reduce((sum, each) => sum + rowsIn(each, table), 0);

/** Rows of the tables so named that the statement reads, those that it throws away among them. */
export async function rowsRead(
  em: EntityManager,
  table: RegExp,
  sql: string,
  values?: Parameters<EntityManager["execute"]>[1],
): Promise<number> {
  const [row] = await em.execute<{ "QUERY PLAN": [{ Plan: PlanNode }] }[]>(
    `explain (analyze, format json) ${sql}`,
    values,
  );
  return rowsIn(row?.["QUERY PLAN"][0].Plan ?? expect.fail("no plan"), table);
}
