/** Contracts: proposed, accepted, declined, withdrawn. The first decision wins; at most one is in force at any instant. */
import { LockMode, type EntityManager, type FilterQuery } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { lockEdition } from "../accounts/accounts.ts";
import { badInput } from "../api/bad-input.ts";
import { decodeCursor, pageOf, type Page } from "../api/connection.ts";
import { once } from "../api/idempotency.ts";
import { Conflict, InvalidInput, isRefusal, NotFound, type IdempotencyKeyReused, type UserError } from "../api/refusal.ts";
import { knownAccounts, ownRows, shownTerms } from "../auth/scope-filter.ts";
import { actorId, now, type Context } from "../context.ts";
import { undecidable, type ContractDecision, type DecisionRefusal } from "../domain/contract.ts";
import { isEntitled } from "../domain/entitlement.ts";
import { payoutOf, termsFromJson } from "../domain/terms.ts";
import { Program } from "../programs/program.entity.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { versionView } from "../terms/terms.ts";
import { Contract, ContractEvent } from "./contract.entity.ts";
import { ContractOk, ContractStateValue, type ContractEventKind, type ContractFilter, type ContractView, type ProposeContractInput } from "./contract.types.ts";

async function views(ctx: Context, rows: readonly Contract[]): Promise<ContractView[]> {
  const ids = (pick: (row: Contract) => string) => [...new Set(rows.map(pick))];
  const accounts = await ctx.em.find(Account, { id: { $in: [...ids((c) => c.brandAccountId), ...ids((c) => c.partnerAccountId)] } });
  const programs = await ctx.em.find(Program, { id: { $in: ids((c) => c.programId) } });
  const versions = await ctx.em.find(TermsVersion, { id: { $in: ids((c) => c.termsVersionId) } });
  const templates = await ctx.em.find(TemplateTerms, { id: { $in: versions.map((version) => version.termsId) } });
  const events = await ctx.em.find(ContractEvent, { contractId: { $in: ids((c) => c.id) } }, { orderBy: { at: "asc", id: "asc" } });
  const accountName = (id: string) => accounts.find((account) => account.id === id)?.name ?? "";
  return rows.flatMap((row) => {
    const version = versions.find((v) => v.id === row.termsVersionId);
    const template = templates.find((t) => t.id === version?.termsId);
    if (!version || !template) return [];
    const state = row.state(ctx.clock());
    return [
      {
        id: row.id,
        state: state as ContractStateValue,
        programId: row.programId,
        programName: programs.find((p) => p.id === row.programId)?.name ?? "",
        brandAccountId: row.brandAccountId,
        brandName: accountName(row.brandAccountId),
        partnerAccountId: row.partnerAccountId,
        partnerName: accountName(row.partnerAccountId),
        termsId: template.id,
        termsName: template.name,
        version: versionView(version),
        awaitsYou: state === "PENDING" && row.decidingAccountId() === ctx.scope.accountId,
        startsAt: row.startsAt,
        endsAt: row.endsAt ?? null,
        proposedAt: row.proposedAt,
        proposalExpiresAt: row.proposalExpiresAt ?? null,
        decidedAt: row.decidedAt ?? null,
        comment: row.comment ?? null,
        declineReason: row.declineReason ?? null,
        events: events.filter((event) => event.contractId === row.id).map((event) => ({ kind: event.kind as ContractEventKind, comment: event.comment ?? null, at: event.at })),
      },
    ];
  });
}

export async function contract(ctx: Context, id: string): Promise<ContractView | null> {
  const row = await ctx.em.findOne(Contract, { $and: [{ id }, ownRows(ctx.scope)] });
  const [view] = row ? await views(ctx, [row]) : [];
  return view ?? null;
}

/** The database's form of domain/contract.contractState. */
function inState(state: ContractStateValue, at: Date): FilterQuery<Contract> {
  switch (state) {
    case ContractStateValue.PENDING:
      return { decision: "PROPOSED", $or: [{ proposalExpiresAt: null }, { proposalExpiresAt: { $gt: at } }] };
    case ContractStateValue.UPCOMING:
      return { decision: "SIGNED", startsAt: { $gt: at } };
    case ContractStateValue.ACTIVE:
      return { decision: "SIGNED", startsAt: { $lte: at }, $or: [{ endsAt: null }, { endsAt: { $gt: at } }] };
    case ContractStateValue.DECLINED:
      return { decision: { $in: ["DECLINED", "WITHDRAWN"] } };
    case ContractStateValue.EXPIRED:
      return {
        $or: [
          { decision: "SIGNED", endsAt: { $lte: at } },
          { decision: "PROPOSED", proposalExpiresAt: { $lte: at } },
        ],
      };
  }
}

