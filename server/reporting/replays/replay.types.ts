import {
  ArgsType,
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
import { Count, Line } from "../../platform/api/scalars.ts";
import { ReasonCodeEnum } from "../clicks/click.types.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { PlaceKind } from "../../domain/replay-tally.ts";
import { TermsInput } from "../../partnership/terms/terms.types.ts";
import type { ReplaySource, ReplayStateName } from "../../money/replay/asked.ts";
import { UntriedRule } from "./untried.types.ts";

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
export const ReplayPlaceKindValue = {
  GROUP: "GROUP",
  DEFAULT: "DEFAULT",
  RESTRICTED: "RESTRICTED",
  OVER_LIMIT: "OVER_LIMIT",
  REFUSED: "REFUSED",
} as const satisfies {
  [K in PlaceKind]: K;
};
registerEnumType(ReplayPlaceKindValue, {
  name: "ReplayPlaceKind",
  description: "Where a decision leaves a click or a sale.",
  valuesConfig: {
    GROUP: { description: "Priced by a payout group." },
    DEFAULT: { description: "Priced by the default payout." },
    RESTRICTED: { description: "Excluded by a restriction." },
    OVER_LIMIT: { description: "Unpaid because a limit was reached." },
    REFUSED: { description: "Unpaid for any other reason, e.g. a repeat or no contract." },
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
    defaultValue: 30,
    description: "Whole days of your account's zone before today, 1 to 90, and today so far.",
  })
  days!: number;
  @Field(() => Boolean, { defaultValue: false, description: "The last 24 hours, instead of days." })
  last24Hours!: boolean;
}

@Needs("terms:read")
@ObjectType("ReplayPlace", {
  description: "Where a decision leaves a click or a sale.",
  simpleResolvers: true,
})
export class ReplayPlaceView {
  @Field(() => String, { description: "Names it in filters: the kind, or GROUP: and the group." })
  key!: string;
  @Field(() => ReplayPlaceKindValue, { description: "What it is." })
  kind!: PlaceKind;
  @Field(() => String, { nullable: true, description: "The payout group." })
  groupId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  groupName!: string | null;
}

@Needs("terms:read")
@ObjectType("ReplayCounts", { description: "Events by outcome.", simpleResolvers: true })
export class ReplayCountsView {
  @Field(() => Int, { description: "Paid more than 0." })
  paid!: number;
  @Field(() => Int, { description: "Payable at rate 0." })
  zero!: number;
  @Field(() => Int, { description: "Not paid." })
  unpaid!: number;
}

@Needs("terms:read")
@ObjectType("ReplayFigures", {
  description:
    "What events cost now, by what the replay is compared with, and would have cost then.",
  simpleResolvers: true,
})
export class ReplayFiguresView {
  @Field(() => Int, { description: "Live clicks." })
  clicks!: number;
  @Field(() => Int, { description: "Live sales, as rows of Amazon's report." })
  sales!: number;
  @Field(() => [Money], {
    description: "Cost by what it is compared with, one amount per currency.",
  })
  @Rows(2)
  costNow!: Money[];
  @Field(() => [Money], { description: "Cost under the terms that were tried." })
  @Rows(2)
  costThen!: Money[];
  @Field(() => [Money], { description: "Then less now." })
  @Rows(2)
  difference!: Money[];
  @Field(() => ReplayCountsView, { description: "Clicks by outcome, now." })
  clicksNow!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Clicks by outcome, then." })
  clicksThen!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Sales by outcome, now." })
  salesNow!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Sales by outcome, then." })
  salesThen!: ReplayCountsView;
}

@Needs("terms:read")
@ObjectType("ReplayPartner", {
  description: "One partner's share of a replay.",
  simpleResolvers: true,
})
export class ReplayPartnerView {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
export const ReplayPartnerConnection = connectionOf(ReplayPartnerView, "ReplayPartners");

@Needs("terms:read")
@ObjectType("ReplayCountry", {
  description: "Clicks of one country in a replay.",
  simpleResolvers: true,
})
export class ReplayCountryView {
  @Field(() => String, { nullable: true, description: "ISO 3166-1; null = unknown." })
  country!: string | null;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
@Needs("terms:read")
@ObjectType("ReplayDay", { description: "One day of a replay.", simpleResolvers: true })
export class ReplayDayView {
  @Field(() => String, { description: "YYYY-MM-DD in the brand account's zone." })
  date!: string;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
@Needs("terms:read")
@ObjectType("ReplayCell", {
  description: "Events that were in one place and would have been in another, or the same.",
  simpleResolvers: true,
})
export class ReplayCellView {
  @Field(() => String, { description: "CLICK or SALE." })
  event!: string;
  @Field(() => ReplayPlaceView, { description: "Now: by what it is compared with." })
  from!: ReplayPlaceView;
  @Field(() => ReplayPlaceView, { description: "Then." })
  to!: ReplayPlaceView;
  @Field(() => Int, { description: "How many." })
  events!: number;
  @Field(() => [Money], { description: "Their cost by what it is compared with." })
  @Rows(2)
  costNow!: Money[];
  @Field(() => [Money], { description: "Their cost then." })
  @Rows(2)
  costThen!: Money[];
}

@Needs("terms:read")
@ObjectType("ReplayLimitHit", {
  description:
    "A limit that would have stopped or cut events; of several on one event the tightest is named.",
  simpleResolvers: true,
})
export class ReplayLimitHitView {
  @Field(() => String, { description: "The limit." })
  limitId!: string;
  @Field(() => String, { description: 'In words: "60 clicks a day".' })
  text!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The contract; null for a limit of the whole program.",
  })
  contractId!: string | null;
  @Field(() => ID, { nullable: true, description: "Its partner." })
  partnerId!: string | null;
  @Field(() => String, { nullable: true, description: "The partner's name." })
  partnerName!: string | null;
  @Field(() => GraphQLISODateTime, {
    description: "The first click or sale that it stopped or cut.",
  })
  firstAt!: Date;
  @Field(() => Int, { description: "How many it did." })
  events!: number;
}

@Needs("terms:read")
@ObjectType("ReplaySpread", {
  description: "What partners gain or lose, in one currency.",
  simpleResolvers: true,
})
export class ReplaySpreadView {
  @Field(() => String, { description: "ISO 4217." })
  currency!: string;
  @Field(() => Int, { description: "Partners with a click or a sale in the window." })
  partners!: number;
  @Field(() => Money, { description: "The partner in the middle." })
  median!: Money;
  @Field(() => Money, { description: "Who gains least, or loses most." })
  lowest!: Money;
  @Field(() => Money, { description: "Who gains most." })
  highest!: Money;
}

@Needs("terms:read")
@ObjectType("ReplayCheck", {
  description: "Whether a replay under the terms as they were gave what the ledger holds.",
  simpleResolvers: true,
})
export class ReplayCheckView {
  @Field(() => Boolean, { description: "Every decision and amount is the same." })
  equal!: boolean;
  @Field(() => Int, { description: "Clicks that were compared." })
  clicks!: number;
  @Field(() => Int, { description: "Sales that were compared." })
  sales!: number;
  @Field(() => Int, { description: "Clicks and sales that differ." })
  differing!: number;
  @Field(() => ID, { nullable: true, description: "The first click that differs." })
  firstClickId!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "How: what is stored, against what the replay made.",
  })
  firstDifference!: string | null;
}

