/** What a sale's standing means for people: what it is called, and what may still be done. */
import type { SaleList_SaleFragment } from "../../gql/graphql.ts";

type Sale = Pick<
  SaleList_SaleFragment,
  "kind" | "state" | "isTest" | "outcome" | "outsideOfTerms" | "outsideApprovedAt"
> & { contractId: string | null };

export const waitsOutside = (
  sale: Pick<Sale, "state" | "outsideOfTerms" | "outsideApprovedAt">,
): boolean => sale.state === "PENDING" && sale.outsideOfTerms && sale.outsideApprovedAt === null;

export const saleSteps = ["approve", "outside", "modify", "reverse"] as const;
export type SaleStep = (typeof saleSteps)[number];

/** In the order in which the buttons stand; none once it is final. A lead has no amount. */
export function stepsFor(sale: Sale): SaleStep[] {
  if (sale.state !== "PENDING") return [];
  const outside = waitsOutside(sale);
  const payable = !sale.isTest && sale.contractId !== null && sale.outcome !== "DISCARDED";
  return [
    ...(payable ? [outside ? ("outside" as const) : ("approve" as const)] : []),
    ...(sale.kind === "LEAD" ? [] : ["modify" as const]),
    "reverse",
  ];
}
