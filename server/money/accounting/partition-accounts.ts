/**
 * Decides the clicks of one partition for its owner: what arrived, what was parked and may be tried
 * again, what was too early.
 */
import { inTransaction } from "../../platform/db/connection.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { failureOf, isDue, park, type Failure } from "../../platform/db/parking.ts";
import type { Instant } from "../../domain/calendar.ts";
import { accountBatch, Deposed, newMemory } from "./batch.ts";
import { findFaults, goodPrefix } from "./bisect.ts";
import { StaleBudget } from "./budgets.ts";
import type { Holding } from "./ownership.ts";
import {
  loadParked,
  nothingAside,
  putAside,
  queueOf,
  queueSubject,
  readDue,
  readQueue,
  takeDecided,
  type Aside,
  type Queue,
  type Source,
} from "./parked-clicks.ts";
import { prepareDecisions } from "../ledger/posting.ts";
import type { RawClick } from "./raw-click.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

export interface PartitionDeps extends WorkerDeps {
  aheadMs: number;
}

/**
 * The same clicks may be decided once the place is well again, or by a worker that knows better.
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof Deposed || error instanceof StaleBudget || isOutage(error);

/**
 * Parts of a batch that fail one after the other are found one after the other; this many times in
 * a round.
 */
const findsMax = 5;

class Tried extends Error {}

interface Work {
  source: Source;
  clicks: RawClick[];
  /** The cursor after them. */
  next: bigint;
  queue: Queue | null;
}
export interface Done {
  decided: number;
  programs: Set<string>;
  /** Only several programs together cannot be decided: a smaller batch is to be tried. */
  tooMany: boolean;
}

// No two batches of an owner are recorded at the same instant, so that (epoch, recorded_at,
// clicked_at, id) is for ever the order in which clicks were decided.
const nowOf = ({ clock }: PartitionDeps, holding: Holding): Instant =>
  Math.max(clock(), holding.recordedAt + 1);

const batchOf = (
  { number, epoch, cursor }: Holding,
  clicks: readonly RawClick[],
  next: bigint,
  now: Instant,
) => ({ number, epoch, cursor, next, clicks: [...clicks], now, wereParked: next === cursor });

async function tryOut(
  deps: PartitionDeps,
  holding: Holding,
  clicks: readonly RawClick[],
): Promise<Failure | null> {
  const now = nowOf(deps, holding);
  try {
    await inTransaction(deps.pool, async (client) => {
      await accountBatch(client, {
        ...batchOf(holding, clicks, holding.cursor, now),
        memory: newMemory(),
      });
      throw new Tried();
    });
  } catch (error) {
    if (error instanceof Tried) return null;
    if (error instanceof Deposed || isOutage(error)) throw error;
    return failureOf(error);
  }
  return null;
}

async function commit(
  deps: PartitionDeps,
  holding: Holding,
  work: Work,
  good: readonly RawClick[],
  aside: Aside,
): Promise<Set<string>> {
  const now = nowOf(deps, holding);
  const { number: partition } = holding;
  const programs = await inTransaction(deps.pool, async (client) => {
    const touched = await accountBatch(client, {
      ...batchOf(holding, good, work.next, now),
      memory: holding.memory,
    });
    if (work.source !== "ARRIVED") await takeDecided(client, deps, good, work.queue);
    await putAside(client, deps, { partition, source: work.source }, aside);
    return touched;
  });
  Object.assign(holding, { cursor: work.next, recordedAt: now });
  const changed = work.source !== "ARRIVED" || aside.opened.length > 0 || aside.ahead.length > 0;
  if (changed) holding.parked = await loadParked(deps.pool, partition);
  return programs;
}

/**
 * Clicks of a queue that has to wait, and clicks from the future, are put aside before anything is
 * tried.
 */
function sort(
  { clock, aheadMs }: PartitionDeps,
  holding: Holding,
  clicks: readonly RawClick[],
): { good: RawClick[]; aside: Aside } {
  const aside = nothingAside();
  const latest = clock() + aheadMs;
  const good = clicks.filter((click) => {
    if (click.at > latest) aside.ahead.push(click);
    else if (queueOf(holding.parked, click)) aside.behind.push(click);
    else return true;
    return false;
  });
  return { good, aside };
}

