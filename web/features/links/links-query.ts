/** What the address of the page of links says: which links, in which order, of which time. */
import { parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type {
  LinkHealth,
  LinkListOrder,
  LinkState,
  LinksQueryVariables,
} from "../../gql/graphql.ts";
import { idOrNull } from "../../lib/ids.ts";

export const linkKinds = ["all", "test", "live"] as const;
export const linkStates = ["all", "ACTIVE", "ENDED", "AD_OFF"] as const satisfies readonly (
  | "all"
  | LinkState
)[];
export const linkHealths = [
  "all",
  "NEVER_CLICKED",
  "NO_CONTRACT",
  "LANDS_ELSEWHERE",
  "NO_TAG",
  "ENDED",
  "AD_OFF",
  "PROGRAM_CLOSED",
  "PARTNER_SUSPENDED",
  "FINE",
] as const satisfies readonly ("all" | LinkHealth)[];
export const linkRanges = ["7d", "30d", "90d", "12m"] as const;
/** By the column's head; the first press of a column of figures shows the largest. */
const linkSorts = {
  name: "NAME",
  made: "MADE",
  clicks: "CLICKS",
  payable: "PAYABLE",
  orders: "ORDERS",
  earned: "EARNED",
  last: "LAST_CLICK",
} as const satisfies Record<string, LinkListOrder>;
export type LinkSort = keyof typeof linkSorts;

export const linkParsers = {
  kind: parseAsStringLiteral(linkKinds).withDefault("all"),
  state: parseAsStringLiteral(linkStates).withDefault("all"),
  health: parseAsStringLiteral(linkHealths).withDefault("all"),
  who: parseAsString,
  search: parseAsString.withDefault(""),
  range: parseAsStringLiteral(linkRanges).withDefault("30d"),
  sort: parseAsStringLiteral(Object.keys(linkSorts) as LinkSort[]).withDefault("made"),
  up: parseAsBoolean.withDefault(false),
};
export interface LinkAsked {
  kind: (typeof linkKinds)[number];
  state: (typeof linkStates)[number];
  health: (typeof linkHealths)[number];
  who: string | null;
  search: string;
  range: (typeof linkRanges)[number];
  sort: LinkSort;
  up: boolean;
}

const one = <T extends string>(value: T | "all"): Exclude<T, "all">[] | null =>
  value === "all" ? null : [value as Exclude<T, "all">];
export function linkFilterOf(asked: LinkAsked) {
  const who = idOrNull(asked.who);
  return {
    search: asked.search.trim() || null,
    states: one(asked.state),
    healths: one(asked.health),
    isTest: asked.kind === "all" ? null : asked.kind === "test",
    partnerIds: who ? [who] : null,
    levels: null,
  };
}
export const linkVariablesOf = (
  programId: string,
  asked: LinkAsked,
): LinksQueryVariables & { after: string | null } => ({
  programId,
  range: { last: asked.range },
  filter: linkFilterOf(asked),
  order: linkSorts[asked.sort],
  ascending: asked.up,
  after: null,
});
export const isFiltered = (asked: LinkAsked): boolean =>
  Object.values(linkFilterOf(asked)).some((value) => value !== null);
