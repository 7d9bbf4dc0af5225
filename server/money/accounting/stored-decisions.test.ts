import { expect, test } from "vitest";
import { decide } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { askedAgain, differenceOf, madeAgain, type StoredDecision } from "./stored-decisions.ts";

const calendar = { zone: "UTC", yearStartMonth: 1 };
const parsed = parseTerms({
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.05",
      limits: [],
      restrictions: [
        {
          name: "US",
          rules: [{ variable: "COUNTRY", operator: "IS_NOT", values: ["US"] }],
          hideZeroRows: true,
        },
      ],
    },
  ],
});
if (!parsed.ok) throw new Error(parsed.message);
const contract: ContractInForce = {
  contractId: "c",
  termsVersionId: "v",
  versionNumber: 1,
  validity: { start: 0, end: null },
  terms: parsed.value,
};

const stored = (engineVersion: number, hidden: boolean): StoredDecision => ({
  brand: "b",
  at: 1_000,
  id: "click",
  programActive: true,
  partnerActive: true,
  adActive: true,
  robot: false,
  isTest: false,
  outcome: "UNPAID",
  reason: "RESTRICTED",
  hidden,
  classification: "U",
  groupId: null,
  rate: null,
  amount: 0n,
  wouldPay: 0n,
  currency: "USD",
  contract: "c",
  version: "v",
  uses: [],
  engineVersion,
});
const differs = (decision: StoredDecision): boolean =>
  differenceOf(decision, contract, madeAgain(decision, contract, undefined, calendar)) !== null;

test("only from the third engine on a restriction hides its clicks: no difference [D79]", () => {
  expect(
    decide({ ...askedAgain(stored(3, true), contract, undefined, calendar), usage: () => 0n }),
  ).toMatchObject({ reason: "RESTRICTED", hidden: true });
  expect([differs(stored(2, false)), differs(stored(3, true)), differs(stored(3, false))]).toEqual([
    false,
    false,
    true,
  ]);
});
