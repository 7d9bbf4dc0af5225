import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { cutText, LandingPageWarningValue } from "../programs/landing-page.types.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Line, Name, Url } from "../../platform/api/scalars.ts";
import { MediaPropertyView } from "../media/media-property.types.ts";
import { LinkEndView } from "./link-end.types.ts";

export enum AdType {
  ONLINE_TRACKING_LINK = "ONLINE_TRACKING_LINK",
  TEXT_LINK = "TEXT_LINK",
  DEEP_LINK = "DEEP_LINK",
}
registerEnumType(AdType, {
  name: "AdType",
  description: "Kind of ad.",
  valuesConfig: {
    ONLINE_TRACKING_LINK: { description: "The program's default ad." },
    TEXT_LINK: { description: "A text link of the brand." },
    DEEP_LINK: { description: "A partner's own link to a product page." },
  },
});
export enum AdState {
  ACTIVE = "ACTIVE",
  INACTIVE = "INACTIVE",
}
registerEnumType(AdState, {
  name: "AdState",
  description: "Whether an ad's own landing page is used.",
  valuesConfig: {
    ACTIVE: { description: "Used." },
    INACTIVE: { description: "Its links go to the program's landing page and pay 0." },
  },
});
export enum LinkLevel {
  PROGRAM = "PROGRAM",
  PARTNER = "PARTNER",
  AD = "AD",
}
registerEnumType(LinkLevel, {
  name: "LinkLevel",
  description: "What a tracking link leads to.",
  valuesConfig: {
    PROGRAM: { description: "The program's default landing page." },
    PARTNER: { description: "The partner's own deep link." },
    AD: { description: "A named ad." },
  },
});
export const LinkState = describedEnum(["ACTIVE", "ENDED", "AD_OFF"], {
  name: "LinkState",
  description: "Whether a link's clicks can be paid.",
  words: {
    ACTIVE: "Redirects and counts.",
    ENDED: "Leads where it led; its clicks are not paid.",
    AD_OFF: "Its ad is switched off: it leads to the program's landing page and pays 0.",
  },
});
export type LinkState = keyof typeof LinkState;

@Needs("links:read")
@ObjectType("Ad", { description: "A creative that carries tracking links.", simpleResolvers: true })
export class AdView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, {
    description: "Public code in link paths; Amazon's aa_creativeid when no shared id is given.",
  })
  code!: string;
  @Field(() => AdType, { description: "Kind." })
  type!: AdType;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { nullable: true, description: "Text of the link." })
  linkText!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Its own landing page; null = the program's.",
  })
  landingPage!: string | null;
  @Field(() => [LandingPageWarningValue], { description: "What its landing page is warned of." })
  warnings!: LandingPageWarningValue[];
  @Field(() => AdState, { description: "Whether its landing page is used." })
  state!: AdState;
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
}
export const AdConnection = connectionOf(AdView, "Ads");

@Needs("links:read")
@ObjectType("TrackingLink", {
  description: "A partner's link; it keeps working whatever happens to terms and contracts.",
  simpleResolvers: true,
})
export class TrackingLinkView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "The address to share." })
  url!: string;
  @Field(() => String, {
    nullable: true,
    description: "The same with its newest readable name; null: it has none. All go on working.",
  })
  readableUrl!: string | null;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner account it credits." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => AdView, { description: "The ad it carries." })
  ad!: AdView;
  @Field(() => LinkLevel, { description: "What it leads to." })
  level!: LinkLevel;
  @Field(() => Boolean, {
    description: "A test link: its clicks and sales are decided in full and pay nothing.",
  })
  isTest!: boolean;
  @Field(() => String, {
    nullable: true,
    description: "Shared id passed to Amazon as aa_creativeid; both sides see it.",
  })
  sharedId!: string | null;
  @Field(() => MediaPropertyView, {
    nullable: true,
    description: "Where the partner uses it; rules can ask for it.",
  })
  mediaProperty!: MediaPropertyView | null;
  @Field(() => LinkState, { description: "Whether its clicks can be paid." })
  state!: LinkState;
  @Field(() => [LinkEndView], {
    description: "What the brand and the partner have set for when it ends, at most one each.",
  })
  ends!: LinkEndView[];
  @Field(() => String, { description: "Where a click lands, with Amazon's attribution tag." })
  destination!: string;
  @Field(() => String, {
    nullable: true,
    description: "Amazon's tag template that the destination is made from; null: there is no tag.",
  })
  attributionTemplate!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
}
export const TrackingLinkConnection = connectionOf(TrackingLinkView, "TrackingLinks");

