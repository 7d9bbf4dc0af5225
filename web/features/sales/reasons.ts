/** Reasons as people choose them, in the order of the list. */
import type { ModificationReason, ReversalReason } from "../../gql/graphql.ts";

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

/** A test sale is reversed with one reason alone. */
export const reversalReasonsFor = (isTest: boolean): readonly ReversalReason[] =>
  isTest ? ["TEST_ACTION"] : reversalReasons;
