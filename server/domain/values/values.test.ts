import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTerms } from "../terms-input.ts";
import {
  clicksOfYear,
  gateAmount,
  gateCount,
  gateRate,
  maxClickRateUnits,
  maxOrderUnits,
  maxSaleRateUnits,
  microsPerUnit,
  ordersOfYear,
} from "./amount.ts";
import { currencies, currencyListDate, gateCurrency, retiredCurrencies } from "./currency.ts";
import {
  countries,
  gateCountry,
  gateDate,
  gateInstant,
  gateMonth,
  gateToken,
  gateZone,
} from "./place-and-time.ts";
import { languageOf } from "./language.ts";
import { gateText, lengthOf, oneForm } from "./text.ts";

const refusal = (read: { ok: boolean; message?: string }): string | null =>
  read.ok ? null : (read.message ?? "");

describe("currency [found 1]", () => {
  const saved = (currency: string) =>
    parseTerms({ currency, eventPayouts: [{ event: "CLICK", rate: "0.12", limits: [] }] });
  test.each(["UDS", "BTC", "XXX", "XTS", "XAU", "XDR", "ETH", "", "us", "USDT"])(
    "%j is refused by terms, at the field",
    (code) =>
      expect(saved(code)).toMatchObject({ ok: false, code: "BAD_CURRENCY", path: ["currency"] }),
  );
  test("XCG is one since 2025; BGN is told what replaced it; small letters are read", () => {
    expect(saved("XCG").ok).toBe(true);
    expect(refusal(gateCurrency("BGN"))).toBe("BGN was valid until 2025-12-31: use EUR");
    expect(saved("usd")).toMatchObject({ ok: true, value: { currency: "USD" } });
    expect(refusal(gateCurrency("Usd "))).toBe('"Usd " is not how ISO 4217 writes it: use USD');
  });
  test("what the platform knows beyond this list is retired or no currency of payment", () => {
    const beyond = Intl.supportedValuesOf("currency").filter(
      (code) => !currencies.includes(code) && !retiredCurrencies.includes(code),
    );
    expect(beyond, `the list is that of ${currencyListDate}`).toEqual(["XDR", "XSU"]);
    expect(currencies.length).toBe(155);
  });
});

