/** A value that groups of clicks share, with what people call it. */
import { Field, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import {
  dimensionNames,
  dimensionOf,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";

export const DimensionValue = describedEnum(dimensionNames, {
  name: "ClickDimension",
  description: "By what clicks are grouped.",
  words: (name) => `${dimensionOf(name).name}.`,
});

@Needs("reports:read")
@ObjectType("GroupValue", { description: "What a group's clicks share.", simpleResolvers: true })
export class GroupValueView {
  @Field(() => DimensionValue, { description: "By which dimension." })
  dimension!: DimensionName;
  @Field(() => String, { description: 'As filters take it; "n/a" = none.' })
  value!: string;
  @Field(() => String, {
    description: 'A name, a sentence, "Terms, version 3"; else the value itself.',
  })
  label!: string;
}
