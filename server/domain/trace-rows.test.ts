import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { programLimitName } from "./limit-scopes.ts";
import { explain, type DecideInput } from "./decide.ts";
import { isHiddenFrom, isListVariable, ruleVariables } from "./rule-variables.ts";
import { parseTerms } from "./terms-input.ts";
import { decisionRows } from "./trace-rows.ts";

const parsed = parseTerms({
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.02",
      groups: [
        {
          name: "American phones",
          rules: [rule("COUNTRY", "IN", "US", "CA"), rule("DEVICE", "IS", "PHONE")],
          rate: "0.14",
          limits: [{ kind: "CLICKS", reset: "DAY", max: "5" }],
        },
        { name: "America", rules: [rule("COUNTRY", "IN", "US", "CA")], rate: "0.10" },
        { name: "Noted by the partner", rules: [rule("SUB_ID1", "IS", "secret")], rate: "0.01" },
        { name: "Gold", rules: [rule("PARTNER_VALUE2", "IS", "gold")], rate: "0.09" },
      ],
      restrictions: [
        { name: "No Germany", rules: [rule("COUNTRY", "IS", "DE")] },
        { name: "No tablets", rules: [rule("DEVICE", "IS", "TABLET")] },
      ],
      limits: [{ kind: "PAYOUT", reset: "MONTH", max: "1.00" }],
    },
  ],
});
function rule(variable: string, operator: string, ...values: string[]) {
  return { variable, operator, values };
}
if (!parsed.ok) throw new Error(parsed.message);
const terms = parsed.value;
const at = Date.UTC(2026, 10, 2, 12);
const question = (
  facts: object,
  used: bigint,
  changes: Partial<DecideInput> = {},
): DecideInput => ({
  event: { kind: "CLICK", at, isTest: false, classification: "U", facts },
  standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
  contract: {
    contractId: "C-1",
    termsVersionId: "V-1",
    versionNumber: 4,
    validity: { start: at - 1_000, end: null },
    terms,
  },
  calendar: { zone: "UTC", yearStartMonth: 1 },
  programLimits: [
    {
      ...programLimitName({ event: "CLICK", kind: "CLICKS", reset: "DAY", currency: "USD" }),
      max: 9n,
      weekendMax: null,
    },
  ],
  usage: () => used,
  ...changes,
});
const rowsOf = (input: DecideInput, reader: "BRAND" | "PARTNER" = "BRAND") =>
  decisionRows(input, explain(input).decision, reader);
const verdicts = (rows: { label: string; verdict: string }[] = []) =>
  rows.map(({ label, verdict }) => `${label}: ${verdict}`);

