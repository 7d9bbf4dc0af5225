/**
 * Performance bonuses [D190]: once a month is closed, what was locked in it under a contract is
 * looked at, and each tier's bonus is posted once. What changes of those sales later is posted as
 * the difference, never in place.
 */
import { loadContractsById } from "../accounting/catalog.ts";
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import { bonusOf, bonusReason, type Locked } from "../../domain/bonus.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import type { Micros } from "../../domain/money.ts";
import { payoutOf } from "../../domain/terms.ts";
import { startRound, watchReleases } from "../../platform/db/parking.ts";
import { insertRows } from "../../platform/db/rows.ts";
import { flush, inBooking, loadProgramContext, type SalesBooking } from "./sales-booking.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

/**
 * Terms with a bonus; a contract's month is cut as its statement was, so that a new time zone moves
 * no sale.
 */
const withBonus =
  `c.decision in ('SIGNED', 'SUPERSEDED') and v.body @> '{"eventPayouts": [{"event": "SALE", ` +
  `"bonus": {}}]}'`;
const programsSql = `select distinct c.program_id as id, c.brand_account_id as brand
  from contract c
  join terms_version v on v.id = c.terms_version_id
  where ${withBonus} and exists (select from statement_month m where m.program_id = c.program_id)
  order by 1`;

interface MonthRow extends Locked {
  contract: string;
  partner: string;
  /** Its first day. */
  month: string;
}
/** Sums have no bound, so they are given as text. */
type SummedMonth = Omit<MonthRow, keyof Locked> & Record<keyof Locked, string>;
const monthsSql = `
  select
    c.id as contract,
    c.partner_account_id as partner,
    m.month,
    sum(a.amount_micros + a.adjusted_amount_micros)::text as revenue,
    sum(a.orders + a.adjusted_orders)::text as orders
  from contract c
  join terms_version v on v.id = c.terms_version_id
  join conversion a
    on a.contract_id = c.id
    and a.kind = 'SALE'
    and a.state = 'APPROVED'
    and a.outcome in ('PAID', 'PAID_ZERO')
    and not a.is_test
    and a.currency = v.body ->> 'currency'
  join statement_month m
    on m.program_id = c.program_id
    and a.locked_at >= m.starts_at
    and a.locked_at < m.ends_at
  where c.program_id = $1 and ${withBonus}
  group by 1, 2, 3
  order by 3, 1`;

interface PostedRow {
  contract: string;
  month: string;
  tier: number;
  number: number;
  total: Micros;
}
const postedSql = `select distinct on (contract_id, month, tier)
    contract_id as contract,
    month,
    tier,
    number,
    total_micros as total
  from bonus
  where program_id = $1
  order by contract_id, month, tier, number desc`;
const columns = [
  "id",
  "contract_id",
  "month",
  "tier",
  "number",
  "brand_account_id",
  "partner_account_id",
  "program_id",
  "terms_version_id",
  "revenue_micros",
  "orders",
  "currency",
  "amount_micros",
  "total_micros",
  "reason",
  "posted_at",
] as const;

type BonusRow = Record<(typeof columns)[number], string | number | bigint>;
/** What one month under a contract changes against what was posted of it; books it too. */
function postMonth(
  booking: SalesBooking,
  under: ContractInForce,
  { contract, partner, month, revenue, orders }: MonthRow,
  before: readonly PostedRow[],
): BonusRow[] {
  const { program, now } = booking;
  const sale = payoutOf(under.terms, "SALE");
  if (!sale?.bonus) throw new Error(`contract ${contract} has no bonus`);
  const { bonus, defaultRate } = sale;
  const { currency } = under.terms;
  const due = new Map(
    bonusOf(bonus, defaultRate, { revenue, orders }).map(({ tier, amount }) => [tier, amount]),
  );
  const rows: BonusRow[] = [];
  for (const tier of new Set([...due.keys(), ...before.map((row) => row.tier)])) {
    const last = before.find((row) => row.tier === tier);
    const total = due.get(tier) ?? 0n;
    const change = total - (last?.total ?? 0n);
    if (change === 0n) continue;
    const id = booking.newId(now);
    rows.push({
      id,
      contract_id: contract,
      brand_account_id: program.brandAccountId,
      partner_account_id: partner,
      program_id: program.id,
      terms_version_id: under.termsVersionId,
      month,
      tier,
      number: (last?.number ?? 0) + 1,
      revenue_micros: revenue,
      orders,
      currency,
      amount_micros: change,
      total_micros: total,
      reason: bonusReason(bonus, defaultRate, { revenue, orders }, tier, currency),
      posted_at: new Date(now).toISOString(),
    });
    booking.transfers.push({
      brand: program.brandAccountId,
      occurredAt: now,
      subjectId: id,
      event: "BONUS",
      program: program.id,
      booking: { change, partner, contractId: contract, currency },
      recordedAt: now,
    });
  }
  return rows;
}

async function postDue(booking: SalesBooking): Promise<number> {
  const { client, program } = booking;
  const { rows: summed } = await client.query<SummedMonth>(monthsSql, [program.id]);
  const months = summed.map((row): MonthRow => ({
    ...row,
    revenue: BigInt(row.revenue),
    orders: BigInt(row.orders),
  }));
  const { rows: posted } = await client.query<PostedRow>(postedSql, [program.id]);
  const postedOf = Map.groupBy(posted, (row) => `${row.contract} ${row.month}`);
  const contracts = await loadContractsById(client, [
    ...new Set(months.map(({ contract }) => contract)),
  ]);
  const rows = months.flatMap((row) => {
    const under = contracts.get(row.contract);
    if (!under) throw new Error(`contract ${row.contract} is not there`);
    return postMonth(booking, under, row, postedOf.get(`${row.contract} ${row.month}`) ?? []);
  });
  await insertRows(client, "bonus", columns, rows);
  await flush(booking);
  return rows.length;
}

/**
 * Posts what is due in all programs; resolves with the number of postings. A program that fails is
 * parked, the others go on.
 */
export async function postBonuses(deps: WorkerDeps): Promise<number> {
  const { rows: programs } = await deps.pool.query<{ id: string; brand: string }>(programsSql);
  const round = await startRound(deps, "BONUS");
  let count = 0;
  for (const { id, brand } of programs) {
    const item = { subject: id, accountId: brand, programId: id };
    count +=
      (await round.attempt(item, async () =>
        inBooking(deps, await loadProgramContext(deps.pool, id), [], postDue),
      )) ?? 0;
  }
  await round.sweep(new Set(programs.map(({ id }) => id)));
  return count;
}

/**
 * Months close once a month, and all that are closed are summed up again for what changed of their
 * sales.
 */
const everyMs = 600_000;

export function createBonusJob(deps: WorkerDeps): Job {
  const { log } = deps;
  const isReleased = watchReleases(deps, "BONUS");
  let loop: Loop | null = null;
  let lookedAt = -Infinity;
  const run = async (): Promise<number> => {
    if (performance.now() - lookedAt < everyMs && !(await isReleased())) return 0;
    const count = await postBonuses(deps);
    lookedAt = performance.now();
    return count;
  };
  return {
    start: () => void (loop = startLoop({ name: "bonuses", log, run })),
    stop: () => loop?.stop(),
  };
}
