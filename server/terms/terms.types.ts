import { createUnionType, Field, GraphQLISODateTime, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { Money } from "../api/money.ts";
import { Conflict, IdempotencyKeyReused, InvalidInput, NotFound } from "../api/refusal.ts";
import { Needs, Rows } from "../api/right.ts";
import { EventTypeKind } from "../programs/program.types.ts";

export enum TermsState {
  DRAFT = "DRAFT",
  ACTIVE = "ACTIVE",
  ARCHIVED = "ARCHIVED",
}
registerEnumType(TermsState, {
  name: "TermsState",
  description: "Where template terms stand.",
  valuesConfig: {
    DRAFT: { description: "Being written; cannot be proposed." },
    ACTIVE: { description: "Can be proposed to partners." },
    ARCHIVED: { description: "Takes no new partners; contracts go on." },
  },
});
export enum PayoutLevelValue {
  CLICK = "CLICK",
  ORDER = "ORDER",
  ITEM = "ITEM",
}
registerEnumType(PayoutLevelValue, {
  name: "PayoutLevel",
  description: "What one payout is for.",
  valuesConfig: { CLICK: { description: "Each payable click." }, ORDER: { description: "Each order." }, ITEM: { description: "Each item of an order." } },
});
export enum LimitKindValue {
  CLICKS = "CLICKS",
  PAYOUT = "PAYOUT",
}
registerEnumType(LimitKindValue, {
  name: "LimitKind",
  description: "What a limit counts.",
  valuesConfig: { CLICKS: { description: "Number of paid clicks." }, PAYOUT: { description: "Money paid." } },
});
export enum LimitResetValue {
  DAY = "DAY",
  WEEK = "WEEK",
  MONTH = "MONTH",
  QUARTER = "QUARTER",
  CONTRACT = "CONTRACT",
}
registerEnumType(LimitResetValue, {
  name: "LimitReset",
  description: "When a limit starts again at 0, in the brand account's zone.",
  valuesConfig: {
    DAY: { description: "At midnight." },
    WEEK: { description: "On Monday." },
    MONTH: { description: "On the 1st." },
    QUARTER: { description: "At the start of the quarter." },
    CONTRACT: { description: "Never within the contract." },
  },
});
export enum RemainderPolicy {
  PAY_ZERO = "PAY_ZERO",
  PAY_REMAINDER = "PAY_REMAINDER",
}
registerEnumType(RemainderPolicy, {
  name: "RemainderPolicy",
  description: "What a click gets when a payout limit has less left than its price.",
  valuesConfig: { PAY_ZERO: { description: "Nothing; a later, cheaper click still fits." }, PAY_REMAINDER: { description: "What is left." } },
});
export enum TermsWarningValue {
  NO_CPC_LIMIT = "NO_CPC_LIMIT",
  NO_SALE_EVENT_TYPE = "NO_SALE_EVENT_TYPE",
}
registerEnumType(TermsWarningValue, {
  name: "TermsWarning",
  description: "What the author of terms should know.",
  valuesConfig: {
    NO_CPC_LIMIT: { description: "Clicks are paid without any limit, and clicks are final." },
    NO_SALE_EVENT_TYPE: { description: "Sales will be discarded: add Online Sale, with payout 0 if it is not to be paid." },
  },
});

@Needs("terms:read")
@ObjectType("Limit", { description: "A cap on clicks or payout of one contract.", simpleResolvers: true })
export class LimitView {
  @Field(() => String, { description: "Stable across versions while kind and reset stay the same." })
  id!: string;
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitResetValue, { description: "When it starts again." })
  reset!: LimitResetValue;
  @Field(() => Int, { nullable: true, description: "Most paid clicks per window; null for a payout limit." })
  maxClicks!: number | null;
  @Field(() => Money, { nullable: true, description: "Most payout per window; null for a clicks limit." })
  maxPayout!: Money | null;
}

@Needs("terms:read")
@ObjectType("EventPayout", { description: "What one event type earns.", simpleResolvers: true })
export class EventPayoutView {
  @Field(() => EventTypeKind, { description: "CLICK or SALE." })
  event!: EventTypeKind;
  @Field(() => PayoutLevelValue, { description: "What one payout is for." })
  level!: PayoutLevelValue;
  @Field(() => String, { description: 'Default rate as text: "0.12" or "8%".' })
  rate!: string;
  @Field(() => Money, { nullable: true, description: "The amount, when the rate is one." })
  amount!: Money | null;
  @Rows(4)
  @Field(() => [LimitView], { description: "Its limits; the tightest wins." })
  limits!: LimitView[];
  @Field(() => RemainderPolicy, { description: "What happens to the last, partly covered click." })
  remainder!: RemainderPolicy;
}

