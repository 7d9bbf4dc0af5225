/**
 * From what is asked for to a replay's row: whose terms, checked as if they were saved, on which
 * contracts, over which days.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { mutation, type View } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type UserError,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import {
  ContractChange,
  ContractChangePartner,
} from "../../partnership/contracts/change.entity.ts";
import { draftChange, type Drafted } from "../../partnership/contracts/change-draft.ts";
import { ContractChangeInput } from "../../partnership/contracts/change.types.ts";
import { Contract } from "../../partnership/contracts/contract.entity.ts";
import { dateOf, quarterHourMs } from "../../domain/calendar.ts";
import { termsToJson } from "../../domain/terms.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { triedGroupIds } from "../../partnership/terms/group-ids.ts";
import { readTerms } from "../../partnership/terms/reading-input.ts";
import { TemplateTerms, TermsVersion } from "../../partnership/terms/terms.entity.ts";
import type { ReplaySource } from "../../money/replay/asked.ts";
import { ReplayRow } from "../../money/replay/replay.entity.ts";
import type { ReplayInput } from "./replay.types.ts";
import { windowOf } from "../../money/replay/upkeep.ts";

const openMax = 5;
const contractsMax = 1_000;
const dayMs = 86_400_000;

/** The terms of a replay, and whom they are given to. */
interface Tried {
  source: ReplaySource;
  body: unknown;
  termsId: string | null;
  termsVersionId: string | null;
  termsName: string | null;
  versionNumber: number;
  changeId?: string;
  proposalId?: string;
  partnerIds?: string[];
  unsigned?: boolean;
}

const fromVersion = (
  version: TermsVersion,
  template: TemplateTerms | null,
): Omit<Tried, "source"> => ({
  body: version.body,
  termsId: version.termsId,
  termsVersionId: version.id,
  termsName: template?.name ?? null,
  versionNumber: version.number,
});

async function versionOf(
  tx: EntityManager,
  id: string,
  programId: string,
): Promise<Omit<Tried, "source"> | null> {
  const version = await tx.findOne(TermsVersion, { id }, { refresh: true });
  const template = version && (await tx.findOne(TemplateTerms, { id: version.termsId, programId }));
  return version && template ? fromVersion(version, template) : null;
}

/**
 * What is tried is read by the rules of saving; what stands against it is said in the same words.
 */
async function draftOf(
  ctx: Context,
  tx: EntityManager,
  input: ReplayInput,
  program: Program,
): Promise<Tried | UserError> {
  const draft = input.draft;
  if (!draft) throw new Error("draftOf: no draft");
  const read = await readTerms(tx, program, draft, {
    groups: await triedGroupIds(ctx, tx, program.id),
  });
  if (isRefusal(read))
    return read instanceof InvalidInput
      ? new InvalidInput(read.code, read.message, ["input", "draft", ...read.path.slice(1)])
      : read;
  const template = input.termsId
    ? await tx.findOne(TemplateTerms, { id: input.termsId, programId: program.id })
    : null;
  if (input.termsId && !template) return NotFound.of("terms", "input", "termsId");
  const [last] = template
    ? await tx.find(
        TermsVersion,
        { termsId: template.id },
        { orderBy: { number: "desc" }, limit: 1 },
      )
    : [];
  return {
    source: "DRAFT",
    body: termsToJson(read),
    termsId: template?.id ?? null,
    termsVersionId: null,
    termsName: draft.name.trim(),
    versionNumber: (last?.number ?? 0) + 1,
  };
}

/**
 * A draft may have no days yet, and past events do not depend on them; what was chosen for another
 * strategy stays out.
 */
function triedInput(input: ContractChangeInput, today: string): ContractChangeInput {
  const everyoneOnTermsId = input.strategy === "SWITCH" ? input.everyoneOnTermsId : null;
  const excludePartnerIds = everyoneOnTermsId ? input.excludePartnerIds : null;
  const modifies = input.strategy === "MODIFY";
  return Object.assign(new ContractChangeInput(), input, {
    effectiveOn: today,
    lastDay: null,
    fallbackTermsId: null,
    versionNumber: modifies ? null : input.versionNumber,
    terms: modifies ? input.terms : null,
    baseVersion: modifies ? input.baseVersion : null,
    partnerIds: modifies || everyoneOnTermsId ? null : input.partnerIds,
    everyoneOnTermsId,
    excludePartnerIds,
    expiresAt: null,
    expectedPartners: null,
  });
}
/** Who would not follow whatever the day is left out, as by the change itself. */
const follows = ({ plan }: Drafted["partners"][number]): boolean =>
  plan.fault === null || plan.fault.code === "INSIDE_NOTICE_PERIOD";

