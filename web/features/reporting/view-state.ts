/**
 * The whole view is its address: what each parameter may hold, and what counts when one cannot be
 * understood.
 */
import {
  createParser,
  createSerializer,
  parseAsNumberLiteral,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";
import type { CompareInput, Grain, Outcome, RangeInput, ReportFilter } from "../../gql/graphql.ts";
import { dimensionFilter, dimensionOf, dimensionWords, type DimensionWord } from "./dimensions.ts";
import { chartedMeasures, measures } from "./panels/click-measures.ts";
import { isId } from "../../lib/ids.ts";
import { rankedMeasures } from "./breakdown/ranked.ts";
import { modeParser, reportMode } from "../../lib/mode.ts";
import { isDate } from "../../lib/zoned-days.ts";

export const grainWords = ["5m", "15m", "hour", "day", "week", "month"] as const;
export type GrainWord = (typeof grainWords)[number];
const grainOf: Record<GrainWord, Grain> = {
  "5m": "MINUTE_5",
  "15m": "MINUTE_15",
  hour: "HOUR",
  day: "DAY",
  week: "WEEK",
  month: "MONTH",
};
export const wordOfGrain = (grain: Grain): GrainWord =>
  grainWords.find((word) => grainOf[word] === grain) ?? "day";

export const presets = [
  "today",
  "yesterday",
  "24h",
  "7d",
  "14d",
  "30d",
  "90d",
  "wtd",
  "last-week",
  "mtd",
  "qtd",
  "ytd",
  "last-month",
  "12m",
] as const;

const isRange = (text: string): boolean =>
  (presets as readonly string[]).includes(text) ||
  /^[1-9]\d{0,2}d$/.test(text) ||
  /^[1-9]\d{0,2}h$/.test(text);
const isZone = (text: string): boolean => {
  try {
    return !/^[+-]/.test(text) && Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch {
    return false;
  }
};

const checked = (isValid: (text: string) => boolean) =>
  createParser<string>({ parse: (text) => (isValid(text) ? text : null), serialize: String });
const list = <T extends string>(isValid: (text: string) => boolean) =>
  createParser<T[]>({
    parse: (text) => {
      const values = text.split(",").filter(Boolean);
      return values.length > 0 && values.every(isValid) ? (values as T[]) : null;
    },
    serialize: (values) => values.join(","),
    eq: (a, b) => a.join() === b.join(),
  });

export const outcomes = [
  "PAID",
  "PAID_ZERO",
  "UNPAID",
  "DISCARDED",
] as const satisfies readonly Outcome[];
const isOneOf = (values: readonly string[]) => (text: string) => values.includes(text);
/** What people typed may hold the comma that parts values. */
const escaped = (text: string): string => text.replaceAll("%", "%25").replaceAll(",", "%2C");
const unescaped = (text: string): string => text.replaceAll("%2C", ",").replaceAll("%25", "%");
const push = { history: "push" } as const;
const values = (word: DimensionWord) =>
  createParser<string[]>({
    parse: (text) => {
      const all = text.split(",").filter(Boolean).map(unescaped);
      return all.length > 0 && all.every(dimensionOf(word).isValid) ? all : null;
    },
    serialize: (all) => all.map(escaped).join(","),
    eq: (a, b) => a.join() === b.join(),
  }).withOptions(push);

export const compareWords = ["previous", "weekdays", "year"] as const;
const compareKinds = {
  previous: "PREVIOUS",
  weekdays: "SAME_WEEKDAYS",
  year: "LAST_YEAR",
} as const;
/** What of a figure groups are put in order by. */
export const rankWays = ["most", "least", "rise", "fall"] as const;
export type RankWay = (typeof rankWays)[number];
export const tops = [10, 25, 50] as const;
const sortWords: readonly string[] = ["time", ...measures, "sales"];

export const viewParsers = {
  last: checked(isRange).withDefault("14d").withOptions(push),
  from: checked(isDate).withOptions(push),
  to: checked(isDate).withOptions(push),
  mode: modeParser,
  grain: parseAsStringLiteral(grainWords).withOptions(push),
  tz: checked(isZone).withOptions(push),
  ...(Object.fromEntries(dimensionWords.map((word) => [word, values(word)])) as Record<
    DimensionWord,
    ReturnType<typeof values>
  >),
  decision: list<Outcome>(isOneOf(outcomes)).withOptions(push),
  /** A kind of period, or the first date of one as long as the range. */
  compare: checked((text) => isOneOf(compareWords)(text) || isDate(text)).withOptions(push),
  /** Of the breakdown: by what, then by what, which group is open, its order and how many. */
  by: parseAsStringLiteral(dimensionWords).withOptions(push),
  into: parseAsStringLiteral(dimensionWords).withOptions(push),
  open: checked((text) => text.length > 0 && text.length <= 500).withOptions(push),
  rank: parseAsStringLiteral(rankedMeasures).withDefault("clicks").withOptions(push),
  way: parseAsStringLiteral(rankWays).withDefault("most").withOptions(push),
  top: parseAsNumberLiteral(tops).withDefault(10).withOptions(push),
  /** What the panel of clicks shows, and that of sales. */
  clicks: parseAsStringLiteral(chartedMeasures).withDefault("clicks"),
  metric: parseAsStringLiteral(["orders", "units", "amount"] as const).withDefault("orders"),
  view: parseAsStringLiteral(["pair", "by", "table", "partners"] as const)
    .withDefault("pair")
    .withOptions(push),
  layout: parseAsStringLiteral(["side", "stack"] as const),
  scale: parseAsStringLiteral(["own", "shared"] as const).withDefault("own"),
  bucket: checked((text) => /^(?:19[7-9]|2\d\d)\d-[\dWT:+-]{2,20}$/.test(text)).withOptions(push),
  click: checked(isId).withOptions(push),
  sort: checked((text) => sortWords.includes(text.replace(/^-/, ""))).withDefault("time"),
};
export type ViewState = inferParserType<typeof viewParsers>;
type Key = keyof typeof viewParsers;
export const viewKeys = Object.keys(viewParsers) as Key[];
export const filterKeys = [...dimensionWords, "decision"] as const;
export type FilterKey = (typeof filterKeys)[number];
/** What was open is no longer what it was. */
export const withoutFilters = {
  ...(Object.fromEntries(filterKeys.map((key) => [key, null])) as Record<FilterKey, null>),
  bucket: null,
  click: null,
  open: null,
};

/** The address of a view, without what is the default. */
export const addressOf = createSerializer(viewParsers);
/** The same with it. */
export const withPlain = createSerializer(viewParsers, { clearOnDefault: false });

/** What of a view is to become something else; null takes a parameter out. */
export type ViewChange = Partial<{ [K in Key]: ViewState[K] | null }>;
/**
 * A change that leaves the plain view keeps a word of it in the address: an empty one is that of
 * the saved view which people begin with. Null where something is left in the address anyway.
 */
export function keptPlain(view: ViewState, change: ViewChange): ViewChange | null {
  if (addressOf({ ...view, ...change }) !== "") return null;
  const without = Object.fromEntries(Object.keys(change).map((key) => [key, null]));
  return { ...without, last: viewParsers.last.defaultValue };
}
/** The page's address with what a saved view says; of the plain one, its range. */
export const savedAddress = (page: string, query: string): string =>
  `${page}?${query || `last=${viewParsers.last.defaultValue}`}`;
/** An address of the page, where an empty one shows a saved view. */
export const keptAddress = (address: string): string =>
  /\?./.test(address) ? address : savedAddress(address.replace("?", ""), "");

export const maxDays = 366;
export const maxBuckets = 400;
const dayMs = 86_400_000;

/** Days of a range, at most; hours count as one day. */
export function daysOf({ last, from, to }: Pick<ViewState, "last" | "from" | "to">): number {
  if (from && to) return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  const days = /^(\d+)d$/.exec(last);
  if (days) return Number(days[1]);
  const hours = /^(\d+)h$/.exec(last);
  if (hours) return Number(hours[1]) / 24;
  return (
    { wtd: 7, "last-week": 7, mtd: 31, "last-month": 31, qtd: 92, ytd: 366, "12m": 366 }[last] ?? 1
  );
}

const bucketsPerDay: Record<GrainWord, number> = {
  "5m": 288,
  "15m": 96,
  hour: 24,
  day: 1,
  week: 1 / 7,
  month: 1 / 30,
};
/** Grains that give the range between 2 and 400 buckets. A day of 25 hours counts. */
export const allowedGrains = (days: number): GrainWord[] =>
  grainWords.filter(
    (word) =>
      bucketsPerDay[word] * (days + 1 / 24) <= maxBuckets &&
      (bucketsPerDay[word] * days >= 2 || word === "day"),
  );

interface Counted {
  /** Parameters that could not be understood; their default counts. */
  misunderstood: number;
}
export interface ReadView extends Counted {
  view: ViewState;
}

/** Every parameter has a value that the API takes; what was wrong is counted, never guessed. */
export function readView(raw: (key: Key) => string | null): ReadView {
  let misunderstood = 0;
  const entries = viewKeys.map((key) => {
    const text = raw(key);
    const parser = viewParsers[key];
    const parsed = text === null ? null : parser.parse(text);
    if (text !== null && parsed === null) misunderstood += 1;
    return [key, parsed ?? ("defaultValue" in parser ? parser.defaultValue : null)];
  });
  const view = Object.fromEntries(entries) as ViewState;
  const isHalf = (view.from === null) !== (view.to === null);
  const isWrongWay =
    view.from !== null && view.to !== null && (view.to < view.from || daysOf(view) > maxDays);
  if (isHalf || isWrongWay) {
    misunderstood += 1;
    Object.assign(view, { from: null, to: null });
  }
  if (daysOf(view) > maxDays) {
    misunderstood += 1;
    view.last = "14d";
  }
  // What rose or fell did so against something.
  if (view.way === "rise" || view.way === "fall") view.compare ??= "previous";
  if (view.compare !== null && isDate(view.compare) && !view.from && view.last.endsWith("h")) {
    misunderstood += 1;
    view.compare = null;
  }
  if (view.grain && !allowedGrains(daysOf(view)).includes(view.grain)) {
    misunderstood += 1;
    view.grain = null;
  }
  return { view, misunderstood };
}

/** What is open on top of the view; null = nothing. */
export type Opened = Pick<ViewState, "bucket" | "click">;
export function openedIn(raw: (key: keyof Opened) => string | null): Opened & Counted {
  const [bucket, click] = [raw("bucket"), raw("click")];
  const opened = {
    bucket: bucket && viewParsers.bucket.parse(bucket),
    click: click && viewParsers.click.parse(click),
  };
  const wrong = [bucket !== opened.bucket, click !== opened.click];
  return { ...opened, misunderstood: wrong.filter(Boolean).length };
}

export const fromSearchParams = (params: Record<string, string | string[] | undefined>): ReadView =>
  readView((key) => {
    const value = params[key];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  });

export function filterOf(view: ViewState): ReportFilter {
  return {
    mode: reportMode(view.mode),
    ...dimensionFilter(view),
    ...(view.decision ? { outcomes: view.decision } : {}),
  };
}

export function compareOf({ compare }: ViewState): CompareInput | null {
  if (compare === null) return null;
  const kind = compareWords.find((word) => word === compare);
  return kind ? { with: compareKinds[kind] } : { with: "CUSTOM", from: compare };
}

export interface ReportVariables {
  program: string;
  range: RangeInput;
  grain: Grain | null;
  timeZone: string | null;
  filter: ReportFilter;
  compare: CompareInput | null;
}
/** The same on the server and in the browser, so that the first answer is recognised. */
export const variablesOf = (programId: string, view: ViewState): ReportVariables => ({
  program: programId,
  range: view.from && view.to ? { from: view.from, to: view.to } : { last: view.last },
  grain: view.grain ? grainOf[view.grain] : null,
  timeZone: view.tz,
  filter: filterOf(view),
  compare: compareOf(view),
});

export const countFilters = (view: ViewState): number =>
  filterKeys.filter((key) => view[key] !== null).length;
