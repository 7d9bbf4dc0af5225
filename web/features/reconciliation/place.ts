/** What a reconciliation shows, as its address has it. */
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import type { ReconciliationBy } from "../../gql/graphql.ts";
import { idOrNull } from "../../lib/ids.ts";
import { dateIn } from "../reporting/log/log-filters.ts";
import { dateOrNull } from "../../lib/zoned-days.ts";

export const ways = ["DAY", "PARTNER", "LINK"] as const satisfies readonly ReconciliationBy[];

export interface Place {
  /** Dates, both included. */
  from: string;
  to: string;
  by: ReconciliationBy;
  /** Whose links. */
  partner: string | null;
  after: string | null;
}

const read = createLoader({
  from: parseAsString,
  to: parseAsString,
  by: parseAsStringLiteral(ways).withDefault("DAY"),
  partner: parseAsString,
  after: parseAsString,
});

const dayMs = 86_400_000;
const maxDays = 92;
const usualDays = 14;
export const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
const daysIn = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / dayMs + 1;

/** `isMended`: the dates of the address could not be used. `zone`: in which it is today. */
export function placeIn(params: SearchParams, zone: string): { place: Place; isMended: boolean } {
  const given = read(params);
  const today = dateIn(Date.now(), zone);
  const [from, to] = [dateOrNull(given.from), dateOrNull(given.to)];
  const partner = idOrNull(given.partner);
  const isUsable = from !== null && to !== null && from <= to && daysIn(from, to) <= maxDays;
  const dates = isUsable ? { from, to } : { from: daysBefore(today, usualDays - 1), to: today };
  const by = given.by === "LINK" && partner === null ? "PARTNER" : given.by;
  const isMended = !isUsable && (given.from !== null || given.to !== null);
  return { place: { ...dates, by, partner, after: given.after }, isMended };
}

/** Without a cursor, which belongs to the list that gave it. */
export function hrefOf(place: Place, change: Partial<Place> = {}): string {
  const { from, to, by, partner, after } = { ...place, after: null, ...change };
  const query = new URLSearchParams({ from, to, by });
  if (partner !== null && by === "LINK") query.set("partner", partner);
  if (after !== null) query.set("after", after);
  return `?${query.toString()}`;
}

/** The same as a file, whole. */
export function fileOf(programId: string, { from, to, by, partner }: Place): string {
  const query = new URLSearchParams({ from, to, by });
  if (partner !== null && by === "LINK") query.set("partnerId", partner);
  return `/files/reconciliation/${programId}?${query.toString()}`;
}
