/**
 * What of a partner's traffic stands out, against what is usual with the partner or a line that the
 * brand drew. Pure. Counts are whole numbers, shares are of ten thousand, amounts are micros.
 */
import { formatMicros, microsPerUnit } from "./money.ts";
import { accept, type Result } from "./result.ts";
import { isBelow, usualBand, weeksBefore } from "./usual-band.ts";
import { gateAmount } from "./values/amount.ts";

export type AlertUnit = "CLICKS" | "ORDERS" | "SHARE" | "MONEY";
interface AlertRecord {
  /** Of what is seen. */
  unit: AlertUnit;
  /** Of the line that a brand draws. */
  lineUnit: AlertUnit;
  /** Over which days it is seen. */
  span: "TODAY" | "WEEK" | "SETTLED_WEEK";
  /** For the API and for people. */
  words: string;
  lineWords: string;
}
/** What is watched of each partner of a program. */
export const alertMeasures = {
  CLICKS_ABOVE: {
    unit: "CLICKS",
    lineUnit: "CLICKS",
    span: "TODAY",
    words: "Clicks of today are more than twice what a day brings at most.",
    lineWords: "Clicks of today are more than this.",
  },
  CLICKS_BELOW: {
    unit: "CLICKS",
    lineUnit: "CLICKS",
    span: "WEEK",
    words: "Clicks of the last seven whole days are below every one of the four weeks before.",
    lineWords: "Clicks of the last seven whole days are fewer than this.",
  },
  ROBOTS_ABOVE: {
    unit: "SHARE",
    lineUnit: "SHARE",
    span: "TODAY",
    words: "Robots make more than a fifth of today's clicks, and twice their usual share.",
    lineWords: "Robots' share of today's clicks is above this.",
  },
  SPEND_ABOVE: {
    unit: "MONEY",
    lineUnit: "MONEY",
    span: "TODAY",
    words: "Clicks of today earned more than twice what a day costs at most.",
    lineWords: "Clicks of today earned more than this.",
  },
  CONVERSION_BELOW: {
    unit: "SHARE",
    lineUnit: "SHARE",
    span: "SETTLED_WEEK",
    words: "Fewer orders came of a week's unique clicks than chance alone explains.",
    lineWords: "Orders of a week are a smaller share of its unique clicks than this.",
  },
  NO_SALES: {
    unit: "ORDERS",
    lineUnit: "CLICKS",
    span: "SETTLED_WEEK",
    words: "No order came of a week's clicks where at least ten were to be expected.",
    lineWords: "No order came of a week with this many unique clicks.",
  },
} as const satisfies Record<string, AlertRecord>;
export type AlertMeasure = keyof typeof alertMeasures;
export const alertMeasureNames = Object.keys(alertMeasures) as AlertMeasure[];

/** USUAL: against the partner's own past. LINE: against a line that the brand draws. */
export const alertModes = ["USUAL", "LINE", "OFF"] as const;
export type AlertMode = (typeof alertModes)[number];
export type AlertRule = { mode: "USUAL" } | { mode: "OFF" } | { mode: "LINE"; line: bigint };
export type AlertRules = Readonly<Partial<Record<AlertMeasure, AlertRule>>>;

/** Why an alert is over. */
export const alertEnds = {
  AS_USUAL: "It stands out no more.",
  NOT_WATCHED: "The brand has it watched no more.",
  CONTRACT_OVER: "The partner has no contract in force.",
  PROGRAM_INACTIVE: "The program, or the brand's account, is not active.",
} as const;
export type AlertEnd = keyof typeof alertEnds;

export interface DayOfPartner {
  clicks: number;
  robots: number;
  payout: bigint;
}
export interface SalesWeek {
  unique: number;
  orders: number;
}
export interface PartnerTraffic {
  /** The first is today so far, then yesterday and so on, `daysRead` in all. */
  days: readonly DayOfPartner[];
  /** The last settled week, then the four before; null where sales cannot be told. */
  weeks: readonly SalesWeek[] | null;
}
export const daysRead = 1 + 7 * (weeksBefore + 1);

export interface AlertFinding {
  measure: AlertMeasure;
  seen: bigint;
  /** What was usual; the line where one was drawn. */
  bound: bigint;
}

const usualDays = 28;
const daysToKnow = 7;
const clicksToJudge = 50;
const ordersToJudge = 10;
const shareOf = (part: number, whole: number): bigint =>
  whole === 0 ? 0n : (BigInt(part) * 10_000n) / BigInt(whole);
const most = (values: readonly bigint[]): bigint =>
  values.reduce((top, value) => (value > top ? value : top), 0n);
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

/** What a day brings at most; null where too few days are known. */
function mostOfDay(days: readonly bigint[]): bigint | null {
  const past = days.slice(1, 1 + usualDays);
  return past.filter((value) => value > 0n).length < daysToKnow ? null : most(past);
}
const above = (seen: bigint, usual: bigint | null): bigint | null =>
  usual !== null && seen > usual * 2n ? usual : null;

