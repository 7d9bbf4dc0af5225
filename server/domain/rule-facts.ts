/** What rules may test of a stored click, by the names of their variables. */
import { quarterHourMs, type Instant } from "./calendar.ts";
import type { RuleFields } from "./click-fields.ts";
import {
  isHiddenFrom,
  ruleText,
  ruleVariables,
  type Facts,
  type RuleVariable,
  type Side,
} from "./rules.ts";
import { trafficSourceOf } from "./traffic-source.ts";
import { payoutOf, type EventKind, type Terms } from "./terms.ts";

/** As db/click-facts.ts selects it. */
export interface FactRow extends Omit<RuleFields, "subIds"> {
  id: string;
  at: Instant;
  subIds: readonly (string | null)[];
  /** What the brand knew of the partner at that instant. */
  partnerValues: (string | null)[];
  partnerGroups: string[];
  /** Of the link: where the partner uses it. */
  mediaProperty: string | null;
}

const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/**
 * Wall-clock time by quarter of an hour, which no zone's offset divides; clicks come nearly in
 * order and zones are few.
 */
const recentTimes = new Map<string, { quarter: number; weekday: string; hour: string }>();
function localTime(at: Instant, zone: string): { weekday: string; hour: string } {
  const quarter = Math.floor(at / quarterHourMs);
  const recent = recentTimes.get(zone);
  if (recent?.quarter === quarter) return recent;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const found = { quarter, weekday: weekdays[local.dayOfWeek - 1] ?? "", hour: String(local.hour) };
  recentTimes.set(zone, found);
  return found;
}

/**
 * Rules ask for few of these, so each is found when it is asked for. On a class, since an object
 * that defines accessors of its own takes longer to make than a rule to test.
 */
class ClickFacts implements Facts {
  readonly #row: FactRow;
  readonly #zone: string;
  constructor(row: FactRow, zone: string) {
    this.#row = row;
    this.#zone = zone;
  }
  get AD(): string {
    return this.#row.ad;
  }
  get AD_PROGRAM(): string {
    return this.#row.program;
  }
  get LINK(): string {
    return this.#row.link;
  }
  get BROWSER(): string {
    return this.#row.browser;
  }
  get DEVICE(): string {
    return this.#row.device;
  }
  get OS(): string {
    return this.#row.os;
  }
  get COUNTRY(): string | null {
    return this.#row.country;
  }
  get REGION(): string | null {
    return this.#row.region;
  }
  get CITY(): string | null {
    return this.#row.city;
  }
  get SHARED_ID(): string | null {
    return this.#row.sharedId;
  }
  get SUB_ID1(): string | null {
    return this.#row.subIds[0] ?? null;
  }
  get SUB_ID2(): string | null {
    return this.#row.subIds[1] ?? null;
  }
  get SUB_ID3(): string | null {
    return this.#row.subIds[2] ?? null;
  }
  get TRAFFIC_SOURCE(): string {
    return trafficSourceOf(this.#row.referrerHost);
  }
  get REFERRER_DOMAIN(): string | null {
    return this.#row.referrerHost;
  }
  get REFERRER_URL(): string | null {
    return this.#row.referrer;
  }
  get LANDING_PAGE(): string {
    return this.#row.landingPage;
  }
  get WEEKDAY(): string {
    return localTime(this.#row.at, this.#zone).weekday;
  }
  get HOUR(): string {
    return localTime(this.#row.at, this.#zone).hour;
  }
  get PARTNER_VALUE1(): string | null {
    return this.#row.partnerValues[0] ?? null;
  }
  get PARTNER_VALUE2(): string | null {
    return this.#row.partnerValues[1] ?? null;
  }
  get PARTNER_VALUE3(): string | null {
    return this.#row.partnerValues[2] ?? null;
  }
  get PARTNER_GROUP(): readonly string[] {
    return this.#row.partnerGroups;
  }
  get MEDIA_PROPERTY(): string | null {
    return this.#row.mediaProperty;
  }
  get params(): Record<string, string> | null {
    return this.#row.custom;
  }
}

/** Weekday and hour are those of the brand account's zone. */
export const factsOf = (row: FactRow, zone: string): Facts => new ClickFacts(row, zone);

/**
 * Facts as a side may try terms on them: found when they are asked for, like those they are made
 * of.
 */
class Trial {
  readonly #facts: Facts;
  readonly triedBy: Side;
  constructor(facts: Facts, side: Side) {
    this.#facts = facts;
    this.triedBy = side;
  }
  get params(): Facts["params"] {
    return this.#facts.params ?? null;
  }
  static {
    for (const variable of ruleVariables)
      Object.defineProperty(this.prototype, variable, {
        get(this: Trial): Facts[RuleVariable] {
          return isHiddenFrom(this.triedBy, variable) ? null : this.#facts[variable];
        },
      });
  }
}
/** What the side may not see is not there, so that no rule of a draft reads it. */
export const triedFacts = (facts: Facts, side: Side): Facts => new Trial(facts, side) as Facts;

/** The same as plain values, of which some can be replaced. */
export const plainFacts = (facts: Facts): Facts => ({
  ...Object.fromEntries(
    ruleVariables
      .filter((variable) => variable !== "PARAM" && facts[variable] !== undefined)
      .map((variable) => [variable, facts[variable]]),
  ),
  params: facts.params ?? null,
  ...(facts.triedBy ? { triedBy: facts.triedBy } : {}),
});

/** A condition that a side cannot try, since it asks for what the other side alone sees. */
export interface UntriedRule {
  event: EventKind;
  /** Of the payout group or restriction. */
  name: string;
  variable: RuleVariable;
  rule: string;
}
/** `given`: what the side itself says of the event is tried all the same. */
export const untriedRules = (
  terms: Pick<Terms, "eventPayouts">,
  side: Side,
  given: Facts = {},
): UntriedRule[] =>
  terms.eventPayouts.flatMap(({ event, restrictions, groups }) =>
    [...restrictions, ...groups].flatMap(({ name, rules }) =>
      rules
        .filter(({ variable }) => isHiddenFrom(side, variable) && given[variable] === undefined)
        .map((rule) => ({ event, name, variable: rule.variable, rule: ruleText(rule) })),
    ),
  );

export const hasRules = (
  terms: Pick<Terms, "eventPayouts">,
  event: EventKind = "CLICK",
): boolean => {
  const payout = payoutOf(terms, event);
  return payout !== undefined && payout.groups.length + payout.restrictions.length > 0;
};