const instantsOf = (clicks: readonly RawClick[]): Instant[] => clicks.map(({ at }) => at);

/** Decides what can be decided, and puts the rest aside. */
async function decide(deps: PartitionDeps, holding: Holding, work: Work): Promise<Done> {
  await prepareDecisions(deps.pool, instantsOf(work.clicks));
  let { good, aside } = sort(deps, holding, work.clicks);
  for (let finds = 0; ; finds++) {
    try {
      const programs = await commit(deps, holding, work, good, aside);
      return { decided: good.length, programs, tooMany: false };
    } catch (error) {
      if (isPassing(error) || finds === findsMax) throw error;
      // Memory may hold what was rolled back.
      holding.memory = newMemory();
      const found = await findFaults(good, (clicks) => tryOut(deps, holding, clicks));
      if (!found) return { decided: 0, programs: new Set(), tooMany: true };
      good = found.good;
      aside = {
        ...aside,
        behind: [...aside.behind, ...found.aside.behind],
        opened: [...aside.opened, ...found.aside.opened],
      };
    }
  }
}

/** As much of a queue as can be decided in its order; what cannot be is tried again later. */
async function workOff(
  deps: PartitionDeps,
  holding: Holding,
  queue: Queue,
  max: number,
): Promise<Done> {
  const { number: partition } = holding;
  const clicks = await readQueue(deps.pool, partition, queue, max);
  const work: Work = { source: "QUEUED", clicks, next: holding.cursor, queue };
  await prepareDecisions(deps.pool, instantsOf(clicks));
  try {
    return {
      decided: clicks.length,
      programs: await commit(deps, holding, work, clicks, nothingAside()),
      tooMany: false,
    };
  } catch (error) {
    const [first] = clicks;
    if (isPassing(error) || !first) throw error;
    holding.memory = newMemory();
    const { good, rest, failure } = await goodPrefix(
      { clicks, failure: failureOf(error) },
      (some) => tryOut(deps, holding, some),
    );
    const programs =
      good.length > 0 ? await commit(deps, holding, work, good, nothingAside()) : new Set<string>();
    const item = {
      subject: queueSubject(queue.program, queue.partner),
      accountId: first.brand,
      programId: queue.program,
      partnerId: queue.partner,
      clickId: rest[0]?.id ?? null,
    };
    await park(deps.pool, deps, { kind: "CLICKS", ...item }, failure);
    holding.parked = await loadParked(deps.pool, partition);
    return { decided: good.length, programs, tooMany: false };
  }
}

/** The clicks after the cursor. */
export const accountArrived = (
  deps: PartitionDeps,
  holding: Holding,
  clicks: RawClick[],
): Promise<Done> =>
  decide(deps, holding, {
    source: "ARRIVED",
    clicks,
    next: clicks.at(-1)?.seq ?? holding.cursor,
    queue: null,
  });

const lookMs = 1_000;

/**
 * What is parked and to be tried now: clicks whose instant has come, then the queues. An operator's
 * "try again" is seen within a second.
 */
export async function accountParked(
  deps: PartitionDeps,
  holding: Holding,
  max: number,
): Promise<Done[]> {
  const { pool, clock } = deps;
  const { number: partition, parked } = holding;
  if (parked.queues.size > 0 && performance.now() - parked.readAt > lookMs)
    holding.parked = await loadParked(pool, partition);
  const now = clock();
  const done: Done[] = [];
  if (holding.parked.nextDueAt !== null && holding.parked.nextDueAt <= now) {
    const clicks = await readDue(pool, partition, now, max);
    done.push(
      await decide(deps, holding, { source: "DUE", clicks, next: holding.cursor, queue: null }),
    );
  }
  const queues = [...holding.parked.queues.values()].filter((queue) => isDue(queue, now));
  for (const queue of queues) done.push(await workOff(deps, holding, queue, max));
  return done;
}
