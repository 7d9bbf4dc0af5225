import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { owed } from "./owed-lines.ts";
import { OwedConnection, OwedFilter, OwedOrderValue, type OwedOrder } from "./owed.types.ts";

@Resolver()
export class OwedResolver {
  @Needs("payouts:read")
  @Query(() => OwedConnection, {
    description:
      "What is pending, approved and due in a program, by partner and currency, and when; a " +
      "partner sees its own. Pending equals the ledger's clearing account, owed what its entries " +
      "owe: each figure's entries are `ledgerEntries` of the same stage.",
  })
  owed(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => OwedFilter, {
      nullable: true,
      description: "Of whom; without it of all.",
    })
    filter: OwedFilter | null,
    @Arg("order", () => OwedOrderValue, { defaultValue: "OWED", description: "How sorted." })
    order: OwedOrder,
  ) {
    return owed(ctx, programId, { first, after }, { filter: filter ?? null, order });
  }
}
