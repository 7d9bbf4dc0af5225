import { describe, expect, test } from "vitest";
import { calendarHistory, type CalendarHistory } from "./calendar.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { LimitDraft } from "./terms-draft.ts";
import { parseTerms } from "./terms-input.ts";
import type { Terms } from "./terms.ts";
import { markWeeklyStarts, weeklyLookBackMs } from "./weekly-starts.ts";

describe("[D95] a weekly limit that counts or is promised keeps its start", () => {
  const changed = (zone: string, before: string, until: string) =>
    calendarHistory({ zone, yearStartMonth: 1 }, [
      { zone: before, yearStartMonth: 1, until: Date.parse(until) },
    ]);
  const eastward = changed("Asia/Kathmandu", "America/New_York", "2026-11-29T19:00:00Z");
  const westward = changed("America/New_York", "Asia/Kathmandu", "2026-11-29T20:00:00Z");
  const weekly = (max: string) => ({ kind: "CLICKS", reset: "WEEK", max }) as const;
  const termsWith = (limits: LimitDraft[]): Terms => {
    const payout = { event: "CLICK", rate: "0.05", limits } as const;
    const parsed = parseTerms({ currency: "USD", eventPayouts: [payout] });
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.value;
  };
  type Given = [start: string, limits: LimitDraft[], end?: string];
  const startsIn = (history: CalendarHistory, ...contracts: Given[]) => {
    const list = contracts.map(([start, limits, end], i): ContractInForce => {
      const next = end ?? contracts[i + 1]?.[0];
      return {
        contractId: String(i),
        termsVersionId: String(i),
        versionNumber: i,
        validity: { start: Date.parse(start), end: next ? Date.parse(next) : null },
        terms: termsWith(limits),
      };
    });
    // In whatever order they were read.
    markWeeklyStarts(list.toReversed(), history);
    return list.map(({ weeklyFrom }) =>
      weeklyFrom === undefined
        ? []
        : [...weeklyFrom.values(), ...(weeklyFrom.size === 0 ? [NaN] : [])].map((at) =>
            new Date(at).toISOString(),
          ),
    );
  };
  const startsOf = (...contracts: Given[]) => startsIn(eastward, ...contracts);
  const promised = ["2026-11-30T05:00:00.000Z"];
  test("over a change of the rate after the zone was changed, and one in mid-week", () => {
    expect(
      startsOf(
        ["2026-10-01T00:00:00Z", []],
        ["2026-11-25T12:00:00Z", [weekly("80")]],
        ["2026-11-27T12:00:00Z", [weekly("80")]],
        ["2026-11-29T20:00:00Z", [weekly("80")]],
        ["2026-11-29T21:00:00Z", [weekly("80")]],
        ["2026-12-02T12:00:00Z", [weekly("80")]],
      ),
    ).toEqual([[], promised, promised, promised, promised, []]);
  });
  test("where a stricter one takes its place, or a renewal after a pause in the week", () => {
    expect(
      startsOf(
        ["2026-11-25T12:00:00Z", [weekly("80")]],
        ["2026-11-29T20:00:00Z", [weekly("50")], "2026-12-01T12:00:00Z"],
        ["2026-12-03T12:00:00Z", [weekly("50")]],
      ),
    ).toEqual([promised, promised, []]);
    expect(
      startsOf(
        ["2026-10-05T04:00:00Z", [weekly("80")], "2026-11-24T12:00:00Z"],
        ["2026-11-26T12:00:00Z", [weekly("50")]],
        ["2026-11-29T20:00:00Z", [weekly("50")]],
      ),
    ).toEqual([[], [], []]);
  });
  test("and another limit beside it is new by itself", () => {
    expect(
      startsOf(
        ["2026-11-25T12:00:00Z", [weekly("80")]],
        ["2026-11-29T20:00:00Z", [weekly("80"), { kind: "PAYOUT", reset: "WEEK", max: "9" }]],
      ),
    ).toEqual([promised, [...promised, "2026-12-06T18:15:00.000Z"]]);
  });
  test("whatever other limits stand beside it: those of a day begin at once", () => {
    const daily = { kind: "CLICKS", reset: "DAY", max: "7" } as const;
    expect(startsOf(["2026-11-25T12:00:00Z", [daily, weekly("80")]])).toEqual([promised]);
  });
  test("where the week begins anew by a zone that lies behind", () => {
    const later = ["2026-12-06T18:15:00.000Z"];
    const first: Given = ["2026-11-29T19:00:00Z", [weekly("80")]];
    for (const second of ["2026-11-29T21:00:00Z", "2026-11-30T05:00:00Z"])
      expect(startsIn(westward, first, [second, [weekly("80")]]), second).toEqual([later, later]);
    expect(
      startsIn(
        westward,
        ["2026-10-04T18:15:00Z", [weekly("80")]],
        ["2026-11-29T18:00:00Z", []],
        first,
        ["2026-11-29T21:00:00Z", [weekly("80")]],
      ),
      "of two starts the earlier",
    ).toEqual([[], [], later, []]);
  });
  test("contracts of five weeks before are looked at", () =>
    expect(weeklyLookBackMs).toBe(5 * 7 * 86_400_000));
});
