import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Decimal, Line, LocalDate, Text } from "../../platform/api/scalars.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import {
  answerTextMax,
  inquiryAnswers,
  inquiryKinds,
  inquiryStates,
  inquiryTextMax,
  orderNumberMax,
  type InquiryAnswer,
  type InquiryKind,
  type InquiryState,
} from "../../domain/inquiry.ts";
import { ConversionKindValue } from "../conversions/conversion.types.ts";

const kindWords: Record<InquiryKind, string> = {
  UNTRACKED: "An order is missing here.",
  INCORRECT: "Its figures are not right.",
  DECLINED: "It should not have been declined.",
};
const InquiryKindEnum = describedEnum(inquiryKinds, {
  name: "InquiryKind",
  description: "What an inquiry says.",
  words: kindWords,
});
const stateWords: Record<InquiryState, string> = {
  OPEN: "It waits for the brand's answer.",
  GRANTED: "The brand granted it; `booking` says how far that is booked.",
  REFUSED: "The brand refused it, with its reason.",
  WITHDRAWN: "The partner took it back.",
};
export const InquiryStateEnum = describedEnum(inquiryStates, {
  name: "InquiryState",
  description: "How far an inquiry is.",
  words: stateWords,
});
const answerWords: Record<InquiryAnswer, string> = {
  APPROVE: "The sale or lead is approved; where it waits past a limit, past that.",
  MODIFY: "The sale's amount is changed; a lead has none.",
  BONUS: "An amount is paid besides.",
  REFUSE: "It is refused.",
};
const InquiryAnswerEnum = describedEnum(inquiryAnswers, {
  name: "InquiryAnswer",
  description: "What the brand answers.",
  words: answerWords,
});
export enum InquiryBooking {
  NONE = "NONE",
  QUEUED = "QUEUED",
  BOOKED = "BOOKED",
  REFUSED = "REFUSED",
}
registerEnumType(InquiryBooking, {
  name: "InquiryBooking",
  description: "What became of what was granted.",
  valuesConfig: {
    NONE: { description: "Nothing is to be booked." },
    QUEUED: { description: "It is booked within a moment." },
    BOOKED: { description: "It is booked." },
    REFUSED: { description: "The sale changed before it could be booked: nothing was." },
  },
});

@Needs("sales:read")
@ObjectType("InquiryEvent", { description: "One step of an inquiry.", simpleResolvers: true })
export class InquiryEventView {
  @Field(() => InquiryStateEnum, { description: "Where it stood then." })
  state!: InquiryState;
  @Field(() => String, { description: "Name of the account that took the step." })
  accountName!: string;
  @Field(() => String, { description: "What was written with it." })
  text!: string;
  @Field(() => GraphQLISODateTime, { description: "When." })
  at!: Date;
}

@Needs("sales:read")
@ObjectType("Inquiry", {
  description: "What a partner does not agree with, or misses, and what the brand answered.",
  simpleResolvers: true,
})
export class InquiryView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
  @Field(() => InquiryKindEnum, { description: "What it says." })
  kind!: InquiryKind;
  @Field(() => InquiryStateEnum, { description: "How far it is." })
  state!: InquiryState;
  @Field(() => ID, { nullable: true, description: "The click it is about." })
  clickId!: string | null;
  @Field(() => ID, { nullable: true, description: "The sale or lead it is about." })
  conversionId!: string | null;
  @Field(() => ConversionKindValue, { nullable: true, description: "Which of the two it is." })
  conversionKind!: ConversionKind | null;
  @Field(() => String, { nullable: true, description: "Number of the order that is missing." })
  orderNumber!: string | null;
  @Field(() => String, { nullable: true, description: "Its date, YYYY-MM-DD." })
  orderDate!: string | null;
  @Field(() => Money, { nullable: true, description: "What the partner expects to be paid." })
  expected!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description:
      "What the click or the sale that it is about earns by now; null while that is not decided, " +
      "and of an order that is missing.",
  })
  earns!: Money | null;
  @Field(() => String, { description: "Currency of the contract, in which a bonus is granted." })
  currency!: string;
  @Field(() => String, { description: "What the partner wrote." })
  text!: string;
  @Field(() => InquiryAnswerEnum, { nullable: true, description: "What the brand answered." })
  answer!: InquiryAnswer | null;
  @Field(() => String, { nullable: true, description: "In which words." })
  answerText!: string | null;
  @Field(() => Money, {
    nullable: true,
    description: "What was granted: of MODIFY the sale's new amount, of BONUS what is paid.",
  })
  granted!: Money | null;
  @Field(() => InquiryBooking, { description: "What became of what was granted." })
  booking!: InquiryBooking;
  @Field(() => GraphQLISODateTime, { description: "When it was opened." })
  openedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was closed." })
  closedAt!: Date | null;
  @Field(() => Int, { description: "Whole days it has been open, or was until it was closed." })
  ageDays!: number;
  @Rows(3)
  @Field(() => [InquiryEventView], { description: "Its history, oldest first." })
  events!: InquiryEventView[];
}
export const InquiryConnection = connectionOf(InquiryView, "Inquiries");

@InputType({ description: "Which inquiries." })
export class InquiryFilter {
  @Field(() => [InquiryStateEnum], { nullable: true, description: "How far they are." })
  states!: InquiryState[] | null;
  @Field(() => ID, { nullable: true, description: "Those about this click." })
  clickId!: string | null;
  @Field(() => ID, { nullable: true, description: "Those about this sale." })
  conversionId!: string | null;
  @Field(() => ID, { nullable: true, description: "Those of this partner." })
  partnerId!: string | null;
}

@InputType({ description: "What an inquiry asks about." })
export class OpenInquiryInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => InquiryKindEnum, { description: "What it says." })
  kind!: InquiryKind;
  @Field(() => ID, { nullable: true, description: "The click." })
  clickId!: string | null;
  @Field(() => ID, { nullable: true, description: "The sale." })
  conversionId!: string | null;
  @Field(() => Line, {
    nullable: true,
    description: `Number of an order that is missing, at most ${orderNumberMax} characters.`,
  })
  orderNumber!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Date of an order that is missing." })
  orderDate!: string | null;
  @Field(() => Decimal, {
    nullable: true,
    description: "What you expect to be paid, in your contract's currency; needed unless DECLINED.",
  })
  expected!: string | null;
  @Field(() => Text, {
    description: `What is wrong, in your words: 1 to ${inquiryTextMax} characters.`,
  })
  text!: string;
}
@InputType({ description: "What the brand answers." })
export class AnswerInquiryInput {
  @Field(() => ID, { description: "The inquiry; it must be open." })
  id!: string;
  @Field(() => InquiryAnswerEnum, { description: "The answer." })
  answer!: InquiryAnswer;
  @Field(() => Decimal, {
    nullable: true,
    description:
      "Of MODIFY the sale's new amount in its currency, of BONUS what is paid in the contract's.",
  })
  amount!: string | null;
  @Field(() => Text, {
    description: `The reason, which the partner reads: 1 to ${answerTextMax} characters.`,
  })
  text!: string;
}

@Needs("sales:read")
@ObjectType({ description: "The inquiry as it stands now.", simpleResolvers: true })
export class InquiryOk {
  @Field(() => InquiryView, { description: "The inquiry." })
  readonly inquiry: InquiryView;
  constructor(inquiry: InquiryView) {
    this.inquiry = inquiry;
  }
}
export const InquiryResult = createUnionType({
  name: "InquiryResult",
  description: "What a step of an inquiry can answer.",
  types: () => [InquiryOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
