/**
 * Which payout group pays: our compiled rules against rule libraries in the same run, each with its
 * rules compiled once. All are asked the same and must answer the same. Then 5,000 rule sets in
 * turn, as contracts take turns in life, against the plain walk.
 */
import { Environment } from "@marcbachmann/cel-js";
import { LogicEngine } from "json-logic-engine";
import { Engine } from "json-rules-engine";
import { RuleProgram } from "../../domain/compiled-rules.ts";
import { walkRules, defaultPayout } from "../../domain/rule-choice.ts";
import type { Facts, Rule } from "../../domain/rules.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";

export interface RuleRow {
  name: string;
  /** Nanoseconds of processor time a click, medians. */
  ours: number;
  rival: number;
  /** Theirs by ours of the same round. */
  ratio: { median: number; min: number; max: number };
  goal: string;
  met: boolean;
}
/** What a click shows, as libraries take it. */
interface Click {
  country: string;
  device: string;
  page: string;
  hour: number;
}
/** One group: all of its three conditions must hold. */
interface Group {
  countries: string[];
  device: string;
  third: { kind: "PAGE"; text: string } | { kind: "HOUR"; from: number; to: number };
}
/** The rank of the first group that applies; -1: none. */
type Match = (click: Click) => number | Promise<number>;

const countries = [
  "US",
  "CA",
  "MX",
  "BR",
  "DE",
  "FR",
  "IT",
  "ES",
  "GB",
  "NL",
  "SE",
  "PL",
  "JP",
  "IN",
  "AU",
  "SG",
];
const devices = ["PHONE", "TABLET", "DESKTOP", "TV"];
const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T;

function groupOf(random: Random, rank: number): Group {
  const from = random.below(20);
  return {
    countries: [pick(random, countries), pick(random, countries), pick(random, countries)],
    device: pick(random, devices),
    third:
      rank % 2 === 0
        ? { kind: "PAGE", text: `/dp/B0${random.below(6)}` }
        : { kind: "HOUR", from, to: from + 1 + random.below(4) },
  };
}
const clickOf = (random: Random): Click => ({
  country: pick(random, countries),
  device: pick(random, devices),
  page: `https://www.amazon.com/Some-Thing/dp/B0${random.below(6)}ABCDEFG?psc=1`,
  hour: random.below(24),
});

const rule = (
  variable: Rule["variable"],
  operator: Rule["operator"],
  ...values: string[]
): Rule => ({ variable, name: null, operator, values });
const rulesOf = ({ countries: where, device, third }: Group): Rule[] => [
  rule("COUNTRY", "IN", ...new Set(where)),
  rule("DEVICE", "IS", device),
  third.kind === "PAGE"
    ? rule("LANDING_PAGE", "CONTAINS", third.text)
    : rule("HOUR", "BETWEEN", String(third.from), String(third.to)),
];
const payoutGroups = (groups: readonly Group[]) =>
  groups.map((group, i) => ({
    id: `g${i}`,
    name: "Group",
    rules: rulesOf(group),
    rate: { kind: "AMOUNT" as const, micros: 1n },
    limits: [],
  }));
const factsOf = ({ country, device, page, hour }: Click): Facts => ({
  COUNTRY: country,
  DEVICE: device,
  LANDING_PAGE: page,
  HOUR: String(hour),
});

/** Facts are made for every click, as accounting makes them. */
function ours(groups: readonly Group[]): Match {
  const program = new RuleProgram([], payoutGroups(groups));
  return (click) => {
    const choice = program.choose(factsOf(click));
    return choice === defaultPayout ? -1 : choice;
  };
}

const firstOf =
  (tests: readonly ((click: Click) => unknown)[]): Match =>
  (click) =>
    tests.findIndex((test) => test(click) === true);

function jsonLogic(groups: readonly Group[]): Match {
  const engine = new LogicEngine();
  return firstOf(
    groups.map(({ countries: where, device, third }) => {
      const last =
        third.kind === "PAGE"
          ? { in: [third.text, { var: "page" }] }
          : { "<=": [third.from, { var: "hour" }, third.to] };
      return engine.build({
        and: [{ in: [{ var: "country" }, where] }, { "==": [{ var: "device" }, device] }, last],
      }) as (click: Click) => unknown;
    }),
  );
}

function cel(groups: readonly Group[]): Match {
  const environment = new Environment()
    .registerVariable("country", "string")
    .registerVariable("device", "string")
    .registerVariable("page", "string")
    .registerVariable("hour", "double");
  return firstOf(
    groups.map(({ countries: where, device, third }) => {
      const last =
        third.kind === "PAGE"
          ? `page.contains("${third.text}")`
          : `hour >= ${third.from}.0 && hour <= ${third.to}.0`;
      const test = environment.parse(
        `country in ${JSON.stringify(where)} && device == "${device}" && ${last}`,
      );
      return (click) => test(click);
    }),
  );
}

function jsonRules(groups: readonly Group[]): Match {
  const engine = new Engine();
  engine.addOperator("holdsText", (seen: string, text: string) => seen.includes(text));
  let found = -1;
  for (const [rank, { countries: where, device, third }] of groups.entries())
    engine.addRule({
      conditions: {
        all: [
          { fact: "country", operator: "in", value: where },
          { fact: "device", operator: "equal", value: device },
          ...(third.kind === "PAGE"
            ? [{ fact: "page", operator: "holdsText", value: third.text }]
            : [
                { fact: "hour", operator: "greaterThanInclusive", value: third.from },
                { fact: "hour", operator: "lessThanInclusive", value: third.to },
              ]),
        ],
      },
      priority: groups.length - rank,
      event: { type: "first", params: { rank } },
    });
  engine.on("success", (event) => {
    found = event.params?.rank as number;
    engine.stop();
  });
  return async (click) => {
    found = -1;
    await engine.run({ ...click });
    return found;
  };
}

