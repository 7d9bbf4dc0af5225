/**
 * Restrictions and groups of one event against each other: contradictions, what is never reached,
 * what overlaps.
 */
import type { Finding, LintedPayout } from "./finding.ts";
import { findFacts, implies, isAlwaysThere, isNeverThere, type Effort } from "./rule-space.ts";
import { seenValues, type Facts, type Rule } from "./rules.ts";
import { denies, isOfPresence, isOfWholes } from "./rule-operators.ts";
import { recordOf } from "./rule-variables.ts";
import type { EventPayout, PayoutGroup, Restriction } from "./terms.ts";
import { type KnownIds, unknownIds } from "./known-ids.ts";

/** From a place in the terms to that in what they were read from. */
export type PlaceOf = (path: string) => string;
const numberOf = (path: string): number => Number(path.slice(path.lastIndexOf(".") + 1)) + 1;

/** For one question, so that one hard question does not silence the others. */
const effortOfOne = 40_000;

/** A restriction or a group with its place, in the order in which they are tried. */
interface Row {
  kind: "restriction" | "group";
  rules: readonly Rule[];
  path: string;
  /** "Group 2 (US phones)" */
  title: string;
  /** Proved never to be met or reached. */
  dead: boolean;
}

const inText = (title: string): string => title.slice(0, 1).toLowerCase() + title.slice(1);

export class RuleLint {
  readonly findings: Finding[] = [];
  readonly #payout: EventPayout;
  readonly #path: string;
  readonly #left: { left: number };
  readonly #restrictions: Row[];
  readonly #groups: Row[];
  /** Rules about what every click has, one a variable, so that examples are clicks as there are. */
  readonly #always: Rule[];
  readonly #reached: (Facts | null)[] = [];
  /** Whether every question was answered. */
  isComplete = true;

