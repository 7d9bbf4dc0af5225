import {
  createUnionType,
  Field,
  Float,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { LimitResetValue } from "../../platform/api/limit-reset.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, CurrencyCode, Decimal } from "../../platform/api/scalars.ts";
import { EventTypeKind } from "../../partnership/programs/program.types.ts";
import { LimitKindValue, LimitScopeValue } from "../../partnership/terms/payout.types.ts";

export enum LimitPause {
  PROGRAM = "PROGRAM",
  EVENT_TYPE = "EVENT_TYPE",
  PARTNER = "PARTNER",
}
registerEnumType(LimitPause, {
  name: "LimitPause",
  description: "Why nothing is paid that a limit could count.",
  valuesConfig: {
    PROGRAM: { description: "The program is not active." },
    EVENT_TYPE: { description: "The program has no active event type of this kind." },
    PARTNER: { description: "The partner's account is not active." },
  },
});

@Needs("contracts:read")
@ObjectType("LimitUsage", {
  description: "How much of a limit is used in its running period, and how fast.",
  simpleResolvers: true,
})
export class LimitUsageView {
  @Field(() => String, { description: "The limit." })
  limitId!: string;
  @Field(() => String, { description: 'In words: "60 clicks a day".' })
  text!: string;
  @Field(() => EventTypeKind, { description: "What kind of event." })
  event!: EventTypeKind;
  @Field(() => String, {
    nullable: true,
    description: "Payout group whose own limit it is; null: of the whole event.",
  })
  groupName!: string | null;
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitScopeValue, { description: "What it counts together." })
  scope!: LimitScopeValue;
  @Field(() => LimitResetValue, {
    nullable: true,
    description: "When it starts again; null where it has no period.",
  })
  reset!: LimitResetValue | null;
  @Field(() => ID, { nullable: true, description: "The contract; null for a program's own." })
  contractId!: string | null;
  @Field(() => String, { description: "Currency of payouts." })
  currency!: string;
  @Field(() => String, {
    description: "Cap of the running period, as text: a number, or an amount in the currency.",
  })
  max!: string;
  @Field(() => String, {
    nullable: true,
    description: "Used of it; null where each customer or event has its own.",
  })
  used!: string | null;
  @Field(() => Float, {
    nullable: true,
    description: "Used of it in percent; above 100 where it was lowered below what was used.",
  })
  percent!: number | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "Start of the running period; null where none runs, and of a program's limit without a " +
      "period, for which all that was ever paid counts.",
  })
  windowStart!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "End of it; null: none. At that instant counting starts again.",
  })
  windowEnd!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "A weekly limit that is new counts from this instant on; null once it does.",
  })
  countsFrom!: Date | null;
  @Field(() => Float, {
    nullable: true,
    description: "Share of the period that has passed, in percent.",
  })
  elapsedPercent!: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      "What will have been used by its end at this pace; null with under three days known.",
  })
  expected!: string | null;
  @Field(() => Float, { nullable: true, description: "That in percent of the cap." })
  expectedPercent!: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Date on which it will be reached at this pace, in the brand's zone; null: not in this " +
      "period, or unknown.",
  })
  reachedOn!: string | null;
  @Field(() => Count, {
    description: "Clicks in the running period that this limit refused; a partner's own alone.",
  })
  unpaidClicks!: number;
  @Rows(2)
  @Field(() => [Money], {
    description:
      "What those clicks would have earned without it, at the rates of their terms: one entry a " +
      "currency, most first. Clicks that were paid a part are not in it.",
  })
  unpaid!: Money[];
  @Field(() => LimitPause, {
    nullable: true,
    description: "Why nothing counts now; null while it does.",
  })
  paused!: LimitPause | null;
}

@Needs("contracts:read")
@ObjectType("ContractLimit", {
  description: "A limit of one partner's contract.",
  simpleResolvers: true,
})
export class ContractLimitView {
  @Field(() => ID, { description: "The contract in force." })
  contractId!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => LimitUsageView, { description: "What it allows and how much is used." })
  usage!: LimitUsageView;
}
export const ContractLimitConnection = connectionOf(ContractLimitView, "ContractLimits");

@Needs("contracts:read")
@ObjectType("ProgramLimit", {
  description: "A limit over all partners of a program together.",
  simpleResolvers: true,
})
export class ProgramLimitView {
  @Field(() => ID, { description: "Identity of this setting; a changed limit is a new one." })
  id!: string;
  @Field(() => LimitUsageView, { description: "What it allows and how much is used." })
  usage!: LimitUsageView;
  @Field(() => String, {
    description: "Cap as it was set, as text: a number, or an amount in the currency.",
  })
  max!: string;
  @Field(() => String, {
    nullable: true,
    description: "Cap on Saturdays and Sundays, where another was set.",
  })
  weekendMax!: string | null;
  @Field(() => Boolean, { description: "Partners see it and what is used of it." })
  shared!: boolean;
  @Field(() => GraphQLISODateTime, { description: "When it was set." })
  createdAt!: Date;
}

@Needs("programs:write")
@ObjectType("ProgramLimitPreview", {
  description: "What a limit over all partners of a program would begin with, if it were set now.",
  simpleResolvers: true,
})
export class ProgramLimitPreviewView {
  @Field(() => String, {
    description:
      "What its running period already paid, as text: a number, or an amount in the currency. Of " +
      "several periods that run since the calendar was changed, the one that paid most.",
  })
  used!: string;
  @Field(() => String, { description: "Currency of payouts." })
  currency!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "Start of the running period; null where it does not count yet, and without a period: then " +
      "all that was ever paid counts.",
  })
  windowStart!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "End of it; null: none." })
  windowEnd!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "A weekly limit that is new counts from this instant on; null where it counts at once.",
  })
  countsFrom!: Date | null;
}

