/** Partners whose clicks of the last seven whole days are below their usual band. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Context } from "../../platform/context.ts";
import { filteredReason } from "../../platform/db/breakdown-sums.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import { isBelow, usualBand, weeksBefore, type Band } from "../../domain/usual-band.ts";
import { ReportMode } from "../reports/report.types.ts";

export interface BelowUsual {
  id: string;
  name: string;
  /** Raw clicks of the last seven whole days. */
  week: number;
  usual: Band;
}

/** By partner its clicks of each week back from a date, the last one first. */
const weeksSql = `select
    a.id,
    a.name,
    array_agg(w.clicks order by w.n) as weeks
  from (
    select
      r.partner_account_id as id,
      (?::date - (r.bucket at time zone 'UTC')::date - 1) / 7 as n,
      sum(r.clicks)::int as clicks
    from click_rollup r
    where r.program_id = ?
      and r.brand_account_id = ?
      and r.level = 'D'
      and r.bucket >= ?::timestamptz
      and r.bucket < ?::timestamptz
      and (?::boolean is null or r.is_test = ?)
      and r.reason is distinct from '${filteredReason}'
    group by 1, 2
  ) clicked
  right join (
    select p.partner_account_id, n
    from partnership p
    cross join generate_series(0, ${weeksBefore}) n
    where p.brand_account_id = ?
  ) asked (id, n) using (id, n)
  cross join lateral (select asked.n, coalesce(clicked.clicks, 0) as clicks) w
  join account a on a.id = asked.id
  group by 1, 2
  order by lower(a.name), a.id`;

/** By name. The weeks are whole days of the brand's zone; today is in none. */
export async function partnersBelowUsual(
  ctx: Context,
  { id, brandAccountId }: Program,
  mode = ReportMode.LIVE,
): Promise<BelowUsual[]> {
  const brand = await ctx.em.findOne(Account, { id: brandAccountId });
  const today = dateOf(ctx.clock(), brand?.timeZone ?? "UTC");
  const isTest = mode === ReportMode.BOTH ? null : mode === ReportMode.TEST;
  const rows = await ctx.em.execute<{ id: string; name: string; weeks: number[] }[]>(weeksSql, [
    today,
    id,
    brandAccountId,
    `${addDays(today, -7 * (weeksBefore + 1))}T00:00:00Z`,
    `${today}T00:00:00Z`,
    isTest,
    isTest,
    brandAccountId,
  ]);
  return rows.flatMap(({ weeks: [week = 0, ...before], ...partner }) => {
    const usual = usualBand(before);
    return usual && isBelow(week, usual) ? [{ ...partner, week, usual }] : [];
  });
}
