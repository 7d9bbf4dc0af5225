import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Text } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  CpcRequestConnection,
  CpcRequestStateValue,
  CpcRequestView,
  RequestCpcResult,
  ReviewCpcRequestResult,
} from "../programs/program.types.ts";
import { cpcRequest, cpcRequests, requestCpc, reviewCpcRequest } from "./cpc-requests.ts";

@Resolver()
export class CpcRequestResolver {
  @Needs("account:read")
  @Query(() => CpcRequestView, {
    nullable: true,
    description: "Your brand account's newest CPC request; null before the first.",
  })
  cpcRequest(@Ctx() ctx: Context) {
    return cpcRequest(ctx);
  }

  @Needs("cpc:request")
  @Mutation(() => RequestCpcResult, {
    description:
      "Asks the platform to enable CPC for your brand account; an open request is returned.",
  })
  requestCpc(
    @Ctx() ctx: Context,
    @Arg("reason", () => Text, { description: "Why, for the reviewer; 1 to 2000 characters." })
    reason: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return requestCpc(ctx, reason, idempotencyKey);
  }

  @Needs("platform:review")
  @Query(() => CpcRequestConnection, {
    description: "All accounts' CPC requests, newest first, for the platform operator.",
  })
  cpcRequests(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("states", () => [CpcRequestStateValue], {
      nullable: true,
      description: "Only these states.",
    })
    states: CpcRequestStateValue[] | null,
  ) {
    return cpcRequests(ctx, { first, after }, states);
  }

  @Needs("platform:review")
  @Confirmed()
  @Mutation(() => ReviewCpcRequestResult, {
    description: "Moves a CPC request on: IN_REVIEW, then ENABLED or REJECTED.",
  })
  reviewCpcRequest(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the CPC request." }) id: string,
    @Arg("state", () => CpcRequestStateValue, { description: "Its new state." })
    state: CpcRequestStateValue,
    @Arg("note", () => Text, {
      description: "Why, for the brand, at most 2000 characters; only a rejection needs one.",
    })
    note: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return reviewCpcRequest(ctx, { id, state, note }, idempotencyKey);
  }
}
