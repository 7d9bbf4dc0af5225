/** ISO 4217 minor units. The table is the `currency-codes` package, never Intl: that rounds some currencies by custom. */
import { code } from "currency-codes";

/** Decimals of a currency's minor unit: 2 for USD, 0 for JPY. Throws for a code that ISO 4217 does not know. */
export function minorDigits(currency: string): number {
  const record = code(currency);
  if (!record) throw new RangeError(`minorDigits: ISO 4217 knows no currency ${currency}`);
  return record.digits;
}
