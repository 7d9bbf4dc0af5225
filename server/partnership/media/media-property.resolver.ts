import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  changeMediaProperty,
  createMediaProperty,
  mediaProperties,
  removeMediaProperty,
} from "./media-properties.ts";
import {
  ChangeMediaPropertyResult,
  CreateMediaPropertyResult,
  MediaPropertyInput,
  MediaPropertyView,
} from "./media-property.types.ts";

const idText = "Identity of the media property.";

@Resolver()
export class MediaPropertyResolver {
  @Needs("links:read")
  @Rows(20)
  @Query(() => [MediaPropertyView], {
    description:
      "Where a partner promotes, by name: a partner's own, or those of a partner that a " +
      "brand works with.",
  })
  mediaProperties(
    @Ctx() ctx: Context,
    @Arg("partnerId", () => ID, {
      nullable: true,
      description: "The partner account; a partner may leave it out.",
    })
    partnerId: string | null,
  ) {
    return mediaProperties(ctx, partnerId ?? null);
  }

  @Needs("links:write")
  @Mutation(() => CreateMediaPropertyResult, {
    description: "Adds a place where you promote. Partners alone.",
  })
  createMediaProperty(
    @Ctx() ctx: Context,
    @Arg("input", () => MediaPropertyInput, { description: "The media property." })
    input: MediaPropertyInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createMediaProperty(ctx, input, idempotencyKey);
  }

  @Needs("links:write")
  @Mutation(() => ChangeMediaPropertyResult, {
    description:
      "Gives a media property another name or address. Rules name its identity, so they go on.",
  })
  changeMediaProperty(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("input", () => MediaPropertyInput, { description: "The media property." })
    input: MediaPropertyInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return changeMediaProperty(ctx, id, input, idempotencyKey);
  }

  @Needs("links:write")
  @Mutation(() => ChangeMediaPropertyResult, {
    description:
      "Takes a media property away: new links cannot name it, those that do go on as they are.",
  })
  removeMediaProperty(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: idText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return removeMediaProperty(ctx, id, idempotencyKey);
  }
}
