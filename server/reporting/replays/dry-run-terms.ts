/** Under whose terms a dry run decides. */
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type UserError,
} from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import { partnerSince } from "../../partnership/contracts/contract-in-force.entity.ts";
import { contractAt, type ContractInForce } from "../../domain/contract-in-force.ts";
import { unsavedVersion } from "../../domain/replay.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { markWeeklyStarts } from "../../domain/weekly-starts.ts";
import { contractsAround } from "../../money/limits/contracts-around.ts";
import type { Subject, UsageContext } from "../../money/limits/limit-reads.ts";
import { subjectsOf } from "../../money/limits/limit-usage.ts";
import { triedGroupIds } from "../../partnership/terms/group-ids.ts";
import { readTerms } from "../../partnership/terms/reading-input.ts";
import { TemplateTerms, TermsVersion } from "../../partnership/terms/terms.entity.ts";
import type { DryRunClickInput, DryRunLeadInput, DryRunSaleInput } from "./dry-run.types.ts";

type Input = DryRunClickInput | DryRunLeadInput | DryRunSaleInput;

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

/**
 * The partner's contracts about the instant, each knowing from when its weekly limits count. Named
 * terms stand in all of them, each in its own time, as in a replay: so what they ask weekly counts
 * from the Monday after the first of these contracts began. Terms that are in force as they are
 * change nothing. Without a contract, named terms are in force from the instant on, and a weekly
 * limit of theirs counts from the next Monday, as of any new contract.
 */
function asTried(
  signed: readonly ContractInForce[],
  named: Named | null,
  { now, calendar }: UsageContext,
): ContractInForce | null {
  const inForce = contractAt(signed, now);
  const list = signed.map((contract) => ({ ...contract }));
  if (named && inForce?.termsVersionId !== named.versionId) {
    const { terms, versionId: termsVersionId, versionNumber } = named;
    const tried = { terms, termsVersionId, versionNumber };
    for (const contract of list) Object.assign(contract, tried);
    const validity = { start: now, end: null };
    if (!inForce) list.push({ contractId: unsavedVersion, ...tried, validity });
  }
  markWeeklyStarts(list, calendar);
  return contractAt(list, now);
}

async function nameOfVersion(ctx: Context, id: string): Promise<string | null> {
  const version = await ctx.em.findOne(TermsVersion, { id }, { refresh: true });
  const template =
    version && (await ctx.em.findOne(TemplateTerms, { id: version.termsId }, { refresh: true }));
  return template?.name ?? null;
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
  const around = partnerId === null ? null : await contractsAround(ctx, ground, [partnerId]);
  const signed = (partnerId !== null && around?.get(partnerId)) || [];
  const contract = asTried(signed, named, ground);
  if (!contract) return { contract: null, termsName: null, subjects: [] };
  const termsName = named ? named.termsName : await nameOfVersion(ctx, contract.termsVersionId);
  if (partnerId === null) return { contract, termsName, subjects: [] };
  const { start } = contract.validity;
  const { partnerSince: first = start } = await partnerSince(ctx.em, {
    partnerAccountId: partnerId,
    programId: ground.program.id,
  });
  const holder = { id: contract.contractId, partnerId, validity: contract.validity };
  return {
    // A contract that never was may begin before the partner's first.
    contract: { ...contract, partnerSince: Math.min(first, start) },
    termsName,
    subjects: subjectsOf(holder, contract),
  };
}
