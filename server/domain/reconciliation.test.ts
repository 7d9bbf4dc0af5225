import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addClickLines,
  addSaleLines,
  clickCauses,
  explainClicks,
  explainSales,
  noClicks,
  noSales,
  plusSales,
  saleCauses,
  type ClickLine,
  type SaleLine,
} from "./reconciliation.ts";
import { reconciliationSentence } from "./reconciliation-words.ts";

const count = fc.integer({ min: 0, max: 500 });
const ours = fc.record({ unique: count, repeats: count, robots: count, risky: count, test: count });
const stretch = fc.record({
  amazon: fc.option(count),
  expected: count,
  fresh: count,
  hidden: fc.constantFrom("MASKED" as const, "UNMEASURED" as const, null),
});
const clickFigures = fc.record({
  ours,
  stretches: fc.array(stretch, { maxLength: 4 }),
  fromMasked: count,
  others: count,
});
const sales = fc.record({ orders: count, amount: fc.bigInt({ min: 0n, max: 10n ** 12n }) });
const saleFigures = fc.record({
  amazon: fc.option(sales),
  ours: sales,
  known: fc.record({ TEST: sales, DISCARDED: sales, HELD: sales, MASKED: sales }),
});

const causesOf = ({ causes }: ClickLine): number =>
  clickCauses.reduce((sum, cause) => sum + causes[cause], 0);
const saleCausesOf = ({ causes }: SaleLine) =>
  saleCauses.map((cause) => causes[cause]).reduce(plusSales, noSales);

test("[D150] a line's causes add up to its difference, and lines to their sum", () => {
  fc.assert(
    fc.property(fc.array(clickFigures, { maxLength: 5 }), (figures) => {
      const lines = figures.map(explainClicks);
      const total = addClickLines(lines);
      for (const line of [...lines, total]) {
        expect(line.difference).toBe((line.amazon ?? 0) - line.ours);
        expect(causesOf(line)).toBe(line.difference);
      }
      expect(total.amazon).toBe(
        lines.every(({ amazon }) => amazon === null)
          ? null
          : lines.reduce((sum, { amazon }) => sum + (amazon ?? 0), 0),
      );
    }),
  );
});

test("causes of orders add up likewise, in orders and in amount", () => {
  fc.assert(
    fc.property(fc.array(saleFigures, { maxLength: 5 }), (figures) => {
      const lines = figures.map(explainSales);
      for (const line of [...lines, addSaleLines(lines)])
        expect(saleCausesOf(line)).toEqual(line.difference);
    }),
  );
});

describe("a cause explains no more than it can", () => {
  const told = { amazon: 10, expected: 25, fresh: 4, hidden: null };
  const clicks = { ...noClicks, unique: 20, repeats: 5 };
  test("only what is young enough is not told yet", () => {
    const { causes } = explainClicks({ ours: clicks, stretches: [told] });
    expect(causes).toMatchObject({ DUPLICATE: 5, LATE: -4, NOT_EXPLAINED: -11, TIME_ZONE: 0 });
  });
  test("more at Amazon than came here is not explained, however young", () => {
    const { causes } = explainClicks({ ours: clicks, stretches: [{ ...told, amazon: 28 }] });
    expect(causes).toMatchObject({ LATE: 0, NOT_EXPLAINED: 3 });
  });
  test("what is hidden is not told, and no zero", () => {
    const line = explainClicks({
      ours: clicks,
      stretches: [{ amazon: null, expected: 25, fresh: 0, hidden: "MASKED" }],
    });
    expect(line).toMatchObject({ amazon: null, difference: -20 });
    expect(line.causes).toMatchObject({ DUPLICATE: 5, MASKED: -25, NOT_EXPLAINED: 0 });
  });
});

describe("the verdict is one sentence a side", () => {
  const clicks = explainClicks({
    ours: { ...noClicks, unique: 9_812, repeats: 96 },
    stretches: [{ amazon: 9_903, expected: 9_908, fresh: 5, hidden: null }],
    others: 27,
  });
  const orders = explainSales({
    amazon: { orders: 3, amount: 0n },
    ours: { orders: 3, amount: 0n },
    known: {},
  });
  test("with the causes of what Amazon has more", () => {
    expect(reconciliationSentence("AMAZON", clicks, orders)).toBe(
      "9,812 of Amazon's 9,930 click-throughs are ours; 118 more at Amazon: 96 repeats, " +
        "−5 not told yet, 27 credited to tags that are not ours. " +
        "All 3 orders that Amazon tells count here.",
    );
  });
  test("without a source there is nothing to compare with", () => {
    const line = explainClicks({
      ours: { ...noClicks, unique: 7 },
      stretches: [{ amazon: null, expected: 7, fresh: 0, hidden: "UNMEASURED" }],
    });
    expect(reconciliationSentence("NONE", line, addSaleLines([]))).toBe(
      "This program has no source of sales, so Amazon measures nothing of its 7 unique clicks.",
    );
  });
});
