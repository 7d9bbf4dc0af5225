/**
 * A seeded story of Amazon's reports over 60 days, through the poller and its client: pages
 * shuffled, repeated and interrupted, rows restated, hidden and told as zeros, workers that begin
 * anew or are killed at any moment. Its ledger must be that of one clean run, and each partner's
 * total what Amazon told of it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { groupings, type Grouping } from "../../domain/attribution.ts";
import { addDays } from "../../domain/calendar.ts";
import { decideHold } from "../../money/attribution/breaker.ts";
import { createAttributionPoller } from "../../money/attribution/poller.ts";
import { createReportClient } from "../../money/attribution/report-client.ts";
import { lockSql } from "../../platform/db/locks.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";
import { reportPage, startReportService, type ServiceAnswer } from "../worlds/report-server.ts";
import {
  addContract,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../worlds/sales-world.ts";
import {
  makeTruth,
  moveOn,
  recall,
  shown,
  snapshot,
  type Sold,
  type Truth,
} from "./report-truth.ts";

const dayMs = 86_400_000;
const firstDate = "2026-04-29";
const start = Date.parse("2026-05-01T18:00:00Z");

export interface StoryGround {
  owner: pg.Pool;
  desk: WorkerDeps;
  clock: { now: number };
}
export interface StoryOptions {
  seed: number;
  /** Names worlds; unique in the database. */
  name: string;
  /** Shared ids of each partner. */
  sizes: readonly number[];
  /** Weeks, up to 8. */
  rounds: number;
  pageRows: number;
  /** Share of the polls that a process of its own begins, and is killed at. */
  kills?: number;
}
export interface StoryDone {
  pages: number;
  failures: number;
  kills: number;
  held: number;
  /** Null: the ledger is that of one clean run. */
  difference: string | null;
}

type Mood = "PLAIN" | "HIDDEN" | "ZEROS";
/** A worker that is killed when it has asked so often; null: while it books what it was told. */
interface Victim {
  child: ChildProcess;
  questions: number | null;
}
interface Peer {
  truth: Truth;
  random: Random;
  mood: Mood;
  /** Share of the questions that fail, and of the pages that come twice. */
  trouble: number;
  victim: Victim | null;
}

const dots = (cents: number): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
const partnerCode = (world: SalesWorld, n: number): string => `${world.programCode}p${n}`;
const figures = (texts: readonly [string, string, string, string]) => ({
  "Click-throughs": texts[0],
  attributedTotalPurchases14d: texts[1],
  totalUnitsSold14d: texts[2],
  totalAttributedSales14d: texts[3],
});
function rowOf(world: SalesWorld, { mood, random }: Peer, grouping: Grouping, sold: Sold) {
  const isHit = grouping === "CREATIVE" && mood !== "PLAIN" && random.chance(0.85);
  const count = String(sold.orders);
  const told = figures([String(sold.clicks), count, count, dots(sold.cents)]);
  const not = mood === "ZEROS" ? figures(["0", "0", "0", "0.0"]) : figures(["", "", "", ""]);
  return {
    date: sold.date.replaceAll("-", ""),
    advertiserName: "Brand",
    publisher: "P",
    campaignId: world.programCode,
    ...(grouping === "CAMPAIGN" ? {} : { adGroupId: partnerCode(world, sold.partner) }),
    ...(grouping === "CREATIVE"
      ? { creativeId: isHit && mood === "HIDDEN" ? null : sold.creative }
      : {}),
    ...(isHit ? not : told),
  };
}

/** Longer than a run is booked: some end before they are killed. */
const bookingMs = 80;
const killSoon = ({ child }: Victim, afterMs: number): void =>
  void setTimeout(() => child.kill("SIGKILL"), afterMs);

/** A row that nobody can read: it is kept apart, and stops no other. */
const odd = { date: "soon", campaignId: "?", attributedTotalPurchases14d: "many" };

const shuffled = <T>(random: Random, rows: readonly T[]): T[] =>
  rows
    .map((row) => ({ row, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ row }) => row);

const cutOff: ServiceAnswer = { status: 0 };
const refusal = (status: number): ServiceAnswer => ({
  status,
  body: { code: String(status), details: "not now" },
});
/** What comes in place of a page. */
const troubles: readonly ServiceAnswer[] = [
  cutOff,
  ...[207, 400, 401, 403, 429, 500, 503].map(refusal),
  { status: 200, body: "<html>a proxy's own page</html>" },
  { status: 200, body: { size: 3 } },
  { status: 200, body: { reports: "none", cursorId: 7 } },
];

