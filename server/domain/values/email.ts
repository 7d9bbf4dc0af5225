/**
 * The gate for e-mail addresses: what passes can be put into a mail's envelope, by the rules of RFC
 * 5321 and of the DNS. Quoted names, comments and addresses of computers by number are none here.
 */
import { accept, refuse, type Refused, type Result } from "../result.ts";
import { hostForm } from "./host.ts";
import { codeOf, lengthOf, oneForm, quoted } from "./text.ts";

const [nameMax, labelMax, domainMax, addressMax] = [64, 63, 253, 254];
/** What stands between the dots of a name (RFC 5322, atext). */
const nameCharacter = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]$/;
/** What people write in a domain, in whatever script; whether it is one is looked up after. */
const domainForm = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** What is wrong with the part before the @, as it was typed; null where nothing is. */
function nameFault(name: string): string | null {
  if (name === "") return "nothing stands before the @";
  const odd = Array.from(name).find((character) => !nameCharacter.test(character.toLowerCase()));
  if (odd !== undefined)
    return `${codeOf(odd)} cannot stand before the @, where mail servers take plain letters alone`;
  if (/^\.|\.$|\.\./.test(name)) return "before the @ a dot stands between two other characters";
  return name.length > nameMax ? `more than ${nameMax} characters stand before the @` : null;
}

/** In the DNS's own form: lower case, other scripts as xn--; null where it is no host at all. */
const asciiOf = (domain: string): string | null =>
  domainForm.test(domain) ? hostForm(domain) : null;

function domainFault(typed: string, domain: string | null): string | null {
  if (!typed.includes(".")) return "after the @ a domain is missing, such as example.com";
  if (/^\.|\.$|\.\./.test(typed)) return "after the @ a dot stands between two names";
  const labels = (domain ?? typed).split(".");
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-")))
    return "no part of a domain begins or ends with a hyphen";
  if (labels.some((label) => label.length > labelMax) || (domain ?? typed).length > domainMax)
    return `a domain has at most ${domainMax} characters, and ${labelMax} between its dots`;
  if (/^\d+$/.test(labels.at(-1) ?? "")) return "a domain does not end with a number";
  if (domain === null || !/^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(labels.at(-1) ?? ""))
    return `${quoted(typed)} is no domain such as example.com`;
  return null;
}

/**
 * Lower case, the domain as the DNS has it: one person per address, however it is typed. A refusal
 * says what is wrong with it.
 */
export function gateEmail(text: string, ...path: string[]): Result<string, "BAD_EMAIL"> {
  const refused = (fault: string): Refused<"BAD_EMAIL"> =>
    refuse(
      "BAD_EMAIL",
      `${quoted(text, 60)} is not an e-mail address such as ann@example.com: ${fault}`,
      ...path,
    );
  const email = oneForm(text);
  const at = email.lastIndexOf("@");
  if (at < 0) return refused("it has no @");
  const [name, typed] = [email.slice(0, at), email.slice(at + 1).toLowerCase()];
  const domain = asciiOf(typed);
  const fault = nameFault(name) ?? domainFault(typed, domain);
  if (fault !== null) return refused(fault);
  const address = `${name.toLowerCase()}@${domain}`;
  return lengthOf(address) <= addressMax
    ? accept(address)
    : refused(`an address has at most ${addressMax} characters`);
}
