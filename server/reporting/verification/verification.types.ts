/** Verifications as the API shows them. */
import { Field, GraphQLISODateTime, InputType, Int, ObjectType } from "type-graphql";
import { PageInfo } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type {
  CheckCause,
  CheckFix,
  CheckGroup,
  CheckKey,
  CheckState,
  PassChange,
  RunDevice,
  RunScope,
  VerificationResult,
} from "../../domain/verification.ts";
import { SalesSourceValue } from "../../partnership/programs/program.types.ts";
import { Count, Line } from "../../platform/api/scalars.ts";
import {
  BoardShown,
  CheckCauseValue,
  CheckFixValue,
  CheckGroupValue,
  CheckKeyValue,
  CheckStateValue,
  PassChangeValue,
  RunDeviceValue,
  RunScopeValue,
  VerificationResultValue,
} from "./verification-enums.ts";

const untilText = "Of WAITING: when it is decided at the latest; null where it waits for somebody.";

@InputType({ description: "Which partners of the board." })
export class VerificationFilter {
  @Field(() => BoardShown, { defaultValue: BoardShown.ALL, description: "How far they are." })
  shown!: BoardShown;
  @Field(() => Line, { defaultValue: "", description: "Part of a partner's name." })
  search!: string;
  @Field(() => ID, { nullable: true, description: "Those that this run covers." })
  runId!: string | null;
}

@Needs("reports:read")
@ObjectType("VerificationCheck", {
  description: "One of the fourteen checks of a partner.",
  simpleResolvers: true,
})
export class VerificationCheckView {
  @Field(() => Int, { description: "1 to 14." })
  number!: number;
  @Field(() => CheckKeyValue, { description: "What is checked." })
  key!: CheckKey;
  @Field(() => CheckGroupValue, { description: "What it is shown with." })
  group!: CheckGroup;
  @Field(() => CheckStateValue, { description: "How it stands." })
  state!: CheckState;
  @Field(() => String, { description: "What was found, in plain words." })
  sentence!: string;
  @Field(() => CheckCauseValue, {
    nullable: true,
    description: "Why it failed or waits, for machines.",
  })
  cause!: CheckCause | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: untilText })
  until!: Date | null;
  @Field(() => CheckFixValue, {
    nullable: true,
    description: "The one thing to do about it; null for a partner.",
  })
  fix!: CheckFix | null;
}

@Needs("reports:read")
@ObjectType("VerificationGroup", {
  description: "Checks that are shown as one; the worst of them stands for it.",
  simpleResolvers: true,
})
export class VerificationGroupView {
  @Field(() => CheckGroupValue, { description: "Which." })
  group!: CheckGroup;
  @Field(() => CheckStateValue, { description: "How the worst of them stands." })
  state!: CheckState;
  @Field(() => Count, { description: "Checks that keep nobody from being verified." })
  done!: number;
  @Field(() => Count, { description: "Checks in all." })
  total!: number;
  @Field(() => VerificationCheckView, { description: "The worst of them." })
  worst!: VerificationCheckView;
}

@Needs("reports:read")
@ObjectType("VerificationLink", {
  description: "The test link by which a partner is verified.",
  simpleResolvers: true,
})
export class VerificationLinkView {
  @Field(() => ID, { description: "Identity of the tracking link." })
  id!: string;
  @Field(() => String, { description: "Its name." })
  name!: string;
  @Field(() => String, { description: "What is opened." })
  url!: string;
  @Field(() => String, { description: "Where it leads, tag included." })
  destination!: string;
}

