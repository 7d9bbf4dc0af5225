/**
 * The figures of a report, each told once, in the order in which they are shown: what is counted,
 * what is added up, and what is divided by what. Exact fractions, rounded once, half to even:
 * amounts to a millionth of the currency's unit, ratios to a millionth. Null, or no entry, where
 * there is nothing to divide by.
 */
import { divideHalfEven, microsPerUnit, type Micros } from "./money.ts";
import { ascending } from "./order.ts";

export interface MeasuredFigures {
  raw: number;
  unique: number;
  /** Null: the reader's it is not. */
  newVisitors: number | null;
  payable: number;
  paid: number;
  /** Null where no sale could be told. */
  orders: number | null;
  units: number | null;
  leads: number | null;
  clickPayout: ReadonlyMap<string, Micros>;
  /** Of what was not paid. */
  wouldPay: ReadonlyMap<string, Micros>;
  /** Of sales and leads. Null where none could be told. */
  conversionPayout: ReadonlyMap<string, Micros> | null;
  saleAmount: ReadonlyMap<string, Micros> | null;
  /** Of all groups together. */
  totalRaw: number;
}

type Amounts = ReadonlyMap<string, Micros>;
/** Of what a figure is, which ends where what is known of it does. */
type About = "CLICKS" | "SALES" | "BOTH";
type Measure = { description: string; about: About } & (
  | { kind: "COUNT"; of: (f: MeasuredFigures) => number | null }
  | { kind: "SUM"; of: (f: MeasuredFigures) => Amounts | null }
  | { kind: "RATIO"; of: (f: MeasuredFigures) => [number | null, number] }
  | { kind: "AMOUNT"; of: (f: MeasuredFigures) => [Amounts | null, number] }
  | { kind: "RETURN"; of: (f: MeasuredFigures) => [Amounts | null, Amounts] }
);

/** Currency by currency. */
export function added(one: Amounts, other: Amounts): Map<string, Micros> {
  const sums = new Map(one);
  for (const [currency, micros] of other) sums.set(currency, (sums.get(currency) ?? 0n) + micros);
  return sums;
}
export const lessAmounts = (one: Amounts, other: Amounts): Map<string, Micros> =>
  added(one, new Map([...other].map(([currency, micros]) => [currency, -micros])));

const earned = (f: MeasuredFigures): Amounts =>
  added(f.clickPayout, f.conversionPayout ?? new Map());

const counted = {
  raw: { kind: "COUNT", about: "CLICKS", of: (f) => f.raw, description: "Raw clicks." },
  unique: { kind: "COUNT", about: "CLICKS", of: (f) => f.unique, description: "Unique clicks." },
  newVisitors: {
    kind: "COUNT",
    about: "CLICKS",
    of: (f) => f.newVisitors,
    description: "Clicks of new visitors; not told to partners.",
  },
  payable: { kind: "COUNT", about: "CLICKS", of: (f) => f.payable, description: "Payable clicks." },
  paid: {
    kind: "COUNT",
    about: "CLICKS",
    of: (f) => f.paid,
    description: "Clicks that were paid more than 0.",
  },
  unpaid: {
    kind: "COUNT",
    about: "CLICKS",
    of: (f) => f.raw - f.payable,
    description: "Clicks not paid, for a reason.",
  },
  orders: { kind: "COUNT", about: "SALES", of: (f) => f.orders, description: "Orders." },
  units: { kind: "COUNT", about: "SALES", of: (f) => f.units, description: "Units." },
  leads: { kind: "COUNT", about: "SALES", of: (f) => f.leads, description: "Leads." },
  amount: { kind: "SUM", about: "SALES", of: (f) => f.saleAmount, description: "Sales amount." },
  clickPayout: {
    kind: "SUM",
    about: "CLICKS",
    of: (f) => f.clickPayout,
    description: "What clicks earned.",
  },
} as const satisfies Record<string, Measure>;

const derived = {
  wouldPay: {
    kind: "SUM",
    about: "BOTH",
    of: (f) => f.wouldPay,
    description:
      "What test clicks and test sales would have earned, and live ones past a limit: nobody is " +
      "paid it.",
  },
  payout: {
    kind: "SUM",
    about: "BOTH",
    of: earned,
    description: "What clicks, sales and leads earned, as far as sales are known.",
  },
  share: {
    kind: "RATIO",
    about: "CLICKS",
    of: (f) => [f.raw, f.totalRaw],
    description: "Of all clicks of the breakdown: raw clicks / raw clicks in all.",
  },
  conversionRate: {
    kind: "RATIO",
    about: "BOTH",
    of: (f) => [f.orders, f.unique],
    description:
      "Orders / unique clicks, which stand side by side: no order is known to follow a click. " +
      "Null where sales are not known by the dimension.",
  },
  cpc: {
    kind: "AMOUNT",
    about: "CLICKS",
    of: (f) => [f.clickPayout, f.payable],
    description: "Cost per click: what was paid for clicks / payable clicks.",
  },
  epc: {
    kind: "AMOUNT",
    about: "BOTH",
    of: (f) => [f.conversionPayout && added(f.clickPayout, f.conversionPayout), f.raw],
    description:
      "Earnings per click: what was earned for clicks, sales and leads / raw clicks. Empty where " +
      "sales are not known by the dimension.",
  },
  roas: {
    kind: "RETURN",
    about: "BOTH",
    of: (f) => [f.saleAmount, earned(f)],
    description:
      "Return on spend: sales amount / what was paid for clicks, sales and leads, in currencies " +
      "that have both.",
  },
} as const satisfies Record<string, Measure>;

