/** One sentence per test link: do clicks and sales arrive in reporting, and if not, why? */
import type { Context } from "../../platform/context.ts";
import { hasAttribution, type SalesSource } from "../../domain/amazon-region.ts";
import { salesDelayHours } from "../../domain/attribution.ts";
import { minuteMs } from "../../domain/calendar.ts";
import { VerdictTone, type TestLinkVerdictView } from "./verdict.types.ts";

interface LinkRow {
  link_id: string;
  link_name: string;
  partner_id: string;
  partner_name: string | null;
  clicks: string;
  last_click_ms: string | null;
  orders: string;
  discarded: string;
  last_sale_ms: string | null;
  contracted: boolean;
  marketplace: string;
  source: SalesSource;
}

const worstFirst = [VerdictTone.FAILING, VerdictTone.WAITING, VerdictTone.OK, VerdictTone.NONE];
const maxLinks = 50;

function judge(row: LinkRow, now: number): { tone: VerdictTone; sentenceKey: string } {
  if (row.clicks === "0") return { tone: VerdictTone.NONE, sentenceKey: "NO_CLICKS" };
  if (Number(row.discarded) > 0)
    return { tone: VerdictTone.FAILING, sentenceKey: "SALES_DISCARDED" };
  if (Number(row.orders) > 0) return { tone: VerdictTone.OK, sentenceKey: "BOTH_ARRIVE" };
  if (!hasAttribution(row.marketplace))
    return { tone: VerdictTone.FAILING, sentenceKey: "NO_ATTRIBUTION" };
  if (row.source === "NONE") return { tone: VerdictTone.FAILING, sentenceKey: "NOT_CONNECTED" };
  if (!row.contracted) return { tone: VerdictTone.FAILING, sentenceKey: "NO_CONTRACT" };
  const late = now - Number(row.last_click_ms) > salesDelayHours * 60 * minuteMs;
  return late
    ? { tone: VerdictTone.FAILING, sentenceKey: "CLICKS_ONLY_LATE" }
    : { tone: VerdictTone.WAITING, sentenceKey: "CLICKS_ONLY_WAITING" };
}

const testLinksSql = (tenant: string): string =>
  `select
      l.id as link_id,
      l.name as link_name,
      l.partner_account_id as partner_id,
      p.name as partner_name,
      coalesce(t.clicks, 0)::text as clicks,
      k.last_ms::text as last_click_ms,
      coalesce(a.orders, 0)::text as orders,
      coalesce(a.discarded, 0)::text as discarded,
      s.last_ms::text as last_sale_ms,
      exists (
        select
        from contract_in_force c
        where c.program_id = l.program_id
          and c.partner_account_id = l.partner_account_id
          and c.starts_at <= ?
          and c.until > ?
      ) as contracted,
      g.marketplace,
      g.sales_source as source
    from tracking_link l
    join program g on g.id = l.program_id
    left join account p on p.id = l.partner_account_id
    left join lateral (
      select sum(r.clicks) as clicks
      from click_rollup r
      where r.program_id = l.program_id and r.level = 'T' and r.link_id = l.id
    ) t
      on true
    left join lateral (
      select (extract(epoch from c.clicked_at) * 1000)::bigint as last_ms
      from click c
      where c.link_id = l.id and c.is_test
      order by c.clicked_at desc
      limit 1
    ) k
      on true
    left join lateral (
      select
        sum(orders) filter (where outcome <> 'DISCARDED') as orders,
        sum(orders) filter (where outcome = 'DISCARDED') as discarded
      from conversion
      where link_id = l.id and program_id = l.program_id
    ) a
      on true
    left join lateral (
      select (extract(epoch from max(u.at)) * 1000)::bigint as last_ms
      from conversion o
      join conversion_update u on u.conversion_id = o.id
      where o.link_id = l.id
        and o.program_id = l.program_id
        and u.kind in ('TRACKED', 'RESTATED')
        and u.delta_orders > 0
    ) s
      on true
    where l.program_id = ? and l.${tenant} = ? and l.is_test
    order by l.id desc
    limit ${maxLinks}`;

/** Test links of a program, worst first, the newest 50. */
export async function verdicts(ctx: Context, programId: string): Promise<TestLinkVerdictView[]> {
  const at = new Date(ctx.clock());
  const rows = await ctx.em.execute<LinkRow[]>(testLinksSql(ctx.scope.tenantColumn()), [
    at,
    at,
    programId,
    ctx.scope.requireAccountId(),
  ]);
  const instant = (ms: string | null) => (ms === null ? null : new Date(Number(ms)));
  return rows
    .map((row) => ({
      linkId: row.link_id,
      linkName: row.link_name,
      partnerAccountId: row.partner_id,
      partnerName: row.partner_name ?? "",
      ...judge(row, ctx.clock()),
      clicks: Number(row.clicks),
      orders: Number(row.orders),
      discardedOrders: Number(row.discarded),
      lastClickAt: instant(row.last_click_ms),
      lastSaleAt: instant(row.last_sale_ms),
    }))
    .sort((a, b) => worstFirst.indexOf(a.tone) - worstFirst.indexOf(b.tone));
}
