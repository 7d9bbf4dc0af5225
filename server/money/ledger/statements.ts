/**
 * Closes statement months: once all that a month may hold is posted, its lines are written,
 * rounded, and never changed.
 */
import type pg from "pg";
import type { NewId } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import {
  monthEntriesSql,
  monthEntriesValues,
  type MonthEntries,
} from "../../platform/db/statement-entries.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Micros } from "../../domain/money.ts";
import { isCurrency, minorDigits, retiredCurrencies } from "../../domain/values/currency.ts";
import {
  beforeAll,
  firstMonth,
  isClosed,
  nextMonth,
  roundLine,
  type StatementMonth,
} from "../../domain/statement.ts";
import { startRound, watchReleases } from "../../platform/db/parking.ts";
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { dueDatesOf } from "../statements/due-dates.ts";
import type { SumsReader } from "../owed/earned-sums.ts";
import { insertRows } from "../../platform/db/rows.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

interface ProgramRow {
  program: string;
  brand: string;
  zone: string;
  /** The last month that was closed, and of the program's first contract the start. */
  month: string | null;
  end: Instant | null;
  cut: Instant | null;
  first: Instant | null;
}
const ms = (column: string, name: string) =>
  `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;
const programsSql = `
  select
    p.id as program,
    p.brand_account_id as brand,
    a.time_zone as zone,
    to_char(m.month, 'YYYY-MM') as month,
    ${ms("m.ends_at", "end")},
    ${ms("m.cut_at", "cut")},
    ${ms("c.first", "first")}
  from program p
  join account a on a.id = p.brand_account_id
  left join lateral (
    select month, ends_at, cut_at
    from statement_month m
    where m.program_id = p.id
    order by month desc
    limit 1
  ) m
    on true
  left join lateral (
    select min(starts_at) as first
    from contract c
    where c.brand_account_id = p.brand_account_id and c.program_id = p.id and c.decision = 'SIGNED'
  ) c
    on true
  where $1::uuid is null or p.id = $1`;

function following({ zone, month, end, first }: ProgramRow): StatementMonth | null {
  if (month !== null && end !== null) return nextMonth({ month, end }, zone);
  return first === null ? null : firstMonth(first, zone);
}

/** pg counts its parameters. */
const numbered = (sql: string): string => {
  let n = 0;
  return sql.replaceAll("?", () => `$${(n += 1)}`);
};

const carriesSql = `select distinct on (partner_account_id, currency)
    partner_account_id as partner,
    currency,
    carry_micros as carry
  from statement_line
  where program_id = $1
  order by partner_account_id, currency, month desc`;
/** What each ledger ends with by now: all that a line holds is sealed by it or before. */
const sealsSql = `select
    partner_account_id as partner,
    currency,
    '\\x' || encode(hash, 'hex') as seal
  from ledger_last_seal
  where partner_account_id = any($1::uuid[])`;
const lineColumns = [
  "id",
  "program_id",
  "month",
  "brand_account_id",
  "partner_account_id",
  "currency",
  "opening_carry_micros",
  "clicks_micros",
  "sales_micros",
  "adjustments_micros",
  "bonuses_micros",
  "earlier_micros",
  "transfers",
  "amount_micros",
  "carry_micros",
  "seal",
  "due_on",
] as const;
type Line = Record<(typeof lineColumns)[number], string | bigint | null>;

/**
 * A closed month never changes, so nothing is rounded in it to the digits of a currency that nobody
 * knows.
 */
function digitsFor(currency: string): number {
  if (!isCurrency(currency) && !retiredCurrencies.includes(currency))
    throw new RangeError(`There is no currency ${currency}`);
  return minorDigits(currency);
}

const firstDateOf = ({ month }: StatementMonth): string => `${month}-01`;

async function sealsOf(
  client: pg.ClientBase,
  partners: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ partner: string; currency: string; seal: string }>(
    sealsSql,
    [partners],
  );
  return new Map(rows.map(({ partner, currency, seal }) => [`${partner} ${currency}`, seal]));
}

/** For the brand, whose lines they are. */
const readerOf = (client: pg.ClientBase, { brand }: ProgramRow): SumsReader => ({
  em: {
    execute: (async (sql: string, values: unknown[]) =>
      (await client.query(numbered(sql), values)).rows) as SumsReader["em"]["execute"],
  },
  scope: { tenantColumn: () => "brand_account_id", requireAccountId: () => brand },
});

/** Each partner's line, rounded with what the months before have left over. */
async function linesOf(
  client: pg.ClientBase,
  row: ProgramRow,
  month: StatementMonth,
  { now, newId }: { now: Instant; newId: NewId },
): Promise<Line[]> {
  const before = row.end === null || row.cut === null ? beforeAll : { end: row.end, cut: row.cut };
  const { rows: entries } = await client.query<MonthEntries<bigint>>(
    numbered(monthEntriesSql()),
    monthEntriesValues(row.program, month, before),
  );
  const { rows: carries } = await client.query<{
    partner: string;
    currency: string;
    carry: Micros;
  }>(carriesSql, [row.program]);
  const carryOf = new Map(
    carries.map(({ partner, currency, carry }) => [`${partner} ${currency}`, carry]),
  );
  const sealOf = await sealsOf(
    client,
    entries.map(({ partner }) => partner),
  );
  const closing = { month: month.month, closesAt: month.cut };
  const dueOn = await dueDatesOf(
    readerOf(client, row),
    row.program,
    entries.map(({ partner, currency }) => ({ partner, currency, ...closing })),
    row.zone,
  );
  return entries.map(
    ({ partner, currency, clicks, sales, adjustments, bonuses, earlier, transfers }) => {
      const opening = carryOf.get(`${partner} ${currency}`) ?? 0n;
      const { amount, carry } = roundLine(
        opening,
        clicks + sales + adjustments + bonuses,
        digitsFor(currency),
      );
      return {
        id: newId(now),
        program_id: row.program,
        month: firstDateOf(month),
        brand_account_id: row.brand,
        partner_account_id: partner,
        currency,
        opening_carry_micros: opening,
        clicks_micros: clicks,
        sales_micros: sales,
        adjustments_micros: adjustments,
        bonuses_micros: bonuses,
        earlier_micros: earlier,
        transfers,
        amount_micros: amount,
        carry_micros: carry,
        seal: sealOf.get(`${partner} ${currency}`) ?? null,
        due_on: dueOn({ partner, currency, ...closing }),
      };
    },
  );
}

async function closeMonth(
  client: pg.ClientBase,
  row: ProgramRow,
  month: StatementMonth,
  made: { now: Instant; newId: NewId },
): Promise<void> {
  const lines = await linesOf(client, row, month, made);
  await client.query(
    `insert into statement_month (
        program_id, month, brand_account_id, starts_at, ends_at, cut_at, closed_at
      )
      values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.program,
      firstDateOf(month),
      row.brand,
      ...[month.start, month.end, month.cut, made.now].map((at) => new Date(at)),
    ],
  );
  await insertRows(client, "statement_line", lineColumns, lines);
}

