import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { idempotencyKeyText } from "../api/idempotency-key.ts";
import { Needs } from "../api/right.ts";
import type { Context } from "../context.ts";
import { ActionConnection, ActionDetailView, ActionFilter, PlaceTestOrderInput, PlaceTestOrderResult } from "./action.types.ts";
import { action, actions, placeTestOrder } from "./actions.ts";

@Resolver()
export class ActionResolver {
  @Needs("sales:read")
  @Query(() => ActionConnection, { description: "Sales of a program, newest date first; a partner sees own sales." })
  actions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ActionFilter, { nullable: true, description: "Which ones; without it the usual ones." }) filter: ActionFilter | null,
  ) {
    return actions(ctx, programId, { first, after }, filter ?? null);
  }

  @Needs("sales:read")
  @Query(() => ActionDetailView, { nullable: true, description: "One sale with its changes and decision; null when there is none in your account." })
  action(@Ctx() ctx: Context, @Arg("id", () => ID, { description: "Identity of the sale." }) id: string) {
    return action(ctx, id);
  }

  @Needs("orders:test")
  @Mutation(() => PlaceTestOrderResult, { description: "Places a simulated order through a test link, to see its sale in reporting." })
  placeTestOrder(
    @Ctx() ctx: Context,
    @Arg("input", () => PlaceTestOrderInput, { description: "What to do." }) input: PlaceTestOrderInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return placeTestOrder(ctx, input, idempotencyKey);
  }
}
