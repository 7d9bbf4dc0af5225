import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { ID } from "../../platform/api/id.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";

export enum AmazonRegionValue {
  NA = "NA",
  EU = "EU",
  FE = "FE",
  SIMULATED = "SIMULATED",
}
registerEnumType(AmazonRegionValue, {
  name: "AmazonRegion",
  description: "Where Amazon keeps an advertising account.",
  valuesConfig: {
    NA: { description: "North and South America." },
    EU: { description: "Europe, the Middle East, Africa and India." },
    FE: { description: "Japan, Singapore and Australia." },
    SIMULATED: { description: "No Amazon at all: the product's own simulator." },
  },
});
export enum ConnectionStateValue {
  SIGNING_IN = "SIGNING_IN",
  SIGNED_IN = "SIGNED_IN",
  PROFILE_CHOSEN = "PROFILE_CHOSEN",
  CONNECTED = "CONNECTED",
}
registerEnumType(ConnectionStateValue, {
  name: "AmazonConnectionState",
  description: "How far a connection is.",
  valuesConfig: {
    SIGNING_IN: { description: "The sign-in at Amazon was begun." },
    SIGNED_IN: { description: "Amazon knows the person; a profile is to be chosen." },
    PROFILE_CHOSEN: { description: "A publisher is to be chosen." },
    CONNECTED: { description: "Links carry its tags, and its reports are read." },
  },
});
@Needs("amazon:read")
@ObjectType("AmazonProfile", {
  description: "An advertising account that the sign-in at Amazon gives.",
  simpleResolvers: true,
})
export class AmazonProfileView {
  @Field(() => String, { description: "Amazon's id, up to 18 digits." })
  id!: string;
  @Field(() => String, { description: "Name of the account." })
  name!: string;
  @Field(() => String, { description: "Country code of the storefront (ISO 3166-1)." })
  country!: string;
  @Field(() => String, { description: "Currency in which Amazon reports." })
  currency!: string;
  @Field(() => String, { description: "Zone in which Amazon cuts its dates." })
  timeZone!: string;
  @Field(() => String, {
    nullable: true,
    description: "Why it cannot be chosen; null: it may use Attribution.",
  })
  refused!: string | null;
}

@Needs("amazon:read")
@ObjectType("AmazonPublisher", {
  description: "For whom Amazon makes tags.",
  simpleResolvers: true,
})
export class AmazonPublisherView {
  @Field(() => String, { description: "Amazon's id." })
  id!: string;
  @Field(() => String, { description: "Name." })
  name!: string;
  @Field(() => Boolean, {
    description: "Its own advertising platform fills the tags: it cannot be chosen here.",
  })
  macro!: boolean;
  @Field(() => Boolean, { description: "The usual choice: there is no affiliate publisher." })
  suggested!: boolean;
}

export enum ReportGroupingValue {
  CAMPAIGN = "CAMPAIGN",
  ADGROUP = "ADGROUP",
  CREATIVE = "CREATIVE",
  PRODUCTS = "PRODUCTS",
}
registerEnumType(ReportGroupingValue, {
  name: "ReportGrouping",
  description: "How Amazon sums the rows of a report.",
  valuesConfig: {
    CAMPAIGN: { description: "A program." },
    ADGROUP: { description: "A partner: what is credited." },
    CREATIVE: { description: "An ad with its shared id: how a partner's sum is split." },
    PRODUCTS: { description: "A partner's products: shown, and never booked." },
  },
});

@Needs("amazon:read")
@ObjectType("AmazonRun", {
  description: "The last reading of a program's report in one grouping.",
  simpleResolvers: true,
})
export class AmazonRunView {
  @Field(() => String, { description: "Name of the program." })
  programName!: string;
  @Field(() => ReportGroupingValue, { description: "How its rows are summed." })
  grouping!: ReportGroupingValue;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When the last whole reading began; null: there was none.",
  })
  completeAt!: Date | null;
  @Field(() => Count, { description: "Rows of the newest reading." })
  rows!: number;
  @Field(() => Count, { description: "Of them masked: told without figures." })
  masked!: number;
  @Field(() => Count, {
    description: "Rows that were ever told of the last whole reading's dates.",
  })
  known!: number;
  @Field(() => Count, { description: "Of them hidden by it; what was booked of them stays." })
  hidden!: number;
  @Field(() => Count, { description: "Of them not readable; kept with their reasons." })
  unreadable!: number;
  @Field(() => String, {
    nullable: true,
    description: "What stopped the newest reading, in plain words; null: nothing.",
  })
  failure!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it is asked next." })
  dueAt!: Date | null;
}

