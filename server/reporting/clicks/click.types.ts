import { Field, GraphQLISODateTime, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { PayoutStageValue } from "../../platform/api/payout-stage.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { apiFields, devices, type ApiFields } from "../../domain/click-fields.ts";
import type { Device } from "../../domain/facts.ts";
import type { PayoutStage } from "../../domain/payout-stage.ts";
import type { TraceRowVerdict } from "../../domain/trace-rows.ts";
import { describedEnum, enumOf } from "../../platform/api/enum.ts";
import { reasonCodes, reasonSentences, type ReasonCode } from "../../domain/reason.ts";

export const ReasonCodeEnum = describedEnum(reasonCodes, {
  name: "ReasonCode",
  description: "Why a click or sale was not paid. Codes never change their meaning.",
  words: reasonSentences,
});
export const DeviceTypeValue = enumOf(devices);
export type DeviceTypeValue = Device;
registerEnumType(DeviceTypeValue, {
  name: "DeviceType",
  description: "What a click was made with, as its browser says.",
  valuesConfig: {
    DESKTOP: { description: "A computer." },
    PHONE: { description: "A phone." },
    TABLET: { description: "A tablet." },
    GAME: { description: "A games console." },
    WATCH: { description: "A watch." },
    TV: { description: "A television." },
    ROBOT: { description: "No person: a robot." },
    CAR: { description: "A car." },
    UNKNOWN: { description: "Nothing tells." },
  },
});
export enum OutcomeValue {
  PAID = "PAID",
  PAID_ZERO = "PAID_ZERO",
  UNPAID = "UNPAID",
  DISCARDED = "DISCARDED",
}
registerEnumType(OutcomeValue, {
  name: "Outcome",
  description: "What became of a click or sale.",
  valuesConfig: {
    PAID: { description: "Earns more than 0." },
    PAID_ZERO: { description: "Earns 0: payable at rate 0, tracked and reported." },
    UNPAID: { description: "Earns nothing, for the reason given." },
    DISCARDED: { description: "A sale without sale terms: shown, earns nothing." },
  },
});
export enum ClickClass {
  U = "U",
  D = "D",
  R = "R",
  F = "F",
}
registerEnumType(ClickClass, {
  name: "ClickClass",
  description: "Quality of a click.",
  valuesConfig: {
    U: { description: "Unique." },
    D: { description: "Duplicate within the window." },
    R: { description: "Robot." },
    F: { description: "Filtered for a risk signal." },
  },
});
export enum TraceVerdict {
  PASSED = "PASSED",
  STOPPED = "STOPPED",
  NOTED = "NOTED",
  NOT_REACHED = "NOT_REACHED",
}
registerEnumType(TraceVerdict, {
  name: "TraceVerdict",
  description: "What a step of the decision said.",
  valuesConfig: {
    PASSED: { description: "Went on." },
    STOPPED: { description: "Decided the outcome." },
    NOTED: { description: "Information." },
    NOT_REACHED: { description: "Came after the step that decided." },
  },
});
export enum TraceStepKind {
  LINK = "LINK",
  QUALITY = "QUALITY",
  CONTRACT = "CONTRACT",
  EVENT_TYPE = "EVENT_TYPE",
  RESTRICTIONS = "RESTRICTIONS",
  GROUP = "GROUP",
  RATE = "RATE",
  LIMITS = "LIMITS",
  LEDGER = "LEDGER",
  REDIRECT = "REDIRECT",
}
registerEnumType(TraceStepKind, {
  name: "TraceStepKind",
  description: "The steps of a decision, in order.",
  valuesConfig: {
    LINK: { description: "Link, program, partner and ad." },
    QUALITY: { description: "Robot, duplicate, risk." },
    CONTRACT: { description: "Contract and terms version in force." },
    EVENT_TYPE: { description: "Whether the terms pay for this event." },
    RESTRICTIONS: { description: "Payout restrictions." },
    GROUP: { description: "Payout groups, first match wins." },
    RATE: { description: "Price before limits." },
    LIMITS: { description: "Each limit before and after." },
    LEDGER: { description: "The posting." },
    REDIRECT: { description: "Where the visitor was sent." },
  },
});

@Needs("clicks:read")
@ObjectType("LimitUse", {
  description: "What one limit said about an event.",
  simpleResolvers: true,
})
export class LimitUseView {
  @Field(() => String, { description: "The limit." })
  limitId!: string;
  @Field(() => String, { description: 'In words: "60 clicks a day".' })
  text!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Start of its window; null where all that was ever paid counts.",
  })
  windowStart!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "End of its window; null = open.",
  })
  windowEnd!: Date | null;
  @Field(() => String, { description: "Cap: clicks, or an amount in the contract's currency." })
  max!: string;
  @Field(() => String, { description: "Used before this event." })
  before!: string;
  @Field(() => String, { description: "Used after it." })
  after!: string;
}

export const TraceRowVerdictValue = {
  YES: "YES",
  NO: "NO",
  NOT_REACHED: "NOT_REACHED",
  NOTED: "NOTED",
} as const satisfies { [V in TraceRowVerdict]: V };
registerEnumType(TraceRowVerdictValue, {
  name: "TraceRowVerdict",
  description: "What a row of a step said.",
  valuesConfig: {
    YES: { description: "It applied, or let the event pass." },
    NO: { description: "It did not." },
    NOT_REACHED: { description: "Something before it decided." },
    NOTED: { description: "A fact." },
  },
});

