import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  applyContractChange,
  contractChange,
  contractChangePartners,
  contractChanges,
  discardContractChangeDraft,
  previewContractChange,
  retryContractChange,
  saveContractChangeDraft,
  withdrawContractChange,
} from "./changes.ts";
import { remindContractChange } from "./reminders.ts";
import {
  ChangePartnerConnection,
  ContractChangeConnection,
  ContractChangeInput,
  ContractChangeResult,
  ContractChangeView,
} from "./change.types.ts";
import { PreviewChangeResult } from "./change-preview.types.ts";

const idText = "Identity of the change.";
const draftText = "A draft that becomes it; without it a new one.";

@Resolver()
export class ContractChangeResolver {
  @Needs("contracts:draft")
  @Query(() => ContractChangeConnection, {
    description: "Contract changes of a program, newest first, with drafts.",
  })
  contractChanges(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return contractChanges(ctx, programId, { first, after });
  }

  @Needs("contracts:draft")
  @Query(() => ContractChangeView, {
    nullable: true,
    description: "One contract change; null when there is none in your account.",
  })
  contractChange(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return contractChange(ctx, id);
  }

  @Needs("contracts:draft")
  @Query(() => ChangePartnerConnection, { description: "What became of each partner of a change." })
  contractChangePartners(
    @Ctx() ctx: Context,
    @Arg("changeId", () => ID, { description: idText }) changeId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return contractChangePartners(ctx, changeId, { first, after });
  }

  @Needs("contracts:draft")
  @Mutation(() => PreviewChangeResult, {
    description: "Shows what a change would do to each partner; writes nothing.",
  })
  previewContractChange(
    @Ctx() ctx: Context,
    @Arg("input", () => ContractChangeInput, { description: "What to do." })
    input: ContractChangeInput,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return previewContractChange(ctx, input, { first, after });
  }

  @Needs("contracts:propose")
  @Confirmed()
  @Mutation(() => ContractChangeResult, {
    description: "Carries out the plan that the preview shows, and tells every partner once.",
  })
  applyContractChange(
    @Ctx() ctx: Context,
    @Arg("input", () => ContractChangeInput, { description: "What to do." })
    input: ContractChangeInput,
    @Arg("draftId", () => ID, { nullable: true, description: draftText }) draftId: string | null,
    @Arg("draftNumber", () => Count, {
      nullable: true,
      description:
        "The number of the save that you have seen, needed with draftId: what somebody saved in " +
        "between is not lost unseen (DRAFT_CHANGED).",
    })
    draftNumber: number | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    const seen = { draftId: draftId ?? null, draftNumber: draftNumber ?? null };
    return applyContractChange(ctx, input, seen, idempotencyKey);
  }

  @Needs("contracts:draft")
  @Mutation(() => ContractChangeResult, { description: "Keeps a change that is being prepared." })
  saveContractChangeDraft(
    @Ctx() ctx: Context,
    @Arg("input", () => ContractChangeInput, { description: "What to do." })
    input: ContractChangeInput,
    @Arg("draftId", () => ID, { nullable: true, description: draftText }) draftId: string | null,
    @Arg("draftNumber", () => Count, {
      nullable: true,
      description:
        "The number of the save that you have seen, needed with draftId: what somebody saved in " +
        "between is not written over (DRAFT_CHANGED).",
    })
    draftNumber: number | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return saveContractChangeDraft(
      ctx,
      input,
      { draftId: draftId ?? null, draftNumber: draftNumber ?? null },
      idempotencyKey,
    );
  }

  @Needs("contracts:draft")
  @Mutation(() => ContractChangeResult, { description: "Throws a draft away." })
  discardContractChangeDraft(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return discardContractChangeDraft(ctx, id, idempotencyKey);
  }

  @Needs("contracts:propose")
  @Confirmed()
  @Mutation(() => ContractChangeResult, {
    description:
      "Takes a change back before its day; every contract is as it was. It stays for who took it " +
      "early or has accepted; refused when that is everybody.",
  })
  withdrawContractChange(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return withdrawContractChange(ctx, id, idempotencyKey);
  }

  @Needs("contracts:propose")
  @Confirmed()
  @Mutation(() => ContractChangeResult, {
    description: "Tries the partners again that were left out; those done stay done.",
  })
  retryContractChange(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return retryContractChange(ctx, id, idempotencyKey);
  }

  @Needs("contracts:propose")
  @Mutation(() => ContractChangeResult, {
    description:
      "Reminds the partners who were asked and have not answered, each at most once in 24 hours " +
      "and 500 a call; refused when there is nobody to remind.",
  })
  remindContractChange(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return remindContractChange(ctx, id, idempotencyKey);
  }
}
