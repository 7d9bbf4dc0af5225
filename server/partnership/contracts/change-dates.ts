/** From when a contract change holds, and until when. */
import { InvalidInput } from "../../platform/api/refusal.ts";
import { dateEnd, type Instant } from "../../domain/calendar.ts";
import { effectiveInstant } from "../../domain/change.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import type { ContractChangeInput } from "./change.types.ts";

export function datesOf(
  input: ContractChangeInput,
  now: Instant,
  zone: string,
): { effectiveAt: number; until: number | null } | InvalidInput {
  const effective = effectiveInstant(input.effectiveOn, now, zone, "effectiveOn");
  if (!effective.ok) return InvalidInput.of(effective, "input");
  if (input.earlyOptIn && effective.value <= now)
    return new InvalidInput(
      "BAD_INPUT",
      "The change holds at once and cannot be taken earlier: leave earlyOptIn out, or choose a " +
        "later effectiveOn",
      ["input", "earlyOptIn"],
    );
  if (!input.lastDay) return { effectiveAt: effective.value, until: null };
  if (input.strategy === "MODIFY")
    return new InvalidInput("NO_END", "A modification keeps each contract's own end", [
      "input",
      "lastDay",
    ]);
  const lastDay = gateDate(input.lastDay, "lastDay");
  if (!lastDay.ok) return InvalidInput.of(lastDay, "input");
  if (input.lastDay < input.effectiveOn)
    return new InvalidInput("BAD_DATE", "The last day is a date on or after the first", [
      "input",
      "lastDay",
    ]);
  return { effectiveAt: effective.value, until: dateEnd(input.lastDay, zone) };
}
