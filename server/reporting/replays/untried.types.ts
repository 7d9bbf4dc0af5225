import { Field, ObjectType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { RuleVariable } from "../../domain/rule-variables.ts";
import type { EventKind } from "../../domain/terms.ts";
import { EventTypeKind } from "../../partnership/programs/program.types.ts";
import { RuleVariableValue } from "../../partnership/terms/rule.types.ts";

@Needs("terms:read")
@ObjectType({
  description:
    "A condition that a trial leaves out, since it asks for what the other side alone sees: sub " +
    "ids are the partner's, partner values, partner groups and lists the brand's.",
  simpleResolvers: true,
})
export class UntriedRule {
  @Field(() => EventTypeKind, { description: "What the rule is for." })
  event!: EventKind;
  @Field(() => String, { description: "Name of its payout group or restriction." })
  name!: string;
  @Field(() => RuleVariableValue, { description: "What it asks for." })
  variable!: RuleVariable;
  @Field(() => String, { description: 'The condition, such as "Sub ID 1 is newsletter".' })
  rule!: string;
}
