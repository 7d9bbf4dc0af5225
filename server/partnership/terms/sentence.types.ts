import { Field, ObjectType } from "type-graphql";
import type { ClauseName } from "../../domain/clauses.ts";
import { sentenceParts, type TermsSentence } from "../../domain/terms-sentences.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import { ClauseValue } from "./difference.types.ts";

const PartValue = describedEnum(sentenceParts, {
  name: "TermsSentencePart",
  description: "What a sentence of terms is for.",
  words: {
    PAYOUT: "What is paid for what.",
    CONDITION: "When and in what it is paid, and how that may change.",
  },
});

@Needs("public")
@ObjectType("TermsSentence", {
  description:
    "What a clause says, in the words in which contracts, differences, traces and mails have it.",
  simpleResolvers: true,
})
export class TermsSentenceView {
  @Field(() => PartValue, { description: "What it is for." })
  part!: TermsSentence["part"];
  @Field(() => ClauseValue, { description: "The clause." })
  clause!: ClauseName;
  @Field(() => EventTypeKind, {
    nullable: true,
    description: "The event type; null for what concerns the whole.",
  })
  event!: EventTypeKind | null;
  @Field(() => String, { description: "The sentence." })
  text!: string;
}
