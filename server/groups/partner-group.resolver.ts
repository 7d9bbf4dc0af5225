import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { idempotencyKeyText } from "../api/idempotency-key.ts";
import { Needs, Rows } from "../api/right.ts";
import type { Context } from "../context.ts";
import { createPartnerGroup, partnerGroups } from "./groups.ts";
import { CreatePartnerGroupResult, PartnerGroupView } from "./partner-group.types.ts";

@Resolver()
export class PartnerGroupResolver {
  @Needs("contracts:propose")
  @Rows(20)
  @Query(() => [PartnerGroupView], { description: "Your brand's partner groups, by name." })
  partnerGroups(@Ctx() ctx: Context) {
    return partnerGroups(ctx);
  }

  @Needs("contracts:propose")
  @Mutation(() => CreatePartnerGroupResult, { description: "Makes a partner group." })
  createPartnerGroup(
    @Ctx() ctx: Context,
    @Arg("name", () => String, { description: "Its name, once per account." }) name: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return createPartnerGroup(ctx, name, idempotencyKey);
  }
}
