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
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Text } from "../../platform/api/scalars.ts";
import { EventPayoutInput } from "../terms/payout-input.types.ts";
import { TermsVersionView } from "../terms/terms.types.ts";
import type { ContractEventName } from "../../domain/contract.ts";

export enum ContractStateValue {
  PENDING = "PENDING",
  UPCOMING = "UPCOMING",
  ACTIVE = "ACTIVE",
  DECLINED = "DECLINED",
  EXPIRED = "EXPIRED",
}
registerEnumType(ContractStateValue, {
  name: "ContractState",
  description: "Where a contract stands at this moment.",
  valuesConfig: {
    PENDING: { description: "Proposed, waiting for the other side." },
    UPCOMING: { description: "Agreed, not yet started." },
    ACTIVE: { description: "In force." },
    DECLINED: { description: "Declined or withdrawn." },
    EXPIRED: { description: "Ended, or a proposal that was not answered in time." },
  },
});
export const ContractEventKind = {
  PROPOSED: "PROPOSED",
  COUNTERED: "COUNTERED",
  ACCEPTED: "ACCEPTED",
  DECLINED: "DECLINED",
  EXPIRED_PROPOSAL: "EXPIRED_PROPOSAL",
  WITHDRAWN: "WITHDRAWN",
  ACTIVATED: "ACTIVATED",
  CHANGE_SCHEDULED: "CHANGE_SCHEDULED",
  CHANGE_OPTED_IN: "CHANGE_OPTED_IN",
  CHANGE_APPLIED: "CHANGE_APPLIED",
  CHANGE_WITHDRAWN: "CHANGE_WITHDRAWN",
  REPLACED: "REPLACED",
  EXPIRED: "EXPIRED",
  COMMENTED: "COMMENTED",
} as const satisfies Record<ContractEventName, ContractEventName>;
export type ContractEventKind = ContractEventName;
registerEnumType(ContractEventKind, {
  name: "ContractEventKind",
  description: "What happened to a contract.",
  valuesConfig: {
    PROPOSED: { description: "Proposed to the other side." },
    COUNTERED: { description: "Answered with other terms." },
    ACCEPTED: { description: "Accepted: signed by both." },
    DECLINED: { description: "Declined by the other side." },
    EXPIRED_PROPOSAL: { description: "Not answered in time." },
    WITHDRAWN: { description: "Taken back: a proposal, or a contract before it began." },
    ACTIVATED: { description: "Came into force." },
    CHANGE_SCHEDULED: { description: "A change was planned." },
    CHANGE_OPTED_IN: { description: "The partner took a planned change early." },
    CHANGE_APPLIED: { description: "A planned change took effect." },
    CHANGE_WITHDRAWN: { description: "A planned change was taken back." },
    REPLACED: { description: "Another contract took its place." },
    EXPIRED: { description: "Ended." },
    COMMENTED: { description: "Something was said about it, e.g. that it will end." },
  },
});

@Needs("contracts:read")
@ObjectType("ContractEvent", { description: "One event of a contract.", simpleResolvers: true })
export class ContractEventView {
  @Field(() => ContractEventKind, { description: "What happened." })
  kind!: ContractEventKind;
  @Field(() => String, {
    nullable: true,
    description: "Name of the account that acted; null = the clock.",
  })
  byName!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Version before, where one gives way to another.",
  })
  beforeVersion!: number | null;
  @Field(() => Int, { nullable: true, description: "Version after." })
  afterVersion!: number | null;
  @Field(() => String, { nullable: true, description: "Comment or reason given." })
  comment!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When." })
  at!: Date;
}

@Needs("contracts:read")
@ObjectType("ContractChangeBrief", {
  description: "The change that a contract is part of, as both sides see it.",
  simpleResolvers: true,
})
export class ContractChangeBrief {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "What the brand says about it." })
  comment!: string;
  @Field(() => Boolean, {
    description: "The brand points to the page that tells how to make links.",
  })
  howTo!: boolean;
  @Field(() => GraphQLISODateTime, { description: "From when on." })
  effectiveAt!: Date;
  @Field(() => Boolean, { description: "Your account may take it before its day." })
  mayOptIn!: boolean;
}

@Needs("contracts:read")
@ObjectType("Contract", {
  description: "Terms between a brand and a partner, proposed or signed.",
  simpleResolvers: true,
})
export class ContractView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ContractStateValue, { description: "Where it stands now." })
  state!: ContractStateValue;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Its name." })
  programName!: string;
  @Field(() => ID, { description: "The brand account." })
  brandAccountId!: string;
  @Field(() => String, { description: "Its name." })
  brandName!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ID, { description: "The template terms." })
  termsId!: string;
  @Field(() => String, { description: "Their name." })
  termsName!: string;
  @Field(() => TermsVersionView, {
    description: "The version that is signed or offered; it never changes.",
  })
  version!: TermsVersionView;
  @Field(() => TermsVersionView, {
    nullable: true,
    description: "What follows at the end of a temporary contract.",
  })
  fallbackVersion!: TermsVersionView | null;
  @Field(() => Boolean, { description: "A proposal that waits for your account's answer." })
  awaitsYou!: boolean;
  @Field(() => Boolean, { description: "Your account proposed it." })
  proposedByYou!: boolean;
  @Field(() => Boolean, { description: "Your account may answer it with other terms." })
  mayCounter!: boolean;
  @Field(() => Boolean, {
    description: "Accepting it ends the contract in force from its start on.",
  })
  switches!: boolean;
  @Field(() => GraphQLISODateTime, {
    description: "First instant of its validity; a proposal accepted later starts then.",
  })
  startsAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant after its validity; null = open end.",
  })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: "When it was proposed." })
  proposedAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "After this a proposal can no longer be accepted.",
  })
  proposalExpiresAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When it was accepted, declined or withdrawn.",
  })
  decidedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "The proposer's comment." })
  comment!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was declined." })
  declineReason!: string | null;
  @Field(() => ID, { nullable: true, description: "The proposal that this one answers." })
  countersId!: string | null;
  @Field(() => ID, { nullable: true, description: "The contract that this one follows." })
  followsId!: string | null;
  @Field(() => ContractChangeBrief, { nullable: true, description: "The change it is part of." })
  change!: ContractChangeBrief | null;
  @Field(() => Boolean, {
    description: "The brand ended it because the terms were not kept; always false for a partner.",
  })
  nonCompliant!: boolean;
  @Rows(2)
  @Field(() => [ContractEventView], { description: "Its history, oldest first." })
  events!: ContractEventView[];
}
export const ContractConnection = connectionOf(ContractView, "Contracts");

