import { LimitResetValue } from "../../platform/api/limit-reset.ts";
import { BonusInput } from "./bonus.types.ts";
import { Field, InputType } from "type-graphql";
import { termsScopes } from "../../domain/limit-scopes.ts";
import type { RuleOperator } from "../../domain/rule-operators.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import { Count, Decimal, Line, Name, Rate } from "../../platform/api/scalars.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import {
  LimitKindValue,
  LimitScopeValue,
  LockingPeriodValue,
  PayoutLevelValue,
  RemainderPolicy,
  SchedulePeriodValue,
} from "./payout.types.ts";
import { RuleOperatorValue, RuleVariableValue } from "./rule.types.ts";

@InputType({ description: "One condition." })
export class RuleInput {
  @Field(() => RuleVariableValue, { description: "What is looked at." })
  variable!: RuleVariable;
  @Field(() => Line, {
    nullable: true,
    description: "Name of the custom parameter, for PARAM alone.",
  })
  name!: string | null;
  @Field(() => RuleOperatorValue, { description: "How it is compared." })
  operator!: RuleOperator;
  @Field(() => [Line], {
    defaultValue: [],
    description:
      'Any of them holds. A comma inside a value separates two; write "Ben, Jerry" in double ' +
      "quotes to keep one.",
  })
  values!: string[];
}
@InputType({ description: "A cap on clicks, conversions or payout." })
export class LimitInput {
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => LimitScopeValue, {
    nullable: true,
    description: `What it counts together: CONTRACT (default), ${termsScopes.slice(1).join(", ")}.`,
  })
  scope!: LimitScopeValue | null;
  @Field(() => LimitResetValue, {
    nullable: true,
    description: "When it starts again; none for EVENT, DAY alone for CUSTOMER.",
  })
  reset!: LimitResetValue | null;
  @Field(() => Decimal, {
    description:
      'Whole number of clicks or conversions ("100") or amount in the terms\' currency ("470.00").',
  })
  max!: string;
  @Field(() => Decimal, {
    nullable: true,
    description: "Instead of it on Saturdays and Sundays; daily limits alone.",
  })
  weekendMax!: string | null;
}
@InputType({ description: "A payout of its own for events that meet all its rules." })
export class PayoutGroupInput {
  @Field(() => Line, {
    nullable: true,
    description:
      "Id of a group of an earlier version of these terms, which it changes and whose limits " +
      "it goes on with; terms that were copied keep the ids of their source. Without it, or " +
      "with an id that they do not have, the group is a new one and is given an id.",
  })
  id!: string | null;
  @Field(() => Name, { description: "Name, 1 to 100 characters; partners see it." })
  name!: string;
  @Field(() => Count, {
    nullable: true,
    description:
      "Lower is tried first. All groups have one or none has; without ranks the order of the " +
      "list counts.",
  })
  rank!: number | null;
  @Field(() => [RuleInput], { description: "All must hold; at least one." })
  rules!: RuleInput[];
  @Field(() => Rate, { description: 'Amount ("0.12"), or percent for sales ("8%").' })
  rate!: string;
  @Field(() => [LimitInput], {
    defaultValue: [],
    description: "Limits of its own, besides those of the whole event.",
  })
  limits!: LimitInput[];
}
@InputType({ description: "Events that meet all its rules are paid nothing." })
export class RestrictionInput {
  @Field(() => Line, {
    nullable: true,
    description: "Id of the restriction in the version before; without it the restriction is new.",
  })
  id!: string | null;
  @Field(() => Name, { description: "Name, 1 to 100 characters; partners see it." })
  name!: string;
  @Field(() => [RuleInput], { description: "All must hold for it to block; at least one." })
  rules!: RuleInput[];
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Leave blocked events out of the payable-click report.",
  })
  hideZeroRows!: boolean;
}
@InputType({ description: "When a conversion becomes final." })
export class LockingInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Never by itself: somebody approves each conversion.",
  })
  openEnded!: boolean;
  @Field(() => LockingPeriodValue, {
    nullable: true,
    description: "From the end of which period; DAY without it.",
  })
  period!: LockingPeriodValue | null;
  @Field(() => Count, { defaultValue: 0, description: "Months after it, 0 to 24." })
  months!: number;
  @Field(() => Count, { defaultValue: 0, description: "Days after those months, 0 to 366." })
  days!: number;
}
@InputType({ description: "When what was earned is paid." })
export class PayoutScheduleInput {
  @Field(() => SchedulePeriodValue, {
    nullable: true,
    description: "From the end of which period; MONTH without it.",
  })
  period!: SchedulePeriodValue | null;
  @Field(() => Count, { defaultValue: 0, description: "Months after it, 0 to 24." })
  months!: number;
  @Field(() => Count, { defaultValue: 0, description: "Days after those months, 0 to 366." })
  days!: number;
  @Field(() => Count, { nullable: true, description: "Then on this day of the month, 1 to 28." })
  dayOfMonth!: number | null;
}
@InputType({ description: "What one event type earns." })
export class EventPayoutInput {
  @Field(() => EventTypeKind, { description: "What kind of event." })
  event!: EventTypeKind;
  @Field(() => PayoutLevelValue, {
    nullable: true,
    description: "CLICK for clicks; ORDER (default) or ITEM for sales.",
  })
  level!: PayoutLevelValue | null;
  @Field(() => Rate, {
    description:
      'Default payout: amount ("0.12"), or percent for sales ("8%"). "0%" for a click is the ' +
      "amount 0.",
  })
  rate!: string;
  @Field(() => [PayoutGroupInput], {
    defaultValue: [],
    description:
      "Payout groups, at most 200; needs the feature PAYOUT_GROUPS of the account's edition.",
  })
  groups!: PayoutGroupInput[];
  @Field(() => [RestrictionInput], {
    defaultValue: [],
    description: "What is never paid, at most 100.",
  })
  restrictions!: RestrictionInput[];
  @Field(() => [LimitInput], { defaultValue: [], description: "Limits; the tightest wins." })
  limits!: LimitInput[];
  @Field(() => RemainderPolicy, { nullable: true, description: "Default PAY_ZERO." })
  remainder!: RemainderPolicy | null;
  @Field(() => LockingInput, {
    nullable: true,
    description: "Not for clicks; without it the account's rule, else 1 month and 2 days.",
  })
  locking!: LockingInput | null;
  @Field(() => PayoutScheduleInput, {
    nullable: true,
    description: "Without it the account's rule, else 15 days after the end of the month.",
  })
  schedule!: PayoutScheduleInput | null;
  @Field(() => BonusInput, { nullable: true, description: "Performance bonus, on sales alone." })
  bonus!: BonusInput | null;
}
