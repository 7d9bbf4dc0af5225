import {
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
import { PayoutStageValue } from "../../platform/api/payout-stage.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, LocalDate } from "../../platform/api/scalars.ts";
import {
  OutcomeValue,
  ReasonCodeEnum,
  TraceStepView,
  DecisionTraceView,
} from "../clicks/click.types.ts";
import {
  conversionSources,
  conversionSourceTexts,
  type ConversionSource,
} from "../../domain/submission.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import {
  conversionKinds,
  conversionKindTexts,
  type ConversionKind,
} from "../../domain/event-kinds.ts";
import type { PayoutStage } from "../../domain/payout-stage.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { SaleTraitsView } from "./sale-traits.types.ts";
import { ConversionRequestView } from "./conversion-request.types.ts";

export enum ConversionState {
  PENDING = "PENDING",
  APPROVED = "APPROVED",
  REVERSED = "REVERSED",
}
registerEnumType(ConversionState, {
  name: "ConversionState",
  description: "Where a conversion stands.",
  valuesConfig: {
    PENDING: { description: "May still change, until its locking date." },
    APPROVED: { description: "Locked: its figures are final." },
    REVERSED: { description: "Taken back whole." },
  },
});

export enum UpdateKindValue {
  TRACKED = "TRACKED",
  RESTATED = "RESTATED",
  REPRICED = "REPRICED",
  MODIFIED = "MODIFIED",
  APPROVED = "APPROVED",
  OUTSIDE_APPROVED = "OUTSIDE_APPROVED",
  REVERSED = "REVERSED",
  ADJUSTED = "ADJUSTED",
}
registerEnumType(UpdateKindValue, {
  name: "ConversionUpdateKind",
  description: "Why a conversion changed.",
  valuesConfig: {
    TRACKED: { description: "First seen." },
    RESTATED: { description: "Amazon reported other totals." },
    REPRICED: { description: "Another contract is in force at its date." },
    MODIFIED: { description: "The brand changed its amount." },
    APPROVED: { description: "Locked, by the clock or by the brand." },
    OUTSIDE_APPROVED: { description: "The brand approved it past a limit." },
    REVERSED: { description: "Taken back whole." },
    ADJUSTED: {
      description: "Amazon reported other totals after locking: booked beside the final figures.",
    },
  },
});
export enum UpdateActorValue {
  AMAZON = "AMAZON",
  SYSTEM = "SYSTEM",
  PERSON = "PERSON",
  SOURCE = "SOURCE",
}
registerEnumType(UpdateActorValue, {
  name: "ConversionUpdateActor",
  description: "Who changed a conversion.",
  valuesConfig: {
    AMAZON: { description: "A report." },
    SYSTEM: { description: "The clock, or a change of contracts." },
    PERSON: { description: "A member of the brand account." },
    SOURCE: { description: "A shop or another source that handed it in." },
  },
});

export const ConversionKindValue = describedEnum(conversionKinds, {
  name: "ConversionKind",
  description: "What a conversion is.",
  words: conversionKindTexts,
});
export const ConversionSourceValue = describedEnum(conversionSources, {
  name: "ConversionSource",
  description: "How a conversion came.",
  words: conversionSourceTexts,
});

@Needs("sales:read")
@ObjectType("ConversionUpdate", {
  description: "One change of a conversion; all deltas together are its figures.",
  simpleResolvers: true,
})
export class ConversionUpdateView {
  @Field(() => Int, { description: "1, 2, 3 …" })
  number!: number;
  @Field(() => UpdateKindValue, { description: "Why it changed." })
  kind!: UpdateKindValue;
  @Field(() => ConversionState, { description: "Where the conversion stood after it." })
  state!: ConversionState;
  @Field(() => UpdateActorValue, { description: "Who changed it." })
  actor!: UpdateActorValue;
  @Field(() => String, {
    nullable: true,
    description:
      "Reason of a modification or reversal by people: a ModificationReason or ReversalReason.",
  })
  code!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What the brand wrote with it; both sides read it.",
  })
  comment!: string | null;
  @Field(() => Count, { description: "Change of leads." })
  deltaLeads!: number;
  @Field(() => Count, { description: "Change of orders." })
  deltaOrders!: number;
  @Field(() => Count, { description: "Change of units." })
  deltaUnits!: number;
  @Field(() => Money, { description: "Change of the sales amount." })
  deltaAmount!: Money;
  @Field(() => Money, { description: "Change of the payout." })
  deltaPayout!: Money;
  @Field(() => Money, { description: "Booked beside the final payout, after locking; else 0." })
  adjustment!: Money;
  @Field(() => OutcomeValue, { description: "Outcome after it." })
  outcome!: OutcomeValue;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Reason after it." })
  reason!: ReasonCode | null;
  @Field(() => GraphQLISODateTime, { description: "When it was booked." })
  at!: Date;
}

