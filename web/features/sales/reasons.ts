/** Reasons as people choose them, in the order of the list. */
import type { ConversionKind, ModificationReason, ReversalReason } from "../../gql/graphql.ts";

export const modificationReasons = [
  "ORDER_UPDATE",
  "ITEM_RETURNED",
  "ITEM_OUT_OF_STOCK",
  "ORDER_ERROR",
  "CONS_ERROR",
  "CONS_FRAUD",
  "PUB_ACT_DISPUTE",
  "ADV_ACT_DISPUTE",
  "NOT_COMPLIANCE_TERMS",
  "PARTNER_NOT_ACTIVE",
  "CREDITED_DIFFERENT_MP",
  "TEST_ACTION",
  "OTHER",
] as const satisfies readonly ModificationReason[];

export const reversalReasons = [
  "ITEM_RETURNED",
  "ITEM_OUT_OF_STOCK",
  "ORDER_ERROR",
  "CONS_ERROR",
  "CONS_FRAUD",
  "CONS_INFO_INVALID",
  "REJECTED",
  "PUB_ACT_DISPUTE",
  "ADV_ACT_DISPUTE",
  "MP_RETURNED",
  "NOT_COMPLIANCE_TERMS",
  "CREDITED_DIFFERENT_MP",
  "TEST_ACTION",
  "OTHER",
] as const satisfies readonly ReversalReason[];

/** Of goods, which a lead has none of. */
const ofGoods: readonly ReversalReason[] = [
  "ITEM_RETURNED",
  "ITEM_OUT_OF_STOCK",
  "ORDER_ERROR",
  "MP_RETURNED",
];
/** What is of the test is reversed with one reason alone, a lead with none of goods. */
export function reversalReasonsFor({
  isTest,
  kind,
}: {
  isTest: boolean;
  kind: ConversionKind;
}): readonly ReversalReason[] {
  if (isTest) return ["TEST_ACTION"];
  return kind === "LEAD"
    ? reversalReasons.filter((reason) => !ofGoods.includes(reason))
    : reversalReasons;
}
