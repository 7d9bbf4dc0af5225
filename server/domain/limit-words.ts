/** What the id of a limit says of it: events keep the id alone. */
import { limitNamed, limitText, type EventKind, type LimitKind } from "./terms.ts";

export interface LimitWords {
  event: EventKind;
  kind: LimitKind;
  currency: string;
  /** "60 clicks a day". */
  text: string;
}

/** `currency` is that of the contract's terms; a program's own limit has it in its id. */
export function limitInWords(id: string, max: bigint, currency: string | null): LimitWords {
  const { event, kind, scope, reset, ...named } = limitNamed(id);
  const unit = named.currency ?? currency ?? "";
  return {
    event,
    kind,
    currency: unit,
    text: limitText({ id, kind, scope, reset, max, weekendMax: null }, unit),
  };
}