@Needs("reports:read")
@ObjectType("Verification", {
  description: "How far one partner of a program is verified.",
  simpleResolvers: true,
})
export class VerificationView {
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => VerificationResultValue, { description: "What the checks come to." })
  result!: VerificationResult;
  @Field(() => String, { description: "Why, in one plain sentence." })
  sentence!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was verified last." })
  verifiedAt!: Date | null;
  @Field(() => String, {
    nullable: true,
    description: "By whom: who began the run. Empty for a partner.",
  })
  verifiedBy!: string | null;
  @Rows(2)
  @Field(() => [PassChangeValue], { description: "What changed since: check again." })
  changed!: PassChange[];
  @Rows(5)
  @Field(() => [VerificationGroupView], { description: "The checks in five groups." })
  groups!: VerificationGroupView[];
  @Rows(14)
  @Field(() => [VerificationCheckView], { description: "The fourteen checks, in order." })
  checks!: VerificationCheckView[];
  @Field(() => VerificationLinkView, {
    nullable: true,
    description: "The test link; null: there is none, and for a partner.",
  })
  link!: VerificationLinkView | null;
  @Field(() => Count, { description: "Clicks of the test link that Amazon can count." })
  clicks!: number;
  @Field(() => ID, { nullable: true, description: "The click that stands for the run." })
  clickId!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was made." })
  clickedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "The order's number, as it was pasted." })
  orderNumber!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When the order was placed." })
  orderedAt!: Date | null;
  @Field(() => ID, { nullable: true, description: "The newest run that covers the partner." })
  runId!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When that run began." })
  startedAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When the partner was sent the link last.",
  })
  remindedAt!: Date | null;
}

@Needs("reports:read")
@ObjectType("VerificationCounts", {
  description: "How many partners are how far.",
  simpleResolvers: true,
})
export class VerificationCountsView {
  @Field(() => Count, { description: "All of them." })
  total!: number;
  @Field(() => Count, { description: "Verified, and nothing has changed since." })
  verified!: number;
  @Field(() => Count, { description: "Something may still arrive." })
  waiting!: number;
  @Field(() => Count, { description: "A check failed, or something changed." })
  needsYou!: number;
  @Field(() => Count, { description: "No run covers them." })
  notStarted!: number;
}

@Needs("reports:read")
@ObjectType("VerificationRun", {
  description: "Partners of a program that somebody set out to verify.",
  simpleResolvers: true,
})
export class VerificationRunView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => RunScopeValue, { description: "Whom it covers." })
  scope!: RunScope;
  @Field(() => String, { description: "Country from which the server clicks." })
  country!: string;
  @Field(() => RunDeviceValue, { description: "With what." })
  device!: RunDevice;
  @Field(() => Count, { description: "How many partners it began with." })
  partners!: number;
  @Field(() => String, { description: "Who began it." })
  startedBy!: string;
  @Field(() => GraphQLISODateTime, { description: "When." })
  startedAt!: Date;
  @Field(() => VerificationCountsView, {
    description: "Of those that no newer run covers.",
  })
  counts!: VerificationCountsView;
}

@Needs("reports:read")
@ObjectType("VerificationBoard", {
  description: "The partners of a program with their checks.",
  simpleResolvers: true,
})
export class VerificationBoardView {
  @Field(() => VerificationCountsView, { description: "Over all partners, whatever the filter." })
  counts!: VerificationCountsView;
  @Field(() => SalesSourceValue, { description: "Where the program's sales come from." })
  salesSource!: SalesSourceValue;
  @Field(() => Boolean, {
    description: "Amazon has no Attribution at the storefront: no sale can be verified.",
  })
  clicksOnly!: boolean;
  @Field(() => VerificationRunView, { nullable: true, description: "The newest run." })
  run!: VerificationRunView | null;
  @Field(() => [VerificationView], { description: "The rows of this page, by name." })
  nodes!: VerificationView[];
  @Field(() => PageInfo, { description: "How to go on." })
  pageInfo!: PageInfo;
}

@Needs("reports:read")
@ObjectType("VerificationTick", {
  description: "Something of a program's verifications changed.",
  simpleResolvers: true,
})
export class VerificationTickView {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When; null: nothing yet." })
  at!: Date | null;
}
