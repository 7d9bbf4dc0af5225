import { describe, expect, test } from "vitest";
import { cutSince, durationParts, lateBy } from "./reach.ts";

const s = 1_000;
describe("found 80: whether the platform can be heard", () => {
  test.each([
    ["it pushes", { heardAt: 100 * s, lostAt: null, answeredAt: 0 }, 103 * s, null],
    [
      "it is silent for longer than two of its beats",
      { heardAt: 100 * s, lostAt: null, answeredAt: 0 },
      105.5 * s,
      100 * s,
    ],
    [
      "the push is lost a moment ago",
      { heardAt: 100 * s, lostAt: 103 * s, answeredAt: 101 * s },
      104 * s,
      null,
    ],
    [
      "the push is lost and nothing has answered since",
      { heardAt: 100 * s, lostAt: 103 * s, answeredAt: 101 * s },
      106.5 * s,
      101 * s,
    ],
    [
      "an answer just before it fell silent hides nothing",
      { heardAt: 100 * s, lostAt: null, answeredAt: 101 * s },
      105.5 * s,
      101 * s,
    ],
    [
      "the push is lost, asking works",
      { heardAt: 100 * s, lostAt: 103 * s, answeredAt: 104 * s },
      119 * s,
      null,
    ],
    [
      "then asking fails too",
      { heardAt: 100 * s, lostAt: 103 * s, answeredAt: 104 * s },
      125 * s,
      104 * s,
    ],
  ])("%s", (_name, hearing, now, since) => expect(cutSince(hearing, now)).toBe(since));

  test("without a network nothing is heard, whatever was a moment ago", () => {
    expect(cutSince({ heardAt: 100 * s, lostAt: null, answeredAt: 101 * s }, 101 * s, false)).toBe(
      101 * s,
    );
  });

  test("a few seconds are no delay; longer ones are, by the server's clock alone", () => {
    const told = (clicksUntil: string) =>
      lateBy({ at: "2026-11-29T10:05:00.000Z", clicksUntil, waitingClicks: 0 });
    expect([told("2026-11-29T10:04:58.000Z"), told("2026-11-29T10:01:00.000Z")]).toEqual([
      null,
      240_000,
    ]);
  });

  test("a delay in words is never longer than it is", () => {
    expect(
      [12.9 * s, 59.9 * s, 270 * s, 3_599 * s, 47 * 3_600 * s, 48 * 3_600 * s].map((ms) =>
        durationParts(ms),
      ),
    ).toEqual([
      { count: 12, unit: "second" },
      { count: 59, unit: "second" },
      { count: 4, unit: "minute" },
      { count: 59, unit: "minute" },
      { count: 47, unit: "hour" },
      { count: 2, unit: "day" },
    ]);
  });
});
