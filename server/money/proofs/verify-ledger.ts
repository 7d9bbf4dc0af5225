/**
 * Proves the money from the ground up, in one snapshot: raw clicks = decisions = rollups, ledger =
 * decisions, budgets = what decisions took, sales = their updates = ledger = statements + carry,
 * the chain of seals unbroken, every decision made again from its raw click.
 */
import type pg from "pg";
import { countNames, sumsOfRow } from "../../platform/db/click-counts.ts";
import { breakdownChecks } from "./breakdown-checks.ts";
import { checkContractEvents } from "./event-checks.ts";
import { compare, keySql, type CheckLine, type Comparison, type Sides } from "./compare.ts";
import { counterColumns } from "../limits/limit-sql.ts";
import { rebuiltBudgets, rebuiltRefusals, rebuiltRollup, zonesOfRollups } from "./rebuilt.ts";
import { linkEndChecks } from "./link-end-checks.ts";
import { recompute } from "./recompute.ts";
import { saleChecks } from "./sale-checks.ts";
import { checkSeals } from "./seal-checks.ts";
import { checkCarries, statementLines } from "./statement-checks.ts";

export interface VerifyScope {
  /** Only this program. */
  program?: string;
}
export interface Verification {
  equal: boolean;
  lines: CheckLine[];
  /**
   * The first group that differs, in words, and the first posting whose seal is broken; null when
   * all is equal.
   */
  firstDifference: string | null;
}

const scoped = (column: string): string => `($1::uuid is null or ${column} = $1)`;
const day = (column: string): string => `(${column} at time zone 'UTC')::date`;

const windowKey = keySql(...counterColumns);
const refusalKey = keySql(...counterColumns, "paid_in");

/** What of the raw clicks is decided, parked and given up. */
const parkedChecks: Sides[] = [
  {
    check: "raw clicks that are not parked = decisions, per program and day",
    left: `select ${keySql("c.program_id", day("c.clicked_at"))} as key, array[count(*)] as counts
      from click c
      join accounting_partition p on p.number = c.accounting_partition
      where c.ingest_seq <= p.last_seq
        and not exists (select from parked_click k where k.ingest_seq = c.ingest_seq)
        and ${scoped("c.program_id")}
      group by 1`,
    right: `select ${keySql("program_id", day("occurred_at"))} as key, array[count(*)] as counts
      from decision
      where event = 'CLICK' and ${scoped("program_id")}
      group by 1`,
  },
  {
    check: "parked clicks that are decided = none",
    left: `select ${keySql("k.id")} as key, array[1::bigint] as counts
      from parked_click k
      join decision d
        on d.brand_account_id = k.brand_account_id
        and d.occurred_at = k.clicked_at
        and d.subject_id = k.id
      where ${scoped("k.program_id")}`,
    right: "select null::text as key, null::bigint[] as counts where false and $1::uuid is null",
  },
  {
    check: "clicks that were given up and are not parked = decisions that say so",
    left: `select ${keySql("g.click_id")} as key, array[1::bigint] as counts
      from click_given_up g
      where not exists (
          select from parked_click k where k.program_id = g.program_id and k.id = g.click_id
        )
        and ${scoped("g.program_id")}`,
    right: `select ${keySql("subject_id")} as key, array[1::bigint] as counts
      from decision
      where event = 'CLICK' and reason = 'GIVEN_UP' and ${scoped("program_id")}`,
  },
];

