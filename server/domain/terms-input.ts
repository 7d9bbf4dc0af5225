/** Reads terms from input, or names the first faulty field by its path. */
import { customTermsKinds, defaultSchedule, recommendedLocking } from "./terms.ts";
import type {
  CustomTerms,
  EventKind,
  EventPayout,
  Locking,
  PayoutLevel,
  PayoutSchedule,
  Terms,
} from "./terms.ts";
import { eventRecords } from "./event-kinds.ts";
import { parseBonus } from "./bonus-input.ts";
import { gateWhole } from "./values/amount.ts";
import { gateCurrency } from "./values/currency.ts";
import { gateText } from "./values/text.ts";
import {
  defaultNumbers,
  numberClauses,
  numberFields,
  numbersFrom,
  type NumberField,
  type TermsNumbers,
} from "./number-clauses.ts";
import { searchWork } from "./rules.ts";
import { accept, refuse, type Result } from "./result.ts";
import type {
  TermsFault,
  LockingDraft,
  ScheduleDraft,
  EventPayoutDraft,
  CustomTermsDraft,
  TermsDraft,
} from "./terms-draft.ts";
import { tooMany, parseAll, parseRate, nameBounds } from "./draft-parts.ts";
import { parseLimits } from "./limit-input.ts";
import { parseGroups, parseRestrictions } from "./group-input.ts";

/** Of one event's groups and restrictions together: what pricing may have to do for one event. */
const maxSearchWork = 250;
const maxCustomTerms = 20;
const maxCustomText = 20_000;

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

const waits = ["period", "months", "days"] as const;
/** Zeros are what is left out. */
function parseOpenEnded(draft: LockingDraft, path: string): Result<Locking, TermsFault> {
  const idle = waits.find((field) => (draft[field] ?? 0) !== 0);
  return idle === undefined
    ? accept({ kind: "OPEN_ENDED" })
    : refuse(
        "BAD_LOCKING",
        `Open-ended locking waits for an approval, not for days: leave ${idle} out, or openEnded`,
        `${path}.${idle}`,
      );
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
  if (draft.openEnded === true) return parseOpenEnded(draft, path);
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
  const { levels } = eventRecords[draft.event];
  const level = draft.level ?? levels[0];
  if (level !== undefined && levels.includes(level)) return accept(level);
  return refuse(
    "BAD_LEVEL",
    `A ${eventRecords[draft.event].one} pays at level ${levels.join(" or ")}`,
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
    const { refusal, events, clause } = numberClauses[field];
    const checked = checkNumber(field, value(field));
    if (!checked.ok) return checked;
    const isPaid = draft.eventPayouts.some(({ event }) => events.includes(event));
    if (events.length > 0 && !isPaid && value(field) !== defaultNumbers[field])
      return refuse(
        refusal.code,
        `The ${clause.words} is about ` +
          events.map((event) => eventRecords[event].many.toLowerCase()).join(" and ") +
          ", for which these terms do not pay: leave it out",
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
