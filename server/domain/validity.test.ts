import { expect, test } from "vitest";
import { classify, uniqueWindowMinutes, visit, type UniqueWindow, type Visit } from "./validity.ts";

const minute = 60_000;
function classes(window: UniqueWindow, minutes: number[]): string {
  let state: Visit | null = null;
  return minutes
    .map((m) => {
      const { unique, next } = visit(window, state, m * minute);
      state = next;
      return unique ? "U" : "D";
    })
    .join("");
}

test("7.11 example 4: rolling 30 minutes give U D D at 0, 20, 45, fixed ones U D U [D107] [D108]", () => {
  expect(classes({ minutes: 30, type: "ROLLING" }, [0, 20, 45])).toBe("UDD");
  expect(classes({ minutes: 30, type: "FIXED" }, [0, 20, 45])).toBe("UDU");
});
test.each(uniqueWindowMinutes)("a window of %i minutes ends exactly then [D109]", (minutes) => {
  for (const type of ["ROLLING", "FIXED"] as const) {
    expect(visit({ minutes, type }, { lastAt: 0, lastCountedAt: 0 }, minutes * minute - 1).unique).toBe(false);
    expect(visit({ minutes, type }, { lastAt: 0, lastCountedAt: 0 }, minutes * minute).unique).toBe(true);
  }
});
test("a late click is compared both ways and never moves the window back", () => {
  const window = { minutes: 30, type: "ROLLING" } as const;
  expect(visit(window, { lastAt: 60 * minute, lastCountedAt: 60 * minute }, 40 * minute)).toEqual({ unique: false, next: { lastAt: 60 * minute, lastCountedAt: 60 * minute } });
  expect(visit(window, { lastAt: 60 * minute, lastCountedAt: 60 * minute }, 30 * minute)).toEqual({ unique: true, next: { lastAt: 60 * minute, lastCountedAt: 60 * minute } });
});
test("robot before risk before repetition; RELAXED ignores risk [D110] [D111]", () => {
  expect(classify({ robot: true, risky: true }, "RELAXED", true)).toBe("R");
  expect((["RELAXED", "MODERATE", "STRICT"] as const).map((filter) => classify({ robot: false, risky: true }, filter, true)).join("")).toBe("UFF");
  expect(classify({ robot: false, risky: false }, "STRICT", false)).toBe("D");
});
