/**
 * Replays as their askers see them: started, watched, ended, read. A partner sees its own clicks
 * and no figure of others.
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import {
  page,
  pageById,
  rowsOf,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { money, type Money } from "../../platform/api/money.ts";
import { Conflict, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { now, type Context } from "../../platform/context.ts";
import { untriedRules } from "../../domain/rule-facts.ts";
import { termsFromJson } from "../../domain/terms.ts";
import type { Counts, Place } from "../../domain/replay-tally.ts";
import { isAgainstBefore } from "../../money/replay/asked.ts";
import { ReplayRow } from "../../money/replay/replay.entity.ts";
import { ReplayOk, type ReplayInput, type ReplayView } from "./replay.types.ts";
import type {
  ReplayCellView,
  ReplayCountryView,
  ReplayDayView,
  ReplayFiguresView,
  ReplayLimitHitView,
  ReplayPartnerView,
  ReplayPlaceView,
} from "./replay-figures.types.ts";
import {
  isWeak,
  type KeyedSlice,
  type ReplayDetail,
  type ReplayResult,
  type StoredAmounts,
  type StoredHit,
  type StoredSlice,
} from "../../money/replay/result.ts";
import { ascending } from "../../domain/order.ts";
import { askLedgerCheck, askReplay } from "./starting.ts";

const monies = (amounts: StoredAmounts): Money[] =>
  Object.entries(amounts)
    .sort(([a], [b]) => ascending(a, b))
    .map(([currency, micros]) => money(BigInt(micros), currency));
function differenceOf(from: StoredAmounts, to: StoredAmounts): Money[] {
  const currencies = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return currencies.map((currency) =>
    money(BigInt(to[currency] ?? "0") - BigInt(from[currency] ?? "0"), currency),
  );
}
export const placeKey = ({ kind, groupId }: Pick<Place, "kind" | "groupId">): string =>
  kind === "GROUP" ? `GROUP:${groupId}` : kind;
export const placeView = (place: Place): ReplayPlaceView => ({ ...place, key: placeKey(place) });
const countsView = (counts: Counts) => ({
  paid: counts.paid,
  zero: counts.zero,
  unpaid: counts.unpaid,
});
const none: Counts = { paid: 0, zero: 0, unpaid: 0 };
const figuresView = (slice: StoredSlice): ReplayFiguresView => ({
  clicks: slice.clicks,
  sales: slice.sales,
  leads: slice.leads ?? 0,
  costNow: monies(slice.now),
  costThen: monies(slice.tried),
  difference: differenceOf(slice.now, slice.tried),
  clicksNow: countsView(slice.clicksNow),
  clicksThen: countsView(slice.clicksThen),
  salesNow: countsView(slice.salesNow),
  salesThen: countsView(slice.salesThen),
  leadsNow: countsView(slice.leadsNow ?? none),
  leadsThen: countsView(slice.leadsThen ?? none),
});

async function namesOf(ctx: Context, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  const accounts = wanted.length === 0 ? [] : await ctx.em.find(Account, { id: { $in: wanted } });
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

/**
 * What a program allows over all partners, and how far others use it, the brand keeps to itself.
 */
const hitView = (
  hit: StoredHit,
  names: ReadonlyMap<string, string>,
  isPartner: boolean,
): ReplayLimitHitView => ({
  limitId: hit.limitId,
  text: isPartner && hit.scope === "PROGRAM" ? "a limit of the whole program" : hit.text,
  contractId: hit.contractId,
  partnerId: hit.partner,
  partnerName: hit.partner && (names.get(hit.partner) ?? null),
  firstAt: new Date(hit.at),
  events: hit.events,
});

