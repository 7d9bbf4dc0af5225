import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../../messages/en.json" with { type: "json" };
import type { Offer_PayoutFragment } from "../../../gql/graphql.ts";
import { offeredPayouts, offerOf, placeOffer } from "./offer.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });
const whole = { scope: "CONTRACT", weekendMax: null } as const;
const click: Offer_PayoutFragment = {
  event: "CLICK",
  level: "CLICK",
  rate: "0.12",
  remainder: "PAY_REMAINDER",
  limits: [
    {
      id: "a",
      kind: "CLICKS",
      ...whole,
      reset: "DAY",
      maxClicks: 60,
      maxConversions: null,
      maxPayout: null,
    },
    {
      id: "b",
      kind: "PAYOUT",
      ...whole,
      reset: "MONTH",
      maxClicks: null,
      maxConversions: null,
      maxPayout: usd("470"),
    },
  ],
};
const sale: Offer_PayoutFragment = {
  event: "SALE",
  level: "ITEM",
  rate: "8%",
  remainder: "PAY_ZERO",
  limits: [],
};
const base = [click, sale];

test("an offer that changes nothing names nothing", () =>
  expect(offeredPayouts(base, offerOf(base))).toEqual([]));

test("another click rate keeps the limits and what becomes of their rest", () => {
  expect(offeredPayouts(base, { ...offerOf(base), clickRate: " 0.15 " })).toEqual([
    {
      event: "CLICK",
      rate: "0.15",
      remainder: "PAY_REMAINDER",
      limits: [
        { kind: "CLICKS", ...whole, reset: "DAY", max: "60" },
        { kind: "PAYOUT", ...whole, reset: "MONTH", max: "470" },
      ],
    },
  ]);
});

test("another limit names the clicks; an emptied one is left out", () => {
  const draft = offerOf(base);
  const [first, second] = draft.limits;
  if (!first || !second) throw new Error("two limits");
  expect(
    offeredPayouts(base, { ...draft, limits: [{ ...first, max: "80" }, second] })[0]?.limits,
  ).toEqual([{ ...first, max: "80" }, second]);
  expect(
    offeredPayouts(base, { ...draft, limits: [{ ...first, max: "" }, second] })[0]?.limits,
  ).toEqual([second]);
});

test("another sale rate keeps what it is for, and its limits", () => {
  const limit = {
    kind: "CONVERSIONS",
    scope: "CONTRACT",
    reset: "MONTH",
    weekendMax: null,
  } as const;
  const limited: Offer_PayoutFragment = {
    ...sale,
    limits: [{ id: "sales", ...limit, maxClicks: null, maxConversions: 50, maxPayout: null }],
  };
  const offered = { event: "SALE", rate: "10%", level: "ITEM", remainder: "PAY_ZERO" };
  expect(offeredPayouts(base, { ...offerOf(base), saleRate: "10%" })).toEqual([
    { ...offered, limits: [] },
  ]);
  expect(
    offeredPayouts([click, limited], { ...offerOf([click, limited]), saleRate: "10%" }),
  ).toEqual([{ ...offered, limits: [{ ...limit, max: "50" }] }]);
});

test("another amount for leads is offered where leads are paid, at its own field", () => {
  const lead: Offer_PayoutFragment = {
    event: "LEAD",
    level: "LEAD",
    rate: "2.50",
    remainder: "PAY_ZERO",
    limits: [],
  };
  const draft = offerOf([...base, lead]);
  expect([draft.leadRate, offerOf(base).leadRate]).toEqual(["2.50", null]);
  const eventPayouts = offeredPayouts([...base, lead], { ...draft, leadRate: "3" });
  expect(eventPayouts).toEqual([
    { event: "LEAD", rate: "3", level: "LEAD", remainder: "PAY_ZERO", limits: [] },
  ]);
  const refusal = { code: "X", message: "m", path: ["input", "eventPayouts", "0", "rate"] };
  expect(placeOffer(refusal, { eventPayouts })?.path).toEqual(["leadRate"]);
});

test("from nothing: clicks with a limit when a rate is given, nothing else", () => {
  const draft = offerOf([]);
  expect(draft).toEqual({
    clickRate: "",
    limits: [{ kind: "PAYOUT", reset: "MONTH", max: "" }],
    saleRate: "",
    leadRate: null,
  });
  expect(offeredPayouts([], draft)).toEqual([]);
  expect(offeredPayouts([], { ...draft, clickRate: "0.1" })).toEqual([
    { event: "CLICK", rate: "0.1", limits: [], remainder: null },
  ]);
});

test("a refusal stands at its field", () => {
  const input = {
    eventPayouts: offeredPayouts(base, { ...offerOf(base), clickRate: "x", saleRate: "y" }),
  };
  const placed = (...path: string[]) => placeOffer({ code: "X", message: "m", path }, input)?.path;
  expect(placed("input", "eventPayouts", "0", "rate")).toEqual(["clickRate"]);
  expect(placed("input", "eventPayouts.0.event")).toEqual(["clickRate"]);
  expect(placed("input", "eventPayouts", "0", "limits", "1", "max")).toEqual(["limit1"]);
  expect(placed("input", "eventPayouts", "1", "rate")).toEqual(["saleRate"]);
  expect(placed("input", "endsAt")).toEqual(["input", "endsAt"]);
  expect(placeOffer(null, input)).toBeNull();
});

test.each([
  [0, "at any time, also at once"],
  [1, "with 1 day’s notice"],
  [7, "with 7 days’ notice"],
])("who accepts is told the contract's own rule, of %i days' notice (found 83)", (days, rule) => {
  const t = createTranslator({ locale: "en", messages, namespace: "contracts.answer" });
  expect(t("partner.acceptText", { other: "Acme", days })).toContain(
    `Acme can change its terms ${rule}, and you are told each time`,
  );
  for (const key of ["brand.acceptText", "brand.acceptSwitches"] as const)
    expect(t(key, { days })).toContain(`You can change its terms ${rule}; the partner can only`);
  expect(JSON.stringify(messages)).not.toMatch(/changed by either side/i);
});

test("the settings say that windows that began before still bind", () => {
  const t = createTranslator({ locale: "en", messages, namespace: "settings" });
  for (const key of ["timeZoneHint", "yearStartHint"] as const)
    expect(t(key, { isBrand: "true" })).toMatch(
      /began before still binds? beside the new ones? until/,
    );
});