/** Answers as Amazon would on a bad day; a run's pages are those of when it began. */
function createPeer(peer: Peer, worlds: readonly SalesWorld[], pageRows: number) {
  const pages = new Map<string, unknown[][]>();
  const counts = { pages: 0, failures: 0 };
  const cut = (world: SalesWorld, grouping: Grouping, since: string, until: string) => {
    const rows = shown(peer.truth, grouping)
      .filter(({ date }) => date >= since && date <= until)
      .map((sold) => rowOf(world, peer, grouping, sold));
    const order = shuffled(peer.random, peer.random.chance(peer.trouble) ? [...rows, odd] : rows);
    const cuts = Array.from({ length: Math.ceil(order.length / pageRows) }, (_, n) =>
      order.slice(n * pageRows, (n + 1) * pageRows),
    );
    return cuts.flatMap((page) => (peer.random.chance(peer.trouble) ? [page, page] : [page]));
  };
  const dateOf = (text: unknown): string =>
    String(text).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  const answer = (body: Record<string, unknown>): ServiceAnswer => {
    const { victim } = peer;
    const isToBook = victim?.questions === null;
    if (victim && victim.questions !== null && (victim.questions -= 1) === 0) killSoon(victim, 0);
    if (!isToBook && peer.random.chance(peer.trouble)) {
      counts.failures += 1;
      return troubles[peer.random.below(troubles.length)] ?? cutOff;
    }
    const world = worlds.find(({ advertiserId }) => advertiserId === body.advertiserIds);
    const grouping = groupings.find((each) => each === body.groupBy);
    if (!world || !grouping) return { status: 400, body: { code: "400", details: "who?" } };
    const run = `${world.programCode} ${grouping}`;
    const at = Number(body.cursorId === "" ? 0 : body.cursorId);
    if (at === 0)
      pages.set(run, cut(world, grouping, dateOf(body.startDate), dateOf(body.endDate)));
    const all = pages.get(run) ?? [];
    counts.pages += 1;
    // The last page of all: the worker books next.
    if (isToBook && grouping === "CREATIVE" && at + 1 >= all.length)
      killSoon(victim, peer.random.below(bookingMs));
    return reportPage(at + 1 < all.length ? String(at + 1) : null, ...(all[at] ?? []));
  };
  return { answer, counts };
}

const bookedSql = `
  select
    coalesce(substring(a.code from length($2) + 2), 'nobody') as partner,
    r.date,
    r.creative_id as creative,
    (c.orders + c.adjusted_orders)::text as orders,
    (c.amount_micros + c.adjusted_amount_micros)::text as amount,
    (c.payout_micros + c.adjusted_payout_micros)::text as payout
  from conversion c
  join attribution_row r on r.row_key = c.row_key
  left join account a on a.id = c.partner_account_id
  where c.program_id = $1 and c.orders + c.adjusted_orders <> 0
  order by 1, 2, 3`;
interface Booked {
  partner: string;
  date: string;
  creative: string;
  orders: string;
  amount: string;
  payout: string;
}

async function makeWorld(ground: StoryGround, name: string, partners: number): Promise<SalesWorld> {
  const world = await createSalesWorld(ground.owner, { name, advertiserId: `REAL${name}` });
  for (let n = 0; n < partners; n++) {
    const partner = await addPartner(ground.owner, world, partnerCode(world, n));
    await addContract(ground.owner, world, partner, {
      startsAt: "2026-01-01T00:00:00Z",
      saleRate: "10%",
    });
  }
  return world;
}

const childFile = (): string => {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  return fileURLToPath(new URL(`../money/report-child${extension}`, import.meta.url));
};
/**
 * A worker that is killed at one of its questions, or while it books; resolves when it is gone,
 * with whether it was killed.
 */
async function pollKilled(
  { owner, clock }: StoryGround,
  { world, peer, url }: { world: SalesWorld; peer: Peer; url: string },
): Promise<boolean> {
  const { random } = peer;
  clock.now += 60_000;
  const databaseUrl = owner.options.connectionString ?? "";
  const given = [databaseUrl, world.program, url, String(clock.now)];
  const child = spawn(process.execPath, [childFile(), ...given], { stdio: "ignore" });
  const gone = once(child, "exit");
  peer.victim = { child, questions: random.chance(0.4) ? 1 + random.below(40) : null };
  const [code] = (await gone) as [number | null];
  peer.victim = null;
  // Its session ends with it, but only when the database has seen that.
  await owner.query(`select pg_advisory_xact_lock(${lockSql("REPORT", "$1")})`, [world.program]);
  if (code !== null && code !== 0) throw new Error(`The worker ended by itself: ${code}`);
  return code === null;
}

