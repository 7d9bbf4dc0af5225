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
import { cutText, LandingPageWarningValue } from "./landing-page.types.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import { Count, CountryCode, Name, Url } from "../../platform/api/scalars.ts";

export enum EventTypeKind {
  CLICK = "CLICK",
  SALE = "SALE",
  LEAD = "LEAD",
}
registerEnumType(EventTypeKind, {
  name: "EventTypeKind",
  description: "What is tracked and may be paid.",
  valuesConfig: {
    CLICK: { description: "A click on a tracking link (CPC)." },
    SALE: { description: "A sale that Amazon reports, or that a shop hands in." },
    LEAD: { description: "A sign-up, a request or the like that a shop or CRM hands in." },
  },
});
export enum EventTypeState {
  ACTIVE = "ACTIVE",
  INACTIVE = "INACTIVE",
}
registerEnumType(EventTypeState, {
  name: "EventTypeState",
  description: "Whether new events of this type are taken.",
  valuesConfig: {
    ACTIVE: { description: "Tracked and payable." },
    INACTIVE: { description: "Clicks redirect and pay 0; sales are kept unpaid." },
  },
});
export enum ProgramState {
  ACTIVE = "ACTIVE",
  DEACTIVATED = "DEACTIVATED",
}
registerEnumType(ProgramState, {
  name: "ProgramState",
  description: "Whether the program pays.",
  valuesConfig: {
    ACTIVE: { description: "Links redirect and events are decided by contracts." },
    DEACTIVATED: { description: "Links redirect to the default page and pay 0." },
  },
});
export enum UniqueWindowType {
  ROLLING = "ROLLING",
  FIXED = "FIXED",
}
registerEnumType(UniqueWindowType, {
  name: "UniqueWindowType",
  description: "From where the duplicate window of a visitor is measured.",
  valuesConfig: {
    ROLLING: { description: "From the visitor's last click, counted or not." },
    FIXED: { description: "From the visitor's last counted click." },
  },
});
export enum SalesSourceValue {
  AMAZON = "AMAZON",
  SIMULATED = "SIMULATED",
  NONE = "NONE",
}
registerEnumType(SalesSourceValue, {
  name: "SalesSource",
  description: "Where a program's sales come from.",
  valuesConfig: {
    AMAZON: { description: "Amazon's reports, by the program's connection." },
    SIMULATED: { description: "The product's own simulator; labelled so everywhere." },
    NONE: {
      description:
        "Not from Amazon: links carry no tag. What shops hand in is credited all the same.",
    },
  },
});
export const RiskFilterValue = {
  RELAXED: "RELAXED",
  MODERATE: "MODERATE",
  STRICT: "STRICT",
} as const satisfies { [F in RiskFilter]: F };
registerEnumType(RiskFilterValue, {
  name: "RiskFilter",
  description:
    "What becomes of a click that carries a risk signal, e.g. that no person's gesture led to " +
    "it. A visitor is redirected whatever it says.",
  valuesConfig: {
    RELAXED: {
      description: "It is reported, can earn CPC, and sales it leads to can be credited.",
    },
    MODERATE: {
      description: "It is not reported and earns no CPC; sales it leads to can be credited.",
    },
    STRICT: {
      description:
        "It is not reported, earns no CPC and leads to no credited sale. Set by the " +
        "platform's operator alone.",
    },
  },
});
export enum CpcRequestStateValue {
  REQUESTED = "REQUESTED",
  IN_REVIEW = "IN_REVIEW",
  ENABLED = "ENABLED",
  REJECTED = "REJECTED",
}
registerEnumType(CpcRequestStateValue, {
  name: "CpcRequestState",
  description: "Where a CPC request stands.",
  valuesConfig: {
    REQUESTED: { description: "Asked for, nobody looked yet." },
    IN_REVIEW: { description: "The platform is reviewing it." },
    ENABLED: { description: "The CLICK event type may be added to programs and terms." },
    REJECTED: { description: "Refused; a new request may be made." },
  },
});

