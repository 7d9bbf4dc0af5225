/** What rules may name, gate by gate: a value in its form, or what was probably meant. */
import { expect, test } from "vitest";
import type { Result } from "./result.ts";
import {
  amountGate,
  choiceGate,
  hostGate,
  hostPartGate,
  hourGate,
  languagePartGate,
} from "./rule-gates.ts";

const told = (read: Result<string>): string =>
  read.ok ? read.value : `${read.code} ${read.message}`;

test.each(["0x7", "7e0", "+7", "-7", "24", "123", "7.0", ""])("%j is no hour", (text) =>
  expect(told(hourGate(text))).toBe(`BAD_RULE "${text}" is no hour: name one from 0 to 23`),
);

test("numbers and choices are kept as they are compared", () => {
  expect(["0", "23", "07"].map((text) => told(hourGate(text)))).toEqual(["0", "23", "07"]);
  expect(
    ["-1", "-0.01", "-0", "123456789012.123456", "1x", "x1", "1,000"].map((text) =>
      told(amountGate(text)),
    ),
  ).toEqual([
    'BAD_RULE "-1" is negative: an order comes to 0 or more',
    'BAD_RULE "-0.01" is negative: an order comes to 0 or more',
    "-0",
    "123456789012.123456",
    'BAD_RULE "1x" is no number such as 150 or 49.90',
    'BAD_RULE "x1" is no number such as 150 or 49.90',
    'BAD_RULE "1,000" may be one number or several: write 1000 or 1.000, or each number by itself',
  ]);
  expect(["tv", "TVs"].map((text) => told(choiceGate(["PHONE", "TV"])(text)))).toEqual([
    "TV",
    'BAD_RULE "TVs" is none of PHONE, TV',
  ]);
});

test("a beginning is that of a language; any other part may be looked for", () => {
  expect([
    told(languagePartGate("en-U", "STARTS_WITH")),
    told(languagePartGate("xx", "STARTS_WITH")),
    told(languagePartGate("xx", "CONTAINS")),
  ]).toEqual([
    "en-U",
    'BAD_RULE No language of BCP 47 begins with "xx": use one such as en or en-US',
    "xx",
  ]);
});

test.each([
  ["Shop.Example.", "shop.example"],
  [
    "https://a.example/x",
    'BAD_RULE "https://a.example/x" is no domain: use a.example, without what stands around it',
  ],
  [
    "a.example/x",
    'BAD_RULE "a.example/x" is no domain: use a.example, without what stands around it',
  ],
  ["two words", 'BAD_RULE "two words" is no domain: use one such as example.com'],
])("the host %s", (text, expected) => expect(told(hostGate(text))).toBe(expected));

const nowhere = (text: string, end: string): string =>
  `BAD_RULE "${text}" stands in no domain as browsers send it: ${end}`;
test.each<[Parameters<typeof hostPartGate>[1], string, string]>([
  ["CONTAINS", "Shop", "shop"],
  ["CONTAINS", "a_b-c.", "a_b-c."],
  ["ENDS_WITH", ".Example.", ".example"],
  ["ENDS_WITH", ".", "."],
  ["STARTS_WITH", "android-app://com.", "android-app://com."],
  ["CONTAINS", "roid-app://com", "roid-app://com"],
  ["CONTAINS", "os-app://com", "os-app://com"],
  ["CONTAINS", "://com", "://com"],
  ["CONTAINS", "//com", "//com"],
  ["CONTAINS", "/com", "/com"],
  ["MATCHES", "sh?p-*.example", "sh?p-*.example"],
  ["CONTAINS", "a*b", nowhere("a*b", "name a part of one such as example.com")],
  ["MATCHES", "a b", nowhere("a b", "name a part of one such as example.com")],
  ["CONTAINS", "two words", nowhere("two words", "name a part of one such as example.com")],
  ["CONTAINS", "münchen.example", nowhere("münchen.example", "use xn--mnchen-3ya.example")],
  ["ENDS_WITH", "..münchen.example", nowhere("..münchen.example", "use xn--mnchen-3ya.example")],
  ["STARTS_WITH", "https://x.com", nowhere("https://x.com", "use x.com")],
  ["STARTS_WITH", "web-app://x.com", nowhere("web-app://x.com", "use x.com")],
])("%s of a host: %s", (operator, text, expected) =>
  expect(told(hostPartGate(text, operator))).toBe(expected),
);
