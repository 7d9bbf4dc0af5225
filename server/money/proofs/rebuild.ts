/**
 * Rebuilds rollups, budgets and what limits refused from the decisions, compares them with what is
 * stored and, if asked, replaces it.
 */
import type pg from "pg";
import { countNames, rollupColumns, sumsOfRow } from "../../platform/db/click-counts.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { counterColumns, counterKey } from "../limits/limit-sql.ts";
import { breakdownChecks, foldAnew } from "./breakdown-checks.ts";
import { compare, keySql, type CheckLine, type Comparison, type Sides } from "./compare.ts";
import { rebuiltBudgets, rebuiltRefusals, rebuiltRollup, zonesOfRollups } from "./rebuilt.ts";

export interface RebuildOptions {
  program?: string;
  /** Replaces what is stored by what was rebuilt. */
  write?: boolean;
}
export interface Rebuild {
  equal: boolean;
  lines: CheckLine[];
  written: boolean;
}

const scoped = "($1::uuid is null or program_id = $1)";
const rollupKey = keySql(
  "level",
  "bucket",
  "program_id",
  "partner_account_id",
  "contract_id",
  "link_id",
  "outcome",
  "reason",
  "currency",
  "is_test",
);
const rollupCounts = `${sumsOfRow} as counts`;
const counter = keySql(...counterColumns);
const refusal = keySql(...counterColumns, "paid_in");

const budgetColumns = `${counterKey}, brand_account_id, used`;
const refusalColumns = `${counterKey}, brand_account_id, paid_in, clicks, micros`;

const zonesOfPrograms = `insert into rollup_zone (program_id, zone)
  select p.id, a.time_zone
  from program p
  join account a on a.id = p.brand_account_id
  where $1::uuid is null or p.id = $1
  on conflict (program_id) do update
  set zone = excluded.zone`;

async function replace(client: pg.ClientBase, program: string | null): Promise<void> {
  await client.query(`delete from click_rollup where ${scoped}`, [program]);
  await client.query(
    `insert into click_rollup (${rollupColumns}) select ${rollupColumns} from rebuilt_rollup`,
  );
  for (const sql of foldAnew) await client.query(sql, [program]);
  // Which counters are young is no sum: it is kept.
  await client.query(
    `create temp table young_budget on commit drop as
      select *
      from limit_budget
      where since is not null`,
  );
  await client.query(`delete from limit_budget where ${scoped}`, [program]);
  await client.query(
    `insert into limit_budget (${budgetColumns}, since, epoch)
      select
        ${budgetColumns.replaceAll(/[a-z_]+/g, "b.$&")},
        y.since,
        (select max(epoch) from accounting_partition)
      from rebuilt_budget b
      left join young_budget y using (${counterKey})
      where b.used > 0`,
  );
  await client.query(`delete from limit_refusal where ${scoped}`, [program]);
  await client.query(
    `insert into limit_refusal (${refusalColumns}) select ${refusalColumns} from rebuilt_refusal`,
  );
}

/** All that follows from decisions, beside what is stored. */
async function fillRebuilt(client: pg.ClientBase, program: string | null): Promise<void> {
  await client.query("create temp table rebuilt_rollup (like click_rollup) on commit drop");
  await client.query("create temp table rebuilt_budget (like limit_budget) on commit drop");
  await client.query("alter table rebuilt_budget drop column epoch, drop column since");
  await client.query(
    `insert into rebuilt_rollup (${rollupColumns})
      ${rebuiltRollup(await zonesOfRollups(client))}`,
    [program],
  );
  await client.query(`insert into rebuilt_budget (${budgetColumns}) ${rebuiltBudgets}`, [program]);
  await client.query("create temp table rebuilt_refusal (like limit_refusal) on commit drop");
  await client.query(`insert into rebuilt_refusal (${refusalColumns}) ${rebuiltRefusals}`, [
    program,
  ]);
}

const comparisons: readonly Sides[] = [
  {
    check: `rebuilt rollups = stored rollups: ${countNames.join(" / ")} / micros`,
    left: `select ${rollupKey} as key, ${rollupCounts} from rebuilt_rollup where ${scoped}`,
    right: `select ${rollupKey} as key, ${rollupCounts} from click_rollup where ${scoped}`,
  },
  {
    check: "rebuilt budgets = stored budgets: used",
    left: `select ${counter} as key, array[used] as counts
      from rebuilt_budget
      where used > 0 and ${scoped}`,
    right: `select ${counter} as key, array[used] as counts
      from limit_budget
      where ${scoped}`,
  },
  {
    check: "rebuilt refusals of limits = stored refusals: clicks / micros",
    left: `select ${refusal} as key, array[clicks, micros] as counts
      from rebuilt_refusal
      where ${scoped}`,
    right: `select ${refusal} as key, array[clicks, micros] as counts
      from limit_refusal
      where ${scoped}`,
  },
];

/**
 * `pool` acts as the worker. Accounting waits while it runs, and with `write` its owners read their
 * budgets anew after, and the worker folds all clicks anew for breakdowns.
 */
export async function rebuild(pool: pg.Pool, options: RebuildOptions = {}): Promise<Rebuild> {
  const program = options.program ?? null;
  return inTransaction(pool, async (client) => {
    await client.query("select from accounting_partition order by number for update");
    if (options.write) await client.query(zonesOfPrograms, [program]);
    await fillRebuilt(client, program);
    const results: Comparison[] = [];
    for (const sides of [...comparisons, ...breakdownChecks])
      results.push(await compare(client, sides, program));
    if (options.write) {
      await client.query("update accounting_partition set epoch = epoch + 1");
      await replace(client, program);
    }
    const equal = results.every((result) => result.equal);
    return {
      equal,
      lines: results.map(({ check, left, right, equal: same }) => ({
        check,
        left,
        right,
        equal: same,
      })),
      written: options.write === true,
    };
  });
}
