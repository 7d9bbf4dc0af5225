/**
 * What Amazon tells besides sales: promoted products and the brand's others apart, people new to
 * the brand, products, and the referral bonus beside what is paid. Nothing of it is booked.
 */
import type { ProductKind } from "../../domain/attributed-products.ts";
import { dateOf } from "../../domain/calendar.ts";
import { readMicros, type Micros } from "../../domain/money.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import { money, type Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import {
  shownPartners,
  shownProducts,
  type AmazonPartnerView,
  type AmazonProductView,
  type AmazonReportView,
  type AmazonSoldPartView,
  type AmazonSumsView,
} from "./amazon-report.types.ts";
import { areSalesHidden } from "./freshness.ts";
import { readRange } from "./range.ts";
import { reportByPartner } from "./reports.ts";
import type { RangeInput } from "./report.types.ts";

interface Part {
  orders: bigint;
  units: bigint;
  amount: Micros;
}
const none = (): Part => ({ orders: 0n, units: 0n, amount: 0n });
const sum = (a: Part, b: Part): Part => ({
  orders: a.orders + b.orders,
  units: a.units + b.units,
  amount: a.amount + b.amount,
});
const sumTold = (a: Part | null, b: Part | null): Part | null =>
  a === null || b === null ? (a ?? b) : sum(a, b);

/** Of one ad group, or of several; null: not told. */
interface Told {
  sold: Part;
  promoted: Part | null;
  halo: Part | null;
  newToBrand: Part | null;
  bonus: Micros | null;
  /** Orders of rows that tell no bonus. */
  noBonus: bigint;
}
const nothing = (): Told => ({
  sold: none(),
  promoted: null,
  halo: null,
  newToBrand: null,
  bonus: null,
  noBonus: 0n,
});
const add = (a: Told, b: Told): Told => ({
  sold: sum(a.sold, b.sold),
  promoted: sumTold(a.promoted, b.promoted),
  halo: sumTold(a.halo, b.halo),
  newToBrand: sumTold(a.newToBrand, b.newToBrand),
  bonus: a.bonus === null || b.bonus === null ? (a.bonus ?? b.bonus) : a.bonus + b.bonus,
  noBonus: a.noBonus + b.noBonus,
});

interface Asked {
  program: Program;
  from: string;
  to: string;
  /** A partner's code; null: of all. */
  adGroup: string | null;
}
/** SQL: what is asked for. What test links sold is nobody's. */
const isAsked = `program_id = ?
    and brand_account_id = ?
    and date between ? and ?
    and ad_group_id not like '%-test'
    and ad_group_id = coalesce(?, ad_group_id)`;
const valuesOf = ({ program, from, to, adGroup }: Asked) => [
  program.id,
  program.brandAccountId,
  from,
  to,
  adGroup,
];

type Sums = Record<"orders" | "units" | "amount", string>;
const partIn = (row: Sums): Part => ({
  orders: BigInt(row.orders),
  units: BigInt(row.units),
  amount: BigInt(row.amount),
});

interface GroupRow extends Sums {
  adGroup: string;
  promotedOrders: string | null;
  promotedUnits: string | null;
  promotedAmount: string | null;
  haloOrders: string | null;
  haloUnits: string | null;
  haloAmount: string | null;
  bonus: string | null;
  noBonus: string;
}
const splitTold = "filter (where promoted_orders is not null)";
const groupsSql = `
  select
    ad_group_id as "adGroup",
    sum(orders)::text as orders,
    sum(units)::text as units,
    sum(amount_micros)::text as amount,
    sum(promoted_orders)::text as "promotedOrders",
    sum(promoted_units)::text as "promotedUnits",
    sum(promoted_amount_micros)::text as "promotedAmount",
    (sum(orders - promoted_orders) ${splitTold})::text as "haloOrders",
    (sum(units - promoted_units) ${splitTold})::text as "haloUnits",
    (sum(amount_micros - promoted_amount_micros) ${splitTold})::text as "haloAmount",
    sum(bonus_micros)::text as bonus,
    coalesce(sum(orders) filter (where bonus_micros is null), 0)::text as "noBonus"
  from report_row
  where grouping = 'ADGROUP' and ${isAsked}
  group by 1`;

