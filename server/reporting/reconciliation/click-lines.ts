/** From counts and told rows to lines of clicks: by day, by partner, by link of a partner. */
import { readCreative } from "../../domain/attribution-tag.ts";
import {
  addClicks,
  addClickLines,
  expectedOf,
  explainClicks,
  noClicks,
  type ClickLine,
  type OurClicks,
  type ToldStretch,
} from "../../domain/reconciliation.ts";
import type { CampaignDay, CreativeStretch, GroupDay, GroupStretch } from "./amazons.ts";
import type { ClickCell } from "./our-clicks.ts";

/** Which dates a line is of: one of ours, and stretches of the profile's. */
export interface Window {
  here: number;
  there: readonly number[];
}
/** Of a date of the profile. */
export interface DayState {
  /** Nothing could be measured before it, or at all. */
  unmeasured: boolean;
}

const countsOf = (cell: ClickCell): OurClicks => {
  const [unique, repeats, robots, risky] = [
    Number(cell.unique),
    Number(cell.repeats),
    Number(cell.robots),
    Number(cell.risky),
  ];
  return cell.is_test
    ? { ...noClicks, robots, test: unique + repeats + risky }
    : { ...noClicks, unique, repeats, robots, risky };
};
const sumOf = (cells: readonly ClickCell[]): OurClicks =>
  cells.map(countsOf).reduce(addClicks, noClicks);
export const expectedIn = (cells: readonly ClickCell[]): number => expectedOf(sumOf(cells));

/** Click-throughs by stretch. */
export type Told = Map<number, number>;
const toldOf = (rows: readonly { there: number; clicks: string }[]): Told => {
  const told: Told = new Map();
  for (const { there, clicks } of rows) told.set(there, (told.get(there) ?? 0) + Number(clicks));
  return told;
};

interface Place {
  cells: readonly ClickCell[];
  told: Told;
  masked: boolean;
  days: (there: number) => DayState;
}
const hiddenOf = ({ masked, days }: Place, there: number): ToldStretch["hidden"] => {
  if (days(there).unmeasured) return "UNMEASURED";
  return masked ? "MASKED" : null;
};
function stretchesOf(place: Place, { there }: Window): ToldStretch[] {
  return there.map((index) => {
    const own = place.cells.filter((cell) => cell.there === index);
    return {
      amazon: place.told.get(index) ?? null,
      expected: expectedIn(own),
      fresh: expectedIn(own.filter(({ fresh }) => fresh)),
      hidden: hiddenOf(place, index),
    };
  });
}
const lineOf = (place: Place, window: Window): ClickLine =>
  explainClicks({
    ours: sumOf(place.cells.filter(({ here }) => here === window.here)),
    stretches: stretchesOf(place, window),
  });

/**
 * What Amazon counts of several that it hides by themselves: `told` by stretch, what is left of the
 * whole.
 */
function lineOfHidden(
  hidden: readonly ClickCell[],
  told: Told,
  days: Place["days"],
  window: Window,
): ClickLine {
  const measured = window.there.filter((index) => told.has(index) && !days(index).unmeasured);
  const cells = hidden.filter(({ there }) => measured.includes(there));
  return explainClicks({
    ours: noClicks,
    stretches: stretchesOf({ cells, told, masked: false, days }, window),
    fromMasked: expectedIn(cells),
  });
}

/** By stretch of dates, what tells the whole program. */
export interface WholeTold {
  /** What the campaign has more than its ad groups. */
  rest: Told;
  /** Of tags that are not ours. */
  others: Told;
}
export interface PartnerPlaces {
  cells: readonly ClickCell[];
  /** Of partners alone. */
  groups: readonly GroupStretch[];
  whole: WholeTold;
  /** Ad groups that stand below the threshold and were never told. */
  isMasked: (partner: string, isTest: boolean) => boolean;
  days: Place["days"];
}
export interface PartnerLines {
  partners: Map<string, ClickLine>;
  underTen: ClickLine;
  otherTags: ClickLine;
}

/** Ad groups of a partner: its live links', and its test links'. */
const placeKey = (partner: string | null, isTest: boolean): string => `${partner} ${isTest}`;

/**
 * Of what was told by date. Where the campaign is not told its ad groups are the whole.
 * `thereOf` gives the stretch of a date, counted from 1.
 */
export function wholeTold(
  campaigns: readonly CampaignDay[],
  groupsByDate: readonly GroupDay[],
  thereOf: (date: string) => number,
): WholeTold {
  const [rest, others]: [Told, Told] = [new Map(), new Map()];
  const add = (told: Told, date: string, clicks: number): void => {
    const there = thereOf(date);
    told.set(there, (told.get(there) ?? 0) + clicks);
  };
  const inGroups = new Map<string, number>();
  for (const { date, clicks, known } of groupsByDate) {
    inGroups.set(date, (inGroups.get(date) ?? 0) + Number(clicks));
    if (!known) add(others, date, Number(clicks));
  }
  for (const { date, own, clicks } of campaigns)
    if (own) add(rest, date, Number(clicks) - (inGroups.get(date) ?? 0));
    else add(others, date, Number(clicks));
  return { rest, others };
}

