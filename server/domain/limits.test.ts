import fc from "fast-check";
import { expect, test } from "vitest";
import { grant } from "./limits.ts";
import { limitId, type Limit } from "./terms.ts";

const place = { at: Date.UTC(2026, 10, 18, 15), zone: "UTC", contract: { start: 0, end: null } };
const limit = (kind: Limit["kind"], reset: Limit["reset"], max: bigint): Limit => ({ id: limitId("CLICK", kind, reset), kind, scope: "CONTRACT", reset, max });
const used = (...values: bigint[]) => {
  let i = 0;
  return () => values[i++] ?? 0n;
};

test("nothing set, nothing asked", () => {
  expect(grant([], used(), place, 5n, "PAY_ZERO")).toEqual({ granted: 5n, uses: [], boundBy: null });
  expect(grant([limit("CLICKS", "DAY", 0n)], used(), place, 0n, "PAY_ZERO")).toMatchObject({ granted: 0n, boundBy: null });
});

test("the tightest of several limits names the reason [D101]", () => {
  const limits = [limit("PAYOUT", "DAY", 30n), limit("PAYOUT", "MONTH", 25n), limit("CLICKS", "DAY", 9n)];
  const { boundBy, granted } = grant(limits, used(11n, 10n, 3n), place, 20n, "PAY_REMAINDER");
  expect(boundBy?.limitId).toBe("CLICK:PAYOUT:CONTRACT:MONTH");
  expect(granted).toBe(15n);
  expect(grant(limits, used(11n, 10n, 9n), place, 20n, "PAY_REMAINDER")).toMatchObject({ granted: 0n, boundBy: { kind: "CLICKS" } });
});

test("of two that bind alike the first declared names the reason", () => {
  const limits = [limit("CLICKS", "MONTH", 1n), limit("CLICKS", "DAY", 1n)];
  expect(grant(limits, used(1n, 1n), place, 5n, "PAY_ZERO").boundBy?.limitId).toBe("CLICK:CLICKS:CONTRACT:MONTH");
});

test("a refused ask takes nothing; a limit lowered below what was used never goes negative [D93] [F14]", () => {
  const { granted, uses } = grant([limit("PAYOUT", "DAY", 5n)], used(9n), place, 3n, "PAY_REMAINDER");
  expect(granted).toBe(0n);
  expect(uses[0]).toMatchObject({ before: 9n, after: 9n });
});

test("whatever is asked, no limit is passed, and PAY_REMAINDER leaves nothing while asked for [D92]", () => {
  const kinds = fc.constantFrom<Limit["kind"]>("CLICKS", "PAYOUT");
  const limits = fc.uniqueArray(
    fc.record({ kind: kinds, reset: fc.constantFrom<Limit["reset"]>("DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"), max: fc.bigInt({ min: 0n, max: 60n }) }),
    {
      selector: ({ kind, reset }) => kind + reset,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(limits, fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: 30, maxLength: 60, size: "max" }), fc.boolean(), (drafts, asks, partial) => {
      const list = drafts.map(({ kind, reset, max }) => limit(kind, reset, max));
      const usage = new Map(list.map((each) => [each.id, 0n]));
      for (const ask of asks) {
        const { granted, uses, boundBy } = grant(list, (each) => usage.get(each.id) ?? 0n, place, ask, partial ? "PAY_REMAINDER" : "PAY_ZERO");
        expect(granted === ask || boundBy !== null).toBe(true);
        expect(partial || granted === 0n || granted === ask).toBe(true);
        for (const use of uses) {
          expect(use.after <= use.max).toBe(true);
          expect(use.after - use.before).toBe(granted === 0n ? 0n : use.kind === "PAYOUT" ? granted : 1n);
          usage.set(use.limitId, use.after);
        }
        if (partial && boundBy?.kind === "PAYOUT") expect(boundBy.after).toBe(boundBy.max);
      }
    }),
    { numRuns: 200 },
  );
});