const rollupChecks = (zones: readonly string[]): Sides[] =>
  (["P", "C", "T", "D"] as const).map((level) => {
    const key = keySql(
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
    const counts = `${sumsOfRow} as counts`;
    return {
      check:
        `decisions = rollup ${level}: ${countNames.join(" / ")} / micros, per bucket, ` +
        "currency and outcome",
      left: `select ${key} as key, ${counts}
        from (${rebuiltRollup(zones)}) b
        where level = '${level}'`,
      right: `select ${key} as key, ${counts}
        from click_rollup
        where level = '${level}' and ${scoped("program_id")}`,
    };
  });

const ledgerChecks: readonly Sides[] = [
  {
    check: "decisions = ledger, per partner and currency, for clicks",
    left: `select
        ${keySql("partner_account_id", "currency")} as key,
        array[sum(amount_micros)] as counts
      from decision
      where event = 'CLICK' and amount_micros <> 0 and ${scoped("program_id")}
      group by 1`,
    right: `select
        ${keySql("partner_account_id", "currency")} as key,
        array[
          sum(case credit when 'PARTNER_PAYABLE' then amount_micros else -amount_micros end)
        ] as counts
      from ledger_transfer
      where event = 'CLICK' and ${scoped("program_id")}
      group by 1`,
  },
  {
    check: "each paid click has its one transfer",
    left: `select ${keySql("subject_id")} as key, array[amount_micros::numeric] as counts
      from decision
      where event = 'CLICK' and amount_micros <> 0 and ${scoped("program_id")}`,
    right: `select ${keySql("subject_id")} as key, array[sum(amount_micros)] as counts
      from ledger_transfer
      where event = 'CLICK' and ${scoped("program_id")}
      group by 1`,
  },
  {
    check: "debits = credits, per currency",
    left: `select ${keySql("currency")} as key, array[sum(amount_micros)] as counts
      from (
        select
          currency,
          unnest(array[debit, credit]) as account,
          amount_micros,
          generate_subscripts(array[debit, credit], 1) as side
        from ledger_transfer
        where ${scoped("program_id")}
      ) e
      where side = 1 and account is not null
      group by 1`,
    right: `select ${keySql("currency")} as key, array[sum(amount_micros)] as counts
      from (
        select
          currency,
          unnest(array[debit, credit]) as account,
          amount_micros,
          generate_subscripts(array[debit, credit], 1) as side
        from ledger_transfer
        where ${scoped("program_id")}
      ) e
      where side = 2 and account is not null
      group by 1`,
  },
];

const limitChecks: readonly Sides[] = [
  {
    check: "what decisions took = budgets, per limit and window",
    left: `select
        ${windowKey}
        as key,
        array[used] as counts
      from (${rebuiltBudgets}) b
      where used <> 0`,
    right: `select
        ${windowKey}
        as key,
        array[used] as counts
      from limit_budget
      where ${scoped("program_id")}`,
  },
  {
    check: "clicks that limits refused and what they would have earned = refusals",
    left: `select
        ${refusalKey}
        as key,
        array[clicks, micros] as counts
      from (${rebuiltRefusals}) b`,
    right: `select
        ${refusalKey}
        as key,
        array[clicks, micros] as counts
      from limit_refusal
      where ${scoped("program_id")}`,
  },
  {
    check: "paid clicks whose limit was exceeded = none",
    left: `select
        ${keySql("u.subject_id", "u.n")} as key,
        array[u.after] as counts
      from limit_use u
      where u.of_event = 'CLICK'
        and u.outcome = 'PAID'
        and u.after > u.max
        and ${scoped("u.program_id")}`,
    right: "select null::text as key, null::bigint[] as counts where false and $1::uuid is null",
  },
];

const clickChecks = (zones: readonly string[]): Sides[] => [
  ...parkedChecks,
  ...rollupChecks(zones),
  ...breakdownChecks,
  ...ledgerChecks,
  ...limitChecks,
  ...linkEndChecks,
];

/** `pool` acts as the worker. Reads one snapshot, so it may run beside the worker. */
export async function verifyLedger(pool: pg.Pool, scope: VerifyScope = {}): Promise<Verification> {
  const program = scope.program ?? null;
  const client = await pool.connect();
  const results: Comparison[] = [];
  let seals: Comparison | null = null;
  try {
    await client.query("begin isolation level repeatable read read only");
    for (const sides of [
      ...clickChecks(await zonesOfRollups(client)),
      ...saleChecks,
      statementLines,
    ])
      results.push(await compare(client, sides, program));
    results.push(await checkCarries(client, program));
    seals = await checkSeals(client, program);
    results.push(seals, await checkContractEvents(client, program));
    results.push(await recompute(client, program));
  } finally {
    await client.query("rollback").catch(() => {});
    client.release();
  }
  const first = results.find((result) => !result.equal);
  const words = ({ check, difference, left, right }: Comparison): string =>
    `${check}: ${difference ?? `${left} against ${right}`}`;
  // Sums say that something is wrong; the seal says which posting it stands in.
  const posting = seals && !seals.equal && seals !== first ? `; ${words(seals)}` : "";
  return {
    equal: first === undefined,
    lines: results.map(({ check, left, right, equal }) => ({ check, left, right, equal })),
    firstDifference: first ? `${words(first)}${posting}` : null,
  };
}
