/**
 * A model of what limits count while people change what they hang on: zone, financial year, terms,
 * versions, copies, currency, groups, the program's own limits, at random moments between random
 * clicks and sales, some late, some twice. All of it goes through the real ingest, accounting and
 * booking; what was paid must be what a plain list says: never more than any limit lets through in
 * any of its windows, and never less.
 */
import { clickRecord } from "../money/test-world.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { bookPair } from "../money/report-pair.ts";
import { uuidv7, type NewId } from "../../platform/clock.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { groupIdFrom, refusedCount } from "../../domain/group-ids.ts";
import { createLog } from "../../platform/log.ts";
import {
  payFor,
  type Known,
  type ReferenceEvent,
  type ReferencePaid,
} from "./counter-reference.ts";
import { countries, pick, type Identity } from "./counter-story.ts";
import { createRandom } from "../../start/demo/random.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { type CounterWorld, begins, type Story, open, change } from "./counter-changes.ts";

export interface CounterRuns {
  runs: number;
  /** Of the first run; the others' follow. */
  seed: number;
  /** Default: the product's own. */
  identity?: Identity;
}
/** As the product gives groups theirs. */
export const productIdentity: Identity = {
  newId: () => groupIdFrom(uuidv7()),
  refused: refusedCount,
};
export interface CountersDone {
  runs: number;
  clicks: number;
  sales: number;
  /** Changes while periods ran. */
  changes: number;
  /** Clicks and sales that a limit refused or cut. */
  bound: number;
  /** The first run that went otherwise, with its seed. */
  failure: string | null;
}
const slotMs = 45 * 60_000;
const steps = 7;
const hourMs = 3_600_000;

/** At an instant that no other click is near, so that none is a repeat. */
function freeInstant({ random, slots }: Story, from: Instant, to: Instant): Instant | null {
  const slot = Math.floor((from + random.below(Math.max(1, to - from))) / slotMs);
  const at = slot * slotMs + random.below(60_000);
  if (slots.has(slot) || at < from || at >= to) return null;
  slots.add(slot);
  return at;
}

function clicksOf(story: Story, from: Instant, to: Instant): ClickRecord[] {
  const { random, busy } = story;
  const usual = Array.from({ length: 3 + random.below(8) }, (): Instant | null => {
    const isLate = random.chance(0.25);
    return isLate ? freeInstant(story, story.since, from) : freeInstant(story, from, to);
  });
  const more = busy ? Array.from({ length: 6 }, () => freeInstant(story, ...busy)) : [];
  return [...usual, ...more].flatMap((at) => (at === null ? [] : clicksAt(story, at)));
}

function clicksAt(story: Story, at: Instant): ClickRecord[] {
  const { random, world, program, partners } = story;
  const partner = pick(random, partners).id;
  const visitor = String(random.below(4)).repeat(32);
  const country = pick(random, countries);
  const link = pick(random, story.links);
  const record = clickRecord({ brand: world.brand, partner, program }, at, {
    visitor,
    country,
    link,
  });
  story.events.set(record.id, {
    kind: "CLICK",
    at,
    partner,
    visitor,
    link,
    country,
    count: 1n,
    amount: 0n,
    currency: null,
  });
  return random.chance(0.1) ? [record, record] : [record];
}

/** Of days that are over everywhere, so that a later change of terms changes no sale's contract. */
async function sell(story: Story, desk: WorkerDeps, step: number): Promise<void> {
  const { random, code, partners } = story;
  const today = dateOf(desk.clock(), "UTC");
  const rows = Array.from({ length: random.below(3) }, (_, n) => ({
    date: addDays(today, -2 - random.below(12)).replaceAll("-", ""),
    advertiserName: "Brand",
    publisher: "P",
    campaignId: code,
    adGroupId: pick(random, partners).code,
    creativeId: `c${step}n${n}`,
    "Click-throughs": "1",
    attributedTotalPurchases14d: String(1 + random.below(2)),
    totalUnitsSold14d: "1",
    totalAttributedSales14d: pick(random, ["20", "80"]),
  }));
  if (rows.length > 0)
    await bookPair({
      ...desk,
      programId: story.program,
      advertiserId: "ADV",
      simulated: false,
      rows,
      startedAt: desk.clock(),
    });
}

