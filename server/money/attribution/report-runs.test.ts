import fc from "fast-check";
import { expect, test } from "vitest";
import { beginRun, retryAfterMs, type ReportRun } from "./report-runs.ts";

const now = Date.parse("2026-06-20T12:00:00Z");
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const run: ReportRun = {
  grouping: "ADGROUP",
  beganAt: null,
  startDate: null,
  endDate: null,
  cursorId: "",
  rowsRead: 5,
  rowsMasked: 1,
  rowsUnreadable: 1,
  completeAt: now - dayMs,
  longCompleteAt: now - dayMs,
  failures: 0,
  dueAt: null,
};
const asked = (last: Partial<ReportRun>, isReal: boolean) =>
  beginRun({ ...run, ...last }, { now, today: "2026-06-20", isReal });

test("30 days are asked for once a day, 60 once a week; a simulated account has 30", () => {
  expect(asked({}, true)).toMatchObject({
    beganAt: now,
    startDate: "2026-05-21",
    endDate: "2026-06-20",
    rowsRead: 0,
    rowsMasked: 0,
  });
  const long = { startDate: "2026-04-21", endDate: "2026-06-20" };
  expect(asked({ longCompleteAt: null }, true)).toMatchObject(long);
  expect(asked({ longCompleteAt: now - 7 * dayMs }, true)).toMatchObject(long);
  expect(asked({ longCompleteAt: now - 6 * dayMs }, true).startDate).toBe("2026-05-21");
  expect(asked({ longCompleteAt: null }, false).startDate).toBe("2026-05-21");
});

test("a run under way goes on at its page, with its dates and counts", () => {
  const underWay = {
    beganAt: now - dayMs,
    startDate: "2026-05-20",
    endDate: "2026-06-19",
    cursorId: "page 3",
  };
  expect(asked(underWay, true)).toEqual({ ...run, ...underWay });
});

test("a run that has no page to go on at begins anew and counts anew", () => {
  const underWay = { beganAt: now - dayMs, startDate: "2026-05-20", endDate: "2026-06-19" };
  expect(asked(underWay, true)).toMatchObject({
    beganAt: now,
    endDate: "2026-06-20",
    rowsRead: 0,
    rowsMasked: 0,
    rowsUnreadable: 0,
  });
});

test("waits grow with each failure, differ by chance, and have a bound", () => {
  const of = { firstMs: 1_000, mostMs: 60_000 };
  expect([1, 2, 3, 99].map((failures) => retryAfterMs(failures, { ...of, chance: 1 }))).toEqual([
    1_000, 2_000, 4_000, 60_000,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, chance) => {
        const wait = retryAfterMs(n, { ...of, chance });
        const most = retryAfterMs(n, { ...of, chance: 1 });
        expect(wait >= most / 2 && wait <= most).toBe(true);
      },
    ),
  );
});
