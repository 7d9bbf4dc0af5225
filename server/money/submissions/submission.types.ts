/** What shops and other sources hand in. */
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
import { describedEnum, enumOf } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  ErrorCodeValue,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
  UserError,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import {
  Count,
  CountryCode,
  CurrencyCode,
  Decimal,
  Line,
  Token,
  Url,
} from "../../platform/api/scalars.ts";
import type { ErrorCode } from "../../domain/codes.ts";
import {
  conversionSourceTexts,
  submissionSources,
  submissionStates,
  type RowReason,
  type SubmissionSource,
  type SubmissionState,
} from "../../domain/submission.ts";
import { FilePreviewView, RowReasonValue } from "./file-preview.types.ts";

export const SubmissionSourceValue = describedEnum(submissionSources, {
  name: "SubmissionSource",
  description: "By which way a submission came.",
  words: conversionSourceTexts,
});
export const SubmissionStateValue = enumOf(submissionStates);
registerEnumType(SubmissionStateValue, {
  name: "SubmissionState",
  description: "How far a submission is; the first four are those of files alone.",
  valuesConfig: {
    READING: { description: "The file is read." },
    PREVIEW: { description: "It was read; nothing is booked until it is confirmed." },
    REFUSED: { description: "It holds faults: nothing of it was taken." },
    DISCARDED: { description: "It was not confirmed: nothing of it was taken." },
    QUEUED: { description: "It waits for its turn." },
    IN_PROGRESS: { description: "Its rows are booked." },
    COMPLETE: { description: "Every row has its result." },
  },
});
export enum RowState {
  QUEUED = "QUEUED",
  BOOKED = "BOOKED",
  FAILED = "FAILED",
}
registerEnumType(RowState, {
  name: "SubmittedConversionState",
  description: "What became of a row.",
  valuesConfig: {
    QUEUED: { description: "Nothing yet." },
    BOOKED: { description: "A conversion, be it an unpaid one, or a change of one." },
    FAILED: { description: "Nothing; its reason says why." },
  },
});
export enum ConversionChange {
  MODIFY = "MODIFY",
  REVERSE = "REVERSE",
}
registerEnumType(ConversionChange, {
  name: "ConversionChange",
  description: "What happened to an order that was handed in before.",
  valuesConfig: {
    MODIFY: { description: "It is worth something else now." },
    REVERSE: { description: "It is taken back whole." },
  },
});

const moneyText = "Decimal in the order's currency, 0 or more.";
@InputType({ description: "One item of an order." })
export class ConversionItemInput {
  @Field(() => Line, { nullable: true, description: "SKU, at most 100 characters." })
  sku!: string | null;
  @Field(() => Line, { nullable: true, description: "Category, at most 100 characters." })
  category!: string | null;
  @Field(() => Count, { nullable: true, description: "How many; without it 1." })
  quantity!: number | null;
  @Field(() => Decimal, {
    nullable: true,
    description: `Of one; either price or subtotal. ${moneyText}`,
  })
  price!: string | null;
  @Field(() => Decimal, { nullable: true, description: `Of all of them. ${moneyText}` })
  subtotal!: string | null;
  @Field(() => Decimal, {
    nullable: true,
    description: `What was taken off this item. ${moneyText}`,
  })
  discount!: string | null;
}