async function drafted(
  ctx: Context,
  tx: EntityManager,
  change: ContractChange,
): Promise<Tried | UserError> {
  const { timeZone } = await tx.findOneOrFail(Account, { id: ctx.scope.requireAccountId() });
  const result = await draftChange(
    ctx,
    tx,
    triedInput(change.input as ContractChangeInput, dateOf(ctx.clock(), timeZone)),
  );
  if (isRefusal(result))
    return new Conflict(result.code, result.message, ["input", "contractChangeId"]);
  const { target } = result.drafted;
  const partners = result.drafted.partners.filter(follows);
  return {
    source: "CHANGE",
    body: termsToJson(target.terms),
    termsId: target.template.id,
    termsVersionId: target.version.id,
    termsName: target.template.name,
    versionNumber: target.version.number,
    changeId: change.id,
    partnerIds: partners.map(({ id }) => id),
    unsigned: change.strategy !== "MODIFY",
  };
}

/** A partner tries what was decided about itself; a brand also what it still prepares. */
async function changeOf(
  ctx: Context,
  tx: EntityManager,
  id: string,
  programId: string,
): Promise<Tried | UserError> {
  const change = await tx.findOne(ContractChange, { id, programId });
  const isPartner = ctx.scope.kind === "PARTNER";
  const missing = NotFound.of("contract change", "input", "contractChangeId");
  if (!change || change.state === "DISCARDED" || (isPartner && change.state === "DRAFT"))
    return missing;
  if (change.state === "DRAFT") return drafted(ctx, tx, change);
  const rows = await tx.find(ContractChangePartner, { changeId: id, state: { $ne: "FAILED" } });
  const version = change.termsVersionId
    ? await versionOf(tx, change.termsVersionId, programId)
    : null;
  if (!version || rows.length === 0) return missing;
  return {
    source: "CHANGE",
    ...version,
    changeId: id,
    partnerIds: rows.map(({ partnerAccountId }) => partnerAccountId),
    unsigned: change.strategy !== "MODIFY",
  };
}

async function proposalOf(
  tx: EntityManager,
  id: string,
  programId: string,
): Promise<Tried | UserError> {
  const contract = await tx.findOne(Contract, { id, programId });
  const version = contract && (await versionOf(tx, contract.termsVersionId, programId));
  if (!contract || !version) return NotFound.of("contract", "input", "proposalId");
  return {
    source: "PROPOSAL",
    ...version,
    proposalId: id,
    partnerIds: [contract.partnerAccountId],
    unsigned: true,
  };
}

async function triedOf(
  ctx: Context,
  tx: EntityManager,
  input: ReplayInput,
  program: Program,
): Promise<Tried | UserError> {
  const named = [
    input.draft,
    input.termsVersionId,
    input.contractChangeId,
    input.proposalId,
  ].filter((value) => value != null);
  if (named.length !== 1)
    return new InvalidInput(
      "BAD_TERMS",
      "Say the terms in exactly one way: as a draft, a saved version, a contract change or a " +
        "proposed contract",
      ["input"],
    );
  if (input.contractChangeId) return changeOf(ctx, tx, input.contractChangeId, program.id);
  if (input.proposalId) return proposalOf(tx, input.proposalId, program.id);
  if (ctx.scope.kind === "PARTNER")
    return new InvalidInput(
      "BAD_TERMS",
      "Try terms that were offered to you: name the contract change or the proposed contract",
      ["input", input.draft ? "draft" : "termsVersionId"],
    );
  if (input.draft) return draftOf(ctx, tx, input, program);
  const version = await versionOf(tx, input.termsVersionId ?? "", program.id);
  return version
    ? { source: "VERSION", ...version }
    : NotFound.of("terms version", "input", "termsVersionId");
}

const usualDays = 30;
async function windowFor(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  { days: asked, last24Hours }: Pick<ReplayInput, "days" | "last24Hours">,
) {
  const at = ctx.clock();
  // Rollups say what was used before, and they are cut by quarters of an hour.
  if (last24Hours)
    return {
      days: 1,
      startsAt: new Date(Math.floor((at - dayMs) / quarterHourMs) * quarterHourMs),
      endsAt: new Date(at),
    };
  const brand = await tx.findOneOrFail(Account, { id: program.brandAccountId });
  const days = asked ?? usualDays;
  const { from, to } = windowOf(days, at, brand.timeZone);
  return { days, startsAt: new Date(from), endsAt: new Date(to) };
}

