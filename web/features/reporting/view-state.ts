/**
 * The whole view is its address: what each parameter may hold, and what counts when one cannot be
 * understood.
 */
import {
  createParser,
  createSerializer,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";
import type {
  DeviceType,
  Grain,
  Outcome,
  RangeInput,
  ReasonCode,
  ReportFilter,
} from "../../gql/graphql.ts";
import { chartedMeasures, measures } from "./panels/click-measures.ts";
import { isId } from "../../lib/ids.ts";
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
export const devices = [
  "DESKTOP",
  "PHONE",
  "TABLET",
  "TV",
  "GAME",
  "WATCH",
  "CAR",
  "ROBOT",
  "UNKNOWN",
] as const satisfies readonly DeviceType[];
const isOneOf = (values: readonly string[]) => (text: string) => values.includes(text);
const push = { history: "push" } as const;
const sortWords: readonly string[] = ["time", ...measures, "sales"];

export const viewParsers = {
  last: checked(isRange).withDefault("14d").withOptions(push),
  from: checked(isDate).withOptions(push),
  to: checked(isDate).withOptions(push),
  mode: modeParser,
  grain: parseAsStringLiteral(grainWords).withOptions(push),
  tz: checked(isZone).withOptions(push),
  partner: list<string>(isId).withOptions(push),
  link: list<string>(isId).withOptions(push),
  country: list<string>((text) => /^([A-Z]{2}|n\/a)$/.test(text)).withOptions(push),
  device: list<(typeof devices)[number]>(isOneOf(devices)).withOptions(push),
  decision: list<Outcome>(isOneOf(outcomes)).withOptions(push),
  reason: list<ReasonCode>((text) => /^[A-Z][A-Z0-9_]{2,60}$/.test(text)).withOptions(push),
  /** What the panel of clicks shows, and that of sales. */
  clicks: parseAsStringLiteral(chartedMeasures).withDefault("clicks"),
  metric: parseAsStringLiteral(["orders", "units", "amount"] as const).withDefault("orders"),
  view: parseAsStringLiteral(["pair", "table", "partners"] as const)
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
export const filterKeys = ["partner", "link", "country", "device", "decision", "reason"] as const;
export type FilterKey = (typeof filterKeys)[number];
/** What was open is no longer what it was. */
export const withoutFilters = {
  ...(Object.fromEntries(filterKeys.map((key) => [key, null])) as Record<FilterKey, null>),
  bucket: null,
  click: null,
};

/** The address of a view, without what is the default. */
export const addressOf = createSerializer(viewParsers);

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
  return { mtd: 31, "last-month": 31, qtd: 92, ytd: 366, "12m": 366 }[last] ?? 1;
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

export interface ReadView {
  view: ViewState;
  /** Parameters that could not be understood; their default counts. */
  misunderstood: number;
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
  if (view.grain && !allowedGrains(daysOf(view)).includes(view.grain)) {
    misunderstood += 1;
    view.grain = null;
  }
  return { view, misunderstood };
}

export const fromSearchParams = (params: Record<string, string | string[] | undefined>): ReadView =>
  readView((key) => {
    const value = params[key];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  });

export function filterOf(view: ViewState): ReportFilter {
  return {
    mode: reportMode(view.mode),
    ...(view.partner ? { partnerIds: view.partner } : {}),
    ...(view.link ? { linkIds: view.link } : {}),
    ...(view.country ? { countries: view.country } : {}),
    ...(view.device ? { devices: view.device } : {}),
    ...(view.decision ? { outcomes: view.decision } : {}),
    ...(view.reason ? { reasons: view.reason } : {}),
  };
}

export interface ReportVariables {
  program: string;
  range: RangeInput;
  grain: Grain | null;
  timeZone: string | null;
  filter: ReportFilter;
}
/** The same on the server and in the browser, so that the first answer is recognised. */
export const variablesOf = (programId: string, view: ViewState): ReportVariables => ({
  program: programId,
  range: view.from && view.to ? { from: view.from, to: view.to } : { last: view.last },
  grain: view.grain ? grainOf[view.grain] : null,
  timeZone: view.tz,
  filter: filterOf(view),
});

export const countFilters = (view: ViewState): number =>
  filterKeys.filter((key) => view[key] !== null).length;