@Needs("session")
@ObjectType("Marketplace", {
  description: "A storefront of Amazon's that a program can sell at.",
  simpleResolvers: true,
})
export class MarketplaceView {
  @Field(() => String, { description: "Country code (ISO 3166-1)." })
  country!: string;
  @Field(() => String, { description: "Its own host: landing pages begin with it." })
  host!: string;
  @Field(() => Boolean, {
    description: "Amazon has no Attribution there: clicks are counted and paid, sales never come.",
  })
  clicksOnly!: boolean;
}

@Needs("programs:read")
@ObjectType("EventType", {
  description: "What a program tracks and may pay for.",
  simpleResolvers: true,
})
export class EventTypeView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => EventTypeKind, { description: "What it tracks." })
  kind!: EventTypeKind;
  @Field(() => String, { description: "Code, unique in the program, at most 128 characters." })
  code!: string;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => EventTypeState, { description: "Whether new events are taken." })
  state!: EventTypeState;
  @Field(() => Int, {
    description:
      "For how many days an order id that a shop hands in is one order; later it is another.",
  })
  dedupeDays!: number;
}

@Needs("programs:read")
@ObjectType("Program", {
  description: "A brand's set-up for one Amazon storefront.",
  simpleResolvers: true,
})
export class ProgramView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The brand account it belongs to." })
  brandAccountId!: string;
  @Field(() => String, { description: "Name of the brand account." })
  brandName!: string;
  @Field(() => String, { description: "Public code in link paths and in Amazon's aa_campaignid." })
  code!: string;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { description: "Kind of program; SELLER is an Amazon Seller program." })
  type!: string;
  @Field(() => ProgramState, { description: "Whether it pays." })
  state!: ProgramState;
  @Field(() => String, { description: "Country code of the Amazon storefront (ISO 3166-1)." })
  marketplace!: string;
  @Field(() => String, {
    description: "Currency of the storefront, in which Amazon reports sales.",
  })
  marketplaceCurrency!: string;
  @Field(() => String, {
    description: "Zone in which Amazon cuts its report dates for this storefront.",
  })
  marketplaceTimeZone!: string;
  @Field(() => String, { description: "Default landing page at the storefront." })
  landingPage!: string;
  @Field(() => [LandingPageWarningValue], { description: "What this page is warned of." })
  landingPageWarnings!: LandingPageWarningValue[];
  @Field(() => String, {
    description: "The brand account's zone: days, limits and expiry are cut in it.",
  })
  timeZone!: string;
  @Field(() => Int, { description: "Minutes within which a visitor's repeat is a duplicate." })
  uniqueWindowMinutes!: number;
  @Field(() => UniqueWindowType, { description: "From where that window is measured." })
  uniqueWindowType!: UniqueWindowType;
  @Field(() => RiskFilterValue, { description: "What becomes of clicks that carry a risk signal." })
  riskFilter!: RiskFilter;
  @Field(() => Boolean, {
    description: "Sales come from the product's own simulator, not from Amazon.",
  })
  simulated!: boolean;
  @Field(() => SalesSourceValue, { description: "Where its sales come from." })
  salesSource!: SalesSourceValue;
  @Field(() => Boolean, {
    description:
      "Amazon has no Attribution at this storefront: clicks are counted and paid, sales never " +
      "come.",
  })
  clicksOnly!: boolean;
  @Field(() => [EventTypeView], { description: "Its event types." })
  eventTypes!: EventTypeView[];
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
}
export const ProgramConnection = connectionOf(ProgramView, "Programs");

@Needs("account:read")
@ObjectType("CpcRequestEvent", { description: "One step of a CPC request.", simpleResolvers: true })
export class CpcRequestEventView {
  @Field(() => CpcRequestStateValue, {
    nullable: true,
    description: "State before; null for the request itself.",
  })
  fromState!: CpcRequestStateValue | null;
  @Field(() => CpcRequestStateValue, { description: "State after." })
  toState!: CpcRequestStateValue;
  @Field(() => String, { description: "Reason or note given." })
  note!: string;
  @Field(() => GraphQLISODateTime, { description: "When." })
  at!: Date;
}