const placeText = "Only those, by the place's key.";
@ArgsType()
export class ReplayMoveFilter {
  @Field(() => Line, { nullable: true, description: placeText })
  fromGroup?: string | null;
  @Field(() => Line, { nullable: true, description: placeText })
  toGroup?: string | null;
  @Field(() => ID, { nullable: true, description: "Only that click or sale, as for its traces." })
  subjectId?: string | null;
}

@Needs("terms:read")
@ObjectType("ReplayMove", {
  description: "A click or sale that would have ended in another place.",
  simpleResolvers: true,
})
export class ReplayMoveView {
  @Field(() => String, { description: "CLICK or SALE." })
  event!: string;
  @Field(() => ID, { description: "The click, or the sale." })
  subjectId!: string;
  @Field(() => GraphQLISODateTime, { description: "Its instant." })
  at!: Date;
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ReplayPlaceView, { description: "Now: by what it is compared with." })
  from!: ReplayPlaceView;
  @Field(() => ReplayPlaceView, { description: "Then." })
  to!: ReplayPlaceView;
  @Field(() => Money, { nullable: true, description: "What was paid." })
  paidNow!: Money | null;
  @Field(() => Money, { nullable: true, description: "What would have been." })
  paidThen!: Money | null;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it is not paid, now." })
  reasonNow!: ReasonCode | null;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it would not have been." })
  reasonThen!: ReasonCode | null;
  /** For the traces. */
  replayId!: string;
  number!: number;
  thenMicros!: bigint;
}
export const ReplayMoveConnection = connectionOf(ReplayMoveView, "ReplayMoves");

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
  @Field(() => Int, {
    nullable: true,
    description:
      "Events done; null for a partner, whose replay may have to walk over others' clicks.",
  })
  eventsDone!: number | null;
  @Field(() => Int, { nullable: true, description: "Events in all; null for a partner." })
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
  @Field(() => Int, {
    nullable: true,
    description: "Events that would have ended in another place; null until it is done.",
  })
  moved!: number | null;
  @Field(() => Int, {
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
