/** The gates for names that people give. */
import type { Result } from "../result.ts";
import { gateText } from "./text.ts";

export const gateName = (text: string, ...path: string[]): Result<string, "BAD_NAME"> =>
  gateText("BAD_NAME", "A name", text, { min: 1, max: 200 }, ...path);
/** Of what one account has many of, and tells apart by its name. */
export const gateShortName = (text: string, ...path: string[]): Result<string, "BAD_NAME"> =>
  gateText("BAD_NAME", "A name", text, { min: 1, max: 100 }, ...path);
