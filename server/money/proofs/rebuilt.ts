/**
 * Rollups, budgets and what limits refused, computed anew from the decisions, as SQL; what is
 * stored must equal them.
 */
import type pg from "pg";
import { nobody } from "../../domain/limit-scopes.ts";
import {
  counterKey,
  eachScopes,
  hiddenScopes,
  holderSql,
  isOfTaker,
  takersSql,
  uncountedScopes,
} from "../limits/limit-sql.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import { sumsOfDecisions } from "../../platform/db/click-counts.ts";

/** Zones that rollups are cut by. */
export const zonesOfRollups = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ zone: string }>(
    "select distinct zone from rollup_zone order by 1",
  );
  return rows.map(({ zone }) => zone);
};

/** Columns named as in click_rollup. `zones`: all that rollups are cut by. */
export const rebuiltRollup = (zones: readonly string[]): string => `
  select
    case v.level
      when 'D' then ${localDate("d.occurred_at", "o")}::timestamp at time zone 'UTC'
      else date_bin(
        '15 minutes', d.occurred_at, timestamptz '2000-01-01 00:00:00Z'
      ) end::timestamptz(3) as bucket,
    v.level,
    d.brand_account_id,
    d.program_id,
    v.partner_account_id,
    v.contract_id,
    v.link_id,
    d.outcome,
    d.reason,
    d.currency,
    d.is_test,
    ${sumsOfDecisions("d")}
  from decision d
  left join rollup_zone z on z.program_id = d.program_id
  left join ${zoneTable(zones)} o on o.zone = z.zone
  cross join lateral (
    values
      ('P', null::uuid, null::uuid, null::uuid),
      ('C', d.partner_account_id, d.contract_id, null),
      ('T', d.partner_account_id, d.contract_id, d.link_id),
      ('D', d.partner_account_id, d.contract_id, null)
  ) v (level, partner_account_id, contract_id, link_id)
  where d.event = 'CLICK'
    and (v.level <> 'T' or d.is_test)
    and (v.level <> 'D' or z.zone is not null)
    and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

const paid = "d.event = 'CLICK' and d.outcome = 'PAID' and not d.is_test";
const nameOf = (u: string): string =>
  ["event", "kind", "scope", "reset", "group_id", "currency"]
    .map((column) => `${u}.${column}`)
    .join(",\n    ");

/** What decisions asked. What a visitor used stands under both of the hashes it is known by. */
const askedBudgets = `
  select
    u.program_id,
    ${holderSql("u", "u", nobody)} as partner_account_id,
    ${nameOf("u")},
    t.scope_id,
    u.window_start,
    u.window_end,
    u.brand_account_id,
    u.after - u.before as used
  from limit_use u
  left join click c
    on u.scope in (${eachScopes})
    and c.brand_account_id = u.brand_account_id
    and c.clicked_at = u.occurred_at
    and c.id = u.subject_id
  cross join lateral unnest(${takersSql("u", "u", "c")}) t (scope_id)
  where u.of_event = 'CLICK'
    and u.outcome = 'PAID'
    and not u.is_test
    and u.scope not in (${uncountedScopes})
    and t.scope_id is not null
    and ($1::uuid is null or u.program_id = $1)`;

/**
 * What was paid in the windows of young counters before their limit was there, and so did not ask
 * (budgets.ts).
 */
const unaskedBudgets = `
  select
    b.program_id,
    b.partner_account_id,
    ${nameOf("b")},
    b.scope_id,
    b.window_start,
    b.window_end,
    b.brand_account_id,
    case b.kind when 'PAYOUT' then d.amount_micros else 1 end
  from limit_budget b
  join decision d
    on d.program_id = b.program_id
    and d.brand_account_id = b.brand_account_id
    and d.occurred_at >= b.window_start
    and d.occurred_at < least(b.window_end, b.since)
  left join click c
    on b.scope in (${eachScopes})
    and c.brand_account_id = d.brand_account_id
    and c.clicked_at = d.occurred_at
    and c.id = d.subject_id
  where ${paid}
    and b.since is not null
    and ($1::uuid is null or b.program_id = $1)
    and (b.partner_account_id = '${nobody}' or d.partner_account_id = b.partner_account_id)
    and (b.kind <> 'PAYOUT' or d.currency = b.currency)
    and b.group_id in ('', d.group_id)
    and ${isOfTaker("b", "c")}
    and not exists (
      select
      from limit_use u
      where u.brand_account_id = d.brand_account_id
        and u.occurred_at = d.occurred_at
        and u.subject_id = d.subject_id
        and u.event = b.event
        and u.kind = b.kind
        and u.scope = b.scope
        and u.reset = b.reset
        and u.group_id = b.group_id
        and u.currency = b.currency
        and u.window_start = b.window_start
        and u.window_end = b.window_end
    )`;

/** Columns of limit_budget without since and epoch. */
export const rebuiltBudgets = `
  select ${counterKey}, brand_account_id, sum(used)::bigint as used
  from (${askedBudgets} union all ${unaskedBudgets}) counted
  group by ${counterKey}, brand_account_id`;

/**
 * Columns of limit_refusal; of the uses that a refused click's decision kept, the one with least
 * room refused it. What it would have earned is the rate that its decision kept: a click is paid
 * once.
 */
export const rebuiltRefusals = `
  select
    u.program_id,
    u.partner_account_id,
    ${nameOf("u")},
    t.scope_id,
    u.window_start,
    u.window_end,
    u.brand_account_id,
    d.currency as paid_in,
    count(*) as clicks,
    sum(d.rate::numeric * 1000000)::bigint as micros
  from (
    select distinct on (u.brand_account_id, u.occurred_at, u.subject_id, u.of_event)
      u.*
    from limit_use u
    where u.of_event = 'CLICK'
      and not u.is_test
      and u.outcome = 'UNPAID'
      and u.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT')
      and (u.kind = 'PAYOUT' or u.max <= u.before)
      and ($1::uuid is null or u.program_id = $1)
    order by
      u.brand_account_id,
      u.occurred_at,
      u.subject_id,
      u.of_event,
      greatest(u.max - u.before, 0),
      u.n
  ) u
  join decision d
    on d.brand_account_id = u.brand_account_id
    and d.occurred_at = u.occurred_at
    and d.subject_id = u.subject_id
  left join click c
    on u.scope in (${eachScopes})
    and c.brand_account_id = u.brand_account_id
    and c.clicked_at = u.occurred_at
    and c.id = u.subject_id
  cross join lateral unnest(${takersSql("u", "u", "c")}) t (scope_id)
  where u.scope not in (${hiddenScopes})
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`;