describe("rows of a trace", () => {
  test("groups are tried in order; the first that applies is marked, the rest not [D85]", () => {
    const rows = rowsOf(question({ COUNTRY: "US", DEVICE: "DESKTOP" }, 0n));
    expect(verdicts(rows.GROUP)).toEqual([
      "American phones: NO",
      "America: YES",
      "Noted by the partner: NOT_REACHED",
      "Gold: NOT_REACHED",
      "Default payout: NOT_REACHED",
    ]);
    expect(rows.GROUP?.[0]?.conditions).toEqual([
      { text: "the country is one of US or CA", seen: "US", holds: true },
      { text: "the device is PHONE", seen: "DESKTOP", holds: false },
    ]);
    expect(verdicts(rowsOf(question({}, 0n)).GROUP).at(-1)).toBe("Default payout: YES");
  });
  test("restrictions come first; what blocks is named with the value seen", () => {
    const rows = rowsOf(question({ COUNTRY: "DE", DEVICE: "TABLET" }, 0n));
    expect(rows.RESTRICTIONS).toMatchObject([
      { label: "No Germany", verdict: "YES", conditions: [{ seen: "DE" }] },
      { label: "No tablets", verdict: "NOT_REACHED", conditions: [] },
    ]);
    expect(new Set(rows.GROUP?.map(({ verdict }) => verdict))).toEqual(new Set(["NOT_REACHED"]));
    expect(rows.LIMITS).toBeUndefined();
  });
  test("rate and source, and each limit before and after; the one that stops is marked", () => {
    const rows = rowsOf(question({ COUNTRY: "US", DEVICE: "PHONE" }, 5n));
    expect(rows.RATE?.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Source: payout group American phones",
      "Rate: 0.14 USD",
      "Price before limits: 0.14 USD",
    ]);
    expect(rows.LIMITS?.map(({ label, text, verdict }) => `${label}: ${text}: ${verdict}`)).toEqual(
      [
        "Of payout group 1, American phones, paid are at most 5 clicks a day: 5 clicks used " +
          "before, 5 clicks after: NO",
        "Clicks earn at most 1.00 USD a month: 0.000005 USD used before, 0.000005 USD after: YES",
        "Paid are at most 9 clicks a day for the whole program: 5 clicks used before, " +
          "5 clicks after: YES",
      ],
    );
  });
  test("[D95] a weekly limit that waits is said, also where no other was asked", () => {
    const limits = [{ kind: "PAYOUT" as const, reset: "WEEK" as const, max: "9.00" }];
    const weekly = parseTerms({
      currency: "USD",
      eventPayouts: [
        { event: "CLICK", rate: "0.02", limits },
        { event: "SALE", rate: "8%", limits },
      ],
    });
    if (!weekly.ok) throw new Error(weekly.message);
    const waiting = weekly.value.eventPayouts.flatMap((payout) => payout.limits);
    const contract = {
      ...question({}, 0n).contract!,
      terms: weekly.value,
      weeklyFrom: new Map(waiting.map(({ id }) => [id, Infinity])),
    };
    const told = (changes: Partial<DecideInput>) =>
      rowsOf(question({}, 0n, { contract, programLimits: [], ...changes })).LIMITS?.map(
        ({ label, text }) => `${label}: ${text}`,
      );
    const sale = { kind: "SALE" as const, at, isTest: false, orders: 1n, units: 1n };
    const held = { state: "HELD" as const, reason: "OVERLIMIT_PAYOUT" as const };
    expect(told({})).toEqual(["Clicks earn at most 9.00 USD a week: counts from next Monday"]);
    expect(told({ event: { ...sale, amount: 50_000_000n } })).toEqual([
      "Sales earn at most 9.00 USD a week: counts from next Monday",
    ]);
    expect(told({ event: { ...sale, amount: 50_000_000n, outside: held } })).toEqual([]);
    expect(told({ event: { ...sale, amount: 0n } })).toEqual([]);
  });
  test("sub ids are seen by the partner; values and others' use of a limit by the brand", () => {
    const facts = { SUB_ID1: "secret", PARTNER_VALUE2: "gold" };
    const kept = (side: string) => `not shown to you: only the ${side} sees it`;
    const seen = (reader: "BRAND" | "PARTNER") =>
      rowsOf(question({ ...facts, SUB_ID1: "other" }, 0n), reader).GROUP?.flatMap(
        ({ conditions }) => conditions.map((one) => one.seen),
      );
    expect(seen("BRAND")).toEqual(["n/a", "n/a", "n/a", kept("partner"), "gold"]);
    expect(seen("PARTNER")).toEqual(["n/a", "n/a", "n/a", "other", "a value"]);
    const silver = rowsOf(question({ PARTNER_VALUE2: "silver" }, 0n), "PARTNER").GROUP?.[3];
    expect(silver?.conditions).toEqual([
      { text: "the partner’s value 2 is gold", seen: kept("brand"), holds: null },
    ]);
    expect(rowsOf(question(facts, 5n), "PARTNER").LIMITS?.at(-1)).toEqual({
      label: "a limit of the whole program",
      text: "",
      verdict: "YES",
      conditions: [],
      use: null,
    });
  });
  test("what the other side alone sees: equal decisions make equal traces [found 100]", () => {
    const rules = [rule("COUNTRY", "IS", "US"), rule("SUB_ID1", "STARTS_WITH", "s")];
    const probing = parseTerms({
      currency: "USD",
      eventPayouts: [
        {
          event: "CLICK",
          rate: "0.02",
          groups: [
            { name: "Probe", rules, rate: "0.01" },
            { name: "Present", rules: [rules[0]!, rule("SUB_ID2", "EXISTS")], rate: "0.01" },
          ],
          restrictions: [{ name: "Barred", rules }],
          limits: [],
        },
      ],
    });
    if (!probing.ok) throw new Error(probing.message);
    const contract = { ...question({}, 0n).contract!, terms: probing.value };
    const told = (facts: object) => {
      const { RESTRICTIONS, GROUP } = rowsOf(question(facts, 0n, { contract }));
      return { RESTRICTIONS, GROUP };
    };
    const bare = told({ COUNTRY: "DE" });
    for (const SUB_ID1 of ["s", "secret", "other"])
      expect(told({ COUNTRY: "DE", SUB_ID1, SUB_ID2: "x" })).toEqual(bare);
    expect(bare.GROUP?.[0]?.conditions).toEqual([
      { text: "the country is US", seen: "DE", holds: false },
      {
        text: expect.stringContaining("Sub ID 1"),
        seen: "not shown to you: only the partner sees it",
        holds: null,
      },
    ]);
    expect(told({ COUNTRY: "US", SUB_ID1: "secret" }).RESTRICTIONS?.[0]).toMatchObject({
      verdict: "YES",
      conditions: [{ holds: true }, { seen: "a value", holds: true }],
    });
  });
  const hidden = {
    BRAND: ruleVariables.filter((variable) => isHiddenFrom("BRAND", variable)),
    PARTNER: ruleVariables.filter((variable) => isHiddenFrom("PARTNER", variable)),
  };
  const denying = ["IS_NOT", "NOT_IN", "NOT_CONTAINS"] as const;
  test.each(
    (["BRAND", "PARTNER"] as const).flatMap((reader) =>
      hidden[reader]
        .filter((variable) => !isListVariable(variable))
        .flatMap((variable) => denying.map((operator) => ({ reader, variable, operator }))),
    ),
  )(
    "what applied by $variable $operator tells the $reader no more than that [found 100]",
    ({ reader, variable, operator }) => {
      const group = {
        id: "g",
        name: "Others",
        rules: [{ variable, name: null, operator, values: ["secret"] }],
        rate: { kind: "AMOUNT" as const, micros: 10_000n },
        limits: [],
      };
      const [payout] = terms.eventPayouts;
      if (!payout) throw new Error("no payout");
      const eventPayouts = [{ ...payout, groups: [group], restrictions: [] }];
      const contract = { ...question({}, 0n).contract!, terms: { ...terms, eventPayouts } };
      const told = (facts: object) => {
        const input = question({ PARTNER_VALUE1: "x", ...facts }, 0n, { contract });
        const { decision, steps } = explain(input);
        expect(decision.groupId).toBe("g");
        return { steps, rows: decisionRows(input, decision, reader) };
      };
      // Its absence has a reason of its own.
      const bare = told({ [variable]: variable === "PARTNER_VALUE1" ? "other" : null });
      expect(told({ [variable]: "another" })).toEqual(bare);
      expect(bare.rows.GROUP?.[0]?.conditions).toMatchObject([
        { seen: expect.stringMatching(/^not shown to you/), holds: true },
      ]);
    },
  );
  test("what is seen is shown, though it reads like what is not", () => {
    const rows = rowsOf(question({ SUB_ID1: "not shown" }, 0n), "PARTNER");
    expect(rows.GROUP?.[2]?.conditions).toMatchObject([{ seen: "not shown", holds: false }]);
  });
  test("they say what the decision says, whatever is seen", () => {
    const facts = fc.record({
      COUNTRY: fc.constantFrom("US", "CA", "DE", "FR", null),
      DEVICE: fc.constantFrom("PHONE", "TABLET", "DESKTOP"),
      SUB_ID1: fc.constantFrom("secret", null),
      PARTNER_VALUE2: fc.constantFrom("gold", null),
    });
    fc.assert(
      fc.property(
        facts,
        fc.bigInt(0n, 12n),
        fc.constantFrom("U" as const, "D" as const),
        (seen, used, classification) => {
          const input = question(seen, used, {
            event: { kind: "CLICK", at, isTest: false, classification, facts: seen },
          });
          const { decision, steps } = explain(input);
          const rows = decisionRows(input, decision, "BRAND");
          const said = (step: string) => steps.find((one) => one.step === step)?.verdict;
          expect(rows.RESTRICTIONS?.some(({ verdict }) => verdict === "YES")).toBe(
            said("RESTRICTIONS") === "STOPPED",
          );
          const applied = rows.GROUP?.filter(({ verdict }) => verdict === "YES") ?? [];
          expect(applied).toHaveLength(said("GROUP") === "PASSED" ? 1 : 0);
          const groups = terms.eventPayouts[0]?.groups ?? [];
          if (applied[0])
            expect(applied[0].label).toBe(
              groups.find(({ id }) => id === decision.groupId)?.name ?? "Default payout",
            );
          expect((rows.LIMITS ?? []).some(({ verdict }) => verdict === "NO")).toBe(
            decision.boundBy !== null,
          );
        },
      ),
    );
  });
});