@Needs("terms:read")
@ObjectType("TermsVersion", { description: "One immutable version of template terms.", simpleResolvers: true })
export class TermsVersionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => Int, { description: "1, 2, 3 …" })
  number!: number;
  @Field(() => String, { description: "Currency of every amount." })
  currency!: string;
  @Rows(2)
  @Field(() => [EventPayoutView], { description: "What is paid for what." })
  eventPayouts!: EventPayoutView[];
  @Field(() => [TermsWarningValue], { description: "What the author should know." })
  warnings!: TermsWarningValue[];
  @Field(() => String, { description: "What changed, in the author's words." })
  comment!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was saved." })
  createdAt!: Date;
}

@Needs("terms:read")
@ObjectType("TemplateTerms", { description: "Reusable terms of a program, in versions.", simpleResolvers: true })
export class TemplateTermsView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Name; partners see it." })
  name!: string;
  @Field(() => [String], { description: "The brand's own labels; always empty for a partner." })
  labels!: string[];
  @Field(() => TermsState, { description: "Where they stand." })
  state!: TermsState;
  @Field(() => TermsVersionView, { description: "The newest version this account may read." })
  latest!: TermsVersionView;
  @Field(() => [TermsVersionView], { description: "All versions this account may read, newest first." })
  versions!: TermsVersionView[];
  @Field(() => GraphQLISODateTime, { description: "When they were made." })
  createdAt!: Date;
}
export const TemplateTermsConnection = connectionOf(TemplateTermsView, "TemplateTerms");

@InputType({ description: "A cap on clicks or payout." })
export class LimitInput {
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitResetValue, { description: "When it starts again." })
  reset!: LimitResetValue;
  @Field(() => String, { description: 'Whole number of clicks ("100") or amount in the terms\' currency ("470.00").' })
  max!: string;
}
@InputType({ description: "What one event type earns." })
export class EventPayoutInput {
  @Field(() => EventTypeKind, { description: "CLICK or SALE." })
  event!: EventTypeKind;
  @Field(() => PayoutLevelValue, { nullable: true, description: "CLICK for clicks; ORDER (default) or ITEM for sales." })
  level!: PayoutLevelValue | null;
  @Field(() => String, { description: 'Amount ("0.12"), or percent for sales ("8%"). "0%" for a click is the amount 0.' })
  rate!: string;
  @Field(() => [LimitInput], { defaultValue: [], description: "Limits; CLICK only." })
  limits!: LimitInput[];
  @Field(() => RemainderPolicy, { nullable: true, description: "Default PAY_ZERO." })
  remainder!: RemainderPolicy | null;
}
@InputType({ description: "New template terms, or the next version of some." })
export class TermsInput {
  @Field(() => String, { description: "Name; partners see it." })
  name!: string;
  @Field(() => [String], { defaultValue: [], description: "The brand's own labels." })
  labels!: string[];
  @Field(() => String, { description: "ISO 4217 currency of all amounts." })
  currency!: string;
  @Field(() => [EventPayoutInput], { description: "At least one." })
  eventPayouts!: EventPayoutInput[];
  @Field(() => String, { defaultValue: "", description: "What changed and why." })
  comment!: string;
  @Field(() => Boolean, { defaultValue: false, description: "I know that clicks without a limit are paid without end and cannot be taken back." })
  acknowledgeNoLimit!: boolean;
}

@Needs("terms:read")
@ObjectType({ description: "The terms were saved." })
export class SaveTermsOk {
  @Field(() => TemplateTermsView, { description: "The terms with their new version." })
  readonly terms: TemplateTermsView;
  @Field(() => [TermsWarningValue], { description: "What the author should know." })
  readonly warnings: TermsWarningValue[];
  constructor(terms: TemplateTermsView) {
    this.terms = terms;
    this.warnings = terms.latest.warnings;
  }
}
export const SaveTermsResult = createUnionType({
  name: "SaveTermsResult",
  description: "What createTerms and saveTermsVersion can answer.",
  types: () => [SaveTermsOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const ArchiveTermsResult = createUnionType({
  name: "ArchiveTermsResult",
  description: "What archiveTerms can answer.",
  types: () => [SaveTermsOk, NotFound, IdempotencyKeyReused] as const,
});