@Needs("clicks:read")
@ObjectType("TraceCondition", {
  description: "One rule with the value that it saw.",
  simpleResolvers: true,
})
export class TraceConditionView {
  @Field(() => String, { description: 'In words: "country is US or CA".' })
  text!: string;
  @Field(() => String, {
    description:
      '"n/a" = nothing; "a value" where the value is the other side\'s own; ' +
      '"not shown to you: …" where the row did not apply and the other side alone sees the value.',
  })
  seen!: string;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether it holds; null where the row did not apply and the other side alone sees the value.",
  })
  holds!: boolean | null;
}
@Needs("clicks:read")
@ObjectType("TraceRow", {
  description: "One restriction, payout group, limit or fact that a step looked at, in order.",
  simpleResolvers: true,
})
export class TraceRowView {
  @Field(() => String, { description: "Its name." })
  label!: string;
  @Field(() => String, { description: "What it says, e.g. a rate; empty where the name says all." })
  text!: string;
  @Field(() => TraceRowVerdictValue, { description: "What it said." })
  verdict!: TraceRowVerdict;
  @Field(() => [TraceConditionView], {
    description: "Of a restriction or payout group: all must hold.",
  })
  @Rows(5)
  conditions!: TraceConditionView[];
  @Field(() => LimitUseView, { nullable: true, description: "Of a limit that you may see." })
  limit!: LimitUseView | null;
}

@Needs("clicks:read")
@ObjectType("TraceStep", { description: "One step of a decision.", simpleResolvers: true })
export class TraceStepView {
  @Field(() => TraceStepKind, { description: "Which step." })
  step!: TraceStepKind;
  @Field(() => TraceVerdict, { description: "What it said." })
  verdict!: TraceVerdict;
  @Field(() => String, { description: "The values seen, in plain words." })
  seen!: string;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "The reason, where it stopped." })
  reason!: ReasonCode | null;
  @Field(() => [TraceRowView], { description: "What it looked at, one by one." })
  @Rows(8)
  rows!: TraceRowView[];
}

@Needs("clicks:read")
@ObjectType("DecisionTrace", {
  description:
    "How an event was decided, recomputed from its stored facts by the function that decided it.",
  simpleResolvers: true,
})
export class DecisionTraceView {
  @Field(() => [TraceStepView], { description: "The steps in order." })
  steps!: TraceStepView[];
  @Field(() => [LimitUseView], { description: "Every limit consulted." })
  limits!: LimitUseView[];
  @Field(() => Int, { description: "Version of the deciding engine." })
  engineVersion!: number;
  @Field(() => Boolean, { description: "The recomputed outcome equals the stored one." })
  consistent!: boolean;
}

/** The type of what is given to the API below, field by field. */
const ClickFieldsShown = class {} as new () => ApiFields;

@Needs("clicks:read")
@ObjectType("Click", {
  description: "A raw click on a tracking link with its decision.",
  simpleResolvers: true,
})
export class ClickView extends ClickFieldsShown {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => GraphQLISODateTime, { description: "Instant of the click." })
  clickedAt!: Date;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner account it credits." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ID, { description: "The tracking link." })
  linkId!: string;
  @Field(() => String, { description: "Its name." })
  linkName!: string;
  @Field(() => ClickClass, { nullable: true, description: "Quality; null until decided." })
  classification!: ClickClass | null;
  @Field(() => OutcomeValue, {
    nullable: true,
    description: "Outcome; null until decided, normally within a second.",
  })
  outcome!: OutcomeValue | null;
  @Field(() => PayoutStageValue, {
    nullable: true,
    description: "How far what it earns is on its way; null where it earns nothing.",
  })
  payoutStage!: PayoutStage | null;
  @Field(() => ReasonCodeEnum, {
    nullable: true,
    description: "Why it was not paid; null when paid.",
  })
  reason!: ReasonCode | null;
  @Field(() => String, { nullable: true, description: "The reason in plain words." })
  reasonText!: string | null;
  @Field(() => Boolean, {
    description: "A restriction leaves it out of reports; it still counts as raw and unique.",
  })
  hidden!: boolean;
  @Field(() => Money, { nullable: true, description: "What was paid." })
  amount!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description: "For test clicks: what a live click would have been paid.",
  })
  wouldPay!: Money | null;
  @Field(() => ID, { nullable: true, description: "The contract in force." })
  contractId!: string | null;
  @Field(() => Int, { nullable: true, description: "Number of the terms version in force." })
  termsVersion!: number | null;
}
/** By name where the API has a type of its own for it, else by kind. */
const apiTypes: Partial<Record<string, Parameters<typeof Field>[0]>> = {
  device: () => DeviceTypeValue,
  flag: () => Boolean,
  texts: () => [String],
};
for (const { name, kind, nullable, description } of apiFields)
  Field(apiTypes[name] ?? apiTypes[kind] ?? (() => String), { nullable, description })(
    ClickView.prototype,
    name,
  );
export const ClickConnection = connectionOf(ClickView, "Clicks");

@Needs("clicks:read")
@ObjectType("ClickDetail", {
  description: "One click and how it was decided.",
  simpleResolvers: true,
})
export class ClickDetailView {
  @Field(() => ClickView, { description: "The click." })
  click!: ClickView;
  @Field(() => DecisionTraceView, {
    nullable: true,
    description: "Its decision trace; null until decided.",
  })
  trace!: DecisionTraceView | null;
}