const libraries: [name: string, make: (groups: readonly Group[]) => Match][] = [
  ["json-logic-engine, compiled", jsonLogic],
  ["@marcbachmann/cel-js, parsed", cel],
  ["json-rules-engine", jsonRules],
];

const rounds = 7;
const clicksPerRound = 1_024;
const leastMicros = 40_000;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Nanoseconds of processor time a click, so that what else runs on the machine counts little; asked
 * until it can be measured.
 */
async function nanoseconds(match: Match, clicks: readonly Click[]): Promise<number> {
  let asked = 0;
  const started = cpuMicros();
  do {
    for (const click of clicks) {
      const answer = match(click);
      if (typeof answer !== "number") await answer;
    }
    asked += clicks.length;
  } while (cpuMicros() - started < leastMicros);
  return ((cpuMicros() - started) * 1e3) / asked;
}

interface Pair {
  name: string;
  own: Match;
  rival: Match;
  clicks: readonly Click[];
  goal: { text: string; met: (ratio: number) => boolean };
}
async function compare({ name, own, rival, clicks, goal }: Pair): Promise<RuleRow> {
  const times: { own: number; rival: number }[] = [];
  // The first rounds warm both up and are not counted.
  for (let round = -2; round < rounds; round++) {
    const time = { own: await nanoseconds(own, clicks), rival: await nanoseconds(rival, clicks) };
    if (round >= 0) times.push(time);
  }
  const ratios = times.map((time) => time.rival / time.own);
  const ratio = { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
  return {
    name,
    ours: median(times.map((time) => time.own)),
    rival: median(times.map((time) => time.rival)),
    ratio,
    goal: goal.text,
    met: goal.met(ratio.median),
  };
}

async function agree(
  name: string,
  own: Match,
  rival: Match,
  clicks: readonly Click[],
): Promise<void> {
  for (const click of clicks)
    if ((await own(click)) !== (await rival(click)))
      throw new Error(`${name} answers otherwise than ours for ${JSON.stringify(click)}`);
}

async function againstLibraries(random: Random): Promise<RuleRow[]> {
  const rows: RuleRow[] = [];
  for (const count of [20, 50]) {
    const groups = Array.from({ length: count }, (_, rank) => groupOf(random, rank));
    const clicks = Array.from({ length: clicksPerRound }, () => clickOf(random));
    for (const [library, make] of libraries) {
      const [own, rival] = [ours(groups), make(groups)];
      await agree(library, own, rival, clicks);
      const goal = { text: "at least 4 times", met: (ratio: number) => ratio >= 4 };
      rows.push(
        await compare({
          name: `${count} rules of 3 conditions, against ${library}`,
          own,
          rival,
          clicks,
          goal,
        }),
      );
    }
  }
  return rows;
}

const setsInTurn = 5_000;
async function setsByTurns(random: Random): Promise<RuleRow> {
  const sets = Array.from({ length: setsInTurn }, () =>
    payoutGroups(Array.from({ length: 20 }, (_, rank) => groupOf(random, rank))),
  );
  const programs = sets.map((groups) => new RuleProgram([], groups));
  const turn = (choose: (set: number, facts: Facts) => number): Match => {
    let set = 0;
    return (click) => {
      set = (set + 1) % setsInTurn;
      const choice = choose(set, factsOf(click));
      return choice === defaultPayout ? -1 : choice;
    };
  };
  const own = turn((set, facts) => programs[set]?.choose(facts) ?? -1);
  const rival = turn((set, facts) =>
    walkRules({ restrictions: [], groups: sets[set] ?? [] }, facts),
  );
  const clicks = Array.from({ length: setsInTurn }, () => clickOf(random));
  await agree("the plain walk", own, rival, clicks);
  return compare({
    name: "5,000 sets of 20 rules in turn, against the plain walk",
    own,
    rival,
    clicks,
    goal: { text: "at least 3 times", met: (ratio) => ratio >= 3 },
  });
}

/** How much longer 200 groups of 5 conditions take than one [D86]. */
async function growth(random: Random): Promise<RuleRow> {
  const groups = Array.from({ length: 200 }, (_, rank) => groupOf(random, rank));
  const deep = (list: readonly Group[]): Match => {
    const program = new RuleProgram(
      [],
      payoutGroups(list).map((group, i) => ({
        ...group,
        rules: [
          ...group.rules,
          rule("SHARED_ID", "IS", `s${i}`),
          rule("BROWSER", "IS_NOT", "UC_BROWSER"),
        ],
      })),
    );
    return (click) => program.choose({ ...factsOf(click), SHARED_ID: "none", BROWSER: "CHROME" });
  };
  const clicks = Array.from({ length: clicksPerRound }, () => clickOf(random));
  const goal = { text: "at most 50 times", met: (ratio: number) => ratio <= 50 };
  return compare({
    name: "one group of 5 conditions, against 200 groups of 5",
    own: deep(groups.slice(0, 1)),
    rival: deep(groups),
    clicks,
    goal,
  });
}

export async function benchRules(): Promise<RuleRow[]> {
  const random = createRandom(1);
  return [...(await againstLibraries(random)), await setsByTurns(random), await growth(random)];
}