/** One poll of a worker that remembers nothing; a held report passes by a person's word. */
async function poll(ground: StoryGround, world: SalesWorld, url: string): Promise<number> {
  const { desk, owner, clock } = ground;
  const client = createReportClient({
    baseUrl: url,
    credentials: { clientId: "c", scope: "1" },
    token: () => Promise.resolve("t"),
    clock: desk.clock,
    log: desk.log,
    wait: () => Promise.resolve(),
  });
  const poller = createAttributionPoller({
    ...desk,
    clientOf: ({ id }) => (id === world.program ? client : null),
    everyMs: 1_000,
  });
  clock.now += 60_000;
  await poller.pollOnce();
  if (!(await decideHold(owner, world.program, "PASS", clock.now))) return 0;
  clock.now += 60_000;
  await poller.pollOnce();
  return 1;
}

const centsOf = (booked: readonly Booked[], partner: number): bigint =>
  booked
    .filter((row) => row.partner === String(partner))
    .reduce((sum, { amount }) => sum + BigInt(amount) / 10_000n, 0n);

async function differenceOf(
  ground: StoryGround,
  worlds: { messy: SalesWorld; clean: SalesWorld },
  truth: Truth,
  partners: number,
): Promise<string | null> {
  const bookedOf = async ({ program, programCode }: SalesWorld) =>
    (await ground.owner.query<Booked>(bookedSql, [program, programCode])).rows;
  const [messy, clean] = [await bookedOf(worlds.messy), await bookedOf(worlds.clean)];
  const lines = (rows: readonly Booked[]) => rows.map((row) => Object.values(row).join(" "));
  const [a, b] = [lines(messy), lines(clean)];
  const odd = a.findIndex((line, n) => line !== b[n]);
  if (odd >= 0 || a.length !== b.length)
    return `booked is "${a[odd] ?? a.length}", a clean run books "${b[odd] ?? b.length}"`;
  const groups = shown(truth, "ADGROUP");
  for (let partner = 0; partner < partners; partner++) {
    const told = groups
      .filter((group) => group.partner === partner)
      .reduce((sum, { cents }) => sum + BigInt(cents), 0n);
    if (told !== centsOf(messy, partner))
      return `partner ${partner} has ${centsOf(messy, partner)} cents, Amazon told ${told}`;
  }
  for (const world of [worlds.messy, worlds.clean]) {
    const { firstDifference } = await verifyLedger(ground.desk.pool, { program: world.program });
    if (firstDifference !== null) return firstDifference;
  }
  return null;
}

const moods: readonly Mood[] = ["PLAIN", "PLAIN", "HIDDEN", "ZEROS"];

export async function runReportStory(
  ground: StoryGround,
  options: StoryOptions,
): Promise<StoryDone> {
  const { seed, name, sizes, rounds, pageRows, kills = 0 } = options;
  const random = createRandom(seed);
  const messy = await makeWorld(ground, `${name}m`, sizes.length);
  const clean = await makeWorld(ground, `${name}c`, sizes.length);
  const truth = makeTruth(
    sizes,
    Array.from({ length: 6 }, (_, n) => addDays(firstDate, n * 2)),
  );
  // What a killed worker asked is not what the seed says: it moves no truth.
  const peer: Peer = {
    truth,
    random: createRandom(seed + 1_000_000),
    mood: "PLAIN",
    trouble: 0.1,
    victim: null,
  };
  const { answer, counts } = createPeer(peer, [messy, clean], pageRows);
  const service = await startReportService(({ body }) => answer(body));
  const recalled = 2 + random.below(rounds - 2);
  const done = { kills: 0, held: 0 };
  const url = service.url;
  try {
    ground.clock.now = start;
    for (let round = 0; round < rounds; round++) {
      if (round === recalled) recall(truth);
      else moveOn(truth, random, 0.4);
      peer.truth = snapshot(truth);
      peer.mood = moods[random.below(moods.length)] ?? "PLAIN";
      for (let times = 0; times < 1 + random.below(3); times++) {
        if (random.chance(kills))
          done.kills += Number(await pollKilled(ground, { world: messy, peer, url }));
        else done.held += await poll(ground, messy, url);
        // What is bought between two polls reaches one grouping first.
        if (random.chance(0.5)) moveOn(truth, random, 0.05);
        peer.truth = snapshot(truth);
      }
      ground.clock.now += 7 * dayMs;
    }
    Object.assign(peer, { mood: "PLAIN", trouble: 0, truth: snapshot(truth) });
    // Nothing that happens afterwards makes good what these leave behind.
    for (let times = 0; kills > 0 && times < 3; times++)
      done.kills += Number(await pollKilled(ground, { world: messy, peer, url }));
    // The first may only end a run that was under way.
    for (let times = 0; times < 2; times++) done.held += await poll(ground, messy, url);
    await poll(ground, clean, url);
    const difference = await differenceOf(ground, { messy, clean }, truth, sizes.length);
    return { ...counts, ...done, difference };
  } finally {
    await service.close();
  }
}
