/**
 * Past clicks judged by another window or click filter, over their visitors in the order of time.
 * Pure.
 */
import { minuteMs, type Instant } from "../../domain/calendar.ts";
import {
  classBeforeVisits,
  visit,
  type Classification,
  type RiskFilter,
  type UniqueWindow,
  type Visit,
} from "../../domain/validity.ts";

export interface JudgedClick {
  at: Instant;
  partner: string;
  visitor: string;
  /** The visitor's hash of the day before, near midnight. */
  visitorPrevious: string | null;
  robot: boolean;
  risky: boolean;
  /** As it was judged. */
  classification: Classification;
}
export interface TriedSettings {
  window: UniqueWindow;
  filter: RiskFilter;
}

/** The class of each click under the settings; clicks come oldest first. */
export function recounted(
  clicks: readonly JudgedClick[],
  { window, filter }: TriedSettings,
): Classification[] {
  const visits = new Map<string, Visit>();
  return clicks.map(({ at, partner, visitor, visitorPrevious, robot, risky }) => {
    const first = classBeforeVisits({ robot, risky }, filter);
    if (first !== "U") return first;
    const names = [visitor, visitorPrevious]
      .filter((hash) => hash !== null)
      .map((hash) => `${partner} ${hash}`);
    const known = names.map((name) => visits.get(name)).filter((each) => each !== undefined);
    const before =
      known.length === 0
        ? null
        : {
            lastAt: Math.max(...known.map(({ lastAt }) => lastAt)),
            lastCountedAt: Math.max(...known.map(({ lastCountedAt }) => lastCountedAt)),
          };
    const { unique, next } = visit(window, before, at);
    for (const name of names) visits.set(name, next);
    return unique ? "U" : "D";
  });
}

/** How far back a window looks. */
export const reachMs = (...windows: readonly UniqueWindow[]): number =>
  Math.max(...windows.map(({ minutes }) => minutes)) * minuteMs;