/** Newest first; without states only ACTIVE [D54]. */
export async function contracts(ctx: Context, page: { first: number; after: string | null }, filter: ContractFilter | null): Promise<Page<ContractView>> {
  const cursor = decodeCursor(page.after, 1);
  if (!cursor.ok) throw badInput(cursor.message, ...cursor.path);
  const states = filter?.states ?? [ContractStateValue.ACTIVE];
  const where: FilterQuery<Contract>[] = [ownRows(ctx.scope), { $or: states.map((state) => inState(state, now(ctx))) }];
  if (filter?.programId) where.push({ programId: filter.programId });
  if (filter?.partnerId) where.push({ partnerAccountId: filter.partnerId });
  if (cursor.value) where.push({ id: { $lt: cursor.value[0] ?? "" } });
  const rows = await ctx.em.find(Contract, { $and: where }, { orderBy: { id: "desc" }, limit: page.first + 1 });
  return pageOf(
    await views(ctx, rows),
    page.first,
    (row) => [row.id],
    (row) => row,
  );
}

function record(ctx: Context, tx: EntityManager, row: Contract, event: { kind: ContractEvent["kind"]; comment: string | null }): void {
  tx.create(ContractEvent, {
    id: ctx.newId(ctx.clock()),
    contractId: row.id,
    brandAccountId: row.brandAccountId,
    partnerAccountId: row.partnerAccountId,
    kind: event.kind,
    actorId: actorId(ctx),
    comment: event.comment,
    at: now(ctx),
  });
}

async function ok(ctx: Context, id: string): Promise<ContractOk> {
  const view = await contract(ctx, id);
  if (!view) throw new Error("contract not found after change");
  return new ContractOk(view);
}

function badDates(ctx: Context, input: ProposeContractInput): InvalidInput | null {
  const start = input.startsAt?.getTime() ?? ctx.clock();
  if (start < ctx.clock() - 60_000) return new InvalidInput("START_IN_PAST", "A contract cannot start in the past", ["input", "startsAt"]);
  if (input.endsAt && input.endsAt.getTime() <= start) return new InvalidInput("END_BEFORE_START", "The end must be after the start", ["input", "endsAt"]);
  if (input.expiresAt && input.expiresAt.getTime() <= ctx.clock()) return new InvalidInput("EXPIRES_IN_PAST", "A proposal must be open for some time", ["input", "expiresAt"]);
  return (input.comment?.length ?? 0) > 5000 ? new InvalidInput("TOO_LONG", "A comment has at most 5000 characters", ["input", "comment"]) : null;
}

type ProposeRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;

/** Offers a version of terms to a partner; nothing else changes until the partner accepts [D36]. */
export async function proposeContract(ctx: Context, input: ProposeContractInput, idempotencyKey: string): Promise<ContractOk | ProposeRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const bad = badDates(ctx, input);
  if (bad) return bad;
  const result = await once(ctx.em, { accountId, key: idempotencyKey, operation: "proposeContract", input, at: now(ctx) }, async (tx) => {
    const template = await tx.findOne(TemplateTerms, { $and: [{ id: input.termsId }, shownTerms(ctx.scope)] });
    if (!template) return NotFound.of("terms", "input", "termsId");
    if (template.state !== "ACTIVE") return new Conflict("TERMS_NOT_ACTIVE", "Only active terms can be proposed", ["input", "termsId"]);
    const [version] = await tx.find(
      TermsVersion,
      { termsId: template.id, ...(input.versionNumber == null ? {} : { number: input.versionNumber }) },
      { orderBy: { number: "desc" }, limit: 1 },
    );
    if (!version) return NotFound.of("terms version", "input", "versionNumber");
    const partner = await tx.findOne(Account, { $and: [{ id: input.partnerId, kind: "PARTNER" }, knownAccounts(ctx.scope)] });
    if (!partner) return NotFound.of("partner", "input", "partnerId");
    const row = tx.create(Contract, {
      id: ctx.newId(ctx.clock()),
      brandAccountId: accountId,
      partnerAccountId: partner.id,
      programId: template.programId,
      termsVersionId: version.id,
      decision: "PROPOSED",
      proposedByAccountId: accountId,
      proposedBy: actorId(ctx),
      proposedAt: now(ctx),
      proposalExpiresAt: input.expiresAt,
      comment: input.comment,
      startsAt: input.startsAt ?? now(ctx),
      endsAt: input.endsAt,
    });
    await tx.flush();
    record(ctx, tx, row, { kind: "PROPOSED", comment: input.comment });
    return row.id;
  });
  return isRefusal(result) ? result : ok(ctx, result);
}

