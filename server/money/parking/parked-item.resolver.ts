import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { Text } from "../../platform/api/scalars.ts";
import { giveUpParkedItem } from "./giving-ups.ts";
import {
  GiveUpParkedItemResult,
  ParkedItemConnection,
  ReleaseParkedItemResult,
} from "./parked-item.types.ts";
import { parkedItems, releaseParkedItem } from "./parked-items.ts";

@Resolver()
export class ParkedItemResolver {
  @Needs("parked:read")
  @Query(() => ParkedItemConnection, {
    description:
      "What could not be done and was put aside, newest first: all of it for the operator, a " +
      "brand's own for the brand.",
  })
  parkedItems(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("done", () => Boolean, { defaultValue: false, description: "Also what was worked off." })
    done: boolean,
  ) {
    return parkedItems(ctx, { first, after }, done);
  }

  @Needs("parked:release")
  @Mutation(() => ReleaseParkedItemResult, {
    description:
      "Tries a parked thing again now, whatever became of its attempts so far. What can be done " +
      "then is done once.",
  })
  releaseParkedItem(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the parked item." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return releaseParkedItem(ctx, id, idempotencyKey);
  }

  @Needs("parked:release")
  @Confirmed()
  @Mutation(() => GiveUpParkedItemResult, {
    description:
      "Gives up the one click that cannot be decided: it is decided unpaid for good, with the " +
      "reason, and what waits for it is tried again. Only clicks can be given up.",
  })
  giveUpParkedItem(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the parked item." }) id: string,
    @Arg("clickId", () => ID, { description: "The click, as the item names it." })
    clickId: string,
    @Arg("reason", () => Text, {
      description:
        "Why, for brand and partner, who read it in the click's trace: 1 to 1,000 characters.",
    })
    reason: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return giveUpParkedItem(ctx, { id, clickId, reason }, idempotencyKey);
  }
}
