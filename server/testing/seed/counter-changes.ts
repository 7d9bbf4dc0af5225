/** What people change while limits count, in one brand's story. */
import type pg from "pg";
import { makePartner, makeProgram, makeWorld, sign } from "../money/test-world.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { calendarPeriod, type Instant } from "../../domain/calendar.ts";
import { weeklyStart } from "../../domain/limits.ts";
import { termsToJson } from "../../domain/terms.ts";
import type {
  HeldCalendar,
  Known,
  OwnLimit,
  ReferenceContract,
  ReferenceEvent,
} from "./counter-reference.ts";
import {
  copyTerms,
  ownLimit,
  pick,
  writeTerms,
  zones,
  type Identity,
  type Written,
} from "./counter-story.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";

export interface CounterWorld {
  owner: pg.Pool;
  worker: pg.Pool;
  ingest(records: readonly unknown[]): Promise<void>;
  /** Accounts everything that was ingested, by that clock. */
  account(options: { clock: () => Instant; batchMin: number; batchMax: number }): Promise<void>;
}

export const begins = Date.parse("2026-01-20T00:00:00Z");
const partnersCount = 2;
const dayMs = 86_400_000;

interface Own extends OwnLimit {
  id: string;
}
/** One brand with its program, and what the model knows of it. */
export interface Story {
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
  /** When more clicks come than usual, in the step that runs. */
  busy: [from: Instant, to: Instant] | null;
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

export async function open(ground: CounterWorld, seed: number, identity: Identity): Promise<Story> {
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
    busy: null,
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

async function changeCalendar(story: Story, at: Instant, zoneAlone = false): Promise<void> {
  const { world, calendars, random } = story;
  const last = calendars.at(-1) as HeldCalendar;
  const next =
    zoneAlone || random.chance(0.6)
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

/**
 * A weekly limit is promised for Monday; before that comes, the zone is changed and then the terms,
 * which keep the limit. False where the time is too short for it.
 */
async function changePromised(
  story: Story,
  from: Instant,
  to: Instant,
  identity: Identity,
): Promise<boolean> {
  const { random, written, calendars } = story;
  const { zone } = calendars.at(-1) as HeldCalendar;
  const monday = calendarPeriod("WEEK", from + 3 * dayMs, zone).end;
  if (monday + dayMs >= to) return false;
  const next = writeTerms(random, null, written, identity, true);
  written.push(next);
  const copy = copyTerms(next);
  const changed = monday - 1 - random.below(dayMs / 2);
  for (const partner of story.partners)
    await contract(story, partner.id, monday - 3 * dayMs + random.below(dayMs), next);
  await changeCalendar(story, monday - dayMs, true);
  for (const partner of story.partners) await contract(story, partner.id, changed, copy);
  story.changes += 3;
  story.busy = [changed, Math.min(to, monday + 6 * dayMs)];
  return true;
}

export async function change(
  story: Story,
  from: Instant,
  to: Instant,
  identity: Identity,
): Promise<void> {
  const { random } = story;
  story.busy = null;
  if (!random.chance(0.2) || !(await changePromised(story, from, to, identity)))
    await changeAtRandom(story, from, to, identity);
  story.known.push({
    calendars: story.calendars,
    own: story.own,
    contracts: story.contracts.map((each) => ({ ...each })),
  });
}

async function changeAtRandom(
  story: Story,
  from: Instant,
  to: Instant,
  identity: Identity,
): Promise<void> {
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
}
