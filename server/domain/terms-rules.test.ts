import { describe, expect, test } from "vitest";
import { fitsCampaign, programTypes, warningsIn } from "./program-rules.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";
import {
  keepsRules,
  noRules,
  parseTermsRules,
  withDefaults,
  type TermsRules,
  type TermsRulesDraft,
} from "./terms-rules.ts";
import type { Terms } from "./terms.ts";

const sale = (more: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "SALE",
  rate: "8%",
  limits: [],
  ...more,
});
const click: EventPayoutDraft = { event: "CLICK", rate: "0.05", limits: [] };
const read = (draft: TermsDraft): Terms => {
  const parsed = parseTerms(draft);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const rules = (more: Partial<TermsRules> = {}): TermsRules => ({
  ...noRules,
  enforced: true,
  ...more,
});
const verdict = (draft: Partial<TermsDraft>, more: Partial<TermsRules>) => {
  const set = rules(more);
  const kept = keepsRules(
    read(withDefaults({ currency: "USD", eventPayouts: [sale()], ...draft }, set)),
    set,
  );
  return kept.ok ? "OK" : `${kept.code} ${kept.path.join(".")}`;
};
const monthly = { kind: "AFTER", period: "MONTH", months: 1, days: 2 } as const;

describe("enforced rules", () => {
  test("what a draft leaves open is the rule, and keeps it [D28]", () => {
    const all = rules({
      noticeDays: 3,
      maxNoticeDays: 3,
      mayChangeNotice: false,
      locking: monthly,
      schedule: { period: "DAY", months: 0, days: 1, dayOfMonth: 15 },
      maxReturnPercent: 20,
    });
    const filled = read(withDefaults({ currency: "USD", eventPayouts: [click, sale()] }, all));
    expect(filled).toMatchObject({
      noticeDays: 3,
      maxReturnPercent: 20,
      eventPayouts: [
        { locking: null, schedule: { dayOfMonth: 15 } },
        { locking: monthly, schedule: { dayOfMonth: 15 } },
      ],
    });
    expect(keepsRules(filled, all)).toEqual({ ok: true, value: true });
  });
  test("another locking is refused by its path; open-ended only where allowed [D28]", () => {
    const eventPayouts = [click, sale({ locking: { period: "DAY", days: 40 } })];
    expect(verdict({ eventPayouts }, { locking: monthly })).toBe(
      "LOCKING_RULE eventPayouts.1.locking",
    );
    expect(
      verdict({ eventPayouts }, { locking: { kind: "AFTER", period: "DAY", months: 0, days: 40 } }),
    ).toBe("OK");
    expect(
      verdict(
        { eventPayouts: [sale({ locking: { openEnded: true } })] },
        { openEndedAllowed: false },
      ),
    ).toBe("OPEN_ENDED_NOT_ALLOWED eventPayouts.0.locking");
    expect(
      verdict({ eventPayouts: [sale({ locking: { openEnded: true } })] }, { locking: monthly }),
    ).toBe("OK");
  });
  test("another schedule or return policy is refused", () => {
    const schedule = { period: "WEEK", months: 0, days: 1, dayOfMonth: null } as const;
    expect(
      verdict({ eventPayouts: [sale({ schedule: { period: "WEEK", days: 2 } })] }, { schedule }),
    ).toBe("SCHEDULE_RULE eventPayouts.0.schedule");
    expect(verdict({ maxReturnPercent: 30 }, { maxReturnPercent: 20 })).toBe(
      "RETURN_RULE maxReturnPercent",
    );
  });
  test("what differs is refused with the sentence that the account's rules say", () => {
    const schedule = { period: "WEEK", months: 0, days: 1, dayOfMonth: null } as const;
    const said = (own: Partial<TermsRules>) => {
      const kept = keepsRules(read({ currency: "USD", eventPayouts: [sale()] }), rules(own));
      return kept.ok ? "OK" : kept.message;
    };
    expect(said({ schedule })).toBe(
      "The account's rules say: What sales earn is paid 1 day after the end of the week in which " +
        "they became final",
    );
    expect(said({ locking: { kind: "AFTER", period: "DAY", months: 0, days: 1 } })).toBe(
      "The account's rules say: Sales become final 1 day after the end of the day in which they " +
        "happened",
    );
    expect(said({ noticeDays: 1, mayChangeNotice: false })).toBe(
      "The account's rules set a notice period of 1 day",
    );
  });
  test("a notice of N days is taken, N + 1 refused; without the right the default [D29]", () => {
    const free = { noticeDays: 3, mayChangeNotice: true, maxNoticeDays: 10 };
    expect([0, 3, 10, 11].map((noticeDays) => verdict({ noticeDays }, free))).toEqual([
      "OK",
      "OK",
      "OK",
      "NOTICE_RULE noticeDays",
    ]);
    expect(
      [3, 4].map((noticeDays) => verdict({ noticeDays }, { ...free, mayChangeNotice: false })),
    ).toEqual(["OK", "NOTICE_RULE noticeDays"]);
  });
  test("rules that are not enforced refuse nothing", () => {
    expect(
      verdict(
        { noticeDays: 99, eventPayouts: [sale({ locking: { openEnded: true } })] },
        { enforced: false, maxNoticeDays: 0, openEndedAllowed: false },
      ),
    ).toBe("OK");
  });
});

test("rules that contradict themselves are refused by their path", () => {
  const draft = (more: Partial<TermsRulesDraft>) =>
    parseTermsRules({ ...noRules, locking: null, ...more });
  expect(draft({ noticeDays: 366 })).toMatchObject({ code: "BAD_NOTICE", path: ["noticeDays"] });
  expect(draft({ noticeDays: 5, maxNoticeDays: 4 })).toMatchObject({
    code: "BAD_NOTICE",
    path: ["maxNoticeDays"],
  });
  expect(draft({ maxReturnPercent: 101 })).toMatchObject({
    code: "BAD_RETURN_POLICY",
    path: ["maxReturnPercent"],
  });
  expect(draft({ locking: { openEnded: true }, openEndedAllowed: false })).toMatchObject({
    code: "BAD_LOCKING",
    path: ["locking"],
  });
  expect(draft({ schedule: { dayOfMonth: 29 } })).toMatchObject({
    code: "BAD_SCHEDULE",
    path: ["schedule.dayOfMonth"],
  });
  expect(draft({ locking: { months: 2 } })).toMatchObject({
    ok: true,
    value: { locking: { kind: "AFTER", period: "DAY", months: 2, days: 0 } },
  });
});

test("rules are refused in words, and an account's first ones allow everything", () => {
  const told = (more: Partial<TermsRulesDraft>) => {
    const read = parseTermsRules({ ...noRules, locking: null, ...more });
    return read.ok ? "read" : `${read.code} ${read.path.join(".")}: ${read.message}`;
  };
  const between = (days: number) =>
    `BAD_NOTICE maxNoticeDays: The longest notice period lies between the default, ${days}, ` +
    "and 365 days";
  expect([
    told({ noticeDays: 5, maxNoticeDays: 4 }),
    told({ maxNoticeDays: 366 }),
    told({ locking: { months: 25 } }),
    told({ locking: { openEnded: true, days: 1, period: "DAY" } }),
    told({ locking: { openEnded: true, months: 0, days: 1 } }),
    told({ locking: { openEnded: true }, openEndedAllowed: false }),
    told({ locking: { openEnded: true } }),
    told({ openEndedAllowed: false, locking: { months: 1 } }),
    told({ maxReturnPercent: 100 }),
  ]).toEqual([
    `${between(5)}, not 4`,
    `${between(0)}, not 366`,
    "BAD_LOCKING locking.months: Locking waits 0 to 24 months, not 25",
    ...["period", "days"].map(
      (field) =>
        `BAD_LOCKING locking.${field}: Open-ended locking waits for an approval, not for days: ` +
        `leave ${field} out, or openEnded`,
    ),
    "BAD_LOCKING locking: Open-ended locking cannot be the default while it is not allowed",
    "read",
    "read",
    "read",
  ]);
  expect(noRules).toMatchObject({ enforced: false, mayChangeNotice: true, openEndedAllowed: true });
  const open = rules({ locking: { kind: "OPEN_ENDED" } });
  const filled = withDefaults({ currency: "USD", eventPayouts: [click, sale()] }, open);
  expect(filled.eventPayouts.map(({ locking }) => locking)).toEqual([null, { openEnded: true }]);
});

test("terms that break rules are told which, in words; others are kept", () => {
  const said = (draft: Partial<TermsDraft>, more: Partial<TermsRules>) => {
    const kept = keepsRules(
      read({ currency: "USD", eventPayouts: [sale({ locking: { openEnded: true } })], ...draft }),
      rules(more),
    );
    return kept.ok ? kept.value : kept.message;
  };
  expect([
    said({ noticeDays: 9 }, { noticeDays: 3, maxNoticeDays: 5 }),
    said({}, { openEndedAllowed: false }),
    said({ maxReturnPercent: 30 }, { maxReturnPercent: 20 }),
    said({ maxReturnPercent: 30 }, {}),
    said({}, {}),
    said({ noticeDays: 9 }, { enforced: false, maxNoticeDays: 5 }),
  ]).toEqual([
    "The account's rules allow a notice period of at most 5 days, not 9",
    "The account's rules do not allow open-ended locking",
    "The account's rules allow 20 % to be reversed",
    true,
    true,
    true,
  ]);
});

describe("kinds of programs", () => {
  const { eventPayouts } = read({
    currency: "USD",
    eventPayouts: [click, sale()],
  });
  test("a click payout at campaign level is refused on SELLER alone [D10]", () => {
    const refused = programTypes.filter((type) => !fitsCampaign(type, eventPayouts).ok);
    expect(refused).toEqual(["SELLER"]);
    expect(fitsCampaign("SELLER", eventPayouts)).toMatchObject({
      code: "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL",
      path: ["eventPayouts.0.event"],
    });
    expect(fitsCampaign("SELLER", eventPayouts.slice(1))).toMatchObject({ ok: true });
  });
  test("sub ids in rules are warned about on SELLER alone", () => {
    const terms = read({
      currency: "USD",
      eventPayouts: [
        sale({
          restrictions: [
            { name: "R", rules: [{ variable: "SUB_ID1", operator: "EXISTS", values: [] }] },
          ],
        }),
      ],
    });
    expect(programTypes.filter((type) => warningsIn(type, terms).includes("SUB_ID_RULE"))).toEqual([
      "SELLER",
    ]);
  });
});
