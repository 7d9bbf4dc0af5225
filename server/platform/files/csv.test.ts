import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

test("a formula is a text, and what holds a comma, quote or line stands in quotes", () =>
  expect(
    csvOf([
      ["Partner", "Found"],
      ['=HYPERLINK("http://x")', "a, b"],
      ["+1", 'say "no"\nand go'],
      ["-2", "@sum"],
    ]),
  ).toBe(
    'Partner,Found\r\n"\'=HYPERLINK(""http://x"")","a, b"\r\n' +
      '\'+1,"say ""no""\nand go"\r\n\'-2,\'@sum\r\n',
  ));

test("a number below zero is a number", () =>
  expect(csvOf([[-3, { amount: "-1.50", currency: "USD" }, "-3"]])).toBe("-3,-1.50,'-3\r\n"));
