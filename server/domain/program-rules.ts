/**
 * What the kind of program demands of terms. Sources: "Configure CPC Payouts for Amazon Seller"
 * (clicks are paid at program level alone), "Track Your Sub-Affiliate Traffic" (sub ids may cost
 * credit).
 */
import { accept, refuse, type Result } from "./result.ts";
import { isHiddenFrom } from "./rule-variables.ts";
import { ruleText } from "./rules.ts";
import { warningsOf, type EventPayout, type Terms, type TermsWarning } from "./terms.ts";

export const programTypes = [
  "PERFORMANCE",
  "CREATOR",
  "ADVOCATE",
  "SELLER",
  "RETAIL_MEDIA_SELLER",
  "RETAIL_MEDIA",
] as const;
export type ProgramType = (typeof programTypes)[number];

/**
 * Terms of a campaign override those of its program for a while; a Seller program pays clicks by
 * its own terms alone [D10].
 */
export function fitsCampaign(
  type: ProgramType,
  eventPayouts: readonly EventPayout[],
): Result<true, "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL"> {
  const at = type === "SELLER" ? eventPayouts.findIndex(({ event }) => event === "CLICK") : -1;
  return at < 0
    ? accept(true)
    : refuse(
        "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL",
        "A Seller program pays for clicks at program level alone: put the click payout into " +
          "template terms",
        `eventPayouts.${at}.event`,
      );
}

/**
 * Conditions on what the partner alone sees (sub ids): from what they pay the brand reads it, so
 * the partner has to agree to each. As "CLICK: Sub ID 1 is a".
 */
export const privateRulesOf = ({ eventPayouts }: Pick<Terms, "eventPayouts">): string[] =>
  eventPayouts.flatMap(({ event, groups, restrictions }) =>
    [...restrictions, ...groups].flatMap(({ rules }) =>
      rules
        .filter(({ variable }) => isHiddenFrom("BRAND", variable))
        .map((rule) => `${event}: ${ruleText(rule)}`),
    ),
  );

const testsSubId = ({ groups, restrictions }: EventPayout): boolean =>
  [...groups, ...restrictions].some(({ rules }) =>
    rules.some(({ variable }) => isHiddenFrom("BRAND", variable)),
  );

/** All that the author of these terms should know, in a program of this kind. */
export const warningsIn = (type: ProgramType, terms: Terms): TermsWarning[] => [
  ...warningsOf(terms),
  ...(type === "SELLER" && terms.eventPayouts.some(testsSubId) ? (["SUB_ID_RULE"] as const) : []),
];
