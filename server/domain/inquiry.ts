/** What a partner asks about a click, a sale or a missing order, and how it is answered. */
import type { ConversionKind } from "./event-kinds.ts";
import { accept, refuse, type Result } from "./result.ts";

/** UNTRACKED: an order is missing. INCORRECT: its figures are wrong. DECLINED: it pays nothing. */
export const inquiryKinds = ["UNTRACKED", "INCORRECT", "DECLINED"] as const;
export type InquiryKind = (typeof inquiryKinds)[number];

export const inquiryStates = ["OPEN", "GRANTED", "REFUSED", "WITHDRAWN"] as const;
export type InquiryState = (typeof inquiryStates)[number];

/** How a grant is booked; REFUSE books nothing. */
export const inquiryAnswers = ["APPROVE", "MODIFY", "BONUS", "REFUSE"] as const;
export type InquiryAnswer = (typeof inquiryAnswers)[number];
export type GrantKind = Exclude<InquiryAnswer, "REFUSE">;

export const inquiryTextMax = 2_000;
export const answerTextMax = 400;
export const orderNumberMax = 100;

export interface AskedInquiry {
  kind: InquiryKind;
  clickId: string | null;
  conversionId: string | null;
  orderNumber: string | null;
  /** YYYY-MM-DD. */
  orderDate: string | null;
  expected: string | null;
}
type InquiryFault = "BAD_SUBJECT" | "BAD_DATE" | "BAD_AMOUNT";

/** Whether its parts belong together. `today`: no order can be of a later date. */
export function gateInquiry(asked: AskedInquiry, today: string): Result<null, InquiryFault> {
  const { kind, clickId, conversionId, orderNumber, orderDate, expected } = asked;
  if (kind === "UNTRACKED") {
    if (conversionId !== null)
      return refuse(
        "BAD_SUBJECT",
        "A sale that is here is not missing: ask about it as incorrect or declined",
        "conversionId",
      );
    if (!orderNumber?.trim())
      return refuse("BAD_SUBJECT", "A missing order needs its number", "orderNumber");
    if (orderDate === null)
      return refuse("BAD_DATE", "A missing order needs the date of the order", "orderDate");
    if (orderDate > today)
      return refuse("BAD_DATE", "The order's date is still to come", "orderDate");
  } else {
    if ((clickId === null) === (conversionId === null))
      return refuse("BAD_SUBJECT", "Name either the click or the sale it is about", "clickId");
    if (orderNumber !== null || orderDate !== null)
      return refuse(
        "BAD_SUBJECT",
        "Number and date of an order belong to an order that is missing: leave them out",
        "orderNumber",
      );
  }
  if (expected === null && kind !== "DECLINED")
    return refuse("BAD_AMOUNT", "Say what you expect to be paid, such as 1.20", "expected");
  return accept(null);
}

/**
 * Which answers its subject takes: a sale's figures can be changed, a lead has none, a click is
 * final. `of`: null where it is about no conversion.
 */
export function gateAnswer(
  answer: InquiryAnswer,
  { of, amount }: { of: ConversionKind | null; amount: string | null },
): Result<null, "BAD_KIND" | "BAD_AMOUNT"> {
  if (of === "LEAD" && answer === "MODIFY")
    return refuse(
      "BAD_KIND",
      "A lead has no amount that could change: approve it, grant a bonus, or refuse it",
      "answer",
    );
  if (of === null && (answer === "APPROVE" || answer === "MODIFY"))
    return refuse(
      "BAD_KIND",
      "It is about no sale that could be approved or changed: grant a bonus, or refuse it",
      "answer",
    );
  const needsAmount = answer === "MODIFY" || answer === "BONUS";
  if (needsAmount && amount === null)
    return refuse("BAD_AMOUNT", "Say which amount is granted, such as 1.20", "amount");
  if (!needsAmount && amount !== null)
    return refuse("BAD_AMOUNT", "This answer has no amount: leave it out", "amount");
  return accept(null);
}

/** What stands with what is booked of it, so that it is found by the inquiry. */
export const postingReason = (inquiryId: string, answer: string): string =>
  `Inquiry ${inquiryId}: ${answer}`;
