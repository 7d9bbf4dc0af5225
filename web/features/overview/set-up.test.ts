import { expect, test } from "vitest";
import { setUpOf, type SetUpFacts } from "./set-up.ts";

const nothing: SetUpFacts = { clickEventTypeActive: false, cpc: null, hasTerms: false, hasContractInForce: false, hasTestLink: false, bothArrive: false };

test("the first step that is not done comes next", () => {
  expect(setUpOf(nothing).next).toBe("eventType");
  expect(setUpOf({ ...nothing, clickEventTypeActive: true }).next).toBe("terms");
  expect(setUpOf({ ...nothing, hasTerms: true, hasContractInForce: true }).next).toBe("eventType");
  expect(setUpOf({ ...nothing, clickEventTypeActive: true, hasTerms: true, hasContractInForce: true, hasTestLink: true }).next).toBe("verify");
});
test("an open request waits for the platform, a decided one does not", () => {
  expect(setUpOf({ ...nothing, cpc: "IN_REVIEW" }).waitsForPlatform).toBe(true);
  expect(setUpOf({ ...nothing, cpc: "ENABLED" }).waitsForPlatform).toBe(false);
  expect(setUpOf({ ...nothing, cpc: "REQUESTED", clickEventTypeActive: true }).waitsForPlatform).toBe(false);
});
test("all done leaves no next step", () => {
  expect(setUpOf({ clickEventTypeActive: true, cpc: "ENABLED", hasTerms: true, hasContractInForce: true, hasTestLink: true, bothArrive: true })).toMatchObject({
    next: null,
    waitsForPlatform: false,
  });
});