@Needs("amazon:read")
@ObjectType("AmazonAccount", {
  description: "A brand's connection to Amazon Attribution, or to the simulator in its place.",
  simpleResolvers: true,
})
export class AmazonConnectionView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => AmazonRegionValue, { description: "Where it is asked." })
  region!: AmazonRegionValue;
  @Field(() => ConnectionStateValue, { description: "How far it is." })
  state!: ConnectionStateValue;
  @Field(() => Boolean, { description: "It is the simulator, not Amazon." })
  simulated!: boolean;
  @Field(() => [AmazonProfileView], { description: "What the sign-in gives to choose from." })
  profiles!: AmazonProfileView[];
  @Field(() => String, { nullable: true, description: "The chosen profile's id." })
  profileId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  profileName!: string | null;
  @Field(() => String, { nullable: true, description: "Its storefront's country code." })
  country!: string | null;
  @Field(() => String, { nullable: true, description: "Its currency." })
  currency!: string | null;
  @Field(() => String, { nullable: true, description: "Its time zone." })
  timeZone!: string | null;
  @Field(() => [AmazonPublisherView], { description: "What the profile gives to choose from." })
  publishers!: AmazonPublisherView[];
  @Field(() => String, { nullable: true, description: "The chosen publisher's id." })
  publisherId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  publisherName!: string | null;
  @Field(() => String, { nullable: true, description: "The tag template as Amazon gave it." })
  template!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When Amazon gave it." })
  templateAt!: Date | null;
  @Field(() => [String], { description: "Names of the programs that use it." })
  programNames!: string[];
  @Field(() => [AmazonRunView], { description: "How reading its reports goes, by program." })
  runs!: AmazonRunView[];
  @Field(() => [String], { description: "What is missing, in plain words; nothing: it works." })
  missing!: string[];
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Since when Amazon refuses it; null: it does not.",
  })
  problemAt!: Date | null;
  @Field(() => GraphQLISODateTime, { description: "When the first sign-in was begun." })
  createdAt!: Date;
}

@Needs("amazon:read")
@ObjectType("AmazonSetUp", {
  description: "What the platform's operator has to set up once.",
  simpleResolvers: true,
})
export class AmazonSetUpView {
  @Field(() => Boolean, { description: "Login with Amazon has the operator's client." })
  ready!: boolean;
  @Field(() => String, { description: "To be registered as the allowed return address." })
  redirectAddress!: string;
}

@Needs("amazon:connect")
@ObjectType({ description: "A sign-in was begun." })
export class AmazonSignInOk {
  @Field(() => ID, { description: "The connection that it is for." })
  readonly connectionId: string;
  @Field(() => String, { description: "Where the person says yes; open it in the browser." })
  readonly consentUrl: string;
  constructor(connectionId: string, consentUrl: string) {
    this.connectionId = connectionId;
    this.consentUrl = consentUrl;
  }
}
@Needs("amazon:read")
@ObjectType({ description: "The connection as it is now; as it was, where it was taken away." })
export class AmazonConnectionOk {
  @Field(() => AmazonConnectionView, { description: "The connection." })
  readonly connection: AmazonConnectionView;
  constructor(connection: AmazonConnectionView) {
    this.connection = connection;
  }
}
export const AmazonSignInResult = createUnionType({
  name: "AmazonSignInResult",
  description: "What startAmazonConnection and reconnectAmazon can answer.",
  types: () => [AmazonSignInOk, InvalidInput, Conflict, NotFound] as const,
});
export const AmazonConnectionResult = createUnionType({
  name: "AmazonConnectionResult",
  description: "What the steps of a connection can answer.",
  types: () => [AmazonConnectionOk, InvalidInput, Conflict, NotFound] as const,
});
