/**
 * The demo world's last thirty days of clicks: real requests through a real tracker whose clock is
 * moved on meanwhile.
 */
import { randomBytes } from "node:crypto";
import { startWorker } from "../../money/accounting/worker.ts";
import { placeTestOrder } from "../../reporting/conversions/test-orders.ts";
import { PlaceTestOrderOk } from "../../reporting/conversions/test-order.types.ts";
import type { Clock } from "../../platform/clock.ts";
import { addDays, dateOf, minuteMs, type Instant } from "../../domain/calendar.ts";
import type { Env } from "../../platform/env.ts";
import { startTracker, type Tracker } from "../../tracking/redirect/server.ts";
import { createRandom } from "./random.ts";
import { makeTestLink, type DemoWorld } from "./demo-story.ts";
import { expectOk, type Stage } from "./stage.ts";
import { sendTraffic } from "./traffic.ts";
import type { WeightedPath } from "./traffic-plan.ts";

const historyDays = 30;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const sliceMs = 3 * hourMs;
const sockets = 16;

/** Share of a day's clicks by hour in New York, from midnight on; people click in the evening. */
const hourWeights = [3, 2, 1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 7, 6, 6, 7, 8, 9, 10, 10, 9, 7, 5];
/** Monday first. */
const weekdayWeights = [0.9, 0.9, 0.95, 1, 1.15, 1.3, 1.2];
/**
 * Days before the end on which a partner's newsletter or video goes round, and how many times its
 * usual clicks come.
 */
const bursts = [
  { partner: "Northwind Deals", day: 9, factor: 5 },
  { partner: "Gadget Radar", day: 16, factor: 9 },
  { partner: "The Daily Hike", day: 4, factor: 8 },
];

interface HistoryOptions {
  stage: Stage;
  world: DemoWorld;
  env: Env;
  /** Real time, for durations alone. */
  clock: Clock;
  seed: number;
  /** Requests in all. */
  requests: number;
  endsAt: Instant;
  onProgress: (share: number) => void;
}

interface Slice {
  start: Instant;
  /** Requests. */
  count: number;
}

function weightAt(at: Instant): number {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO("America/New_York");
  return (hourWeights[local.hour] ?? 1) * (weekdayWeights[local.dayOfWeek - 1] ?? 1);
}

/**
 * Cuts the days before `endsAt` into slices whose counts add up to `requests` exactly; traffic
 * grows by half.
 */
