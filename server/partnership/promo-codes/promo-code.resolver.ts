import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  AssignPromoCodeInput,
  AssignPromoCodeResult,
  EndPromoCodeResult,
  PromoCodeConnection,
} from "./promo-code.types.ts";
import { assignPromoCode, endPromoCode, promoCodes } from "./promo-codes.ts";

@Resolver()
export class PromoCodeResolver {
  @Needs("sales:read")
  @Query(() => PromoCodeConnection, {
    description: "Promo codes of a program, newest first; a partner reads its own.",
  })
  promoCodes(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return promoCodes(ctx, programId, { first, after });
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => AssignPromoCodeResult, {
    description: "Credits orders with a promo code, which a shop reports, to a partner.",
  })
  assignPromoCode(
    @Ctx() ctx: Context,
    @Arg("input", () => AssignPromoCodeInput, { description: "What to do." })
    input: AssignPromoCodeInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return assignPromoCode(ctx, input, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => EndPromoCodeResult, {
    description: "Ends a promo code: orders from now on are not credited by it.",
  })
  endPromoCode(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the promo code." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return endPromoCode(ctx, id, idempotencyKey);
  }
}