@InputType({ description: "A text link of a program." })
export class CreateAdInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => Name, { description: "Name for people, 1 to 200 characters." })
  name!: string;
  @Field(() => Line, {
    nullable: true,
    description: "Text of the link, at most 200 characters; without it the name.",
  })
  linkText!: string | null;
  @Field(() => Url, {
    nullable: true,
    description: "Landing page on the program's storefront; without it the program's.",
  })
  landingPage!: string | null;
}
@InputType({
  description:
    "A tracking link. Give adId for an ad's link, landingPage for a partner's own deep link, " +
    "neither for the program's. An ad has one link for each partner: another shared ID or media " +
    "property is refused with LINK_EXISTS, which names it. A page has one deep link for each " +
    "shared ID and media property of a partner. What there is already is given back, under " +
    "whatever key it is asked for.",
})
export class CreateTrackingLinkInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The partner account it credits; a partner may leave it out.",
  })
  partnerId!: string | null;
  @Field(() => ID, { nullable: true, description: "The ad it carries." })
  adId!: string | null;
  @Field(() => Url, { nullable: true, description: "Product page on the program's storefront." })
  landingPage!: string | null;
  @Field(() => Line, { nullable: true, description: "Name for people, at most 200 characters." })
  name!: string | null;
  @Field(() => Line, {
    nullable: true,
    description: "Letters and digits, at most 255; passed to Amazon.",
  })
  sharedId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The media property of the partner where it is used; it stays with the link.",
  })
  mediaPropertyId?: string | null;
}
@InputType({ description: "Which ads to list." })
export class AdFilter {
  @Field(() => [AdType], { nullable: true, description: "Only these kinds." })
  types!: AdType[] | null;
}
@InputType({ description: "Which links to list." })
export class TrackingLinkFilter {
  @Field(() => ID, { nullable: true, description: "Only this program's." })
  programId!: string | null;
  @Field(() => ID, { nullable: true, description: "Only this partner's." })
  partnerId!: string | null;
  @Field(() => Boolean, { nullable: true, description: "Only test links, or only live ones." })
  isTest!: boolean | null;
}

@Needs("links:read")
@ObjectType({ description: "The ad as it now stands." })
export class AdOk {
  @Field(() => AdView, { description: "The ad." })
  readonly ad: AdView;
  @Field(() => [String], { description: cutText })
  cut: string[] = [];
  constructor(ad: AdView) {
    this.ad = ad;
  }
}
@Needs("links:read")
@ObjectType({
  description: "The link; an existing one for the same partner and ad is returned unchanged.",
})
export class TrackingLinkOk {
  @Field(() => TrackingLinkView, { description: "The link." })
  readonly link: TrackingLinkView;
  @Field(() => [String], { description: cutText })
  cut: string[] = [];
  constructor(link: TrackingLinkView) {
    this.link = link;
  }
}
export const CreateAdResult = createUnionType({
  name: "CreateAdResult",
  description: "What createAd can answer.",
  types: () => [AdOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
export const SetAdStateResult = createUnionType({
  name: "SetAdStateResult",
  description: "What setAdState can answer.",
  types: () => [AdOk, NotFound] as const,
});
export const CreateTrackingLinkResult = createUnionType({
  name: "CreateTrackingLinkResult",
  description: "What createTrackingLink and createTestLink can answer.",
  types: () => [TrackingLinkOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const NameLinkResult = createUnionType({
  name: "NameLinkResult",
  description: "What nameLink can answer.",
  types: () => [TrackingLinkOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const RenameLinkResult = createUnionType({
  name: "RenameLinkResult",
  description: "What renameLink can answer.",
  types: () => [TrackingLinkOk, InvalidInput, NotFound] as const,
});
