/** The result of a replay as its row keeps it: bigints as text, amounts by currency. */
import { limitText } from "../../domain/terms.ts";
import { ascending } from "../../domain/order.ts";
import {
  spreadOf,
  type Amounts,
  type Cell,
  type LimitHit,
  type Place,
  type Slice,
  type Tally,
} from "../../domain/replay-tally.ts";

/** Micros as text, by currency. */
export type StoredAmounts = Record<string, string>;
type OfLeads = "leads" | "leadsNow" | "leadsThen";
/** Replays that were stored before leads were known say nothing of them. */
export interface StoredSlice
  extends Omit<Slice, "now" | "tried" | OfLeads>, Partial<Pick<Slice, OfLeads>> {
  now: StoredAmounts;
  tried: StoredAmounts;
}
/** `key`: partner account, country ("" = unknown) or date. */
export interface KeyedSlice extends StoredSlice {
  key: string;
}
export interface StoredCell extends Omit<Cell, "now" | "tried"> {
  now: StoredAmounts;
  tried: StoredAmounts;
}
export interface StoredHit extends Pick<
  LimitHit,
  "limitId" | "scope" | "contractId" | "partner" | "at" | "events"
> {
  text: string;
}
export interface StoredCheck {
  equal: boolean;
  clicks: number;
  sales: number;
  leads?: number;
  differing: number;
  firstDifference: string | null;
  /** The click it is about. */
  clickId: string | null;
}
/** Figures of the whole. */
export interface ReplayResult {
  total: StoredSlice;
  knockOn: StoredAmounts;
  hits: StoredHit[];
  spread: { currency: string; partners: number; median: string; lowest: string; highest: string }[];
  /** Of all that moved, and of those that are kept one by one. */
  moved: number;
  movesKept: number;
  /** Of a replay under the terms as they were: whether it gave what the ledger holds. */
  check: StoredCheck | null;
}
/** The same figures cut: partners and countries with the greatest change first, days in order. */
export interface ReplayDetail {
  partners: KeyedSlice[];
  countries: KeyedSlice[];
  days: KeyedSlice[];
  cells: StoredCell[];
}

const amountsOf = (amounts: Amounts): StoredAmounts =>
  Object.fromEntries(
    [...amounts]
      .filter(([, micros]) => micros !== 0n)
      .map(([currency, micros]) => [currency, String(micros)]),
  );
const sliceOf = (slice: Slice): StoredSlice => ({
  ...slice,
  now: amountsOf(slice.now),
  tried: amountsOf(slice.tried),
});

const differenceSize = ({ now, tried }: Slice): bigint => {
  const sum = (amounts: Amounts) =>
    [...amounts.values()].reduce((total, micros) => total + micros, 0n);
  const difference = sum(tried) - sum(now);
  return difference < 0n ? -difference : difference;
};
const byChange = ([a, x]: [string, Slice], [b, y]: [string, Slice]): number =>
  ascending(differenceSize(y), differenceSize(x)) || ascending(a, b);
const byKey = ([a]: [string, Slice], [b]: [string, Slice]): number => ascending(a, b);
const slicesOf = (slices: ReadonlyMap<string, Slice>, order: typeof byKey): KeyedSlice[] =>
  [...slices].sort(order).map(([key, slice]) => ({ key, ...sliceOf(slice) }));

const isMove = ({ from, to }: Cell): boolean => from !== to;
const placeRank = ({ kind, groupId }: Place): string =>
  `${["GROUP", "DEFAULT", "RESTRICTED", "OVER_LIMIT", "REFUSED"].indexOf(kind)} ${groupId ?? ""}`;
const cellRank = ({ event, from, to }: Cell): string =>
  `${event} ${placeRank(from)} ${placeRank(to)}`;

const hitOf = ({
  limitId,
  event,
  scope,
  reset,
  kind,
  max,
  contractId,
  partner,
  currency,
  at,
  events,
}: LimitHit): StoredHit => ({
  limitId,
  scope,
  contractId,
  partner,
  at,
  events,
  text: limitText({ event, kind, scope, reset, max }, currency ?? ""),
});

export function detailOf(tally: Tally): ReplayDetail {
  return {
    partners: slicesOf(tally.byPartner, byChange),
    countries: slicesOf(tally.byCountry, byChange),
    days: slicesOf(tally.byDay, byKey),
    cells: tally
      .cells()
      .sort((a, b) => ascending(cellRank(a), cellRank(b)))
      .map((cell) => ({ ...cell, now: amountsOf(cell.now), tried: amountsOf(cell.tried) })),
  };
}

export function resultOf(tally: Tally, knockOn: Amounts, check: StoredCheck | null): ReplayResult {
  return {
    total: sliceOf(tally.total),
    knockOn: amountsOf(knockOn),
    hits: [...tally.hits.values()].sort((a, b) => a.at - b.at).map(hitOf),
    spread: spreadOf(tally.byPartner).map((spread) => ({
      ...spread,
      median: String(spread.median),
      lowest: String(spread.lowest),
      highest: String(spread.highest),
    })),
    moved: tally
      .cells()
      .filter(isMove)
      .reduce((sum, { events }) => sum + events, 0),
    movesKept: tally.moves.length,
    check,
  };
}

/** So few clicks say little about what comes. */
export const weakEvidenceBelow = 100;
export const isWeak = ({ total }: Pick<ReplayResult, "total">): boolean =>
  total.clicks < weakEvidenceBelow;