export function slicesOf(endsAt: Instant, requests: number): Slice[] {
  const first = endsAt - historyDays * dayMs;
  const starts = Array.from(
    { length: (historyDays * dayMs) / sliceMs },
    (_, i) => first + i * sliceMs,
  );
  const weights = starts.map(
    (start, i) => weightAt(start + sliceMs / 2) * (1 + i / starts.length / 2),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  let [reached, given] = [0, 0];
  return starts.map((start, i) => {
    reached += weights[i] ?? 0;
    const count = Math.round((reached / sum) * requests) - given;
    given += count;
    return { start, count };
  });
}

function linksOn(world: DemoWorld, daysLeft: number): WeightedPath[] {
  return world.links.map(({ path, weight, partner }) => {
    const burst = bursts.find((each) => each.partner === partner && each.day === daysLeft);
    return { path, weight: weight * (burst?.factor ?? 1) };
  });
}

/**
 * The salts of all days at once, as they would have come day by day; old ones are forgotten again
 * at the end.
 */
async function makeSalts(stage: Stage, endsAt: Instant): Promise<void> {
  const first = dateOf(endsAt - (historyDays + 1) * dayMs, "UTC");
  const days = Array.from({ length: historyDays + 3 }, (_, i) => addDays(first, i));
  await stage.worker.query(
    `insert into visitor_salt (day, salt)
      select *
      from unnest($1::date[], $2::bytea[])
      on conflict (day) do nothing`,
    [days, days.map(() => randomBytes(32))],
  );
}
const forgetSalts = (stage: Stage, endsAt: Instant) =>
  stage.worker.query("delete from visitor_salt where day < $1", [dateOf(endsAt - dayMs, "UTC")]);

interface Burst {
  start: Instant;
  lengthMs: number;
  count: number;
  links: readonly WeightedPath[];
  shares?: Parameters<typeof sendTraffic>[0]["shares"];
  seed: number;
}
/** While answers come in, the stage's clock goes from the start of the burst to its end. */
async function send(
  { stage, clock }: HistoryOptions,
  tracker: Tracker,
  burst: Burst,
): Promise<void> {
  const { start, lengthMs, count, links, seed, shares = {} } = burst;
  const random = createRandom(seed);
  const step = lengthMs / count;
  stage.time.now = start + Math.floor(random.next() * step);
  const onProgress = (answered: number): void =>
    void (stage.time.now =
      start + Math.floor(step * Math.min(answered + random.next(), count - 0.001)));
  const summary = await sendTraffic({
    baseUrl: `http://127.0.0.1:${tracker.port}`,
    seed,
    count,
    ratePerSecond: 0,
    links,
    shares,
    sockets,
    clock,
    onProgress,
  });
  if (summary.unanswered > 0)
    throw new Error(
      `The tracker left ${summary.unanswered} of the demo world's requests unanswered`,
    );
}

const onlyClicks = { duplicates: 0, prefetches: 0, heads: 0, robots: 0, garbage: 0, sharedIds: 0 };

/**
 * Northwind's test link has clicks and an order; Gadget Radar's has clicks and still waits for its
 * order.
 */
async function verifyEventType(options: HistoryOptions, tracker: Tracker): Promise<void> {
  const { stage, world, endsAt, seed } = options;
  const run = async (
    partner: DemoWorld["northwind"],
    at: { start: Instant; count: number },
  ): Promise<string> => {
    stage.time.now = at.start - 5 * minuteMs;
    const link = await makeTestLink(stage, world, partner);
    await send(options, tracker, {
      ...at,
      lengthMs: 10 * minuteMs,
      links: [{ path: link.path, weight: 1 }],
      shares: onlyClicks,
      seed: seed + at.count,
    });
    return link.id;
  };
  const linkId = await run(world.northwind, { start: endsAt - 20 * dayMs, count: 12 });
  stage.time.now += 5 * minuteMs;
  expectOk(
    await placeTestOrder(
      stage.as(world.northwind),
      { linkId, units: 1, amount: "49.90", traits: null },
      stage.key(),
    ),
    PlaceTestOrderOk,
  );
  await run(world.gadgetRadar, { start: endsAt - 6 * hourMs, count: 5 });
}

async function sendHistory(options: HistoryOptions): Promise<void> {
  const { stage, world, env, seed, requests, endsAt, onProgress } = options;
  const { clock, newId, log } = stage.deps;
  await makeSalts(stage, endsAt);
  stage.time.now = endsAt - historyDays * dayMs;
  const listening = { ...env, HOST: "127.0.0.1", TRACKER_PORT: 0, TRUSTED_PROXIES: "127.0.0.1" };
  const broken = (): never => {
    throw new Error("The journal of the demo world could not be synced to disk");
  };
  const tracker = await startTracker({
    env: listening,
    databaseUrl: stage.ownerUrl,
    clock,
    newId,
    log,
    onBroken: broken,
  });
  try {
    let sent = 0;
    for (const [i, { start, count }] of slicesOf(endsAt, requests).entries()) {
      const daysLeft = Math.floor((endsAt - start - 1) / dayMs);
      if (count > 0)
        await send(options, tracker, {
          start,
          lengthMs: sliceMs,
          count,
          links: linksOn(world, daysLeft),
          seed: seed + i,
        });
      sent += count;
      onProgress(sent / requests);
    }
    await verifyEventType(options, tracker);
  } finally {
    stage.time.now = endsAt;
    await tracker.close();
    await forgetSalts(stage, endsAt);
  }
}

/** Sends all clicks and has them priced. */
export async function playClicks(options: HistoryOptions): Promise<void> {
  await sendHistory(options);
  const { stage, env } = options;
  const { clock, newId, log } = stage.deps;
  const worker = await startWorker({ env, databaseUrl: stage.ownerUrl, clock, newId, log });
  try {
    await worker.idle();
  } finally {
    await worker.close();
  }
}