interface NewRow extends Sums {
  adGroup: string;
}
const newSql = `
  select
    ad_group_id as "adGroup",
    sum(new_orders)::text as orders,
    sum(new_units)::text as units,
    sum(new_amount_micros)::text as amount
  from report_product
  where ${isAsked}
  group by 1`;

interface ProductRow extends Sums {
  asin: string;
  name: string;
  kind: ProductKind;
  newOrders: string;
  newUnits: string;
  newAmount: string;
  partners: number;
  /** Of all products, also those that are not shown. */
  count: number;
}
/** Those that sold most. */
const productsSql = `
  select
    asin,
    max(name) as name,
    kind,
    sum(orders)::text as orders,
    sum(units)::text as units,
    sum(amount_micros)::text as amount,
    sum(new_orders)::text as "newOrders",
    sum(new_units)::text as "newUnits",
    sum(new_amount_micros)::text as "newAmount",
    count(distinct ad_group_id)::int as partners,
    (count(*) over ())::int as count
  from report_product
  where ${isAsked}
  group by asin, kind
  order by sum(amount_micros) desc, asin, kind
  limit ${shownProducts}`;
const newIn = ({ newOrders: orders, newUnits: units, newAmount: amount }: ProductRow): Part =>
  partIn({ orders, units, amount });

const partTold = (orders: string | null, units: string | null, amount: string | null) =>
  orders === null || units === null || amount === null ? null : partIn({ orders, units, amount });
const toldIn = (row: GroupRow): Told => ({
  sold: partIn(row),
  promoted: partTold(row.promotedOrders, row.promotedUnits, row.promotedAmount),
  halo: partTold(row.haloOrders, row.haloUnits, row.haloAmount),
  newToBrand: null,
  bonus: row.bonus === null ? null : BigInt(row.bonus),
  noBonus: BigInt(row.noBonus),
});

/** By the partner's code. */
function toldByGroup(groups: readonly GroupRow[], toNew: readonly NewRow[]) {
  const told = new Map<string, Told>();
  const put = (adGroup: string, more: Told): void =>
    void told.set(adGroup, add(told.get(adGroup) ?? nothing(), more));
  for (const row of groups) put(row.adGroup, toldIn(row));
  for (const row of toNew) put(row.adGroup, { ...nothing(), newToBrand: partIn(row) });
  return told;
}

interface View {
  currency: string;
}
const partView = ({ orders, units, amount }: Part, { currency }: View): AmazonSoldPartView => ({
  orders: Number(orders),
  units: Number(units),
  amount: money(amount, currency),
});
const toldView = (part: Part | null, view: View) => (part === null ? null : partView(part, view));

function sumsView(told: Told, payout: readonly Money[], view: View): AmazonSumsView {
  const { currency } = view;
  // A bonus that is not told is no bonus of zero.
  const isComparable = told.noBonus === 0n && payout.every((paid) => paid.currency === currency);
  const paid = payout.reduce((all, { amount }) => all + readMicros(amount), 0n);
  return {
    sold: partView(told.sold, view),
    promoted: toldView(told.promoted, view),
    halo: toldView(told.halo, view),
    newToBrand: toldView(told.newToBrand, view),
    bonus: told.bonus === null ? null : money(told.bonus, currency),
    ordersWithoutBonus: Number(told.noBonus),
    payout: [...payout],
    netCost: told.bonus === null || !isComparable ? null : money(paid - told.bonus, currency),
  };
}

/** Clicks and sales together, one entry a currency. */
function together(monies: readonly Money[]): Money[] {
  const sums = new Map<string, Micros>();
  for (const { amount, currency } of monies)
    sums.set(currency, (sums.get(currency) ?? 0n) + readMicros(amount));
  return [...sums].map(([currency, micros]) => money(micros, currency));
}

