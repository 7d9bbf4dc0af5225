import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  DeleteTermsDraftResult,
  TermsDraftInput,
  TermsDraftResult,
  TermsDraftView,
} from "./terms-draft.types.ts";
import {
  deleteTermsDraft,
  draftsMax,
  renameTermsDraft,
  saveTermsDraft,
  termsDraft,
  termsDrafts,
} from "./terms-drafts.ts";

const idText = "Identity of the draft.";

@Resolver()
export class TermsDraftResolver {
  @Needs("contracts:draft")
  @Rows(draftsMax)
  @Query(() => [TermsDraftView], {
    description: "Drafts of a program's terms, last saved first: there are at most 50.",
  })
  termsDrafts(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return termsDrafts(ctx, programId);
  }

  @Needs("contracts:draft")
  @Query(() => TermsDraftView, {
    nullable: true,
    description: "One draft of terms; null when there is none in your account.",
  })
  termsDraft(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return termsDraft(ctx, id);
  }

  @Needs("contracts:draft")
  @Mutation(() => TermsDraftResult, {
    description:
      "Keeps terms while they are written, whether or not they could be published. What somebody " +
      "else saved in between is not written over: the save is refused with DRAFT_CHANGED.",
  })
  saveTermsDraft(
    @Ctx() ctx: Context,
    @Arg("input", () => TermsDraftInput, { description: "The terms." }) input: TermsDraftInput,
    @Arg("draftId", () => ID, {
      nullable: true,
      description: "The draft that is saved again; without it a new one.",
    })
    draftId: string | null,
    @Arg("draftNumber", () => Count, {
      nullable: true,
      description: "The number of the save that you have seen; needed with draftId.",
    })
    draftNumber: number | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return saveTermsDraft(
      ctx,
      input,
      { draftId: draftId ?? null, draftNumber: draftNumber ?? null },
      idempotencyKey,
    );
  }

  @Needs("contracts:draft")
  @Mutation(() => TermsDraftResult, { description: "Gives a draft another name." })
  renameTermsDraft(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("name", () => Line, { description: "1 to 100 characters." }) name: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return renameTermsDraft(ctx, id, name, idempotencyKey);
  }

  @Needs("contracts:draft")
  @Mutation(() => DeleteTermsDraftResult, { description: "Throws a draft of terms away." })
  deleteTermsDraft(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("draftNumber", () => Count, {
      nullable: true,
      description:
        "The number of the save that you have seen: what somebody saved after it stays " +
        "(DRAFT_CHANGED). Without it the draft goes as it is.",
    })
    draftNumber: number | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return deleteTermsDraft(ctx, { id, draftNumber: draftNumber ?? null }, idempotencyKey);
  }
}
