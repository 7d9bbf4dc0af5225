import { expect, test } from "vitest";
import { gateAnswer, gateInquiry, type AskedInquiry } from "./inquiry.ts";

const today = "2026-11-20";
const none = {
  clickId: null,
  conversionId: null,
  orderNumber: null,
  orderDate: null,
  expected: null,
};
const missing = { ...none, kind: "UNTRACKED" as const, expected: "1.20" };
const ordered = { ...missing, orderNumber: "114-1", orderDate: today };
const wrong = { ...none, kind: "INCORRECT" as const, conversionId: "s", expected: "1.20" };

test.each<[string, AskedInquiry]>([
  ["an order that is missing", ordered],
  ["one that a click led to", { ...ordered, clickId: "c" }],
  ["a sale with other figures", wrong],
  ["a click with another price", { ...wrong, conversionId: null, clickId: "c" }],
  ["a declined sale, whatever is expected", { ...wrong, kind: "DECLINED", expected: null }],
])("%s can be asked about", (_words, asked) => {
  expect(gateInquiry(asked, today)).toEqual({ ok: true, value: null });
});

test.each<[string, AskedInquiry, string, string]>([
  [
    "a missing order that is here",
    { ...ordered, conversionId: "s" },
    "BAD_SUBJECT",
    "conversionId",
  ],
  ["an order without a number", { ...ordered, orderNumber: " " }, "BAD_SUBJECT", "orderNumber"],
  ["an order without a date", { ...ordered, orderDate: null }, "BAD_DATE", "orderDate"],
  ["an order of tomorrow", { ...ordered, orderDate: "2026-11-21" }, "BAD_DATE", "orderDate"],
  ["nothing in particular", { ...wrong, conversionId: null }, "BAD_SUBJECT", "clickId"],
  ["a sale and a click at once", { ...wrong, clickId: "c" }, "BAD_SUBJECT", "clickId"],
  ["a sale by an order's number", { ...wrong, orderNumber: "1" }, "BAD_SUBJECT", "orderNumber"],
  ["figures without the right ones", { ...wrong, expected: null }, "BAD_AMOUNT", "expected"],
])("%s is refused, by its field", (_words, asked, code, field) => {
  expect(gateInquiry(asked, today)).toMatchObject({ ok: false, code, path: [field] });
});

test.each([
  ["APPROVE", "SALE", null],
  ["MODIFY", "SALE", "0"],
  ["BONUS", "SALE", "1"],
  ["BONUS", null, "1"],
  ["REFUSE", null, null],
] as const)("%s answers (of a sale: %s)", (answer, of, amount) => {
  expect(gateAnswer(answer, { of, amount })).toEqual({ ok: true, value: null });
});
test.each([
  ["APPROVE", null, null, "BAD_KIND", "answer"],
  ["MODIFY", null, "1", "BAD_KIND", "answer"],
  ["MODIFY", "LEAD", "1", "BAD_KIND", "answer"],
  ["MODIFY", "SALE", null, "BAD_AMOUNT", "amount"],
  ["BONUS", null, null, "BAD_AMOUNT", "amount"],
  ["REFUSE", "SALE", "1", "BAD_AMOUNT", "amount"],
] as const)("%s is no answer (of a %s, amount: %s)", (answer, of, amount, code, field) => {
  expect(gateAnswer(answer, { of, amount })).toMatchObject({
    ok: false,
    code,
    path: [field],
  });
});