const productView = (row: ProductRow, view: View): AmazonProductView => ({
  asin: row.asin,
  name: row.name,
  kind: row.kind,
  sold: partView(partIn(row), view),
  newToBrand: partView(newIn(row), view),
  partners: row.partners,
});

async function payouts(ctx: Context, { program, from, to }: Asked): Promise<Map<string, Money[]>> {
  const partners = await reportByPartner(ctx, {
    scope: { programId: program.id },
    range: { last: null, from, to },
    grain: null,
    timeZone: storefrontOf(program)?.zone ?? null,
    filter: null,
  });
  return new Map(
    partners.flatMap(({ partnerAccountId, payout }) =>
      partnerAccountId === null
        ? []
        : [[partnerAccountId, together([...payout.clicks, ...payout.sales])]],
    ),
  );
}

/** Those that sold most; what names no partner of the brand's keeps its name in the report. */
async function partnerViews(
  ctx: Context,
  told: ReadonlyMap<string, Told>,
  paid: ReadonlyMap<string, Money[]>,
  view: View,
): Promise<AmazonPartnerView[]> {
  const shown = [...told]
    .toSorted(([, a], [, b]) => Number(b.sold.amount - a.sold.amount))
    .slice(0, shownPartners);
  const codes = shown.map(([adGroup]) => adGroup);
  const partners = await ctx.em.find(Account, { code: { $in: codes } });
  return shown.map(([adGroup, of]) => {
    const partner = partners.find(({ code }) => code === adGroup);
    return {
      partnerId: partner?.id ?? null,
      partnerName: partner?.name ?? adGroup,
      sums: sumsView(of, (partner && paid.get(partner.id)) ?? [], view),
    };
  });
}

export interface AskedAmazonReport {
  programId: string;
  range: RangeInput;
  partnerId: string | null;
}
export async function amazonReport(
  ctx: Context,
  { programId, range, partnerId }: AskedAmazonReport,
): Promise<AmazonReportView | null> {
  // What a seller gets back from Amazon is no partner's business.
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, programId) : null;
  const storefront = program && storefrontOf(program);
  if (!program || !storefront) return null;
  const { zone, currency } = storefront;
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  const read = readRange(
    range,
    {
      zone,
      yearStartMonth: brand?.financialYearStart ?? 1,
      firstWeekday: brand?.firstWeekday ?? "MONDAY",
    },
    ctx.clock(),
  );
  if (!read.ok) throw refusedInput(read);
  const [from, to] = [dateOf(read.value.start, zone), dateOf(read.value.end - 1, zone)];
  const only =
    partnerId === null ? null : await ctx.em.findOne(Account, { id: partnerId, kind: "PARTNER" });
  const asked: Asked = {
    program,
    from,
    to,
    adGroup: partnerId === null ? null : (only?.code ?? ""),
  };
  const values = valuesOf(asked);
  const told = toldByGroup(
    await ctx.em.execute<GroupRow[]>(groupsSql, values),
    await ctx.em.execute<NewRow[]>(newSql, values),
  );
  const products = await ctx.em.execute<ProductRow[]>(productsSql, values);
  const paid = await payouts(ctx, asked);
  const view = { currency };
  const all = [...told.values()].reduce(add, nothing());
  const paidInAll = partnerId === null ? [...paid.values()].flat() : (paid.get(partnerId) ?? []);
  return {
    from,
    to,
    timeZone: zone,
    simulated: program.isSimulated(),
    salesHidden: await areSalesHidden(ctx, program.id),
    total: sumsView(all, together(paidInAll), view),
    partners: await partnerViews(ctx, told, paid, view),
    partnerCount: told.size,
    products: products.map((row) => productView(row, view)),
    productCount: products[0]?.count ?? 0,
  };
}