@Needs("sales:read")
@ObjectType("Conversion", {
  description:
    "A sale as Amazon Attribution reports it, one row by date, partner and creative, and one of " +
    "what Amazon did not split by creative; or an order that a shop handed in, one row for items " +
    "of one SKU and category; or a lead that a shop or CRM handed in.",
  simpleResolvers: true,
})
export class ConversionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ConversionKindValue, { description: "What it is." })
  kind!: ConversionKind;
  @Field(() => String, {
    nullable: true,
    description: "Code of a lead's event type; null: of a sale.",
  })
  eventTypeCode!: string | null;
  @Field(() => String, {
    description: "The shop's own id of order or lead; of Amazon's sales one of this platform.",
  })
  orderId!: string;
  @Field(() => String, {
    description: "Date of the events, YYYY-MM-DD, in the marketplace's zone.",
  })
  date!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The credited partner account; null = the row names no known partner.",
  })
  partnerAccountId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  partnerName!: string | null;
  @Field(() => ID, { nullable: true, description: "The tracking link its creative names." })
  linkId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  linkName!: string | null;
  @Field(() => String, {
    description: "The link in words: its name, or why none is known.",
  })
  linkText!: string;
  @Field(() => Boolean, {
    description:
      "What is left of a partner's sales of a date: Amazon tells the partner's total and did not " +
      "split this part by creative, so that its link and shared id are not known.",
  })
  notSplit!: boolean;
  @Field(() => Boolean, { description: "Through a test link." })
  isTest!: boolean;
  @Field(() => Boolean, { description: "Made by the simulator, not by Amazon." })
  simulated!: boolean;
  @Field(() => ConversionSourceValue, { description: "How it came." })
  source!: ConversionSource;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "The click that an order of a shop is credited by; null: by another key.",
  })
  clickedAt!: Date | null;
  @Field(() => ConversionState, { description: "Where it stands." })
  state!: ConversionState;
  @Field(() => OutcomeValue, { description: "What became of it." })
  outcome!: OutcomeValue;
  @Field(() => PayoutStageValue, {
    nullable: true,
    description: "How far what it earns is on its way; null where it earns nothing.",
  })
  payoutStage!: PayoutStage | null;
  @Field(() => ReasonCodeEnum, { nullable: true, description: "Why it is not paid." })
  reason!: ReasonCode | null;
  @Field(() => String, { nullable: true, description: "The reason in plain words." })
  reasonText!: string | null;
  @Field(() => Count, { description: "Leads; of a sale 0." })
  leads!: number;
  @Field(() => Count, { description: "Orders; of a lead 0, as are units and amount." })
  orders!: number;
  @Field(() => Count, { description: "Units." })
  units!: number;
  @Field(() => Money, { description: "Sales amount." })
  amount!: Money;
  @Field(() => Money, { description: "Payout." })
  payout!: Money;
  @Field(() => Money, {
    nullable: true,
    description:
      "For test sales: what a live sale would earn. For sales that wait outside of terms: what " +
      "approval would pay.",
  })
  wouldPay!: Money | null;
  @Field(() => Money, {
    description:
      "Booked beside the payout after locking, because Amazon restated the sale; else 0.",
  })
  adjustment!: Money;
  @Field(() => ID, { nullable: true, description: "The contract in force at the end of its date." })
  contractId!: string | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "When it locks by itself; null for open-ended locking, test sales and sales that no " +
      "contract pays.",
  })
  locksAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was locked." })
  lockedAt!: Date | null;
  @Field(() => Boolean, {
    description: "Past a limit of its contract: not payable unless the brand approves it.",
  })
  outsideOfTerms!: boolean;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When the brand approved it past the limit.",
  })
  outsideApprovedAt!: Date | null;
  @Field(() => Count, { description: "How often its amount was changed by people; at most 1,000." })
  modifications!: number;
  @Field(() => String, { nullable: true, description: "Reason of the last modification." })
  modificationReason!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Why people reversed it; null when Amazon's report fell to nothing.",
  })
  reversalReason!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was first booked." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it last changed." })
  updatedAt!: Date;
}
export const ConversionConnection = connectionOf(ConversionView, "Conversions");

