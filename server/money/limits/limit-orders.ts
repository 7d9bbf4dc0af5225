import { describedEnum } from "../../platform/api/enum.ts";

export const contractLimitOrders = ["NEAREST", "UNPAID"] as const;
export type ContractLimitOrder = (typeof contractLimitOrders)[number];
export const ContractLimitOrderValue = describedEnum(contractLimitOrders, {
  name: "ContractLimitOrder",
  description: "How limits of contracts are sorted.",
  words: {
    NEAREST: "Nearest to being reached first.",
    UNPAID:
      "Those first that left most unpaid in their running period, by the amounts as numbers " +
      "whatever the currency; then nearest first.",
  },
});
