/**
 * The values that a rule may name, variable by variable: a code, host or number that no click and
 * no sale can have is a mistake, and is told with what was probably meant.
 */
import { accept, refuse, type Result } from "./reason.ts";
import { gateCurrency } from "./values/currency.ts";
import { gateCountry } from "./values/place-and-time.ts";
import { shortened } from "./values/text.ts";

/** A value in the form in which it is kept. */
type Gate = (value: string) => Result<string>;

const country: Gate = (value) => gateCountry(value.toUpperCase());
const currency: Gate = (value) => gateCurrency(value.toUpperCase());

/** Digits alone: no exponent, no sign of a currency, no comma. */
const amount: Gate = (value) =>
  /^-?\d{1,12}(\.\d{1,6})?$/.test(value)
    ? accept(value)
    : refuse("BAD_RULE", `"${shortened(value)}" is no number such as 150 or 49.90`);

const hour: Gate = (value) =>
  /^\d{1,2}$/.test(value) && Number(value) < 24
    ? accept(value)
    : refuse("BAD_RULE", `"${shortened(value)}" is no hour: name one from 0 to 23`);

const hostPattern = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)*[\p{L}\p{N}_-]+\.?$/u;
/** The host of a page, or of an app as browsers name it: `android-app://com.example.app`. */
const host: Gate = (value) => {
  const name = value.replace(/^android-app:\/\//i, "");
  if (hostPattern.test(name)) return accept(value);
  const meant = URL.parse(name.includes("://") ? name : `https://${name}`)?.hostname ?? "";
  return refuse(
    "BAD_RULE",
    `"${shortened(value, 60)}" is no domain: ` +
      (hostPattern.test(meant)
        ? `use ${shortened(meant, 60)}, without what stands around it`
        : "use one such as example.com"),
  );
};

const gates: Readonly<Record<string, Gate | undefined>> = {
  COUNTRY: country,
  CUSTOMER_COUNTRY: country,
  CURRENCY: currency,
  HOUR: hour,
  ORDER_TOTAL: amount,
  REFERRER_DOMAIN: host,
};

/**
 * Values that are compared as a whole, as they are kept, or what is wrong with the first that
 * cannot be one. `variable` is a RuleVariable.
 */
export function gateRuleValues(
  variable: string,
  values: readonly string[],
  path: string,
): Result<string[], "BAD_RULE"> {
  const gate = gates[variable];
  if (!gate) return accept([...values]);
  const kept: string[] = [];
  for (const value of values) {
    const gated = gate(value);
    if (!gated.ok) return refuse("BAD_RULE", gated.message, path);
    kept.push(gated.value);
  }
  return accept(kept);
}
