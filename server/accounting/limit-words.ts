/** What the id of a limit says of it: events keep the id alone. */
import { limitText, type EventKind, type LimitKind, type LimitScope } from "../domain/terms.ts";
import type { Reset } from "../domain/calendar.ts";

export interface LimitWords {
  event: EventKind;
  kind: LimitKind;
  currency: string;
  /** "60 clicks a day". */
  text: string;
}

/** `currency` is that of the contract's terms; a program's own limit has it in its id. */
export function limitInWords(id: string, max: bigint, currency: string | null): LimitWords {
  const parts = id.split(":");
  const isProgram = parts[0] === "PROGRAM";
  const [event, kind, scope, reset] = isProgram ? [parts[1], parts[2], "PROGRAM", parts[3]] : parts;
  const limit = { id, kind: kind as LimitKind, scope: scope as LimitScope, reset: reset === "NONE" ? null : (reset as Reset), max, weekendMax: null };
  const unit = (isProgram ? parts[4] : currency) ?? "";
  return { event: event as EventKind, kind: limit.kind, currency: unit, text: limitText(limit, unit) };
}
