import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Count, Name } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  activateTerms,
  archiveTerms,
  copyTerms,
  createTerms,
  saveTermsVersion,
  setTermsRestricted,
} from "./saving.ts";
import { customTermsName, terms, termsList, termsVersion, versionAsInput } from "./terms.ts";
import {
  ActivateTermsResult,
  ArchiveTermsResult,
  CustomTermsView,
  SaveTermsResult,
  TemplateTermsConnection,
  TemplateTermsView,
  TermsAsInput,
  TermsInput,
  TermsVersionView,
} from "./terms.types.ts";
import { PublishedDraftArgs, seenIn } from "./published-draft.types.ts";
import { closeTermsLink, openTermsLink } from "./branded-links.ts";

/**
 * The one field of terms whose answer depends on who asks, so that no way to a clause can forget
 * it.
 */
@Resolver(() => CustomTermsView)
export class CustomTermsResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The brand's own name for it; null for everybody else.",
  })
  name(@Root() custom: CustomTermsView, @Ctx() ctx: Context) {
    return customTermsName(ctx, custom);
  }
}

@Resolver(() => TermsVersionView)
export class TermsVersionResolver {
  @FieldResolver(() => TermsAsInput, {
    nullable: true,
    description:
      "The version as the input that says it: sent back unchanged, it saves the same. Name, " +
      "labels and comment are not part of it. Null for everybody but the brand.",
  })
  asInput(@Root() version: TermsVersionView, @Ctx() ctx: Context) {
    return versionAsInput(ctx, version);
  }
}

@Resolver()
export class TermsResolver {
  @Needs("terms:read")
  @Query(() => TemplateTermsConnection, {
    description: "Template terms, newest first: a brand's own, or those a partner was offered.",
  })
  termsList(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("programId", () => ID, { nullable: true, description: "Only this program's." }) programId:
      | string
      | null,
  ) {
    return termsList(ctx, { first, after }, programId);
  }

  @Needs("terms:read")
  @Query(() => TemplateTermsView, {
    nullable: true,
    description: "One set of template terms with its versions.",
  })
  terms(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
  ) {
    return terms(ctx, id);
  }

  @Needs("terms:read")
  @Query(() => TermsVersionView, {
    nullable: true,
    description:
      "One version of terms by its number, readable for ever; null when there is none that you " +
      "may read.",
  })
  termsVersion(
    @Ctx() ctx: Context,
    @Arg("termsId", () => ID, { description: "Identity of the terms." }) termsId: string,
    @Arg("number", () => Count, { description: "1, 2, 3 …" }) number: number,
  ) {
    return termsVersion(ctx, termsId, number);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => SaveTermsResult, { description: "Creates template terms with version 1." })
  createTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("input", () => TermsInput, { description: "What to do." }) input: TermsInput,
    @Arg("asDraft", () => Boolean, {
      defaultValue: false,
      description: "As a draft, which cannot be proposed until it is activated.",
    })
    asDraft: boolean,
    @Args(() => PublishedDraftArgs) draft: PublishedDraftArgs,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    const seen = seenIn(draft);
    return createTerms(ctx, { programId, input, asDraft, seen }, idempotencyKey);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => SaveTermsResult, {
    description:
      "Makes new terms with every payout, group, restriction, limit and clause of a version; " +
      "groups keep their ids. Later edits leave the source alone.",
  })
  copyTerms(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms to copy." }) id: string,
    @Arg("name", () => Name, { description: "Name of the new terms." }) name: string,
    @Arg("versionNumber", () => Count, {
      nullable: true,
      description: "The version to copy; without it the newest.",
    })
    versionNumber: number | null,
    @Arg("asDraft", () => Boolean, {
      defaultValue: true,
      description: "As a draft, which cannot be proposed until it is activated.",
    })
    asDraft: boolean,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return copyTerms(
      ctx,
      { id, name, versionNumber: versionNumber ?? null, asDraft },
      idempotencyKey,
    );
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => SaveTermsResult, {
    description:
      "Saves the next version of terms that no partner has signed; signed ones are changed by a " +
      "contract change.",
  })
  saveTermsVersion(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("input", () => TermsInput, { description: "What to do." }) input: TermsInput,
    @Arg("baseVersion", () => Count, {
      nullable: true,
      description:
        "The version you started from: if somebody saved a newer one in between, nothing is " +
        "saved. Without it the newest counts.",
    })
    baseVersion: number | null,
    @Args(() => PublishedDraftArgs) draft: PublishedDraftArgs,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    const seen = seenIn(draft);
    const next = { id, input, baseVersion: baseVersion ?? null, seen };
    return saveTermsVersion(ctx, next, idempotencyKey);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => ActivateTermsResult, {
    description: "Turns a draft into terms that can be proposed.",
  })
  activateTerms(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return activateTerms(ctx, id, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, {
    description: "Archives terms: no new partners, contracts go on, the branded link is closed.",
  })
  archiveTerms(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return archiveTerms(ctx, id, idempotencyKey);
  }

  @Needs("terms:administer")
  @Confirmed()
  @Mutation(() => ArchiveTermsResult, {
    description:
      "Restricts terms to Template Terms Administrators, or opens them again to all who may " +
      "write terms.",
  })
  setTermsRestricted(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("restricted", () => Boolean, {
      description: "Only a Template Terms Administrator may modify them.",
    })
    restricted: boolean,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setTermsRestricted(ctx, id, restricted, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, {
    description:
      "Opens a branded link to active terms: everybody who has it may read them, partners may " +
      "apply.",
  })
  openTermsLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return openTermsLink(ctx, id, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, {
    description: "Closes the branded link for good; opening again makes another code.",
  })
  closeTermsLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return closeTermsLink(ctx, id, idempotencyKey);
  }
}
