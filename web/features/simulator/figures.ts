/** Figures of a replay for people: signs and shares. Pure; nothing here adds money. */
import { exactMonies, formatMoney, isZero, type MoneyValue } from "../../lib/format.ts";

const signOf = (money: MoneyValue): -1 | 0 | 1 => {
  if (isZero(money)) return 0;
  return String(money.amount).startsWith("-") ? -1 : 1;
};

/** "+$172.30", "−$3.00", "no change" as a sign of 0. */
export interface Signed {
  text: string;
  /** Every digit, where `text` is rounded. */
  exact: string | null;
  sign: -1 | 0 | 1;
}
const signs = { [-1]: "\u2212", 0: "\u00b1", 1: "+" } as const;
export function signed(money: MoneyValue): Signed {
  const sign = signOf(money);
  const bare = { ...money, amount: String(money.amount).replace(/^-/, "") };
  return {
    sign,
    exact: exactMonies([money]),
    text: `${signs[sign]}${formatMoney(bare)}`,
  };
}

/** One entry a currency. */
export const signedAll = (monies: readonly MoneyValue[]): Signed[] => monies.map(signed);

export interface CellPlace {
  key: string;
}
export interface Cell<P extends CellPlace> {
  from: P;
  to: P;
  events: number;
}
/**
 * Rows and columns of the matrix: places in the order in which they first come, groups before the
 * rest.
 */
export function placesOf<P extends CellPlace>(
  cells: readonly Cell<P>[],
  side: "from" | "to",
  rank: (place: P) => number,
): P[] {
  const found = new Map(cells.map((cell) => [cell[side].key, cell[side]]));
  return [...found.values()].toSorted((a, b) => rank(a) - rank(b));
}
