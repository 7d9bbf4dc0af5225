/** ISO 4217 minor units, as the gate of currencies knows them. */
export { minorDigits } from "./domain/values/currency.ts";
