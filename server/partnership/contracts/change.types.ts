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
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, LocalDate, OpenDate, Text } from "../../platform/api/scalars.ts";
import type { Approval, Strategy } from "../../domain/change.ts";
import { TermsInput } from "../terms/terms.types.ts";

export const StrategyValue = {
  INVITE: "INVITE",
  SWITCH: "SWITCH",
  MODIFY: "MODIFY",
} as const satisfies Record<Strategy, Strategy>;
registerEnumType(StrategyValue, {
  name: "ChangeStrategy",
  description: "Who is touched by a contract change, and how.",
  valuesConfig: {
    INVITE: { description: "New terms for new partners; contracts in force stay as they are." },
    SWITCH: { description: "Chosen partners move to other terms on a day." },
    MODIFY: {
      description:
        "The terms under every signed contract change on a day, after each partner's notice " +
        "period.",
    },
  },
});
export const ApprovalValue = { REPLACE: "REPLACE", PROPOSE: "PROPOSE" } as const satisfies Record<
  Approval,
  Approval
>;
registerEnumType(ApprovalValue, {
  name: "ChangeApproval",
  description: "Whether partners are asked before they are switched.",
  valuesConfig: {
    REPLACE: { description: "On the day, without asking, never inside the notice period." },
    PROPOSE: { description: "Only those who accept; the others keep their contract." },
  },
});
export enum ChangeState {
  DRAFT = "DRAFT",
  APPLYING = "APPLYING",
  ASKED = "ASKED",
  SCHEDULED = "SCHEDULED",
  APPLIED = "APPLIED",
  DECLINED = "DECLINED",
  EXPIRED = "EXPIRED",
  WITHDRAWN = "WITHDRAWN",
  DISCARDED = "DISCARDED",
}
registerEnumType(ChangeState, {
  name: "ContractChangeState",
  description: "How far a contract change has come.",
  valuesConfig: {
    DRAFT: { description: "Prepared, not sent." },
    APPLYING: { description: "Being carried out, partner by partner." },
    ASKED: { description: "Carried out; partners were asked, and some have not answered." },
    SCHEDULED: { description: "Carried out; its day is still to come." },
    APPLIED: {
      description: "In effect for all who are not left out and, where they were asked, accepted.",
    },
    DECLINED: {
      description: "Nobody who was asked has accepted, and somebody has declined.",
    },
    EXPIRED: { description: "Nobody who was asked has answered in time." },
    WITHDRAWN: {
      description:
        "Taken back before its day, at once or with every single proposal; it stays for those in " +
        "inEffect and accepted.",
    },
    DISCARDED: { description: "A draft that was thrown away." },
  },
});
export enum ChangePartnerState {
  WAITING = "WAITING",
  SCHEDULED = "SCHEDULED",
  PROPOSED = "PROPOSED",
  ACCEPTED = "ACCEPTED",
  DECLINED = "DECLINED",
  EXPIRED = "EXPIRED",
  APPLIED = "APPLIED",
  OPTED_IN = "OPTED_IN",
  FAILED = "FAILED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(ChangePartnerState, {
  name: "ChangePartnerState",
  description: "What became of one partner in a contract change.",
  valuesConfig: {
    WAITING: { description: "Not reached yet." },
    SCHEDULED: { description: "Changes on the day." },
    PROPOSED: { description: "Asked; answers by accepting or declining." },
    ACCEPTED: { description: "Has accepted; its day is still to come." },
    DECLINED: { description: "Has declined, or answered with other terms." },
    EXPIRED: { description: "Has not answered in time: the proposal has expired." },
    APPLIED: { description: "In effect." },
    OPTED_IN: { description: "Took the change early." },
    FAILED: { description: "Left out, for the reason given." },
    WITHDRAWN: { description: "Taken back, or replaced before its day." },
  },
});

@InputType({
  description:
    "A change of contracts: the strategy, the terms, the partners, the days, the message.",
})
export class ContractChangeInput {
  @Field(() => StrategyValue, { description: "Who is touched." })
  strategy!: Strategy;
  @Field(() => ApprovalValue, { nullable: true, description: "SWITCH alone: REPLACE or PROPOSE." })
  approval!: Approval | null;
  @Field(() => ID, {
    description: "The terms that partners are given; for MODIFY those that change.",
  })
  termsId!: string;
  @Field(() => Count, {
    nullable: true,
    description: "INVITE and SWITCH: their version; without it the newest.",
  })
  versionNumber!: number | null;
  @Field(() => TermsInput, { nullable: true, description: "MODIFY alone: what the terms become." })
  terms!: TermsInput | null;
  @Field(() => Count, {
    nullable: true,
    description: "MODIFY: the version that was edited; a newer one refuses the change.",
  })
  baseVersion!: number | null;
  @Field(() => [ID], { nullable: true, description: "INVITE and SWITCH: the partners." })
  partnerIds!: string[] | null;
  @Field(() => ID, {
    nullable: true,
    description: "SWITCH: everyone who is on these terms, instead of partnerIds.",
  })
  everyoneOnTermsId!: string | null;
  @Field(() => [ID], { nullable: true, description: "Partners to leave out." })
  excludePartnerIds!: string[] | null;
  @Field(() => OpenDate, {
    description: "First day, YYYY-MM-DD in your account's zone; today means at once.",
  })
  effectiveOn!: string;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Last day of a temporary contract, YYYY-MM-DD.",
  })
  lastDay!: string | null;
  @Field(() => ID, { nullable: true, description: "Terms that follow a temporary contract." })
  fallbackTermsId!: string | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Proposals alone: until when they can be accepted.",
  })
  expiresAt!: Date | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description: "Proposals: may be answered with other terms.",
  })
  mayCounter!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Partners may take the change before its day.",
  })
  earlyOptIn!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Point partners to the page that tells how to make links.",
  })
  howTo!: boolean;
  @Field(() => Text, {
    defaultValue: "",
    description:
      "What partners are told, at most 5000 characters; required where money or event types " +
      "change.",
  })
  comment!: string;
  @Field(() => Count, {
    nullable: true,
    description: "How many partners you expect to reach; another number refuses the change.",
  })
  expectedPartners!: number | null;
}

