/** One accounting batch inside its transaction. */
import type pg from "pg";
import type { CalendarHistory, Instant } from "../../domain/calendar.ts";
import { decide, type Decision } from "../../domain/decide.ts";
import { contractAt, type ContractInForce } from "../../domain/contract-in-force.ts";
import { underOf } from "../../domain/counters.ts";
import { reachedBy, type Usage } from "../../domain/limits.ts";
import type { Limit } from "../../domain/terms.ts";
import { factsOf, hasRules } from "../../domain/rule-facts.ts";
import type { FactRow } from "../../domain/rule-rows.ts";
import { classBeforeVisits, filterAt, type Classification } from "../../domain/validity.ts";
import { Budgets } from "./budgets.ts";
import {
  loadContracts,
  loadPrograms,
  pairKey,
  programLimitsFor,
  type ContractPair,
  type ProgramSettings,
  type ProgramLimit,
} from "./catalog.ts";
import { storeLimitEvents, type Reached } from "./limit-events.ts";
import { LimitRefusals } from "./limit-refusals.ts";
import { LinkEnds } from "./link-ends.ts";
import { storeDecisions, type DecisionRecord } from "../ledger/posting.ts";
import { readGivenUp } from "./parked-clicks.ts";
import { byInstant, type RawClick } from "./raw-click.ts";
import { readFacts } from "./rule-facts.ts";
import { rezone, Rollup } from "./rollup.ts";
import { newPosting, sealPosting } from "../ledger/seals.ts";
import { Visits, windowAt } from "./visits.ts";
import { noVisit, type CountedClick } from "../../platform/db/click-counts.ts";
import { lockSql } from "../../platform/db/locks.ts";

/** The partition belongs to another worker now. */
export class Deposed extends Error {}

/** What an owner remembers between batches; all of it can be read again. */
export interface Memory {
  visits: Visits;
  budgets: Budgets;
}
export const newMemory = (): Memory => ({ visits: new Visits(), budgets: new Budgets() });

export interface BatchInput {
  number: number;
  epoch: bigint;
  /** The partition's cursor before and after this batch. */
  cursor: bigint;
  next: bigint;
  memory: Memory;
  clicks: RawClick[];
  now: Instant;
  /** Whether they were parked, so that some of them may have been given up. */
  wereParked: boolean;
}

interface World {
  programs: Map<string, ProgramSettings>;
  /** Of clicks that were given up none is looked for. */
  contracts: (ContractInForce | null)[];
  givenUp: ReadonlySet<string>;
  ends: LinkEnds;
  /** By click; only of clicks whose terms have rules. */
  facts: Map<string, FactRow>;
}

/**
 * Holds the partition's row until commit: of two owners by mistake, one waits here and then finds
 * itself deposed.
 */
async function fence(client: pg.ClientBase, { number, epoch, cursor }: BatchInput): Promise<void> {
  const { rows } = await client.query<{ epoch: bigint; last_seq: bigint }>(
    "select epoch, last_seq from accounting_partition where number = $1 for update",
    [number],
  );
  if (rows[0]?.epoch !== epoch || rows[0].last_seq !== cursor)
    throw new Deposed(`Accounting partition ${number} is at another epoch than ${epoch}`);
}

const noCalendar: CalendarHistory = { zone: "UTC", yearStartMonth: 1 };
const calendarOf = (facts: ProgramSettings | undefined): CalendarHistory =>
  facts?.calendar ?? noCalendar;
const limitsFor = (
  click: RawClick,
  facts: ProgramSettings | undefined,
  contract: ContractInForce,
): ProgramLimit[] =>
  facts && facts.limits.length > 0
    ? programLimitsFor(facts.limits, "CLICK", contract.terms.currency, click.at)
    : noLimits;
const noLimits: ProgramLimit[] = [];

/**
 * Whoever changes what is in force in a program holds the same lock alone (contracts/timeline.ts):
 * contracts are read either before such a change began or after it was committed, so a click after
 * its instant is never priced by what was before.
 */
const holdContracts = (client: pg.ClientBase, programs: readonly string[]): Promise<unknown> =>
  client.query({
    name: "hold_contracts",
    text: `select pg_advisory_xact_lock_shared(${lockSql("CONTRACTS", "id")})
      from unnest($1::text[]) id`,
    values: [programs],
  });

const noneGivenUp: ReadonlySet<string> = new Set();

async function loadWorld(
  client: pg.ClientBase,
  clicks: readonly RawClick[],
  wereParked: boolean,
): Promise<World> {
  const ids = [...new Set(clicks.map((click) => click.program))].toSorted();
  await holdContracts(client, ids);
  // After the lock: whoever gives a click up holds it alone.
  const givenUp = wereParked ? await readGivenUp(client, clicks) : noneGivenUp;
  const programs = await loadPrograms(client, ids);
  const pairs = new Map<string, ContractPair>();
  for (const { id, partner, program } of clicks)
    if (!givenUp.has(id)) pairs.set(pairKey(partner, program), { partner, program });
  const byPair = await loadContracts(
    client,
    [...pairs.values()],
    clicks[0]?.at ?? 0,
    clicks.at(-1)?.at ?? 0,
    (program) => calendarOf(programs.get(program)),
  );
  const contracts = clicks.map((click) =>
    givenUp.has(click.id)
      ? null
      : contractAt(byPair.get(pairKey(click.partner, click.program)), click.at),
  );
  const ends = await LinkEnds.read(client, clicks);
  const ruled = clicks.filter((_, i) => contracts[i] && hasRules(contracts[i].terms));
  return { programs, contracts, givenUp, ends, facts: await readFacts(client, ruled) };
}

