import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { termsSentences, type PayoutFacts, type TermsFacts } from "./sentences.ts";

const t = createTranslator({ locale: "en", messages, namespace: "sentences" });
const read = (...given: Parameters<typeof termsSentences>) => termsSentences(...given).map(({ key, values }) => t(key, values));
const usd = (amount: string) => ({ amount, currency: "USD" });
const click = (facts: Partial<PayoutFacts> = {}): PayoutFacts => ({
  event: "CLICK",
  level: "CLICK",
  rate: "0.12",
  amount: usd("0.12"),
  remainder: "PAY_ZERO",
  limits: [],
  ...facts,
});
const sale = (facts: Partial<PayoutFacts> = {}): PayoutFacts => ({ event: "SALE", level: "ORDER", rate: "8%", amount: null, remainder: "PAY_ZERO", limits: [], ...facts });
const terms = (...eventPayouts: PayoutFacts[]): TermsFacts => ({ currency: "USD", eventPayouts });

test("clicks with limits, and sales by percentage", () => {
  const limits = [
    { kind: "CLICKS", reset: "DAY", maxClicks: 1200, maxPayout: null },
    { kind: "PAYOUT", reset: "MONTH", maxClicks: null, maxPayout: usd("470") },
  ] as const;
  expect(read(terms(click({ limits: [...limits] }), sale()), { zone: "New York", uniqueWindowMinutes: 30 })).toEqual([
    "Each payable click earns $0.12.",
    "At most 1,200 clicks are paid a day.",
    "Clicks earn at most $470.00 a month.",
    "When a payout limit has less left than a click’s price, that click earns nothing; a cheaper one still can.",
    "Days, weeks and months begin at midnight in New York.",
    "A visitor’s repeat within 30 minutes is a duplicate and earns nothing.",
    "Each order earns 8% of its amount.",
  ]);
});

test("what is left of a payout limit can be paid out", () => {
  const limits = [{ kind: "PAYOUT", reset: "CONTRACT", maxClicks: null, maxPayout: usd("2.5") }] as const;
  expect(read(terms(click({ remainder: "PAY_REMAINDER", limits: [...limits] })), { zone: "New York" })).toEqual([
    "Each payable click earns $0.12.",
    "Clicks earn at most $2.50 over the whole contract.",
    "The last click before a payout limit earns what is left of it.",
    "Sales are not part of these terms: they are shown as discarded and never paid.",
  ]);
});

test("no limit is said, also that paid clicks are final", () => {
  expect(read(terms(click(), sale({ rate: "5.00", amount: usd("5.00"), level: "ITEM" })))).toEqual([
    "Each payable click earns $0.12.",
    "There is no limit: every payable click is paid, and paid clicks are final.",
    "Each item of an order earns $5.00.",
  ]);
});

test.each(["0", "0.00", "0%"])("a rate of %s is tracked and not paid", (rate) => {
  expect(read(terms(click({ rate, amount: usd("0") }), sale({ rate, amount: null })))).toEqual([
    "Clicks earn nothing: they are tracked and reported.",
    "Sales earn nothing: they are tracked and reported.",
  ]);
});

test("terms without clicks say so", () => {
  expect(read(terms(sale()))[0]).toBe("Clicks are not paid under these terms.");
});
