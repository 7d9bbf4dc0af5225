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
import { Needs, Rows } from "../../platform/api/right.ts";
import { EventTypeKind } from "../programs/program.types.ts";
import { LimitKindValue } from "../terms/payout.types.ts";
import { TermsDifferenceView } from "../terms/difference.types.ts";

export enum NoticeKind {
  CONTRACT_PROPOSED = "CONTRACT_PROPOSED",
  CONTRACT_COUNTERED = "CONTRACT_COUNTERED",
  CONTRACT_ACCEPTED = "CONTRACT_ACCEPTED",
  CONTRACT_DECLINED = "CONTRACT_DECLINED",
  CONTRACT_WITHDRAWN = "CONTRACT_WITHDRAWN",
  CONTRACT_REMINDED = "CONTRACT_REMINDED",
  CONTRACT_ENDS = "CONTRACT_ENDS",
  CHANGE_SCHEDULED = "CHANGE_SCHEDULED",
  CHANGE_WITHDRAWN = "CHANGE_WITHDRAWN",
  CHANGE_OPTED_IN = "CHANGE_OPTED_IN",
  LIMIT_NEAR = "LIMIT_NEAR",
  LIMIT_REACHED = "LIMIT_REACHED",
  CPC_REQUESTED = "CPC_REQUESTED",
  CPC_IN_REVIEW = "CPC_IN_REVIEW",
  CPC_ENABLED = "CPC_ENABLED",
  CPC_REJECTED = "CPC_REJECTED",
  REPORT_HELD = "REPORT_HELD",
  REPORT_HIDDEN = "REPORT_HIDDEN",
  INQUIRY_OPENED = "INQUIRY_OPENED",
  INQUIRY_ANSWERED = "INQUIRY_ANSWERED",
  INQUIRY_WITHDRAWN = "INQUIRY_WITHDRAWN",
  VERIFICATION_ASKED = "VERIFICATION_ASKED",
  VERIFICATION_DONE = "VERIFICATION_DONE",
  EXPORT_READY = "EXPORT_READY",
  EXPORT_FAILED = "EXPORT_FAILED",
  EXPORT_STOPPED = "EXPORT_STOPPED",
  DOMAIN_LOST = "DOMAIN_LOST",
  ALERT = "ALERT",
}
registerEnumType(NoticeKind, {
  name: "NoticeKind",
  description: "What a notice is about.",
  valuesConfig: {
    CONTRACT_PROPOSED: { description: "Terms are offered and wait for an answer." },
    CONTRACT_COUNTERED: { description: "A proposal was answered with other terms." },
    CONTRACT_ACCEPTED: { description: "A proposal was accepted." },
    CONTRACT_DECLINED: { description: "A proposal was declined." },
    CONTRACT_WITHDRAWN: { description: "A proposal was taken back." },
    CONTRACT_REMINDED: { description: "A proposal still waits for your answer." },
    CONTRACT_ENDS: { description: "The brand ends a contract." },
    CHANGE_SCHEDULED: { description: "A contract changes at a day to come." },
    CHANGE_WITHDRAWN: { description: "A planned change was taken back." },
    CHANGE_OPTED_IN: { description: "A partner took a planned change early." },
    LIMIT_NEAR: { description: "80 % of a limit is used." },
    LIMIT_REACHED: { description: "A limit is reached: further clicks earn nothing." },
    CPC_REQUESTED: { description: "A brand asks for CPC; told to the platform operator." },
    CPC_IN_REVIEW: { description: "The platform operator looks at your CPC request." },
    CPC_ENABLED: { description: "CPC is enabled for your account." },
    CPC_REJECTED: { description: "Your CPC request was rejected; the comment says why." },
    REPORT_HELD: {
      description:
        "A report of Amazon's would take back too much and is held; the comment says what.",
    },
    REPORT_HIDDEN: {
      description:
        "Amazon hides most of what it told before; the comment says how much. Once a day.",
    },
    INQUIRY_OPENED: { description: "A partner opened an inquiry and waits for the answer." },
    INQUIRY_ANSWERED: { description: "The brand answered an inquiry." },
    INQUIRY_WITHDRAWN: { description: "A partner took its inquiry back." },
    VERIFICATION_ASKED: {
      description: "A brand asks to try its test link; the comment has the link.",
    },
    VERIFICATION_DONE: {
      description: "Nothing of a verification waits any more; the comment says how it stands.",
    },
    EXPORT_READY: { description: "A file is ready; the comment names it. In the app alone." },
    EXPORT_FAILED: {
      description: "A file could not be made; the comment says which and why. In the app alone.",
    },
    EXPORT_STOPPED: {
      description: "An export is not made again any more; the comment says which and why.",
    },
    DOMAIN_LOST: {
      description: "A domain of the brand's for links is lost; the comment says which and why.",
    },
    ALERT: { description: "Traffic of partners stands out: a line for each of them." },
  },
});