interface Judged {
  seen: bigint;
  /** What it broke; null where it breaks nothing. */
  usual: () => bigint | null;
  line: (line: bigint) => boolean;
}
/** How each measure is seen and judged. */
const judges: Record<AlertMeasure, (traffic: PartnerTraffic) => Judged | null> = {
  CLICKS_ABOVE: ({ days }) => {
    const clicks = days.map((day) => BigInt(day.clicks));
    const seen = clicks[0] ?? 0n;
    return {
      seen,
      usual: () => (seen < clicksToJudge ? null : above(seen, mostOfDay(clicks))),
      line: (line) => seen > line,
    };
  },
  CLICKS_BELOW: ({ days }) => {
    const weeks = Array.from({ length: weeksBefore + 1 }, (_, n) =>
      sum(days.slice(1 + 7 * n, 8 + 7 * n).map((day) => day.clicks)),
    );
    const [week = 0, ...before] = weeks;
    return {
      seen: BigInt(week),
      usual: () => {
        const band = usualBand(before);
        return band && isBelow(week, band) ? BigInt(band.low) : null;
      },
      line: (line) => BigInt(week) < line,
    };
  },
  ROBOTS_ABOVE: ({ days }) => {
    const [today, ...past] = days;
    if (!today || today.clicks < clicksToJudge) return null;
    const seen = shareOf(today.robots, today.clicks);
    const before = past.slice(0, usualDays);
    const share = shareOf(
      sum(before.map(({ robots }) => robots)),
      sum(before.map(({ clicks }) => clicks)),
    );
    return {
      seen,
      usual: () => (seen > 2_000n && seen > share * 2n ? share : null),
      line: (line) => seen > line,
    };
  },
  SPEND_ABOVE: ({ days }) => {
    const payouts = days.map(({ payout }) => payout);
    const seen = payouts[0] ?? 0n;
    return { seen, usual: () => above(seen, mostOfDay(payouts)), line: (line) => seen > line };
  },
  CONVERSION_BELOW: ({ weeks }) => {
    const [week] = weeks ?? [];
    if (!weeks || !week || week.orders === 0 || week.unique < clicksToJudge) return null;
    const seen = shareOf(week.orders, week.unique);
    return {
      seen,
      usual: () => (isFewer(weeks) ? usualShare(weeks) : null),
      line: (line) => seen < line,
    };
  },
  NO_SALES: ({ weeks }) => {
    const [week] = weeks ?? [];
    if (!weeks || week?.orders !== 0) return null;
    return {
      seen: 0n,
      usual: () => (isFewer(weeks) ? BigInt(Math.floor(expected(weeks))) : null),
      line: (line) => BigInt(week.unique) >= line,
    };
  },
};

const usualShare = ([, ...before]: readonly SalesWeek[]): bigint =>
  shareOf(sum(before.map(({ orders }) => orders)), sum(before.map(({ unique }) => unique)));
/** Orders that the week's clicks would bring at the share of the weeks before. */
function expected([week, ...before]: readonly SalesWeek[]): number {
  const unique = sum(before.map((each) => each.unique));
  return unique === 0 ? 0 : ((week?.unique ?? 0) * sum(before.map((each) => each.orders))) / unique;
}
function isFewer(weeks: readonly SalesWeek[]): boolean {
  const mean = expected(weeks);
  return mean >= ordersToJudge && (weeks[0]?.orders ?? 0) < mean - 3 * Math.sqrt(mean);
}

/** What stands out, in the order of the measures. */
export function alertsOf(traffic: PartnerTraffic, rules: AlertRules): AlertFinding[] {
  return alertMeasureNames.flatMap((measure) => {
    const rule = rules[measure] ?? { mode: "USUAL" };
    const judged = rule.mode === "OFF" ? null : judges[measure](traffic);
    if (judged === null) return [];
    if (rule.mode === "LINE")
      return judged.line(rule.line) ? [{ measure, seen: judged.seen, bound: rule.line }] : [];
    const bound = judged.usual();
    return bound === null ? [] : [{ measure, seen: judged.seen, bound }];
  });
}

/** A figure of an alert as the API gives it: shares in percent, amounts in units. */
export function alertFigure(value: bigint, unit: AlertUnit): string {
  if (unit === "MONEY") return formatMicros(value);
  return unit === "SHARE" ? formatMicros(value * 10_000n, 0) : value.toString();
}

/** A line as a brand writes it, in the units that figures are told in: the inverse of the above. */
export function readAlertLine(
  text: string,
  unit: AlertUnit,
  ...path: string[]
): Result<bigint, "BAD_AMOUNT"> {
  const bounds = { MONEY: {}, SHARE: { decimals: 2, max: 100n }, CLICKS: whole, ORDERS: whole };
  const micros = gateAmount(text, bounds[unit], ...path);
  if (!micros.ok || unit === "MONEY") return micros;
  return accept(micros.value / (unit === "SHARE" ? 10_000n : microsPerUnit));
}
const whole = { decimals: 0 };

const shown = (value: bigint, unit: AlertUnit, currency: string): string => {
  const figure = alertFigure(value, unit);
  if (unit === "MONEY") return `${figure} ${currency}`;
  if (unit === "SHARE") return `${figure} %`;
  return `${figure} ${unit === "CLICKS" ? "click" : "order"}${value === 1n ? "" : "s"}`;
};
const spans = {
  TODAY: "today",
  WEEK: "in the last seven whole days",
  SETTLED_WEEK: "in the last week whose sales are in",
};
/** For people: what was seen, and beside what. */
export function alertDetail(
  { measure, seen, bound }: AlertFinding,
  { isLine, currency }: { isLine: boolean; currency: string },
): string {
  const { unit, lineUnit, span } = alertMeasures[measure];
  const what = { ROBOTS_ABOVE: " of robots", CONVERSION_BELOW: " of clicks brought an order" };
  const detail = measure in what ? what[measure as keyof typeof what] : "";
  const beside = isLine
    ? `your line is ${shown(bound, lineUnit, currency)}`
    : `usual is ${shown(bound, unit, currency)}`;
  return `${shown(seen, unit, currency)}${detail} ${spans[span]}; ${beside}`;
}
/** The same as a line that begins with whose traffic it is. */
export const alertLine = (
  finding: AlertFinding,
  { name, ...told }: { isLine: boolean; name: string; currency: string },
): string => `${name}: ${alertDetail(finding, told)}`;
