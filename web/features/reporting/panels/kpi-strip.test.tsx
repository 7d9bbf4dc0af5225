import type { ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { NextIntlClientProvider } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../../messages/en.json" with { type: "json" };
import { KpiStrip } from "./kpi-strip.tsx";

type Props = ComponentProps<typeof KpiStrip>;
const pays = { clicks: [], sales: [], leads: [] };
const totals = {
  clicks: {
    raw: 9,
    paid: 9,
    paidZero: 0,
    unpaid: 0,
    hidden: 0,
    filtered: 0,
    payable: 9,
    unique: 9,
    newVisitors: 9,
  },
  sales: { orders: 46, units: 46, discardedOrders: 0, amount: [], discardedAmount: [] },
  leads: { leads: 0, discardedLeads: 0 },
  payout: pays,
  wouldPay: pays,
  reasons: [],
} as unknown as Props["totals"];

/** The cards in words, beside a period whose sales reach so far. */
function wordsOf(salesUntil: string | null): string {
  const change = { currency: null, difference: "-6", ratio: "-0.125" };
  const compared = {
    period: {
      start: "2026-11-01T00:00:00.000Z",
      end: "2026-11-15T00:00:00.000Z",
      clicksUntil: "2026-11-28T23:00:00.000Z",
      salesUntil,
    },
    changes: [
      { measure: "RAW", ...change },
      { measure: "ORDERS", ...change },
    ],
  } as unknown as Props["compared"];
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <KpiStrip
        totals={totals}
        measured
        isTest={false}
        currency="EUR"
        measure="clicks"
        onMeasure={() => {}}
        metric="orders"
        onMetric={() => {}}
        compared={compared}
        timeZone="Europe/Vienna"
        reasonHref={String}
      />
    </NextIntlClientProvider>,
  ).replaceAll(/<[^>]+>/g, " ");
}

test("a change of sales says until when it goes where that of clicks goes further", () => {
  const words = wordsOf("2026-11-26");
  expect(words.match(/12\.5\s?%[^%]{0,30}until/g)).toHaveLength(1);
  expect(words).toContain("until 26 Nov");
  expect(wordsOf("2026-11-28")).not.toContain("until");
  expect(wordsOf("2026-11-28")).toMatch(/12\.5\s?%/);
});