/**
 * One month of a program that is due; false when there is none. Several workers close one after the
 * other.
 */
async function closeNext({ pool, clock, newId }: WorkerDeps, program: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await holdOn(client, "STATEMENTS", program);
    const { rows } = await client.query<ProgramRow>(programsSql, [program]);
    const [row, now] = [rows[0], clock()];
    const month = row ? following(row) : null;
    if (!row || !month || !isClosed(month, now)) return false;
    await closeMonth(client, row, month, { now, newId });
    return true;
  });
}

async function closeDue(deps: WorkerDeps, row: ProgramRow, now: Instant): Promise<number> {
  const month = following(row);
  let closed = 0;
  if (month && isClosed(month, now)) while (await closeNext(deps, row.program)) closed += 1;
  return closed;
}

/**
 * Closes every month of every program that is due; resolves with their number. A program whose
 * month cannot be closed is parked.
 */
export async function closeStatements(deps: WorkerDeps): Promise<number> {
  const { rows } = await deps.pool.query<ProgramRow>(programsSql, [null]);
  const round = await startRound(deps, "MONTH");
  const now = deps.clock();
  let closed = 0;
  for (const row of rows) {
    const item = { subject: row.program, accountId: row.brand, programId: row.program };
    closed += (await round.attempt(item, () => closeDue(deps, row, now))) ?? 0;
  }
  return closed;
}

const everyMs = 60_000;

export function createStatementJob(deps: WorkerDeps): Job {
  const { log } = deps;
  const isReleased = watchReleases(deps, "MONTH");
  let loop: Loop | null = null;
  let lookedAt = -Infinity;
  const run = async (): Promise<number> => {
    if (performance.now() - lookedAt < everyMs && !(await isReleased())) return 0;
    const closed = await closeStatements(deps);
    lookedAt = performance.now();
    return closed;
  };
  return {
    start: () => void (loop = startLoop({ name: "statements", log, run })),
    stop: () => loop?.stop(),
  };
}
