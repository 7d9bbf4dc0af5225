import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
} from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Conflict, InvalidInput, NotEntitled, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, CurrencyCode, Decimal, Line } from "../../platform/api/scalars.ts";
import {
  ClickClass,
  DecisionTraceView,
  OutcomeValue,
  ReasonCodeEnum,
} from "../clicks/click.types.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import { RuleVariableValue } from "../../partnership/terms/rule.types.ts";
import { TermsInput } from "../../partnership/terms/terms.types.ts";
import { UntriedRule } from "./untried.types.ts";

@InputType({ description: "What rules see of one variable." })
export class FactInput {
  @Field(() => RuleVariableValue, { description: "What is looked at." })
  variable!: RuleVariable;
  @Field(() => Line, {
    nullable: true,
    description: "Name of the custom parameter, for PARAM alone.",
  })
  name!: string | null;
  @Field(() => [Line], {
    description:
      "Its values, such as an event of this kind has; none = there is nothing to see. One, or at " +
      "most 20 where it has several, of at most 2000 characters.",
  })
  values!: string[];
}

/** Whose terms decide: a draft, a saved version, or the contract in force. */
@InputType("DryRunInput", { description: "Whose terms decide, on which facts." })
abstract class DryRunInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, {
    nullable: true,
    description:
      "The partner whose contract, values and limits count; a partner is itself. Without one " +
      "nothing is used of any limit.",
  })
  partnerId!: string | null;
  @Field(() => TermsInput, {
    nullable: true,
    description: "Terms that are not saved, checked as if they were.",
  })
  draft!: TermsInput | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "A saved version of terms. Without it and without a draft the contract in force decides.",
  })
  termsVersionId!: string | null;
  @Field(() => Boolean, { defaultValue: false, description: "As through a test link." })
  isTest!: boolean;
  @Field(() => [FactInput], {
    defaultValue: [],
    description:
      "What rules see, each variable at most once; what is left out is not there. What another " +
      "field says is refused: ORDER_TOTAL and CURRENCY of a sale, HOUR and WEEKDAY beside an " +
      "instant.",
  })
  facts!: FactInput[];
}

@InputType({ description: "One click that never happened: what would be made of it?" })
export class DryRunClickInput extends DryRunInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "A click that did happen, for its partner, instant, class and facts; what is given beside " +
      "it replaces that.",
  })
  clickId!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Its instant; now without it." })
  at!: Date | null;
  @Field(() => ClickClass, { nullable: true, description: "Its quality; unique without it." })
  classification!: ClickClass | null;
}

@InputType({ description: "One sale that never happened: what would be made of it?" })
export class DryRunSaleInput extends DryRunInput {
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Its instant; now without it." })
  at!: Date | null;
  @Field(() => Count, { defaultValue: 1, description: "Orders, 0 to a million." })
  orders!: number;
  @Field(() => Count, { nullable: true, description: "Items; as many as orders without it." })
  units!: number | null;
  @Field(() => Decimal, { description: 'Amount of the sale, e.g. "49.90".' })
  amount!: string;
  @Field(() => CurrencyCode, {
    nullable: true,
    description: "ISO 4217 currency in which it is reported; that of the terms without it.",
  })
  currency!: string | null;
}

@InputType({ description: "One lead that never happened: what would be made of it?" })
export class DryRunLeadInput extends DryRunInput {
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Its instant; now without it." })
  at!: Date | null;
}

@Needs("terms:read")
@ObjectType({ description: "What would be made of it. Nothing was stored." })
export class DryRunOk {
  @Field(() => OutcomeValue, { description: "Outcome." })
  outcome!: OutcomeValue;
  @Field(() => ReasonCodeEnum, {
    nullable: true,
    description: "Why it would not be paid; null when it would.",
  })
  reason!: ReasonCode | null;
  @Field(() => String, { nullable: true, description: "The reason in plain words." })
  reasonText!: string | null;
  @Field(() => Money, { nullable: true, description: "What would be paid." })
  amount!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description:
      "Of a test event: what a live one would be paid. Of a sale or lead past a limit: what " +
      "approval would pay.",
  })
  wouldPay!: Money | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of the payout group that applies; null = the default payout, or none.",
  })
  groupName!: string | null;
  @Field(() => String, { nullable: true, description: "Name of the terms; null without any." })
  termsName!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Their version; of a draft, the one it would become.",
  })
  versionNumber!: number | null;
  @Field(() => [UntriedRule], {
    description:
      "Conditions that were not tried, since they ask for what the other side alone sees; as if " +
      "it were not there. State it as a fact to try them.",
  })
  untried!: UntriedRule[];
  @Field(() => DecisionTraceView, { description: "The steps, with the values seen." })
  trace!: DecisionTraceView;
  constructor(fields: DryRunOk) {
    Object.assign(this, fields);
  }
}
export const DryRunResult = createUnionType({
  name: "DryRunResult",
  description: "What dryRunClick, dryRunSale and dryRunLead can answer.",
  types: () => [DryRunOk, InvalidInput, NotFound, NotEntitled, Conflict] as const,
});
