/**
 * A model of what limits count while people change what they hang on: zone, financial year, terms,
 * versions, copies, currency, groups, the program's own limits, at random moments between random
 * clicks and sales, some late, some twice. All of it goes through the real ingest, accounting and
 * booking; what was paid must be what a plain list says: never more than any limit lets through in
 * any of its windows, and never less.
 */
import type pg from "pg";
import { clickRecord, makePartner, makeProgram, makeWorld, sign } from "../money/test-world.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { bookReport } from "../../money/attribution/conversions.ts";
import { uuidv7, type NewId } from "../../platform/clock.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { groupIdFrom, refusedCount } from "../../domain/group-ids.ts";
import { weeklyStart } from "../../domain/limits.ts";
import { termsToJson } from "../../domain/terms.ts";
import { createLog } from "../../platform/log.ts";
import {
  payFor,
  type HeldCalendar,
  type Known,
  type OwnLimit,
  type ReferenceContract,
  type ReferenceEvent,
  type ReferencePaid,
} from "./counter-reference.ts";
import {
  copyTerms,
  countries,
  ownLimit,
  pick,
  writeTerms,
  zones,
  type Identity,
  type Written,
} from "./counter-story.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

export interface CounterWorld {
  owner: pg.Pool;
  worker: pg.Pool;
  ingest(records: readonly unknown[]): Promise<void>;
  /** Accounts everything that was ingested, by that clock. */
  account(options: { clock: () => Instant; batchMin: number; batchMax: number }): Promise<void>;
}
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

const begins = Date.parse("2026-01-20T00:00:00Z");
const slotMs = 45 * 60_000;
const steps = 7;
const hourMs = 3_600_000;
const partnersCount = 2;

interface Own extends OwnLimit {
  id: string;
}
/** One brand with its program, and what the model knows of it. */
interface Story {
  seed: number;
  random: Random;
  world: Awaited<ReturnType<typeof makeWorld>>;
  program: string;
  code: string;
  partners: { id: string; code: string }[];
  /** Whichever partner's: a link of one of them is another counter than the other's. */
  links: string[];
  calendars: HeldCalendar[];
  contracts: ReferenceContract[];
  own: Own[];
  written: Written[];
  slots: Set<number>;
  events: Map<string, ReferenceEvent>;
  /** Instants of events that came late are after this. */
  since: Instant;
  changes: number;
  /** What was known in each step. */
  known: Known[];
}

async function insertTerms(
  story: Pick<Story, "world" | "program">,
  { terms }: Written,
): Promise<string> {
  const { world, program } = story;
  const [termsId, id] = [uuidv7(), uuidv7()];
  await world.pool.query(
    `insert into template_terms (
        id, brand_account_id, program_id, name, labels, state, currency, created_at
      )
      values ($1, $2, $3, 'Terms', '{}', 'ACTIVE', $4, $5)`,
    [termsId, world.brand, program, terms.currency, new Date(0)],
  );
  await world.pool.query(
    `insert into terms_version (
        id,
        terms_id,
        brand_account_id,
        number,
        body,
        comment,
        no_limit_acknowledged,
        created_by,
        created_at
      )
      values ($1, $2, $3, 1, $4, '', true, $5, $6)`,
    [id, termsId, world.brand, JSON.stringify(termsToJson(terms)), world.user, new Date(0)],
  );
  return id;
}

async function open(ground: CounterWorld, seed: number, identity: Identity): Promise<Story> {
  const random = createRandom(seed);
  const zone = pick(random, zones);
  const world = await makeWorld(ground.owner, zone);
  const program = await makeProgram(world);
  await ground.owner.query(
    "insert into event_type values ($1, $2, $3, 'SALE', 'sale', 'Sale', 'ACTIVE', $4)",
    [uuidv7(), world.brand, program, new Date(0)],
  );
  const partners: Story["partners"] = [];
  for (let n = 0; n < partnersCount; n += 1) {
    const id = await makePartner(world);
    const { rows } = await ground.owner.query<{ code: string }>(
      "select code from account where id = $1",
      [id],
    );
    partners.push({ id, code: rows[0]?.code ?? "" });
  }
  const { rows } = await ground.owner.query<{ code: string }>(
    "select code from program where id = $1",
    [program],
  );
  const calendars = [{ zone, yearStartMonth: 1, from: -Infinity, until: Infinity }];
  const story: Story = {
    seed,
    random,
    world,
    program,
    code: rows[0]?.code ?? "",
    partners,
    links: [uuidv7(), uuidv7()],
    calendars,
    contracts: [],
    own: [],
    written: [writeTerms(random, null, [], identity)],
    slots: new Set(),
    events: new Map(),
    since: begins,
    changes: 0,
    known: [],
  };
  for (const partner of partners)
    await contract(story, partner.id, begins, story.written[0] as Written);
  return story;
}

async function contract(
  story: Story,
  partner: string,
  start: Instant,
  written: Written,
): Promise<void> {
  const last = story.contracts.findLast((each) => each.partner === partner);
  if (last?.end === null) {
    await story.world.pool.query(
      `update contract
        set ends_at = $3
        where partner_account_id = $1 and program_id = $2 and ends_at is null`,
      [partner, story.program, new Date(start)],
    );
    last.end = start;
  }
  await sign(story.world, { partner, program: story.program }, await insertTerms(story, written), [
    start,
    null,
  ]);
  story.contracts.push({ identity: {}, partner, start, end: null, terms: written.reference });
}

