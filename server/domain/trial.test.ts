/** The trial at the start of a partnership: clicks are tracked and earn nothing. */
import { describe, expect, test } from "vitest";
import { calendarHistory } from "./calendar.ts";
import { decide, explain, type DecideInput } from "./decide.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";
import { asInput } from "./terms-as-input.ts";
import { termsFromJson, termsToJson } from "./terms.ts";
import { trialEnd } from "./trial.ts";

const click: EventPayoutDraft = { event: "CLICK", rate: "0.12", limits: [] };
const sale: EventPayoutDraft = { event: "SALE", rate: "8%", limits: [] };
const read = (draft: Partial<TermsDraft>) =>
  parseTerms({ currency: "USD", eventPayouts: [click, sale], ...draft });
const terms = (trialDays: number) => {
  const parsed = read({ trialDays });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const berlin = { zone: "Europe/Berlin", yearStartMonth: 1 };
const input = (
  trialDays: number,
  at: string,
  of: { since?: string; start: string },
): DecideInput => ({
  event: { kind: "CLICK", at: Date.parse(at), isTest: false, classification: "U" },
  standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
  contract: {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start: Date.parse(of.start), end: null },
    ...(of.since === undefined ? {} : { partnerSince: Date.parse(of.since) }),
    terms: terms(trialDays),
  },
  calendar: berlin,
  usage: () => 0n,
});
const start = "2026-10-20T09:00:00Z";

test("a trial ends at midnight of the brand's calendar, whatever the clocks do in it", () => {
  const reasonAt = (at: string, days = 7) => decide(input(days, at, { start })).reason;
  // 25 October has 25 hours in Berlin.
  expect(reasonAt("2026-10-26T22:59:59.999Z")).toBe("IN_TRIAL");
  expect(reasonAt("2026-10-26T23:00:00.000Z")).toBeNull();
  expect([reasonAt("2026-10-20T21:59:59.999Z", 1), reasonAt("2026-10-20T22:00:00Z", 1)]).toEqual([
    "IN_TRIAL",
    null,
  ]);
  expect(reasonAt(start, 0)).toBeNull();
  expect(decide(input(7, start, { start }))).toMatchObject({ outcome: "UNPAID", amount: 0n });
});

test("another contract begins no trial anew; another zone moves none that began", () => {
  const later = { since: start, start: "2026-10-25T00:00:00Z" };
  expect(decide(input(7, "2026-10-26T22:00:00Z", later)).reason).toBe("IN_TRIAL");
  expect(decide(input(7, "2026-10-27T00:00:00Z", later)).reason).toBeNull();
  const moved = calendarHistory({ ...berlin, zone: "America/Los_Angeles" }, [
    { ...berlin, until: Date.parse("2026-10-22T00:00:00Z") },
  ]);
  const asked = { ...input(7, "2026-10-26T23:00:00Z", { start }), calendar: moved };
  expect(decide(asked).reason).toBeNull();
});

test("no days are no trial", () => {
  const { calendar, contract } = input(0, start, { start });
  expect(contract && trialEnd(calendar, contract)).toBeNull();
});

test("sales are not in it, and the trace says the contract's sentence with its end", () => {
  const asked = input(2, "2026-10-20T10:00:00Z", { start });
  const { decision, steps } = explain(asked);
  expect(decision.reason).toBe("IN_TRIAL");
  expect(steps.find(({ step }) => step === "EVENT_TYPE")).toMatchObject({
    verdict: "STOPPED",
    reason: "IN_TRIAL",
    seen:
      "Clicks of the partner’s first 2 days in the program are tracked and earn nothing: " +
      "until 2026-10-22 00:00 Europe/Berlin",
  });
  const event = { kind: "SALE", at: asked.event.at, isTest: false } as const;
  expect(
    decide({ ...asked, event: { ...event, orders: 1n, units: 1n, amount: 9_000_000n } }),
  ).toMatchObject({ outcome: "PAID", amount: 720_000n });
});

describe("what a draft may say", () => {
  test.each([-1, 91, 1.5])("%s days are refused at their field", (trialDays) =>
    expect(read({ trialDays })).toMatchObject({
      ok: false,
      code: "BAD_DAYS",
      path: ["trialDays"],
      message: `A trial has 0 to 90 days, not ${trialDays}`,
    }),
  );
  test("terms that do not pay for clicks have none", () => {
    expect(read({ trialDays: 3, eventPayouts: [sale] })).toMatchObject({
      message: "The trial is about clicks, for which these terms do not pay: leave it out",
      ok: false,
      code: "BAD_DAYS",
      path: ["trialDays"],
    });
    expect(read({ trialDays: 0, eventPayouts: [sale] }).ok).toBe(true);
  });
  test("it is stored and given back; terms older than it have none", () => {
    const seven = terms(7);
    expect(termsFromJson(termsToJson(seven))).toEqual(seven);
    expect(asInput(seven).trialDays).toBe(7);
    const { trialDays: _, ...older } = termsToJson(seven) as { trialDays: number };
    expect(termsFromJson(older).trialDays).toBe(0);
  });
});
