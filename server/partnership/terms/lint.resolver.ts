import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Unfinished } from "../../platform/api/right.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import { Count, Line } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import { RuleValues, TermsLint } from "./lint.types.ts";
import { termsLint } from "./linting.ts";
import { RuleVariableInfo, RuleVariableValue } from "./rule.types.ts";
import { ruleValues } from "./rule-values.ts";
import { ruleVariablesOf } from "./rule-views.ts";
import { TermsInput } from "./terms.types.ts";

@Resolver()
export class LintResolver {
  @Needs("contracts:draft")
  @Unfinished()
  @Query(() => TermsLint, {
    nullable: true,
    description:
      "What in these terms can never be or was hardly meant; also of what is half written. " +
      "Nothing is saved. Null when there is no such program of yours.",
  })
  lintTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program that the terms are for." })
    programId: string,
    @Arg("input", () => TermsInput, { description: "The terms, as they would be saved." })
    input: TermsInput,
    @Arg("contracts", () => Count, {
      defaultValue: 1,
      description: "How many contracts clickMonthTogether is for.",
    })
    contracts: number,
    @Arg("termsId", () => ID, {
      nullable: true,
      description:
        "The terms whose next version this is: then groups that begin a new count are told.",
    })
    termsId: string | null,
  ) {
    return termsLint(ctx, programId, input, { contracts, termsId: termsId ?? null });
  }

  @Needs("contracts:draft")
  @Query(() => [RuleVariableInfo], {
    description: "What rules on events of this kind may look at, in the order of the editor.",
  })
  ruleVariables(
    @Arg("event", () => EventTypeKind, { description: "What the rule is for." })
    event: EventTypeKind,
  ) {
    return ruleVariablesOf(event);
  }

  @Needs("contracts:draft")
  @Query(() => RuleValues, {
    nullable: true,
    description:
      "Values that rules may name, with how many clicks brought them. Null when the program is " +
      "not yours.",
  })
  ruleValues(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("event", () => EventTypeKind, {
      description: "What the rule is for; for sales what has a name, without clicks.",
    })
    event: EventTypeKind,
    @Arg("variable", () => RuleVariableValue, {
      description: "What the rule looks at; sub ids are the partners' own and have none.",
    })
    variable: RuleVariable,
    @Arg("name", () => Line, {
      nullable: true,
      description: "Name of the custom parameter, for PARAM alone.",
    })
    name: string | null,
    @Arg("search", () => Line, {
      defaultValue: "",
      description: "A part of the value or of its name, without case.",
    })
    search: string,
  ) {
    return ruleValues(ctx, { programId, event, variable, name: name ?? null, search });
  }
}
