/** What alerts are judged by: each partner's days and settled weeks, from rollups and sales. */
import type { EntityManager } from "@mikro-orm/postgresql";
import {
  alertMeasureNames,
  type AlertMode,
  type AlertRules,
  type DayOfPartner,
  type PartnerTraffic,
  type SalesWeek,
} from "../../domain/alerts.ts";
import { salesDelayHours } from "../../domain/attribution.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import { weeksBefore } from "../../domain/usual-band.ts";
import { filteredReason } from "../../platform/db/breakdown-sums.ts";

export interface Watched {
  id: string;
  brand: string;
  zone: string;
  currency: string;
  salesSource: string;
}
export interface SeenPartner {
  id: string;
  name: string;
  traffic: PartnerTraffic;
}
const hourMs = 3_600_000;

interface DayRow {
  partner: string;
  /** Days before today. */
  n: number;
  clicks: number;
  unique: number;
  robots: number;
  payout: string;
}
const daysSql = `
  select
    r.partner_account_id as partner,
    ?::date - (r.bucket at time zone 'UTC')::date as n,
    sum(r.clicks)::int as clicks,
    sum(r.unique_clicks)::int as "unique",
    coalesce(sum(r.clicks) filter (where r.reason = 'INVALID_CLASSIFICATION'), 0)::int as robots,
    coalesce(sum(r.payout_micros) filter (where r.currency = ?), 0)::text as payout
  from click_rollup r
  where r.program_id = ?
    and r.level = 'D'
    and not r.is_test
    and r.bucket > ?::timestamptz
    and r.bucket <= ?::timestamptz
    and r.reason is distinct from '${filteredReason}'
  group by 1, 2`;
const ordersSql = `
  select
    c.partner_account_id as partner,
    (?::date - c.date - 1) / 7 as week,
    sum(c.orders)::int as orders
  from conversion c
  where c.program_id = ?
    and c.kind = 'SALE'
    and not c.is_test
    and c.state <> 'REVERSED'
    and c.partner_account_id is not null
    and c.date >= ?::date
    and c.date < ?::date
  group by 1, 2`;

const none: DayOfPartner = { clicks: 0, robots: 0, payout: 0n };

/**
 * What a shop hands in is told as it comes; of what is read at Amazon the last whole reading is not
 * older than a day.
 */
async function areSalesTold(tx: EntityManager, program: Watched, now: Instant): Promise<boolean> {
  if (program.salesSource === "NONE") return true;
  const [run] = await tx.execute<{ isFresh: boolean }[]>(
    `select count(*) = 2 and min(complete_at) > ? as "isFresh"
      from attribution_run
      where program_id = ? and grouping in ('ADGROUP', 'CREATIVE')`,
    [new Date(now - 24 * hourMs), program.id],
  );
  return run?.isFresh ?? false;
}

/**
 * Of every partner with a contract in force; `settled`: the first day whose sales may still come.
 */
export async function partnerTraffic(
  tx: EntityManager,
  program: Watched,
  now: Instant,
  today: string,
  daysRead: number,
): Promise<{ partners: SeenPartner[]; settled: string }> {
  const settled = dateOf(now - salesDelayHours * hourMs, program.zone);
  const back = 7 * (weeksBefore + 1);
  const partners = await tx.execute<{ id: string; name: string }[]>(
    `select a.id, a.name
      from contract_in_force c
      join account a on a.id = c.partner_account_id
      where c.program_id = ? and c.starts_at <= ? and c.until > ?
      order by lower(a.name), a.id`,
    [program.id, new Date(now), new Date(now)],
  );
  const days = await tx.execute<DayRow[]>(daysSql, [
    today,
    program.currency,
    program.id,
    `${addDays(today, -daysRead - 7)}T00:00:00Z`,
    `${today}T00:00:00Z`,
  ]);
  const orders = (await areSalesTold(tx, program, now))
    ? await tx.execute<{ partner: string; week: number; orders: number }[]>(ordersSql, [
        settled,
        program.id,
        addDays(settled, -back),
        settled,
      ])
    : null;
  const daysLate = daysBetween(settled, today);
  const byPartner = Map.groupBy(days, ({ partner }) => partner);
  const ordersByPartner = Map.groupBy(orders ?? [], ({ partner }) => partner);
  const weeksOf = (id: string): SalesWeek[] =>
    Array.from({ length: weeksBefore + 1 }, (_, week) => ({
      orders: (ordersByPartner.get(id) ?? []).find((row) => row.week === week)?.orders ?? 0,
      unique: (byPartner.get(id) ?? [])
        .filter(({ n }) => Math.floor((n - daysLate - 1) / 7) === week)
        .reduce((sum, { unique }) => sum + unique, 0),
    }));
  const daysOfPartner = (id: string): DayOfPartner[] =>
    Array.from({ length: daysRead }, (_, n) => {
      const row = (byPartner.get(id) ?? []).find((each) => each.n === n);
      return row ? { ...row, payout: BigInt(row.payout) } : none;
    });
  return {
    settled,
    partners: partners.map(({ id, name }) => ({
      id,
      name,
      traffic: { days: daysOfPartner(id), weeks: orders === null ? null : weeksOf(id) },
    })),
  };
}
const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;

interface RuleRow {
  measure: string;
  mode: AlertMode;
  line: string | null;
}
export async function rulesOf(tx: EntityManager, programId: string): Promise<AlertRules> {
  const rows = await tx.execute<RuleRow[]>(
    "select measure, mode, line::text as line from alert_rule where program_id = ?",
    [programId],
  );
  return Object.fromEntries(
    rows
      .filter(({ measure }) => (alertMeasureNames as readonly string[]).includes(measure))
      .map(({ measure, mode, line }) => [
        measure,
        mode === "LINE" ? { mode, line: BigInt(line ?? 0) } : { mode },
      ]),
  );
}
