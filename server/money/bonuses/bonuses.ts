/** Performance bonuses as they were posted, for the two sides of the contract. */
import { byId, page, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import type { BonusPostingView } from "./bonus.types.ts";

interface Row {
  id: string;
  month: string;
  partner_account_id: string;
  partner_name: string;
  contract_id: string;
  tier: number;
  number: number;
  amount: string;
  total: string;
  revenue: string;
  orders: string;
  currency: string;
  reason: string;
  posted_at: Date;
}

const view = (row: Row): BonusPostingView => ({
  id: row.id,
  month: row.month,
  partnerId: row.partner_account_id,
  partnerName: row.partner_name,
  contractId: row.contract_id,
  tier: row.tier + 1,
  number: row.number,
  amount: money(BigInt(row.amount), row.currency),
  total: money(BigInt(row.total), row.currency),
  revenue: money(BigInt(row.revenue), row.currency),
  orders: Number(row.orders),
  reason: row.reason,
  postedAt: new Date(row.posted_at),
});

/** Ids are minted when the bonus is posted, so their order is that of the postings. */
export async function bonusPostings(
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<BonusPostingView>> {
  const rows = (after: [id: string] | null, limit: number) =>
    ctx.em.execute<Row[]>(
      `select
        b.id,
        to_char(b.month, 'YYYY-MM') as month,
        b.partner_account_id,
        p.name as partner_name,
        b.contract_id,
        b.tier,
        b.number,
        b.amount_micros::text as amount,
        b.total_micros::text as total,
        b.revenue_micros::text as revenue,
        b.orders::text as orders,
        b.currency,
        b.reason,
        b.posted_at
      from bonus b
      join account p on p.id = b.partner_account_id
      where b.program_id = ?
        and b.${ctx.scope.tenantColumn()} = ?
        and b.id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by b.id desc
      limit ?`,
      [programId, ctx.scope.requireAccountId(), after?.[0] ?? null, limit],
    );
  return page(rows, asked, byId, (shown) => shown.map(view));
}
