/**
 * Proposals between a brand and a partner: offered, countered, accepted, declined, withdrawn. The
 * first decision wins.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import {
  undecidable,
  type ContractDecision,
  type ContractEventName,
  type DecisionRefusal,
} from "../../domain/contract.ts";
import { addToGroups } from "../groups/groups.ts";
import type { NoticeName } from "../notices/notice.entity.ts";
import { tell, type NoticeDeps } from "../notices/notices.ts";
import { TemplateTerms, TermsVersion } from "../terms/terms.entity.ts";
import { Contract } from "./contract.entity.ts";
import { ContractOk, type ProposeContractInput } from "./contract.types.ts";
import { contract } from "./contracts.ts";
import { loadTimelines, lockContracts, record, actorOf } from "./timeline.ts";
import { sign } from "./signing.ts";

export const tellingOf = (ctx: Context): NoticeDeps => ({
  clock: ctx.clock,
  newId: ctx.newId,
  publicUrl: ctx.env.publicUrl,
});

export async function contractOk(ctx: Context, id: string): Promise<ContractOk> {
  const view = await contract(ctx, id);
  if (!view) throw new Error("contract not found after change");
  return new ContractOk(view);
}

export interface OfferTimes {
  startsAt: Date | null;
  endsAt: Date | null;
  expiresAt: Date | null;
  comment: string | null;
}
export function badTimes(ctx: Context, input: OfferTimes): InvalidInput | null {
  const start = input.startsAt?.getTime() ?? ctx.clock();
  if (start < ctx.clock() - 60_000)
    return new InvalidInput("START_IN_PAST", "A contract cannot start in the past", [
      "input",
      "startsAt",
    ]);
  if (input.endsAt && input.endsAt.getTime() <= start)
    return new InvalidInput("END_BEFORE_START", "The end must be after the start", [
      "input",
      "endsAt",
    ]);
  if (input.expiresAt && input.expiresAt.getTime() <= ctx.clock())
    return new InvalidInput("EXPIRES_IN_PAST", "A proposal must be open for some time", [
      "input",
      "expiresAt",
    ]);
  return tooLong("A comment", input.comment, 5000, "input", "comment");
}

const inForceVersion = async (
  tx: EntityManager,
  row: Pick<Contract, "programId" | "partnerAccountId">,
  at: number,
): Promise<string | null> => {
  const timeline = (await loadTimelines(tx, row.programId, [row.partnerAccountId], at)).get(
    row.partnerAccountId,
  );
  return timeline?.signed.find(({ validity }) => validity.start <= at)?.versionId ?? null;
};

/** One line to the other side, with what the contract in force would become. */
export async function tellOther(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  kind: NoticeName,
  comment: string | null,
): Promise<void> {
  const own = ctx.scope.requireAccountId();
  await tell(tx, tellingOf(ctx), [
    {
      kind,
      accountId: own === row.brandAccountId ? row.partnerAccountId : row.brandAccountId,
      fromAccountId: own,
      brandAccountId: row.brandAccountId,
      programId: row.programId,
      contractId: row.id,
      changeId: null,
      beforeVersionId: await inForceVersion(tx, row, ctx.clock()),
      afterVersionId: row.termsVersionId,
      comment: comment ?? "",
      howTo: false,
      effectiveAt:
        kind === "CONTRACT_WITHDRAWN" || kind === "CONTRACT_DECLINED"
          ? null
          : row.startsAt.getTime(),
    },
  ]);
}

type ProposeRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;

interface Offered {
  template: TemplateTerms;
  version: TermsVersion;
  partner: Account;
}
async function offeredBy(
  tx: EntityManager,
  { termsId, versionNumber, partnerId }: ProposeContractInput,
): Promise<Offered | NotFound | Conflict> {
  const template = await tx.findOne(TemplateTerms, { id: termsId }, { refresh: true });
  if (!template) return NotFound.of("terms", "input", "termsId");
  if (template.state !== "ACTIVE")
    return new Conflict("TERMS_NOT_ACTIVE", "Only active terms can be proposed", [
      "input",
      "termsId",
    ]);
  const [version] = await tx.find(
    TermsVersion,
    { termsId: template.id, ...(versionNumber == null ? {} : { number: versionNumber }) },
    { orderBy: { number: "desc" }, limit: 1 },
  );
  if (!version) return NotFound.of("terms version", "input", "versionNumber");
  const partner = await tx.findOne(Account, { id: partnerId, kind: "PARTNER" });
  return partner ? { template, version, partner } : NotFound.of("partner", "input", "partnerId");
}

