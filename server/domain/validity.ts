/**
 * Click quality: which class a click belongs to, and whether a visitor's click is unique or a
 * duplicate. Sources: "Understanding Clicks" (30-minute rolling window), "Filter High-Risk
 * Traffic", IAB click measurement.
 */
import { minuteMs, type Instant } from "./calendar.ts";
import type { ReasonCode } from "./reason.ts";

/**
 * U unique · D duplicate within the window · R robot · F carries a risk signal the program's filter
 * does not pay.
 */
export const classifications = ["U", "D", "R", "F"] as const;
export type Classification = (typeof classifications)[number];

export interface UniqueWindow {
  minutes: number;
  /**
   * ROLLING: from the visitor's last click, counted or not. FIXED: from the visitor's last counted
   * click.
   */
  type: "ROLLING" | "FIXED";
}
export const uniqueWindowMinutes = [1, 5, 15, 30, 60, 360, 720, 1440] as const;
export const defaultUniqueWindow: UniqueWindow = { minutes: 30, type: "ROLLING" };

export interface Visit {
  lastAt: Instant;
  lastCountedAt: Instant;
}

/**
 * Exactly the window later is new: 1,799,999 ms is a duplicate, 1,800,000 ms is unique. A late
 * arrival counts both ways.
 */
export function visit(
  window: UniqueWindow,
  previous: Visit | null,
  at: Instant,
): { unique: boolean; next: Visit } {
  if (previous === null) return { unique: true, next: { lastAt: at, lastCountedAt: at } };
  const since = window.type === "ROLLING" ? previous.lastAt : previous.lastCountedAt;
  const unique = Math.abs(at - since) >= window.minutes * minuteMs;
  const lastAt = Math.max(previous.lastAt, at);
  return {
    unique,
    next: {
      lastAt,
      lastCountedAt: unique ? Math.max(previous.lastCountedAt, at) : previous.lastCountedAt,
    },
  };
}

export const riskFilters = ["RELAXED", "MODERATE", "STRICT"] as const;
export type RiskFilter = (typeof riskFilters)[number];

/**
 * What becomes of a click that carries a risk signal. Source: "Filter High-Risk Traffic" [D111].
 */
export interface FilterEffect {
  /** It counts in performance reports. */
  reported: boolean;
  /** It can earn CPC. */
  payable: boolean;
  /**
   * The sales it leads to can be credited: the visitor arrives at Amazon with the partner's tag.
   */
  credits: boolean;
}
export const filterEffects: Record<RiskFilter, FilterEffect> = {
  RELAXED: { reported: true, payable: true, credits: true },
  MODERATE: { reported: false, payable: false, credits: true },
  STRICT: { reported: false, payable: false, credits: false },
};

/** What held until an instant, not at it. */
export type Past<T> = T & { until: Instant };
/** What held at an instant; `past` in the order of time. */
export const settingAt = <T>(current: T, past: readonly Past<T>[], at: Instant): T =>
  past.find(({ until }) => at < until) ?? current;
export type PastFilter = Past<{ filter: RiskFilter }>;
export type PastWindow = Past<UniqueWindow>;
/** The filter that held at an instant. */
export const filterAt = (
  current: RiskFilter,
  past: readonly PastFilter[],
  at: Instant,
): RiskFilter => settingAt({ filter: current }, past, at).filter;

/** What a click is by itself; `visit()` may still find that it repeats another. */
export function classBeforeVisits(
  signals: { robot: boolean; risky: boolean },
  filter: RiskFilter,
): Classification {
  if (signals.robot) return "R";
  return signals.risky && !filterEffects[filter].payable ? "F" : "U";
}

/** Why a click of a class is not paid; a unique one may be. */
export const reasonOfClass: Record<Classification, ReasonCode | null> = {
  U: null,
  D: "DUPLICATE_CLICK",
  R: "INVALID_CLASSIFICATION",
  F: "FILTERED_RISK",
};