@Needs("account:read")
@ObjectType("CpcRequest", {
  description: "A brand account's request for the CLICK event type.",
  simpleResolvers: true,
})
export class CpcRequestView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The asking brand account." })
  brandAccountId!: string;
  @Field(() => String, { description: "Its name." })
  brandName!: string;
  @Field(() => CpcRequestStateValue, { description: "Where it stands." })
  state!: CpcRequestStateValue;
  @Field(() => String, { description: "Why the brand asks." })
  reason!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was asked." })
  requestedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was decided." })
  decidedAt!: Date | null;
  @Field(() => String, { nullable: true, description: "The operator's note with the decision." })
  decisionNote!: string | null;
  @Field(() => [CpcRequestEventView], { description: "Its history, oldest first." })
  events!: CpcRequestEventView[];
}
export const CpcRequestConnection = connectionOf(CpcRequestView, "CpcRequests");

@InputType({ description: "A new Seller program." })
export class CreateProgramInput {
  @Field(() => Name, { description: "Name for people, 1 to 200 characters." })
  name!: string;
  @Field(() => CountryCode, { description: "Country code of the Amazon storefront, e.g. US." })
  marketplace!: string;
  @Field(() => Url, {
    description: "Default landing page on that storefront's own host, https only.",
  })
  landingPage!: string;
  @Field(() => Count, {
    defaultValue: 30,
    description: "Duplicate window: 1, 5, 15, 30, 60, 360, 720 or 1440 minutes.",
  })
  uniqueWindowMinutes!: number;
  @Field(() => UniqueWindowType, {
    defaultValue: UniqueWindowType.ROLLING,
    description: "From where the window is measured.",
  })
  uniqueWindowType!: UniqueWindowType;
}

@Needs("programs:read")
@ObjectType({ description: "The program was made, with an active Online Sale event type." })
export class CreateProgramOk {
  @Field(() => ProgramView, { description: "The new program." })
  readonly program: ProgramView;
  @Field(() => [String], { description: cutText })
  cut: string[] = [];
  constructor(program: ProgramView) {
    this.program = program;
  }
}
export const CreateProgramResult = createUnionType({
  name: "CreateProgramResult",
  description: "What createProgram can answer.",
  types: () => [CreateProgramOk, InvalidInput, IdempotencyKeyReused] as const,
});

@Needs("programs:read")
@ObjectType({ description: "The event type was added or changed." })
export class EventTypeOk {
  @Field(() => ProgramView, { description: "The program with its event types." })
  readonly program: ProgramView;
  constructor(program: ProgramView) {
    this.program = program;
  }
}
@Needs("programs:read")
@ObjectType({ description: "The click filter is set; clicks from now on go by it." })
export class RiskFilterOk {
  @Field(() => ProgramView, { description: "The program as it now stands." })
  readonly program: ProgramView;
  constructor(program: ProgramView) {
    this.program = program;
  }
}
export const SetRiskFilterResult = createUnionType({
  name: "SetRiskFilterResult",
  description: "What setRiskFilter can answer.",
  types: () => [RiskFilterOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const AddEventTypeResult = createUnionType({
  name: "AddEventTypeResult",
  description: "What addEventType can answer.",
  types: () =>
    [EventTypeOk, InvalidInput, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
export const SetDedupeDaysResult = createUnionType({
  name: "SetDedupeDaysResult",
  description: "What setDedupeDays can answer.",
  types: () => [EventTypeOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
export const SetEventTypeStateResult = createUnionType({
  name: "SetEventTypeStateResult",
  description: "What setEventTypeState can answer.",
  types: () => [EventTypeOk, NotFound, IdempotencyKeyReused] as const,
});

@Needs("account:read")
@ObjectType({ description: "The request as it now stands; an open request is returned unchanged." })
export class CpcRequestOk {
  @Field(() => CpcRequestView, { description: "The request." })
  readonly request: CpcRequestView;
  constructor(request: CpcRequestView) {
    this.request = request;
  }
}
export const RequestCpcResult = createUnionType({
  name: "RequestCpcResult",
  description: "What requestCpc can answer.",
  types: () => [CpcRequestOk, InvalidInput, NotEntitled, IdempotencyKeyReused] as const,
});
export const ReviewCpcRequestResult = createUnionType({
  name: "ReviewCpcRequestResult",
  description: "What reviewCpcRequest can answer.",
  types: () => [CpcRequestOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