/** Offers a version of terms to a partner; nothing else changes until the partner accepts [D36]. */
export async function proposeContract(
  ctx: Context,
  input: ProposeContractInput,
  idempotencyKey: string,
): Promise<ContractOk | ProposeRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const bad = badTimes(ctx, input);
  if (bad) return bad;
  return mutation(
    ctx,
    "proposeContract",
    { input, key: idempotencyKey },
    async (tx) => {
      const offered = await offeredBy(tx, input);
      if (isRefusal(offered)) return offered;
      const { template, version, partner } = offered;
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
        mayCounter: input.mayCounter ?? true,
        switches: input.switches ?? false,
      });
      await tx.flush();
      record(tx, ctx, row, {
        kind: "PROPOSED",
        actor: actorOf(ctx),
        comment: input.comment,
        afterVersionId: version.id,
      });
      await tellOther(ctx, tx, row, "CONTRACT_PROPOSED", input.comment);
      return row.id;
    },
    contractOk,
  );
}

const decisionWords: Record<DecisionRefusal, string> = {
  ALREADY_ACCEPTED: "This proposal was already accepted",
  ALREADY_DECLINED: "This proposal was already declined",
  ALREADY_COUNTERED: "This proposal was already answered with other terms",
  PROPOSAL_WITHDRAWN: "This proposal was withdrawn",
  PROPOSAL_EXPIRED: "This proposal was open until a moment that has passed",
};
type DecideRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
export type Answer = Extract<ContractDecision, "SIGNED" | "DECLINED" | "WITHDRAWN">;
export interface DecisionStep {
  id: string;
  decision: Answer;
  reason: string | null;
  /** SIGNED by a brand: the partner joins these groups. */
  groupIds?: string[] | null;
}
const answers: Record<Answer, { operation: string; event: ContractEventName; notice: NoticeName }> =
  {
    SIGNED: { operation: "acceptContract", event: "ACCEPTED", notice: "CONTRACT_ACCEPTED" },
    DECLINED: { operation: "declineContract", event: "DECLINED", notice: "CONTRACT_DECLINED" },
    WITHDRAWN: { operation: "withdrawContract", event: "WITHDRAWN", notice: "CONTRACT_WITHDRAWN" },
  };

/**
 * Reads a proposal under its lock, or says why it is not this account's to decide. A planned change
 * is signed and cannot be rejected [D43].
 */
export async function lockProposal(
  ctx: Context,
  tx: EntityManager,
  id: string,
  by: "DECIDER" | "PROPOSER",
): Promise<Contract | NotFound | Conflict> {
  const known = await tx.findOne(Contract, { id }, { refresh: true });
  if (!known) return NotFound.of("contract", "id");
  await lockContracts(tx, known.programId);
  const row = await tx.findOneOrFail(
    Contract,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (
    (by === "PROPOSER" ? row.proposedByAccountId : row.decidingAccountId()) !== ctx.scope.accountId
  )
    return new Conflict("NOT_YOURS_TO_DECIDE", "The other side decides this proposal", ["id"]);
  if (row.decision === "SIGNED" && row.changeId !== null && row.state(ctx.clock()) === "UPCOMING")
    return new Conflict(
      "CANNOT_REJECT",
      "This change was announced with its notice period and cannot be rejected or withdrawn one " +
        "by one",
      ["id"],
    );
  const refusal = undecidable(row.standing(), ctx.clock());
  return refusal ? new Conflict(refusal, decisionWords[refusal], ["id"]) : row;
}

async function decideLocked(
  ctx: Context,
  tx: EntityManager,
  step: DecisionStep,
): Promise<string | UserError> {
  const row = await lockProposal(
    ctx,
    tx,
    step.id,
    step.decision === "WITHDRAWN" ? "PROPOSER" : "DECIDER",
  );
  if (isRefusal(row)) return row;
  row.decidedBy = actorId(ctx);
  row.decidedAt = now(ctx);
  if (step.decision === "SIGNED") {
    const refused = await sign(ctx, tx, row);
    if (refused) return refused;
    const grouped = await addToGroups(ctx, tx, row.partnerAccountId, step.groupIds ?? []);
    if (grouped) return grouped;
  } else {
    row.decision = step.decision;
    if (step.decision === "DECLINED") row.declineReason = step.reason;
  }
  record(tx, ctx, row, {
    kind: answers[step.decision].event,
    actor: actorOf(ctx),
    comment: step.reason,
    afterVersionId: row.termsVersionId,
  });
  await tellOther(ctx, tx, row, answers[step.decision].notice, step.reason);
  return row.id;
}

/**
 * Accept, decline or withdraw. Two at once: the lock lets the first through, the second gets its
 * own code [D56, D57].
 */
export async function decideContract(
  ctx: Context,
  step: DecisionStep,
  idempotencyKey: string,
): Promise<ContractOk | DecideRefusal> {
  const long = tooLong("A reason", step.reason, 5000, "reason");
  if (long) return long;
  return mutation(
    ctx,
    answers[step.decision].operation,
    { input: step, key: idempotencyKey },
    (tx) => decideLocked(ctx, tx, step),
    contractOk,
  );
}
