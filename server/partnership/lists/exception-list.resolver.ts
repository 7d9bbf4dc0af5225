import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, Rows } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  ChangeExceptionListResult,
  CreateExceptionListResult,
  ExceptionListInput,
  ExceptionListStateValue,
  ExceptionListView,
} from "./exception-list.types.ts";
import {
  createExceptionList,
  endExceptionList,
  exceptionList,
  exceptionLists,
  replaceExceptionListItems,
} from "./lists.ts";

const idText = "Identity of the list.";

@Resolver()
export class ExceptionListResolver {
  @Needs("terms:write")
  @Rows(20)
  @Query(() => [ExceptionListView], { description: "Your brand's exception lists, by name." })
  exceptionLists(
    @Ctx() ctx: Context,
    @Arg("state", () => ExceptionListStateValue, {
      nullable: true,
      description: "In this state alone.",
    })
    state: ExceptionListStateValue | null,
  ) {
    return exceptionLists(ctx, state ?? null);
  }

  @Needs("terms:write")
  @Query(() => ExceptionListView, {
    nullable: true,
    description: "One list with all of its items; null when there is none in your account.",
  })
  exceptionList(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return exceptionList(ctx, id);
  }

  @Needs("terms:write")
  @Mutation(() => CreateExceptionListResult, {
    description: "Makes a list that rules on sales can name.",
  })
  createExceptionList(
    @Ctx() ctx: Context,
    @Arg("input", () => ExceptionListInput, { description: "The list." }) input: ExceptionListInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createExceptionList(ctx, input, idempotencyKey);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => ChangeExceptionListResult, {
    description:
      "Replaces all items of a list: sales from now on are looked up in the new ones, " +
      "earlier sales in those of their instant.",
  })
  replaceExceptionListItems(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("items", () => [Line], { description: "The new items, 1 to 5,000." }) items: string[],
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return replaceExceptionListItems(ctx, { id, items }, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ChangeExceptionListResult, {
    description: "Closes a list: its items stay as they are, and rules that name it go on.",
  })
  closeExceptionList(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return endExceptionList(ctx, { id, state: "CLOSED" }, idempotencyKey);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => ChangeExceptionListResult, {
    description: "Deactivates a list: from now on it holds nothing, also for rules that name it.",
  })
  deactivateExceptionList(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return endExceptionList(ctx, { id, state: "DEACTIVATED" }, idempotencyKey);
  }
}
