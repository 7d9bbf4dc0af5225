import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, dateStart, type Period } from "./calendar.ts";
import { contractDecisions, decisionsAfter, contractState, undecidable } from "./contract.ts";
import {
  effectiveInstant,
  modifySteps,
  planFor,
  switchSteps,
  type ChangePlan,
  type PartnerSnapshot,
  type Signed,
  type Step,
} from "./change.ts";

const signed = (
  contractId: string,
  start: number,
  end: number | null,
  more: Partial<Signed> = {},
): Signed => ({
  contractId,
  versionId: `v-${contractId}`,
  termsId: "old",
  noticeDays: 0,
  privateRules: [],
  validity: { start, end },
  ...more,
});

/** What is in force after the steps: [version, period], in order. */
function after(
  before: readonly Signed[],
  steps: readonly Step[],
): { versionId: string; validity: Period }[] {
  const left = before.flatMap(({ contractId, versionId, validity }) => {
    if (steps.some((step) => step.kind === "SUPERSEDE" && step.contractId === contractId))
      return [];
    const end = steps.find((step) => step.kind === "END" && step.contractId === contractId);
    return [
      {
        versionId,
        validity: end?.kind === "END" ? { start: validity.start, end: end.at } : validity,
      },
    ];
  });
  const made = steps.flatMap((step) =>
    step.kind === "SIGN" ? [{ versionId: step.versionId, validity: step.validity }] : [],
  );
  return [...left, ...made].sort((a, b) => a.validity.start - b.validity.start);
}
const versionAt = (
  list: readonly { versionId: string; validity: Period }[],
  at: number,
): string | null => list.find(({ validity }) => contains(validity, at))?.versionId ?? null;
const overlaps = (list: readonly { validity: Period }[]): boolean =>
  list.some(
    ({ validity }, i) =>
      (validity.end !== null && validity.end <= validity.start) ||
      (list[i + 1] !== undefined &&
        (validity.end === null || validity.end > (list[i + 1]?.validity.start ?? 0))),
  );

describe("switching", () => {
  const current = [signed("a", 0, null)];
  test("the old contract ends where the new one starts, and the new one follows it [D37]", () => {
    expect(
      switchSteps(current, { versionId: "new", from: 10, until: null, fallbackVersionId: null }),
    ).toEqual([
      { kind: "END", contractId: "a", at: 10 },
      {
        kind: "SIGN",
        role: "NEW",
        versionId: "new",
        validity: { start: 10, end: null },
        follows: "a",
      },
    ]);
  });
  test("temporary: the fallback starts after the end; without one nothing follows [D40]", () => {
    const temporary = (fallbackVersionId: string | null) =>
      after(
        current,
        switchSteps(current, { versionId: "new", from: 10, until: 20, fallbackVersionId }),
      );
    expect([9, 10, 19, 20].map((at) => versionAt(temporary("back"), at))).toEqual([
      "v-a",
      "new",
      "new",
      "back",
    ]);
    expect([19, 20, 99].map((at) => versionAt(temporary(null), at))).toEqual(["new", null, null]);
  });
  test("what was to follow is given up; what starts after a temporary contract stays", () => {
    const two = [signed("a", 0, 30), signed("b", 30, null)];
    expect(
      versionAt(
        after(
          two,
          switchSteps(two, { versionId: "new", from: 10, until: null, fallbackVersionId: null }),
        ),
        40,
      ),
    ).toBe("new");
    expect(
      versionAt(
        after(
          two,
          switchSteps(two, { versionId: "new", from: 10, until: 20, fallbackVersionId: null }),
        ),
        40,
      ),
    ).toBe("v-b");
  });
});

test("modifying keeps every contract's end, and leaves other terms alone [D41]", () => {
  const list = [
    signed("a", 0, 30),
    signed("b", 30, 50, { termsId: "other" }),
    signed("c", 50, null),
  ];
  const now = after(list, modifySteps(list, "old", "new", 10));
  expect([9, 10, 29, 30, 49, 50, 99].map((at) => versionAt(now, at))).toEqual([
    "v-a",
    "new",
    "new",
    "v-b",
    "v-b",
    "new",
    "new",
  ]);
});