async function loadBudgets(
  client: pg.ClientBase,
  budgets: Budgets,
  clicks: readonly RawClick[],
  { programs, contracts }: World,
): Promise<void> {
  const missing: Parameters<Budgets["want"]>[2] = new Map();
  for (const [i, click] of clicks.entries()) {
    const contract = contracts[i];
    const facts = programs.get(click.program);
    if (contract)
      budgets.want(
        click,
        { contract, calendar: calendarOf(facts), programLimits: limitsFor(click, facts, contract) },
        missing,
      );
  }
  await budgets.load(client, missing);
  await budgets.loadYoung(client, [...programs.keys()], clicks[0]?.at ?? 0);
}

function countedOf(
  click: RawClick,
  facts: ProgramSettings | undefined,
  visits: Visits,
): CountedClick {
  const signals = { robot: click.robot, risky: click.risky };
  const filter = facts ? filterAt(facts.riskFilter, facts.pastFilters, click.at) : "MODERATE";
  const first = classBeforeVisits(signals, filter);
  return first === "U" ? visits.take(click, windowAt(facts, click.at)) : noVisit(first);
}

interface Subject {
  click: RawClick;
  classification: Classification;
  facts: ProgramSettings | undefined;
  contract: ContractInForce | null;
  seen: FactRow | undefined;
  programLimits: readonly Limit[];
  givenUp: boolean;
  linkEnded: boolean;
}

/** A program nobody knows is not active: its clicks are kept and refused. */
export function decideClick(
  { click, classification, facts, contract, seen, programLimits, ...stopped }: Subject,
  usage: Usage,
): Decision {
  return decide({
    event: {
      kind: "CLICK",
      at: click.at,
      isTest: click.isTest,
      classification,
      ...(seen ? { facts: factsOf(seen, calendarOf(facts).zone) } : {}),
    },
    standing: {
      programActive: click.programActive && facts !== undefined,
      partnerActive: click.partnerActive,
      adActive: click.adActive,
      eventTypeActive: facts?.clickEventTypeActive ?? false,
      givenUp: stopped.givenUp,
      linkEnded: stopped.linkEnded,
    },
    contract,
    calendar: calendarOf(facts),
    programLimits,
    usage,
  });
}

/** Accounts the batch; resolves with the programs it touched. */
export async function accountBatch(client: pg.ClientBase, input: BatchInput): Promise<Set<string>> {
  const { epoch, now, memory } = input;
  await fence(client, input);
  const clicks = input.clicks.toSorted(byInstant);
  const world = await loadWorld(client, clicks, input.wereParked);
  await memory.visits.prepare(client, clicks, world.programs, now);
  await loadBudgets(client, memory.budgets, clicks, world);

  for (const { id, zone, rollupZone } of world.programs.values())
    if (zone !== rollupZone) await rezone(client, id, zone);
  const rollup = new Rollup();
  const reached: Reached[] = [];
  const refusals = new LimitRefusals();
  const records = clicks.map((click, i): DecisionRecord => {
    const facts = world.programs.get(click.program);
    const contract = world.contracts[i] ?? null;
    const counted = countedOf(click, facts, memory.visits);
    const { classification } = counted;
    const programLimits = contract ? limitsFor(click, facts, contract) : noLimits;
    const under = contract && underOf(contract);
    const decision = decideClick(
      {
        click,
        classification,
        facts,
        contract,
        seen: world.facts.get(click.id),
        programLimits,
        givenUp: world.givenUp.has(click.id),
        linkEnded: world.ends.hasEnded(click),
      },
      (limit, window) => (under ? memory.budgets.used(limit, window, under, click) : 0n),
    );
    if (decision.outcome === "PAID" && under) {
      memory.budgets.take(decision, under, click);
      for (const { use, percent } of reachedBy(decision.uses))
        reached.push({ by: click, under, use, percent });
    }
    refusals.add(click, decision);
    world.ends.add(click, classification, decision);
    rollup.add(click, counted, decision, facts?.zone ?? null);
    return recordOf(click, counted, decision, { epoch, now });
  });

  const posting = newPosting();
  await storeDecisions(client, records, posting);
  await memory.budgets.store(client, epoch);
  await storeLimitEvents(client, reached, now);
  await refusals.store(client);
  await world.ends.store(client);
  await rollup.store(client, now);
  await client.query(
    "update accounting_partition set last_seq = $2, updated_at = $3 where number = $1",
    [input.number, input.next, new Date(now)],
  );
  await sealPosting(client, posting);
  return new Set(world.programs.keys());
}

function recordOf(
  click: RawClick,
  counted: CountedClick,
  decision: Decision,
  { epoch, now }: { epoch: bigint; now: Instant },
): DecisionRecord {
  const { contractId, currency, amount } = decision;
  return {
    brand: click.brand,
    occurredAt: click.at,
    subjectId: click.id,
    event: "CLICK",
    partner: click.partner,
    program: click.program,
    link: click.link,
    isTest: click.isTest,
    counted,
    decision,
    booking:
      contractId !== null && currency !== null
        ? { change: amount, partner: click.partner, contractId, currency }
        : null,
    epoch,
    recordedAt: now,
  };
}
