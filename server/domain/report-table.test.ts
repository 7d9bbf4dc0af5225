import fc from "fast-check";
import { expect, test } from "vitest";
import { performanceMetrics } from "./attribution.ts";
import { maxReportRows, readingReport, type ReportPlace, type Table } from "./report-table.ts";

const place: ReportPlace = {
  country: "US",
  currency: "USD",
  advertiserId: "A1",
  campaignId: "prog",
  firstDate: "2025-10-29",
  lastDate: "2026-11-29",
};
const names = [
  "date",
  "campaignId",
  "adGroupId",
  "Click-throughs",
  "attributedTotalPurchases14d",
  "totalUnitsSold14d",
  "totalAttributedSales14d",
];
const good = ["20260610", "prog", "partner", "12", "2", "3", "191.96"];
const table = (...rows: string[][]): Table => ({
  rows: rows.map((cells, at) => ({ row: at + 1, cells })),
  since1904: false,
});
function readTable(whole: Table) {
  const steps = readingReport(whole, place);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
const read = (...rows: string[][]) => readTable(table(...rows));
const manyRows = (count: number): Table => ({
  rows: [names, ...Array.from({ length: count }, () => good)].map((cells, at) => ({
    row: at + 1,
    cells,
  })),
  since1904: false,
});
function value(...rows: string[][]) {
  const found = read(...rows);
  return found.ok ? found.value : expect.fail(found.message);
}
const messageOf = (found: ReturnType<typeof read>): string => (found.ok ? "" : found.message);
const why = (...rows: string[][]): string => messageOf(read(...rows));

test("a table is read as the rows that Amazon would have told", () => {
  const told = {
    advertiserName: "",
    publisher: "",
    date: "20260610",
    campaignId: "prog",
    adGroupId: "partner",
    "Click-throughs": "12",
    attributedTotalPurchases14d: "2",
    totalUnitsSold14d: "3",
    totalAttributedSales14d: "191.96",
  };
  expect(value(names, good)).toEqual({
    grouping: "ADGROUP",
    rows: [told],
    numbers: [2],
    faults: [],
    unused: [],
  });
  // As people see it: other names and order, a title above, a sum below, a column of no use.
  const seen = [
    ["Attribution performance report"],
    [],
    [
      "Total sales (14d)",
      "Ad group ID",
      "Date",
      "Campaign ID",
      "Clicks",
      "Channel",
      "14 Day Total Purchases",
      "Total Units Sold",
    ],
    ["$191.96", "partner", "2026-06-10", "prog", "12", "Blog", "2", "3"],
    ["Total", "", "", "", "12", "", "2", "3"],
  ];
  expect(value(...seen)).toMatchObject({ rows: [told], numbers: [4], unused: ["Channel"] });
  const coarser = names.filter((name) => name !== "adGroupId");
  const without = good.filter((cell) => cell !== "partner");
  expect(value(coarser, without).grouping).toBe("CAMPAIGN");
  expect(value([...names, "creativeId"], [...good, ""])).toMatchObject({
    grouping: "CREATIVE",
    rows: [{ creativeId: null }],
  });
});

test("dates, counts and amounts are read in the one way that they can be, or not at all", () => {
  const withCell = (name: string, cell: string) =>
    names.map((each, at) => (each === name ? cell : (good[at] ?? "")));
  const dateOf = (cell: string) => value(names, withCell("date", cell));
  for (const cell of ["2026-06-10", "2026-06-10T00:00:00Z", "Jun 10, 2026", "46183"])
    expect(dateOf(cell).rows[0]?.date, cell).toBe("20260610");
  for (const cell of ["10/06/2026", "6.10.2026", "2026-06-10T05:00:00", ""])
    expect(dateOf(cell).faults, cell).toMatchObject([
      { row: 2, column: "date", fix: "Write it as 2026-06-30" },
    ]);
  const amountOf = (cell: string) => value(names, withCell("totalAttributedSales14d", cell));
  for (const [cell, wanted] of [
    ["1,234.56", "1234.56"],
    ["$ 1,234.56", "1234.56"],
    ["1234.56 USD", "1234.56"],
    ["9.99999999E8", "9.99999999E8"],
  ] as const)
    expect(amountOf(cell).rows[0]?.totalAttributedSales14d, cell).toBe(wanted);
  expect(amountOf("12,34").faults).toEqual([
    {
      row: 2,
      column: "totalAttributedSales14d",
      fault: '"12,34" has a comma where a point is wanted',
      fix: "Save the file with points for decimals, as Amazon writes them",
    },
  ]);
  expect(amountOf("€12.00").faults[0]?.fault).toBe('is in "€", and this program sells in USD');
  expect(amountOf("-").faults).toMatchObject([{ column: "totalAttributedSales14d" }]);
  // A formula is text: no number, and an id like any other.
  for (const cell of ["=1+1", "+12.00", "about 12"])
    expect(amountOf(cell).faults, cell).toMatchObject([
      { fault: `"${cell}" is no amount`, fix: "Download the file again, and send it as it came" },
    ]);
  for (const currency of ["CA$", "EUR", "kr", "zł"])
    expect(amountOf(`${currency} 12.00`).faults[0]?.fault).toContain(`is in "${currency}"`);
  // As Amazon writes large numbers; shortened by a table program, digits may be lost.
  const clicksOf = (cell: string) => value(names, withCell("Click-throughs", cell));
  expect(clicksOf("9.99999999E8").faults).toEqual([]);
  for (const told of [amountOf("1e3"), clicksOf("1e3"), clicksOf("1E+09")])
    expect(told.faults).toMatchObject([
      {
        fault: expect.stringContaining("is shortened by an exponent, so that digits may be lost"),
        fix: "Show the column as whole numbers, or download the file again",
      },
    ]);
  expect(value(names, withCell("adGroupId", "=HYPERLINK(1)")).rows[0]?.adGroupId).toBe(
    "=HYPERLINK(1)",
  );
});

test("a file that cannot be meant is refused whole, in one sentence of its own", () => {
  const with1 = (name: string, cell: string) => [
    [...names, name],
    [...good, cell],
  ];
  const sentences = [
    why(["a", "b"], ["1", "2"]),
    why(names),
    why(names.slice(0, -1), good.slice(0, -1)),
    why(
      [...names, "creativeId"].filter((name) => name !== "adGroupId"),
      good,
    ),
    why([...names, "Date"], [...good, "20260610"]),
    why([...names, "productAsin"], [...good, "B0"]),
    why(names, good.with(1, "other")),
    why(...with1("Marketplace", "Amazon.de")),
    why(...with1("country", "UK")),
    why(...with1("currency", "EUR")),
    why(...with1("advertiserId", "A2")),
    messageOf(readTable(manyRows(maxReportRows + 1))),
  ];
  expect(sentences.every((sentence) => sentence !== "")).toBe(true);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(sentences[2]).toBe(
    "This file has no column for the sales amount (totalAttributedSales14d or " +
      'attributedSales14d). It has "date", "campaignId", "adGroupId", "Click-throughs", ' +
      '"attributedTotalPurchases14d", "totalUnitsSold14d". Download the performance report again ' +
      "with all of its metrics",
  );
  expect(sentences[7]).toBe(
    "Row 2 is of Amazon's storefront in DE, and this program sells in US: send the file for a " +
      "program that sells there",
  );
  expect(sentences[9]).toBe(
    "Row 2 is in EUR, and this program sells in USD: send the report of the profile that sells " +
      "in USD",
  );
  // What it may say of its own place.
  for (const [name, cell] of [
    ["Marketplace", "amazon.com"],
    ["Country", "us"],
    ["Currency", "usd"],
    ["advertiserId", "A1"],
  ] as const)
    expect(why(...with1(name, cell)), name).toBe("");
});

test("a figure or a date that no report can hold is named with its column and what it is", () => {
  const of = (at: number, cell: string) => value(names, good.with(at, cell)).faults;
  for (const [at, cell, fault] of [
    [3, "1.5", "is no whole number"],
    [4, "-1", "is below zero"],
    [4, "3000000000", "is more than the 1,000,000,000 that one row can tell"],
    [5, "TRUE", "is no number"],
    [6, "-0.01", "is below zero"],
    [6, "$1,000,000,000.01", "is more than the 1,000,000,000 that"],
    [0, "2026-11-31", "is no date of the calendar"],
    [0, "20261130", "is yet to come: at the marketplace it is 2026-11-29"],
    [0, "2025-10-28", "is too long ago"],
  ] as const) {
    const shown = cell.replaceAll(/[$,]/g, "");
    expect(of(at, cell), cell).toMatchObject([
      { row: 2, column: names[at], fault: expect.stringContaining(`"${shown}" ${fault}`) },
    ]);
  }
  expect(of(0, "2026-11-29")).toEqual([]);
  expect(of(0, "2025-10-29")).toEqual([]);
  expect(of(3, "1000000000")).toEqual([]);
  expect(of(5, "")).toMatchObject([
    { row: 2, column: "totalUnitsSold14d", fault: expect.stringContaining("is not told") },
  ]);
});

test("a row that is cut off or told twice with other figures is named", () => {
  expect(value(names, good, good.slice(0, 5)).faults).toEqual([
    {
      row: 3,
      column: "totalUnitsSold14d",
      fault: "The row ends before this column",
      fix: "The file is cut off, or was changed: download it again",
    },
  ]);
  expect(value(names, [...good.slice(0, -1), "$1", "191.95"]).faults).toMatchObject([
    { row: 2, column: "", fix: expect.stringContaining("in quotes") },
  ]);
  const twice = value(names, good, good, good.with(4, "1"));
  expect(twice.rows).toHaveLength(1);
  expect(twice.faults).toMatchObject([
    { row: 4, fault: "It is of the same tag and date as row 2, with other figures" },
  ]);
  expect(value(names, good.with(2, "")).faults).toMatchObject([{ row: 2, column: "adGroupId" }]);
});

test("whatever the cells hold, each row is read, left out, or named with its fault", () => {
  const cell = fc.oneof(
    fc.constantFrom("", "-", "0", "1,234.5", "$3", "1e999", "20260610", "prog", "Total", "=A1"),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  const rows = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 });
  fc.assert(
    fc.property(rows, (given) => {
      const found = read(names, good, ...given);
      if (!found.ok) return expect(found.message).not.toBe("");
      const { rows: told, numbers, faults } = found.value;
      expect(numbers).toHaveLength(told.length);
      for (const { row, fault, fix } of faults)
        expect([row > 1, fault !== "", fix !== ""]).toEqual([true, true, true]);
      for (const row of told) {
        expect(row.date).toMatch(/^\d{8}$/);
        for (const metric of performanceMetrics)
          expect(row[metric] ?? "0").toMatch(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i);
      }
    }),
    { numRuns: 500 },
  );
});
