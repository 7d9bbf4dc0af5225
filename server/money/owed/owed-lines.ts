/** What partners are owed: what is pending, approved and due, by partner and by date. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { isText, page, rowsOf, type Key, type PageArgs } from "../../platform/api/connection.ts";
import { money } from "../../platform/api/money.ts";
import { now, type Context } from "../../platform/context.ts";
import { isId } from "../../domain/values/id.ts";
import { ascending } from "../../domain/order.ts";
import type {
  OwedConnection,
  OwedDateView,
  OwedFilter,
  OwedLineView,
  OwedOrder,
  OwedTotalView,
} from "./owed.types.ts";
import { owedParts, type OwedPart, type OwedStage } from "./owed-sums.ts";

interface Sums {
  PENDING: bigint;
  APPROVED: bigint;
  DUE: bigint;
  conversions: number;
  nextDueOn: string | null;
  /** Null beside pending money: nobody knows. */
  lastLocksOn: string | null;
  isOpenEnded: boolean;
}
const nothing = (): Sums => ({
  PENDING: 0n,
  APPROVED: 0n,
  DUE: 0n,
  conversions: 0,
  nextDueOn: null,
  lastLocksOn: null,
  isOpenEnded: false,
});

function addTo(sums: Sums, { stage, on, micros, conversions }: OwedPart): void {
  sums[stage] += micros;
  sums.conversions += conversions;
  if (stage === "APPROVED" && on !== null && (sums.nextDueOn === null || on < sums.nextDueOn))
    sums.nextDueOn = on;
  if (stage !== "PENDING") return;
  if (on === null) sums.isOpenEnded = true;
  else if (sums.lastLocksOn === null || on > sums.lastLocksOn) sums.lastLocksOn = on;
}
function sumsBy(parts: readonly OwedPart[], keyOf: (part: OwedPart) => string): Map<string, Sums> {
  const all = new Map<string, Sums>();
  for (const part of parts) addTo(all.getOrInsertComputed(keyOf(part), nothing), part);
  return all;
}
const amountsOf = (currency: string, sums: Sums) => ({
  currency,
  pending: money(sums.PENDING, currency),
  pendingConversions: sums.conversions,
  approved: money(sums.APPROVED, currency),
  due: money(sums.DUE, currency),
  owed: money(sums.APPROVED + sums.DUE, currency),
  nextDueOn: sums.nextDueOn,
  lastLocksOn: sums.isOpenEnded ? null : sums.lastLocksOn,
});

interface Row {
  partner: string;
  name: string;
  currency: string;
  sums: Sums;
}
const measure: Record<Exclude<OwedOrder, "PARTNER">, (sums: Sums) => bigint> = {
  OWED: ({ APPROVED, DUE }) => APPROVED + DUE,
  DUE: ({ DUE }) => DUE,
  APPROVED: ({ APPROVED }) => APPROVED,
  PENDING: ({ PENDING }) => PENDING,
};
/** Amounts of two currencies cannot be compared: each stands by itself. */
const byOrder =
  (order: OwedOrder) =>
  (a: Row, b: Row): number =>
    ascending(a.currency, b.currency) ||
    (order === "PARTNER" ? 0 : ascending(measure[order](b.sums), measure[order](a.sums))) ||
    ascending(a.name.toLowerCase(), b.name.toLowerCase()) ||
    ascending(a.partner, b.partner);
const byPartner: Key<Row, [currency: string, partner: string]> = {
  of: ({ currency, partner }) => [currency, partner],
  parts: [isText, isId],
};

const lineView = ({ partner, name, currency, sums }: Row): OwedLineView => ({
  partnerId: partner,
  partnerName: name,
  ...amountsOf(currency, sums),
});
function totalsOf(rows: readonly Row[], parts: readonly OwedPart[]): OwedTotalView[] {
  return [...sumsBy(parts, ({ currency }) => currency)]
    .toSorted(([a], [b]) => ascending(a, b))
    .map(([currency, sums]) => ({
      ...amountsOf(currency, sums),
      partners: rows.filter((row) => row.currency === currency).length,
    }));
}
/** In the order of the parts: what is due, then by date. */
function datesOf(parts: readonly OwedPart[]): OwedDateView[] {
  const dates = Map.groupBy(parts, ({ stage, on, currency }) => `${stage} ${on} ${currency}`);
  return [...dates.values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const { stage, on, currency } = first;
    const micros = some.reduce((sum, part) => sum + part.micros, 0n);
    const partners = new Set(some.map(({ partner }) => partner)).size;
    return [{ stage: stage satisfies OwedStage, on, amount: money(micros, currency), partners }];
  });
}

async function namesOf(ctx: Context, parts: readonly OwedPart[]): Promise<Map<string, string>> {
  const ids = [...new Set(parts.map(({ partner }) => partner))];
  const found = await ctx.em.find(Account, { id: { $in: ids } });
  return new Map(found.map(({ id, name }) => [id, name]));
}

const none: Omit<OwedConnection, "at"> = {
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
  totalCount: 0,
  totals: [],
  dates: [],
};
/** A partner or currency that earned nothing has no row. */
export async function owed(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  { filter, order }: { filter: Partial<OwedFilter> | null; order: OwedOrder },
): Promise<OwedConnection> {
  const at = now(ctx);
  const program = await findProgram(ctx, programId);
  const brand = program && (await ctx.em.findOne(Account, { id: program.brandAccountId }));
  if (!program || !brand) return { ...none, at };
  const found = await owedParts(ctx, {
    programId,
    zone: brand.timeZone,
    now: at.getTime(),
    partnerIds: filter?.partnerIds ?? null,
    currency: filter?.currency ?? null,
  });
  const names = await namesOf(ctx, found);
  const wanted = filter?.search?.trim().toLowerCase() ?? "";
  const nameOf = (partner: string) => names.get(partner) ?? "";
  const parts = found.filter(({ partner }) => nameOf(partner).toLowerCase().includes(wanted));
  const rows = [...sumsBy(parts, ({ partner, currency }) => `${partner} ${currency}`)]
    .map(([key, sums]): Row => {
      const [partner = "", currency = ""] = key.split(" ");
      return { partner, currency, sums, name: nameOf(partner) };
    })
    .toSorted(byOrder(order));
  const shown = await page(rowsOf(rows, byPartner), asked, byPartner, (some) => some.map(lineView));
  return {
    ...shown,
    totalCount: rows.length,
    totals: totalsOf(rows, parts),
    dates: datesOf(parts),
    at,
  };
}