describe("amounts", () => {
  test.each([
    ["1e3", '"1e3" is written with an exponent: write it out, such as 1000'],
    ["+1", '"+1" has a plus sign: leave it out'],
    ["-1", '"-1" is negative: an amount here is 0 or more'],
    ["\uff11\uff12", '"\uff11\uff12" is not written in plain digits: use 0 to 9 and a point'],
    ["1,000", '"1,000" may be 1000 or 1.000: write the one that is meant'],
    ["-12,345", '"-12,345" may be -12345 or -12.345: write the one that is meant'],
    ["1,5", '"1,5" has more than digits and a point: write 1.5'],
    ["0,123", '"0,123" has more than digits and a point: write 0.123'],
    ["1,000.50", '"1,000.50" has more than digits and a point: write 1000.50'],
    ["1.000,50", '"1.000,50" has more than digits and a point: write 1000.50'],
    ["1.000.000", '"1.000.000" has more than digits and a point: write 1000000'],
    ["1'000", `"1'000" has more than digits and a point: write 1000`],
    ["1 000,5", '"1 000,5" has more than digits and a point: write 1000.5'],
    ["1,00,000", '"1,00,000" is not a decimal number such as 0.12'],
    ["0.03333", '"0.03333" has more than 4 decimals'],
    ["", "An amount is missing: write one such as 0.12"],
    ["NaN", '"NaN" is not a decimal number such as 0.12'],
  ])("%j is refused by name", (text, message) =>
    expect(refusal(gateAmount(text, { decimals: 4 }))).toBe(message),
  );

  test("what advice makes of a number with a comma is an amount, and one reading of it", () => {
    const written = fc
      .tuple(
        fc.nat(99_999_999),
        fc.constantFrom([",", ""], [",", ".50"], [".", ""], [".", ",5"], [".", ",000"], ["'", ""]),
      )
      .map(([whole, [mark = "", end = ""]]) =>
        whole.toLocaleString("en-US").replaceAll(",", mark).concat(end),
      );
    fc.assert(
      fc.property(written, (text) => {
        const advice = /(?:may be|write) (\S+?)(?: or (\S+))?(?::|$)/;
        const found = advice.exec(refusal(gateAmount(text)) ?? "");
        const digits = (number: string) => number.replaceAll(/\D/g, "");
        const meant = found?.slice(1).filter((number) => number !== undefined) ?? [];
        return (
          (gateAmount(text).ok || meant.length > 0) &&
          meant.every((number) => gateAmount(number).ok && digits(number) === digits(text))
        );
      }),
      { numRuns: 300, examples: [["1,000"]] },
    );
    expect(refusal(gateRate("1,000", maxSaleRateUnits))).toMatch(/may be 1000 or 1\.000/);
  });

  test("spaces around a number are none of it, and -0 is 0, wherever a number is given", () => {
    const count = (text: string) =>
      gateCount("BAD_COUNT", "A number", text, { min: 0n, max: 999_999_999n });
    for (const text of ["10 ", " 10", "\u00a010\u2003", "\t10\n"])
      expect([
        gateAmount(text),
        count(text),
        gateRate(text, 100n),
        gateRate(`${text}%`, 1n),
      ]).toEqual([
        { ok: true, value: 10_000_000n },
        { ok: true, value: 10n },
        { ok: true, value: { kind: "AMOUNT", micros: 10_000_000n } },
        { ok: true, value: { kind: "PERCENT", millionths: 100_000n } },
      ]);
    for (const text of ["-0", "-00"])
      expect([
        gateAmount(text),
        count(text),
        gateRate(text, 100n),
        gateRate(`${text}%`, 1n),
      ]).toEqual([
        { ok: true, value: 0n },
        { ok: true, value: 0n },
        { ok: true, value: { kind: "AMOUNT", micros: 0n } },
        { ok: true, value: { kind: "PERCENT", millionths: 0n } },
      ]);
    expect(refusal(gateAmount("1 0"))).toBe('"1 0" is not a decimal number such as 0.12');
    expect(refusal(gateRate("9999999999999%", 1n))).toContain("between 0% and 100%");
  });

  test("found 50: no saved rate makes a year's sum too big for a bigint, by nine times", () => {
    const rates = fc
      .bigInt({ min: 0n, max: 10n ** 13n * microsPerUnit })
      .map((micros) =>
        [
          micros / microsPerUnit,
          (micros % microsPerUnit).toString().padStart(6, "0").slice(0, 4),
        ].join("."),
      );
    fc.assert(
      fc.property(rates, fc.constantFrom<"CLICK" | "SALE">("CLICK", "SALE"), (rate, event) => {
        const terms = parseTerms({ currency: "USD", eventPayouts: [{ event, rate, limits: [] }] });
        if (!terms.ok) return terms.code === "BAD_AMOUNT";
        const read = terms.value.eventPayouts[0]?.defaultRate;
        const times = event === "CLICK" ? clicksOfYear : ordersOfYear;
        return read?.kind === "AMOUNT" && read.micros * times * 9n < 2n ** 63n;
      }),
      {
        numRuns: 500,
        examples: [
          ["1000000000000", "CLICK"],
          [String(maxClickRateUnits), "CLICK"],
          [String(maxSaleRateUnits), "SALE"],
        ],
      },
    );
    expect(maxOrderUnits * microsPerUnit * ordersOfYear * 9n).toBeLessThan(2n ** 63n);
    expect(
      parseTerms({
        currency: "USD",
        eventPayouts: [{ event: "CLICK", rate: "1000000000000", limits: [] }],
      }),
    ).toMatchObject({
      code: "BAD_AMOUNT",
      path: ["eventPayouts.0.rate"],
    });
  });
});