function resultView(result: ReplayResult, names: ReadonlyMap<string, string>, isPartner: boolean) {
  const { check } = result;
  return {
    weakEvidence: isWeak(result),
    figures: figuresView(result.total),
    knockOn: isPartner ? [] : monies(result.knockOn),
    limitHits: result.hits.map((hit) => hitView(hit, names, isPartner)),
    spread: result.spread.map(({ currency, partners, median, lowest, highest }) => ({
      currency,
      partners,
      median: money(BigInt(median), currency),
      lowest: money(BigInt(lowest), currency),
      highest: money(BigInt(highest), currency),
    })),
    moved: result.moved,
    movesKept: result.movesKept,
    check: check && {
      equal: check.equal,
      clicks: check.clicks,
      sales: check.sales,
      leads: check.leads ?? 0,
      differing: check.differing,
      firstClickId: check.clickId,
      firstDifference: check.firstDifference,
    },
  };
}
const noResult = {
  weakEvidence: null,
  figures: null,
  knockOn: [],
  limitHits: [],
  spread: [],
  moved: null,
  movesKept: null,
  check: null,
};

function viewOf(row: ReplayRow, names: ReadonlyMap<string, string>): ReplayView {
  const isPartner = row.partnerAccountId !== null;
  const { eventsDone: done, eventsTotal: total } = row;
  return {
    id: row.id,
    programId: row.programId,
    source: row.source,
    comparedWith: isAgainstBefore(row.source) ? "TERMS_BEFORE" : "LEDGER",
    termsName: row.termsName ?? null,
    versionNumber: row.source === "LEDGER" ? null : row.versionNumber,
    days: row.days,
    from: row.startsAt,
    to: row.endsAt,
    state: row.state,
    progressPercent:
      row.state === "DONE" ? 100 : Math.min(99, Math.floor((done * 100) / Math.max(total, 1))),
    eventsDone: isPartner ? null : done,
    eventsTotal: isPartner ? null : total,
    failure: row.failure ?? null,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt ?? null,
    untried:
      row.result == null || row.body == null
        ? []
        : untriedRules(termsFromJson(row.body), isPartner ? "PARTNER" : "BRAND"),
    ...(row.result ? resultView(row.result, names, isPartner) : noResult),
  };
}
async function viewsOf(ctx: Context, rows: readonly ReplayRow[]): Promise<ReplayView[]> {
  const names = await namesOf(
    ctx,
    rows.flatMap(({ result }) => result?.hits.map(({ partner }) => partner) ?? []),
  );
  return rows.map((row) => viewOf(row, names));
}

export async function replay(ctx: Context, id: string): Promise<ReplayView | null> {
  const row = await ctx.em.findOne(ReplayRow, { id }, { refresh: true });
  const [view] = row ? await viewsOf(ctx, [row]) : [];
  return view ?? null;
}

