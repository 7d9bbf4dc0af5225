import { expect, test } from "vitest";
import {
  classifications,
  classBeforeVisits,
  filterAt,
  filterEffects,
  riskFilters,
  defaultUniqueWindow,
  reasonOfClass,
  uniqueWindowMinutes,
  visit,
  type UniqueWindow,
  type Visit,
} from "./validity.ts";

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

test("7.11 example 4: rolling 30 minutes: U D D at 0, 20, 45; fixed: U D U [D107] [D108]", () => {
  expect(classes({ minutes: 30, type: "ROLLING" }, [0, 20, 45])).toBe("UDD");
  expect(classes({ minutes: 30, type: "FIXED" }, [0, 20, 45])).toBe("UDU");
});
test("without a setting 29 minutes later is a repeat, 31 not; each click renews it [D107]", () => {
  expect([
    classes(defaultUniqueWindow, [0, 29]),
    classes(defaultUniqueWindow, [0, 31]),
    classes(defaultUniqueWindow, [0, 20, 45]),
  ]).toEqual(["UD", "UU", "UDD"]);
});
test.each(uniqueWindowMinutes)("a window of %i minutes ends exactly then [D109]", (minutes) => {
  for (const type of ["ROLLING", "FIXED"] as const) {
    expect(
      visit({ minutes, type }, { lastAt: 0, lastCountedAt: 0 }, minutes * minute - 1).unique,
    ).toBe(false);
    expect(visit({ minutes, type }, { lastAt: 0, lastCountedAt: 0 }, minutes * minute).unique).toBe(
      true,
    );
  }
});
test("a late click is compared both ways and never moves the window back", () => {
  const window = { minutes: 30, type: "ROLLING" } as const;
  expect(visit(window, { lastAt: 60 * minute, lastCountedAt: 60 * minute }, 40 * minute)).toEqual({
    unique: false,
    next: { lastAt: 60 * minute, lastCountedAt: 60 * minute },
  });
  expect(visit(window, { lastAt: 60 * minute, lastCountedAt: 60 * minute }, 30 * minute)).toEqual({
    unique: true,
    next: { lastAt: 60 * minute, lastCountedAt: 60 * minute },
  });
});
test("robot before risk before repetition; RELAXED ignores risk [D110] [D111]", () => {
  expect(classBeforeVisits({ robot: true, risky: true }, "RELAXED")).toBe("R");
  expect(
    (["RELAXED", "MODERATE", "STRICT"] as const)
      .map((filter) => classBeforeVisits({ robot: false, risky: true }, filter))
      .join(""),
  ).toBe("UFF");
  expect(classBeforeVisits({ robot: false, risky: false }, "STRICT")).toBe("U");
});
test("[D111, found 57] risky clicks go by the filter of their instant: nine combinations", () => {
  const effects = riskFilters.map((filter) =>
    [filter, ...Object.values(filterEffects[filter])].join(" "),
  );
  expect(effects).toEqual([
    "RELAXED true true true",
    "MODERATE false false true",
    "STRICT false false false",
  ]);
  for (const filter of riskFilters)
    expect(classBeforeVisits({ robot: false, risky: true }, filter) === "U").toBe(
      filterEffects[filter].payable,
    );
  const past = [
    { filter: "RELAXED", until: 10 },
    { filter: "STRICT", until: 20 },
  ] as const;
  expect([0, 9, 10, 19, 20, 99].map((at) => filterAt("MODERATE", past, at))).toEqual([
    "RELAXED",
    "RELAXED",
    "STRICT",
    "STRICT",
    "MODERATE",
    "MODERATE",
  ]);
});
test("each class but the unique one has the reason why it is not paid [D110] [D111]", () => {
  expect(classifications.map((each) => `${each} ${reasonOfClass[each]}`)).toEqual([
    "U null",
    "D DUPLICATE_CLICK",
    "R INVALID_CLASSIFICATION",
    "F FILTERED_RISK",
  ]);
});
