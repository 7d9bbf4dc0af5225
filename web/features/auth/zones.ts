/** IANA zones and currencies to choose from, as the running engine knows them. */
import type { Option } from "../../ui/form.tsx";

let options: Option[] | null = null;
export function zoneOptions(): Option[] {
  if (options) return options;
  const zones = Intl.supportedValuesOf("timeZone");
  options = [...new Set(["UTC", ...zones])].map((zone) => ({
    value: zone,
    label: zone.replaceAll("_", " "),
  }));
  return options;
}

const currencies = [
  "USD",
  "EUR",
  "GBP",
  "CAD",
  "AUD",
  "JPY",
  "INR",
  "MXN",
  "BRL",
  "SEK",
  "PLN",
  "TRY",
  "AED",
  "SAR",
  "SGD",
  "EGP",
];
export const currencyOptions: Option[] = currencies.map((currency) => ({
  value: currency,
  label: currency,
}));
