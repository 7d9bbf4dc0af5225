import { lengthOf } from "../../domain/values/text.ts";
import { InvalidInput } from "./refusal.ts";

/** The refusal of a text that is too long, in characters as gates count them; null: it fits. */
export const tooLong = (
  what: string,
  text: string | null | undefined,
  max: number,
  ...path: string[]
): InvalidInput | null =>
  lengthOf(text ?? "") > max
    ? new InvalidInput("TOO_LONG", `${what} has at most ${max} characters`, path)
    : null;