export const reportMeasures = { ...counted, ...derived } as const;
export type MeasureName = keyof typeof reportMeasures;
const every = Object.entries<Measure>(reportMeasures) as [MeasureName, Measure][];
export const measureNames = every.map(([name]) => name);
export const measureOf = (name: MeasureName): Measure => reportMeasures[name];

type DerivedName = keyof typeof derived;
type Kind<N extends DerivedName> = (typeof derived)[N]["kind"];
/** What follows from figures. Amounts and ratios in millionths. */
export type Measured = {
  [N in DerivedName]: Kind<N> extends "RATIO" ? bigint | null : Map<string, bigint>;
};
const everyDerived = Object.entries<Measure>(derived) as [
  DerivedName,
  Exclude<Measure, { kind: "COUNT" }>,
][];
export const measureFields = everyDerived.map(([name, { kind, description }]) => ({
  name,
  kind,
  description,
}));

const ratio = (part: number | null, whole: number): bigint | null =>
  part === null || whole <= 0 ? null : divideHalfEven(BigInt(part) * microsPerUnit, BigInt(whole));

/** In millionths: a number, or one a currency; null: nothing to tell. */
function valueOf(
  measure: Measure,
  figures: MeasuredFigures,
): bigint | null | ReadonlyMap<string, bigint> {
  if (measure.kind === "COUNT") {
    const count = measure.of(figures);
    return count === null ? null : BigInt(count) * microsPerUnit;
  }
  if (measure.kind === "SUM") return measure.of(figures);
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
    everyDerived.map(([name, measure]) => [name, valueOf(measure, figures)]),
  ) as unknown as Measured;

const less = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;
/** What is left of figures without a part of them. */
export const figuresWithout = (one: MeasuredFigures, part: MeasuredFigures): MeasuredFigures => ({
  raw: one.raw - part.raw,
  unique: one.unique - part.unique,
  newVisitors: less(one.newVisitors, part.newVisitors),
  payable: one.payable - part.payable,
  paid: one.paid - part.paid,
  orders: less(one.orders, part.orders),
  units: less(one.units, part.units),
  leads: less(one.leads, part.leads),
  clickPayout: lessAmounts(one.clickPayout, part.clickPayout),
  wouldPay: lessAmounts(one.wouldPay, part.wouldPay),
  conversionPayout:
    one.conversionPayout &&
    part.conversionPayout &&
    lessAmounts(one.conversionPayout, part.conversionPayout),
  saleAmount: one.saleAmount && part.saleAmount && lessAmounts(one.saleAmount, part.saleAmount),
  totalRaw: one.totalRaw - part.totalRaw,
});

/** A measure of two periods, in millionths. */
export interface MeasureChange {
  measure: MeasureName;
  /** Of amounts; null: of counts and ratios. */
  currency: string | null;
  /** Null: there is nothing to divide by. */
  now: bigint | null;
  before: bigint | null;
  /** now - before; null where one is. */
  difference: bigint | null;
  /** difference / before; null where `before` is none, or 0. */
  ratio: bigint | null;
}
function changeOf(
  measure: MeasureName,
  currency: string | null,
  now: bigint | null,
  before: bigint | null,
): MeasureChange {
  const difference = now === null || before === null ? null : now - before;
  return {
    measure,
    currency,
    now,
    before,
    difference,
    ratio:
      difference === null || before === null || before <= 0n
        ? null
        : divideHalfEven(difference * microsPerUnit, before),
  };
}
export type Compared = Readonly<Record<About, boolean>>;
/** Measure by measure; what is not compared, and what neither of the two can tell, is left out. */
export function changesBetween(
  now: MeasuredFigures,
  before: MeasuredFigures,
  compared: Compared,
): MeasureChange[] {
  return every.flatMap(([name, measure]) => {
    if (!compared[measure.about]) return [];
    const [one, other] = [valueOf(measure, now), valueOf(measure, before)];
    if (one instanceof Map || other instanceof Map) {
      const [amounts, others] = [one, other].map((side) =>
        side instanceof Map ? (side as Amounts) : new Map<string, bigint>(),
      ) as [Amounts, Amounts];
      // A sum that has no entry is 0; a quotient without one has nothing to divide by.
      const none = measure.kind === "SUM" ? 0n : null;
      return [...new Set([...amounts.keys(), ...others.keys()])]
        .toSorted(ascending)
        .map((currency) =>
          changeOf(name, currency, amounts.get(currency) ?? none, others.get(currency) ?? none),
        );
    }
    if (one === null && other === null) return [];
    return [changeOf(name, null, one as bigint | null, other as bigint | null)];
  });
}
