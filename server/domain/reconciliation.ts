/**
 * Our figures beside Amazon's, with a cause for every difference: the causes of a line add up to
 * its difference, exactly, and what nothing explains is told as such. Clicks here and
 * click-throughs there stay two measures [D150].
 */
import type { Micros } from "./money.ts";

/** What makes Amazon's click-throughs more (+) or fewer (−) than our unique clicks. */
export const clickCauses = [
  "DUPLICATE",
  "ROBOT",
  "RISKY",
  "TEST",
  "TIME_ZONE",
  "LATE",
  "MASKED",
  "UNMEASURED",
  "OTHER_TAGS",
  "NOT_EXPLAINED",
] as const;
export type ClickCause = (typeof clickCauses)[number];

/** What makes the orders that Amazon tells more (+) or fewer (−) than those that count here. */
export const saleCauses = [
  "TEST",
  "DISCARDED",
  "CHANGED_HERE",
  "HELD",
  "DROPPED",
  "PARKED",
  "WAITING",
  "MASKED",
  "GROUPINGS",
  "OTHER_TAGS",
  "NOT_EXPLAINED",
] as const;
export type SaleCause = (typeof saleCauses)[number];

/** Clicks as they are counted here. All but `test` are of live links. */
export interface OurClicks {
  /** What reports call unique: a visitor's repeats, robots and filtered clicks are not in it. */
  unique: number;
  repeats: number;
  robots: number;
  /** Left out by the click filter, though they carried the tag. */
  risky: number;
  /** Of test links, without robots. */
  test: number;
}
export const noClicks: OurClicks = { unique: 0, repeats: 0, robots: 0, risky: 0, test: 0 };
export const addClicks = (a: OurClicks, b: OurClicks): OurClicks => ({
  unique: a.unique + b.unique,
  repeats: a.repeats + b.repeats,
  robots: a.robots + b.robots,
  risky: a.risky + b.risky,
  test: a.test + b.test,
});
/**
 * What Amazon should count of them: everything that arrived with a tag. It leaves robots out, by
 * lists of its own.
 */
export const expectedOf = ({ unique, repeats, risky, test }: OurClicks): number =>
  unique + repeats + risky + test;

/** A stretch of dates of the profile's zone. */
export interface ToldStretch {
  /** Click-throughs; null: not told, which is not zero. */
  amazon: number | null;
  /** What Amazon should have counted. */
  expected: number;
  /** Of the expected those so young that they need not be told yet. */
  fresh: number;
  /** Why nothing is told of it for good. */
  hidden: "MASKED" | "UNMEASURED" | null;
}

export type ClickCauses = Record<ClickCause, number>;
export interface ClickLine {
  amazon: number | null;
  ours: number;
  /** Amazon's less ours; what is not told adds nothing. */
  difference: number;
  causes: ClickCauses;
  /** Robots, which neither side counts. */
  robots: number;
}

const ofEach = <C extends string, V>(causes: readonly C[], value: V): Record<C, V> =>
  Object.fromEntries(causes.map((cause) => [cause, value])) as Record<C, V>;

const addTold = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : (a ?? 0) + (b ?? 0);

export interface ClickFigures {
  /** By the dates of our own zone. */
  ours: OurClicks;
  stretches: readonly ToldStretch[];
  /** Clicks of lines that Amazon hides by themselves and counts in this one. */
  fromMasked?: number;
  /** Of tags that are not ours. */
  others?: number;
}

/** One line of clicks with its causes. */
export function explainClicks(figures: ClickFigures): ClickLine {
  const { ours, stretches, fromMasked = 0, others = 0 } = figures;
  const causes = ofEach(clickCauses, 0);
  causes.DUPLICATE = ours.repeats;
  causes.RISKY = ours.risky;
  causes.TEST = ours.test;
  causes.MASKED = fromMasked;
  causes.OTHER_TAGS = others;
  let amazon: number | null = null;
  let expected = 0;
  for (const stretch of stretches) {
    expected += stretch.expected;
    amazon = addTold(amazon, stretch.amazon);
    const rest = (stretch.amazon ?? 0) - stretch.expected;
    if (stretch.hidden && stretch.amazon === null) causes[stretch.hidden] += rest;
    else {
      const late = Math.min(stretch.fresh, Math.max(0, -rest));
      causes.LATE -= late;
      causes.NOT_EXPLAINED += rest + late;
    }
  }
  causes.TIME_ZONE = expected - fromMasked - expectedOf(ours);
  if (others !== 0) amazon = (amazon ?? 0) + others;
  return {
    amazon,
    ours: ours.unique,
    difference: (amazon ?? 0) - ours.unique,
    causes,
    robots: ours.robots,
  };
}

export function addClickLines(lines: readonly ClickLine[]): ClickLine {
  const sum: ClickLine = {
    amazon: null,
    ours: 0,
    difference: 0,
    causes: ofEach(clickCauses, 0),
    robots: 0,
  };
  for (const line of lines) {
    sum.amazon = addTold(sum.amazon, line.amazon);
    sum.ours += line.ours;
    sum.difference += line.difference;
    sum.robots += line.robots;
    for (const cause of clickCauses) sum.causes[cause] += line.causes[cause];
  }
  return sum;
}

export interface Sales {
  orders: number;
  amount: Micros;
}
export const noSales: Sales = { orders: 0, amount: 0n };
export const plusSales = (a: Sales, b: Sales): Sales => ({
  orders: a.orders + b.orders,
  amount: a.amount + b.amount,
});
export const minusSales = (a: Sales, b: Sales): Sales => ({
  orders: a.orders - b.orders,
  amount: a.amount - b.amount,
});
export type SaleCauses = Record<SaleCause, Sales>;
export interface SaleLine {
  /** Null: Amazon tells nothing of it. */
  amazon: Sales | null;
  ours: Sales;
  difference: Sales;
  causes: SaleCauses;
}
/** One line of sales: what the known causes leave is not explained. */
export function explainSales(figures: {
  amazon: Sales | null;
  ours: Sales;
  known: Partial<SaleCauses>;
}): SaleLine {
  const { amazon, ours, known } = figures;
  const causes: SaleCauses = { ...ofEach(saleCauses, noSales), ...known };
  const difference = minusSales(amazon ?? noSales, ours);
  const explained = saleCauses
    .filter((cause) => cause !== "NOT_EXPLAINED")
    .reduce((sum, cause) => plusSales(sum, causes[cause]), noSales);
  causes.NOT_EXPLAINED = minusSales(difference, explained);
  return { amazon, ours, difference, causes };
}

/**
 * Why the campaign tells other orders than its ad groups do. Groups under 10 clicks are in it
 * alone, and sell no more than they have clicks; whatever else there is comes of reports that are
 * of different times, or that somebody sent.
 */
export const causeOfRest = (rest: Sales, hiddenClicks: number): "MASKED" | "GROUPINGS" =>
  rest.orders < 0 || rest.amount < 0n || rest.orders > hiddenClicks ? "GROUPINGS" : "MASKED";

export function addSaleLines(lines: readonly SaleLine[]): SaleLine {
  const causes = ofEach(saleCauses, noSales);
  let [amazon, ours]: [Sales | null, Sales] = [null, noSales];
  for (const line of lines) {
    if (line.amazon) amazon = plusSales(amazon ?? noSales, line.amazon);
    ours = plusSales(ours, line.ours);
    for (const cause of saleCauses) causes[cause] = plusSales(causes[cause], line.causes[cause]);
  }
  return { amazon, ours, difference: minusSales(amazon ?? noSales, ours), causes };
}
