import { parseAsStringLiteral } from "nuqs/server";
import type { ContractLimitOrder } from "../../gql/graphql.ts";

export const limitOrders = ["UNPAID", "NEAREST"] as const satisfies readonly ContractLimitOrder[];
/** People come to see which limits cost partners earnings. */
export const parseLimitOrder = parseAsStringLiteral(limitOrders).withDefault("UNPAID");
