import { Field, GraphQLISODateTime, InputType } from "type-graphql";
import { TimeZone } from "../../platform/api/scalars.ts";
import { OutcomeValue } from "./click.types.ts";
import { DimensionFilterInput } from "./dimension-filter.types.ts";

@InputType({ description: "Which clicks to list; several values of one field mean any of them." })
export class ClickFilter extends DimensionFilterInput {
  @Field(() => GraphQLISODateTime, { nullable: true, description: "From this instant on." })
  from!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Before this instant." })
  to!: Date | null;
  @Field(() => [OutcomeValue], { nullable: true, description: "Outcomes." })
  outcomes!: OutcomeValue[] | null;
  @Field(() => Boolean, { nullable: true, description: "Only test clicks, or only live ones." })
  isTest!: boolean | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Also those that a restriction leaves out of reports: for an export of every click.",
  })
  includeHidden!: boolean;
  @Field(() => TimeZone, {
    nullable: true,
    description: "Of weekdays and hours; without it the brand account's.",
  })
  timeZone!: string | null;
}
