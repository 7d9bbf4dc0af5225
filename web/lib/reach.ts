/**
 * Whether the platform can be heard, and how late its clicks are: what a page may say of its
 * figures. Pure.
 */

/** As the server tells it: both instants by its own clock. */
export interface Completeness {
  at: string;
  /** Every click before is decided and counted. */
  clicksUntil: string;
  waitingClicks: number;
}

/** The server says something every two seconds; twice missed, and nobody is there. */
export const silentMs = 5_000;
/** Figures are read again so often where nothing is pushed. */
export const pollMs = 15_000;
/** An answer to that may take a while. */
const answerMs = 5_000;
/** Reading and deciding take a second or two; more is late. */
const lateAfterMs = 4_000;

/** Instants by the browser's clock. */
export interface Hearing {
  /** The server last pushed something. */
  heardAt: number;
  /** Since when nothing is pushed; null = it is. */
  lostAt: number | null;
  /** Figures were last read. */
  answeredAt: number;
}
/** Since when nothing is known of the platform any more; null while it is heard, or answers. */
export function cutSince(
  { heardAt, lostAt, answeredAt }: Hearing,
  now: number,
  online = true,
): number | null {
  const last = Math.max(heardAt, answeredAt);
  if (!online) return last;
  // An answer while all is pushed says nothing of what comes after it.
  if (lostAt === null) return now - heardAt > silentMs ? last : null;
  return now - last > (answeredAt > lostAt ? pollMs + answerMs : silentMs) ? last : null;
}

/** How late clicks are, ms; null = they are not. */
export function lateBy({ at, clicksUntil }: Completeness): number | null {
  const late = Date.parse(at) - Date.parse(clicksUntil);
  return late > lateAfterMs ? late : null;
}

/**
 * "12 s", "4 min", "3 h", "2 days": the largest unit that fits, rounded down, so that nothing is
 * made worse than it is.
 */
export function durationParts(ms: number): {
  count: number;
  unit: "second" | "minute" | "hour" | "day";
} {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return { count: seconds, unit: "second" };
  if (seconds < 3_600) return { count: Math.floor(seconds / 60), unit: "minute" };
  if (seconds < 2 * 86_400) return { count: Math.floor(seconds / 3_600), unit: "hour" };
  return { count: Math.floor(seconds / 86_400), unit: "day" };
}

/** Until when sales are complete; before everything where none were read. */
export const settledUntil = ({ salesSettledUntil }: { salesSettledUntil: string | null }): number =>
  salesSettledUntil === null ? -Infinity : Date.parse(salesSettledUntil);
