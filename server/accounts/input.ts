/** What people type about themselves and their accounts, checked. `path` names the field in the mutation's input. */
import { code as currencyOf } from "currency-codes";
import { accept, refuse, type Result } from "../domain/reason.ts";

const maxNameLength = 200;

export function checkName(text: string, ...path: string[]): Result<string, "BAD_NAME"> {
  const name = text.normalize("NFC").trim();
  // Control and direction-changing characters could make one name look like another.
  const isPlain = !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(name);
  if (name.length >= 1 && name.length <= maxNameLength && isPlain) return accept(name);
  return refuse("BAD_NAME", `A name has 1 to ${maxNameLength} visible characters`, ...path);
}

/** Lower case: one person per address, however it is typed. */
export function checkEmail(text: string, ...path: string[]): Result<string, "BAD_EMAIL"> {
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/.test(email)) return accept(email);
  return refuse("BAD_EMAIL", `"${text.slice(0, 60)}" is not an e-mail address such as ann@example.com`, ...path);
}

export function checkCurrency(text: string, ...path: string[]): Result<string, "BAD_CURRENCY"> {
  if (/^[A-Z]{3}$/.test(text) && currencyOf(text)) return accept(text);
  return refuse("BAD_CURRENCY", `"${text.slice(0, 10)}" is not an ISO 4217 code such as USD`, ...path);
}
