import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addSales,
  noSale,
  splitAdGroup as splitBy,
  type SaleTotals,
  type ToldCreative,
} from "./ad-group-split.ts";

const cent = 10_000n;
const splitAdGroup = (adGroup: SaleTotals | null, creatives: readonly ToldCreative[]) =>
  splitBy(adGroup, creatives, cent);
const sale = (orders: number, units = orders, amount = orders * 10): SaleTotals => ({
  orders: BigInt(orders),
  units: BigInt(units),
  amount: BigInt(amount) * 1_000_000n,
});
const told = (key: string, totals: SaleTotals, fresh = true): ToldCreative => ({
  key,
  totals,
  fresh,
});

test("what the creatives do not say is the rest; none of it is lost", () => {
  expect(splitAdGroup(sale(10), [told("a", sale(4)), told("b", sale(5))])).toEqual({
    books: [
      { key: "a", totals: sale(4) },
      { key: "b", totals: sale(5) },
    ],
    rest: sale(1),
  });
  expect(splitAdGroup(sale(3), [])).toEqual({ books: [], rest: sale(3) });
  expect(splitAdGroup(sale(4), [told("a", sale(4))])).toMatchObject({ rest: noSale });
});

test("a hidden creative counts as it was told last, until it would be too much", () => {
  const creatives = [told("a", sale(4), false), told("b", sale(5))];
  expect(splitAdGroup(sale(9), creatives)).toMatchObject({ rest: noSale });
  expect(splitAdGroup(sale(8), creatives)).toEqual({
    books: [
      { key: "a", totals: noSale },
      { key: "b", totals: sale(5) },
    ],
    rest: sale(3),
  });
  expect(splitAdGroup(sale(5), creatives)).toMatchObject({ rest: noSale });
});

test("creatives that are newer than their ad group wait for the next pair", () => {
  const creatives = [told("a", sale(4), false), told("b", sale(5))];
  for (const less of [sale(4), sale(5, 4), sale(5, 5, 49)])
    expect(splitAdGroup(less, creatives)).toEqual({ waits: "RUNS_DIFFER" });
  expect(splitAdGroup(noSale, [told("a", sale(0, 0, 1))])).toEqual({ waits: "RUNS_DIFFER" });
});

test("where an ad group has the last word, its creatives have nothing more than it", () => {
  const creatives = [told("a", sale(4)), told("b", sale(5))];
  for (const less of [noSale, sale(4), sale(9, 9, 80)])
    expect(splitBy(less, creatives, cent, true)).toEqual({
      books: [
        { key: "a", totals: noSale },
        { key: "b", totals: noSale },
      ],
      rest: less,
    });
  expect(splitBy(sale(10), creatives, cent, true)).toMatchObject({ rest: sale(1) });
});

test("cents that rounding makes are taken off the largest creative; it waits for no pair", () => {
  const less = (totals: SaleTotals, amount: bigint) => ({
    ...totals,
    amount: totals.amount - amount,
  });
  const creatives = [told("a", sale(4)), told("b", sale(5)), told("c", sale(5))];
  for (const short of [cent, 3n * cent])
    expect(splitAdGroup(less(sale(14), short), creatives)).toEqual({
      books: [
        { key: "a", totals: sale(4) },
        { key: "b", totals: less(sale(5), short) },
        { key: "c", totals: sale(5) },
      ],
      rest: noSale,
    });
  const waits = { waits: "RUNS_DIFFER" };
  expect(splitAdGroup(less(sale(14), 4n * cent), creatives), "four of three").toEqual(waits);
  expect(splitAdGroup(less(sale(13, 14, 140), cent), creatives), "an order").toEqual(waits);
  expect(splitAdGroup(less(sale(14, 13, 140), cent), creatives), "a unit").toEqual(waits);
  const small = told("a", { orders: 1n, units: 1n, amount: cent });
  const zero = told("b", noSale);
  expect(splitAdGroup({ orders: 1n, units: 1n, amount: -cent }, [small, zero])).toEqual(waits);
  const hidden = told("c", sale(9), false);
  expect(splitAdGroup(less(sale(9), cent), [...creatives.slice(0, 2), hidden])).toEqual({
    books: [
      { key: "a", totals: sale(4) },
      { key: "b", totals: less(sale(5), cent) },
      { key: "c", totals: noSale },
    ],
    rest: noSale,
  });
});

test("an ad group that is not told books nothing", () => {
  expect(splitAdGroup(null, [told("a", sale(4))])).toEqual({ waits: "NOT_TOLD" });
});

const anySale = fc
  .tuple(fc.nat(9), fc.nat(9), fc.nat(99))
  .map(([orders, units, amount]) => sale(orders, units, amount));
/** A true state of an ad group: what is of no creative, and what is of each. */
const truth = fc.record({
  hidden: anySale,
  creatives: fc.array(anySale, { minLength: 3, maxLength: 3 }),
});
type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never;
const sumOf = ({ hidden, creatives }: Truth): SaleTotals => creatives.reduce(addSales, hidden);
/** One run tells the ad group, the other these creatives; each of a state of its own. */
const pair = fc.record({
  adGroup: fc.option(truth),
  creatives: truth,
  shown: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

test("the total is the last ad group's, and a last full pair is booked", () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 6 }), truth, (pairs, last) => {
      const known = new Map<string, ToldCreative>();
      let booked = new Map<string, SaleTotals>();
      let total: SaleTotals | null = null;
      const all = [...pairs, { adGroup: last, creatives: last, shown: [true, true, true] }];
      for (const { adGroup, creatives, shown } of all) {
        creatives.creatives.forEach((totals, i) => {
          const key = `${i}`;
          const before = known.get(key);
          if (shown[i]) known.set(key, { key, totals, fresh: true });
          else if (before) known.set(key, { ...before, fresh: false });
        });
        const split = splitAdGroup(adGroup && sumOf(adGroup), [...known.values()]);
        if ("waits" in split) continue;
        booked = new Map([
          ...split.books.map(({ key, totals }) => [key, totals] as const),
          ["rest", split.rest],
        ]);
        total = adGroup && sumOf(adGroup);
        expect([...booked.values()].reduce(addSales, noSale)).toEqual(total);
        expect(
          [...booked.values()].every(
            ({ orders, units, amount }) => orders >= 0n && units >= 0n && amount >= 0n,
          ),
        ).toBe(true);
      }
      expect(Object.fromEntries(booked)).toEqual({
        ...Object.fromEntries(last.creatives.map((totals, i) => [`${i}`, totals])),
        rest: last.hidden,
      });
    }),
  );
});
