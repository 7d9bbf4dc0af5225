import { createUnionType, Field, GraphQLISODateTime, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { Conflict, IdempotencyKeyReused, InvalidInput, NotFound } from "../api/refusal.ts";
import { Needs, Rows } from "../api/right.ts";
import { TermsVersionView } from "../terms/terms.types.ts";

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
export enum ContractEventKind {
  PROPOSED = "PROPOSED",
  ACCEPTED = "ACCEPTED",
  DECLINED = "DECLINED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(ContractEventKind, {
  name: "ContractEventKind",
  description: "What happened to a contract.",
  valuesConfig: {
    PROPOSED: { description: "Proposed to the other side." },
    ACCEPTED: { description: "Accepted: signed by both." },
    DECLINED: { description: "Declined by the other side." },
    WITHDRAWN: { description: "Taken back by the proposer." },
  },
});

@Needs("contracts:read")
@ObjectType("ContractEvent", { description: "One event of a contract.", simpleResolvers: true })
export class ContractEventView {
  @Field(() => ContractEventKind, { description: "What happened." })
  kind!: ContractEventKind;
  @Field(() => String, { nullable: true, description: "Comment or reason given." })
  comment!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When." })
  at!: Date;
}

@Needs("contracts:read")
@ObjectType("Contract", { description: "Terms between a brand and a partner, proposed or signed.", simpleResolvers: true })
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
  @Field(() => TermsVersionView, { description: "The version that is signed or offered; it never changes." })
  version!: TermsVersionView;
  @Field(() => Boolean, { description: "A proposal that waits for your account's answer." })
  awaitsYou!: boolean;
  @Field(() => GraphQLISODateTime, { description: "First instant of its validity; a proposal accepted later starts then." })
  startsAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "First instant after its validity; null = open end." })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: "When it was proposed." })
  proposedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "After this a proposal can no longer be accepted." })
  proposalExpiresAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was accepted, declined or withdrawn." })
  decidedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "The proposer's comment." })
  comment!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was declined." })
  declineReason!: string | null;
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
  @Field(() => [ContractStateValue], { nullable: true, description: "Only these states; without it ACTIVE alone." })
  states!: ContractStateValue[] | null;
}
@InputType({ description: "A proposal of terms to a partner." })
export class ProposeContractInput {
  @Field(() => ID, { description: "The template terms." })
  termsId!: string;
  @Field(() => Int, { nullable: true, description: "Their version; without it the newest." })
  versionNumber!: number | null;
  @Field(() => ID, { description: "The partner account; it must work with your brand." })
  partnerId!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "First instant; without it, or when accepted later, the acceptance." })
  startsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "First instant after; without it open end." })
  endsAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Until when it can be accepted; without it for ever." })
  expiresAt!: Date | null;
  @Field(() => String, { nullable: true, description: "Comment for the partner." })
  comment!: string | null;
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
  description: "What acceptContract, declineContract and withdrawContract can answer.",
  types: () => [ContractOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
