import { describe, expect, test } from "vitest";
import { isReset, payoutOf, priceOf, rateText, termsFromJson, termsToJson, warningsOf } from "./terms.ts";
import { parseTerms, type EventPayoutDraft, type TermsDraft } from "./terms-input.ts";

const click = (changes: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({ event: "CLICK", rate: "0.05", limits: [], ...changes });
const draft = (...eventPayouts: EventPayoutDraft[]): TermsDraft => ({ currency: "USD", eventPayouts });
const limit = (max: string, kind: "CLICKS" | "PAYOUT" = "CLICKS") => ({ kind, reset: "DAY" as const, max });

describe("refusals name the faulty field by its path", () => {
  const cases: [string, TermsDraft, string, string][] = [
    ["currency [D33]", { ...draft(click()), currency: "usd" }, "BAD_CURRENCY", "currency"],
    ["no payout [D18]", draft(), "NO_EVENT_PAYOUT", "eventPayouts"],
    ["twice the same event", draft(click(), click()), "DUPLICATE_EVENT", "eventPayouts.1.event"],
    ["a click per order [D20]", draft(click({ level: "ORDER" })), "BAD_LEVEL", "eventPayouts.0.level"],
    ["a click per item [D20]", draft(click({ level: "ITEM" })), "BAD_LEVEL", "eventPayouts.0.level"],
    ["a sale per click", draft({ event: "SALE", level: "CLICK", rate: "8%", limits: [] }), "BAD_LEVEL", "eventPayouts.0.level"],
    ["a percentage for a click [D23]", draft(click({ rate: "5%" })), "BAD_RATE", "eventPayouts.0.rate"],
    ["more than 100 %", draft({ event: "SALE", rate: "100.01%", limits: [] }), "BAD_RATE", "eventPayouts.0.rate"],
    ["a negative percentage", draft({ event: "SALE", rate: "-1%", limits: [] }), "BAD_RATE", "eventPayouts.0.rate"],
    ["a percentage in words", draft({ event: "SALE", rate: "eight%", limits: [] }), "BAD_AMOUNT", "eventPayouts.0.rate"],
    ["a negative rate", draft(click({ rate: "-0.01" })), "BAD_RATE", "eventPayouts.0.rate"],
    ["five decimals [D90]", draft(click({ rate: "0.03333" })), "BAD_AMOUNT", "eventPayouts.0.rate"],
    ["half a click", draft(click({ limits: [limit("1.5")] })), "BAD_LIMIT", "eventPayouts.0.limits.0.max"],
    ["a payout limit in words", draft(click({ limits: [limit("ten", "PAYOUT")] })), "BAD_AMOUNT", "eventPayouts.0.limits.0.max"],
    ["a negative payout limit", draft(click({ limits: [limit("-1", "PAYOUT")] })), "BAD_LIMIT", "eventPayouts.0.limits.0.max"],
    ["the same limit twice", draft(click({ limits: [limit("1"), limit("2")] })), "BAD_LIMIT", "eventPayouts.0.limits.1"],
    ["a limit on sales that counts clicks", draft({ event: "SALE", rate: "8%", limits: [limit("1")] }), "BAD_LIMIT", "eventPayouts.0.limits.0.kind"],
  ];
  test.each(cases)("%s", (_name, terms, code, path) => expect(parseTerms(terms)).toMatchObject({ ok: false, code, path: [path] }));
});

const parsed = (terms: TermsDraft) => {
  const result = parseTerms(terms);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

test('"0%" for a click is the amount 0 [D23]', () => {
  expect(payoutOf(parsed(draft(click({ rate: "0%" }))), "CLICK")).toMatchObject({ level: "CLICK", defaultRate: { kind: "AMOUNT", micros: 0n }, remainder: "PAY_ZERO" });
});

test("what is stored reads back as it was", () => {
  const terms = parsed(draft(click({ limits: [limit("100"), limit("10.5", "PAYOUT")], remainder: "PAY_REMAINDER" }), { event: "SALE", rate: "7.5%", level: "ITEM", limits: [] }));
  expect(termsFromJson(JSON.parse(JSON.stringify(termsToJson(terms))))).toEqual(terms);
  expect(terms.eventPayouts[0]?.limits.map(({ id, max }) => [id, max])).toEqual([
    ["CLICK:CLICKS:CONTRACT:DAY", 100n],
    ["CLICK:PAYOUT:CONTRACT:DAY", 10_500_000n],
  ]);
  expect(() => termsFromJson({ ...(termsToJson(terms) as object), schema: 5 })).toThrow(/unknown schema 5/);
});

test("warnings before saving: no limit, and sales that would be discarded [D34]", () => {
  expect(warningsOf(parsed(draft(click())))).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
  expect(warningsOf(parsed(draft(click({ limits: [limit("1")] }), { event: "SALE", rate: "8%", limits: [] })))).toEqual([]);
  expect(warningsOf(parsed(draft({ event: "SALE", rate: "8%", limits: [] })))).toEqual([]);
});

test("prices and their text; 0.0333 three times is 0.0999 [D90]", () => {
  expect(priceOf({ kind: "AMOUNT", micros: 33_300n }, 3n, 0n)).toBe(99_900n);
  expect(priceOf({ kind: "PERCENT", millionths: 75_000n }, 9n, 10_000_000n)).toBe(750_000n);
  expect([rateText({ kind: "AMOUNT", micros: 33_300n }), rateText({ kind: "PERCENT", millionths: 75_000n }), rateText({ kind: "PERCENT", millionths: 80_000n })]).toEqual([
    "0.0333",
    "7.5%",
    "8%",
  ]);
  expect([isReset("DAY"), isReset("YEAR")]).toEqual([true, false]);
});