/** Some at a time, so that one account does not keep the others waiting. */
async function tooMany(ctx: Context, tx: EntityManager): Promise<Conflict | null> {
  const accountId = ctx.scope.requireAccountId();
  const own =
    ctx.scope.kind === "PARTNER"
      ? { partnerAccountId: accountId }
      : { brandAccountId: accountId, partnerAccountId: null, source: { $ne: "LEDGER" as const } };
  const open = await tx.count(ReplayRow, { ...own, state: { $in: ["QUEUED", "RUNNING"] } });
  return open < openMax
    ? null
    : new Conflict(
        "TOO_MANY_REPLAYS",
        `${openMax} replays are waiting or running: wait for one to end, or cancel one`,
        [],
      );
}

async function badScope(
  tx: EntityManager,
  { contractIds, termsId, programId, days, last24Hours }: ReplayInput,
): Promise<UserError | null> {
  if (last24Hours && days !== null)
    return new InvalidInput("BAD_RANGE", "Name days or last24Hours: leave one of them out", [
      "input",
      "days",
    ]);
  if (days !== null && (days < 1 || days > 90))
    return new InvalidInput("BAD_DAYS", "A replay looks back 1 to 90 days", ["input", "days"]);
  if (termsId && !(await tx.findOne(TemplateTerms, { id: termsId, programId })))
    return NotFound.of("terms", "input", "termsId");
  if (!contractIds) return null;
  const ids = [...new Set(contractIds)];
  if (ids.length < 1 || ids.length > contractsMax)
    return new InvalidInput(
      "BAD_CONTRACTS",
      `Name 1 to ${contractsMax} contracts, or none for all`,
      ["input", "contractIds"],
    );
  const found = await tx.count(Contract, { id: { $in: ids }, programId });
  return found === ids.length ? null : NotFound.of("contract", "input", "contractIds");
}

async function ask(
  ctx: Context,
  tx: EntityManager,
  input: ReplayInput,
): Promise<string | UserError> {
  const program = await findProgram({ ...ctx, em: tx }, input.programId);
  if (!program) return NotFound.of("program", "input", "programId");
  const refused = (await badScope(tx, input)) ?? (await tooMany(ctx, tx));
  if (refused) return refused;
  const tried = await triedOf(ctx, tx, input, program);
  if (isRefusal(tried)) return tried;
  return addReplay(ctx, tx, program, {
    ...tried,
    ...(await windowFor(ctx, tx, program, input)),
    onTermsId: input.termsId ?? null,
    contractIds: input.contractIds ? [...new Set(input.contractIds)] : null,
  });
}

type StartedReplay = Tried &
  Pick<ReplayRow, "days" | "startsAt" | "endsAt"> & {
    onTermsId?: string | null;
    contractIds?: string[] | null;
  };

function addReplay(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  facts: StartedReplay,
): string {
  const row = tx.create(ReplayRow, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: program.brandAccountId,
    partnerAccountId: ctx.scope.kind === "PARTNER" ? ctx.scope.requireAccountId() : null,
    programId: program.id,
    state: "QUEUED",
    createdBy: actorId(ctx),
    createdAt: now(ctx),
    ...facts,
  });
  return row.id;
}

/** Answered by `view` of the replay. */
export const askReplay = <A>(
  ctx: Context,
  input: ReplayInput,
  idempotencyKey: string,
  view: View<A>,
): Promise<A | UserError> =>
  mutation(ctx, "startReplay", { input, key: idempotencyKey }, (tx) => ask(ctx, tx, input), view);

/** Every contract under its own terms: what the worker also does by itself. */
export function askLedgerCheck<A>(
  ctx: Context,
  of: { programId: string; days: number },
  idempotencyKey: string,
  view: View<A>,
): Promise<A | UserError> {
  return mutation(
    ctx,
    "startLedgerCheck",
    { input: of, key: idempotencyKey },
    async (tx) => {
      const program =
        ctx.scope.kind === "BRAND" ? await findProgram({ ...ctx, em: tx }, of.programId) : null;
      if (!program) return NotFound.of("program", "programId");
      if (of.days < 1 || of.days > 90)
        return new InvalidInput("BAD_DAYS", "A check looks back 1 to 90 days", ["days"]);
      const open = await tx.findOne(ReplayRow, {
        programId: program.id,
        brandAccountId: program.brandAccountId,
        source: "LEDGER",
        days: of.days,
        state: { $in: ["QUEUED", "RUNNING"] },
      });
      if (open) return open.id;
      const window = await windowFor(ctx, tx, program, { days: of.days, last24Hours: false });
      return addReplay(ctx, tx, program, {
        source: "LEDGER",
        body: null,
        termsId: null,
        termsVersionId: null,
        termsName: null,
        versionNumber: 0,
        ...window,
      });
    },
    view,
  );
}
