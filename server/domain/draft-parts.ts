/** Parts that recur in a draft of terms: rates, names, lists of items. */
import type { EventKind, Rate } from "./terms.ts";
import { gateRate, maxClickRateUnits, maxSaleRateUnits } from "./values/amount.ts";
import { eventRecords } from "./event-kinds.ts";
import { accept, refuse, type Result } from "./result.ts";
import type { TermsFault } from "./terms-draft.ts";

export const tooMany = (sentence: string, items: readonly unknown[]): string =>
  `${sentence}, and here are ${items.length}`;

/** Each item in turn; the first refusal is the whole's. */
export function parseAll<D, T, C extends string>(
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

export function parseRate(event: EventKind, given: string, path: string): Result<Rate, TermsFault> {
  const rate = gateRate(given, event === "CLICK" ? maxClickRateUnits : maxSaleRateUnits, path);
  if (!rate.ok || rate.value.kind === "AMOUNT" || eventRecords[event].hasAmount) return rate;
  // The field's help text says "0%" for a click; it is the amount 0 [D23].
  if (rate.value.millionths === 0n) return accept({ kind: "AMOUNT", micros: 0n });
  return refuse(
    "BAD_RATE",
    `A ${eventRecords[event].one} is paid by an amount such as 0.12; only "0%" is read as 0`,
    path,
  );
}
export const nameBounds = { min: 1, max: 100 };
