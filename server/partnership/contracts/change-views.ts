/** Contract changes as the API shows them. */
import { byId, page, rowsOf, type PageArgs } from "../../platform/api/connection.ts";
import type { Context } from "../../platform/context.ts";
import { dateOf } from "../../domain/calendar.ts";
import type { Step } from "../../domain/change.ts";
import { altersMoney } from "../../domain/terms-diff.ts";
import { User } from "../accounts/user.entity.ts";
import { instantText } from "../notices/notices.ts";
import { differenceViews } from "../terms/difference.types.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import type { TermsWarningValue } from "../terms/terms.types.ts";
import type { DraftResult, Drafted } from "./change-draft.ts";
import { stateAt, type ContractChange, type ContractChangePartner } from "./change.entity.ts";
import { answersTo, type Answers } from "./change-answers.ts";
import {
  ChangePartnerState,
  ChangeState,
  type ChangePartnerView,
  type ContractChangeView,
} from "./change.types.ts";
import type { ChangePreviewView, PreviewPartnerView } from "./change-preview.types.ts";

interface Names {
  versions: Map<string, TermsVersion>;
  templates: Map<string, TemplateTerms>;
}
async function namesOf(ctx: Context, versionIds: readonly string[]): Promise<Names> {
  const versions = await ctx.em.find(TermsVersion, { id: { $in: [...new Set(versionIds)] } });
  const templates = await ctx.em.find(TemplateTerms, {
    id: { $in: [...new Set(versions.map(({ termsId }) => termsId))] },
  });
  return {
    versions: new Map(versions.map((row) => [row.id, row])),
    templates: new Map(templates.map((row) => [row.id, row])),
  };
}
const termsName = ({ versions, templates }: Names, versionId: string | undefined): string | null =>
  templates.get(versions.get(versionId ?? "")?.termsId ?? "")?.name ?? null;

/** What one step does, as a person would say it. */
function stepText(step: Step, drafted: Drafted, nameOf: (contractId: string) => string): string {
  const at = (instant: number): string => instantText(instant, drafted.zone);
  const { name } = drafted.target.template;
  switch (step.kind) {
    case "END":
      return `The contract on "${nameOf(step.contractId)}" ends at ${at(step.at)}.`;
    case "SUPERSEDE":
      return `The contract on "${nameOf(step.contractId)}" that was to follow is given up.`;
    case "PROPOSE":
      return (
        `"${name}" version ${drafted.target.version.number} is proposed from ` +
        `${at(step.validity.start)}; nothing changes until it is accepted.`
      );
    case "SIGN":
      return step.role === "FALLBACK"
        ? `The fallback terms follow from ${at(step.validity.start)}.`
        : `"${name}" version ${drafted.target.version.number} is in force from ` +
            at(step.validity.start) +
            `${step.validity.end === null ? "" : ` until ${at(step.validity.end)}`}.`;
  }
}

function partnerView(
  names: Names,
  drafted: Drafted,
  { id, name, timeline, plan }: Drafted["partners"][number],
  now: number,
): PreviewPartnerView {
  const current =
    timeline.signed.find(({ validity }) => validity.start <= now) ?? timeline.signed[0];
  const nameOf = (contractId: string) =>
    termsName(
      names,
      timeline.signed.find((contract) => contract.contractId === contractId)?.versionId,
    ) ?? "";
  return {
    partnerId: id,
    partnerName: name,
    currentTermsName: termsName(names, current?.versionId),
    currentVersion: names.versions.get(current?.versionId ?? "")?.number ?? null,
    noticeDays: current?.noticeDays ?? 0,
    earliestOn: plan.earliestOn,
    steps: plan.steps.map((step) => stepText(step, drafted, nameOf)),
    code: plan.fault?.code ?? null,
    message: plan.fault?.message ?? null,
  };
}

