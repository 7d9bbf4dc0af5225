/**
 * The gates of values that a rule may name whole: a code, host or number that no click and no sale
 * can have is a mistake, and is told with what was probably meant.
 */
import { accept, refuse, type Result } from "./reason.ts";
import { gateCurrency } from "./values/currency.ts";
import { gateCountry } from "./values/place-and-time.ts";
import { shortened } from "./values/text.ts";

/** A value in the form in which it is kept. */
export type Gate = (value: string) => Result<string>;

export const countryGate: Gate = (value) => gateCountry(value.toUpperCase());
export const currencyGate: Gate = (value) => gateCurrency(value.toUpperCase());

/** Digits alone: no exponent, no sign of a currency, no comma. */
export const amountGate: Gate = (value) =>
  /^-?\d{1,12}(\.\d{1,6})?$/.test(value)
    ? accept(value)
    : refuse("BAD_RULE", `"${shortened(value)}" is no number such as 150 or 49.90`);

export const hourGate: Gate = (value) =>
  /^\d{1,2}$/.test(value) && Number(value) < 24
    ? accept(value)
    : refuse("BAD_RULE", `"${shortened(value)}" is no hour: name one from 0 to 23`);

const hostPattern = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)*[\p{L}\p{N}_-]+\.?$/u;
/**
 * The host of a page, or of an app as browsers name it: `android-app://com.example.app`,
 * `ios-app://com.example.app`.
 */
export const hostGate: Gate = (value) => {
  const name = value.replace(/^(?:android|ios)-app:\/\//i, "");
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
