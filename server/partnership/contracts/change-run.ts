/**
 * Carrying a change out, some partners a transaction. Each partner's plan is made again from the
 * contracts as they are then, by the same function that made the preview. What is done is marked in
 * the same transaction, so a run that is killed goes on where it stopped and changes nobody twice.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import type { ChangePlan, PartnerPlan } from "../../domain/change.ts";
import { planFor } from "../../domain/change.ts";
import { privateRulesOf } from "../../domain/program-rules.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { tell, type NoticeDeps, type Notification } from "../notices/notices.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import { Account } from "../accounts/account.entity.ts";
import { ContractChange, ContractChangePartner } from "./change.entity.ts";
import { Contract } from "./contract.entity.ts";
import {
  endSteps,
  loadTimelines,
  noTimeline,
  record,
  signSteps,
  type Actor,
  type Changed,
  type Timeline,
} from "./timeline.ts";

export function planOf(change: ContractChange): Omit<ChangePlan, "privateRules"> {
  const { strategy, termsId, termsVersionId, effectiveAt } = change;
  if (!termsId || !termsVersionId || !effectiveAt)
    throw new Error(`change ${change.id} is a draft`);
  return {
    strategy,
    approval: change.approval ?? null,
    termsId,
    versionId: termsVersionId,
    effectiveAt: effectiveAt.getTime(),
    until: change.endsAt?.getTime() ?? null,
    fallbackVersionId: change.fallbackVersionId ?? null,
  };
}

interface Work {
  partner: ContractChangePartner;
  timeline: Timeline;
  plan: PartnerPlan;
  changed: Changed & { all: Contract[] };
  proposed: Contract | null;
}

const actorOf = (change: ContractChange): Actor => ({
  userId: change.appliedBy ?? change.createdBy,
  accountId: change.brandAccountId,
});

function propose(
  tx: EntityManager,
  telling: NoticeDeps,
  change: ContractChange,
  { partner, plan }: Work,
): Contract | null {
  const step = plan.steps.find(({ kind }) => kind === "PROPOSE");
  if (step?.kind !== "PROPOSE") return null;
  const now = telling.clock();
  const { userId, accountId } = actorOf(change);
  return tx.create(Contract, {
    id: telling.newId(now),
    brandAccountId: change.brandAccountId,
    partnerAccountId: partner.partnerAccountId,
    programId: change.programId,
    termsVersionId: step.versionId,
    decision: "PROPOSED",
    proposedByAccountId: accountId,
    proposedBy: userId,
    proposedAt: new Date(now),
    proposalExpiresAt: change.proposalExpiresAt ?? null,
    comment: change.comment,
    startsAt: new Date(step.validity.start),
    endsAt: step.validity.end === null ? null : new Date(step.validity.end),
    mayCounter: change.mayCounter,
    switches: change.strategy === "SWITCH",
    fallbackVersionId: change.fallbackVersionId ?? null,
    changeId: change.id,
  });
}

function writeEvents(
  tx: EntityManager,
  telling: NoticeDeps,
  change: ContractChange,
  { changed, proposed }: Work,
): void {
  const by = { actor: actorOf(change), comment: change.comment };
  if (proposed)
    record(tx, telling, proposed, {
      kind: "PROPOSED",
      ...by,
      afterVersionId: proposed.termsVersionId,
    });
  const after = changed.signed?.termsVersionId ?? null;
  for (const row of [...(changed.old ? [changed.old] : []), ...changed.superseded])
    record(tx, telling, row, {
      kind: "CHANGE_SCHEDULED",
      ...by,
      beforeVersionId: row.termsVersionId,
      afterVersionId: after,
    });
  for (const row of changed.superseded)
    record(tx, telling, row, {
      kind: "REPLACED",
      ...by,
      beforeVersionId: row.termsVersionId,
      afterVersionId: after,
    });
  const before = changed.old?.termsVersionId ?? changed.superseded[0]?.termsVersionId ?? null;
  for (const row of [...changed.all, ...(changed.fallback ? [changed.fallback] : [])])
    record(tx, telling, row, {
      kind: "CHANGE_SCHEDULED",
      ...by,
      beforeVersionId: before,
      afterVersionId: row.termsVersionId,
    });
}

function toldOf(
  change: ContractChange,
  { partner, timeline, changed, proposed }: Work,
  now: number,
): Notification | null {
  const row = changed.signed ?? proposed;
  if (!row) return null;
  const before = changed.old ?? changed.superseded[0] ?? null;
  const inForce = timeline.signed.find(
    ({ validity }) => validity.start <= now && (validity.end === null || now < validity.end),
  );
  return {
    kind: proposed ? "CONTRACT_PROPOSED" : "CHANGE_SCHEDULED",
    accountId: partner.partnerAccountId,
    fromAccountId: change.brandAccountId,
    brandAccountId: change.brandAccountId,
    programId: change.programId,
    contractId: row.id,
    changeId: change.id,
    beforeVersionId: before?.termsVersionId ?? inForce?.versionId ?? null,
    afterVersionId: row.termsVersionId,
    comment: change.comment,
    howTo: change.howTo,
    effectiveAt: row.startsAt.getTime(),
  };
}

function finish({ partner, plan, changed, proposed }: Work, effectiveAt: Date, now: Date): void {
  partner.updatedAt = now;
  if (plan.fault) {
    partner.state = "FAILED";
    partner.code = plan.fault.code;
    partner.message = plan.fault.message;
    return;
  }
  partner.state = proposed ? "PROPOSED" : "SCHEDULED";
  partner.code = partner.message = null;
  partner.oldContractId = changed.old?.id ?? null;
  partner.oldEndsAt = changed.oldEndsAt;
  partner.supersededIds = changed.superseded.map(({ id }) => id);
  partner.newContractId = (changed.signed ?? proposed)?.id ?? null;
  partner.fallbackContractId = changed.fallback?.id ?? null;
  partner.effectiveAt = effectiveAt;
}

/** Versions that the plan and the notices name are read once for all partners of the batch. */
async function loadWork(
  tx: EntityManager,
  change: ContractChange,
  partners: readonly ContractChangePartner[],
  plan: ChangePlan,
  now: number,
): Promise<Work[]> {
  const brand = await tx.findOneOrFail(Account, { id: change.brandAccountId });
  const timelines = await loadTimelines(
    tx,
    change.programId,
    partners.map(({ partnerAccountId }) => partnerAccountId),
    now,
  );
  return partners.map((partner) => {
    const timeline = timelines.get(partner.partnerAccountId) ?? noTimeline;
    // The date was agreed with the notice when the change was sent; a run that comes late must not
    // refuse for that.
    const facts = {
      partnerId: partner.partnerAccountId,
      signed: timeline.signed.map((contract) => ({ ...contract, noticeDays: 0 })),
      hasPlannedChange: false,
      hasProposal: false,
    };
    return {
      partner,
      timeline,
      plan: planFor(plan, facts, now, brand.timeZone),
      changed: {
        old: null,
        oldEndsAt: null,
        superseded: [],
        signed: null,
        fallback: null,
        all: [],
      },
      proposed: null,
    };
  });
}

