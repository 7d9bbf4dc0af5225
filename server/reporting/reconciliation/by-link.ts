/** A reconciliation of one partner by link. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { minusSales, noSales, plusSales, type SaleLine } from "../../domain/reconciliation.ts";
import { creativeStretches, groupStretches, type GroupStretch } from "./amazons.ts";
import { saleCellsOfLinks } from "./booked.ts";
import { linkLines } from "./click-lines.ts";
import { clicksOfLinks } from "./our-clicks.ts";
import {
  daysOf,
  edgesOfStretches,
  joined,
  rowOfRest,
  stretchStarts,
  windowOf,
  type Plan,
  type Row,
} from "./plan.ts";
import { lineNotSplit, lineOfCells, toldBy } from "./sale-lines.ts";

const linksSql = `
  select l.id, ad.code, l.is_test
  from tracking_link l
  join ad on ad.id = l.ad_id
  where l.program_id = ? and l.partner_account_id = ? and l.brand_account_id = ?`;

async function linksOf(ctx: Context, { asked }: Plan, partnerId: string) {
  const links = await ctx.em.execute<{ id: string; code: string; is_test: boolean }[]>(linksSql, [
    asked.programId,
    partnerId,
    asked.brandId,
  ]);
  return (adCode: string, isTest: boolean): string | null =>
    links.find(({ code, is_test: test }) => code === adCode && (test || !isTest))?.id ?? null;
}

async function salesByLink(
  ctx: Context,
  plan: Plan,
  partner: Account,
  groups: readonly GroupStretch[],
): Promise<{ links: Map<string, SaleLine>; notSplit: SaleLine }> {
  const cells = await saleCellsOfLinks(ctx, plan.asked, { id: partner.id, code: partner.code });
  const links = new Map<string, SaleLine>();
  for (const [link, own] of Map.groupBy(cells, (cell) => cell.link))
    if (link !== null) links.set(link, lineOfCells(own));
  const told = toldBy(groups, () => partner.id).get(partner.id);
  const ofLinks = [...links.values()].map(({ amazon }) => amazon ?? noSales);
  const rest = told ? minusSales(told, ofLinks.reduce(plusSales, noSales)) : null;
  const unlinked = cells.filter(({ link }) => link === null);
  return { links, notSplit: lineNotSplit(unlinked, rest, [...links.values()]) };
}

/** Empty for who is no partner of the brand. */
export async function rowsByLink(ctx: Context, plan: Plan, partnerId: string): Promise<Row[]> {
  const partner = await ctx.em.findOne(Account, { id: partnerId, kind: "PARTNER" });
  if (!partner) return [];
  const starts = stretchStarts(plan);
  const edges = edgesOfStretches(plan, starts);
  const { asked, freshFrom } = plan;
  const groups = await groupStretches(ctx, asked, starts, partnerId);
  const lines = linkLines(
    {
      cells: await clicksOfLinks(ctx, { ...asked, edges, freshFrom }, partnerId),
      creatives: await creativeStretches(ctx, asked, starts, partner.code),
      groups,
      linkOf: await linksOf(ctx, plan, partnerId),
      days: daysOf(plan, starts),
    },
    windowOf(starts),
  );
  const sales = await salesByLink(ctx, plan, partner, groups);
  return [
    ...joined(lines.links, sales.links, (linkId) => ({ kind: "LINK", linkId, partnerId })),
    ...rowOfRest("NOT_SPLIT", lines.notSplit, sales.notSplit),
  ];
}
