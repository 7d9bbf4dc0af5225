/** Reads limits of a draft: of the terms, and of each payout group. */
import { isReset, type EventKind, type Limit, type LimitScope } from "./terms.ts";
import type { Reset } from "./calendar.ts";
import { eventRecords } from "./event-kinds.ts";
import { limitId, limitScopes, scopeRecords, termsScopes } from "./limit-scopes.ts";
import { gateAmount, gateCount } from "./values/amount.ts";
import { accept, refuse, type Result } from "./result.ts";
import type { TermsFault, LimitDraft } from "./terms-draft.ts";
import { tooMany, parseAll } from "./draft-parts.ts";

const maxLimits = 12;

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
  const counts = eventRecords[event].limitKind;
  if (kind !== "PAYOUT" && kind !== counts)
    return refuse("BAD_LIMIT", `A limit on a ${event} counts ${counts} or PAYOUT`, `${path}.kind`);
  if (!limitScopes.includes(scope) || scopeRecords[scope].setIn !== "TERMS")
    return refuse("BAD_LIMIT", scopesSentence, `${path}.scope`);
  const { unlessClick } = scopeRecords[scope];
  if (event !== "CLICK" && unlessClick?.kinds.includes(kind))
    return refuse(
      "BAD_LIMIT",
      unlessClick.why(eventRecords[event]),
      `${path}.${unlessClick.field}`,
    );
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

export function parseLimits(
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
