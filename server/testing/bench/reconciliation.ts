/**
 * How long a reconciliation takes on the server: many partners over many days, by day, by partner,
 * of one day, and of one partner's links. What both sides have is written by SQL in one go, since
 * only its number matters here.
 */
import type pg from "pg";
import { makeProgram, makeWorld } from "../money/test-world.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import type { Context } from "../../platform/context.ts";
import { reconciliation } from "../../reporting/reconciliation/reconciliations.ts";
import { ReconciliationBy } from "../../reporting/reconciliation/reconciliation.types.ts";
import { onApp } from "./ground.ts";
import { timesOf, type Spread } from "./spread.ts";

export interface ReconciliationBenchOptions {
  partners?: number;
  days?: number;
  runs?: number;
}
/** Milliseconds on the server, without HTTP. */
export interface ReconciliationRow extends Spread {
  name: string;
}

interface Ground {
  pool: pg.Pool;
  brand: string;
  user: string;
  program: string;
  from: string;
  to: string;
}

/** Each a partner of the brand; its code is its ad group. */
const partnersSql = `
  with made as (
    insert into account (
      id, kind, name, code, time_zone, currency, state, created_at
    )
    select gen_random_uuid(), 'PARTNER', 'P' || n, 'bench' || n, 'UTC', 'USD', 'ACTIVE', now()
    from generate_series(1, $2::int) n
    returning id
  )
  insert into partnership (id, brand_account_id, partner_account_id, created_at)
  select gen_random_uuid(), $1::uuid, id, now() from made`;
const daysOf = "generate_series($2::date, $3::date, interval '1 day') d";
/** Four unique clicks and one repeat a partner and day. */
const rollupSql = `
  insert into click_rollup (
    bucket, level, brand_account_id, program_id, partner_account_id, outcome, reason, currency,
    is_test, clicks, unique_clicks, new_visitor_clicks, payable_clicks, hidden_clicks, payout_micros
  )
  select
    d + interval '20 hours', $4::text, p.brand_account_id, $1::uuid,
    case when $4 = 'C' then p.partner_account_id end,
    case when u.unique_clicks > 0 then 'PAID' else 'UNPAID' end,
    case when u.unique_clicks = 0 then 'DUPLICATE_CLICK' end, 'USD', false,
    sum(u.clicks), sum(u.unique_clicks), 0, sum(u.unique_clicks), 0, 0
  from partnership p
  cross join ${daysOf}
  cross join (values (4, 4), (1, 0)) u (clicks, unique_clicks)
  where p.brand_account_id = (select brand_account_id from program where id = $1::uuid)
  group by 1, 2, 3, 4, 5, 6, 7`;
/** Amazon's own row of each ad group and day, and the campaign's of each day. */
const toldSql = `
  insert into report_row (
    row_key, grouping, brand_account_id, program_id, advertiser_id, date, campaign_id, ad_group_id,
    creative_id, ad_group_key, click_throughs, orders, units, amount_micros, currency, simulated,
    version, told, first_told_at, last_changed_at, as_of
  )
  select
    'b|' || d::date || '|' || a.code, 'ADGROUP', p.brand_account_id, $1::uuid, 'SIM', d::date,
    o.code, a.code, '', 'b|' || d::date || '|' || a.code, 5, length(a.code) % 2, length(a.code) % 2,
    length(a.code) % 2 * 10000000, 'USD', true, 1, true, now(), now(), now()
  from partnership p
  join account a on a.id = p.partner_account_id
  join program o on o.id = $1::uuid and o.brand_account_id = p.brand_account_id
  cross join ${daysOf}`;
const campaignsSql = `
  insert into report_row (
    row_key, grouping, brand_account_id, program_id, advertiser_id, date, campaign_id, ad_group_id,
    creative_id, click_throughs, orders, units, amount_micros, currency, simulated, version, told,
    first_told_at, last_changed_at, as_of
  )
  select
    'b|' || date, 'CAMPAIGN', min(brand_account_id::text)::uuid, $1::uuid, 'SIM', date,
    min(campaign_id), '', '', sum(click_throughs) + 3, sum(orders), sum(units),
    sum(amount_micros), 'USD', true, 1,
    true, now(), now(), now()
  from report_row
  where program_id = $1::uuid
  group by date`;
const bookedSql = `
  with booked as (
    insert into attribution_row (
      row_key, brand_account_id, program_id, partner_account_id, advertiser_id, date, campaign_id,
      ad_group_id, creative_id, orders, units, amount_micros, currency, simulated, first_seen_at,
      last_changed_at
    )
    select
      r.row_key, r.brand_account_id, r.program_id, a.id, r.advertiser_id, r.date, r.campaign_id,
      r.ad_group_id, '', r.orders, r.units, r.amount_micros, 'USD', true, now(), now()
    from report_row r
    join account a on a.code = r.ad_group_id
    where r.program_id = $1::uuid and r.grouping = 'ADGROUP' and r.orders > 0
    returning *
  )
  insert into conversion (
    id, row_key, order_id, brand_account_id, partner_account_id, program_id, date, occurred_at,
    is_test, simulated, not_split, state, outcome, orders, units, amount_micros, payout_micros,
    would_pay_micros, currency, updates, created_at, updated_at
  )
  select
    gen_random_uuid(), row_key, row_key, brand_account_id, partner_account_id, program_id, date,
    date, false, true, true, 'PENDING', 'PAID', orders, units, amount_micros, 0, 0, 'USD', 1, now(),
    now()
  from booked`;

async function makeGround(pool: pg.Pool, partners: number, days: number): Promise<Ground> {
  const world = await makeWorld(pool);
  const program = await makeProgram(world);
  await pool.query("update program set sales_source = 'SIMULATED' where id = $1", [program]);
  const to = addDays(dateOf(Date.now(), "America/Los_Angeles"), -3);
  const from = addDays(to, 1 - days);
  await pool.query(partnersSql, [world.brand, partners]);
  for (const level of ["C", "P"]) await pool.query(rollupSql, [program, from, to, level]);
  await pool.query(toldSql, [program, from, to]);
  await pool.query(campaignsSql, [program]);
  await pool.query(bookedSql, [program]);
  await pool.query("analyze");
  return { pool, brand: world.brand, user: world.user, program, from, to };
}

async function rowsOf(
  ctx: () => Context,
  { pool, program: programId, from, to }: Ground,
  runs: number,
): Promise<ReconciliationRow[]> {
  const { rows: partners } = await pool.query<{ id: string }>(
    "select id from account where code = 'bench1'",
  );
  const partnerId = partners[0]?.id ?? null;
  const ask = (by: ReconciliationBy, since: string) => () =>
    reconciliation(
      ctx(),
      { programId, from: since, to, by, partnerId },
      { first: 50, after: null },
    );
  const rows: ReconciliationRow[] = [];
  for (const [name, work] of [
    ["by day", ask(ReconciliationBy.DAY, from)],
    ["by partner", ask(ReconciliationBy.PARTNER, from)],
    ["one day by partner", ask(ReconciliationBy.PARTNER, to)],
    ["one partner by link", ask(ReconciliationBy.LINK, from)],
  ] as const)
    rows.push({ name, ...(await timesOf(runs, work)) });
  return rows;
}

export async function benchReconciliation({
  partners = 5_000,
  days = 90,
  runs = 5,
}: ReconciliationBenchOptions = {}): Promise<ReconciliationRow[]> {
  return onApp(async ({ owner, contextOf }) => {
    const ground = await makeGround(owner, partners, days);
    return rowsOf(() => contextOf(ground), ground, runs);
  });
}
