/** What is stored of a click and of a sale, as the records of rule variables read it. */
import type { Instant } from "./calendar.ts";
import type { RuleFields } from "./click-fields.ts";
import type { Micros } from "./money.ts";

/** As db/click-facts.ts selects it. */
export interface FactRow extends Omit<RuleFields, "subIds"> {
  id: string;
  at: Instant;
  subIds: readonly (string | null)[];
  /** What the brand knew of the partner at that instant. */
  partnerValues: (string | null)[];
  partnerGroups: string[];
  /** Of the link: where the partner uses it. */
  mediaProperty: string | null;
}

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

export const listKinds = ["SKU", "CATEGORY", "PROMO_CODE"] as const;
/** What the items of a brand's list are. */
export type ListKind = (typeof listKinds)[number];
/** Ids of the lists that hold what a sale names, by what they hold. */
export type ListsHolding = Readonly<Partial<Record<ListKind, readonly string[]>>>;

export interface SaleFactRow {
  traits: SaleTraits | null;
  orders: bigint;
  amount: Micros;
  currency: string;
  program: string;
  /** Code of a lead's event type; null: of a sale. */
  eventType: string | null;
  link: { id: string; ad: string; sharedId: string | null; mediaProperty: string | null } | null;
  /** What the brand knew of the partner at the sale's instant. */
  partnerValues: readonly (string | null)[];
  partnerGroups: readonly string[];
  /** As of the sale's instant. */
  lists: ListsHolding;
}