async function changeCalendar(story: Story, at: Instant): Promise<void> {
  const { world, calendars, random } = story;
  const last = calendars.at(-1) as HeldCalendar;
  const next = random.chance(0.6)
    ? { zone: pick(random, zones), yearStartMonth: last.yearStartMonth }
    : { zone: last.zone, yearStartMonth: 1 + random.below(12) };
  if (next.zone === last.zone && next.yearStartMonth === last.yearStartMonth) return;
  await world.pool.query(
    `insert into account_calendar (account_id, until, time_zone, financial_year_start, changed_by)
      values ($1, $2, $3, $4, $5)`,
    [world.brand, new Date(at), last.zone, last.yearStartMonth, world.user],
  );
  await world.pool.query(
    "update account set time_zone = $2, financial_year_start = $3 where id = $1",
    [world.brand, next.zone, next.yearStartMonth],
  );
  // Snapshots of what was known keep the calendar as it was known.
  story.calendars = [
    ...calendars.slice(0, -1),
    { ...last, until: at },
    { ...next, from: at, until: Infinity },
  ];
}

/**
 * As the use case sets it: one in force of the same event, kind, period and currency is replaced,
 * and goes on counting.
 */
async function changeOwnLimit(story: Story, at: Instant): Promise<void> {
  const { world, program, random } = story;
  const drafted = ownLimit(random);
  const same = (own: OwnLimit) =>
    own.event === drafted.event &&
    own.limit.kind === drafted.limit.kind &&
    own.limit.reset === drafted.limit.reset &&
    own.currency === drafted.currency;
  const before = story.own.find(same) ?? (random.chance(0.3) ? story.own[0] : undefined);
  if (before) {
    await world.pool.query("update program_limit set ended_at = $2, ended_by = $3 where id = $1", [
      before.id,
      new Date(at),
      world.user,
    ]);
    story.own = story.own.filter((own) => own !== before);
    if (!same(before)) return;
  }
  const { event, limit, currency } = drafted;
  const countsFrom =
    before?.countsFrom ??
    (limit.reset === "WEEK" ? weeklyStart(at, story.calendars.at(-1) as HeldCalendar) : at);
  const id = uuidv7();
  await world.pool.query(
    `insert into program_limit (
        id,
        brand_account_id,
        program_id,
        event,
        kind,
        reset,
        max,
        weekend_max,
        currency,
        shared,
        counts_from,
        created_by,
        created_at
      )
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $10, $11, $12)`,
    [
      id,
      world.brand,
      program,
      event,
      limit.kind,
      limit.reset,
      limit.max,
      limit.weekendMax,
      currency,
      new Date(countsFrom),
      world.user,
      new Date(at),
    ],
  );
  story.own = [...story.own, { id, event, limit, currency, countsFrom }];
}

/** A new version, other terms, a copy, or terms of before. */
async function changeTerms(story: Story, at: Instant, identity: Identity): Promise<void> {
  const { random, written } = story;
  const known = pick(random, written);
  const other = () =>
    random.chance(0.2)
      ? copyTerms(known)
      : writeTerms(random, random.chance(0.5) ? known : null, written, identity);
  const next = random.chance(0.25) ? known : other();
  if (next !== known) written.push(next);
  for (const partner of story.partners)
    if (random.chance(0.7)) await contract(story, partner.id, at, next);
}

async function change(story: Story, from: Instant, to: Instant, identity: Identity): Promise<void> {
  const { random } = story;
  const instants = Array.from(
    { length: random.below(4) },
    () => from + 1 + random.below(to - from - 2),
  ).toSorted((a, b) => a - b);
  for (const at of new Set(instants)) {
    story.changes += 1;
    const kind = random.below(4);
    if (kind === 0) await changeCalendar(story, at);
    else if (kind === 1) await changeOwnLimit(story, at);
    else await changeTerms(story, at, identity);
  }
  story.known.push({
    calendars: story.calendars,
    own: story.own,
    contracts: story.contracts.map((each) => ({ ...each })),
  });
}

/** At an instant that no other click is near, so that none is a repeat. */
function freeInstant({ random, slots }: Story, from: Instant, to: Instant): Instant | null {
  const slot = Math.floor((from + random.below(Math.max(1, to - from))) / slotMs);
  const at = slot * slotMs + random.below(60_000);
  if (slots.has(slot) || at < from || at >= to) return null;
  slots.add(slot);
  return at;
}

function clicksOf(story: Story, from: Instant, to: Instant): ClickRecord[] {
  const { random, world, program, partners } = story;
  return Array.from({ length: 3 + random.below(8) }, (): ClickRecord[] => {
    const isLate = random.chance(0.25);
    const at = isLate ? freeInstant(story, story.since, from) : freeInstant(story, from, to);
    if (at === null) return [];
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
  }).flat();
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
    await bookReport(desk.pool, {
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