@Needs("contracts:draft")
@ObjectType("ContractChange", {
  description: "One decision about many contracts, and how far it has come.",
  simpleResolvers: true,
})
export class ContractChangeView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => StrategyValue, { description: "Who is touched." })
  strategy!: Strategy;
  @Field(() => ApprovalValue, { nullable: true, description: "SWITCH alone." })
  approval!: Approval | null;
  @Field(() => ChangeState, { description: "How far it has come." })
  state!: ChangeState;
  @Field(() => String, { nullable: true, description: "Name of the terms partners are given." })
  termsName!: string | null;
  @Field(() => Int, { nullable: true, description: "Their version; null while it is a draft." })
  versionNumber!: number | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "From when on." })
  effectiveAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant after a temporary contract.",
  })
  endsAt!: Date | null;
  @Field(() => Boolean, { description: "Partners may take it early." })
  earlyOptIn!: boolean;
  @Field(() => String, { description: "What partners are told." })
  comment!: string;
  @Field(() => Count, { description: "Partners in all." })
  partners!: number;
  @Field(() => Count, { description: "Partners it has reached." })
  done!: number;
  @Field(() => Count, { description: "Partners left out." })
  failed!: number;
  @Field(() => Count, { description: "Partners who were asked and have not answered." })
  asked!: number;
  @Field(() => Count, {
    description:
      "Partners who accepted, or are switched without being asked, and whose day is still to come.",
  })
  accepted!: number;
  @Field(() => Count, { description: "Partners who declined, or answered with other terms." })
  declined!: number;
  @Field(() => Count, { description: "Partners who did not answer before the proposal expired." })
  expired!: number;
  @Field(() => Count, { description: "Partners whose proposal or planned change was taken back." })
  withdrawn!: number;
  @Field(() => Count, { description: "Partners for whom it is in effect." })
  inEffect!: number;
  @Field(() => Count, {
    description: "Of those asked: who can be reminded now, each at most once in 24 hours.",
  })
  remindable!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When a partner of it was reminded last.",
  })
  remindedAt!: Date | null;
  @Field(() => Boolean, { description: "It can still be withdrawn." })
  mayWithdraw!: boolean;
  @Field(() => String, { nullable: true, description: "A draft's input as JSON, as it was saved." })
  draft!: string | null;
  @Field(() => Count, {
    description: "How often the draft was saved: say it when you save the next one.",
  })
  draftNumber!: number;
  @Field(() => String, {
    nullable: true,
    description: "Who saved the draft last; null when the person has left.",
  })
  draftChangedByName!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When the draft was saved last." })
  draftChangedAt!: Date;
  @Field(() => String, {
    nullable: true,
    description: "Who made it; null when the person has left.",
  })
  byName!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was begun." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was sent." })
  sentAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was withdrawn." })
  withdrawnAt!: Date | null;
}
export const ContractChangeConnection = connectionOf(ContractChangeView, "ContractChanges");

@Needs("contracts:draft")
@ObjectType("ChangePartner", {
  description: "One partner of a contract change.",
  simpleResolvers: true,
})
export class ChangePartnerView {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ChangePartnerState, { description: "What became of it." })
  state!: ChangePartnerState;
  @Field(() => String, { nullable: true, description: "Why it was left out: a stable code." })
  code!: string | null;
  @Field(() => String, { nullable: true, description: "The same in words." })
  message!: string | null;
  @Field(() => ID, { nullable: true, description: "The contract before." })
  oldContractId!: string | null;
  @Field(() => ID, { nullable: true, description: "The contract that follows, or the proposal." })
  newContractId!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "From when on." })
  effectiveAt!: Date | null;
}
export const ChangePartnerConnection = connectionOf(ChangePartnerView, "ChangePartners");
@Needs("contracts:draft")
@ObjectType({ description: "The change as it now stands." })
export class ContractChangeOk {
  @Field(() => ContractChangeView, { description: "The change." })
  readonly change: ContractChangeView;
  constructor(change: ContractChangeView) {
    this.change = change;
  }
}
export const ContractChangeResult = createUnionType({
  name: "ContractChangeResult",
  description: "What the mutations of contract changes can answer.",
  types: () => [ContractChangeOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