const decisionWords: Record<DecisionRefusal, string> = {
  ALREADY_ACCEPTED: "This proposal was already accepted",
  ALREADY_DECLINED: "This proposal was already declined",
  PROPOSAL_WITHDRAWN: "This proposal was withdrawn",
  PROPOSAL_EXPIRED: "This proposal was open until a moment that has passed",
};
type DecideRefusal = NotFound | Conflict | IdempotencyKeyReused;
interface DecisionStep {
  id: string;
  decision: Exclude<ContractDecision, "PROPOSED">;
  reason: string | null;
}
const operationOf = { SIGNED: "acceptContract", DECLINED: "declineContract", WITHDRAWN: "withdrawContract" } as const;
const eventOf = { SIGNED: "ACCEPTED", DECLINED: "DECLINED", WITHDRAWN: "WITHDRAWN" } as const;

/** A proposal with clicks made before a downgrade cannot be signed after it [D3]. */
async function paysOnlyWhatEditionAllows(tx: EntityManager, row: Contract): Promise<boolean> {
  await lockEdition(tx, row.brandAccountId);
  const version = await tx.findOneOrFail(TermsVersion, { id: row.termsVersionId });
  if (!payoutOf(termsFromJson(version.body), "CLICK")) return true;
  const brand = await tx.findOneOrFail(Account, { id: row.brandAccountId }, { refresh: true });
  return isEntitled(brand.edition ?? "STARTER", "CPC");
}

async function decideLocked(ctx: Context, tx: EntityManager, step: DecisionStep): Promise<string | UserError> {
  const row = await tx.findOne(Contract, { $and: [{ id: step.id }, ownRows(ctx.scope)] }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!row) return NotFound.of("contract", "id");
  const decider = step.decision === "WITHDRAWN" ? row.proposedByAccountId : row.decidingAccountId();
  if (decider !== ctx.scope.accountId) return new Conflict("NOT_YOURS_TO_DECIDE", "The other side decides this proposal", ["id"]);
  const refusal = undecidable(row.standing(), ctx.clock());
  if (refusal) return new Conflict(refusal, decisionWords[refusal], ["id"]);
  row.decision = step.decision;
  row.decidedBy = actorId(ctx);
  row.decidedAt = now(ctx);
  if (step.decision === "DECLINED") row.declineReason = step.reason;
  if (step.decision === "SIGNED") {
    if (row.startsAt.getTime() < ctx.clock()) row.startsAt = now(ctx);
    if (row.endsAt && row.endsAt <= row.startsAt) return new Conflict("PROPOSAL_EXPIRED", "The proposed validity has already ended", ["id"]);
    const overlapping = await tx.count(Contract, {
      id: { $ne: row.id },
      partnerAccountId: row.partnerAccountId,
      programId: row.programId,
      decision: "SIGNED",
      ...(row.endsAt ? { startsAt: { $lt: row.endsAt } } : {}),
      $or: [{ endsAt: null }, { endsAt: { $gt: row.startsAt } }],
    });
    if (!(await paysOnlyWhatEditionAllows(tx, row)))
      return new Conflict("EDITION_NOT_ENTITLED", "These terms pay for clicks, which the brand's edition no longer includes", ["id"]);
    if (overlapping > 0) return new Conflict("CONTRACT_IN_FORCE", "Another contract with this program is in force in that time: it must end or be switched first", ["id"]);
  }
  record(ctx, tx, row, { kind: eventOf[step.decision], comment: step.reason });
  return row.id;
}

/** Accept, decline or withdraw. Two at once: the row's lock lets the first through, the second gets its own code [D56, D57]. */
export async function decideContract(ctx: Context, step: DecisionStep, idempotencyKey: string): Promise<ContractOk | DecideRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const request = { accountId, key: idempotencyKey, operation: operationOf[step.decision], input: step, at: now(ctx) };
  let result: string | UserError;
  try {
    result = await once(ctx.em, request, (tx) => decideLocked(ctx, tx, step));
  } catch (error) {
    // Two proposals accepted at the same moment: the exclusion constraint lets one through.
    if ((error as { code?: string }).code !== "23P01") throw error;
    result = new Conflict("CONTRACT_IN_FORCE", "Another contract with this program came into force at the same moment", ["id"]);
  }
  return isRefusal(result) ? result : ok(ctx, result);
}