test("whatever is signed or planned: never two at once, nothing too early, no new gap", () => {
  const periods = fc
    .array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
    .map((lengths) => {
      let at = 0;
      return lengths.map((length, i) => {
        const start = at;
        at += length;
        return signed(`c${i}`, start, i === lengths.length - 1 && length % 2 === 0 ? null : at, {
          termsId: length % 3 === 0 ? "other" : "old",
        });
      });
    });
  fc.assert(
    fc.property(
      periods,
      fc.integer({ min: 0, max: 120 }),
      fc.option(fc.integer({ min: 1, max: 60 })),
      fc.boolean(),
      (list, from, length, hasFallback) => {
        const until = length === null ? null : from + length;
        const switched = after(
          list,
          switchSteps(list, {
            versionId: "new",
            from,
            until,
            fallbackVersionId: hasFallback && until !== null ? "back" : null,
          }),
        );
        const modified = after(list, modifySteps(list, "old", "new", from));
        expect([overlaps(switched), overlaps(modified)]).toEqual([false, false]);
        const before = list.map(({ versionId, validity }) => ({ versionId, validity }));
        for (let at = 0; at < 200; at += 1) {
          const was = versionAt(before, at);
          if (at < from)
            expect([versionAt(switched, at), versionAt(modified, at)]).toEqual([was, was]);
          else {
            if (until === null || at < until) expect(versionAt(switched, at)).toBe("new");
            expect(versionAt(modified, at) === null, `a gap at ${at}`).toBe(was === null);
            const own = list.find(({ validity }) => contains(validity, at))?.termsId;
            if (own !== undefined)
              expect(versionAt(modified, at)).toBe(own === "old" ? "new" : was);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe("plans for one partner", () => {
  const zone = "America/New_York";
  const now = Date.parse("2026-11-02T15:00:00Z");
  const day = (date: string) => dateStart(date, zone);
  const plan = (more: Partial<ChangePlan> = {}): ChangePlan => ({
    strategy: "SWITCH",
    approval: "REPLACE",
    termsId: "old",
    versionId: "new",
    effectiveAt: day("2026-11-10"),
    until: null,
    fallbackVersionId: null,
    privateRules: [],
    ...more,
  });
  const partner = (more: Partial<PartnerSnapshot> = {}): PartnerSnapshot => ({
    partnerId: "p",
    signed: [signed("a", 0, null, { noticeDays: 8 })],
    hasPlannedChange: false,
    hasProposal: false,
    ...more,
  });
  const codeOf = (change: ChangePlan, facts: PartnerSnapshot) =>
    planFor(change, facts, now, zone).fault?.code ?? null;

  test("what the partner alone sees is tested only where it agreed to that very rule", () => {
    const [rule, other] = ["CLICK: Sub ID 1 is a", "CLICK: Sub ID 1 is b"];
    const agreed = (...privateRules: string[]) =>
      partner({ signed: [signed("a", 0, null, { privateRules })] });
    for (const how of [{ approval: "REPLACE" }, { strategy: "MODIFY", approval: null }] as const) {
      const asks = plan({ ...how, privateRules: [rule] });
      expect(codeOf(asks, agreed())).toBe("CONSENT_NEEDED");
      expect(codeOf(asks, agreed(other))).toBe("CONSENT_NEEDED");
      expect(codeOf(asks, agreed(rule, other))).toBeNull();
      expect(codeOf(plan(how), agreed(rule))).toBeNull();
    }
    expect(codeOf(plan({ approval: "PROPOSE", privateRules: [rule] }), agreed())).toBeNull();
  });

  test("the earliest day is today plus the notice; the day before is too early [D27, D39]", () => {
    expect(planFor(plan(), partner(), now, zone)).toMatchObject({
      earliestOn: "2026-11-10",
      fault: null,
    });
    expect(
      planFor(plan({ effectiveAt: day("2026-11-10") - 1 }), partner(), now, zone),
    ).toMatchObject({
      earliestOn: "2026-11-10",
      steps: [],
      fault: { code: "INSIDE_NOTICE_PERIOD" },
    });
    expect(
      codeOf(plan({ effectiveAt: now }), partner({ signed: [signed("a", 0, null)] })),
    ).toBeNull();
  });
  test.each<[string, string | null, ChangePlan, PartnerSnapshot]>([
    [
      "invite with a contract in force",
      "CONTRACT_IN_FORCE",
      plan({ strategy: "INVITE", approval: null }),
      partner(),
    ],
    [
      "invite after the contract's end",
      null,
      plan({ strategy: "INVITE", approval: null }),
      partner({ signed: [signed("a", 0, day("2026-11-05"))] }),
    ],
    ["switch without a contract", "NO_CONTRACT", plan(), partner({ signed: [] })],
    [
      "a modification of terms that other terms follow before its day [D41]",
      "NO_CONTRACT",
      plan({ strategy: "MODIFY", approval: null }),
      partner({
        signed: [
          signed("a", 0, day("2026-11-05")),
          signed("b", day("2026-11-05"), null, { termsId: "other" }),
        ],
      }),
    ],
    [
      "a modification of terms that go on beside a later contract on others [D41]",
      null,
      plan({ strategy: "MODIFY", approval: null }),
      partner({
        signed: [
          signed("a", 0, day("2026-11-20")),
          signed("b", day("2026-11-20"), null, { termsId: "other" }),
        ],
      }),
    ],
    [
      "a second planned change [D45]",
      "CHANGE_ALREADY_SCHEDULED",
      plan(),
      partner({ hasPlannedChange: true }),
    ],
    [
      "the terms that are in force already",
      "ALREADY_ON_THESE_TERMS",
      plan({ versionId: "v-a" }),
      partner(),
    ],
  ])("%s: %s", (_name, code, change, facts) => expect(codeOf(change, facts)).toBe(code));
  test("a proposal changes nothing that is signed [D36, D38]", () => {
    expect(planFor(plan({ approval: "PROPOSE" }), partner(), now, zone).steps).toEqual([
      { kind: "PROPOSE", versionId: "new", validity: { start: day("2026-11-10"), end: null } },
    ]);
  });
  test("today means at once; other days begin at the zone's midnight, even if skipped", () => {
    expect(effectiveInstant("2026-11-02", now, zone, "on")).toEqual({ ok: true, value: now });
    expect(effectiveInstant("2026-11-03", now, zone, "on")).toEqual({
      ok: true,
      value: Date.parse("2026-11-03T05:00:00Z"),
    });
    expect(effectiveInstant("2026-09-06", 0, "America/Santiago", "on")).toEqual({
      ok: true,
      value: Date.parse("2026-09-06T04:00:00Z"),
    });
    expect(effectiveInstant("2026-11-01", now, zone, "on")).toMatchObject({
      ok: false,
      code: "DATE_IN_PAST",
    });
    expect(effectiveInstant("2026-02-30", now, zone, "on")).toMatchObject({
      ok: false,
      code: "BAD_DATE",
    });
  });
});

test("decisions: what may follow what ends; only an open proposal is decided [D53, D57]", () => {
  const standing = (decision: (typeof contractDecisions)[number]) => ({
    decision,
    validity: { start: 10, end: 20 },
    proposalExpiresAt: 15,
  });
  expect(
    contractDecisions.filter((decision) => undecidable(standing(decision), 5) === null),
  ).toEqual(["PROPOSED"]);
  expect(new Set(contractDecisions.map((decision) => undecidable(standing(decision), 5)))).toEqual(
    new Set([
      null,
      "ALREADY_ACCEPTED",
      "ALREADY_DECLINED",
      "PROPOSAL_WITHDRAWN",
      "ALREADY_COUNTERED",
    ]),
  );
  expect(undecidable(standing("PROPOSED"), 15)).toBe("PROPOSAL_EXPIRED");
  for (const decision of contractDecisions)
    for (const next of decisionsAfter[decision])
      expect(contractDecisions.indexOf(next)).toBeGreaterThan(contractDecisions.indexOf(decision));
  expect([5, 10, 19, 20].map((at) => contractState(standing("SIGNED"), at))).toEqual([
    "UPCOMING",
    "ACTIVE",
    "ACTIVE",
    "EXPIRED",
  ]);
  expect(contractDecisions.map((decision) => contractState(standing(decision), 5))).toEqual([
    "PENDING",
    "UPCOMING",
    "DECLINED",
    "DECLINED",
    "DECLINED",
    "DECLINED",
  ]);
});
