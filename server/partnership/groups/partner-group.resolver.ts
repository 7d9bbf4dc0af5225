import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, Rows } from "../../platform/api/right.ts";
import { Name } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { createPartnerGroup, partnerGroups, partnerValues, setPartnerValues } from "./groups.ts";
import {
  CreatePartnerGroupResult,
  PartnerGroupView,
  PartnerValuesInput,
  PartnerValuesView,
  SetPartnerValuesResult,
} from "./partner-group.types.ts";

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
    @Arg("name", () => Name, { description: "Its name, once per account." }) name: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createPartnerGroup(ctx, name, idempotencyKey);
  }

  @Needs("contracts:propose")
  @Query(() => PartnerValuesView, {
    nullable: true,
    description: "Your brand's values of a partner; null for whom you do not work with.",
  })
  partnerValues(
    @Ctx() ctx: Context,
    @Arg("partnerId", () => ID, { description: "The partner account." }) partnerId: string,
  ) {
    return partnerValues(ctx, partnerId);
  }

  @Needs("contracts:propose")
  @Confirmed()
  @Mutation(() => SetPartnerValuesResult, {
    description:
      "Sets a partner's values for rules. Clicks from now on see them, clicks before keep what " +
      "held then.",
  })
  setPartnerValues(
    @Ctx() ctx: Context,
    @Arg("input", () => PartnerValuesInput, { description: "The values." })
    input: PartnerValuesInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setPartnerValues(ctx, input, idempotencyKey);
  }
}