@Needs("sales:read")
@ObjectType("ReturnShare", {
  description:
    "How many of a month's sales, or of its leads, under a contract people took back, and the " +
    "share that its terms let them. Tests do not count, nor what Amazon took back itself.",
  simpleResolvers: true,
})
export class ReturnShareView {
  @Field(() => ConversionKindValue, { description: "Whether of sales or of leads." })
  kind!: ConversionKind;
  @Field(() => Int, { description: "Largest share of them, in percent." })
  percent!: number;
  @Field(() => String, { description: "Month of the sales at the marketplace, YYYY-MM." })
  month!: string;
  @Field(() => Count, {
    description: "Sales of the month: pending, approved, taken back by people.",
  })
  sales!: number;
  @Field(() => Count, { description: "Of them taken back by people, or asked to be." })
  reversed!: number;
  @Field(() => Count, { description: "How many more can be taken back." })
  left!: number;
  @Field(() => String, { description: "All of it in one sentence." })
  text!: string;
}

@Needs("sales:read")
@ObjectType("ConversionDetail", {
  description: "One conversion, its changes, and how its payout was decided.",
  simpleResolvers: true,
})
export class ConversionDetailView {
  @Field(() => ConversionView, { description: "The conversion." })
  conversion!: ConversionView;
  @Field(() => SaleTraitsView, {
    nullable: true,
    description:
      "What its report row names of product and customer; null where it names nothing, as " +
      "Amazon's own rows.",
  })
  traits!: SaleTraitsView | null;
  @Field(() => [ConversionUpdateView], { description: "Its changes, oldest first." })
  updates!: ConversionUpdateView[];
  @Field(() => [ConversionRequestView], {
    description: "What the brand asked for, newest first, at most 20; only the brand sees it.",
  })
  requests!: ConversionRequestView[];
  @Field(() => ReturnShareView, {
    nullable: true,
    description:
      "What the contract lets the brand take back of the month's sales; null where nothing " +
      "bounds it, and for tests.",
  })
  returns!: ReturnShareView | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When the payout falls due by the contract's schedule, once locked.",
  })
  payableAt!: Date | null;
  @Field(() => [TraceStepView], { description: "The steps of its decision." })
  steps!: TraceStepView[];
  @Field(() => DecisionTraceView, {
    description: "Its decision trace: the same steps, with the limits consulted.",
  })
  trace!: DecisionTraceView;
}

@InputType({
  description: "Which conversions to list; several values of one field mean any of them.",
})
export class ConversionFilter {
  @Field(() => LocalDate, { nullable: true, description: "First date, YYYY-MM-DD." })
  from!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last date, YYYY-MM-DD." })
  to!: string | null;
  @Field(() => [ID], { nullable: true, description: "Partner accounts." })
  partnerIds!: string[] | null;
  @Field(() => [ID], { nullable: true, description: "Tracking links." })
  linkIds!: string[] | null;
  @Field(() => [ConversionKindValue], { nullable: true, description: "Kinds." })
  kinds!: ConversionKind[] | null;
  @Field(() => [OutcomeValue], { nullable: true, description: "Outcomes." })
  outcomes!: OutcomeValue[] | null;
  @Field(() => Boolean, { nullable: true, description: "Only test sales, or only live ones." })
  isTest!: boolean | null;
  @Field(() => [ConversionState], { nullable: true, description: "Where they stand." })
  states!: ConversionState[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Only sales that wait outside of terms, or only the others.",
  })
  outsideOfTerms!: boolean | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Locking date from this instant on.",
  })
  locksFrom!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Locking date before this instant.",
  })
  locksBefore!: Date | null;
}
