import { Field, ObjectType, registerEnumType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import { clauseNames, clauseRecords, type ClauseName } from "../../domain/clauses.ts";
import type { Difference, Effect } from "../../domain/terms-diff.ts";
import { EventTypeKind } from "../programs/program.types.ts";

export const ClauseValue = describedEnum(clauseNames, {
  name: "TermsClause",
  description: "A clause of terms.",
  words: (name) => clauseRecords[name].about,
});
export enum DifferenceKind {
  ADDED = "ADDED",
  REMOVED = "REMOVED",
  CHANGED = "CHANGED",
  RERANKED = "RERANKED",
}
registerEnumType(DifferenceKind, {
  name: "DifferenceKind",
  description: "How a clause differs.",
  valuesConfig: {
    ADDED: { description: "It is new." },
    REMOVED: { description: "It is gone." },
    CHANGED: { description: "It says something else." },
    RERANKED: { description: "It is tried at another place." },
  },
});
export enum DifferenceEffect {
  BETTER = "BETTER",
  WORSE = "WORSE",
  NEUTRAL = "NEUTRAL",
}
registerEnumType(DifferenceEffect, {
  name: "DifferenceEffect",
  description:
    "What a difference means for the partner, where that can be told from the terms alone.",
  valuesConfig: {
    BETTER: { description: "More for the partner." },
    WORSE: { description: "Less for the partner." },
    NEUTRAL: { description: "It depends, or nothing in money." },
  },
});

@Needs("terms:read")
@ObjectType("TermsDifference", {
  description: "One clause in which two versions of terms differ.",
  simpleResolvers: true,
})
export class TermsDifferenceView {
  @Field(() => ClauseValue, { description: "What it is about." })
  clause!: ClauseName;
  @Field(() => DifferenceKind, { description: "How it differs." })
  kind!: DifferenceKind;
  @Field(() => EventTypeKind, {
    nullable: true,
    description: "The event type; null for what concerns the whole.",
  })
  event!: EventTypeKind | null;
  @Field(() => String, { nullable: true, description: "Name of the group or restriction." })
  name!: string | null;
  @Field(() => String, { nullable: true, description: "The sentence before; null = not there." })
  before!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The sentence after; null = no longer there.",
  })
  after!: string | null;
  @Field(() => DifferenceEffect, { description: "For the partner." })
  effect!: Effect;
}
export const differenceViews = (differences: readonly Difference[]): TermsDifferenceView[] =>
  differences as unknown as TermsDifferenceView[];
