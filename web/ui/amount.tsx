import type { ReactNode } from "react";
import { exactMonies, formatMonies, type MoneyValue } from "../lib/format.ts";

interface AmountProps {
  /** One entry a currency. */
  of: MoneyValue | readonly MoneyValue[];
  /** What stands there without any entry. */
  none?: MoneyValue;
}
/** Money in the currency's own digits; where that rounds, the exact amount is its title. */
export function Amount({ of, none }: AmountProps): ReactNode {
  const monies = "currency" in of ? [of] : of;
  const exact = exactMonies(monies);
  const text = formatMonies(monies, none ?? null);
  return exact === null ? text : <span title={exact}>{text}</span>;
}
