import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import { TermsInput } from "../../partnership/terms/terms.types.ts";
import type { ReplaySource, ReplayStateName } from "../../money/replay/asked.ts";
import { UntriedRule } from "./untried.types.ts";
import {
  ReplayFiguresView,
  ReplayLimitHitView,
  ReplaySpreadView,
  ReplayCheckView,
} from "./replay-figures.types.ts";

export const ReplayStateValue = {
  QUEUED: "QUEUED",
  RUNNING: "RUNNING",
  DONE: "DONE",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
} as const satisfies {
  [S in ReplayStateName]: S;
};
registerEnumType(ReplayStateValue, {
  name: "ReplayState",
  description: "How far a replay has come.",
  valuesConfig: {
    QUEUED: { description: "Waits for the worker." },
    RUNNING: { description: "Runs; progress says how far." },
    DONE: { description: "Its figures are there." },
    FAILED: { description: "Could not be finished; can be tried again." },
    CANCELLED: { description: "Ended by whoever asked for it." },
  },
});
export const ReplaySourceValue = {
  DRAFT: "DRAFT",
  VERSION: "VERSION",
  CHANGE: "CHANGE",
  PROPOSAL: "PROPOSAL",
  LEDGER: "LEDGER",
} as const satisfies { [S in ReplaySource]: S };
registerEnumType(ReplaySourceValue, {
  name: "ReplaySource",
  description: "Where the terms of a replay come from.",
  valuesConfig: {
    DRAFT: { description: "Terms that are not saved." },
    VERSION: { description: "A saved version of terms." },
    CHANGE: { description: "A contract change." },
    PROPOSAL: { description: "A contract that was proposed." },
    LEDGER: { description: "Every contract under its own terms: must give what the ledger holds." },
  },
});
export const ReplayComparisonValue = { LEDGER: "LEDGER", TERMS_BEFORE: "TERMS_BEFORE" } as const;
export type ReplayComparison = keyof typeof ReplayComparisonValue;
registerEnumType(ReplayComparisonValue, {
  name: "ReplayComparison",
  description: "What a replay is compared with.",
  valuesConfig: {
    LEDGER: { description: "What was really booked, under whatever was in force." },
    TERMS_BEFORE: {
      description:
        "The same clicks and sales under the terms that each partner has without what is " +
        "tried; the ledger where it has none.",
    },
  },
});

@InputType({
  description:
    "Which terms are tried on which past clicks and sales. Exactly one of draft, " +
    "termsVersionId, contractChangeId and proposalId says the terms.",
})
export class ReplayInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => TermsInput, {
    nullable: true,
    description: "Terms that are not saved, checked as if they were.",
  })
  draft!: TermsInput | null;
  @Field(() => ID, { nullable: true, description: "A saved version of terms." })
  termsVersionId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "A contract change or its draft: its terms, on its partners.",
  })
  contractChangeId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "A proposed contract: its terms, on its partner.",
  })
  proposalId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "Only contracts on these terms are given the terms that are tried.",
  })
  termsId!: string | null;
  @Field(() => [ID], { nullable: true, description: "Only these contracts are, at most 1000." })
  contractIds!: string[] | null;
  @Field(() => Count, {
    nullable: true,
    description:
      "Whole days of your account's zone before today, 1 to 90, and today so far; 30 without it.",
  })
  days!: number | null;
  @Field(() => Boolean, { defaultValue: false, description: "The last 24 hours, instead of days." })
  last24Hours!: boolean;
}

@Needs("terms:read")
@ObjectType("Replay", {
  description:
    "Past clicks and sales decided again under other terms, in the ledger's order, by the engine " +
    "that pays.",
  simpleResolvers: true,
})
export class ReplayView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ReplaySourceValue, { description: "Where its terms come from." })
  source!: ReplaySource;
  @Field(() => ReplayComparisonValue, { description: "What its figures are compared with." })
  comparedWith!: ReplayComparison;
  @Field(() => String, { nullable: true, description: "Name of the terms." })
  termsName!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Their version; of terms that are not saved, the one they would become.",
  })
  versionNumber!: number | null;
  @Field(() => Int, { description: "Days before today." })
  days!: number;
  @Field(() => GraphQLISODateTime, { description: "First instant of the window." })
  from!: Date;
  @Field(() => GraphQLISODateTime, { description: "Up to this instant." })
  to!: Date;
  @Field(() => ReplayStateValue, { description: "How far it has come." })
  state!: ReplayStateName;
  @Field(() => Int, { description: "Share of the events that are done, 0 to 100." })
  progressPercent!: number;
  @Field(() => Count, {
    nullable: true,
    description:
      "Events done; null for a partner, whose replay may have to walk over others' clicks.",
  })
  eventsDone!: number | null;
  @Field(() => Count, { nullable: true, description: "Events in all; null for a partner." })
  eventsTotal!: number | null;
  @Field(() => String, { nullable: true, description: "Why it failed, and what to do." })
  failure!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was asked for." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it ended." })
  finishedAt!: Date | null;
  @Field(() => [UntriedRule], {
    description:
      "Conditions that were not tried, since they ask for what the other side alone sees; as if " +
      "it were not there. Contracts that have these very terms count as they were paid.",
  })
  untried!: UntriedRule[];
  @Field(() => Boolean, {
    nullable: true,
    description: "Fewer than 100 clicks: weak evidence. Null until it is done.",
  })
  weakEvidence!: boolean | null;
  @Field(() => ReplayFiguresView, {
    nullable: true,
    description: "Figures of the whole; null until it is done.",
  })
  figures!: ReplayFiguresView | null;
  @Field(() => [Money], {
    description:
      "What changes for contracts that keep their terms, because a limit of the whole " +
      "program is shared with them.",
  })
  @Rows(2)
  knockOn!: Money[];
  @Field(() => [ReplayLimitHitView], {
    description: "Limits that would have been reached, earliest first.",
  })
  @Rows(5)
  limitHits!: ReplayLimitHitView[];
  @Field(() => [ReplaySpreadView], { description: "What partners gain or lose, per currency." })
  @Rows(2)
  spread!: ReplaySpreadView[];
  @Field(() => Count, {
    nullable: true,
    description: "Events that would have ended in another place; null until it is done.",
  })
  moved!: number | null;
  @Field(() => Count, {
    nullable: true,
    description:
      "Of these, how many can be looked at one by one: at most 2,000 of a cell and 20,000 in " +
      "all, the earliest.",
  })
  movesKept!: number | null;
  @Field(() => ReplayCheckView, {
    nullable: true,
    description: "Of a replay under the terms as they were.",
  })
  check!: ReplayCheckView | null;
}
export const ReplayConnection = connectionOf(ReplayView, "Replays");

@Needs("terms:read")
@ObjectType({ description: "The replay as it stands." })
export class ReplayOk {
  @Field(() => ReplayView, { description: "The replay." })
  readonly replay: ReplayView;
  constructor(replay: ReplayView) {
    this.replay = replay;
  }
}
export const StartReplayResult = createUnionType({
  name: "StartReplayResult",
  description: "What startReplay and startLedgerCheck can answer.",
  types: () =>
    [ReplayOk, InvalidInput, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
export const ChangeReplayResult = createUnionType({
  name: "ChangeReplayResult",
  description: "What cancelReplay and retryReplay can answer.",
  types: () => [ReplayOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