@Needs("contracts:read")
@ObjectType("LimitExposureLine", {
  description: "Contracts whose clicks are bound by the same limit.",
  simpleResolvers: true,
})
export class LimitExposureLineView {
  @Field(() => String, {
    description: 'The limit that binds first, in words: "500.00 USD a month".',
  })
  text!: string;
  @Field(() => Count, { description: "Contracts in force that have it, each for itself." })
  contracts!: number;
  @Field(() => Money, { description: "What they let clicks cost together in the month." })
  amount!: Money;
}
@Needs("contracts:read")
@ObjectType("ExposedPartner", {
  description: "A partner whose contract pays for clicks without any limit on them.",
  simpleResolvers: true,
})
export class ExposedPartnerView {
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
}
@Needs("contracts:read")
@ObjectType("LimitExposure", {
  description:
    "What all limits of contracts in force together let clicks cost in the running month, in one " +
    "currency: a limit of terms is each partner's own.",
  simpleResolvers: true,
})
export class LimitExposureView {
  @Field(() => String, { description: "The month, YYYY-MM, in the brand's zone." })
  month!: string;
  @Field(() => CurrencyCode, { description: "Currency of the contracts." })
  currency!: string;
  @Field(() => Count, { description: "Contracts in force that pay for clicks." })
  contracts!: number;
  @Field(() => Count, {
    description: "Of them, those whose clicks no limit bounds: they are in no amount.",
  })
  unlimited!: number;
  @Rows(5)
  @Field(() => [ExposedPartnerView], {
    description: "Whose they are, by name; the first 20.",
  })
  unlimitedPartners!: ExposedPartnerView[];
  @Field(() => Money, {
    description:
      "The most that the others let clicks cost in a whole month, exactly as limits by day, week " +
      "and month hold together. A limit on the number of clicks counts at the highest rate.",
  })
  amount!: Money;
  @Field(() => Money, {
    description: "What live clicks of the month earned so far, under whatever contract.",
  })
  spent!: Money;
  @Field(() => Money, {
    description:
      "What the contracts that are bound still let clicks cost until the month ends, today " +
      "included: what is used of each limit is taken off, and days that are over bring nothing " +
      "any more.",
  })
  left!: Money;
  @Field(() => Money, {
    nullable: true,
    description:
      "The most that clicks of the month can cost in the end: spent and left, or what the " +
      "program's own limits leave where that is less. Null: nothing bounds it.",
  })
  most!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description:
      "What the program's own limits allow over all partners; null where it has none on " +
      "payouts of clicks.",
  })
  programCap!: Money | null;
  @Rows(5)
  @Field(() => [LimitExposureLineView], {
    description: "The same by the limit that binds, largest first.",
  })
  lines!: LimitExposureLineView[];
}

@Needs("contracts:read")
@ObjectType("LimitEvent", {
  description: "80 % or 100 % of a limit was reached: once a period each.",
  simpleResolvers: true,
})
export class LimitEventView {
  @Field(() => String, { description: "The limit." })
  limitId!: string;
  @Field(() => Int, { description: "80 or 100." })
  percent!: number;
  @Field(() => ID, { nullable: true, description: "The partner; null for a program's own limit." })
  partnerId!: string | null;
  @Field(() => String, { nullable: true, description: "The partner's name." })
  partnerName!: string | null;
  @Field(() => ID, { nullable: true, description: "The contract; null for a program's own limit." })
  contractId!: string | null;
  @Field(() => String, { description: 'In words, with the cap of that moment: "60 clicks a day".' })
  text!: string;
  @Field(() => LimitKindValue, { description: "What the limit counts." })
  kind!: LimitKindValue;
  @Field(() => String, { description: "Currency of payouts." })
  currency!: string;
  @Field(() => String, { description: "Cap at that moment, as text." })
  max!: string;
  @Field(() => String, { description: "Used at that moment, as text." })
  used!: string;
  @Field(() => GraphQLISODateTime, { description: "Instant of the click that reached it." })
  occurredAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When counting starts again; null: never.",
  })
  windowEnd!: Date | null;
}

@InputType({
  description:
    "A limit over all partners of a program. One in force for the same event, kind, period and " +
    "currency is replaced, and what was used of it counts on.",
})
export class ProgramLimitInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => EventTypeKind, { description: "What kind of event." })
  event!: EventTypeKind;
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitResetValue, { description: "When it starts again; CONTRACT: never." })
  reset!: LimitResetValue;
  @Field(() => Decimal, { description: 'Whole number ("1000") or amount ("1500.00").' })
  max!: string;
  @Field(() => Decimal, {
    nullable: true,
    description: "Instead of it on Saturdays and Sundays; daily limits alone.",
  })
  weekendMax!: string | null;
  @Field(() => CurrencyCode, {
    nullable: true,
    description:
      "Currency of a payout limit, and of no other; without it the account's. " +
      "Contracts in other currencies are not limited by it.",
  })
  currency!: string | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Let partners see it and what is used of it.",
  })
  shared!: boolean;
}

@Needs("programs:write")
@ObjectType({ description: "The program's limits as they are now." })
export class ProgramLimitsOk {
  @Rows(10)
  @Field(() => [ProgramLimitView], { description: "Those in force." })
  readonly limits: ProgramLimitView[];
  constructor(limits: ProgramLimitView[]) {
    this.limits = limits;
  }
}
export const SetProgramLimitResult = createUnionType({
  name: "SetProgramLimitResult",
  description: "What setProgramLimit can answer.",
  types: () => [ProgramLimitsOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
export const RemoveProgramLimitResult = createUnionType({
  name: "RemoveProgramLimitResult",
  description: "What removeProgramLimit can answer.",
  types: () => [ProgramLimitsOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
