import { expect, test } from "vitest";
import { draftOf, draftWarnings, inputOf, newDraft, placeRefusal, type TermsDraft } from "./draft.ts";

const draft = (facts: Partial<TermsDraft> = {}): TermsDraft => ({ ...newDraft("USD"), name: " CPC ", ...facts });
const clickAndSale = draft({ click: { rate: " 0.12 ", limits: [{ kind: "CLICKS", reset: "DAY", max: "60 " }], remainder: "PAY_ZERO" }, sale: { rate: "8%", level: "ORDER" } });

test("a draft becomes input without stray spaces", () => {
  expect(inputOf(clickAndSale)).toEqual({
    name: "CPC",
    comment: "",
    currency: "USD",
    acknowledgeNoLimit: false,
    labels: [],
    eventPayouts: [
      { event: "CLICK", rate: "0.12", remainder: "PAY_ZERO", limits: [{ kind: "CLICKS", reset: "DAY", max: "60" }] },
      { event: "SALE", rate: "8%", level: "ORDER", limits: [] },
    ],
  });
});

test("clicks without a limit and without a sale are warned of before saving", () => {
  expect(draftWarnings(clickAndSale)).toEqual([]);
  expect(draftWarnings(draft({ click: { rate: "1", limits: [], remainder: "PAY_ZERO" }, sale: null }))).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
  expect(draftWarnings(draft({ click: null }))).toEqual([]);
});

test("a refusal stands at its field, whatever its position in the input", () => {
  const input = inputOf(clickAndSale);
  const placed = (...path: string[]) => placeRefusal({ code: "X", message: "m", path }, input)?.path;
  expect(placed("input", "eventPayouts", "0", "rate")).toEqual(["click.rate"]);
  expect(placed("input", "eventPayouts.0.rate")).toEqual(["click.rate"]);
  expect(placed("input", "eventPayouts", "1", "rate")).toEqual(["sale.rate"]);
  expect(placed("input", "eventPayouts", "0", "limits", "0", "max")).toEqual(["click.limit0.max"]);
  expect(placed("input", "eventPayouts", "0", "limits", "1")).toEqual(["click.limit1.max"]);
  expect(placed("input", "acknowledgeNoLimit")).toEqual(["input", "acknowledgeNoLimit"]);
  expect(placeRefusal(null, input)).toBeNull();
});

test("the next version starts from the one there is", () => {
  const version = {
    currency: "USD",
    eventPayouts: [
      {
        event: "CLICK",
        level: "CLICK",
        rate: "0.2",
        amount: { amount: "0.2", currency: "USD" },
        remainder: "PAY_REMAINDER",
        limits: [{ kind: "PAYOUT", reset: "DAY", maxClicks: null, maxPayout: { amount: "2.5", currency: "USD" } }],
      },
    ],
  } as const;
  expect(draftOf("Launch", version)).toMatchObject({
    name: "Launch",
    click: { rate: "0.2", remainder: "PAY_REMAINDER", limits: [{ kind: "PAYOUT", reset: "DAY", max: "2.5" }] },
    sale: null,
  });
});
