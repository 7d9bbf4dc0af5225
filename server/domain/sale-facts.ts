/**
 * What rules may test of a sale. Amazon's own rows name neither product nor customer; what a row
 * does name belongs to its key, so that everything booked of it shares it. What is not there equals
 * nothing and does not exist.
 */
import type { ConversionKind } from "./event-kinds.ts";
import {
  saleTraits,
  type ListKind,
  type SaleFactRow,
  type SaleTrait,
  type SaleTraits,
} from "./rule-rows.ts";
import { isListVariable, recordOf, ruleVariables } from "./rule-variables.ts";
import { compared, type Facts } from "./rules.ts";
import { payoutOf, type Terms } from "./terms.ts";

export const maxTraitLength = 100;

/** The same for the same traits, whatever their order. */
export const traitsText = (traits: SaleTraits): string =>
  saleTraits
    .flatMap((name) =>
      traits[name] === undefined ? [] : [`${name}=${encodeURIComponent(traits[name])}`],
    )
    .join("&");

const told = ruleVariables.flatMap((variable) => {
  const { ofSale } = recordOf(variable);
  return ofSale ? [{ variable, ofSale }] : [];
});
export function saleFactsOf(row: SaleFactRow): Facts {
  const facts: Facts = {};
  for (const { variable, ofSale } of told) facts[variable] = ofSale(row);
  return facts;
}

const byTrait = ruleVariables.flatMap((variable) => {
  const { trait } = recordOf(variable);
  return trait ? [{ variable, trait }] : [];
});
/** What facts name of a sale, as its report row would. */
export function traitsIn(facts: Facts): SaleTraits {
  const traits: Partial<Record<SaleTrait, string>> = {};
  for (const { variable, trait } of byTrait) {
    const seen = facts[variable];
    const one = typeof seen === "string" ? seen : seen?.[0];
    if (one !== undefined) traits[trait] = one;
  }
  return traits;
}

export const listStates = ["ACTIVE", "CLOSED", "DEACTIVATED"] as const;
export type ListState = (typeof listStates)[number];
/** What of a sale a list of this kind holds. */
export const traitOfList: Record<ListKind, SaleTrait> = {
  SKU: "sku",
  CATEGORY: "category",
  PROMO_CODE: "promoCode",
};
/** Items are compared in one form and without case. */
export const listItem = (text: string): string => compared(true, text);

/** Lists that the rules on conversions of this kind name. */
export function listsIn(terms: Pick<Terms, "eventPayouts">, kind: ConversionKind): string[] {
  const payout = payoutOf(terms, kind);
  const rules = payout
    ? [...payout.groups, ...payout.restrictions].flatMap(({ rules }) => rules)
    : [];
  return [
    ...new Set(rules.flatMap(({ variable, values }) => (isListVariable(variable) ? values : []))),
  ];
}
