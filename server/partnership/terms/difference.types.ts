import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { Clause, Difference, Effect } from "../../domain/terms-diff.ts";
import { EventTypeKind } from "../programs/program.types.ts";

export const ClauseValue = {
  EVENT_TYPE: "EVENT_TYPE",
  DEFAULT_PAYOUT: "DEFAULT_PAYOUT",
  LEVEL: "LEVEL",
  PAYOUT_GROUP: "PAYOUT_GROUP",
  PAYOUT_GROUP_RANK: "PAYOUT_GROUP_RANK",
  RESTRICTION: "RESTRICTION",
  LIMIT: "LIMIT",
  REMAINDER: "REMAINDER",
  LOCKING: "LOCKING",
  SCHEDULE: "SCHEDULE",
  BONUS: "BONUS",
  NOTICE_PERIOD: "NOTICE_PERIOD",
  RETURN_POLICY: "RETURN_POLICY",
  CUSTOM_TERMS: "CUSTOM_TERMS",
  CURRENCY: "CURRENCY",
} as const satisfies Record<Clause, Clause>;
registerEnumType(ClauseValue, {
  name: "TermsClause",
  description: "What a difference between two versions of terms is about.",
  valuesConfig: {
    EVENT_TYPE: { description: "An event type that is paid, or no longer." },
    DEFAULT_PAYOUT: { description: "What an event earns when no group applies." },
    LEVEL: { description: "What one payout is for." },
    PAYOUT_GROUP: { description: "A payout group." },
    PAYOUT_GROUP_RANK: { description: "The order in which groups are tried." },
    RESTRICTION: { description: "A restriction." },
    LIMIT: { description: "A limit." },
    REMAINDER: { description: "What happens at the end of a payout limit." },
    LOCKING: { description: "When actions are locked." },
    SCHEDULE: { description: "When payouts are due." },
    BONUS: { description: "Performance bonus." },
    NOTICE_PERIOD: { description: "Days of notice before a change." },
    RETURN_POLICY: { description: "Share of a month's sales that the brand may take back." },
    CUSTOM_TERMS: { description: "Special terms." },
    CURRENCY: { description: "Currency of payouts." },
  },
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
  clause!: Clause;
  @Field(() => DifferenceKind, { description: "How it differs." })
  kind!: DifferenceKind;
  @Field(() => EventTypeKind, {
    nullable: true,
    description: "The event type; null for what concerns the whole.",
  })
  event!: EventTypeKind | null;
  @Field(() => String, { nullable: true, description: "Name of the group or restriction." })
  name!: string | null;
  @Field(() => String, { nullable: true, description: "Before, in plain words; null = not there." })
  before!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "After, in plain words; null = no longer there.",
  })
  after!: string | null;
  @Field(() => DifferenceEffect, { description: "For the partner." })
  effect!: Effect;
}
export const differenceViews = (differences: readonly Difference[]): TermsDifferenceView[] =>
  differences as unknown as TermsDifferenceView[];
