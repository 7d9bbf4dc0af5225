import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, TakesBatch } from "../../platform/api/right.ts";
import { Line, Url } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { ads, createAd, setAdState } from "./ads.ts";
import {
  createTestLink,
  createTrackingLink,
  renameLink,
  trackingLink,
  trackingLinks,
} from "./links.ts";
import { CreateLinksResult, NewLinkInput } from "./link-batch.types.ts";
import { createLinks } from "./link-batches.ts";
import { nameLink } from "./link-names.ts";
import { testLinkName } from "./test-links.ts";
import {
  AdConnection,
  AdFilter,
  AdState,
  CreateAdInput,
  CreateAdResult,
  CreateTrackingLinkInput,
  CreateTrackingLinkResult,
  NameLinkResult,
  RenameLinkResult,
  SetAdStateResult,
  TrackingLinkConnection,
  TrackingLinkFilter,
  TrackingLinkView,
} from "./link.types.ts";

@Resolver()
export class LinkResolver {
  @Needs("links:read")
  @Query(() => AdConnection, {
    description: "A program's ads: the brand's, and your own deep links.",
  })
  ads(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => AdFilter, { nullable: true, description: "Which ones." })
    filter: AdFilter | null,
  ) {
    return ads(ctx, { first, after }, programId, filter);
  }

  @Needs("links:read")
  @Query(() => TrackingLinkConnection, {
    description: "Tracking links of your account, newest first.",
  })
  trackingLinks(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => TrackingLinkFilter, {
      nullable: true,
      description: "Which ones; without it the usual ones.",
    })
    filter: TrackingLinkFilter | null,
  ) {
    return trackingLinks(ctx, { first, after }, filter);
  }

  @Needs("links:read")
  @Query(() => TrackingLinkView, {
    nullable: true,
    description: "One link; null when there is none in your account.",
  })
  trackingLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the link." }) id: string,
  ) {
    return trackingLink(ctx, id);
  }

  @Needs("programs:write")
  @Mutation(() => CreateAdResult, { description: "Makes a text link ad." })
  createAd(
    @Ctx() ctx: Context,
    @Arg("input", () => CreateAdInput, { description: "What to do." }) input: CreateAdInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createAd(ctx, input, idempotencyKey);
  }

  @Needs("programs:write")
  @Mutation(() => SetAdStateResult, {
    description: "Switches an ad on or off; its links keep redirecting.",
  })
  setAdState(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the ad." }) id: string,
    @Arg("state", () => AdState, { description: "Its new state." }) state: AdState,
  ) {
    return setAdState(ctx, id, state);
  }

  @Needs("links:write")
  @Mutation(() => CreateTrackingLinkResult, {
    description: "Makes a tracking link at program, partner or ad level.",
  })
  createTrackingLink(
    @Ctx() ctx: Context,
    @Arg("input", () => CreateTrackingLinkInput, { description: "What to do." })
    input: CreateTrackingLinkInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createTrackingLink(ctx, input, idempotencyKey);
  }

  @Needs("links:write")
  @TakesBatch()
  @Mutation(() => CreateLinksResult, {
    description:
      "Makes 1 to 1,000 links at once, or none: then it says of every row what is wrong. What " +
      "there is already is given back, so the same rows again make nothing. Its request's body " +
      "may have 2,000,000 bytes.",
  })
  createLinks(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("rows", () => [NewLinkInput], { description: "1 to 1,000 rows." }) rows: NewLinkInput[],
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createLinks(ctx, { programId, rows }, idempotencyKey);
  }

  @Needs("links:write")
  @Mutation(() => CreateTrackingLinkResult, {
    description: "Makes a test link with a text-link ad of its own, in one step.",
  })
  createTestLink(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("partnerId", () => ID, {
      nullable: true,
      description: "The partner to credit; a partner may leave it out.",
    })
    partnerId: string | null,
    @Arg("name", () => Line, {
      defaultValue: testLinkName,
      description: "Name for people, at most 200 characters.",
    })
    name: string,
    @Arg("landingPage", () => Url, {
      nullable: true,
      description: "Product page on the program's storefront.",
    })
    landingPage: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createTestLink(
      ctx,
      { programId, partnerId: partnerId ?? null, name, landingPage: landingPage ?? null },
      idempotencyKey,
    );
  }

  @Needs("links:write")
  @Mutation(() => NameLinkResult, {
    description:
      'Gives a link\'s address a readable name besides: "/c/summer-tents". What the link had ' +
      "before goes on working, so a name is for good; a link has at most 5. Names are unique " +
      "over all accounts, also where they only look alike.",
  })
  nameLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the link." }) id: string,
    @Arg("name", () => Line, {
      description: "3 to 40 letters a to z, digits, and hyphens between them.",
    })
    name: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return nameLink(ctx, { id, name }, idempotencyKey);
  }

  @Needs("links:write")
  @Mutation(() => RenameLinkResult, {
    description: "Gives a link another name; its address stays.",
  })
  renameLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the link." }) id: string,
    @Arg("name", () => Line, { description: "Name for people, 1 to 200 characters." })
    name: string,
  ) {
    return renameLink(ctx, id, name);
  }
}