@InputType({
  description:
    "An order, or a change of one. Of an order at least one of clickId, promoCode, link, " +
    "partner, customerId and customerEmail says whom it is credited to, and either subtotal or " +
    "items what it is worth.",
})
export class ConversionInput {
  @Field(() => ConversionChange, {
    nullable: true,
    description:
      "Of a change alone, which names orderId, eventDate, reason and, to modify, subtotal and " +
      "currency.",
  })
  change!: ConversionChange | null;
  @Field(() => Line, {
    nullable: true,
    description: "Of an order: SALE, or the code or id of the program's event type.",
  })
  event!: string | null;
  @Field(() => Line, {
    nullable: true,
    description: "The shop's own id of the order, at most 100 characters. Always needed.",
  })
  orderId!: string | null;
  @Field(() => Line, {
    nullable: true,
    description:
      "When it happened, by RFC 3339, at most 88 days ago; or NOW. Of a change when it was made: " +
      "the latest counts. Always needed.",
  })
  eventDate!: string | null;
  @Field(() => [Token], {
    nullable: true,
    description: "Ids of the customer's clicks, at most 10; the last one before the order counts.",
  })
  clickId!: string[] | null;
  @Field(() => Line, { nullable: true, description: "A code that credits a partner." })
  promoCode!: string | null;
  @Field(() => Url, {
    nullable: true,
    description: "Address of a tracking link, which credits its partner without a click.",
  })
  link!: string | null;
  @Field(() => Token, {
    nullable: true,
    description: "Code or id of a partner account, which is credited whatever else there is.",
  })
  partner!: string | null;
  @Field(() => Line, {
    nullable: true,
    description:
      "The shop's own id of the customer: credited by the last click that an order of this " +
      "customer named.",
  })
  customerId!: string | null;
  @Field(() => Token, {
    nullable: true,
    description:
      "SHA-256 (or SHA-1) hash, in hexadecimal, of the customer's mail address in small letters; " +
      "used as customerId. The address itself is refused.",
  })
  customerEmail!: string | null;
  @Field(() => CurrencyCode, { nullable: true, description: "Of all amounts." })
  currency!: string | null;
  @Field(() => Decimal, {
    nullable: true,
    description: `Goods of the order, without shipping and tax. ${moneyText}`,
  })
  subtotal!: string | null;
  @Field(() => Decimal, {
    nullable: true,
    description: `What was taken off the order; spread over its items. ${moneyText}`,
  })
  discount!: string | null;
  @Field(() => Decimal, { nullable: true, description: `Never paid for. ${moneyText}` })
  shipping!: string | null;
  @Field(() => Decimal, { nullable: true, description: `Never paid for. ${moneyText}` })
  tax!: string | null;
  @Field(() => Count, { nullable: true, description: "Units, where it has no items; else 1." })
  units!: number | null;
  @Field(() => Token, {
    nullable: true,
    description: "Of a change: a ModificationReason, or to reverse a ReversalReason.",
  })
  reason!: string | null;
  @Field(() => Line, { nullable: true, description: "Status of the customer, such as NEW." })
  customerStatus!: string | null;
  @Field(() => CountryCode, { nullable: true, description: "Country of the customer." })
  customerCountry!: string | null;
  @Field(() => Line, { nullable: true, description: "Region of the customer." })
  customerRegion!: string | null;
  @Field(() => Line, { nullable: true, description: "City of the customer." })
  customerCity!: string | null;
  @Field(() => Line, { nullable: true, description: "Postcode of the customer." })
  customerPostcode!: string | null;
  @Field(() => [ConversionItemInput], {
    nullable: true,
    description: "Items, at most 100, instead of subtotal.",
  })
  items!: ConversionItemInput[] | null;
}

@Needs("submissions:read")
@ObjectType("ConversionFault", {
  description: "What is wrong with a row that was not taken.",
  simpleResolvers: true,
})
export class ConversionFaultView {
  @Field(() => Int, { description: "Place of the row: from 1, of a file its line." })
  row!: number;
  @Field(() => ErrorCodeValue, { description: "Stable code." })
  code!: ErrorCode;
  @Field(() => [String], { description: "Path of the field." })
  path!: string[];
  @Field(() => String, { description: "The fault and the way out." })
  message!: string;
}

