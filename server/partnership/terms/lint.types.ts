import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import { RuleVariableValue } from "./rule.types.ts";
import { TermsWarningValue } from "./terms.types.ts";

export enum FindingSeverity {
  ERROR = "ERROR",
  WARNING = "WARNING",
  HINT = "HINT",
}
registerEnumType(FindingSeverity, {
  name: "FindingSeverity",
  description: "How much a finding weighs.",
  valuesConfig: {
    ERROR: {
      description:
        "Terms with it are not saved but as a draft, and a draft with it is not activated.",
    },
    WARNING: { description: "Probably not meant." },
    HINT: { description: "Good to know." },
  },
});

@Needs("contracts:draft")
@ObjectType({
  description: "What an example click brings of one thing that rules look at.",
  simpleResolvers: true,
})
export class ExampleFact {
  @Field(() => RuleVariableValue, { description: "What is looked at." })
  variable!: RuleVariable;
  @Field(() => String, {
    nullable: true,
    description: "Name of the custom parameter, for PARAM alone.",
  })
  name!: string | null;
  @Field(() => [String], { description: "What the click brings." })
  values!: string[];
}

@Needs("contracts:draft")
@ObjectType({
  description: "Something in terms that cannot be, or was hardly meant.",
  simpleResolvers: true,
})
export class TermsFinding {
  @Field(() => String, {
    description:
      "Stable code, such as NEVER_REACHED; of what cannot be read the code that saving would " +
      "refuse it with.",
  })
  code!: string;
  @Field(() => FindingSeverity, { description: "How much it weighs." })
  severity!: FindingSeverity;
  @Field(() => EventTypeKind, {
    nullable: true,
    description: "Of which payout; null where it is of none.",
  })
  event!: EventTypeKind | null;
  @Field(() => String, {
    description: 'The row in the input, such as "eventPayouts.0.groups.2.rules.1".',
  })
  path!: string;
  @Field(() => [String], {
    description: "Other rows that it is about, such as the group that covers this one.",
  })
  related!: string[];
  @Field(() => String, { description: "One sentence for people: the fault and the way out." })
  message!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Id of the group of an earlier version that the group at this row may be: sent with it, " +
      "what was used of its limits goes on counting. Of GROUP_SENT_AGAIN and NEW_COUNT alone.",
  })
  groupId!: string | null;
  @Field(() => [ExampleFact], {
    nullable: true,
    description: "A click that shows it; null where no click can.",
  })
  example!: ExampleFact[] | null;
}

@Needs("contracts:draft")
@ObjectType({ description: "What the linter says about terms.", simpleResolvers: true })
export class TermsLint {
  @Rows(10)
  @Field(() => [TermsFinding], { description: "Errors first, else in the order of the rows." })
  findings!: TermsFinding[];
  @Field(() => Boolean, {
    description:
      "Whether all was looked at to its end; false where that would have taken too long. What is " +
      "said is true either way.",
  })
  isComplete!: boolean;
  @Field(() => [TermsWarningValue], {
    description:
      "What the author should know of the terms as a whole; none while they cannot be read.",
  })
  warnings!: TermsWarningValue[];
  @Field(() => Money, {
    nullable: true,
    description:
      "The most that one contract's clicks can earn in the running month; null where no " +
      "limit bounds them, or the terms cannot be read.",
  })
  clickMonthMax!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description:
      "The same for as many contracts as were asked for: a limit of terms is each partner's own.",
  })
  clickMonthTogether!: Money | null;
}

@Needs("contracts:draft")
@ObjectType({ description: "A value that a rule may name.", simpleResolvers: true })
export class RuleValue {
  @Field(() => String, { description: "The value as rules name it." })
  value!: string;
  @Field(() => String, {
    nullable: true,
    description:
      "What people call it: a country's name, an ad's name; null where the value says it.",
  })
  label!: string | null;
  @Field(() => Count, { description: "Clicks that brought it, of those that were looked at." })
  clicks!: number;
}
@Needs("contracts:draft")
@ObjectType({
  description: "Values that a rule may name, most clicks first.",
  simpleResolvers: true,
})
export class RuleValues {
  @Rows(20)
  @Field(() => [RuleValue], { description: "At most 20." })
  values!: RuleValue[];
  @Field(() => Count, {
    description: "Clicks of the last 30 days that were looked at: the newest, at most 20,000.",
  })
  lookedAt!: number;
  @Field(() => Boolean, { description: "Whether these were all of the last 30 days." })
  isComplete!: boolean;
}
