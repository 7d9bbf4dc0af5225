/**
 * What rules may test of a sale. Amazon's own rows name neither product nor customer; what a row
 * does name belongs to its key, so that everything booked of it shares it. What is not there equals
 * nothing and does not exist.
 */
import { formatMicros, type Micros } from "./money.ts";
import { compared, isListVariable, type Facts, type ListVariable } from "./rules.ts";
import { payoutOf, type Terms } from "./terms.ts";

export const saleTraits = [
  "sku",
  "category",
  "promoCode",
  "customerStatus",
  "customerCountry",
  "customerRegion",
  "customerCity",
  "customerPostcode",
] as const;
export type SaleTrait = (typeof saleTraits)[number];
/** What a report row says of what was bought and by whom; only what is there. */
export type SaleTraits = Readonly<Partial<Record<SaleTrait, string>>>;
export const maxTraitLength = 100;

/** The same for the same traits, whatever their order. */
export const traitsText = (traits: SaleTraits): string =>
  saleTraits
    .flatMap((name) =>
      traits[name] === undefined ? [] : [`${name}=${encodeURIComponent(traits[name])}`],
    )
    .join("&");

export interface SaleFactRow {
  traits: SaleTraits | null;
  orders: bigint;
  amount: Micros;
  currency: string;
  program: string;
  link: { id: string; ad: string; sharedId: string | null; mediaProperty: string | null } | null;
  /** What the brand knew of the partner at the sale's instant. */
  partnerValues: readonly (string | null)[];
  partnerGroups: readonly string[];
  /** Ids of the lists that hold what the sale names, at its instant. */
  lists: Readonly<Partial<Record<ListVariable, readonly string[]>>>;
}

/** Of a row of several orders nothing tells what one of them came to. */
const orderTotal = ({ orders, amount }: SaleFactRow): string | null =>
  orders === 1n ? formatMicros(amount) : null;

export function saleFactsOf(row: SaleFactRow): Facts {
  const { traits, link, partnerValues, partnerGroups, lists } = row;
  return {
    AD_PROGRAM: row.program,
    AD: link?.ad ?? null,
    LINK: link?.id ?? null,
    SHARED_ID: link?.sharedId ?? null,
    MEDIA_PROPERTY: link?.mediaProperty ?? null,
    PARTNER_VALUE1: partnerValues[0] ?? null,
    PARTNER_VALUE2: partnerValues[1] ?? null,
    PARTNER_VALUE3: partnerValues[2] ?? null,
    PARTNER_GROUP: partnerGroups,
    ITEM_SKU: traits?.sku ?? null,
    ITEM_CATEGORY: traits?.category ?? null,
    PROMO_CODE: traits?.promoCode ?? null,
    ORDER_TOTAL: orderTotal(row),
    CURRENCY: row.currency,
    CUSTOMER_STATUS: traits?.customerStatus ?? null,
    CUSTOMER_COUNTRY: traits?.customerCountry ?? null,
    CUSTOMER_REGION: traits?.customerRegion ?? null,
    CUSTOMER_CITY: traits?.customerCity ?? null,
    CUSTOMER_POSTCODE: traits?.customerPostcode ?? null,
    ...lists,
  };
}

export const listKinds = ["SKU", "CATEGORY", "PROMO_CODE"] as const;
export type ListKind = (typeof listKinds)[number];
export const listStates = ["ACTIVE", "CLOSED", "DEACTIVATED"] as const;
export type ListState = (typeof listStates)[number];
export const kindOfList: Record<ListVariable, ListKind> = {
  ITEM_SKU_LIST: "SKU",
  ITEM_CATEGORY_LIST: "CATEGORY",
  PROMO_CODE_LIST: "PROMO_CODE",
};
export const variableOfList: Record<ListKind, ListVariable> = {
  SKU: "ITEM_SKU_LIST",
  CATEGORY: "ITEM_CATEGORY_LIST",
  PROMO_CODE: "PROMO_CODE_LIST",
};
/** What of a sale a list of this kind holds. */
export const traitOfList: Record<ListKind, SaleTrait> = {
  SKU: "sku",
  CATEGORY: "category",
  PROMO_CODE: "promoCode",
};
/** Items are compared in one form and without case. */
export const listItem = (text: string): string => compared(true, text);

/** Lists that the rules on sales name. */
export function listsIn(terms: Pick<Terms, "eventPayouts">): string[] {
  const payout = payoutOf(terms, "SALE");
  const rules = payout
    ? [...payout.groups, ...payout.restrictions].flatMap(({ rules }) => rules)
    : [];
  return [
    ...new Set(rules.flatMap(({ variable, values }) => (isListVariable(variable) ? values : []))),
  ];
}
