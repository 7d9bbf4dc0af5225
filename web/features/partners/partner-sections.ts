/** The page of a partner is its address: which part is shown, and of which time. */
import { createSerializer, parseAsStringLiteral, type inferParserType } from "nuqs/server";
import type { PartnerPageQueryVariables } from "../../gql/graphql.ts";
import { partnerRanges } from "./partner-list-state.ts";

/** What is shown, one at a time. */
export const sections = [
  "performance",
  "deal",
  "links",
  "verification",
  "money",
  "messages",
] as const;

export const partnerPageParsers = {
  show: parseAsStringLiteral(sections).withDefault("performance"),
  last: parseAsStringLiteral(partnerRanges).withDefault("14d").withOptions({ history: "replace" }),
};
export type PartnerPageState = inferParserType<typeof partnerPageParsers>;
export const partnerPageAddress = createSerializer(partnerPageParsers);

/** So that there are bars to compare, and none too thin to be seen. */
export function grainOf(last: PartnerPageState["last"]): "DAY" | "WEEK" | "MONTH" {
  switch (last) {
    case "90d":
    case "qtd":
      return "WEEK";
    case "ytd":
    case "12m":
      return "MONTH";
    default:
      return "DAY";
  }
}

/** A part is read when it is shown. */
export const partnerPageVariables = (
  programId: string,
  partnerId: string,
  { show, last }: PartnerPageState,
): PartnerPageQueryVariables => ({
  programId,
  partnerId,
  partnerIds: [partnerId],
  range: { last },
  grain: grainOf(last),
  performance: show === "performance",
  deal: show === "deal",
  links: show === "links",
  verification: show === "verification",
  money: show === "money",
  messages: show === "messages",
});
