/** Reads terms from input, or names the first faulty field by its path. */
import { isReset, customTermsKinds, defaultSchedule, recommendedLocking } from "./terms.ts";
import type {
  CustomTerms,
  CustomTermsKind,
  EventKind,
  EventPayout,
  Limit,
  LimitKind,
  LimitScope,
  Locking,
  PayoutGroup,
  PayoutLevel,
  PayoutSchedule,
  Rate,
  Restriction,
  Terms,
} from "./terms.ts";
import { parseBonus, type BonusDraft } from "./bonus-input.ts";
import type { Reset } from "./calendar.ts";
import { limitId, limitScopes, scopeRecords, termsScopes } from "./limit-scopes.ts";
import {
  gateAmount,
  gateCount,
  gateRate,
  gateWhole,
  maxClickRateUnits,
  maxSaleRateUnits,
} from "./values/amount.ts";
import { gateCurrency } from "./values/currency.ts";
import { gateText } from "./values/text.ts";
import {
  defaultNumbers,
  numberClauses,
  numberFields,
  numbersFrom,
  type NumberField,
  type NumberFault,
  type TermsNumbers,
} from "./number-clauses.ts";
import { fitsVariable, gateRule } from "./rule-values.ts";
import { isOfSales } from "./rule-variables.ts";
import { parseRule, searchWork, type Rule, type RuleDraft } from "./rules.ts";
import { accept, refuse, type Result } from "./result.ts";

export type TermsFault =
  | "NO_EVENT_PAYOUT"
  | "DUPLICATE_EVENT"
  | "BAD_LEVEL"
  | "BAD_RATE"
  | "BAD_LIMIT"
  | "BAD_AMOUNT"
  | "BAD_CURRENCY"
  | "BAD_RULE"
  | "BAD_GROUP"
  | "BAD_RANK"
  | "BAD_RESTRICTION"
  | "BAD_LOCKING"
  | "BAD_SCHEDULE"
  | NumberFault
  | "BAD_CUSTOM_TERMS"
  | "BAD_BONUS";

export interface LimitDraft {
  kind: LimitKind;
  /** Default CONTRACT. */
  scope?: LimitScope | null;
  /** Absent for EVENT alone. */
  reset?: Reset | null;
  max: string;
  weekendMax?: string | null;
}
export interface GroupDraft {
  id?: string | null;
  name: string;
  /** Lower is tried first; without ranks the order of the list counts. */
  rank?: number | null;
  rules: RuleDraft[];
  rate: string;
  limits?: LimitDraft[] | null;
}
export interface RestrictionDraft {
  id?: string | null;
  name: string;
  rules: RuleDraft[];
  hideZeroRows?: boolean | null;
}
export interface LockingDraft {
  openEnded?: boolean | null;
  period?: "DAY" | "MONTH" | null;
  months?: number | null;
  days?: number | null;
}
export interface ScheduleDraft {
  period?: "DAY" | "WEEK" | "MONTH" | null;
  months?: number | null;
  days?: number | null;
  dayOfMonth?: number | null;
}
/** What the API and the CLI hand in. Rates are text: "0.12" or "8%". */
export interface EventPayoutDraft {
  event: EventKind;
  level?: PayoutLevel | null;
  rate: string;
  groups?: GroupDraft[] | null;
  restrictions?: RestrictionDraft[] | null;
  limits: LimitDraft[];
  remainder?: "PAY_ZERO" | "PAY_REMAINDER" | null;
  locking?: LockingDraft | null;
  schedule?: ScheduleDraft | null;
  bonus?: BonusDraft | null;
}
export interface CustomTermsDraft {
  name: string;
  kind?: CustomTermsKind | null;
  text?: string | null;
  fileId?: string | null;
}
export interface TermsDraft extends Partial<Record<NumberField, number | null>> {
  currency: string;
  eventPayouts: EventPayoutDraft[];
  customTerms?: CustomTermsDraft[] | null;
}

const maxLimits = 12;
const maxGroups = 200;
const maxRestrictions = 100;
const maxRules = 20;
/** Of one event's groups and restrictions together: what pricing may have to do for one event. */
const maxSearchWork = 250;
const maxCustomTerms = 20;
const maxCustomText = 20_000;

const tooMany = (sentence: string, items: readonly unknown[]): string =>
  `${sentence}, and here are ${items.length}`;

