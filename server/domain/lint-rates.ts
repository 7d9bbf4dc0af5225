/** Rates that are probably not meant: nothing beside something, and far more than the others. */
import type { Finding, LintedPayout } from "./finding.ts";
import type { Facts } from "./rules.ts";
import { ascending } from "./order.ts";
import { figureOf, rateText, type Rate } from "./terms.ts";

/** So many times what the others pay in the middle looks like a slip of the decimal point. */
const highTimes = 10n;

interface Row {
  title: string;
  path: string;
  rate: Rate;
  example: Facts | null;
  isDefault: boolean;
}

/** Twice the middle of the amounts, so that it stays whole. */
function twiceMedian(amounts: readonly bigint[]): bigint {
  const sorted = amounts.toSorted(ascending);
  const at = (index: number): bigint => sorted[index] ?? 0n;
  return at((sorted.length - 1) >> 1) + at(sorted.length >> 1);
}

export function lintRates({
  payout,
  path,
  currency,
  titles,
  reached,
  dead,
  byDefault,
}: LintedPayout): Finding[] {
  const groups = payout.groups.map(({ rate }, rank): Row => ({
    title: titles[rank] ?? "",
    path: `${path}.groups.${rank}.rate`,
    rate,
    example: reached[rank] ?? null,
    isDefault: false,
  }));
  const rows = [
    ...groups.filter((_, rank) => !dead.has(rank)),
    {
      title: "The default payout",
      path: `${path}.rate`,
      rate: payout.defaultRate,
      example: byDefault,
      isDefault: true,
    },
  ];
  const text = (rate: Rate): string =>
    rate.kind === "AMOUNT" ? `${rateText(rate)} ${currency}` : rateText(rate);
  return rows.flatMap((row): Finding[] => {
    const others = rows
      .filter(
        (other) => other !== row && other.rate.kind === row.rate.kind && figureOf(other.rate) > 0n,
      )
      .map(({ rate }) => figureOf(rate));
    const paysBeside = rows.some((other) => other !== row && figureOf(other.rate) > 0n);
    const of = { path: row.path, related: [], event: payout.event, example: row.example };
    if (figureOf(row.rate) === 0n && paysBeside) {
      const message = row.isDefault
        ? "The default payout is 0: what no group takes is tracked and reported, and earns nothing"
        : `${row.title} pays 0 beside payouts that are more: what it takes is tracked and ` +
          "reported, and earns nothing";
      return [{ code: "ZERO_RATE", severity: row.isDefault ? "HINT" : "WARNING", message, ...of }];
    }
    const twice = twiceMedian(others);
    if (others.length === 0 || figureOf(row.rate) * 2n < twice * highTimes) return [];
    const middle: Rate =
      row.rate.kind === "AMOUNT"
        ? { kind: "AMOUNT", micros: twice / 2n }
        : { kind: "PERCENT", millionths: twice / 2n };
    const message =
      `${row.title} pays ${text(row.rate)}, ${highTimes} times or more what the others pay in ` +
      `the middle (${text(middle)}): check the decimal point`;
    return [{ code: "HIGH_RATE", severity: "WARNING", message, ...of }];
  });
}
