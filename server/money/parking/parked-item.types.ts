import "reflect-metadata";
import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import type { ParkedKind, ParkedReason } from "../../platform/db/parking.ts";

/** What it is that could not be done. */
export const kindTexts: Record<ParkedKind, string> = {
  CLICKS: "Clicks are not decided.",
  CLOCK: "Clicks wait because their tracker's clock is ahead.",
  JOURNAL: "A part of a tracker's journal could not be stored.",
  MONTH: "A month's statement is not closed.",
  BONUS: "Bonuses are not posted.",
  REPORT: "Amazon's report is not booked.",
  REPORT_ROW: "A row of Amazon's report is not booked.",
  REPORT_HELD: "Amazon's report is held: nothing of it is booked.",
  REPORT_NOTICE: "The brand is not told that a report is held or hidden.",
  SALES: "Sales are not priced anew, approved or changed as asked.",
  SUBMISSION: "A conversion that a shop handed in is not booked.",
  CHANGE: "A change of contracts is not carried out.",
  CHANGE_PARTNER: "A change of contracts is not carried out for one partner.",
  WITHDRAWAL: "Partners are not told that a change was withdrawn.",
  WITHDRAWAL_PARTNER: "One partner is not told that a change was withdrawn.",
  REVERSAL: "Pending sales of a contract that has ended are not reversed.",
  CONTRACT_DAYS: "Contracts that began or ended are not written down.",
  LIMIT_NOTICE: "A limit that fills up is not told.",
  MAIL: "A mail is not sent.",
  REPLAY: "A replay is not finished.",
  REPLAY_CHECK: "The ledger's own check is not started.",
  VERIFICATION: "The verification of partners is not looked at.",
  BREAKDOWN: "Clicks are not added up for breakdowns, which read them one by one instead.",
  LETTER: "Letters to a person of an account are not written.",
  DOMAIN_NOTICE: "The brand is not told that a domain of its links is lost.",
  ALERT: "Partners' traffic is not watched for what stands out.",
};
/** Why, in words for people. */
export const reasonTexts: Record<ParkedReason, string> = {
  TOO_LARGE:
    "A number in it is larger than can be stored: correct the amounts or rates it comes from.",
  UNKNOWN_CURRENCY: "It names a currency that does not exist: correct the terms it comes from.",
  BAD_VALUE: "A stored value in it cannot be used: an operator can see which.",
  NOT_ALLOWED: "A rule of the database refuses what would have to be written.",
  CLOCK_AHEAD:
    "The clicks carry instants that are still to come. They are decided once their instant has " +
    "come.",
  DAMAGED:
    "The bytes on disk are not those that were written. They are kept, and all around them was " +
    "read.",
  REFUSED_BY_SERVER: "The mail server refused it each time.",
  TAKES_TOO_MUCH:
    "It would take back more than a fifth of the orders that are booked: the brand or an " +
    "operator lets it pass, or drops it.",
  UNEXPECTED:
    "It failed for a reason that nobody foresaw: an operator can see it, and try it again once " +
    "the cause is gone.",
};

const kinds = Object.keys(kindTexts) as ParkedKind[];
const reasons = Object.keys(reasonTexts) as ParkedReason[];

export const ParkedKindValue = describedEnum(kinds, {
  name: "ParkedKind",
  description: "What could not be done.",
  words: kindTexts,
});
export const ParkedReasonValue = describedEnum(reasons, {
  name: "ParkedReason",
  description: "Why it could not be done.",
  words: reasonTexts,
});

export enum ParkedState {
  WAITING = "WAITING",
  NEEDS_OPERATOR = "NEEDS_OPERATOR",
  DONE = "DONE",
}
registerEnumType(ParkedState, {
  name: "ParkedState",
  description: "How far a parked thing is.",
  valuesConfig: {
    WAITING: { description: "It is tried again by itself, at `nextTryAt`." },
    NEEDS_OPERATOR: {
      description: "It was tried often enough, or cannot heal by itself: it waits for an operator.",
    },
    DONE: { description: "It was worked off, or is gone." },
  },
});

@Needs("parked:read")
@ObjectType("ParkedItem", {
  description:
    "Something that could not be done for one account and was put aside, so that it stops " +
    "nothing else. What belongs behind it waits in its order and is worked off once.",
  simpleResolvers: true,
})
export class ParkedItemView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ParkedKindValue, { description: "What could not be done." })
  kind!: ParkedKind;
  @Field(() => ParkedReasonValue, { description: "Why." })
  reason!: ParkedReason;
  @Field(() => String, { description: "What and why, in words for people." })
  message!: string;
  @Field(() => String, {
    nullable: true,
    description: "What failed, in the program's own words: for operators alone.",
  })
  detail!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "Account whose it is; null: the installation's.",
  })
  accountId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  accountName!: string | null;
  @Field(() => ID, { nullable: true, description: "Program it is about." })
  programId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  programName!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Name of the partner whom it is about; null: not one partner's alone.",
  })
  partnerName!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The click that the others wait for; null while none is known, and of others.",
  })
  clickId!: string | null;
  @Field(() => Count, { description: "Clicks that wait with it." })
  waitingClicks!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Instant of the oldest of them.",
  })
  waitingSince!: Date | null;
  @Field(() => ParkedState, { description: "How far it is." })
  state!: ParkedState;
  @Field(() => Int, { description: "Attempts so far." })
  attempts!: number;
  @Field(() => GraphQLISODateTime, { description: "When it was put aside." })
  parkedAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it was tried last." })
  triedAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When it is tried again; null: not by itself.",
  })
  nextTryAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When an operator asked to try it again.",
  })
  releasedAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When it was worked off, or was gone.",
  })
  doneAt!: Date | null;
}
export const ParkedItemConnection = connectionOf(ParkedItemView, "ParkedItems");

@Needs("parked:release")
@ObjectType({ description: "It is tried again within seconds.", simpleResolvers: true })
export class ReleaseParkedItemOk {
  @Field(() => ParkedItemView, { description: "What is tried again." })
  readonly item: ParkedItemView;
  constructor(item: ParkedItemView) {
    this.item = item;
  }
}
@Needs("parked:release")
@ObjectType({
  description: "The click is decided unpaid within seconds, and what waits for it is tried again.",
  simpleResolvers: true,
})
export class GiveUpParkedItemOk {
  @Field(() => ParkedItemView, { description: "What it stood still for." })
  readonly item: ParkedItemView;
  constructor(item: ParkedItemView) {
    this.item = item;
  }
}
export const GiveUpParkedItemResult = createUnionType({
  name: "GiveUpParkedItemResult",
  description: "What giveUpParkedItem can answer.",
  types: () =>
    [GiveUpParkedItemOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const ReleaseParkedItemResult = createUnionType({
  name: "ReleaseParkedItemResult",
  description: "What releaseParkedItem can answer.",
  types: () => [ReleaseParkedItemOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
