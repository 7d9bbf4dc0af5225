/**
 * Our clicks and sales of a program beside what Amazon tells of them, by day, partner or link. What
 * is read of both sides are sums; whatever the rows, the statements are few.
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { badInput, refusedInput } from "../../platform/api/bad-input.ts";
import { isText, page, rowsOf, type Key, type PageArgs } from "../../platform/api/connection.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { clicksDelayHours } from "../../domain/attribution.ts";
import { addDays, dateOf, minuteMs } from "../../domain/calendar.ts";
import { ascending } from "../../domain/order.ts";
import {
  addClickLines,
  addSaleLines,
  clickCauses,
  saleCauses,
  type ClickLine,
  type SaleLine,
} from "../../domain/reconciliation.ts";
import { reconciliationSentence } from "../../domain/reconciliation-words.ts";
import { refuse } from "../../domain/result.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { areSalesHidden } from "../reports/freshness.ts";
import { sourceState, type AskedRows, type SourceState } from "./amazons.ts";
import { quarterOf } from "./our-clicks.ts";
import type { Plan, Row } from "./plan.ts";
import {
  ReconciliationBy,
  type ReconciledClicksView,
  type ReconciledSalesView,
  type ReconciliationInput,
  type ReconciliationRowView,
  type ReconciliationView,
} from "./reconciliation.types.ts";
import { rowsByDay } from "./by-day.ts";
import { rowsByLink } from "./by-link.ts";
import { rowsByPartner } from "./by-partner.ts";

const maxDays = 92;
const clicksDelayMs = clicksDelayHours * 60 * minuteMs;
const never = "9999-12-31";

function datesOf({ from, to }: ReconciliationInput): string[] {
  if (to < from)
    throw refusedInput(refuse("BAD_RANGE", "The range ends before it starts", "input", "to"));
  const length = Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days + 1;
  if (length > maxDays)
    throw refusedInput(
      refuse(
        "RANGE_TOO_LONG",
        `A reconciliation covers at most ${maxDays} days: this one has ${length}`,
        "input",
        "to",
      ),
    );
  return Array.from({ length }, (_, i) => addDays(from, i));
}

/** What is simulated without a connection was measured from its first click on. */
function measuredFrom(program: Program, state: SourceState, zone: string): string | null {
  if (program.salesSource === "NONE") return never;
  if (program.isSimulated() && program.amazonConnectionId === null) return null;
  const since = [state.firstDate, state.tagAt === null ? null : dateOf(state.tagAt, zone)];
  return since.filter((date) => date !== null).sort()[0] ?? never;
}

const clicksView = (line: ClickLine): ReconciledClicksView => ({
  atAmazon: line.amazon,
  here: line.ours,
  difference: line.difference,
  robots: line.robots,
  causes: clickCauses
    .map((cause) => ({ cause, clicks: line.causes[cause] }))
    .filter(({ cause, clicks }) => clicks !== 0 || cause === "NOT_EXPLAINED"),
});
const salesView = (line: SaleLine, currency: string): ReconciledSalesView => ({
  atAmazon: line.amazon?.orders ?? null,
  here: line.ours.orders,
  difference: line.difference.orders,
  amountAtAmazon: line.amazon && money(line.amazon.amount, currency),
  amountHere: money(line.ours.amount, currency),
  causes: saleCauses
    .map((cause) => ({ cause, ...line.causes[cause] }))
    .filter(
      ({ cause, orders, amount }) => orders !== 0 || amount !== 0n || cause === "NOT_EXPLAINED",
    )
    .map(({ cause, orders, amount }) => ({ cause, orders, amount: money(amount, currency) })),
});

export async function rowViews(
  ctx: Context,
  rows: readonly Row[],
  currency: string,
): Promise<ReconciliationRowView[]> {
  const idsOf = (name: "partnerId" | "linkId") => rows.flatMap((row) => row[name] ?? []);
  const partners = await ctx.em.find(Account, { id: { $in: idsOf("partnerId") } });
  const links = await ctx.em.find(TrackingLink, { id: { $in: idsOf("linkId") } });
  const partnerNames = new Map(partners.map(({ id, name }) => [id, name]));
  const linkNames = new Map(links.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    date: row.date ?? null,
    partnerId: row.partnerId ?? null,
    partnerName: partnerNames.get(row.partnerId ?? "") ?? null,
    linkId: row.linkId ?? null,
    linkName: linkNames.get(row.linkId ?? "") ?? null,
    clicks: clicksView(row.clicks),
    sales: salesView(row.sales, currency),
  }));
}

const byDifference = (a: Row, b: Row): number =>
  Math.abs(b.clicks.difference) - Math.abs(a.clicks.difference) ||
  Math.abs(b.sales.difference.orders) - Math.abs(a.sales.difference.orders) ||
  ascending(a.key, b.key);

function rowsAsked(ctx: Context, plan: Plan, { by, partnerId }: ReconciliationInput) {
  if (by === ReconciliationBy.DAY) return rowsByDay(ctx, plan);
  if (by === ReconciliationBy.PARTNER) return rowsByPartner(ctx, plan);
  if (!partnerId)
    throw badInput("A reconciliation by link is of one partner: name it", "input", "partnerId");
  return rowsByLink(ctx, plan, partnerId);
}

const byKey: Key<{ key: string }, [key: string]> = { of: ({ key }) => [key], parts: [isText] };

/** All of it, before any of its rows is shown. */
export interface Compared extends Omit<ReconciliationView, "rows"> {
  program: Program;
  currency: string;
  rows: Row[];
}
/** Null where it is no program of the brand's own. Throws where the input cannot be used. */
export async function compared(ctx: Context, given: ReconciliationInput): Promise<Compared | null> {
  const dates = datesOf(given);
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, given.programId) : null;
  const storefront = program && storefrontOf(program);
  if (!program || !storefront) return null;
  const brand = await ctx.em.findOneOrFail(Account, { id: program.brandAccountId });
  const asked: AskedRows = {
    programId: program.id,
    brandId: brand.id,
    campaign: program.code,
    from: given.from,
    to: given.to,
  };
  const state = await sourceState(ctx, asked);
  const plan: Plan = {
    asked,
    dates,
    zone: brand.timeZone,
    profileZone: storefront.zone,
    freshFrom: state.toldAt === null ? 0 : quarterOf(state.toldAt - clicksDelayMs),
    measuredFrom: measuredFrom(program, state, storefront.zone),
  };
  const found = await rowsAsked(ctx, plan, given);
  const rows = given.by === ReconciliationBy.DAY ? found : found.toSorted(byDifference);
  const clicks = addClickLines(rows.map((row) => row.clicks));
  const sales = addSaleLines(rows.map((row) => row.sales));
  const { currency } = storefront;
  return {
    program,
    currency,
    source: program.salesSource,
    timeZone: plan.zone,
    profileZone: plan.profileZone,
    toldAt: state.toldAt === null ? null : new Date(state.toldAt),
    salesHidden: await areSalesHidden(ctx, program.id),
    sentence: reconciliationSentence(program.salesSource, clicks, sales),
    clicks: clicksView(clicks),
    sales: salesView(sales, currency),
    rows,
  };
}

export async function reconciliation(
  ctx: Context,
  given: ReconciliationInput,
  args: PageArgs,
): Promise<ReconciliationView | null> {
  const found = await compared(ctx, given);
  if (!found) return null;
  const { currency } = found;
  const rows = await page(rowsOf(found.rows, byKey), args, byKey, (shown) =>
    rowViews(ctx, shown, currency),
  );
  return { ...found, rows };
}
