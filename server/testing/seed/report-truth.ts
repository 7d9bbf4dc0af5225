/**
 * What Amazon knows of a brand's partners in a story of reports: sales that grow, are returned and
 * are restated, clicks that only grow, and what of it a report in each grouping shows.
 */
import type { Grouping } from "../../domain/attribution.ts";
import type { Random } from "../../start/demo/random.ts";

interface Day {
  clicks: number;
  orders: number;
  cents: number;
}
interface Creative {
  partner: number;
  id: string;
  days: Map<string, Day>;
}
export interface Truth {
  creatives: Creative[];
  dates: readonly string[];
}

export function makeTruth(sizes: readonly number[], dates: readonly string[]): Truth {
  return {
    creatives: sizes.flatMap((size, partner) =>
      Array.from({ length: size }, (_, n) => ({ partner, id: `c${n}`, days: new Map() })),
    ),
    dates,
  };
}

/** Every other creative never comes to ten clicks; their ad groups do. */
const mostClicks = (creative: Creative, n: number): number =>
  n % 2 === 1 ? 2 : 10_000 + creative.partner;

const clicksOf = ({ days }: Creative): number =>
  [...days.values()].reduce((sum, { clicks }) => sum + clicks, 0);

function takeBack(day: Day, returned: number): void {
  day.cents -= Math.floor((day.cents / day.orders) * returned);
  day.orders -= returned;
  if (day.orders === 0) day.cents = 0;
}
/** Most of what was bought so far comes back, as after a recall. */
export function recall({ creatives }: Truth): void {
  for (const { days } of creatives)
    for (const day of days.values()) if (day.orders > 0) takeBack(day, Math.ceil(day.orders / 2));
}

/** A week more: new clicks and sales, and returns, which leave the clicks. */
export function moveOn({ creatives, dates }: Truth, random: Random, activity: number): void {
  creatives.forEach((creative, n) => {
    const isNew = creative.days.size === 0;
    if (!isNew && !random.chance(activity)) return;
    const date = dates[random.below(dates.length)] ?? "";
    const day = creative.days.get(date) ?? { clicks: 0, orders: 0, cents: 0 };
    const room = mostClicks(creative, n) - clicksOf(creative);
    day.clicks += Math.min(room, isNew ? 12 : random.below(5));
    if (day.orders > 0 && random.chance(0.2)) {
      takeBack(day, 1 + random.below(day.orders));
    } else {
      const bought = 1 + random.below(3);
      day.orders += bought;
      day.cents += bought * (100 + random.below(20_000));
    }
    creative.days.set(date, day);
  });
}

export interface Sold extends Day {
  partner: number;
  date: string;
  /** "" of an ad group's own row. */
  creative: string;
}
/** As a report in this grouping shows it: each group by its own clicks. */
export function shown({ creatives }: Truth, grouping: Grouping): Sold[] {
  if (grouping === "CREATIVE")
    return creatives
      .filter((creative) => clicksOf(creative) >= 10)
      .flatMap(({ partner, id, days }) =>
        [...days].map(([date, day]) => ({ partner, date, creative: id, ...day })),
      );
  const groups = new Map<string, Sold>();
  for (const { partner, days } of creatives)
    for (const [date, { clicks, orders, cents }] of days) {
      const key = grouping === "ADGROUP" ? `${partner} ${date}` : date;
      const group = groups.get(key) ?? {
        partner,
        date,
        creative: "",
        clicks: 0,
        orders: 0,
        cents: 0,
      };
      group.clicks += clicks;
      group.orders += orders;
      group.cents += cents;
      groups.set(key, group);
    }
  return [...groups.values()];
}

export const snapshot = (truth: Truth): Truth => structuredClone(truth);
