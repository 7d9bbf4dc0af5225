/** The alerts of a program that are open, by what stands out. */
import {
  alertDetail,
  alertMeasureNames,
  alertMeasures,
  type AlertMeasure,
} from "../../domain/alerts.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Context } from "../../platform/context.ts";

export interface OpenAlerts {
  measure: AlertMeasure;
  count: number;
  /** When the oldest opened. */
  since: Date;
  /** The newest first. */
  subjects: { partnerId: string; name: string; detail: string }[];
}
interface Row {
  measure: AlertMeasure;
  count: number;
  since: string;
  subjects: { partner: string; name: string; seen: string; bound: string; isLine: boolean }[];
}

/** `named`: so many partners of each measure are named at most. */
export async function openAlerts(
  ctx: Context,
  { id, brandAccountId }: Program,
  named: number,
): Promise<OpenAlerts[]> {
  const brand = await ctx.em.findOne(Account, { id: brandAccountId });
  const currency = brand?.currency ?? "USD";
  const rows = await ctx.em.execute<Row[]>(
    `select
        l.measure,
        count(*)::int as count,
        (extract(epoch from min(l.opened_at)) * 1000)::bigint::text as since,
        (
          array_agg(
            jsonb_build_object(
              'partner', l.partner_account_id,
              'name', a.name,
              'seen', l.seen::text,
              'bound', l.bound::text,
              'isLine', l.is_line
            )
            order by l.opened_at desc, lower(a.name), a.id
          )
        )[1:${named}] as subjects
      from alert l
      join account a on a.id = l.partner_account_id
      where l.program_id = ? and l.brand_account_id = ? and l.closed_at is null
      group by 1`,
    [id, brandAccountId],
  );
  return rows
    .filter(({ measure }) => measure in alertMeasures)
    .toSorted((a, b) => alertMeasureNames.indexOf(a.measure) - alertMeasureNames.indexOf(b.measure))
    .map(({ measure, count, since, subjects }) => ({
      measure,
      count,
      since: new Date(Number(since)),
      subjects: subjects.map(({ partner, name, seen, bound, isLine }) => ({
        partnerId: partner,
        name,
        detail: alertDetail(
          { measure, seen: BigInt(seen), bound: BigInt(bound) },
          { isLine, currency },
        ),
      })),
    }));
}

/** Partners whose clicks of the last seven whole days an open alert calls too few. */
export async function partnersBelowUsual(
  ctx: Context,
  { id, brandAccountId }: Program,
): Promise<{ id: string }[]> {
  return ctx.em.execute<{ id: string }[]>(
    `select l.partner_account_id as id
      from alert l
      where l.program_id = ?
        and l.brand_account_id = ?
        and l.measure = 'CLICKS_BELOW'
        and l.closed_at is null`,
    [id, brandAccountId],
  );
}
