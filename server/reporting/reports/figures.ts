/**
 * Adding up rows of rollups, raw decisions, daily sales and leads into the figures a report shows.
 * Exact:
 * bigint micros.
 */
import type { ConversionKind } from "../../domain/event-kinds.ts";
import { formatMicros } from "../../domain/money.ts";
import { added, type MeasuredFigures } from "../../domain/report-measures.ts";
import { reasonSentences, type ReasonCode } from "../../domain/reason.ts";
import {
  addCounts,
  perCount,
  shownCounts,
  type AmountName,
  type CountName,
  type Counts,
} from "../../platform/db/click-counts.ts";
import type { Money } from "../../platform/api/money.ts";
import { ascending } from "../../domain/order.ts";
import type {
  ClickFiguresView,
  LeadFiguresView,
  PayoutFiguresView,
  ReasonCountView,
  ReportTotalsView,
  SaleFiguresView,
} from "./report-figures.types.ts";

/**
 * Clicks of one bucket (1-based), outcome, reason and currency. Counts and micros arrive as text.
 */
export interface ClickCell extends Record<CountName | AmountName, string> {
  i: number;
  partner_account_id: string | null;
  outcome: string;
  reason: ReasonCode | null;
  currency: string | null;
}
export interface ConversionCell {
  date: string;
  kind: ConversionKind;
  partner_account_id: string | null;
  outcome: string;
  currency: string;
  leads: string;
  orders: string;
  units: string;
  amount: string;
  payout: string;
  wouldPay: string;
}

const add = (sums: Map<string, bigint>, currency: string | null, micros: string): void => {
  if (currency !== null && micros !== "0")
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(micros));
};
const moneys = (sums: Map<string, bigint>): Money[] =>
  [...sums]
    .sort(([a], [b]) => ascending(a, b))
    .map(([currency, micros]) => ({ amount: formatMicros(micros), currency }));

export class Figures {
  readonly #isForBrand: boolean;
  readonly #counts: Counts = perCount(() => 0);
  readonly #outcomes = { paid: 0, paidZero: 0, unpaid: 0, filtered: 0 };
  #leads = 0;
  #discardedLeads = 0;
  #orders = 0;
  #units = 0;
  #discardedOrders = 0;
  readonly #discardedAmounts = new Map<string, bigint>();
  readonly #amounts = new Map<string, bigint>();
  readonly #clickPayouts = new Map<string, bigint>();
  readonly #wouldPay = {
    CLICK: new Map<string, bigint>(),
    SALE: new Map<string, bigint>(),
    LEAD: new Map<string, bigint>(),
  } satisfies Record<ConversionKind | "CLICK", Map<string, bigint>>;
  readonly #payouts = {
    SALE: new Map<string, bigint>(),
    LEAD: new Map<string, bigint>(),
  } satisfies Record<ConversionKind, Map<string, bigint>>;
  readonly #reasons = new Map<ReasonCode, number>();

  /** `isForBrand`: not for a partner, who sees less. */
  constructor(isForBrand: boolean) {
    this.#isForBrand = isForBrand;
  }

  addClicks(cell: ClickCell): void {
    const counts = perCount((name) => Number(cell[name]));
    const { raw: count, hidden } = counts;
    if (cell.reason === "FILTERED_RISK") {
      // The click filter leaves them out of performance reports: told apart, in no other figure
      // [D111].
      this.#outcomes.filtered += count;
      return;
    }
    addCounts(this.#counts, counts);
    if (cell.outcome === "PAID") this.#outcomes.paid += count;
    else if (cell.outcome === "PAID_ZERO") this.#outcomes.paidZero += count;
    else this.#outcomes.unpaid += count;
    if (cell.reason !== null && count > hidden)
      this.#reasons.set(cell.reason, (this.#reasons.get(cell.reason) ?? 0) + count - hidden);
    add(this.#clickPayouts, cell.currency, cell.payout);
    add(this.#wouldPay.CLICK, cell.currency, cell.wouldPay);
  }
  addConversions(cell: ConversionCell): void {
    if (cell.outcome === "DISCARDED") {
      // No contract paid for its kind then: it counts nowhere but among the discarded.
      this.#discardedLeads += Number(cell.leads);
      this.#discardedOrders += Number(cell.orders);
      add(this.#discardedAmounts, cell.currency, cell.amount);
      return;
    }
    this.#leads += Number(cell.leads);
    this.#orders += Number(cell.orders);
    this.#units += Number(cell.units);
    add(this.#amounts, cell.currency, cell.amount);
    add(this.#payouts[cell.kind], cell.currency, cell.payout);
    add(this.#wouldPay[cell.kind], cell.currency, cell.wouldPay);
  }
  clicks(): ClickFiguresView {
    return { ...shownCounts(this.#counts, this.#isForBrand), ...this.#outcomes };
  }
  sales(): SaleFiguresView {
    return {
      orders: this.#orders,
      units: this.#units,
      amount: moneys(this.#amounts),
      discardedOrders: this.#discardedOrders,
      discardedAmount: moneys(this.#discardedAmounts),
    };
  }
  leads(): LeadFiguresView {
    return { leads: this.#leads, discardedLeads: this.#discardedLeads };
  }
  payout(): PayoutFiguresView {
    return {
      clicks: moneys(this.#clickPayouts),
      sales: moneys(this.#payouts.SALE),
      leads: moneys(this.#payouts.LEAD),
    };
  }
  wouldPay(): PayoutFiguresView {
    return {
      clicks: moneys(this.#wouldPay.CLICK),
      sales: moneys(this.#wouldPay.SALE),
      leads: moneys(this.#wouldPay.LEAD),
    };
  }
  /** What measures follow from; `totalRaw` as if there were no other group. */
  measured(): MeasuredFigures {
    const { raw, unique, newVisitors, payable } = shownCounts(this.#counts, this.#isForBrand);
    const conversionPayout = added(this.#payouts.SALE, this.#payouts.LEAD);
    return {
      raw,
      unique,
      newVisitors,
      payable,
      paid: this.#outcomes.paid,
      orders: this.#orders,
      units: this.#units,
      leads: this.#leads,
      clickPayout: this.#clickPayouts,
      wouldPay: added(this.#wouldPay.CLICK, added(this.#wouldPay.SALE, this.#wouldPay.LEAD)),
      conversionPayout,
      saleAmount: this.#amounts,
      totalRaw: raw,
    };
  }
  totals(): ReportTotalsView {
    return {
      clicks: this.clicks(),
      sales: this.sales(),
      leads: this.leads(),
      payout: this.payout(),
      wouldPay: this.wouldPay(),
      reasons: this.reasons(),
    };
  }
  reasons(): ReasonCountView[] {
    return [...this.#reasons]
      .sort(([one, a], [other, b]) => b - a || ascending(one, other))
      .map(([reason, clicks]) => ({ reason, text: reasonSentences[reason], clicks }));
  }
}
