import { expect, test } from "vitest";
import {
  confirms,
  explains,
  inputOf,
  isPreviewable,
  mustType,
  newChange,
  resumedChange,
  savedInput,
  stepOfPath,
  triedChange,
  type ChangeDraft,
} from "./draft.ts";
import { firstTerms, type Ground } from "./ground-types.ts";

const terms = {
  name: "T",
  currency: "USD",
  comment: "",
  acknowledgeNoLimit: false,
  labels: [],
  eventPayouts: [],
};
const full = (facts: Partial<ChangeDraft>): ChangeDraft => ({
  ...newChange("t1", "Why."),
  versionNumber: 2,
  terms,
  baseVersion: 1,
  partnerIds: ["p1"],
  everyoneOnTermsId: "t0",
  excludePartnerIds: ["p2"],
  lastDay: "2026-12-31",
  fallbackTermsId: "t9",
  expiresAt: "2026-12-05T05:00:00.000Z",
  earlyOptIn: true,
  ...facts,
});

test("each strategy sends what it takes and nothing else", () => {
  expect(inputOf(full({ strategy: "INVITE" }), "2026-11-26")).toMatchObject({
    approval: null,
    terms: null,
    baseVersion: null,
    versionNumber: 2,
    partnerIds: ["p1"],
    everyoneOnTermsId: null,
    lastDay: "2026-12-31",
    fallbackTermsId: null,
    expiresAt: "2026-12-05T05:00:00.000Z",
    earlyOptIn: false,
    effectiveOn: "2026-11-26",
  });
  expect(inputOf(full({ strategy: "SWITCH" }), "2026-11-26")).toMatchObject({
    approval: "REPLACE",
    partnerIds: null,
    everyoneOnTermsId: "t0",
    excludePartnerIds: ["p2"],
    fallbackTermsId: "t9",
    expiresAt: null,
  });
  expect(
    inputOf(
      full({
        strategy: "SWITCH",
        approval: "PROPOSE",
        everyoneOnTermsId: null,
        effectiveOn: "2026-12-01",
      }),
      "2026-11-26",
    ),
  ).toMatchObject({
    partnerIds: ["p1"],
    excludePartnerIds: null,
    expiresAt: "2026-12-05T05:00:00.000Z",
    effectiveOn: "2026-12-01",
  });
  expect(inputOf(full({ strategy: "MODIFY" }), "2026-11-26")).toMatchObject({
    approval: null,
    terms,
    baseVersion: 1,
    versionNumber: null,
    partnerIds: null,
    everyoneOnTermsId: null,
    lastDay: null,
    fallbackTermsId: null,
    expiresAt: null,
    earlyOptIn: true,
  });
});

test("a saved draft comes back as it was, also what the strategy does not use now", () => {
  const draft = full({ strategy: "MODIFY", approval: "REPLACE" });
  expect(resumedChange(JSON.stringify(savedInput(draft)))).toEqual(draft);
  expect(
    resumedChange(
      JSON.stringify({
        strategy: "SWITCH",
        approval: "PROPOSE",
        termsId: "t1",
        partnerIds: null,
        expectedPartners: 3,
      }),
    ),
  ).toEqual({
    ...newChange("t1", ""),
    strategy: "SWITCH",
    approval: "PROPOSE",
  });
});

test("a preview needs terms, and partners or a new version", () => {
  const bare = newChange("t1", "");
  expect(isPreviewable(bare)).toBe(false);
  expect(isPreviewable({ ...bare, partnerIds: ["p1"] })).toBe(true);
  expect(isPreviewable({ ...bare, termsId: "", partnerIds: ["p1"] })).toBe(false);
  expect(
    isPreviewable({ ...bare, everyoneOnTermsId: "t0" }),
    "inviting everyone on terms makes no sense",
  ).toBe(false);
  expect(isPreviewable({ ...bare, strategy: "SWITCH", everyoneOnTermsId: "t0" })).toBe(true);
  expect(isPreviewable({ ...bare, strategy: "MODIFY", partnerIds: ["p1"] })).toBe(false);
  expect(isPreviewable({ ...bare, strategy: "MODIFY", terms })).toBe(true);
});

test.each([
  [["input", "effectiveOn"], "dates"],
  [["input", "terms", "eventPayouts", "0", "rate"], "terms"],
  [["input", "expectedPartners"], "partners"],
  [["input", "comment"], "message"],
  [["input"], null],
  [[], null],
])("a refusal of %j stands on step %s", (path, step) => expect(stepOfPath(path)).toBe(step));

test("the prefilled sentence alone explains nothing", () => {
  expect(explains("\n\nLinks stay.", "Links stay.")).toBe(false);
  expect(explains("More per click.\n\nLinks stay.", "Links stay.")).toBe(true);
  expect(explains("", "Links stay.")).toBe(false);
});

test("above twenty partners their number is typed", () => {
  expect([20, 21].map(mustType)).toEqual([false, true]);
  expect(confirms(20, "")).toBe(true);
  expect(["", "20", "2", "211"].map((typed) => confirms(21, typed))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(confirms(21, " 21 ")).toBe(true);
});

test("past days are tried anew for other terms or partners, not for other days or words", () => {
  const of = (facts: Partial<ChangeDraft>) =>
    triedChange(full({ strategy: "SWITCH", everyoneOnTermsId: null, ...facts }));
  const words = {
    comment: "Else.",
    effectiveOn: "2027-01-01",
    lastDay: null,
    howTo: true,
    excludePartnerIds: ["p3"],
    terms: null,
    approval: "PROPOSE" as const,
  };
  expect(of(words)).toBe(of({}));
  for (const facts of [
    { strategy: "INVITE" as const },
    { termsId: "t2" },
    { versionNumber: 3 },
    { partnerIds: ["p1", "p2"] },
    { everyoneOnTermsId: "t0" },
  ])
    expect(of(facts)).not.toBe(of({}));
  const modified = (more: object) =>
    triedChange(full({ strategy: "MODIFY", terms: { ...terms, ...more } }));
  expect(modified({ comment: "Else.", name: "U" })).toBe(modified({}));
  expect(modified({ eventPayouts: [{ event: "CLICK", rate: "0.2" }] })).not.toBe(modified({}));
});

test("found 92: partners are given the newest terms, and what most have is modified", () => {
  const on = (id: string, termsId: string) => ({ id, contract: { termsId } });
  const ground = {
    terms: [{ id: "newest" }, { id: "old" }, { id: "oldest" }],
    partners: [on("p1", "old"), on("p2", "old"), on("p3", "oldest")],
  } as unknown as Ground;
  expect((["INVITE", "SWITCH", "MODIFY"] as const).map((way) => firstTerms(ground, way))).toEqual([
    "newest",
    "newest",
    "old",
  ]);
  expect(firstTerms({ ...ground, terms: [] }, "INVITE")).toBe("");
});
