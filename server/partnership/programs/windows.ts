/** Windows for repeats, as they come in. */
import { InvalidInput } from "../../platform/api/refusal.ts";
import { uniqueWindowMinutes } from "../../domain/validity.ts";

/** A window is one of those that clicks are judged by. */
export const gateWindow = (minutes: number, ...path: string[]): InvalidInput | null =>
  (uniqueWindowMinutes as readonly number[]).includes(minutes)
    ? null
    : new InvalidInput(
        "BAD_WINDOW",
        `The window is one of ${uniqueWindowMinutes.join(", ")} minutes`,
        path,
      );