describe("texts [found 5]", () => {
  const decomposed = "Ku\u0308che";
  const odd = fc.constantFrom(
    "\u00a0",
    "\u2003",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\ufeff",
    "\u0301",
    "e",
    "\u00e9",
    "\u212b",
    "\u1100\u1161",
    "\u200b",
    "\u{1f468}\u200d\u{1f469}",
    "null",
    "{",
    '"',
    ",",
    "\\",
  );
  const texts = fc
    .array(fc.oneof(odd, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 8 })
    .map((parts) => parts.join(""));
  test("has one form, which is its own and that of everything that looks the same", () => {
    expect(oneForm(` ${decomposed}\u00a0\u2003Bad `)).toBe("K\u00fcche Bad");
    fc.assert(
      fc.property(
        texts,
        (text) =>
          oneForm(oneForm(text)) === oneForm(text) &&
          oneForm(text.normalize("NFD")) === oneForm(text),
      ),
      { numRuns: 1_000 },
    );
  });
  test("what passes passes again unchanged, also in lines; a refusal says which character", () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, lines) => {
        const gated = gateText("BAD_NAME", "A name", text, { min: 0, max: 100, lines });
        if (!gated.ok) return gated.message.length > 20;
        const again = gateText("BAD_NAME", "A name", gated.value, { min: 0, max: 100, lines });
        return again.ok && again.value === gated.value && gated.value.isWellFormed();
      }),
      { numRuns: 1_000 },
    );
    const of = (text: string, lines = false) =>
      gateText("BAD_NAME", "A name", text, { min: 1, max: 5, lines });
    expect(refusal(of("a\u200bb"))).toBe(
      "A name holds U+200B, a character that cannot be seen: take it out",
    );
    expect(refusal(of("a\u202eb"))).toContain("U+202E");
    expect(refusal(of("a\0b"))).toContain("U+0000");
    expect(refusal(of(" \u00a0 "))).toBe("A name has 1 to 5 characters, not 0");
    expect(of("\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}").ok).toBe(true);
    expect(of("\u{1f468}\u200d\u{1f469}")).toEqual({ ok: true, value: "\u{1f468}\u200d\u{1f469}" });
    expect(refusal(of("a\u200db"))).toContain("U+200D");
    expect(of(" a\r\nb ", true)).toEqual({ ok: true, value: "a\nb" });
    expect(lengthOf("\u{1f600}a")).toBe(2);
  });
  test.each([
    ["a blank of Braille", "\u2800", "U+2800"],
    ["a selector alone", "\ufe0f", "U+FE0F"],
    ["a selector after a letter", "a\ufe0f", "U+FE0F"],
    ["two selectors", "\u2764\ufe0f\ufe0f", "U+FE0F"],
    ["Hangul fillers", "\u3164", "U+3164"],
    ["Hangul fillers of old", "\u115f\u1160", "U+115F"],
    ["a filler of Khitan", "a\u{16fe4}", "U+16FE4"],
    ["private use", "Shop \ue000", "U+E000"],
    ["private use beyond", "\u{f0000}a", "U+F0000"],
    ["what is no character yet", "a\u0378", "U+0378"],
    ["a half of a pair", "a\ud83d", "U+D83D"],
    ["tags without a flag", "a\u{e0067}\u{e007f}", "U+E0067"],
    ["a place of another thing", "\ufffc", "U+FFFC"],
    ["controls of music", "a\u{1d173}", "U+1D173"],
  ])("refused is %s, by its code point", (_what, text, code) =>
    expect(refusal(gateText("BAD_NAME", "A name", text, { min: 1, max: 200 }))).toBe(
      `A name holds ${code}, a character that cannot be seen: take it out`,
    ),
  );
  test.each([
    "\u2764\ufe0f",
    "\u{1f3f3}\ufe0f\u200d\u{1f308}",
    "\u{1f469}\u{1f3fd}\u200d\u{1f680}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "1\ufe0f\u20e3",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0915\u094d\u200d\u0937",
    "\u845b\u{e0100}\u98fe",
    "\u0600\u0661",
    "\u2803\u2817",
    "Anne-Ma\u00ebl \u0141\u00f3\u0144",
  ])("whole stays what shapes or can be seen: %s", (text) =>
    expect(gateText("BAD_NAME", "A name", text, { min: 1, max: 200 })).toEqual({
      ok: true,
      value: text,
    }),
  );
});

