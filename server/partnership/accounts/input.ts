/**
 * What people type about themselves and their accounts, by the gates of its kinds. `path` names the
 * field in the mutation's input.
 */
import type { Result } from "../../domain/result.ts";
import { gateText } from "../../domain/values/text.ts";

export { gateCurrency as checkCurrency } from "../../domain/values/currency.ts";
export { gateEmail as checkEmail } from "../../domain/values/email.ts";

export const checkName = (text: string, ...path: string[]): Result<string, "BAD_NAME"> =>
  gateText("BAD_NAME", "A name", text, { min: 1, max: 200 }, ...path);
