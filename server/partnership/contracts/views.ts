/**
 * Contracts as the API shows them: rows with the names and versions they point at, read in a few
 * statements for any number.
 */
import { Account } from "../accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { contractEventKinds } from "../../domain/contract.ts";
import { Program } from "../programs/program.entity.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { versionView } from "../terms/terms.ts";
import { ContractChange } from "./change.entity.ts";
import { ContractEvent, type Contract } from "./contract.entity.ts";
import type {
  ContractChangeBrief,
  ContractEventView,
  ContractStateValue,
  ContractView,
} from "./contract.types.ts";

const distinct = (ids: readonly (string | null | undefined)[]): string[] => [
  ...new Set(ids.flatMap((id) => id ?? [])),
];

interface Beside {
  names: Map<string, string>;
  programs: Map<string, Program>;
  versions: Map<string, TermsVersion>;
  templates: Map<string, TemplateTerms>;
  events: ContractEvent[];
  changes: Map<string, ContractChange>;
}
const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

async function loadBeside({ em }: Context, rows: readonly Contract[]): Promise<Beside> {
  const accounts = await em.find(Account, {
    id: { $in: distinct(rows.flatMap((row) => [row.brandAccountId, row.partnerAccountId])) },
  });
  const events = await em.find(ContractEvent, {
    contractId: { $in: distinct(rows.map(({ id }) => id)) },
  });
  const versionIds = distinct([
    ...rows.flatMap((row) => [row.termsVersionId, row.fallbackVersionId]),
    ...events.flatMap((event) => [event.beforeVersionId, event.afterVersionId]),
  ]);
  const versions = await em.find(TermsVersion, { id: { $in: versionIds } });
  return {
    names: new Map(accounts.map(({ id, name }) => [id, name])),
    programs: byId(
      await em.find(Program, { id: { $in: distinct(rows.map(({ programId }) => programId)) } }),
    ),
    versions: byId(versions),
    templates: byId(
      await em.find(TemplateTerms, {
        id: { $in: distinct(versions.map(({ termsId }) => termsId)) },
      }),
    ),
    events,
    changes: byId(
      await em.find(ContractChange, {
        id: { $in: distinct(rows.map(({ changeId }) => changeId)) },
      }),
    ),
  };
}

const eventView = (event: ContractEvent, row: Contract, beside: Beside): ContractEventView => ({
  kind: event.kind,
  byName:
    beside.names.get(event.actorAccountId ?? (event.actorId ? row.brandAccountId : "")) ?? null,
  comment: event.comment ?? null,
  beforeVersion: beside.versions.get(event.beforeVersionId ?? "")?.number ?? null,
  afterVersion: beside.versions.get(event.afterVersionId ?? "")?.number ?? null,
  at: event.at,
});

/** Events of one instant stand in the order in which a contract goes through them. */
const byLife = (a: ContractEvent, b: ContractEvent): number =>
  a.at.getTime() - b.at.getTime() ||
  contractEventKinds.indexOf(a.kind) - contractEventKinds.indexOf(b.kind);

function changeBrief(
  ctx: Context,
  row: Contract,
  change: ContractChange | undefined,
): ContractChangeBrief | null {
  if (!change?.effectiveAt) return null;
  const isUpcoming = row.state(ctx.clock()) === "UPCOMING";
  return {
    id: change.id,
    comment: change.comment,
    howTo: change.howTo,
    effectiveAt: change.effectiveAt,
    mayOptIn:
      ctx.scope.kind === "PARTNER" &&
      change.earlyOptIn &&
      isUpcoming &&
      row.followsId != null &&
      row.startsAt.getTime() === change.effectiveAt.getTime(),
  };
}

function viewOf(ctx: Context, row: Contract, beside: Beside): ContractView[] {
  const version = beside.versions.get(row.termsVersionId);
  const template = beside.templates.get(version?.termsId ?? "");
  if (!version || !template) return [];
  const state = row.state(ctx.clock());
  const fallback = beside.versions.get(row.fallbackVersionId ?? "");
  const isPending = state === "PENDING";
  return [
    {
      id: row.id,
      state: state as ContractStateValue,
      programId: row.programId,
      programName: beside.programs.get(row.programId)?.name ?? "",
      brandAccountId: row.brandAccountId,
      brandName: beside.names.get(row.brandAccountId) ?? "",
      partnerAccountId: row.partnerAccountId,
      partnerName: beside.names.get(row.partnerAccountId) ?? "",
      termsId: template.id,
      termsName: template.name,
      version: versionView(version),
      fallbackVersion: fallback ? versionView(fallback) : null,
      awaitsYou: isPending && row.decidingAccountId() === ctx.scope.accountId,
      proposedByYou: row.proposedByAccountId === ctx.scope.accountId,
      mayCounter: isPending && row.mayCounter && row.decidingAccountId() === ctx.scope.accountId,
      switches: row.switches,
      startsAt: row.startsAt,
      endsAt: row.endsAt ?? null,
      proposedAt: row.proposedAt,
      proposalExpiresAt: row.proposalExpiresAt ?? null,
      decidedAt: row.decidedAt ?? null,
      comment: row.comment ?? null,
      declineReason: row.declineReason ?? null,
      countersId: row.countersId ?? null,
      followsId: row.followsId ?? null,
      change: changeBrief(ctx, row, beside.changes.get(row.changeId ?? "")),
      nonCompliant: ctx.scope.kind === "BRAND" && row.nonCompliant,
      events: beside.events
        .filter(({ contractId }) => contractId === row.id)
        .toSorted(byLife)
        .map((event) => eventView(event, row, beside)),
    },
  ];
}

export async function contractViews(
  ctx: Context,
  rows: readonly Contract[],
): Promise<ContractView[]> {
  if (rows.length === 0) return [];
  const beside = await loadBeside(ctx, rows);
  return rows.flatMap((row) => viewOf(ctx, row, beside));
}
