import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  RemoveViewResult,
  SavedViewChange,
  SavedViewInput,
  SavedViewView,
  SaveViewResult,
} from "./saved-view.types.ts";
import { changeSavedView, removeSavedView, savedViews, saveView } from "./saved-views.ts";

@Resolver()
export class SavedViewResolver {
  @Needs("reports:read")
  @Rows(20)
  @Query(() => [SavedViewView], {
    description: "Views of a program by name: your own, and those that your account shares.",
  })
  savedViews(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return savedViews(ctx, programId);
  }

  @Needs("views:write")
  @Mutation(() => SaveViewResult, { description: "Keeps a view of Explore by name." })
  saveView(
    @Ctx() ctx: Context,
    @Arg("input", () => SavedViewInput, { description: "The view." }) input: SavedViewInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return saveView(ctx, input, idempotencyKey);
  }

  @Needs("views:write")
  @Mutation(() => SaveViewResult, {
    description: "Renames a view, shares it, puts another under its name, or begins with it.",
  })
  changeSavedView(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the view." }) id: string,
    @Arg("input", () => SavedViewChange, { description: "What becomes of it." })
    input: SavedViewChange,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return changeSavedView(ctx, id, input, idempotencyKey);
  }

  @Needs("views:write")
  @Mutation(() => RemoveViewResult, { description: "Takes a view away." })
  removeSavedView(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the view." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return removeSavedView(ctx, id, idempotencyKey);
  }
}
