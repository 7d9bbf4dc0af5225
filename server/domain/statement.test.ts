import fc from "fast-check";
import { expect, test } from "vitest";
import { isCurrency, minorDigits } from "./values/currency.ts";
import { formatMicros, type Micros } from "./money.ts";
import {
  beforeAll,
  closingDays,
  firstMonth,
  isClosed,
  monthsUntil,
  nextMonth,
  roundLine,
} from "./statement.ts";
import { priceOf } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";

/** What a partner's line says for so many clicks, each priced by terms and posted for itself. */
function lineOf(clicks: number, rate: string, currency: string): { amount: string; carry: string } {
  // A fund's unit is no currency of terms, so its digits are tried on an amount of another.
  const terms = parseTerms({
    currency: isCurrency(currency) ? currency : "USD",
    eventPayouts: [{ event: "CLICK", rate, limits: [] }],
  });
  if (!terms.ok) throw new Error(terms.message);
  const [payout] = terms.value.eventPayouts;
  if (!payout) throw new Error("no payout");
  let posted: Micros = 0n;
  for (let click = 0; click < clicks; click++) posted += priceOf(payout.defaultRate, 1n, 0n);
  const { amount, carry } = roundLine(0n, posted, minorDigits(currency));
  expect(amount + carry).toBe(posted);
  return { amount: formatMicros(amount, minorDigits(currency)), carry: formatMicros(carry, 0) };
}

test("[D90] 1,000,000 clicks at 0.075 are 75,000.00 exactly", () =>
  expect(lineOf(1_000_000, "0.075", "USD")).toEqual({ amount: "75000.00", carry: "0" }));

test.each([
  ["JPY, which ISO 4217 gives no decimals", "JPY", { amount: "33300", carry: "0.0999" }],
  ["KWD, which it gives three", "KWD", { amount: "33300.100", carry: "-0.0001" }],
  [
    "HUF, which it gives two, whatever custom says",
    "HUF",
    { amount: "33300.10", carry: "-0.0001" },
  ],
  ["UYW, which it gives four", "UYW", { amount: "33300.0999", carry: "0" }],
])("[D90] 1,000,003 clicks at 0.0333 are rounded once, in %s", (_name, currency, line) =>
  expect(lineOf(1_000_003, "0.0333", currency)).toEqual(line),
);

test("[D90] 0.0333 × 3 is 0.10 on the line, and the rest is carried", () =>
  expect(lineOf(3, "0.0333", "USD")).toEqual({ amount: "0.10", carry: "-0.0001" }));

test("[D90] lines and last carry sum to the ledger; no carry is over half a minor unit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), { maxLength: 40, size: "max" }),
      fc.constantFrom("USD", "JPY", "KWD", "HUF", "UYW", "CLF", "MRU"),
      (months, currency) => {
        const digits = minorDigits(currency);
        let [stated, carried] = [0n, 0n];
        for (const entries of months) {
          const { amount, carry } = roundLine(carried, entries, digits);
          expect(amount % 10n ** BigInt(6 - digits)).toBe(0n);
          expect((carry < 0n ? -carry : carry) * 2n).toBeLessThanOrEqual(10n ** BigInt(6 - digits));
          stated += amount;
          carried = carry;
        }
        expect(stated + carried).toBe(months.reduce((sum, entries) => sum + entries, 0n));
      },
    ),
  );
});

const at = (text: string) => Date.parse(text);

test("a month is that of the brand's zone and closes some days after its end", () => {
  const month = firstMonth(at("2026-11-02T04:30:00Z"), "America/New_York");
  expect(month).toEqual({
    month: "2026-11",
    start: at("2026-11-01T04:00:00Z"),
    end: at("2026-12-01T05:00:00Z"),
    cut: at("2026-12-04T05:00:00Z"),
  });
  expect(isClosed(month, month.cut)).toBe(false);
  expect(isClosed(month, month.cut + 3_600_000)).toBe(true);
  expect((month.cut - month.end) / 86_400_000).toBe(closingDays);
  // Before the first month nothing is open.
  expect(isClosed(beforeAll, month.start)).toBe(true);
  const until = (now: number) => monthsUntil(month, now, "America/New_York").length;
  expect([until(month.start), until(month.end - 1), until(month.end)]).toEqual([1, 1, 2]);
});

test("months tile, also where the zone was changed between them", () => {
  const november = firstMonth(at("2026-11-15T00:00:00Z"), "America/New_York");
  const december = nextMonth(november, "Asia/Tokyo");
  expect(december).toMatchObject({
    month: "2026-12",
    start: november.end,
    end: at("2026-12-31T15:00:00Z"),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
      fc.constantFrom("America/New_York", "Asia/Kathmandu", "Africa/Cairo"),
      (from, zone) => {
        const until = from + 400 * 86_400_000;
        const months = monthsUntil(firstMonth(from, zone), until, zone);
        expect(months[0]?.start).toBeLessThanOrEqual(from);
        expect(months.at(-1)?.end).toBeGreaterThan(until);
        for (const [n, month] of months.entries())
          if (n > 0) expect(month.start).toBe(months[n - 1]?.end);
      },
    ),
  );
});