interface Decided {
  id: string;
  event: "CLICK" | "SALE";
  recordedAt: Instant;
  micros: bigint;
  program: string;
  at: Instant;
  partner: string;
  orders: bigint;
  amount: bigint;
}
const decidedSql = `
  select
    d.subject_id as id,
    d.event,
    (extract(epoch from d.recorded_at) * 1000)::float8 as "recordedAt",
    d.amount_micros as micros,
    d.program_id as program,
    (extract(epoch from d.occurred_at) * 1000)::float8 as at,
    d.partner_account_id as partner,
    coalesce(a.orders, 0) as orders,
    coalesce(a.amount_micros, 0) as amount
  from decision d
  left join conversion_update u on u.id = d.subject_id and u.kind = 'TRACKED'
  left join conversion a on a.id = u.conversion_id
  where d.program_id = any($1) and (d.event = 'CLICK' or u.id is not null)
  order by d.epoch, d.recorded_at, d.occurred_at, a.row_key, d.subject_id`;

/** How a run ended otherwise than the list says; null where it did not. */
function compare(
  story: Story,
  decided: readonly Decided[],
  clocks: readonly Instant[],
  done: CountersDone,
): string | null {
  const paid: ReferencePaid[] = [];
  for (const { id, event, recordedAt, micros, at, partner, orders, amount } of decided) {
    const known = story.known[clocks.findLastIndex((clock) => clock <= recordedAt)] as Known;
    const sale: ReferenceEvent = {
      kind: "SALE",
      at,
      partner,
      visitor: "",
      link: "",
      country: "",
      count: orders,
      amount,
      currency: "USD",
    };
    const asked = event === "CLICK" ? story.events.get(id) : sale;
    if (!asked) return `run ${story.seed}: ${event} ${id} was not made by the model`;
    const expected = payFor(asked, known, paid);
    if (event === "CLICK") done.clicks += 1;
    else done.sales += 1;
    if (micros !== (expected?.micros ?? 0n))
      return (
        `run ${story.seed}: ${event} of ${new Date(at).toISOString()} was paid ${micros}, and ` +
        `the list says ${expected?.micros ?? 0n}`
      );
    if (expected === null || expected.micros % 10_000n !== 0n) done.bound += 1;
    if (expected) paid.push(expected);
  }
  return decided.filter(({ event }) => event === "CLICK").length === story.events.size
    ? null
    : `run ${story.seed}: not every click was decided once`;
}

/** Runs side by side, so that one batch is of many brands. */
async function wave(
  ground: CounterWorld,
  seeds: readonly number[],
  identity: Identity,
  done: CountersDone,
): Promise<string | null> {
  const stories: Story[] = [];
  for (const seed of seeds) stories.push(await open(ground, seed, identity));
  // One run alone keeps the pace of its wave, if waves begin with a multiple of how many run at
  // once.
  const pace = createRandom(Math.floor((seeds[0] ?? 0) / atOnce));
  const newId: NewId = uuidv7;
  const clocks: Instant[] = [];
  let now = begins;
  for (let step = 0; step < steps; step += 1) {
    const from = now;
    now += hourMs * (6 + pace.below(24 * 21));
    const clock = now;
    clocks.push(clock);
    const records: ClickRecord[] = [];
    for (const story of stories) {
      await change(story, from, clock, identity);
      records.push(...clicksOf(story, from, clock));
    }
    await ground.ingest(records);
    await ground.account({ clock: () => clock, batchMin: 60, batchMax: 60 });
    const desk: WorkerDeps = {
      pool: ground.worker,
      clock: () => clock,
      newId,
      log: createLog("silent", "model"),
    };
    for (const story of stories)
      if (story.seed % 3 === 0 && step > 0) await sell(story, desk, step);
  }
  const { rows } = await ground.worker.query<Decided>(decidedSql, [
    stories.map(({ program }) => program),
  ]);
  const byProgram = Map.groupBy(rows, ({ program }) => program);
  for (const story of stories) {
    done.changes += story.changes;
    const failure = compare(story, byProgram.get(story.program) ?? [], clocks, done);
    if (failure !== null) return failure;
  }
  return null;
}

const atOnce = 40;

export async function runCounterModel(
  ground: CounterWorld,
  { runs, seed, identity = productIdentity }: CounterRuns,
): Promise<CountersDone> {
  const done: CountersDone = { runs: 0, clicks: 0, sales: 0, changes: 0, bound: 0, failure: null };
  while (done.runs < runs && done.failure === null) {
    const seeds = Array.from(
      { length: Math.min(atOnce, runs - done.runs) },
      (_, n) => seed + done.runs + n,
    );
    done.failure = await wave(ground, seeds, identity, done);
    done.runs += seeds.length;
  }
  // Counters, refusals and all else are what the decisions say, and each decision is made again
  // alike.
  done.failure ??= (await verifyLedger(ground.worker)).firstDifference;
  return done;
}
