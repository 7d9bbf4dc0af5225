/** One partner's signed contracts as the plans see them, and the writing of a plan's steps. */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Clock, NewId } from "../../platform/clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Signed, Step } from "../../domain/change.ts";
import type { ContractEventName } from "../../domain/contract.ts";
import { privateRulesOf } from "../../domain/program-rules.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import { Contract, ContractEvent } from "./contract.entity.ts";
import { hold } from "../../platform/db/locks.ts";
import { actorId, type Context } from "../../platform/context.ts";

/** What changing contracts needs besides a transaction: of a request, or of a job. */
export interface ChangeDeps {
  clock: Clock;
  newId: NewId;
}
/** Who acts; null = the clock. */
export interface Actor {
  userId: string;
  accountId: string;
}
export const actorOf = (ctx: Context): Actor => ({
  userId: actorId(ctx),
  accountId: ctx.scope.requireAccountId(),
});

/**
 * Held until commit by whoever changes what is in force in a program. Accounting holds the same
 * lock shared while it prices a batch, so no click is priced by what was in force before an instant
 * that has already passed. Taken before any row's lock.
 */
export const lockContracts = async (tx: EntityManager, programId: string): Promise<void> => {
  await hold(tx, "CONTRACTS", programId);
};

export interface Timeline {
  signed: Signed[];
  rows: Map<string, Contract>;
}

/** Signed contracts that are in force at or after the instant, by partner. */
export async function loadTimelines(
  tx: EntityManager,
  programId: string,
  partnerIds: readonly string[],
  from: Instant,
): Promise<Map<string, Timeline>> {
  const rows = await tx.find(
    Contract,
    {
      programId,
      partnerAccountId: { $in: [...partnerIds] },
      decision: "SIGNED",
      $or: [{ endsAt: null }, { endsAt: { $gt: new Date(from) } }],
    },
    { orderBy: { startsAt: "asc" }, refresh: true },
  );
  const versions = await tx.find(TermsVersion, {
    id: { $in: [...new Set(rows.map((row) => row.termsVersionId))] },
  });
  const notice = new Map(
    versions.map((version) => [
      version.id,
      {
        termsId: version.termsId,
        noticeDays: termsFromJson(version.body).noticeDays,
        privateRules: privateRulesOf(termsFromJson(version.body)),
      },
    ]),
  );
  const timelines = new Map<string, Timeline>();
  for (const row of rows) {
    const terms = notice.get(row.termsVersionId);
    if (!terms) throw new Error(`contract ${row.id} names a terms version that cannot be read`);
    const timeline = timelines.get(row.partnerAccountId) ?? {
      signed: [],
      rows: new Map<string, Contract>(),
    };
    timeline.signed.push({
      contractId: row.id,
      versionId: row.termsVersionId,
      ...terms,
      validity: row.standing().validity,
    });
    timeline.rows.set(row.id, row);
    timelines.set(row.partnerAccountId, timeline);
  }
  return timelines;
}
export const noTimeline: Timeline = { signed: [], rows: new Map() };

interface EventRecord {
  kind: ContractEventName;
  actor: Actor | null;
  comment?: string | null;
  at?: Instant;
  beforeVersionId?: string | null;
  afterVersionId?: string | null;
}
export function record(
  tx: EntityManager,
  deps: ChangeDeps,
  contract: Contract,
  event: EventRecord,
): void {
  const at = event.at ?? deps.clock();
  tx.create(ContractEvent, {
    id: deps.newId(at),
    contractId: contract.id,
    brandAccountId: contract.brandAccountId,
    partnerAccountId: contract.partnerAccountId,
    kind: event.kind,
    actorId: event.actor?.userId ?? null,
    actorAccountId: event.actor?.accountId ?? null,
    comment: event.comment ?? null,
    beforeVersionId: event.beforeVersionId ?? null,
    afterVersionId: event.afterVersionId ?? null,
    at: new Date(at),
  });
}

/** What a plan made of one partner's contracts. */
export interface Changed {
  old: Contract | null;
  oldEndsAt: Date | null;
  superseded: Contract[];
  signed: Contract | null;
  fallback: Contract | null;
}

/**
 * Ends and gives up what the steps take away; `changeId` is the planned change that does, null = a
 * proposal that was accepted. Must be flushed before anything new is signed: two
 * are never in force at once.
 */
export function endSteps(
  timeline: Timeline,
  steps: readonly Step[],
  changeId: string | null,
): Pick<Changed, "old" | "oldEndsAt" | "superseded"> {
  const changed: Pick<Changed, "old" | "oldEndsAt" | "superseded"> = {
    old: null,
    oldEndsAt: null,
    superseded: [],
  };
  const rowOf = (id: string): Contract => {
    const row = timeline.rows.get(id);
    if (!row) throw new Error(`endSteps: contract ${id} is not part of the timeline`);
    return row;
  };
  for (const step of steps) {
    if (step.kind === "END") {
      changed.old = rowOf(step.contractId);
      changed.oldEndsAt = changed.old.endsAt ?? null;
      changed.old.endsAt = new Date(step.at);
      changed.old.endedByChangeId = changeId;
    } else if (step.kind === "SUPERSEDE") {
      const row = rowOf(step.contractId);
      row.decision = "SUPERSEDED";
      changed.superseded.push(row);
    }
  }
  return changed;
}

export interface SignedBy {
  brandAccountId: string;
  partnerAccountId: string;
  programId: string;
  actor: Actor;
  comment: string | null;
  changeId: string | null;
}

/** Signs what the steps bring. A partner has at most one contract of each role. */
export function signSteps(
  tx: EntityManager,
  deps: ChangeDeps,
  by: SignedBy,
  steps: readonly Step[],
): Pick<Changed, "signed" | "fallback"> & { all: Contract[] } {
  const all: Contract[] = [];
  let fallback: Contract | null = null;
  for (const step of steps) {
    if (step.kind !== "SIGN") continue;
    const row = signContract(tx, deps, by, {
      versionId: step.versionId,
      start: step.validity.start,
      end: step.validity.end,
      followsId: step.follows,
    });
    if (step.role === "FALLBACK") fallback = row;
    else all.push(row);
  }
  return { signed: all[0] ?? null, fallback, all };
}

export function signContract(
  tx: EntityManager,
  deps: ChangeDeps,
  by: SignedBy,
  {
    versionId,
    start,
    end,
    followsId,
  }: { versionId: string; start: Instant; end: Instant | null; followsId: string | null },
): Contract {
  const now = deps.clock();
  return tx.create(Contract, {
    id: deps.newId(now),
    brandAccountId: by.brandAccountId,
    partnerAccountId: by.partnerAccountId,
    programId: by.programId,
    termsVersionId: versionId,
    decision: "SIGNED",
    proposedByAccountId: by.brandAccountId,
    proposedBy: by.actor.userId,
    proposedAt: new Date(now),
    comment: by.comment,
    startsAt: new Date(start),
    endsAt: end === null ? null : new Date(end),
    decidedBy: by.actor.userId,
    decidedAt: new Date(now),
    followsId,
    changeId: by.changeId,
  });
}
