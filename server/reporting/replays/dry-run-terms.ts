/** Under whose terms a dry run decides. */
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type UserError,
} from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import {
  ContractInForce as SignedContract,
  partnerSince,
  inForceDuring,
} from "../../partnership/contracts/contract-in-force.entity.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { unsavedVersion } from "../../domain/replay.ts";
import { termsFromJson } from "../../domain/terms.ts";
import type { Subject, UsageContext } from "../../money/limits/limit-reads.ts";
import { subjectsOf } from "../../money/limits/limit-usage.ts";
import { triedGroupIds } from "../../partnership/terms/group-ids.ts";
import { readTerms } from "../../partnership/terms/reading-input.ts";
import { TemplateTerms, TermsVersion } from "../../partnership/terms/terms.entity.ts";
import type { DryRunClickInput, DryRunSaleInput } from "./dry-run.types.ts";

type Input = DryRunClickInput | DryRunSaleInput;

export interface Deciding {
  /** null: there is none in force, and no terms were named. */
  contract: ContractInForce | null;
  termsName: string | null;
  subjects: Subject[];
}

interface Named {
  terms: ContractInForce["terms"];
  versionId: string;
  versionNumber: number;
  termsName: string | null;
}
/** The draft or the version that is tried; null = what is in force. */
async function namedTerms(
  ctx: Context,
  input: Input,
  { program }: UsageContext,
): Promise<Named | null | UserError> {
  if (input.draft && input.termsVersionId)
    return new InvalidInput("BAD_TERMS", "Name a draft or a saved version, not both", [
      "input",
      "termsVersionId",
    ]);
  if (input.termsVersionId) {
    const version = await ctx.em.findOne(
      TermsVersion,
      { id: input.termsVersionId },
      { refresh: true },
    );
    const template =
      version &&
      (await ctx.em.findOne(TemplateTerms, { id: version.termsId, programId: program.id }));
    if (!version || !template) return NotFound.of("terms version", "input", "termsVersionId");
    return {
      terms: termsFromJson(version.body),
      versionId: version.id,
      versionNumber: version.number,
      termsName: template.name,
    };
  }
  if (!input.draft) return null;
  if (ctx.scope.kind === "PARTNER")
    return new Conflict(
      "NOT_YOURS",
      "Drafts are the brand's: try a version that was offered to you",
      ["input", "draft"],
    );
  const terms = await readTerms(ctx.em, program, input.draft, {
    groups: await triedGroupIds(ctx, ctx.em, program.id),
  });
  if (isRefusal(terms))
    return terms instanceof InvalidInput
      ? new InvalidInput(terms.code, terms.message, ["input", "draft", ...terms.path.slice(1)])
      : terms;
  return { terms, versionId: unsavedVersion, versionNumber: 1, termsName: input.draft.name.trim() };
}

/** Under whose terms, and whose use of limits counts. */
export async function decidingTerms(
  ctx: Context,
  input: Input,
  ground: UsageContext,
  partnerId: string | null,
): Promise<Deciding | UserError> {
  const named = await namedTerms(ctx, input, ground);
  if (isRefusal(named)) return named;
  const signed =
    partnerId === null
      ? null
      : await ctx.em.findOne(SignedContract, {
          $and: [
            inForceDuring(ground.program.id, ground.now, ground.now),
            { partnerAccountId: partnerId },
          ],
        });
  const version =
    signed && !named
      ? await ctx.em.findOne(TermsVersion, { id: signed.termsVersionId }, { refresh: true })
      : null;
  const template =
    version && (await ctx.em.findOne(TemplateTerms, { id: version.termsId }, { refresh: true }));
  const inForce = version && {
    terms: termsFromJson(version.body),
    versionId: version.id,
    versionNumber: version.number,
    termsName: template?.name ?? null,
  };
  const under = named ?? inForce;
  if (!under) return { contract: null, termsName: null, subjects: [] };
  const { terms, versionId, versionNumber, termsName } = under;
  const validity = signed?.validity() ?? { start: ground.now, end: null };
  const contract = {
    contractId: signed?.id ?? unsavedVersion,
    termsVersionId: versionId,
    versionNumber,
    validity,
    ...(signed ? await partnerSince(ctx.em, signed) : {}),
    terms,
  };
  const holder = partnerId === null ? null : { id: contract.contractId, partnerId, validity };
  return {
    contract,
    termsName,
    subjects: holder ? subjectsOf(holder, terms, terms, ground.calendar) : [],
  };
}
