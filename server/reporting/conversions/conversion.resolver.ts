import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Text } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import type { Disposition } from "../../domain/conversion.ts";
import {
  ConversionRequestResult,
  ModifyConversionInput,
  ReversalReasonEnum,
} from "./conversion-request.types.ts";
import {
  approveConversions,
  approveOutsideOfTerms,
  modifyConversion,
  reverseConversion,
} from "./conversion-requests.ts";
import {
  ConversionConnection,
  ConversionDetailView,
  ConversionFilter,
} from "./conversion.types.ts";
import { PlaceTestOrderInput, PlaceTestOrderResult } from "./test-order.types.ts";
import { conversion, conversions, outsideOfTermsConversions } from "./conversions.ts";
import { placeTestOrder } from "./test-orders.ts";

const commentText = "A note, at most 500 characters; the partner reads it too.";
const idsText = "The sales, at most 100, one named twice counted once; all are accepted or none.";

@Resolver()
export class ConversionResolver {
  @Needs("sales:read")
  @Query(() => ConversionConnection, {
    description: "Sales of a program, newest date first; a partner sees own sales.",
  })
  conversions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ConversionFilter, {
      nullable: true,
      description: "Which ones; without it the usual ones.",
    })
    filter: ConversionFilter | null,
  ) {
    return conversions(ctx, programId, { first, after }, filter ?? null);
  }

  @Needs("sales:read")
  @Query(() => ConversionConnection, {
    description:
      "Sales past a limit of their contract: they pay nothing unless the brand approves " +
      "them. Newest date first.",
  })
  outsideOfTermsConversions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return outsideOfTermsConversions(ctx, programId, { first, after });
  }

  @Needs("sales:read")
  @Query(() => ConversionDetailView, {
    nullable: true,
    description: "One sale with its changes and decision; null when there is none in your account.",
  })
  conversion(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the sale." }) id: string,
  ) {
    return conversion(ctx, id);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => ConversionRequestResult, {
    description: "Locks pending sales before their locking date: their figures are final then.",
  })
  approveConversions(
    @Ctx() ctx: Context,
    @Arg("ids", () => [ID], { description: idsText }) ids: string[],
    @Arg("comment", () => Text, { nullable: true, description: commentText }) comment:
      | string
      | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return approveConversions(ctx, ids, comment ?? null, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => ConversionRequestResult, {
    description:
      "Makes sales payable that lie past a limit of their contract. What is approved so " +
      "takes nothing from the limit.",
  })
  approveOutsideOfTerms(
    @Ctx() ctx: Context,
    @Arg("ids", () => [ID], { description: idsText }) ids: string[],
    @Arg("comment", () => Text, { nullable: true, description: commentText }) comment:
      | string
      | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return approveOutsideOfTerms(ctx, ids, comment ?? null, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => ConversionRequestResult, {
    description:
      "Changes the amount of a pending sale; it stays pending. An amount of 0 takes it back.",
  })
  modifyConversion(
    @Ctx() ctx: Context,
    @Arg("input", () => ModifyConversionInput, { description: "What to do." })
    input: ModifyConversionInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return modifyConversion(ctx, input, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => ConversionRequestResult, { description: "Takes a pending sale back for good." })
  reverseConversion(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The sale." }) id: string,
    @Arg("reason", () => ReversalReasonEnum, { description: "Why; a test sale takes TEST_ACTION." })
    reason: Disposition,
    @Arg("comment", () => Text, { nullable: true, description: commentText }) comment:
      | string
      | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return reverseConversion(ctx, { id, reason, comment: comment ?? null }, idempotencyKey);
  }

  @Needs("orders:test")
  @Mutation(() => PlaceTestOrderResult, {
    description:
      "Places a test order through a test link, to see its sale in reporting: by the simulator, " +
      "or, in a program without Amazon, as a shop's order.",
  })
  placeTestOrder(
    @Ctx() ctx: Context,
    @Arg("input", () => PlaceTestOrderInput, { description: "What to do." })
    input: PlaceTestOrderInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return placeTestOrder(ctx, input, idempotencyKey);
  }
}
