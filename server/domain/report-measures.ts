/**
 * Measures that follow from a report's figures, each told once: what is divided by what. Exact
 * fractions, rounded once, half to even: amounts to a millionth of the currency's unit, ratios to a
 * millionth. Null, or no entry, where there is nothing to divide by.
 */
import { divideHalfEven, microsPerUnit, type Micros } from "./money.ts";

export interface MeasuredFigures {
  raw: number;
  unique: number;
  payable: number;
  /** Null where no sale could be told. */
  orders: number | null;
  clickPayout: ReadonlyMap<string, Micros>;
  /** Of sales and leads. Null where none could be told. */
  conversionPayout: ReadonlyMap<string, Micros> | null;
  saleAmount: ReadonlyMap<string, Micros> | null;
  /** Of all groups together. */
  totalRaw: number;
}

type Amounts = ReadonlyMap<string, Micros>;
type Measure = { description: string } & (
  | { kind: "RATIO"; of: (f: MeasuredFigures) => [number | null, number] }
  | { kind: "AMOUNT"; of: (f: MeasuredFigures) => [Amounts | null, number] }
  | { kind: "RETURN"; of: (f: MeasuredFigures) => [Amounts | null, Amounts] }
);

/** Currency by currency. */
export function added(one: Amounts, other: Amounts): Amounts {
  const sums = new Map(one);
  for (const [currency, micros] of other) sums.set(currency, (sums.get(currency) ?? 0n) + micros);
  return sums;
}

export const reportMeasures = {
  share: {
    kind: "RATIO",
    of: (f) => [f.raw, f.totalRaw],
    description: "Of all clicks of the breakdown: raw clicks / raw clicks in all.",
  },
  conversionRate: {
    kind: "RATIO",
    of: (f) => [f.orders, f.unique],
    description:
      "Orders / unique clicks, which stand side by side: no order is known to follow a click. " +
      "Null where sales are not known by the dimension.",
  },
  cpc: {
    kind: "AMOUNT",
    of: (f) => [f.clickPayout, f.payable],
    description: "Cost per click: what was paid for clicks / payable clicks.",
  },
  epc: {
    kind: "AMOUNT",
    of: (f) => [f.conversionPayout && added(f.clickPayout, f.conversionPayout), f.raw],
    description:
      "Earnings per click: what was earned for clicks, sales and leads / raw clicks. Empty where " +
      "sales are not known by the dimension.",
  },
  roas: {
    kind: "RETURN",
    of: (f) => [f.saleAmount, added(f.clickPayout, f.conversionPayout ?? new Map())],
    description:
      "Return on spend: sales amount / what was paid for clicks, sales and leads, in currencies " +
      "that have both.",
  },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof reportMeasures;
type Kind<N extends MeasureName> = (typeof reportMeasures)[N]["kind"];
/** Amounts and ratios in millionths. */
export type Measured = {
  [N in MeasureName]: Kind<N> extends "RATIO" ? bigint | null : Map<string, bigint>;
};
const every = Object.entries<Measure>(reportMeasures) as [MeasureName, Measure][];
export const measureFields = every.map(([name, { kind, description }]) => ({
  name,
  kind,
  description,
}));

const ratio = (part: number | null, whole: number): bigint | null =>
  part === null || whole <= 0 ? null : divideHalfEven(BigInt(part) * microsPerUnit, BigInt(whole));

function valueOf(measure: Measure, figures: MeasuredFigures): bigint | null | Map<string, bigint> {
  if (measure.kind === "RATIO") return ratio(...measure.of(figures));
  const values = new Map<string, bigint>();
  if (measure.kind === "AMOUNT") {
    const [amounts, count] = measure.of(figures);
    if (amounts && count > 0)
      for (const [currency, micros] of amounts)
        values.set(currency, divideHalfEven(micros, BigInt(count)));
    return values;
  }
  const [gained, spent] = measure.of(figures);
  for (const [currency, micros] of gained ?? []) {
    const cost = spent.get(currency) ?? 0n;
    if (cost > 0n) values.set(currency, divideHalfEven(micros * microsPerUnit, cost));
  }
  return values;
}

export const measured = (figures: MeasuredFigures): Measured =>
  Object.fromEntries(
    every.map(([name, measure]) => [name, valueOf(measure, figures)]),
  ) as unknown as Measured;