export async function previewOf(
  ctx: Context,
  { drafted, refusal }: DraftResult,
  asked: PageArgs,
): Promise<ChangePreviewView> {
  const shown = await page(rowsOf(drafted.partners, byId), asked, byId, (partners) => partners);
  const names = await namesOf(ctx, [
    ...drafted.differences.map(({ beforeVersionId }) => beforeVersionId),
    ...shown.nodes.flatMap(({ timeline }) => timeline.signed.map(({ versionId }) => versionId)),
  ]);
  return {
    effectiveAt: new Date(drafted.plan.effectiveAt),
    endsAt: drafted.plan.until === null ? null : new Date(drafted.plan.until),
    salesFrom: dateOf(drafted.plan.effectiveAt, drafted.marketplaceZone),
    touched: drafted.touched,
    leftOut: drafted.partners.length - drafted.touched,
    earliestOn: drafted.partners.reduce(
      (day, { plan }) => (plan.earliestOn > day ? plan.earliestOn : day),
      "",
    ),
    needsComment: drafted.differences.some(({ differences }) => altersMoney(differences)),
    warnings: drafted.warnings as TermsWarningValue[],
    differences: drafted.differences.map(
      ({ beforeVersionId, partners, differences, newCounts }) => ({
        beforeName: termsName(names, beforeVersionId) ?? "",
        beforeVersion: names.versions.get(beforeVersionId)?.number ?? 0,
        partners,
        differences: differenceViews(differences),
        newCounts: newCounts.map(({ event, group, earlier, message }) => ({
          event: event as EventTypeKind,
          groupName: group.name,
          earlierName: earlier.name,
          earlierId: earlier.id,
          message,
        })),
      }),
    ),
    partners: shown.nodes.map((partner) => partnerView(names, drafted, partner, ctx.clock())),
    pageInfo: shown.pageInfo,
    refusalCode: refusal?.code ?? null,
    refusalMessage: refusal?.message ?? null,
    refusalPath: refusal?.path ?? [],
  };
}

/**
 * Of a change that asks, its state is what was answered: nothing is in effect before somebody has
 * accepted. One that asks nobody is in effect before its day where everybody took it early.
 */
function stateOf(
  row: ContractChange,
  at: number,
  proposes: boolean,
  { asked, accepted, declined, expired, withdrawn, inEffect, takeable }: Answers,
): ChangeState {
  const state = stateAt(row, at) as ChangeState;
  if (state !== "SCHEDULED" && state !== "APPLIED") return state;
  if (!proposes && takeable > 0) return state;
  if (asked > 0) return ChangeState.ASKED;
  if (accepted > 0) return ChangeState.SCHEDULED;
  if (inEffect > 0) return ChangeState.APPLIED;
  if (declined > 0) return ChangeState.DECLINED;
  if (expired > 0) return ChangeState.EXPIRED;
  return withdrawn > 0 ? ChangeState.WITHDRAWN : state;
}

export async function changeViews(
  ctx: Context,
  rows: readonly ContractChange[],
): Promise<ContractChangeView[]> {
  const names = await namesOf(
    ctx,
    rows.flatMap(({ termsVersionId }) => termsVersionId ?? []),
  );
  const people = await ctx.em.find(User, {
    id: {
      $in: [
        ...new Set(rows.flatMap((row) => [row.createdBy, row.draftChangedBy ?? row.createdBy])),
      ],
    },
  });
  const nameOf = (who: string) => people.find(({ id }) => id === who)?.name ?? null;
  const at = ctx.clock();
  const answersOf = await answersTo(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const answers = answersOf(row.id);
    const proposes = row.strategy === "INVITE" || row.approval === "PROPOSE";
    return {
      id: row.id,
      programId: row.programId,
      strategy: row.strategy,
      approval: row.approval ?? null,
      state: stateOf(row, at, proposes, answers),
      termsName: termsName(names, row.termsVersionId ?? undefined),
      versionNumber: names.versions.get(row.termsVersionId ?? "")?.number ?? null,
      effectiveAt: row.effectiveAt ?? null,
      endsAt: row.endsAt ?? null,
      earlyOptIn: row.earlyOptIn,
      comment: row.comment,
      partners: row.partners,
      done: row.done,
      failed: row.failed,
      ...answers,
      mayWithdraw:
        (row.state === "APPLYING" || row.state === "SCHEDULED" || row.state === "APPLIED") &&
        answers.takeable > 0 &&
        (proposes || (row.effectiveAt?.getTime() ?? 0) > at),
      draft: row.state === "DRAFT" ? JSON.stringify(row.input) : null,
      draftNumber: row.draftNumber,
      draftChangedByName: nameOf(row.draftChangedBy ?? row.createdBy),
      draftChangedAt: row.draftChangedAt ?? row.createdAt,
      byName: nameOf(row.createdBy),
      createdAt: row.createdAt,
      sentAt: row.sentAt ?? null,
      withdrawnAt: row.withdrawnAt ?? null,
    };
  });
}

export const changePartnerView = (
  row: ContractChangePartner,
  name: string,
  state: `${ChangePartnerState}`,
): ChangePartnerView => ({
  partnerId: row.partnerAccountId,
  partnerName: name,
  state: ChangePartnerState[state],
  code: row.code ?? null,
  message: row.message ?? null,
  oldContractId: row.oldContractId ?? null,
  newContractId: row.newContractId ?? null,
  effectiveAt: row.effectiveAt ?? null,
});
