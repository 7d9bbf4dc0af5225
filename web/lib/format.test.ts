import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countries } from "../../server/domain/values/place-and-time.ts";
import { countryOptions } from "./countries.ts";
import { formatMicros, toMinorUnits } from "../../server/domain/money.ts";
import {
  exactMonies,
  formatBytes,
  formatChange,
  formatCompact,
  formatCount,
  formatDate,
  formatDifference,
  formatDateTime,
  formatEffect,
  formatExact,
  formatMoney,
  formatMonies,
  formatPlainDate,
  zoneName,
} from "./format.ts";
import { safeNext, signInFor } from "./spaces.ts";

describe("found 11: one way to show money", () => {
  test.each([
    ["0.12", "USD", "$0.12", "$0.12"],
    ["0.033333", "USD", "$0.03", "$0.033333"],
    ["889.853", "USD", "$889.85", "$889.853"],
    ["166.7015", "EUR", "€166.70", "€166.7015"],
    ["0.125", "USD", "$0.12", "$0.125"],
    ["0.135", "USD", "$0.14", "$0.135"],
    ["-0.125", "USD", "-$0.12", "-$0.125"],
    ["0.004", "USD", "<$0.01", "$0.004"],
    ["-0.0001", "USD", ">-$0.01", "-$0.0001"],
    ["0.000", "USD", "$0.00", "$0.00"],
    ["6204.5", "USD", "$6,204.50", "$6,204.50"],
    ["-3", "EUR", "-€3.00", "-€3.00"],
    [
      "9007199254740993.005001",
      "USD",
      "$9,007,199,254,740,993.01",
      "$9,007,199,254,740,993.005001",
    ],
    ["1200.4", "JPY", "¥1,200", "¥1,200.4"],
    ["0.4", "JPY", "<¥1", "¥0.4"],
    ["1.0005", "BHD", "BHD 1.000", "BHD 1.0005"],
  ])("%s %s is %s in figures and %s in full", (amount, currency, text, exact) => {
    // Currencies without a sign of their own stand before a no-break space.
    const plain = (shown: string) => shown.replaceAll("\u00a0", " ");
    expect([
      plain(formatMoney({ amount, currency })),
      plain(formatExact({ amount, currency })),
    ]).toEqual([text, exact]);
  });
  test.each([
    ["1.2", "+$1.20"],
    ["-0.033333", "-$0.033333"],
    ["0", "–"],
    ["-0.000000", "–"],
  ])("what adds %s shows as %s", (amount, text) =>
    expect(formatEffect({ amount, currency: "USD" })).toBe(text),
  );
  test("figures are rounded as statements are; each one's title has every digit", () => {
    const digits = { USD: 2, JPY: 0, BHD: 3 } as const;
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom("USD", "JPY", "BHD"),
        (micros, currency) => {
          const { minor } = toMinorUnits(micros, digits[currency]);
          const amount = formatMicros(micros);
          const statement = formatMoney({
            amount: formatMicros(minor * 10n ** BigInt(6 - digits[currency])),
            currency,
          });
          if (minor !== 0n) expect(formatMoney({ amount, currency })).toBe(statement);
          expect(exactMonies([{ amount, currency }]) === null).toBe(
            minor * 10n ** BigInt(6 - digits[currency]) === micros,
          );
        },
      ),
    );
  });
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
  expect([0, 999, 1_500, 12_400_000, 6e9].map(formatBytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.5 kB",
    "12.4 MB",
    "6 GB",
  ]);
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
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "",
    null,
    "/sign-in",
    "/a b",
  ])
    expect(safeNext(bad)).toBeNull();
});

test("countries are those that the server takes, each by its name", () => {
  const options = countryOptions();
  expect(new Set(options.map(({ value }) => value))).toEqual(countries);
  expect(options.find(({ label }) => label === "Germany")?.value).toBe("DE");
  expect(options.filter(({ value, label }) => value === label)).toEqual([]);
});

test("what changed says so with a sign, and nothing has none", () => {
  expect([0.1184, -0.0004, 0, 12.5, -0.25].map((ratio) => formatChange(ratio))).toEqual([
    "+11.8%",
    "0%",
    "0%",
    "+1,250%",
    "−25%",
  ]);
  expect([0.1184, -0.1184, 0.004].map((ratio) => formatChange(ratio, 0))).toEqual([
    "+12%",
    "−12%",
    "0%",
  ]);
  expect([1200, -3, 0].map(formatDifference)).toEqual(["+1,200", "−3", "0"]);
});

test("whoever signs in again comes back to the same view", () => {
  const nextOf = (address: string) =>
    safeNext(new URLSearchParams(address.split("?")[1]).get("next"));
  const query = "country=US%2Cn%2Fa&last=30d";
  expect(nextOf(signInFor("/b/aurora/explore", query))).toBe(`/b/aurora/explore?${query}`);
  expect(nextOf(signInFor("/settings", ""))).toBe("/settings");
});
