import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import { Text } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import type { Disposition } from "../../domain/action.ts";
import {
  ActionRequestResult,
  ModifyActionInput,
  ReversalReasonEnum,
} from "./action-request.types.ts";
import {
  approveActions,
  approveOutsideOfTerms,
  modifyAction,
  reverseAction,
} from "./action-requests.ts";
import {
  ActionConnection,
  ActionDetailView,
  ActionFilter,
  PlaceTestOrderInput,
  PlaceTestOrderResult,
} from "./action.types.ts";
import { action, actions, outsideOfTermsActions } from "./actions.ts";
import { placeTestOrder } from "./test-orders.ts";

const commentText = "A note, at most 500 characters; the partner reads it too.";
const idsText = "The sales, at most 100; all are accepted or none.";

@Resolver()
export class ActionResolver {
  @Needs("sales:read")
  @Query(() => ActionConnection, {
    description: "Sales of a program, newest date first; a partner sees own sales.",
  })
  actions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ActionFilter, {
      nullable: true,
      description: "Which ones; without it the usual ones.",
    })
    filter: ActionFilter | null,
  ) {
    return actions(ctx, programId, { first, after }, filter ?? null);
  }

  @Needs("sales:read")
  @Query(() => ActionConnection, {
    description:
      "Sales past a limit of their contract: they pay nothing unless the brand approves " +
      "them. Newest date first.",
  })
  outsideOfTermsActions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return outsideOfTermsActions(ctx, programId, { first, after });
  }

  @Needs("sales:read")
  @Query(() => ActionDetailView, {
    nullable: true,
    description: "One sale with its changes and decision; null when there is none in your account.",
  })
  action(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the sale." }) id: string,
  ) {
    return action(ctx, id);
  }

  @Needs("actions:write")
  @Mutation(() => ActionRequestResult, {
    description: "Locks pending sales before their locking date: their figures are final then.",
  })
  approveActions(
    @Ctx() ctx: Context,
    @Arg("ids", () => [ID], { description: idsText }) ids: string[],
    @Arg("comment", () => Text, { nullable: true, description: commentText }) comment:
      | string
      | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return approveActions(ctx, ids, comment ?? null, idempotencyKey);
  }

  @Needs("actions:write")
  @Mutation(() => ActionRequestResult, {
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

  @Needs("actions:write")
  @Mutation(() => ActionRequestResult, {
    description:
      "Changes the amount of a pending sale; it stays pending. An amount of 0 takes it back.",
  })
  modifyAction(
    @Ctx() ctx: Context,
    @Arg("input", () => ModifyActionInput, { description: "What to do." }) input: ModifyActionInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return modifyAction(ctx, input, idempotencyKey);
  }

  @Needs("actions:write")
  @Mutation(() => ActionRequestResult, { description: "Takes a pending sale back for good." })
  reverseAction(
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
    return reverseAction(ctx, { id, reason, comment: comment ?? null }, idempotencyKey);
  }

  @Needs("orders:test")
  @Mutation(() => PlaceTestOrderResult, {
    description: "Places a simulated order through a test link, to see its sale in reporting.",
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
