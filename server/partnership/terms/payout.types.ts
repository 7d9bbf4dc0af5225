import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { LimitResetValue } from "../../platform/api/limit-reset.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import {
  kindRecords,
  limitKinds,
  limitScopes,
  scopeRecords,
  type LimitKind,
  type LimitScope,
} from "../../domain/limit-scopes.ts";
import { BonusView } from "./bonus.types.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import type { RuleOperator } from "../../domain/rule-operators.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import { RuleOperatorValue, RuleVariableValue } from "./rule.types.ts";

export enum PayoutLevelValue {
  CLICK = "CLICK",
  ORDER = "ORDER",
  ITEM = "ITEM",
  LEAD = "LEAD",
}
registerEnumType(PayoutLevelValue, {
  name: "PayoutLevel",
  description: "What one payout is for.",
  valuesConfig: {
    CLICK: { description: "Each payable click." },
    ORDER: { description: "Each order." },
    ITEM: { description: "Each item of an order." },
    LEAD: { description: "Each lead." },
  },
});
export type LimitKindValue = LimitKind;
export const LimitKindValue = describedEnum(limitKinds, {
  name: "LimitKind",
  description: "What a limit counts.",
  words: (kind) => kindRecords[kind].about,
});
export type LimitScopeValue = LimitScope;
export const LimitScopeValue = describedEnum(limitScopes, {
  name: "LimitScope",
  description: "What a limit counts together.",
  words: (scope) => scopeRecords[scope].about,
});
export enum RemainderPolicy {
  PAY_ZERO = "PAY_ZERO",
  PAY_REMAINDER = "PAY_REMAINDER",
}
registerEnumType(RemainderPolicy, {
  name: "RemainderPolicy",
  description: "What a click gets when a payout limit has less left than its price.",
  valuesConfig: {
    PAY_ZERO: { description: "Nothing; a later, cheaper click still fits." },
    PAY_REMAINDER: { description: "What is left." },
  },
});
export enum LockingPeriodValue {
  DAY = "DAY",
  MONTH = "MONTH",
}
registerEnumType(LockingPeriodValue, {
  name: "LockingPeriod",
  description: "From the end of which period locking counts.",
  valuesConfig: {
    DAY: { description: "The day of the conversion." },
    MONTH: { description: "The month of the conversion." },
  },
});
export enum SchedulePeriodValue {
  DAY = "DAY",
  WEEK = "WEEK",
  MONTH = "MONTH",
}
registerEnumType(SchedulePeriodValue, {
  name: "SchedulePeriod",
  description: "From the end of which period payment counts.",
  valuesConfig: {
    DAY: { description: "The day." },
    WEEK: { description: "The week." },
    MONTH: { description: "The month." },
  },
});

@Needs("public")
@ObjectType("Rule", {
  description: "One condition: what is looked at, how, and against which values.",
  simpleResolvers: true,
})
export class RuleView {
  @Field(() => RuleVariableValue, {
    nullable: true,
    description: "What is looked at; null: what older terms name and nothing tells any more.",
  })
  variable!: RuleVariable | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of the custom parameter, for PARAM alone.",
  })
  name!: string | null;
  @Field(() => RuleOperatorValue, { description: "How it is compared." })
  operator!: RuleOperator;
  @Field(() => [String], { description: "Any of them holds; empty for EXISTS and NOT_EXISTS." })
  values!: string[];
  @Field(() => String, { description: 'The rule in words: "the country is US or CA".' })
  sentence!: string;
}

@Needs("public")
@ObjectType("Limit", {
  description: "A cap on clicks, conversions or payout.",
  simpleResolvers: true,
})
export class LimitView {
  @Field(() => String, {
    description: "Stable across versions while kind, scope and reset stay the same.",
  })
  id!: string;
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitScopeValue, { description: "What it counts together." })
  scope!: LimitScopeValue;
  @Field(() => LimitResetValue, {
    nullable: true,
    description: "When it starts again; null for EVENT, which has no period.",
  })
  reset!: LimitResetValue | null;
  @Field(() => String, {
    nullable: true,
    description:
      "On Saturdays and Sundays instead, as text: a number, or an amount in the terms' currency.",
  })
  weekendMax!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Most paid clicks per window; null for other kinds.",
  })
  maxClicks!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Most paid sales per window; null for other kinds.",
  })
  maxConversions!: number | null;
  @Field(() => Money, {
    nullable: true,
    description: "Most payout per window; null for other kinds.",
  })
  maxPayout!: Money | null;
}

