/** A program's partners with their figures, as the API shows them. */
import { ArgsType, Field, GraphQLISODateTime, InputType, Int, ObjectType } from "type-graphql";
import { afterText, firstText, PageInfo } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, CurrencyCode, Decimal, Line, TimeZone } from "../../platform/api/scalars.ts";
import { AccountStateValue } from "../../partnership/accounts/words.types.ts";
import { partnerStandings, type PartnerStanding } from "../../domain/partner-standing.ts";
import type { VerificationResult } from "../../domain/verification.ts";
import { OtherPeriodView } from "../reports/compare.types.ts";
import { RangeInput, ReportMode } from "../reports/report.types.ts";
import {
  ClickFiguresView,
  LeadFiguresView,
  PayoutFiguresView,
  SaleFiguresView,
} from "../reports/report-figures.types.ts";
import { VerificationResultValue } from "../verification/verification-enums.ts";

export const PartnerStandingValue = describedEnum(partnerStandings, {
  name: "PartnerStanding",
  description:
    "How a partner stands with a program, of all contracts between the two: what is in force " +
    "counts before what is asked, that before what is over.",
  words: {
    NOT_ASKED: "Nothing was ever offered, or what was is taken back.",
    ASKED: "Terms are offered and wait for the partner's answer.",
    ASKS_YOU: "The partner's offer waits for the brand's answer.",
    NOT_ANSWERED: "The last offer was not answered in time.",
    DECLINED: "The last offer was declined.",
    ACCEPTED: "Signed, and begins later.",
    IN_EFFECT: "A contract is in force.",
    ENDED: "The last contract has ended.",
  },
});

const orderTexts = {
  STANDING: "How it stands with the program, in the order of the enum's values.",
  TERMS: "Name of the terms.",
  VERIFICATION: "How it was found by the verification board.",
  NAME: "Name.",
  RAW: "Raw clicks of the range.",
  PAYABLE: "Payable clicks of the range.",
  CHANGE: "Raw clicks of the range less those of the period before.",
  EPC: "What a raw click earned, in the program's currency.",
  EARNED: "What the range earned, in the program's currency.",
  LAST_CLICK: "Instant of its newest click.",
} as const;
export type PartnerOrder = keyof typeof orderTexts;
export const partnerOrders = Object.keys(orderTexts) as PartnerOrder[];
export const PartnerOrderValue = describedEnum(partnerOrders, {
  name: "ProgramPartnerOrder",
  description: "By what partners are listed; those without it come last.",
  words: orderTexts,
});
export const partnerTraffics = ["SOME", "NONE", "LESS", "MORE", "BELOW_USUAL"] as const;
export type PartnerTraffic = (typeof partnerTraffics)[number];
export const PartnerTrafficValue = describedEnum(partnerTraffics, {
  name: "PartnerTraffic",
  description: "How many clicks partners brought.",
  words: {
    SOME: "At least one raw click in the range.",
    NONE: "No raw click in the range.",
    LESS: "Fewer raw clicks than in the period before.",
    MORE: "More raw clicks than in the period before.",
    BELOW_USUAL:
      "An open alert says that live clicks of the last seven whole days are below the usual, or " +
      "below the brand's line.",
  },
});

@InputType({ description: "Which partners of a program." })
export class ProgramPartnerFilter {
  @Field(() => Line, {
    defaultValue: "",
    description: "Those whose name or code contains this, whatever its case.",
  })
  search!: string;
  @Field(() => [PartnerStandingValue], {
    nullable: true,
    description: "How they stand with the program; null: however.",
  })
  standings!: PartnerStanding[] | null;
  @Field(() => [VerificationResultValue], {
    nullable: true,
    description: "How the verification board found them; null: however.",
  })
  verification!: VerificationResult[] | null;
  @Field(() => ID, {
    nullable: true,
    description: "Those whose contract is of these template terms.",
  })
  termsId!: string | null;
  @Field(() => ID, { nullable: true, description: "The members of this partner group." })
  groupId!: string | null;
  @Field(() => [ID], { nullable: true, description: "These partners alone." })
  partnerIds!: string[] | null;
  @Field(() => PartnerTrafficValue, {
    nullable: true,
    description: "How many clicks they brought; null: however many.",
  })
  traffic!: PartnerTraffic | null;
  @Field(() => ReportMode, {
    defaultValue: ReportMode.LIVE,
    description: "Whose clicks and sales the figures count.",
  })
  mode!: ReportMode;
}

@Needs("reports:read")
@ObjectType("PartnerFigures", {
  description: "What a partner brought and earned in a range: the report's figures.",
  simpleResolvers: true,
})
export class PartnerFiguresView {
  @Field(() => ClickFiguresView, { description: "Clicks." })
  clicks!: ClickFiguresView;
  @Field(() => SaleFiguresView, { description: "Sales." })
  sales!: SaleFiguresView;
  @Field(() => LeadFiguresView, { description: "Leads." })
  leads!: LeadFiguresView;
  @Field(() => PayoutFiguresView, { description: "Payout." })
  payout!: PayoutFiguresView;
  @Rows(2)
  @Field(() => [Money], {
    description: "Earned for clicks, sales and leads together, one entry a currency.",
  })
  earned!: Money[];
  @Rows(2)
  @Field(() => [Money], {
    description: "Earnings per click: earned / raw clicks, to a millionth, rounded half to even.",
  })
  epc!: Money[];
}

