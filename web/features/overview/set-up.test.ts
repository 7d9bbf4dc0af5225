import { expect, test } from "vitest";
import { setUpOf, type SetUpFacts } from "./set-up.ts";

const nothing: SetUpFacts = {
  cpc: null,
  cpcEnabled: false,
  clickActive: false,
  termsReady: false,
  asked: 0,
  accepted: 0,
  verified: 0,
};
const ready: SetUpFacts = {
  cpc: "ENABLED",
  cpcEnabled: true,
  clickActive: true,
  termsReady: true,
  asked: 3,
  accepted: 3,
  verified: 3,
};

test("found 84: the first step that is not done comes next, in the order of the article", () => {
  expect(setUpOf(nothing).next).toBe("ask");
  expect(setUpOf({ ...nothing, cpcEnabled: true }).next).toBe("eventType");
  expect(setUpOf({ ...nothing, cpcEnabled: true, clickActive: true }).next).toBe("terms");
  expect(setUpOf({ ...ready, asked: 0, accepted: 0, verified: 0 }).next).toBe("partners");
  expect(setUpOf({ ...ready, accepted: 2, verified: 0 }).next).toBe("accepted");
  expect(setUpOf({ ...ready, verified: 2 })).toMatchObject({
    next: "verify",
    partners: { asked: 3, accepted: 3, verified: 2 },
  });
  expect(setUpOf(ready).next).toBeNull();
});
test("an open request waits for the platform, a decided one does not", () => {
  expect(setUpOf({ ...nothing, cpc: "IN_REVIEW" }).waitsForPlatform).toBe(true);
  expect(setUpOf({ ...nothing, cpc: "ENABLED", cpcEnabled: true }).waitsForPlatform).toBe(false);
  expect(setUpOf({ ...nothing, cpc: "REQUESTED", clickActive: true }).waitsForPlatform).toBe(false);
});
