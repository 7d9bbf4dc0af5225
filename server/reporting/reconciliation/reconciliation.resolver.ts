import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { ReconciliationInput, ReconciliationView } from "./reconciliation.types.ts";
import { reconciliation } from "./reconciliations.ts";

@Resolver()
export class ReconciliationResolver {
  @Needs("reports:read")
  @Query(() => ReconciliationView, {
    nullable: true,
    description:
      "Our clicks beside Amazon's click-throughs, and its orders beside ours, with causes that " +
      "sum to each difference. Null for a partner, and where there is no such program of your " +
      "brand.",
  })
  reconciliation(
    @Ctx() ctx: Context,
    @Arg("input", () => ReconciliationInput, { description: "What is compared." })
    input: ReconciliationInput,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return reconciliation(ctx, input, { first, after });
  }
}
