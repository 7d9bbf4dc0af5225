import { describe, expect, test } from "vitest";
import { formatCompact, formatCount, formatDate, formatDateTime, formatMoney, formatMonies, formatPlainDate, zoneName } from "./format.ts";
import { safeNext } from "./spaces.ts";

describe("money is shown exactly as the API gave it", () => {
  test.each([
    ["0.12", "USD", "$0.12"],
    ["0.033333", "USD", "$0.033333"],
    ["6204.5", "USD", "$6,204.50"],
    ["-3", "EUR", "-€3.00"],
    ["9007199254740993.000001", "USD", "$9,007,199,254,740,993.000001"],
    ["1200", "JPY", "¥1,200"],
  ])("%s %s is %s", (amount, currency, text) => expect(formatMoney({ amount, currency })).toBe(text));
  test("currencies stay apart, and none is a zero of the wanted currency", () => {
    expect(
      formatMonies([
        { amount: "1", currency: "USD" },
        { amount: "2", currency: "EUR" },
      ]),
    ).toBe("$1.00 + €2.00");
    expect(formatMonies([], { amount: "0", currency: "USD" })).toBe("$0.00");
  });
});

test("counts in full and compact", () => {
  expect(formatCount(48213)).toBe("48,213");
  expect(formatCompact(48213)).toBe("48.2K");
});

test("instants are told in the given zone, also over a change of clocks", () => {
  expect(formatDateTime("2026-11-01T05:30:00Z", "America/New_York")).toBe("1 Nov 2026, 01:30");
  expect(formatDateTime("2026-11-01T06:30:00Z", "America/New_York")).toBe("1 Nov 2026, 01:30");
  expect(formatDate("2026-11-01T03:59:00Z", "America/New_York")).toBe("31 Oct 2026");
  expect(formatPlainDate("2026-11-02")).toBe("2 November 2026");
  expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
});

test("signing in leads only to paths of this site", () => {
  expect(safeNext("/b/x?last=7d")).toBe("/b/x?last=7d");
  for (const bad of ["//evil.example", "/\\evil.example", "https://evil.example", "", null, "/sign-in", "/a b"]) expect(safeNext(bad)).toBeNull();
});
