/**
 * What the decisions say was paid in the windows of limits, whether or not the limits were there:
 * what young counters begin with.
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import type { CounterKey } from "../../domain/counters.ts";
import { nobody, scopeRecords } from "../../domain/limit-scopes.ts";
import { isOfTaker } from "../limits/limit-sql.ts";

export interface PaidBefore {
  /** Clicks, or micros of the counter's currency. */
  used: bigint;
  /**
   * After the last instant at which something was paid that counts; -Infinity where nothing was.
   */
  until: Instant;
}

const quarterHourMs = 900_000;
/**
 * Rollups are of quarter hours of UTC: they know what windows that begin and end with one were
 * paid, but no groups and nothing else that has a counter of its own.
 */
function isRolledUp({ limit: { scope, groupId }, window }: CounterKey): boolean {
  return (
    scopeRecords[scope].each?.length === 0 &&
    groupId === null &&
    window.start % quarterHourMs === 0 &&
    (window.end ?? 0) % quarterHourMs === 0
  );
}

const fromRollups = `
  select
    w.n::int as n,
    sum(case when w.money then r.payout_micros else r.clicks end)::bigint as used,
    (extract(epoch from max(r.bucket) + interval '15 minutes') * 1000)::float8 as until
  from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::timestamptz[], $6::timestamptz[]
  )
  with ordinality w (program, partner, currency, money, start, until, n)
  join click_rollup r
    on r.program_id = w.program
    and r.level = case when w.partner is null then 'P' else 'C' end
    and (w.partner is null or r.partner_account_id = w.partner)
    and r.bucket >= w.start
    and r.bucket < w.until
    and r.outcome = 'PAID'
    and not r.is_test
    and (not w.money or r.currency = w.currency)
  group by 1`;

/**
 * By the index of clicks: decisions have none but by brand and time, and a brand has many programs
 * and partners.
 */
const fromDecisions = `
  select
    w.n::int as n,
    sum(case when w.money then d.amount_micros else 1 end)::bigint as used,
    (extract(epoch from max(d.occurred_at)) * 1000)::float8 + 1 as until
  from unnest(
    $1::uuid[],
    $2::uuid[],
    $3::text[],
    $4::boolean[],
    $5::timestamptz[],
    $6::timestamptz[],
    $7::text[],
    $8::text[],
    $9::uuid[]
  )
  with ordinality w (
    program, partner, currency, money, start, until, group_id, scope, scope_id, n
  )
  join click c
    on c.program_id = w.program
    and (w.partner is null or c.partner_account_id = w.partner)
    and c.clicked_at >= w.start
    and c.clicked_at < w.until
    and not c.is_test
    and ${isOfTaker("w", "c")}
  join decision d
    on d.brand_account_id = c.brand_account_id
    and d.occurred_at = c.clicked_at
    and d.subject_id = c.id
  where d.event = 'CLICK'
    and d.outcome = 'PAID'
    and (not w.money or d.currency = w.currency)
    and (w.group_id is null or d.group_id = w.group_id)
  group by 1`;

/**
 * In the order of the keys. Reads what is committed, and what the caller's own transaction wrote.
 */
export async function paidBefore(
  client: Pick<pg.ClientBase, "query">,
  keys: readonly CounterKey[],
): Promise<PaidBefore[]> {
  const paid = keys.map((): PaidBefore => ({ used: 0n, until: -Infinity }));
  const places = Map.groupBy(keys.keys(), (i) => isRolledUp(keys[i] as CounterKey));
  for (const [rolledUp, indices] of places) {
    const of = indices.map((i) => keys[i] as CounterKey);
    const values: unknown[] = [
      of.map(({ program }) => program),
      of.map(({ partner }) => (partner === nobody ? null : partner)),
      of.map(({ currency }) => currency),
      of.map(({ limit }) => limit.kind === "PAYOUT"),
      of.map(({ window }) => new Date(window.start)),
      of.map(({ window }) =>
        window.end === null ? "infinity" : new Date(window.end).toISOString(),
      ),
    ];
    if (!rolledUp)
      values.push(
        of.map(({ limit }) => limit.groupId),
        of.map(({ limit }) => limit.scope),
        of.map(({ scopeId }) => scopeId),
      );
    const { rows } = await client.query<PaidBefore & { n: number }>(
      rolledUp ? fromRollups : fromDecisions,
      values,
    );
    for (const { n, used, until } of rows) paid[indices[n - 1] ?? -1] = { used, until };
  }
  return paid;
}