  constructor(payout: EventPayout, path: string, left: { left: number }, placeOf: PlaceOf) {
    this.#payout = payout;
    this.#path = path;
    this.#left = left;
    const row =
      (kind: Row["kind"], list: string) =>
      ({ name, rules }: PayoutGroup | Restriction, i: number): Row => {
        const at = `${path}.${list}.${i}`;
        const title = `${kind === "group" ? "Group" : "Restriction"} ${numberOf(placeOf(at))}`;
        return { kind, rules, path: at, title: `${title} (${name})`, dead: false };
      };
    this.#restrictions = payout.restrictions.map(row("restriction", "restrictions"));
    this.#groups = payout.groups.map(row("group", "groups"));
    const always = [...this.#restrictions, ...this.#groups]
      .flatMap(({ rules }) => rules)
      .filter(({ variable }) => isAlwaysThere(payout.event, variable));
    this.#always = [...new Map(always.map((rule) => [rule.variable, rule])).values()];
  }

  /** One question's share of what is left. */
  #ask<T>(question: (effort: Effort) => T): T {
    const effort = {
      left: Math.max(0, Math.min(effortOfOne, this.#left.left)),
      event: this.#payout.event,
    };
    const before = effort.left;
    const answer = question(effort);
    if (effort.left < 0) this.isComplete = false;
    this.#left.left -= before - Math.max(effort.left, 0);
    return answer;
  }
  #find(holding: readonly Rule[], failing: readonly Row[] = []) {
    return this.#ask((effort) =>
      findFacts(
        holding,
        failing.map(({ rules }) => rules),
        effort,
        this.#always,
      ),
    );
  }
  #covers(wide: Row, narrow: Row): boolean {
    return this.#ask((effort) => implies(narrow.rules, wide.rules, effort));
  }
  #example(holding: readonly Rule[], failing: readonly Row[] = []): Facts | null {
    const found = this.#find(holding, failing);
    return found.kind === "SOME" ? found.facts : null;
  }
  #say(finding: Omit<Finding, "event" | "related"> & { related?: string[] }): void {
    this.findings.push({ related: [], event: this.#payout.event, ...finding });
  }

  /** Stops after each row, so that whoever runs it may do something else in between. */
  *run(known: KnownIds): Generator<void, Omit<LintedPayout, "currency">> {
    const rows = [...this.#restrictions, ...this.#groups];
    for (const row of rows) {
      this.#contradictions(row);
      this.#unknownIds(row, known);
      this.#unknownPlaces(row);
      yield;
    }
    const open = this.#blocking();
    yield;
    for (const [rank, row] of open ? this.#groups.entries() : []) {
      this.#reach(rank, row);
      yield;
    }
    for (const rank of open ? this.#groups.keys() : []) {
      this.#overlap(rank);
      yield;
    }
    return {
      payout: this.#payout,
      path: this.#path,
      titles: this.#groups.map(({ title }) => title),
      reached: this.#reached,
      dead: new Set(this.#groups.flatMap(({ dead }, rank) => (dead || !open ? [rank] : []))),
      byDefault: open ? this.#default() : null,
    };
  }

  #contradictions(row: Row): void {
    const at = row.rules.findIndex((_, i) => this.#find(row.rules.slice(0, i + 1)).kind === "NONE");
    if (at < 0) return;
    row.dead = true;
    const rule = row.rules[at]!;
    const other = row.rules
      .slice(0, at)
      .findIndex((before) => this.#find([before, rule]).kind === "NONE");
    const because = (): string => {
      if (isNeverThere(this.#payout.event, rule.variable))
        return `sales do not tell what its condition ${at + 1} asks for`;
      if (other >= 0) return `its condition ${at + 1} contradicts condition ${other + 1}`;
      return at === 0 || this.#find([rule]).kind === "NONE"
        ? `nothing can meet its condition ${at + 1}`
        : `its condition ${at + 1} contradicts those before it`;
    };
    this.#say({
      code: "NEVER_TRUE",
      severity: "ERROR",
      path: `${row.path}.rules.${at}`,
      related: other >= 0 ? [`${row.path}.rules.${other}`] : [],
      message:
        `${row.title} can never apply: ${because()}. Change the condition or remove the ` +
        row.kind,
      example: this.#example(row.rules.slice(0, at), [{ ...row, rules: [rule] }]),
    });
  }

  #unknownIds(row: Row, known: KnownIds): void {
    for (const [i, rule] of row.rules.entries()) {
      const ids = known[rule.variable];
      const missing =
        ids && isOfWholes(rule.operator) ? rule.values.filter((value) => !ids.has(value)) : [];
      if (missing.length === 0) continue;
      const message = `${row.title}: ${unknownIds(rule.variable, missing)}`;
      const example = this.#example(row.rules.filter((_, at) => at !== i));
      this.#say({
        code: "UNKNOWN_ID",
        severity: "ERROR",
        path: `${row.path}.rules.${i}`,
        message,
        example,
      });
    }
  }

  /**
   * Where the country is unknown "is not US" holds: without EXISTS beside it the unknown are meant
   * too [D80].
   */
  #unknownPlaces(row: Row): void {
    if (row.dead) return;
    for (const [i, rule] of row.rules.entries()) {
      const { place } = recordOf(rule.variable);
      if (place === null || !denies(rule.operator) || isOfPresence(rule.operator)) continue;
      const example = this.#example([
        ...row.rules,
        { ...rule, operator: "NOT_EXISTS", values: [] },
      ]);
      if (!example || seenValues(rule, example).length > 0) continue;
      const effect = row.kind === "group" ? "takes" : "blocks";
      const message =
        `${row.title} also ${effect} ${this.#payout.event.toLowerCase()}s whose ${place} is ` +
        `unknown: add the condition that the ${place} is known, unless that is meant`;
      this.#say({
        code: "PLACE_MAY_BE_UNKNOWN",
        severity: "WARNING",
        path: `${row.path}.rules.${i}`,
        message,
        example,
      });
    }
  }

  /** Restrictions against all clicks and against each other; false: nothing gets past them. */
  #blocking(): boolean {
    const rows = this.#restrictions.filter(({ dead }) => !dead);
    for (const [i, row] of rows.entries()) {
      const wide = rows.find(
        (other, at) =>
          other !== row && this.#covers(other, row) && (at < i || !this.#covers(row, other)),
      );
      const message =
        `${row.title} adds nothing: ${inText(wide?.title ?? "")} blocks everything ` +
        "that it blocks";
      if (wide)
        this.#say({
          code: "ADDS_NOTHING",
          severity: "HINT",
          path: row.path,
          related: [wide.path],
          message,
          example: this.#example(row.rules),
        });
    }
    if (rows.length === 0 || this.#find([], rows).kind !== "NONE") return true;
    const alone = rows.find((row) => this.#find([], [row]).kind === "NONE");
    const who = alone ? `${alone.title} blocks` : "The restrictions together block";
    this.#say({
      code: "BLOCKS_EVERYTHING",
      severity: "ERROR",
      path: alone?.path ?? rows[0]!.path,
      related: alone ? [] : rows.slice(1).map(({ path }) => path),
      message:
        `${who} every ${this.#payout.event.toLowerCase()}, so nothing is ever paid. ` +
        "A payout of 0 says the same plainly",
      example: this.#example((alone ?? rows[0]!).rules),
    });
    return false;
  }

  #reach(rank: number, row: Row): void {
    const before = [...this.#restrictions, ...this.#groups.slice(0, rank)];
    const found = row.dead ? null : this.#find(row.rules, before);
    this.#reached[rank] = found?.kind === "SOME" ? found.facts : null;
    if (found?.kind !== "NONE") return;
    row.dead = true;
    const wide = before.find((other) => !other.dead && this.#covers(other, row));
    const because = wide
      ? `${inText(wide.title)} ${wide.kind === "group" ? "takes" : "blocks"} everything that it ` +
        "could take"
      : "the restrictions and groups before it leave nothing for it";
    this.#say({
      code: "NEVER_REACHED",
      severity: "ERROR",
      path: row.path,
      related: wide ? [wide.path] : [],
      message: `${row.title} is never reached: ${because}. Move it up, change it or remove it`,
      example: this.#example(row.rules),
    });
  }

  /**
   * Two groups that share clicks and pay differently: their order decides. A special case above its
   * general one is the usual order and is not told.
   */
  #overlap(rank: number): void {
    const row = this.#groups[rank]!;
    if (row.dead) return;
    const rateOf = (at: number) =>
      JSON.stringify(this.#payout.groups[at]?.rate, (_, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      );
    for (const [earlier, other] of this.#groups.slice(0, rank).entries()) {
      if (other.dead || rateOf(earlier) === rateOf(rank)) continue;
      const others = [...this.#restrictions, ...this.#groups.slice(0, earlier)];
      const example = this.#example([...other.rules, ...row.rules], others);
      if (!example || this.#covers(row, other)) continue;
      const message =
        `Some ${this.#payout.event.toLowerCase()}s meet both ${inText(other.title)} and ` +
        `${inText(row.title)}, which pay differently: the first of them, ` +
        `${inText(other.title)}, pays`;
      return this.#say({
        code: "OVERLAP",
        severity: "HINT",
        path: row.path,
        related: [other.path],
        message,
        example,
      });
    }
  }

  #default(): Facts | null {
    const rows = [...this.#restrictions, ...this.#groups];
    const found = this.#find([], rows);
    if (found.kind === "SOME") return found.facts;
    const message = "The default payout never applies: restrictions and groups take everything";
    const example = this.#reached.find((facts) => facts != null) ?? null;
    if (found.kind === "NONE" && rows.length > 0)
      this.#say({
        code: "DEFAULT_NEVER_APPLIES",
        severity: "HINT",
        path: `${this.#path}.rate`,
        message,
        example,
      });
    return null;
  }
}
