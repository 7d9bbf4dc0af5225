/** What a file of conversions would book, before a person confirms it. */
import { Field, GraphQLISODateTime, Int, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import { rowReasons, rowSentence, type RowReason } from "../../domain/submission.ts";

export const RowReasonValue = describedEnum(rowReasons, {
  name: "SubmittedConversionReason",
  description: "Why a row became nothing that is paid, or no change.",
  words: rowSentence,
});

@Needs("submissions:read")
@ObjectType("ConversionFileFailing", {
  description: "Rows of a file that would fail as things were when it was read.",
  simpleResolvers: true,
})
export class FileFailingView {
  @Field(() => RowReasonValue, { description: "Why." })
  reason!: RowReason;
  @Field(() => Count, { description: "How many rows." })
  count!: number;
  @Field(() => Int, { description: "Line of the first of them." })
  row!: number;
  @Field(() => String, { description: "What is told of that one." })
  message!: string;
}

@Needs("submissions:read")
@ObjectType("ConversionFilePreview", {
  description: "What a file would book.",
  simpleResolvers: true,
})
export class FilePreviewView {
  @Field(() => Count, { description: "Orders that would be booked." })
  orders!: number;
  @Field(() => Count, { description: "Leads that would be booked." })
  leads!: number;
  @Field(() => Count, { description: "Changes of orders." })
  modifications!: number;
  @Field(() => Count, { description: "Orders that are taken back." })
  reversals!: number;
  @Field(() => Count, {
    description: "Beside those the ones that are booked already, or stand twice.",
  })
  duplicates!: number;
  @Rows(10)
  @Field(() => [FileFailingView], {
    description:
      "Beside those the rows that would fail, by reason: nothing they name leads to a partner, " +
      "or they change an order that is not there.",
  })
  failing!: FileFailingView[];
  @Rows(5)
  @Field(() => [Money], { description: "What the orders are worth, by currency." })
  amounts!: Money[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: "First event." })
  from!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Last event." })
  to!: Date | null;
}
