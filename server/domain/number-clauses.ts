/**
 * Clauses that are one number for the whole of the terms. What stands here of one is all that type,
 * stored form, input, refusals, API, differences, sentences and the editor's draft know of it.
 */
import { conversionKinds, type EventKind } from "./event-kinds.ts";

export interface KeptClause {
  /** What it is, as the API documents it. */
  about: string;
  /** As differences call it in mails. */
  words: string;
  /** Whether a change of it alters money, and so needs a comment [D48]. */
  isMoney: boolean;
  /** The file below server/ and the function in it that keeps it. */
  keptBy: readonly [file: string, name: string];
  /** File below server/ and start of the title of a test that fails where it does not. */
  provedBy: readonly [file: string, title: string];
}

interface NumberClause<N extends string = string> {
  clause: KeptClause & { name: N };
  /** As the API documents what a version says. */
  about: string;
  /** As it documents what is handed in, bounds and default included. */
  aboutInput: string;
  min: number;
  max: number;
  /** Where neither draft nor account say anything; and of versions older than the clause. */
  default: number;
  /** What a number out of its bounds is refused with. */
  refusal: { code: "BAD_NOTICE" | "BAD_RETURN_POLICY" | "BAD_DAYS"; message: string };
  /** What earns by it, of which one has to be paid for where it is set; none: the whole does. */
  events: readonly EventKind[];
  /** Which change of it is better for the partner. */
  better: "MORE" | "LESS";
  /** Contracts have its sentence only where it is not the default. */
  isSaidOnlyIfSet: boolean;
  /** `paid`: the kinds of event for which the terms pay. */
  sentence: (value: number, paid: readonly EventKind[]) => string;
}

export type NumberFault = NumberClause["refusal"]["code"];

/** "1 day", "2 days" */
export const count = (n: number | bigint, unit: string): string =>
  `${n} ${unit}${Number(n) === 1 ? "" : "s"}`;

function ordersAndLeads(paid: readonly EventKind[]): string {
  if (!paid.includes("LEAD")) return "Orders";
  return paid.includes("SALE") ? "Orders and leads" : "Leads";
}
function salesAndLeads(paid: readonly EventKind[]): string {
  if (!paid.includes("LEAD")) return "sales";
  return paid.includes("SALE") ? "sales, and of its leads," : "leads";
}

const records = {
  trialDays: {
    clause: {
      name: "TRIAL",
      about: "Days at the start of the partnership in which clicks earn nothing.",
      words: "trial",
      isMoney: true,
      keptBy: ["domain/trial.ts", "trialEnd"],
      provedBy: ["domain/trial.test.ts", "a trial ends at midnight of the brand's calendar"],
    },
    about:
      "Days from the partner's first contract in the program on, in which clicks are tracked and " +
      "earn nothing; later contracts do not begin it anew. 0 = none.",
    aboutInput:
      "Days of trial, 0 to 90, from the partner's first contract in the program on: clicks are " +
      "tracked and earn nothing; without it 0. Terms that do not pay for clicks have none.",
    min: 0,
    max: 90,
    default: 0,
    refusal: { code: "BAD_DAYS", message: "A trial has 0 to 90 days" },
    events: ["CLICK"],
    better: "LESS",
    isSaidOnlyIfSet: true,
    sentence: (value) =>
      value === 0
        ? "Clicks earn from the partner’s first day on"
        : `Clicks of the partner’s first ${count(value, "day")} in the program are tracked and ` +
          "earn nothing",
  },
  referralWindowDays: {
    clause: {
      name: "REFERRAL_WINDOW",
      about: "Days after a click in which what a shop reports still counts.",
      words: "referral window",
      isMoney: true,
      keptBy: ["domain/decide.ts", "isTooLate"],
      provedBy: ["domain/decide.test.ts", "[D154] an order after the referral window"],
    },
    about:
      "Days after a click in which an order or lead that a shop or another source reports still " +
      "counts; Amazon's own sales go by Amazon's 14 days.",
    aboutInput:
      "Days after a click in which an order or lead that a shop or another source reports still " +
      "counts, 1 to 365; without it 30. Amazon's own sales go by Amazon's 14 days.",
    min: 1,
    max: 365,
    default: 30,
    refusal: { code: "BAD_DAYS", message: "A referral window has 1 to 365 days" },
    events: conversionKinds,
    better: "MORE",
    isSaidOnlyIfSet: true,
    sentence: (value, paid) =>
      `${ordersAndLeads(paid)} that a shop or another source reports count within ` +
      `${count(value, "day")} of the click` +
      (paid.includes("SALE") || !paid.includes("LEAD")
        ? "; Amazon’s own sales within Amazon’s 14"
        : ""),
  },
  maxReturnPercent: {
    clause: {
      name: "RETURN_POLICY",
      about: "Share of a month's sales that the brand may take back.",
      words: "reversals",
      isMoney: false,
      keptBy: ["domain/conversion.ts", "judge"],
      provedBy: [
        "money/attribution/lifecycle.test.ts",
        "people take back no more of a month's sales",
      ],
    },
    about:
      "Largest share of a month's sales that the brand may take back, in percent; 100 = no bound.",
    aboutInput:
      "Largest share of a month's sales that the brand may take back, 0 to 100 percent; " +
      "without it the account's rule, else 100.",
    min: 0,
    max: 100,
    default: 100,
    refusal: {
      code: "BAD_RETURN_POLICY",
      message: "The share that may be reversed lies between 0 and 100",
    },
    events: [],
    better: "LESS",
    isSaidOnlyIfSet: true,
    sentence: (value, paid) =>
      `At most ${value} % of a month’s ${salesAndLeads(paid)} may be taken back by the brand`,
  },
  noticeDays: {
    clause: {
      name: "NOTICE_PERIOD",
      about: "Days of notice before a change.",
      words: "notice period",
      isMoney: false,
      keptBy: ["domain/change.ts", "earliestDate"],
      provedBy: ["domain/change.test.ts", "the earliest day is today plus the notice"],
    },
    about: "Days between telling a partner and a change or an end taking effect.",
    aboutInput: "Days of notice, 0 to 365; without it the account's rule, else 0.",
    min: 0,
    max: 365,
    default: 0,
    refusal: { code: "BAD_NOTICE", message: "A notice period has 0 to 365 days" },
    events: [],
    better: "MORE",
    isSaidOnlyIfSet: false,
    sentence: (value) =>
      value === 0
        ? "Changes and an end may take effect at once"
        : `Changes and an end are told ${count(value, "day")} before they take effect`,
  },
} as const satisfies Record<string, NumberClause>;

export type NumberField = keyof typeof records;
export type NumberClauseName = (typeof records)[NumberField]["clause"]["name"];
export const numberClauses: Readonly<Record<NumberField, NumberClause<NumberClauseName>>> = records;
export const numberFields = Object.keys(records) as readonly NumberField[];
/** What terms say by numbers. */
export type TermsNumbers = Record<NumberField, number>;

export const numbersFrom = (of: (field: NumberField) => number): TermsNumbers =>
  Object.fromEntries(numberFields.map((field) => [field, of(field)])) as TermsNumbers;
export const defaultNumbers = numbersFrom((field) => numberClauses[field].default);
/** Those alone of terms, or of whatever holds them. */
export const numbersOf = (terms: TermsNumbers): TermsNumbers =>
  numbersFrom((field) => terms[field]);