/**
 * These partners of a change, of those that wait; resolves with how many were done. The program's
 * lock is held by the caller.
 */
export async function carryOut(
  tx: EntityManager,
  telling: NoticeDeps,
  changeId: string,
  only: readonly string[],
): Promise<number> {
  const change = await tx.findOneOrFail(
    ContractChange,
    { id: changeId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (change.state !== "APPLYING") return 0;
  const waiting = { changeId, state: "WAITING" as const };
  const partners = await tx.find(
    ContractChangePartner,
    { ...waiting, partnerAccountId: { $in: [...only] } },
    { orderBy: { partnerAccountId: "asc" } },
  );
  if (partners.length > 0) await changePartners(tx, telling, change, partners);
  await tx.flush();
  if ((await tx.count(ContractChangePartner, waiting)) === 0) change.state = "SCHEDULED";
  await tx.flush();
  return partners.length;
}

/** The next partners of a change, in order. */
export async function carryOutNext(
  tx: EntityManager,
  telling: NoticeDeps,
  changeId: string,
  max: number,
): Promise<number> {
  const next = await tx.find(
    ContractChangePartner,
    { changeId, state: "WAITING" },
    { orderBy: { partnerAccountId: "asc" }, limit: max },
  );
  return carryOut(
    tx,
    telling,
    changeId,
    next.map(({ partnerAccountId }) => partnerAccountId),
  );
}

async function changePartners(
  tx: EntityManager,
  telling: NoticeDeps,
  change: ContractChange,
  partners: readonly ContractChangePartner[],
): Promise<void> {
  const now = telling.clock();
  const given = planOf(change);
  // Never in the past: what clicks before this moment earned is already decided.
  const versions = await tx.find(TermsVersion, {
    id: { $in: [given.versionId, ...(given.fallbackVersionId ? [given.fallbackVersionId] : [])] },
  });
  const plan: ChangePlan = {
    ...given,
    effectiveAt: Math.max(given.effectiveAt, now),
    privateRules: versions.flatMap(({ body }) => privateRulesOf(termsFromJson(body))),
  };
  const works = await loadWork(tx, change, partners, plan, now);
  for (const work of works)
    if (!work.plan.fault)
      Object.assign(work.changed, endSteps(work.timeline, work.plan.steps, change.id));
  await tx.flush();
  for (const work of works) {
    const by = {
      brandAccountId: change.brandAccountId,
      partnerAccountId: work.partner.partnerAccountId,
      programId: change.programId,
      actor: actorOf(change),
      comment: change.comment,
      changeId: change.id,
    };
    Object.assign(work.changed, signSteps(tx, telling, by, work.plan.steps));
    work.proposed = propose(tx, telling, change, work);
  }
  await tx.flush();
  for (const work of works) {
    writeEvents(tx, telling, change, work);
    finish(work, new Date(plan.effectiveAt), new Date(now));
  }
  await tell(
    tx,
    telling,
    works.flatMap((work) => toldOf(change, work, now) ?? []),
  );
  change.done += works.filter(({ plan: { fault } }) => fault === null).length;
  change.failed += works.filter(({ plan: { fault } }) => fault !== null).length;
}