const inWindow = (told: Told, { there }: Window): number =>
  there.reduce((sum, index) => sum + (told.get(index) ?? 0), 0);

export function partnerLines(places: PartnerPlaces, window: Window): PartnerLines {
  const { cells, groups, whole, isMasked, days } = places;
  const cellsOf = Map.groupBy(cells, (cell) => placeKey(cell.partner, cell.is_test));
  const toldOfPlace = Map.groupBy(groups, (row) => placeKey(row.partner, row.is_test));
  const hidden: ClickCell[] = [];
  const partners = new Map<string, ClickLine>();
  for (const key of new Set([...cellsOf.keys(), ...toldOfPlace.keys()])) {
    const [partner = "", isTest] = key.split(" ");
    const own = cellsOf.get(key) ?? [];
    const masked = isMasked(partner, isTest === "true");
    if (masked) hidden.push(...own);
    const place = { cells: own, told: toldOf(toldOfPlace.get(key) ?? []), masked, days };
    const line = lineOf(place, window);
    const before = partners.get(partner);
    partners.set(partner, before ? addClickLines([before, line]) : line);
  }
  return {
    partners,
    underTen: lineOfHidden(hidden, whole.rest, days, window),
    otherTags: explainClicks({
      ours: noClicks,
      stretches: [],
      others: inWindow(whole.others, window),
    }),
  };
}

export interface LinkPlaces {
  cells: readonly ClickCell[];
  creatives: readonly CreativeStretch[];
  /** Of the partner's own ad groups. */
  groups: readonly GroupStretch[];
  /** By the ad's code and whether it is a test link; null: no link of the partner's. */
  linkOf: (adCode: string, isTest: boolean) => string | null;
  days: Place["days"];
}
export interface LinkLines {
  links: Map<string, ClickLine>;
  /** What the ad groups have more than their creatives. */
  notSplit: ClickLine;
}

const creativeKey = (link: string, shared: string | null): string => `${link} ${shared ?? ""}`;

/** A creative that Amazon does not tell is masked: its clicks are in what is not split. */
export function linkLines(places: LinkPlaces, window: Window): LinkLines {
  const { cells, creatives, groups, linkOf, days } = places;
  const named = creatives.flatMap((row) => {
    const read = readCreative(row.creative);
    const link = read && linkOf(read.ad, row.is_test);
    return read && link ? [{ ...row, link, shared: read.sharedId }] : [];
  });
  const toldOfPlace = Map.groupBy(named, ({ link, shared }) => creativeKey(link, shared));
  const cellsOf = Map.groupBy(cells, ({ link, shared }) => creativeKey(link ?? "", shared));
  const hidden: ClickCell[] = [];
  const links = new Map<string, ClickLine>();
  for (const key of new Set([...cellsOf.keys(), ...toldOfPlace.keys()])) {
    const own = cellsOf.get(key) ?? [];
    const told = toldOf(toldOfPlace.get(key) ?? []);
    const masked = told.size === 0;
    if (masked) hidden.push(...own);
    const line = lineOf({ cells: own, told, masked, days }, window);
    const link = key.split(" ")[0] ?? "";
    const before = links.get(link);
    links.set(link, before ? addClickLines([before, line]) : line);
  }
  const rest = toldOf(groups);
  for (const [there, clicks] of toldOf(named)) rest.set(there, (rest.get(there) ?? 0) - clicks);
  return { links, notSplit: lineOfHidden(hidden, rest, days, window) };
}

export interface DayPlaces {
  cells: readonly ClickCell[];
  /** Click-throughs of all ad groups of partners. */
  partners: ReadonlyMap<number, number>;
  whole: WholeTold;
  days: Place["days"];
}
/** A date that is told whole: its campaign tells all of it. */
export function dayLine({ cells, partners, whole, days }: DayPlaces, index: number): ClickLine {
  const [rest, inGroups] = [whole.rest.get(index), partners.get(index)];
  const there = cells.filter((cell) => cell.there === index);
  return explainClicks({
    ours: sumOf(cells.filter(({ here }) => here === index)),
    stretches: [
      {
        amazon: rest === undefined && inGroups === undefined ? null : (rest ?? 0) + (inGroups ?? 0),
        expected: expectedIn(there),
        fresh: expectedIn(there.filter(({ fresh }) => fresh)),
        hidden: days(index).unmeasured ? "UNMEASURED" : null,
      },
    ],
    others: whole.others.get(index) ?? 0,
  });
}