test.each<[string | undefined, string | null]>([
  ["en-US,en;q=0.9", "en-US"],
  ["EN-us", "en-US"],
  ["de;q=0.5, fr", "de"],
  [" pt-br ", "pt-BR"],
  ["zh-Hant-TW,zh", "zh-TW"],
  ["es-419", "es-419"],
  ["iw-IL", "he-IL"],
  ["*", null],
  ["", null],
  [undefined, null],
  ["english", null],
  ["en_US", null],
  ["en-u-x-", null],
  [`${"a".repeat(10_000)},en`, null],
])("of Accept-Language %j a click keeps %j", (header, language) =>
  expect([languageOf(header), languageOf(header)]).toEqual([language, language]),
);

test("zones, dates, countries, codes: right ones pass, nearly right are told", () => {
  const right = [
    gateZone("Europe/Paris"),
    gateDate("2028-02-29"),
    gateMonth("2026-11"),
    gateCountry("US"),
    gateToken("a-1_b"),
  ];
  expect(right.map((read) => (read.ok ? read.value : read.message))).toEqual([
    "Europe/Paris",
    "2028-02-29",
    "2026-11",
    "US",
    "a-1_b",
  ]);
  const wrong = [
    gateZone("+02:00"),
    gateZone("Mars/Olympus"),
    gateDate("2026-02-29"),
    gateDate("2026-1-1"),
    gateDate("\uff12026-01-01"),
    gateMonth("2026-13"),
  ];
  expect(wrong.map(({ ok }) => ok)).toEqual(wrong.map(() => false));
  expect(["us", "Us", "US"].map((code) => gateCountry(code))).toEqual(
    ["US", "US", "US"].map((value) => ({ ok: true, value })),
  );
  expect(refusal(gateCountry("uk"))).toBe('"uk" is not how ISO 3166 writes it: use GB');
  // No other letter's capital makes a code: a dotless i is no I.
  expect(gateCountry("\u0131t").ok).toBe(false);
  expect(
    [gateCountry("ZZ"), gateCountry("DD"), gateCountry("EU"), gateToken("a b")].map(({ ok }) => ok),
  ).toEqual([false, false, false, false]);
  expect(countries.size).toBe(250);
});

describe("dates, months and instants lie in the same years, told in one sentence", () => {
  const of = (what: string, text: string, example: string) =>
    `"${text}" is no ${what} of the years 1970 to 2999, such as ${example}`;
  test.each([
    "1969-12-31",
    "3000-01-01",
    "9999-12-31",
    "0001-01-01",
    "2026-02-29",
    "2026-2-1",
    "x2026-11-02",
    "2026-11-02x",
    "20261102",
    "+012026-11-02",
    "nonsense",
  ])("%s is no date", (text) =>
    expect(refusal(gateDate(text))).toBe(of("date", text, "2026-11-29")),
  );
  test.each(["1969-12", "3000-01", "2026-13", "2026-1", ""])("%j is no month", (text) =>
    expect(refusal(gateMonth(text))).toBe(of("month", text, "2026-11")),
  );
  test.each([
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00+01:00",
    "3000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-29T00:00:00Z",
    "2026-11-29",
    "2026-11-29T08:00:00",
    "2026-11-29T24:00:00Z",
    "2026-11-29T08:00:60Z",
    "2026-11-29 08:00:00Z",
    "1764403200000",
  ])("%s is no instant", (text) =>
    expect(refusal(gateInstant(text))).toBe(of("instant", text, "2026-11-29T08:00:00Z")),
  );
  test("their ends pass", () => {
    for (const text of ["1970-01-01", "2999-12-31"])
      expect(gateDate(text)).toEqual({ ok: true, value: text });
    for (const text of ["1970-01", "2999-12"])
      expect(gateMonth(text)).toEqual({ ok: true, value: text });
    for (const text of ["1970-01-01T00:00:00Z", "2999-12-31t23:59:59.999z"])
      expect(gateInstant(text)).toEqual({ ok: true, value: new Date(text.toUpperCase()) });
    expect(gateInstant("2026-11-29T08:00:00.123456+05:30")).toEqual({
      ok: true,
      value: new Date("2026-11-29T02:30:00.123Z"),
    });
  });
});