@Needs("public")
@ObjectType("PayoutGroup", {
  description:
    "A payout of its own for events that meet all its rules. The first that applies pays.",
  simpleResolvers: true,
})
export class PayoutGroupView {
  @Field(() => String, {
    description:
      "Stable across versions: the same group changed keeps it. A copy of the terms has groups " +
      "of the same ids, which are other groups: an id is one group within its terms.",
  })
  id!: string;
  @Field(() => Int, { description: "1, 2, 3 …; lower is tried first." })
  rank!: number;
  @Field(() => String, { description: "Name; partners see it." })
  name!: string;
  @Rows(1)
  @Field(() => [RuleView], { description: "All must hold." })
  rules!: RuleView[];
  @Field(() => String, { description: 'Rate as text: "0.12" or "8%".' })
  rate!: string;
  @Field(() => Money, { nullable: true, description: "The amount, when the rate is one." })
  amount!: Money | null;
  @Rows(1)
  @Field(() => [LimitView], {
    description: "Its own limits, besides those of the whole event; the tightest wins.",
  })
  limits!: LimitView[];
}

@Needs("public")
@ObjectType("Restriction", {
  description: "Events that meet all its rules are paid nothing. Restrictions come before groups.",
  simpleResolvers: true,
})
export class RestrictionView {
  @Field(() => String, { description: "Stable across versions." })
  id!: string;
  @Field(() => String, { description: "Name; partners see it." })
  name!: string;
  @Rows(1)
  @Field(() => [RuleView], { description: "All must hold for it to block." })
  rules!: RuleView[];
  @Field(() => Boolean, {
    description:
      "Blocked events are left out of the payable-click report; the clicks themselves are always " +
      "kept.",
  })
  hideZeroRows!: boolean;
}

@Needs("public")
@ObjectType("Locking", {
  description:
    "When a conversion becomes final: so long after the end of the day or month of the conversion.",
  simpleResolvers: true,
})
export class LockingView {
  @Field(() => Boolean, { description: "Never by itself: somebody approves each conversion." })
  openEnded!: boolean;
  @Field(() => LockingPeriodValue, {
    nullable: true,
    description: "From the end of which period; null when open-ended.",
  })
  period!: LockingPeriodValue | null;
  @Field(() => Int, { description: "Months after it; 0 when open-ended." })
  months!: number;
  @Field(() => Int, { description: "Days after those months; 0 when open-ended." })
  days!: number;
}

@Needs("public")
@ObjectType("PayoutSchedule", {
  description:
    "When what was earned is paid: so long after the end of the period in which it became final.",
  simpleResolvers: true,
})
export class PayoutScheduleView {
  @Field(() => SchedulePeriodValue, { description: "From the end of which period." })
  period!: SchedulePeriodValue;
  @Field(() => Int, { description: "Months after it." })
  months!: number;
  @Field(() => Int, { description: "Days after those months." })
  days!: number;
  @Field(() => Int, {
    nullable: true,
    description: "Then on this day of the month, 1 to 28; null = at once.",
  })
  dayOfMonth!: number | null;
}

@Needs("public")
@ObjectType("EventPayout", { description: "What one event type earns.", simpleResolvers: true })
export class EventPayoutView {
  @Field(() => EventTypeKind, { description: "What kind of event." })
  event!: EventTypeKind;
  @Field(() => PayoutLevelValue, { description: "What one payout is for." })
  level!: PayoutLevelValue;
  @Field(() => String, {
    description: 'Default rate as text: "0.12" or "8%"; paid where no group applies.',
  })
  rate!: string;
  @Field(() => Money, { nullable: true, description: "The amount, when the rate is one." })
  amount!: Money | null;
  @Rows(1)
  @Field(() => [PayoutGroupView], {
    description: "Payout groups, in the order in which they are tried.",
  })
  groups!: PayoutGroupView[];
  @Rows(1)
  @Field(() => [RestrictionView], { description: "What is never paid." })
  restrictions!: RestrictionView[];
  @Rows(2)
  @Field(() => [LimitView], { description: "Its limits; the tightest wins." })
  limits!: LimitView[];
  @Field(() => RemainderPolicy, { description: "What happens to the last, partly covered click." })
  remainder!: RemainderPolicy;
  @Field(() => LockingView, {
    nullable: true,
    description: "When conversions become final; null for clicks, which are final at once.",
  })
  locking!: LockingView | null;
  @Field(() => PayoutScheduleView, { description: "When it is paid." })
  schedule!: PayoutScheduleView;
  @Field(() => BonusView, {
    nullable: true,
    description: "Performance bonus on sales; null = none.",
  })
  bonus!: BonusView | null;
}