@Needs("reports:read")
@ObjectType("ClickChange", {
  description:
    "Clicks of the range against as much time before it, as far as `compared` says: of a range " +
    "that runs, as far into the one as into the other.",
  simpleResolvers: true,
})
export class ClickChangeView {
  @Field(() => ClickFiguresView, { description: "Clicks of the range, as far as compared." })
  now!: ClickFiguresView;
  @Field(() => ClickFiguresView, { description: "Clicks of the period before." })
  before!: ClickFiguresView;
  @Field(() => Count, { description: "Raw clicks now less raw clicks before." })
  raw!: number;
  @Field(() => Count, { description: "The same of payable clicks." })
  payable!: number;
  @Field(() => Decimal, {
    nullable: true,
    description:
      "raw / raw clicks before, to a millionth, rounded half to even; null where there were none.",
  })
  share!: string | null;
}

@Needs("contracts:read")
@ObjectType("PartnerContract", {
  description: "The contract by which a partner stands as it does.",
  simpleResolvers: true,
})
export class PartnerContractView {
  @Field(() => ID, { description: "The contract." })
  id!: string;
  @Field(() => ID, { description: "Its template terms." })
  termsId!: string;
  @Field(() => String, { description: "Their name." })
  termsName!: string;
}

@Needs("reports:read")
@ObjectType("ProgramPartner", {
  description: "A partner of a program with its figures.",
  simpleResolvers: true,
})
export class ProgramPartnerView {
  @Field(() => ID, { description: "The partner account." })
  id!: string;
  @Field(() => String, { description: "Its name." })
  name!: string;
  @Field(() => String, { description: "Its public code, part of tracking links." })
  code!: string;
  @Field(() => AccountStateValue, { description: "Whether the account can be used." })
  state!: keyof typeof AccountStateValue;
  @Field(() => GraphQLISODateTime, { description: "Since when brand and partner work together." })
  since!: Date;
  @Needs("contracts:read")
  @Field(() => PartnerStandingValue, { description: "How it stands with the program." })
  standing!: PartnerStanding;
  @Needs("contracts:read")
  @Field(() => Boolean, {
    description: "An offer of the brand waits for its answer, whatever else is in force.",
  })
  isAsked!: boolean;
  @Needs("contracts:read")
  @Field(() => PartnerContractView, {
    nullable: true,
    description: "The contract behind the standing; null where there is none.",
  })
  contract!: PartnerContractView | null;
  @Field(() => VerificationResultValue, {
    description: "How the verification board found it last.",
  })
  verification!: VerificationResult;
  @Field(() => PartnerFiguresView, { description: "Figures of the range." })
  figures!: PartnerFiguresView;
  @Field(() => ClickChangeView, {
    nullable: true,
    description: "Its clicks against the period before; null where nothing is compared.",
  })
  change!: ClickChangeView | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Instant of its newest click ever; null: it brought none.",
  })
  lastClickAt!: Date | null;
}

@Needs("contracts:read")
@ObjectType("StandingCount", { description: "Partners by how they stand.", simpleResolvers: true })
export class StandingCountView {
  @Field(() => PartnerStandingValue, { description: "How they stand." })
  standing!: PartnerStanding;
  @Field(() => Count, { description: "How many." })
  partners!: number;
}
@Needs("reports:read")
@ObjectType("VerificationCount", {
  description: "Partners by how they were found.",
  simpleResolvers: true,
})
export class VerificationCountView {
  @Field(() => VerificationResultValue, { description: "How they were found." })
  verification!: VerificationResult;
  @Field(() => Count, { description: "How many." })
  partners!: number;
}

@Needs("reports:read")
@ObjectType("ProgramPartners", {
  description: "A page of a program's partners with their figures.",
  simpleResolvers: true,
})
export class ProgramPartnersView {
  @Field(() => String, { description: "Zone in which dates were cut." })
  timeZone!: string;
  @Field(() => CurrencyCode, { description: "Currency by which EPC and EARNED order." })
  currency!: string;
  @Field(() => GraphQLISODateTime, { description: "First instant of the range." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after the range." })
  end!: Date;
  @Field(() => OtherPeriodView, {
    description: "The period before, and how far clicks are compared with it.",
  })
  compared!: OtherPeriodView;
  @Field(() => Count, { description: "Partners that the filter leaves." })
  total!: number;
  @Field(() => Count, { description: "Partners of the brand in all." })
  all!: number;
  @Rows(8)
  @Field(() => [StandingCountView], {
    description: "Of all of them: by how they stand, in the order of the enum's values.",
  })
  standings!: StandingCountView[];
  @Rows(4)
  @Field(() => [VerificationCountView], {
    description: "Of all of them: by how they were found.",
  })
  verifications!: VerificationCountView[];
  @Field(() => [ProgramPartnerView], { description: "The rows of this page." })
  nodes!: ProgramPartnerView[];
  @Field(() => PageInfo, { description: "How to go on." })
  pageInfo!: PageInfo;
}

@ArgsType()
export class ProgramPartnersArgs {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => RangeInput, { description: "Which time the figures cover." })
  range!: RangeInput;
  @Field(() => TimeZone, {
    nullable: true,
    description: "IANA zone in which dates are cut; without it the brand account's.",
  })
  timeZone!: string | null;
  @Field(() => ProgramPartnerFilter, {
    nullable: true,
    description: "Which ones; without it all.",
  })
  filter!: ProgramPartnerFilter | null;
  @Field(() => PartnerOrderValue, {
    defaultValue: PartnerOrderValue.NAME,
    description: "By what they are listed.",
  })
  order!: PartnerOrder;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Largest, newest or last of the alphabet first.",
  })
  descending!: boolean;
  @Field(() => Int, { defaultValue: 25, description: firstText })
  first!: number;
  @Field(() => String, { nullable: true, description: afterText })
  after!: string | null;
}
