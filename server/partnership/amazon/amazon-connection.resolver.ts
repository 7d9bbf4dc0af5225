import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import {
  amazonConnection,
  amazonConnections,
  amazonSetUp,
  chooseAmazonProfile,
  chooseAmazonPublisher,
  disconnectAmazon,
  finishAmazonConnection,
  reconnectAmazon,
  startAmazonConnection,
} from "./amazon-connections.ts";
import {
  AmazonConnectionResult,
  AmazonConnectionView,
  AmazonRegionValue,
  AmazonSetUpView,
  AmazonSignInResult,
} from "./amazon-connection.types.ts";

const idText = "Identity of the connection.";

@Resolver()
export class AmazonConnectionResolver {
  @Needs("amazon:read")
  @Query(() => AmazonSetUpView, { description: "What the operator has set up for Amazon." })
  amazonSetUp(@Ctx() ctx: Context) {
    return amazonSetUp(ctx);
  }

  @Needs("amazon:read")
  @Rows(5)
  @Query(() => [AmazonConnectionView], { description: "Your brand's connections to Amazon." })
  amazonConnections(@Ctx() ctx: Context) {
    return amazonConnections(ctx);
  }

  @Needs("amazon:read")
  @Query(() => AmazonConnectionView, {
    nullable: true,
    description: "One connection; null when there is none in your account.",
  })
  amazonConnection(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return amazonConnection(ctx, id);
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonSignInResult, {
    description: "Begins a sign-in at Amazon. Nothing is connected until it is finished.",
  })
  startAmazonConnection(
    @Ctx() ctx: Context,
    @Arg("region", () => AmazonRegionValue, { description: "Where the account is." })
    region: AmazonRegionValue,
  ) {
    return startAmazonConnection(ctx, region);
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonSignInResult, {
    description: "Begins a sign-in anew for a connection that Amazon no longer takes.",
  })
  reconnectAmazon(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return reconnectAmazon(ctx, id);
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonConnectionResult, {
    description: "Brings back what Amazon answered to the sign-in; the one who began it does.",
  })
  finishAmazonConnection(
    @Ctx() ctx: Context,
    @Arg("code", () => Line, { description: "Amazon's code." }) code: string,
    @Arg("state", () => Line, { description: "The state that came back with it." }) state: string,
  ) {
    return finishAmazonConnection(ctx, { code, state });
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonConnectionResult, {
    description: "Chooses the profile whose sales are credited.",
  })
  chooseAmazonProfile(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("profileId", () => Token, { description: "One of the connection's profiles." })
    profileId: string,
  ) {
    return chooseAmazonProfile(ctx, id, profileId);
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonConnectionResult, {
    description:
      "Chooses the publisher: Amazon gives the tag template, and the storefront's programs use " +
      "it at once.",
  })
  chooseAmazonPublisher(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("publisherId", () => Token, { description: "One of the connection's publishers." })
    publisherId: string,
  ) {
    return chooseAmazonPublisher(ctx, id, publisherId);
  }

  @Needs("amazon:connect")
  @Mutation(() => AmazonConnectionResult, {
    description:
      "Forgets sign-in and template. Links go on without a tag; sales that were credited stay.",
  })
  disconnectAmazon(@Ctx() ctx: Context, @Arg("id", () => ID, { description: idText }) id: string) {
    return disconnectAmazon(ctx, id);
  }
}
