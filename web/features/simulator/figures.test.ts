import { expect, test } from "vitest";
import { placesOf, signed } from "./figures.ts";

test.each([
  ["172.30", "+$172.30", 1],
  ["-3", "−$3.00", -1],
  ["0", "±$0.00", 0],
  ["-0.00", "±$0.00", 0],
])("%s with its sign", (amount, text, sign) =>
  expect(signed({ amount, currency: "USD" })).toEqual({ text, sign, exact: null }),
);
test("found 11: less than a cent is not nothing; every digit stands beside it", () =>
  expect(signed({ amount: "-0.0001", currency: "USD" })).toEqual({
    text: "−<$0.01",
    sign: -1,
    exact: "-$0.0001",
  }));

test("places of a matrix, each once, in their order", () => {
  const [a, b, c] = [{ key: "A" }, { key: "B" }, { key: "C" }];
  const cells = [
    { from: b, to: c, events: 1 },
    { from: a, to: c, events: 2 },
    { from: b, to: a, events: 3 },
  ];
  const rank = ({ key }: { key: string }) => key.codePointAt(0) ?? 0;
  expect([placesOf(cells, "from", rank), placesOf(cells, "to", rank)]).toEqual([
    [a, b],
    [a, c],
  ]);
});
