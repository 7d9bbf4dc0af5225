/** What a sale's standing means for people: what it is called, and what may still be done. */
import type { SaleList_SaleFragment } from "../../gql/graphql.ts";

/** Who told it, as sentences tell them apart: a lead, Amazon's sale, or a shop's. */
export const teller = ({ kind, source }: Pick<SaleList_SaleFragment, "kind" | "source">) => {
  if (kind === "LEAD") return "LEAD";
  return source === "REPORT" ? "AMAZON" : "SHOP";
};

type Sale = Pick<
  SaleList_SaleFragment,
  "kind" | "state" | "isTest" | "outcome" | "outsideOfTerms" | "outsideApprovedAt"
> & { contractId: string | null };

export const waitsOutside = (
  sale: Pick<Sale, "state" | "outsideOfTerms" | "outsideApprovedAt">,
): boolean => sale.state === "PENDING" && sale.outsideOfTerms && sale.outsideApprovedAt === null;

export const saleSteps = ["approve", "outside", "modify", "reverse"] as const;
export type SaleStep = (typeof saleSteps)[number];

type Meaning =
  | "OUTSIDE"
  | "PENDING_UNTIL"
  | "PENDING"
  | "UNPAID_UNTIL"
  | "UNPAID"
  | "DISCARDED"
  | "APPROVED"
  | "REVERSED";
/** The message that says what may still happen. */
export function meaningOf(
  sale: Omit<Sale, "contractId" | "kind" | "isTest"> & { locksAt: unknown },
): Meaning {
  if (waitsOutside(sale)) return "OUTSIDE";
  if (sale.state !== "PENDING") return sale.state;
  if (sale.outcome === "DISCARDED") return "DISCARDED";
  const standing = sale.outcome === "PAID" ? "PENDING" : "UNPAID";
  return sale.locksAt ? `${standing}_UNTIL` : standing;
}

/** In the order in which the buttons stand; none once it is final. A lead has no amount. */
export function stepsFor(sale: Sale): SaleStep[] {
  if (sale.state !== "PENDING") return [];
  const outside = waitsOutside(sale);
  const payable = !sale.isTest && sale.contractId !== null;
  return [
    ...(payable && outside && sale.outcome !== "DISCARDED" ? ["outside" as const] : []),
    // What earns nothing leaves nothing to approve.
    ...(payable && !outside && sale.outcome === "PAID" ? ["approve" as const] : []),
    ...(sale.kind === "LEAD" ? [] : ["modify" as const]),
    "reverse",
  ];
}
