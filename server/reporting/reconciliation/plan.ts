/** What all ways of reading a reconciliation share: dates, their edges, lines put together. */
import { dateEnd, dateStart, type Instant } from "../../domain/calendar.ts";
import {
  addSaleLines,
  explainClicks,
  noClicks,
  type ClickLine,
  type SaleLine,
} from "../../domain/reconciliation.ts";
import type { AskedRows } from "./amazons.ts";
import type { RowKind } from "./reconciliation.types.ts";

/** What all three ways of reading it need. */
export interface Plan {
  asked: AskedRows;
  /** YYYY-MM-DD, in their order. */
  dates: readonly string[];
  zone: string;
  profileZone: string;
  freshFrom: Instant;
  /** Nothing of a date before could be measured; null: everything could. */
  measuredFrom: string | null;
}
export interface Row {
  key: string;
  kind: RowKind;
  date?: string;
  partnerId?: string;
  linkId?: string;
  clicks: ClickLine;
  sales: SaleLine;
}

const noClickLine = (): ClickLine => explainClicks({ ours: noClicks, stretches: [] });
/** Lines of clicks and of sales by key, put together. */
export function joined(
  clicks: ReadonlyMap<string, ClickLine>,
  sales: ReadonlyMap<string, SaleLine>,
  of: (key: string) => Omit<Row, "key" | "clicks" | "sales">,
): Row[] {
  return [...new Set([...clicks.keys(), ...sales.keys()])].map((key) => ({
    key,
    ...of(key),
    clicks: clicks.get(key) ?? noClickLine(),
    sales: sales.get(key) ?? addSaleLines([]),
  }));
}
/** Of no single partner or link; nothing where both sides are silent. */
export const rowOfRest = (kind: RowKind, clicks: ClickLine, sales: SaleLine): Row[] =>
  clicks.amazon === null && sales.amazon === null && sales.ours.orders === 0
    ? []
    : [{ key: kind, kind, clicks, sales }];

/** By brand date and by profile date: edges of these dates in both zones. */
export const edgesOf = ({ zone, profileZone }: Plan, dates: readonly string[]) => {
  const last = dates.at(-1) ?? "";
  const cut = (of: string): Instant[] => [
    ...dates.map((date) => dateStart(date, of)),
    dateEnd(last, of),
  ];
  return { here: cut(zone), there: cut(profileZone) };
};
export const isUnmeasured = ({ measuredFrom: since }: Plan, date: string): boolean =>
  since !== null && date < since;
/** Clicks of it need not all be told yet. */
export const isFresh = ({ freshFrom, profileZone }: Plan, date: string): boolean =>
  dateEnd(date, profileZone) > freshFrom;

/**
 * Stretches of dates that are looked at as one: before Amazon measured, what is told whole, and
 * each date that is still fresh. Their first dates.
 */
export const stretchStarts = (plan: Plan): string[] =>
  plan.dates.filter((date, i) => {
    const before = plan.dates[i - 1];
    return (
      before === undefined ||
      isFresh(plan, date) ||
      isUnmeasured(plan, date) !== isUnmeasured(plan, before)
    );
  });

/** The range is one date of ours, and its stretches are the profile's. */
export const edgesOfStretches = (plan: Plan, starts: readonly string[]) => {
  const [from = "", to = ""] = [plan.dates[0], plan.dates.at(-1)];
  return {
    here: [dateStart(from, plan.zone), dateEnd(to, plan.zone)],
    there: [
      ...starts.map((date) => dateStart(date, plan.profileZone)),
      dateEnd(to, plan.profileZone),
    ],
  };
};
export const windowOf = (starts: readonly string[]) => ({
  here: 1,
  there: starts.map((_, i) => i + 1),
});
export const daysOf = (plan: Plan, starts: readonly string[]) => (there: number) => ({
  unmeasured: isUnmeasured(plan, starts[there - 1] ?? ""),
});