@InputType({ description: "Which contracts to list." })
export class ContractFilter {
  @Field(() => ID, { nullable: true, description: "Only this program's." })
  programId!: string | null;
  @Field(() => ID, { nullable: true, description: "Only this partner's." })
  partnerId!: string | null;
  @Field(() => [ID], { nullable: true, description: "Only these partners', at most 100." })
  partnerIds?: string[] | null;
  @Field(() => ID, { nullable: true, description: "Only those on these terms, in any version." })
  termsId!: string | null;
  @Field(() => [ContractStateValue], {
    nullable: true,
    description: "Only these states; without it ACTIVE alone.",
  })
  states!: ContractStateValue[] | null;
}
const commentText = "Comment for the other side, at most 5000 characters.";

@InputType({ description: "A proposal of terms to a partner." })
export class ProposeContractInput {
  @Field(() => ID, { description: "The template terms." })
  termsId!: string;
  @Field(() => Count, { nullable: true, description: "Their version; without it the newest." })
  versionNumber!: number | null;
  @Field(() => ID, { description: "The partner account; it must work with your brand." })
  partnerId!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant; without it, or when accepted later, the acceptance.",
  })
  startsAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant after; without it open end.",
  })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Until when it can be accepted; without it for ever.",
  })
  expiresAt!: Date | null;
  @Field(() => Text, { nullable: true, description: commentText })
  comment!: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "The partner may answer with other terms; default true.",
  })
  mayCounter?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Accepting it ends the contract in force from its start on; default false: it is " +
      "refused while another is in force.",
  })
  switches?: boolean | null;
}
@InputType({ description: "Terms that one side offers the other: payouts, days, words." })
export class OfferInput {
  @Field(() => [EventPayoutInput], {
    description: "What is to be paid; what is not named stays as it is.",
  })
  eventPayouts!: EventPayoutInput[];
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant; without it, or when accepted later, the acceptance.",
  })
  startsAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant after; without it open end.",
  })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Until when it can be accepted; without it for ever.",
  })
  expiresAt!: Date | null;
  @Field(() => Text, { nullable: true, description: commentText })
  comment!: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "The other side may answer with other terms; default true.",
  })
  mayCounter!: boolean | null;
}
@Needs("contracts:read")
@ObjectType("ContractHistory", {
  description: "Everything between a program and a partner, newest first.",
  simpleResolvers: true,
})
export class ContractHistoryView {
  @Rows(5)
  @Field(() => [ContractView], { description: "Signed: in force, to come, ended." })
  signed!: ContractView[];
  @Rows(5)
  @Field(() => [ContractView], { description: "Proposals that wait for an answer." })
  pending!: ContractView[];
  @Rows(5)
  @Field(() => [ContractView], {
    description: "Declined, withdrawn, countered, expired or given up.",
  })
  rejected!: ContractView[];
}
@Needs("contracts:read")
@ObjectType("RecentContracts", {
  description: "What comes and goes around now.",
  simpleResolvers: true,
})
export class RecentContractsView {
  @Rows(5)
  @Field(() => [ContractView], { description: "Ended in the last 30 days." })
  expired!: ContractView[];
  @Rows(5)
  @Field(() => [ContractView], { description: "Ending in the next 30 days." })
  expiring!: ContractView[];
  @Rows(5)
  @Field(() => [ContractView], { description: "Starting in the next 30 days." })
  starting!: ContractView[];
}

@Needs("contracts:read")
@ObjectType({ description: "The contract as it now stands." })
export class ContractOk {
  @Field(() => ContractView, { description: "The contract." })
  readonly contract: ContractView;
  constructor(contract: ContractView) {
    this.contract = contract;
  }
}
export const ProposeContractResult = createUnionType({
  name: "ProposeContractResult",
  description: "What proposeContract can answer.",
  types: () => [ContractOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const DecideContractResult = createUnionType({
  name: "DecideContractResult",
  description:
    "What acceptContract, declineContract, withdrawContract and optInToChange can answer.",
  types: () => [ContractOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const OfferTermsResult = createUnionType({
  name: "OfferTermsResult",
  description: "What counterContract and proposeOwnTerms can answer.",
  types: () =>
    [ContractOk, InvalidInput, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
