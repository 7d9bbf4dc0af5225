/**
 * The clauses of terms: each is kept by something, or it is no clause. A field that the API takes
 * and no clause here names fails the tests, as does a clause whose keeper or test is not there:
 * what nothing keeps cannot be saved, offered or signed.
 */
import {
  numberClauses,
  numberFields,
  type KeptClause,
  type NumberClauseName,
  type NumberField,
} from "./number-clauses.ts";

export interface Clause extends KeptClause {
  /** Fields of the API's input that say it, as Input.field. */
  fields: readonly string[];
}

const money = {
  EVENT_TYPE: {
    about: "An event type that is paid, or no longer.",
    words: "payout",
    isMoney: true,
    fields: ["TermsInput.eventPayouts", "EventPayoutInput.event"],
    keptBy: ["domain/decide.ts", "walk"],
    provedBy: ["domain/decide.test.ts", "a sale without sale terms is discarded"],
  },
  DEFAULT_PAYOUT: {
    about: "What an event earns when no group applies.",
    words: "default payout",
    isMoney: true,
    fields: ["EventPayoutInput.rate"],
    keptBy: ["domain/decide.ts", "price"],
    provedBy: ["domain/click-rules.test.ts", "[D70] no group matches: the default payout"],
  },
  LEVEL: {
    about: "What one payout is for.",
    words: "what is paid for",
    isMoney: true,
    fields: ["EventPayoutInput.level"],
    keptBy: ["domain/decide.ts", "price"],
    provedBy: ["domain/decide.test.ts", "a sale pays its share, or an amount per order or item"],
  },
  PAYOUT_GROUP: {
    about: "A payout group.",
    words: "payout group",
    isMoney: true,
    fields: [
      "EventPayoutInput.groups",
      "PayoutGroupInput.rules",
      "PayoutGroupInput.rate",
      "RuleInput.variable",
      "RuleInput.name",
      "RuleInput.operator",
      "RuleInput.values",
    ],
    keptBy: ["domain/rule-choice.ts", "walkRules"],
    provedBy: ["domain/click-rules.test.ts", "[D72] a group applies only where all of its rules"],
  },
  PAYOUT_GROUP_RANK: {
    about: "The order in which groups are tried.",
    words: "order of payout groups",
    isMoney: true,
    fields: ["PayoutGroupInput.rank"],
    keptBy: ["domain/rule-choice.ts", "walkRules"],
    provedBy: ["domain/click-rules.test.ts", "[D71] of several matches the lowest rank wins"],
  },
  RESTRICTION: {
    about: "A restriction.",
    words: "restriction",
    isMoney: true,
    fields: [
      "EventPayoutInput.restrictions",
      "RestrictionInput.rules",
      "RestrictionInput.hideZeroRows",
    ],
    keptBy: ["domain/rule-choice.ts", "walkRules"],
    provedBy: ["domain/click-rules.test.ts", "[D76] a restriction blocks where all of its rules"],
  },
  LIMIT: {
    about: "A limit.",
    words: "limit",
    isMoney: true,
    fields: [
      "EventPayoutInput.limits",
      "PayoutGroupInput.limits",
      "LimitInput.kind",
      "LimitInput.scope",
      "LimitInput.reset",
      "LimitInput.max",
      "LimitInput.weekendMax",
    ],
    keptBy: ["domain/limits.ts", "grant"],
    provedBy: ["domain/limits.test.ts", "no limit is ever passed"],
  },
  REMAINDER: {
    about: "What happens at the end of a payout limit.",
    words: "last event at a limit",
    isMoney: true,
    fields: ["EventPayoutInput.remainder"],
    keptBy: ["domain/limits.ts", "grant"],
    provedBy: [
      "domain/limits.test.ts",
      "no limit is ever passed, and PAY_REMAINDER leaves nothing",
    ],
  },
} as const satisfies Record<string, Clause>;

const time = {
  LOCKING: {
    about: "When conversions are locked.",
    words: "locking",
    isMoney: false,
    fields: [
      "EventPayoutInput.locking",
      "LockingInput.openEnded",
      "LockingInput.period",
      "LockingInput.months",
      "LockingInput.days",
    ],
    keptBy: ["domain/locking.ts", "lockingDate"],
    provedBy: ["money/attribution/lifecycle.test.ts", "[D163] a sale is approved at its locking"],
  },
  SCHEDULE: {
    about: "When payouts are due.",
    words: "payment",
    isMoney: false,
    fields: [
      "EventPayoutInput.schedule",
      "PayoutScheduleInput.period",
      "PayoutScheduleInput.months",
      "PayoutScheduleInput.days",
      "PayoutScheduleInput.dayOfMonth",
    ],
    keptBy: ["domain/locking.ts", "payableDate"],
    provedBy: ["domain/locking.test.ts", "the article's payment: locked 28 February"],
  },
} as const satisfies Record<string, Clause>;

const whole = {
  BONUS: {
    about: "Performance bonus.",
    words: "performance bonus",
    isMoney: true,
    fields: [
      "EventPayoutInput.bonus",
      "BonusInput.kind",
      "BonusInput.basis",
      "BonusInput.tiers",
      "BonusTierInput.from",
      "BonusTierInput.rate",
    ],
    keptBy: ["domain/bonus.ts", "bonusOf"],
    provedBy: ["domain/bonus.test.ts", "[D190] the field's example"],
  },
  CUSTOM_TERMS: {
    about: "Special terms.",
    words: "special terms",
    isMoney: false,
    fields: [
      "TermsInput.customTerms",
      "CustomTermsInput.kind",
      "CustomTermsInput.text",
      "CustomTermsInput.fileId",
    ],
    // What it says is people's to keep; what is kept here is that each side reads what was signed.
    keptBy: ["partnership/terms/payout-views.ts", "customTermsView"],
    provedBy: ["partnership/terms/payouts.test.ts", "all that the form knows is stored and read"],
  },
  CURRENCY: {
    about: "Currency of payouts.",
    words: "currency",
    isMoney: true,
    fields: ["TermsInput.currency"],
    keptBy: ["domain/decide.ts", "price"],
    provedBy: [
      "money/attribution/conversions.test.ts",
      "the contract is that at the date's end; another ",
    ],
  },
} as const satisfies Record<string, Clause>;

const numbers = Object.fromEntries(
  numberFields.map((field) => {
    const { name, ...clause } = numberClauses[field].clause;
    return [name, { ...clause, fields: [`TermsInput.${field}`] }];
  }),
) as unknown as Record<NumberClauseName, Clause>;

export const clauseRecords = { ...money, ...time, ...whole, ...numbers };
export type ClauseName = keyof typeof clauseRecords;
export const clauseNames = Object.keys(clauseRecords) as ClauseName[];

export const clauseOfNumber = (field: NumberField): ClauseName => numberClauses[field].clause.name;

/** Fields of the same inputs that promise a partner nothing. */
export const plainFields: readonly string[] = [
  "TermsInput.name",
  "TermsInput.labels",
  "TermsInput.comment",
  "TermsInput.acknowledgeNoLimit",
  "PayoutGroupInput.id",
  "PayoutGroupInput.name",
  "RestrictionInput.id",
  "RestrictionInput.name",
  "CustomTermsInput.name",
];
