import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  ApiKeyConnection,
  CreateApiKeyInput,
  CreateApiKeyResult,
  RevokeApiKeyResult,
} from "./api-key.types.ts";
import { apiKeys, createApiKey, revokeApiKey } from "./api-keys.ts";

@Resolver()
export class ApiKeyResolver {
  @Needs("keys:write")
  @Query(() => ApiKeyConnection, {
    description:
      "Keys of your account, newest first: all of them for who manages its members, else your own.",
  })
  apiKeys(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return apiKeys(ctx, { first, after });
  }

  @Needs("keys:write")
  @Confirmed()
  @Mutation(() => CreateApiKeyResult, {
    description: "Makes an API key for your account. It can do no more than you, now and later.",
  })
  createApiKey(
    @Ctx() ctx: Context,
    @Arg("input", () => CreateApiKeyInput, { description: "What to do." }) input: CreateApiKeyInput,
  ) {
    return createApiKey(ctx, input);
  }

  @Needs("keys:write")
  @Mutation(() => RevokeApiKeyResult, { description: "Ends a key from the next request on." })
  revokeApiKey(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "One of apiKeys." }) id: string,
  ) {
    return revokeApiKey(ctx, id);
  }
}
