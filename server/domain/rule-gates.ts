/**
 * The gates of values that a rule may name, whole or in part: a code, host or number that no click
 * and no sale can have is a mistake, and is told with what was probably meant.
 */
import { accept, refuse, type Result } from "./result.ts";
import type { RuleOperator } from "./rule-operators.ts";
import { commaFault } from "./values/amount.ts";
import { gateCurrency } from "./values/currency.ts";
import { beginsLanguage } from "./values/language.ts";
import { hostForm, hostOf } from "./values/host.ts";
import { gateCountry } from "./values/place-and-time.ts";
import { quoted, shortened } from "./values/text.ts";

/** A value in the form in which it is kept. */
export type Gate = (value: string) => Result<string>;
/** The same of a part of a value, by how it is looked for. */
export type PartGate = (value: string, operator: RuleOperator) => Result<string>;

export const countryGate: Gate = (value) => gateCountry(value);
export const currencyGate: Gate = (value) => gateCurrency(value);

/**
 * Digits alone: no exponent, no sign of a currency, no comma. Nothing comes to less than 0: a
 * condition with such a number would always hold, or never.
 */
export const amountGate: Gate = (value) => {
  if (/^-.*[1-9]/.test(value))
    return refuse("BAD_RULE", `${quoted(value)} is negative: an order comes to 0 or more`);
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(value)
    ? accept(value)
    : refuse(
        "BAD_RULE",
        commaFault(value, { inList: true }) ?? `${quoted(value)} is no number such as 150 or 49.90`,
      );
};

export const hourGate: Gate = (value) =>
  /^\d{1,2}$/.test(value) && Number(value) < 24
    ? accept(value)
    : refuse("BAD_RULE", `${quoted(value)} is no hour: name one from 0 to 23`);

/** One of a closed list, whatever its capitals. */
export const choiceGate =
  (choices: readonly string[]): Gate =>
  (value) => {
    const word = value.toUpperCase();
    return choices.includes(word)
      ? accept(word)
      : refuse("BAD_RULE", `${quoted(value)} is none of ${choices.join(", ")}`);
  };

/** The beginning of a language as clicks have it: "e", "en", "en-U". */
export const languagePartGate: PartGate = (value, operator) =>
  operator !== "STARTS_WITH" || beginsLanguage(value)
    ? accept(value)
    : refuse(
        "BAD_RULE",
        `No language of BCP 47 begins with ${quoted(value)}: use one such as en or en-US`,
      );

/** In the form in which clicks have it, whatever capitals, dots or letters it is typed with. */
export const hostGate: Gate = (value) => {
  const host = hostForm(value);
  if (host !== null) return accept(host);
  const meant = hostOf(value) ?? hostOf(`https://${value}`);
  return refuse(
    "BAD_RULE",
    `${quoted(value, 60)} is no domain: ` +
      (meant === null
        ? "use one such as example.com"
        : `use ${shortened(meant, 60)}, without what stands around it`),
  );
};

/** What may stand before an app's name, or a part of it. */
const isSchemePart = (text: string): boolean =>
  text === "" || "android-app://".endsWith(text) || "ios-app://".endsWith(text);
/**
 * A part of a host: all that a host can hold and nothing else, so that it can be found in one.
 * Wildcards may stand in a pattern.
 */
export const hostPartGate: PartGate = (value, operator) => {
  const lower = value.toLowerCase();
  const part = operator === "ENDS_WITH" ? lower.replace(/(?<=[^.])\.$/, "") : lower;
  const name = part.replace(/^[a-z-]*:?\/{1,2}/, "");
  const scheme = part.slice(0, part.length - name.length);
  const wanted = operator === "MATCHES" ? /^[a-z0-9_.*?-]*$/ : /^[a-z0-9_.-]*$/;
  if (isSchemePart(scheme) && wanted.test(name)) return accept(part);
  const meant = hostForm(lower.replace(/^\.+/, "")) ?? hostOf(lower) ?? hostOf(`https://${name}`);
  return refuse(
    "BAD_RULE",
    `${quoted(value, 60)} stands in no domain as browsers send it` +
      (meant === null
        ? ": name a part of one such as example.com"
        : `: use ${shortened(meant, 60)}`),
  );
};
