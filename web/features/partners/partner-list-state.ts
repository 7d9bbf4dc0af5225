/** The table of partners is its address: what is searched, filtered, sorted, and of which time. */
import {
  createSerializer,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";
import type {
  PartnerStanding,
  PartnerTraffic,
  ProgramPartnerOrder,
  ProgramPartnersQueryVariables,
  VerificationResult,
} from "../../gql/graphql.ts";

export const partnerRanges = [
  "7d",
  "14d",
  "30d",
  "90d",
  "wtd",
  "last-week",
  "mtd",
  "last-month",
  "qtd",
  "ytd",
  "12m",
] as const;
export const standings = [
  "IN_EFFECT",
  "ACCEPTED",
  "ASKED",
  "ASKS_YOU",
  "NOT_ASKED",
  "NOT_ANSWERED",
  "DECLINED",
  "ENDED",
] as const satisfies readonly PartnerStanding[];
export const verifications = [
  "VERIFIED",
  "WAITING",
  "NEEDS_YOU",
  "NOT_STARTED",
] as const satisfies readonly VerificationResult[];
export const traffics = [
  "LESS",
  "BELOW_USUAL",
  "MORE",
  "SOME",
  "NONE",
] as const satisfies readonly PartnerTraffic[];
export const orders = [
  "NAME",
  "STANDING",
  "VERIFICATION",
  "PAYABLE",
  "RAW",
  "CHANGE",
  "EPC",
  "EARNED",
  "LAST_CLICK",
  "TERMS",
] as const satisfies readonly ProgramPartnerOrder[];

const replace = { history: "replace" } as const;
export const partnerListParsers = {
  search: parseAsString.withDefault("").withOptions(replace),
  last: parseAsStringLiteral(partnerRanges).withDefault("7d").withOptions(replace),
  standing: parseAsStringLiteral(standings).withOptions(replace),
  verified: parseAsStringLiteral(verifications).withOptions(replace),
  traffic: parseAsStringLiteral(traffics).withOptions(replace),
  sort: parseAsStringLiteral(orders).withDefault("NAME").withOptions(replace),
  down: parseAsBoolean.withDefault(false).withOptions(replace),
};
export type PartnerListState = inferParserType<typeof partnerListParsers>;
export const partnerListAddress = createSerializer(partnerListParsers);

/** Of numbers and times one looks for the most first, of names for the first. */
const beginsDown = (order: ProgramPartnerOrder): boolean =>
  ["PAYABLE", "RAW", "EPC", "EARNED", "LAST_CLICK"].includes(order);

/** What the next press on a column sorts by. */
export const sortedBy = (
  { sort, down }: Pick<PartnerListState, "sort" | "down">,
  order: ProgramPartnerOrder,
): Pick<PartnerListState, "sort" | "down"> => ({
  sort: order,
  down: sort === order ? !down : beginsDown(order),
});

export const partnerListVariables = (
  programId: string,
  { search, last, standing, verified, traffic, sort, down }: PartnerListState,
) =>
  ({
    programId,
    range: { last },
    filter: {
      search,
      standings: standing === null ? null : [standing],
      verification: verified === null ? null : [verified],
      traffic,
      mode: "LIVE",
    },
    order: sort,
    descending: down,
    after: null,
  }) satisfies ProgramPartnersQueryVariables;
