/**
 * The columns of the breakdown in their order, by their words in the address, each with the API's
 * figure that it is put in order by.
 */
import type { ReportMeasure } from "../../../gql/graphql.ts";

export const ranked = {
  clicks: "RAW",
  unique: "UNIQUE",
  newVisitors: "NEW_VISITORS",
  payable: "PAYABLE",
  unpaid: "UNPAID",
  orders: "ORDERS",
  amount: "AMOUNT",
  payout: "PAYOUT",
  wouldPay: "WOULD_PAY",
  cpc: "CPC",
  epc: "EPC",
  conversion: "CONVERSION_RATE",
  roas: "ROAS",
  share: "SHARE",
} as const satisfies Record<string, ReportMeasure>;
export type RankedMeasure = keyof typeof ranked;
export const rankedMeasures = Object.keys(ranked) as RankedMeasure[];