@Needs("submissions:read")
@ObjectType("ConversionSubmission", {
  description: "What a shop or another source handed in at once, and how far it is.",
  simpleResolvers: true,
})
export class SubmissionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => SubmissionSourceValue, { description: "By which way it came." })
  source!: SubmissionSource;
  @Field(() => String, { nullable: true, description: "Name of the file." })
  name!: string | null;
  @Field(() => SubmissionStateValue, { description: "How far it is." })
  state!: SubmissionState;
  @Field(() => Count, {
    description:
      "Orders and changes that it holds, an order of several item rows once; of a file that is " +
      "being read, or is refused, the rows as far as they are read.",
  })
  rows!: number;
  @Field(() => Count, {
    description:
      "Of them those that cannot be read; what a file is refused for as a whole is none.",
  })
  malformed!: number;
  @Field(() => Count, { description: "Of them those that have their result." })
  done!: number;
  @Field(() => Count, { description: "Of these: booked." })
  booked!: number;
  @Field(() => Count, { description: "Of these: not." })
  failed!: number;
  @Field(() => FilePreviewView, { nullable: true, description: "Of a file that was read." })
  preview!: FilePreviewView | null;
  @Rows(100)
  @Field(() => [ConversionFaultView], { description: "The first 100 faults of its rows." })
  faults!: ConversionFaultView[];
  @Field(() => GraphQLISODateTime, { description: "When it was handed in." })
  submittedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was done." })
  completedAt!: Date | null;
}
export const SubmissionConnection = connectionOf(SubmissionView, "ConversionSubmissions");

@Needs("submissions:read")
@ObjectType("SubmittedField", { description: "A field as it came.", simpleResolvers: true })
export class SubmittedFieldView {
  @Field(() => String, { description: "Its name." })
  name!: string;
  @Field(() => String, { description: "Its value." })
  value!: string;
}
@Needs("submissions:read")
@ObjectType("SubmittedConversion", {
  description: "One row of a submission, as it came, and what became of it.",
  simpleResolvers: true,
})
export class SubmittedConversionView {
  @Field(() => Int, { description: "Its place: from 1, of a file its line." })
  number!: number;
  @Field(() => ConversionChange, { nullable: true, description: "Of a change of an order." })
  change!: ConversionChange | null;
  @Field(() => String, { nullable: true, description: "The shop's id of the order." })
  orderId!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it happened." })
  eventAt!: Date | null;
  @Field(() => RowState, { description: "What became of it." })
  state!: RowState;
  @Field(() => RowReasonValue, { nullable: true, description: "Why it pays nothing." })
  reason!: RowReason | null;
  @Field(() => String, { nullable: true, description: "The same in a sentence." })
  message!: string | null;
  @Field(() => ID, { nullable: true, description: "The conversion; of several lines the first." })
  conversionId!: string | null;
  @Rows(20)
  @Field(() => [SubmittedFieldView], { description: "As it came." })
  fields!: SubmittedFieldView[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was done." })
  doneAt!: Date | null;
}
export const SubmittedConversionConnection = connectionOf(
  SubmittedConversionView,
  "SubmittedConversions",
);

@Needs("conversions:write")
@ObjectType({
  description: "It is queued: its rows get their results within seconds.",
  simpleResolvers: true,
})
export class SubmissionOk {
  @Field(() => SubmissionView, { description: "The submission." })
  readonly submission: SubmissionView;
  constructor(submission: SubmissionView) {
    this.submission = submission;
  }
}

@Needs("conversions:write")
@ObjectType({
  implements: UserError,
  description: "No row can be taken: nothing was kept. Its message and path are the first fault's.",
})
export class ConversionsRefused extends UserError {
  @Rows(100)
  @Field(() => [ConversionFaultView], { description: "The first 100 faults." })
  readonly faults: ConversionFaultView[];
  constructor(faults: ConversionFaultView[]) {
    const [first] = faults;
    super(first?.code ?? "BAD_INPUT", first?.message ?? "Nothing was sent", first?.path ?? []);
    this.faults = faults;
  }
}

export const SubmitConversionsResult = createUnionType({
  name: "SubmitConversionsResult",
  description: "What submitConversions can answer.",
  types: () =>
    [SubmissionOk, ConversionsRefused, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
export const ConversionFileResult = createUnionType({
  name: "ConversionFileResult",
  description: "What can be answered to a decision on a file.",
  types: () => [SubmissionOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