/** Newest first, without what the worker checks by itself. */
export async function replays(
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<ReplayView>> {
  const where = { programId, source: { $ne: "LEDGER" as const } };
  return pageById(ctx.em, ReplayRow, { where, order: "newest" }, asked, (rows) =>
    viewsOf(ctx, rows),
  );
}

/** The newest finished check of a program, over this many days; a brand's alone. */
export async function ledgerCheck(
  ctx: Context,
  programId: string,
  days: number,
): Promise<ReplayView | null> {
  if (ctx.scope.kind !== "BRAND") return null;
  const [row] = await ctx.em.find(
    ReplayRow,
    { programId, source: "LEDGER", state: "DONE", days },
    { orderBy: { id: "desc" }, limit: 1 },
  );
  const [view] = row ? await viewsOf(ctx, [row]) : [];
  return view ?? null;
}

const shown = answer(ReplayOk, replay);
export const startReplay = (
  ctx: Context,
  input: ReplayInput,
  key: string,
): Promise<ReplayOk | UserError> => askReplay(ctx, input, key, shown);
export const startLedgerCheck = (
  ctx: Context,
  of: { programId: string; days: number },
  key: string,
): Promise<ReplayOk | UserError> => askLedgerCheck(ctx, of, key, shown);

interface Step {
  operation: "cancelReplay" | "retryReplay";
  from: ReplayRow["state"][];
  to: Partial<ReplayRow>;
  fault: Conflict;
}
async function change(
  ctx: Context,
  id: string,
  { operation, from, to, fault }: Step,
  key: string,
): Promise<ReplayOk | UserError> {
  return mutation(
    ctx,
    operation,
    { input: { id }, key },
    async (tx) => {
      const changed = await tx.nativeUpdate(ReplayRow, { id, state: { $in: from } }, to);
      if (changed > 0) return id;
      return (await tx.count(ReplayRow, { id })) > 0 ? fault : NotFound.of("replay", "id");
    },
    shown,
  );
}

/** The worker hears of it with its next slice. */
export const cancelReplay = (
  ctx: Context,
  id: string,
  key: string,
): Promise<ReplayOk | UserError> =>
  change(
    ctx,
    id,
    {
      operation: "cancelReplay",
      from: ["QUEUED", "RUNNING"],
      to: { state: "CANCELLED", finishedAt: now(ctx) },
      fault: new Conflict("REPLAY_ENDED", "This replay has ended already", ["id"]),
    },
    key,
  );
export const retryReplay = (ctx: Context, id: string, key: string): Promise<ReplayOk | UserError> =>
  change(
    ctx,
    id,
    {
      operation: "retryReplay",
      from: ["FAILED", "CANCELLED"],
      to: { state: "QUEUED", finishedAt: null, failure: null, attempts: 0, eventsDone: 0 },
      fault: new Conflict(
        "REPLAY_NOT_FAILED",
        "Only a replay that failed or was cancelled can be tried again",
        ["id"],
      ),
    },
    key,
  );

const noDetail: ReplayDetail = { partners: [], countries: [], days: [], cells: [] };
/** Read once for all fields of a replay that ask for it. */
const details = new WeakMap<ReplayView, Promise<ReplayDetail>>();
function detailOf(ctx: Context, view: ReplayView): Promise<ReplayDetail> {
  const known = details.get(view);
  if (known) return known;
  const reading = ctx.em
    .findOne(ReplayRow, { id: view.id }, { populate: ["detail"], refresh: true })
    .then((row) => row?.detail ?? noDetail);
  details.set(view, reading);
  return reading;
}

const toPartner = (slice: KeyedSlice, names: ReadonlyMap<string, string>): ReplayPartnerView => ({
  partnerId: slice.key,
  partnerName: names.get(slice.key) ?? "",
  figures: figuresView(slice),
});

const byKey: Key<KeyedSlice, [partnerId: string]> = { of: ({ key }) => [key], parts: [isId] };
/** Greatest change first. */
export async function replayPartners(
  ctx: Context,
  view: ReplayView,
  asked: PageArgs,
): Promise<Page<ReplayPartnerView>> {
  const { partners } = await detailOf(ctx, view);
  return page(rowsOf(partners, byKey), asked, byKey, async (rows) => {
    const names = await namesOf(
      ctx,
      rows.map(({ key }) => key),
    );
    return rows.map((slice) => toPartner(slice, names));
  });
}
export const replayCountries = async (
  ctx: Context,
  view: ReplayView,
  first: number,
): Promise<ReplayCountryView[]> =>
  (await detailOf(ctx, view)).countries
    .slice(0, first)
    .map((slice) => ({ country: slice.key || null, figures: figuresView(slice) }));
export const replayDays = async (ctx: Context, view: ReplayView): Promise<ReplayDayView[]> =>
  (await detailOf(ctx, view)).days.map((slice) => ({
    date: slice.key,
    figures: figuresView(slice),
  }));
export const replayMatrix = async (ctx: Context, view: ReplayView): Promise<ReplayCellView[]> =>
  (await detailOf(ctx, view)).cells.map(({ event, from, to, events, now: paid, tried }) => ({
    event,
    from: placeView(from),
    to: placeView(to),
    events,
    costNow: monies(paid),
    costThen: monies(tried),
  }));
