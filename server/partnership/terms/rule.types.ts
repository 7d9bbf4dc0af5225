/** Variables and operators of rules as the API shows them: all of it is the domain's records. */
import "reflect-metadata";
import { Field, ObjectType } from "type-graphql";
import { operatorRecords, ruleOperators, type RuleOperator } from "../../domain/rule-operators.ts";
import { recordOf, ruleVariables } from "../../domain/rule-variables.ts";
import { valueKinds } from "../../domain/rule-variable-kinds.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import type { ValueKind } from "../../domain/rule-variable-kinds.ts";
import type { Side } from "../../domain/sides.ts";
import type { ListKind } from "../../domain/rule-rows.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import { ExceptionListKindValue } from "../lists/exception-list.types.ts";

export const RuleVariableValue = describedEnum(ruleVariables, {
  name: "RuleVariable",
  description: "What a rule looks at.",
  words: (variable) => recordOf(variable).description,
});

export const RuleOperatorValue = describedEnum(ruleOperators, {
  name: "RuleOperator",
  description: "How a rule compares.",
  words: (operator) => operatorRecords[operator].description,
});

const kindWords: Record<ValueKind, string> = {
  CHOICE: "One of a closed list.",
  CODE: "A code of a standard, such as a country's.",
  ID: "The id of something that has a name.",
  NUMBER: "A number.",
  TEXT: "Any text.",
};
export const RuleValueKind = describedEnum(valueKinds, {
  name: "RuleValueKind",
  description: "What values of a rule are.",
  words: kindWords,
});

const sides = ["BRAND", "PARTNER", "BOTH"] as const;
const sideWords: Record<Side | "BOTH", string> = {
  BRAND: "The brand alone.",
  PARTNER: "The partner alone: it has to agree to a rule on it.",
  BOTH: "Brand and partner.",
};
export const RuleVariableReader = describedEnum(sides, {
  name: "RuleVariableReader",
  description: "Who sees the values of what a rule looks at.",
  words: sideWords,
});

@Needs("contracts:draft")
@ObjectType({ description: "An operator that makes sense for a variable.", simpleResolvers: true })
export class RuleOperatorInfo {
  @Field(() => RuleOperatorValue, { description: "The operator." })
  operator!: RuleOperator;
  @Field(() => String, { description: 'As a choice, such as "is one of".' })
  label!: string;
  @Field(() => String, {
    description:
      "The sentence of a rule with it: {values} stands for the values, joined by " +
      "“ or ” (of BETWEEN by “ and ”), {name} for the parameter's or the lists' names.",
  })
  sentence!: string;
}

@Needs("contracts:draft")
@ObjectType({ description: "What a rule may look at, and how.", simpleResolvers: true })
export class RuleVariableInfo {
  @Field(() => RuleVariableValue, { description: "As rules name it." })
  variable!: RuleVariable;
  @Field(() => String, { description: 'As a choice, such as "Country".' })
  label!: string;
  @Field(() => RuleValueKind, { description: "What its values are." })
  kind!: ValueKind;
  @Field(() => [String], {
    nullable: true,
    description: "All values there are, likely ones first; null where the list is not closed.",
  })
  choices!: readonly string[] | null;
  @Field(() => Boolean, {
    description: "Whether people know its values by names: `ruleValues` tells them.",
  })
  hasNames!: boolean;
  @Field(() => ExceptionListKindValue, {
    nullable: true,
    description: "Of what the lists are that it names; null where it names none.",
  })
  list!: ListKind | null;
  @Field(() => [RuleOperatorInfo], { description: "Those that make sense; others are refused." })
  operators!: RuleOperatorInfo[];
  @Field(() => Boolean, { description: "Whether an event may have several values." })
  many!: boolean;
  @Field(() => Boolean, {
    description:
      "Whether a comma in what is typed is part of the value, or a fault of it; " +
      "else it separates values.",
  })
  mayHoldComma!: boolean;
  @Field(() => Boolean, { description: "Whether a rule on it needs a `name`: PARAM." })
  needsName!: boolean;
  @Field(() => String, { nullable: true, description: "What a value looks like, for people." })
  hint!: string | null;
  @Field(() => RuleVariableReader, { description: "Who sees its values." })
  seenBy!: Side | "BOTH";
}