/** Each item in turn; the first refusal is the whole's. */
function parseAll<D, T, C extends string>(
  drafts: readonly D[],
  path: string,
  parse: (draft: D, path: string, index: number) => Result<T, C>,
): Result<T[], C> {
  const values: T[] = [];
  for (const [i, draft] of drafts.entries()) {
    const parsed = parse(draft, `${path}.${i}`, i);
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return accept(values);
}

function parseRate(event: EventKind, given: string, path: string): Result<Rate, TermsFault> {
  const rate = gateRate(given, event === "CLICK" ? maxClickRateUnits : maxSaleRateUnits, path);
  if (!rate.ok || rate.value.kind === "AMOUNT" || event === "SALE") return rate;
  // The field's help text says "0%" for a click; it is the amount 0 [D23].
  if (rate.value.millionths === 0n) return accept({ kind: "AMOUNT", micros: 0n });
  return refuse(
    "BAD_RATE",
    `A ${event.toLowerCase()} is paid by an amount such as 0.12; only "0%" is read as 0`,
    path,
  );
}

/** How much: a whole number, or an amount of the terms' currency. */
function parseMax(
  { kind, currency }: Pick<LimitDraft, "kind"> & Pick<LimitPlace, "currency">,
  text: string,
  path: string,
): Result<bigint, TermsFault> {
  return kind === "PAYOUT"
    ? gateAmount(text, { currency }, path)
    : gateCount(
        "BAD_LIMIT",
        `A limit on ${kind.toLowerCase()}`,
        text,
        { min: 0n, max: 999_999_999n },
        path,
      );
}

/**
 * Which periods a scope has [D99]. Visitors are told apart for a day alone, and Amazon names no
 * customers.
 */
function parseReset(
  event: EventKind,
  scope: LimitScope,
  reset: Reset | null,
  path: string,
): Result<Reset | null, TermsFault> {
  const { resets, whyNoOther } = scopeRecords[scope];
  if (resets.length === 0 && reset === null) return accept(null);
  if (resets.length > 0 && (reset === null || !isReset(reset)))
    return refuse("BAD_LIMIT", scopeRecords.CONTRACT.whyNoOther, path);
  return reset !== null && resets.includes(reset)
    ? accept(reset)
    : refuse("BAD_LIMIT", whyNoOther.replace("each event", `each ${event.toLowerCase()}`), path);
}

const phrases = termsScopes.map((scope) => scopeRecords[scope].phrase);
const allButLast = phrases.slice(0, -1).join(", ");
const scopesSentence = `A limit of terms is ${allButLast} or ${phrases.at(-1)}`;
interface LimitPlace {
  event: EventKind;
  /** Of its amounts: less than the smallest of it is never paid out. */
  currency: string;
  groupId?: string;
}
export function parseLimit(
  { event, currency, groupId }: LimitPlace,
  draft: LimitDraft,
  path: string,
): Result<Limit, TermsFault> {
  const { kind, scope: givenScope, reset: givenReset, weekendMax: givenWeekend } = draft;
  const scope = givenScope ?? "CONTRACT";
  const counts = event === "CLICK" ? "CLICKS" : "CONVERSIONS";
  if (kind !== "PAYOUT" && kind !== counts)
    return refuse("BAD_LIMIT", `A limit on a ${event} counts ${counts} or PAYOUT`, `${path}.kind`);
  if (!limitScopes.includes(scope) || scopeRecords[scope].setIn !== "TERMS")
    return refuse("BAD_LIMIT", scopesSentence, `${path}.scope`);
  const { unlessClick } = scopeRecords[scope];
  if (event !== "CLICK" && unlessClick?.kinds.includes(kind))
    return refuse("BAD_LIMIT", unlessClick.why, `${path}.${unlessClick.field}`);
  const reset = parseReset(event, scope, givenReset ?? null, `${path}.reset`);
  if (!reset.ok) return reset;
  const max = parseMax({ kind, currency }, draft.max, `${path}.max`);
  if (!max.ok) return max;
  if (givenWeekend != null && reset.value !== "DAY")
    return refuse(
      "BAD_LIMIT",
      "Only a daily limit has another one for weekends",
      `${path}.weekendMax`,
    );
  const weekendMax =
    givenWeekend == null
      ? accept(null)
      : parseMax({ kind, currency }, givenWeekend, `${path}.weekendMax`);
  if (!weekendMax.ok) return weekendMax;
  const name = { event, kind, scope, reset: reset.value, groupId: groupId ?? null, currency: null };
  return accept({
    id: limitId(name),
    ...name,
    max: max.value,
    weekendMax: weekendMax.value,
  });
}

function parseLimits(
  place: LimitPlace,
  drafts: readonly LimitDraft[],
  path: string,
): Result<Limit[], TermsFault> {
  if (drafts.length > maxLimits)
    return refuse(
      "BAD_LIMIT",
      tooMany(`At most ${maxLimits} limits stand together`, drafts),
      `${path}.limits`,
    );
  const seen = new Set<string>();
  return parseAll(drafts, `${path}.limits`, (limit, at) => {
    const parsed = parseLimit(place, limit, at);
    if (!parsed.ok) return parsed;
    if (seen.has(parsed.value.id))
      return refuse(
        "BAD_LIMIT",
        "Two limits of the same kind, scope and reset: keep the tighter one",
        at,
      );
    seen.add(parsed.value.id);
    return parsed;
  });
}

const parseRuleOf =
  (event: EventKind) =>
  (draft: RuleDraft, path: string): Result<Rule, TermsFault> => {
    const fits = fitsVariable(draft, path);
    if (!fits.ok) return fits;
    const rule = parseRule(draft, path);
    if (!rule.ok) return rule;
    const { variable } = rule.value;
    if (event !== "SALE" && isOfSales(variable))
      return refuse(
        "BAD_RULE",
        `${variable} is known of sales alone, not of a ${event.toLowerCase()}`,
        `${path}.variable`,
      );
    return gateRule(rule.value, draft.values, path);
  };
const parseRules = (
  event: EventKind,
  rules: readonly RuleDraft[],
  path: string,
): Result<Rule[], TermsFault> => {
  if (rules.length === 0)
    return refuse(
      "BAD_RULE",
      "At least one rule is needed; what always applies is the default payout",
      `${path}.rules`,
    );
  return rules.length > maxRules
    ? refuse(
        "BAD_RULE",
        tooMany(`At most ${maxRules} rules stand together`, rules),
        `${path}.rules`,
      )
    : parseAll(rules, `${path}.rules`, parseRuleOf(event));
};

/**
 * Ids that were given stay; new ones take the next free number, so that a version can be compared
 * with the one before.
 */
function idsOf(drafts: readonly { id?: string | null }[], letter: string): string[] | null {
  const given = new Set(drafts.flatMap(({ id }) => (id ? [id] : [])));
  if (
    given.size !== drafts.filter(({ id }) => id).length ||
    [...given].some((id) => !/^[a-z0-9-]{1,40}$/i.test(id))
  )
    return null;
  let next = 1;
  return drafts.map(({ id }) => {
    if (id) return id;
    while (given.has(`${letter}${next}`)) next += 1;
    return `${letter}${next++}`;
  });
}
const nameBounds = { min: 1, max: 100 };

function parseGroups(
  draft: EventPayoutDraft,
  currency: string,
  path: string,
): Result<PayoutGroup[], TermsFault> {
  const drafts = draft.groups ?? [];
  if (drafts.length > maxGroups)
    return refuse(
      "BAD_GROUP",
      tooMany(`Terms have at most ${maxGroups} payout groups`, drafts),
      `${path}.groups`,
    );
  const ranks = drafts.flatMap(({ rank }) => (rank == null ? [] : [rank]));
  if (ranks.length > 0 && (ranks.length !== drafts.length || new Set(ranks).size !== ranks.length))
    return refuse(
      "BAD_RANK",
      "Either every payout group has a rank of its own, or none has one",
      `${path}.groups`,
    );
  const ids = idsOf(drafts, "g");
  if (ids === null)
    return refuse(
      "BAD_GROUP",
      "Ids of payout groups are letters, digits and dashes, each used once",
      `${path}.groups`,
    );
  const parsed = parseAll(drafts, `${path}.groups`, (group, at, i) => {
    const name = gateText(
      "BAD_GROUP",
      "A payout group's name",
      group.name,
      nameBounds,
      `${at}.name`,
    );
    if (!name.ok) return name;
    const rules = parseRules(draft.event, group.rules, at);
    if (!rules.ok) return rules;
    const rate = parseRate(draft.event, group.rate, `${at}.rate`);
    if (!rate.ok) return rate;
    const id = ids[i] ?? "";
    const limits = parseLimits(
      { event: draft.event, currency, groupId: id },
      group.limits ?? [],
      at,
    );
    if (!limits.ok) return limits;
    return accept({
      rank: group.rank ?? i,
      group: { id, name: name.value, rules: rules.value, rate: rate.value, limits: limits.value },
    });
  });
  return parsed.ok
    ? accept(parsed.value.toSorted((a, b) => a.rank - b.rank).map(({ group }) => group))
    : parsed;
}

function parseRestrictions(
  draft: EventPayoutDraft,
  path: string,
): Result<Restriction[], TermsFault> {
  const drafts = draft.restrictions ?? [];
  if (drafts.length > maxRestrictions)
    return refuse(
      "BAD_RESTRICTION",
      tooMany(`Terms have at most ${maxRestrictions} restrictions`, drafts),
      `${path}.restrictions`,
    );
  const ids = idsOf(drafts, "r");
  if (ids === null)
    return refuse(
      "BAD_RESTRICTION",
      "Ids of restrictions are letters, digits and dashes, each used once",
      `${path}.restrictions`,
    );
  return parseAll(drafts, `${path}.restrictions`, (restriction, at, i) => {
    const name = gateText(
      "BAD_RESTRICTION",
      "A restriction's name",
      restriction.name,
      nameBounds,
      `${at}.name`,
    );
    if (!name.ok) return name;
    const rules = parseRules(draft.event, restriction.rules, at);
    return rules.ok
      ? accept({
          id: ids[i] ?? "",
          name: name.value,
          rules: rules.value,
          hideZeroRows: restriction.hideZeroRows ?? false,
        })
      : rules;
  });
}

/** Months and then days. */
function parseWait(
  code: TermsFault,
  what: string,
  draft: { months?: number | null; days?: number | null },
  path: string,
): Result<{ months: number; days: number }, TermsFault> {
  const [months, days] = [draft.months ?? 0, draft.days ?? 0];
  const waited = (unit: "months" | "days", value: number, max: number) =>
    gateWhole(code, `${what} waits 0 to ${max} ${unit}`, value, { min: 0, max }, `${path}.${unit}`);
  for (const gated of [waited("months", months, 24), waited("days", days, 366)])
    if (!gated.ok) return gated;
  return accept({ months, days });
}

export function parseLocking(
  event: EventKind,
  draft: LockingDraft | null | undefined,
  path: string,
): Result<Locking | null, TermsFault> {
  if (event === "CLICK")
    return draft == null
      ? accept(null)
      : refuse("BAD_LOCKING", "Clicks are final at once and are never locked", path);
  if (draft == null) return accept(recommendedLocking);
  if (draft.openEnded === true) return accept({ kind: "OPEN_ENDED" });
  const wait = parseWait("BAD_LOCKING", "Locking", draft, path);
  return wait.ok ? accept({ kind: "AFTER", period: draft.period ?? "DAY", ...wait.value }) : wait;
}

export function parseSchedule(
  draft: ScheduleDraft | null | undefined,
  path: string,
): Result<PayoutSchedule, TermsFault> {
  if (draft == null) return accept(defaultSchedule);
  const { period, dayOfMonth } = draft;
  const day =
    dayOfMonth == null
      ? accept(null)
      : gateWhole(
          "BAD_SCHEDULE",
          "A fixed day of the month lies between 1 and 28",
          dayOfMonth,
          { min: 1, max: 28 },
          `${path}.dayOfMonth`,
        );
  if (!day.ok) return day;
  const wait = parseWait("BAD_SCHEDULE", "Payment", draft, path);
  return wait.ok
    ? accept({ period: period ?? "MONTH", ...wait.value, dayOfMonth: day.value })
    : wait;
}

function parseLevel(draft: EventPayoutDraft, path: string): Result<PayoutLevel, TermsFault> {
  const level = draft.level ?? (draft.event === "CLICK" ? "CLICK" : "ORDER");
  const allowed: Record<EventKind, readonly PayoutLevel[]> = {
    CLICK: ["CLICK"],
    SALE: ["ORDER", "ITEM"],
  };
  if (allowed[draft.event].includes(level)) return accept(level);
  return refuse(
    "BAD_LEVEL",
    `A ${draft.event.toLowerCase()} pays at level ${allowed[draft.event].join(" or ")}`,
    `${path}.level`,
  );
}

function parseEventPayout(
  draft: EventPayoutDraft,
  currency: string,
  path: string,
): Result<EventPayout, TermsFault> {
  const level = parseLevel(draft, path);
  if (!level.ok) return level;
  const rate = parseRate(draft.event, draft.rate, `${path}.rate`);
  if (!rate.ok) return rate;
  const groups = parseGroups(draft, currency, path);
  if (!groups.ok) return groups;
  const restrictions = parseRestrictions(draft, path);
  if (!restrictions.ok) return restrictions;
  const searched = searchWork(
    [...restrictions.value, ...groups.value].flatMap(({ rules }) => rules),
  );
  if (searched > maxSearchWork)
    return refuse(
      "BAD_RULE",
      `The rules of one event search for at most ${maxSearchWork} values by CONTAINS and ` +
        `MATCHES, long ones counted once for every 32 characters; these come to ${searched}. ` +
        "Name whole values by IS or IN, or beginnings by STARTS_WITH",
      `${path}.${groups.value.length > 0 ? "groups" : "restrictions"}`,
    );
  const limits = parseLimits({ event: draft.event, currency }, draft.limits, path);
  if (!limits.ok) return limits;
  const locking = parseLocking(draft.event, draft.locking, `${path}.locking`);
  if (!locking.ok) return locking;
  const schedule = parseSchedule(draft.schedule, `${path}.schedule`);
  if (!schedule.ok) return schedule;
  const bonus = parseBonus({ ...draft, currency }, rate.value, `${path}.bonus`);
  if (!bonus.ok) return bonus;
  return accept({
    event: draft.event,
    level: level.value,
    defaultRate: rate.value,
    groups: groups.value,
    restrictions: restrictions.value,
    limits: limits.value,
    remainder: draft.remainder ?? "PAY_ZERO",
    locking: locking.value,
    schedule: schedule.value,
    bonus: bonus.value,
  });
}

function parseCustomTerms(draft: CustomTermsDraft, path: string): Result<CustomTerms, TermsFault> {
  const name = gateText("BAD_CUSTOM_TERMS", "A name", draft.name, nameBounds, `${path}.name`);
  if (!name.ok) return name;
  const given = gateText(
    "BAD_CUSTOM_TERMS",
    "A text",
    draft.text ?? "",
    { min: 0, max: maxCustomText, lines: true },
    `${path}.text`,
  );
  if (!given.ok) return given;
  const [text, fileId] = [given.value || null, draft.fileId ?? null];
  if ((text === null) === (fileId === null))
    return refuse("BAD_CUSTOM_TERMS", "Custom terms are either a text or a file", `${path}.text`);
  const kind = draft.kind ?? "CUSTOM";
  return customTermsKinds.includes(kind)
    ? accept({ name: name.value, kind, text, fileId })
    : refuse("BAD_CUSTOM_TERMS", "There is no such kind of custom terms", `${path}.kind`);
}

/** Whether a number clause may have it, in drafts and in an account's rules. */
export function checkNumber(field: NumberField, value: number): Result<number, TermsFault> {
  const { min, max, refusal } = numberClauses[field];
  return gateWhole(refusal.code, refusal.message, value, { min, max }, field);
}
function parseNumbers(draft: TermsDraft): Result<TermsNumbers, TermsFault> {
  const value = (field: NumberField) => draft[field] ?? defaultNumbers[field];
  for (const field of numberFields) {
    const { refusal, event, clause } = numberClauses[field];
    const checked = checkNumber(field, value(field));
    if (!checked.ok) return checked;
    const isPaid = draft.eventPayouts.some((payout) => payout.event === event);
    if (event !== null && !isPaid && value(field) !== defaultNumbers[field])
      return refuse(
        refusal.code,
        `The ${clause.words} is about ${event.toLowerCase()}s, for which these terms do not pay: ` +
          "leave it out",
        field,
      );
  }
  return accept(numbersFrom(value));
}

export function parseTerms(draft: TermsDraft): Result<Terms, TermsFault> {
  const currency = gateCurrency(draft.currency, "currency");
  if (!currency.ok) return currency;
  if (draft.eventPayouts.length === 0)
    return refuse("NO_EVENT_PAYOUT", "Terms need at least one event payout", "eventPayouts");
  const seen = new Set<EventKind>();
  const eventPayouts = parseAll(draft.eventPayouts, "eventPayouts", (payout, path) => {
    if (seen.has(payout.event))
      return refuse("DUPLICATE_EVENT", `${payout.event} appears twice`, `${path}.event`);
    seen.add(payout.event);
    return parseEventPayout(payout, currency.value, path);
  });
  if (!eventPayouts.ok) return eventPayouts;
  const numbers = parseNumbers(draft);
  if (!numbers.ok) return numbers;
  const custom = draft.customTerms ?? [];
  if (custom.length > maxCustomTerms)
    return refuse(
      "BAD_CUSTOM_TERMS",
      tooMany(`Terms hold at most ${maxCustomTerms} custom terms`, custom),
      "customTerms",
    );
  const customTerms = parseAll(custom, "customTerms", parseCustomTerms);
  return customTerms.ok
    ? accept({
        currency: currency.value,
        eventPayouts: eventPayouts.value,
        ...numbers.value,
        customTerms: customTerms.value,
      })
    : customTerms;
}