@Needs("notices:read")
@ObjectType("NoticeLimit", {
  description: "A limit as it stood when a share of it was reached.",
  simpleResolvers: true,
})
export class NoticeLimitView {
  @Field(() => Int, { description: "80 or 100." })
  percent!: number;
  @Field(() => String, { description: 'In words: "60 clicks a day".' })
  text!: string;
  @Field(() => EventTypeKind, { description: "What kind of event." })
  event!: EventTypeKind;
  @Field(() => LimitKindValue, { description: "What it counts." })
  kind!: LimitKindValue;
  @Field(() => String, { description: "Currency of payouts." })
  currency!: string;
  @Field(() => String, { description: "Cap at that moment, as text." })
  max!: string;
  @Field(() => String, { description: "Used at that moment, as text." })
  used!: string;
  @Field(() => GraphQLISODateTime, { description: "Instant of the click that reached it." })
  at!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When counting starts again; null: never.",
  })
  windowEnd!: Date | null;
}

@Needs("notices:read")
@ObjectType("Notice", {
  description: "Something your account is told about a contract, a limit or CPC.",
  simpleResolvers: true,
})
export class NoticeView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => NoticeKind, { description: "What it is about." })
  kind!: NoticeKind;
  @Field(() => String, {
    description: "Name of the account that caused it; empty for the platform.",
  })
  fromName!: string;
  @Field(() => ID, { nullable: true, description: "The program." })
  programId!: string | null;
  @Field(() => String, { description: "Its name; empty where it is about no program." })
  programName!: string;
  @Field(() => ID, { nullable: true, description: "The contract it is about." })
  contractId!: string | null;
  @Field(() => String, { description: "What the other side wrote." })
  comment!: string;
  @Rows(12)
  @Field(() => [TermsDifferenceView], { description: "What changes, clause by clause." })
  differences!: TermsDifferenceView[];
  @Field(() => String, { description: "That tracking links stay valid." })
  linksSentence!: string;
  @Field(() => Boolean, {
    description: "The brand points to the page that tells how to make links.",
  })
  howTo!: boolean;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it takes effect." })
  effectiveAt!: Date | null;
  @Field(() => NoticeLimitView, {
    nullable: true,
    description: "The limit it is about. Without a contract it is a limit of the whole program.",
  })
  limit!: NoticeLimitView | null;
  @Field(() => GraphQLISODateTime, { description: "When it was written." })
  createdAt!: Date;
  @Field(() => ID, { description: "The line of notices that it is read with." })
  groupId!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When that line was read." })
  readAt!: Date | null;
}
export const NoticeConnection = connectionOf(NoticeView, "Notices");

@Needs("notices:read")
@ObjectType("NoticeGroup", {
  description:
    "Notices of one kind, program and subject: those that came until somebody of your account " +
    "read them.",
  simpleResolvers: true,
})
export class NoticeGroupView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => NoticeKind, { description: "What they are about." })
  kind!: NoticeKind;
  @Field(() => ID, { nullable: true, description: "The program." })
  programId!: string | null;
  @Field(() => String, { description: "Its name; empty where they are about no program." })
  programName!: string;
  @Field(() => Count, { description: "How many there are; notices(groupId) lists them." })
  count!: number;
  @Field(() => Count, { description: "How many accounts caused them." })
  senders!: number;
  @Field(() => GraphQLISODateTime, { description: "When the first was written." })
  firstAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When the last was written." })
  lastAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When all were read." })
  readAt!: Date | null;
  @Field(() => NoticeView, { description: "The last of them." })
  latest!: NoticeView;
}
export const NoticeGroupConnection = connectionOf(NoticeGroupView, "NoticeGroups");

@Needs("notices:read")
@ObjectType("NoticeSummary", {
  description: "How many lines of notices wait to be read, of those that your bell counts.",
  simpleResolvers: true,
})
export class NoticeSummaryView {
  @Field(() => Count, { description: "Number of lines that were not read." })
  unread!: number;
}

@Needs("notices:read")
@ObjectType({ description: "The notices are read." })
export class MarkNoticesReadOk {
  @Field(() => Count, { description: "How many lines are still unread." })
  readonly unread: number;
  constructor(unread: number) {
    this.unread = unread;
  }
}
export const MarkNoticesReadResult = createUnionType({
  name: "MarkNoticesReadResult",
  description: "What markNoticesRead can answer.",
  types: () => [MarkNoticesReadOk] as const,
});
