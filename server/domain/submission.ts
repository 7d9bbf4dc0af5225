/**
 * What is told of a submission and of its rows: states, sources, and every reason for which a row
 * became nothing that is paid.
 */
import type { ErrorCode } from "./codes.ts";
import type { RequestFault } from "./conversion.ts";
import { neverOfOrders, reasonCodes, reasonSentences, type ReasonCode } from "./reason.ts";
import { quoted } from "./values/text.ts";
import type { SubmittedChange, SubmittedRow, SubmittedSale } from "./submitted-gates.ts";
import type { OfEventType } from "./submitted-events.ts";

/** For how many days an order id is one order, where nobody said otherwise. */
export const defaultDedupeDays = 30;

export const submissionSources = ["API", "HTTPS", "CSV", "TEST"] as const;
export type SubmissionSource = (typeof submissionSources)[number];
export const conversionSources = ["REPORT", ...submissionSources] as const;
/** How a conversion came: REPORT is Amazon's, or its simulator's. */
export type ConversionSource = (typeof conversionSources)[number];

export const conversionSourceTexts: Record<ConversionSource, string> = {
  REPORT: "By Amazon's report, or its simulator's.",
  API: "By this API.",
  HTTPS: "By POST /conversions, without GraphQL.",
  CSV: "By a file.",
  TEST: "As a test order of a program without Amazon.",
};

export const submissionStates = [
  "READING",
  "PREVIEW",
  "REFUSED",
  "DISCARDED",
  "QUEUED",
  "IN_PROGRESS",
  "COMPLETE",
] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** Why a row is no conversion, or no change of one. */
export const ownReasons = {
  MALFORMED: "A field cannot be used.",
  OID_MISSING: "It names no order.",
  NO_ITEM: "It has neither an amount nor an item.",
  UNCLAIMED: "Nothing that it names leads to a partner.",
  CONV_DUPLICATE: "The order is booked already.",
  ACTION_REF_NOT_FOUND: "No order of this id is booked; once it is, the change is made.",
  SUPERSEDED: "A later change of the order was made already.",
} as const;
type OwnReason = keyof typeof ownReasons;

const changeReasons = {
  ALREADY_APPROVED:
    "The order is approved, so its figures are final: the change is not made, and nothing of it " +
    "is booked.",
  ALREADY_REVERSED: "The order was taken back already.",
  TEST_ACTION_REASON: "A test order is taken back with the reason TEST_ACTION.",
  TEST_CONVERSION_NEVER_PAYS: "A test order never pays.",
  OUTSIDE_OF_TERMS: "The order waits outside of terms.",
  NOT_OUTSIDE_OF_TERMS: "The order does not wait outside of terms.",
  NOTHING_TO_APPROVE: "Nothing waits for approval.",
  LEAD_HAS_NO_AMOUNT: "A lead has no amount that could change.",
  LEAD_HAS_NO_GOODS: "A lead has no goods: the reason is for sales alone.",
  TOO_MANY_MODIFICATIONS: "The order was changed too often.",
  RETURN_SHARE_REACHED: "The contract lets no more of the month's orders be taken back.",
} as const satisfies Record<RequestFault, string>;

export type RowReason = OwnReason | keyof typeof changeReasons | ReasonCode;
const ofOrders = reasonCodes.filter(
  (code) => !neverOfOrders.has(code) || code === "ACTIONTERMS_NOT_FOUND",
);
export const rowReasons = [
  ...new Set<RowReason>([
    ...(Object.keys(ownReasons) as OwnReason[]),
    ...(Object.keys(changeReasons) as (keyof typeof changeReasons)[]),
    ...ofOrders,
  ]),
];
/** In a sentence. */
export const rowSentence = (reason: RowReason): string =>
  ({ ...reasonSentences, ...changeReasons, ...ownReasons })[reason];

/** A fault of a file's row, or of one of a batch. */
export interface ShownFault {
  /** From 1; of a file its line. */
  row: number;
  code: ErrorCode;
  path: string[];
  message: string;
}

/** Rows that would fail for one reason; the first of them with what is told of it. */
interface FailingRows {
  reason: RowReason;
  count: number;
  row: number;
  message: string;
}
/** What a file would book. */
export interface FilePreview {
  orders: number;
  /** Absent: it was read before leads were known. */
  leads?: number;
  modifications: number;
  reversals: number;
  /** Orders of which the file itself, or the books, hold another. */
  duplicates: number;
  /** Rows that would fail as things were, by reason; absent: it was read before they were told. */
  failing?: FailingRows[];
  amounts: { currency: string; micros: string }[];
  /** Instants of the first and the last event, ISO 8601. */
  from: string | null;
  to: string | null;
}

type Stored<T> = T extends bigint
  ? string
  : T extends object
    ? { [K in keyof T]: Stored<T[K]> }
    : T;
/** As jsonb holds it: bigints as texts. */
export const storedRow = (row: SubmittedRow): object =>
  JSON.parse(
    JSON.stringify(row, (_key, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    ),
  ) as object;
/** Rows that were read before leads were known are of sales. */
type Read<R extends SubmittedRow> = Omit<Stored<R>, keyof OfEventType> & Partial<OfEventType>;
export function rowFrom(stored: object): SubmittedRow {
  const row = stored as Read<SubmittedSale> | Read<SubmittedChange>;
  const { kind = "SALE", eventType = null } = row;
  if (row.change !== null)
    return { ...row, kind, eventType, amount: row.amount === null ? null : BigInt(row.amount) };
  return {
    ...row,
    kind,
    eventType,
    lines: row.lines.map((line) => ({
      ...line,
      units: BigInt(line.units),
      amount: BigInt(line.amount),
    })),
  };
}

/** Which of the keys nobody knows, for the person who has to mend the shop. */
export function unclaimedSentence({ keys }: Pick<SubmittedSale, "keys">): string {
  const parts = [
    ...(keys.partner === null ? [] : [`partner ${quoted(keys.partner)} is none of yours`]),
    ...(keys.link === null ? [] : ["link is no tracking link of this program"]),
    ...(keys.clickIds.length === 0
      ? []
      : ["clickId names no click of this program before the order that may be credited"]),
    ...(keys.promoCode === null
      ? []
      : [
          `promoCode ${quoted(keys.promoCode)} was assigned to nobody then, or credits only ` +
            "beside a click of its partner",
        ]),
    ...(keys.customer === null ? [] : ["the customer has no click that is known"]),
  ];
  return `Nobody can be credited: ${parts.join("; ")}`;
}
