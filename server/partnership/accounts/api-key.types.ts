import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, Name } from "../../platform/api/scalars.ts";
import { ApiKeyScopeValue } from "./words.types.ts";

@Needs("keys:write")
@ObjectType("ApiKey", {
  description: "A machine's way into your account. The key itself is shown once, when it is made.",
  simpleResolvers: true,
})
export class ApiKeyView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { description: "How every key begins." })
  prefix!: string;
  @Field(() => String, { description: "Its last four characters." })
  last4!: string;
  @Field(() => [ApiKeyScopeValue], { description: "What it may do; never more than its maker." })
  scopes!: string[];
  @Field(() => String, { description: "Who made it." })
  createdBy!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it ends; null = never." })
  expiresAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was revoked." })
  revokedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Last use, exact to a minute." })
  lastUsedAt!: Date | null;
}
export const ApiKeyConnection = connectionOf(ApiKeyView, "ApiKeys");

@InputType({ description: "A new API key." })
export class CreateApiKeyInput {
  @Field(() => Name, { description: "Name for people, 1 to 100 characters." })
  name!: string;
  @Field(() => [ApiKeyScopeValue], {
    description:
      "Each one a right of your own role. REPORTS_READ and CLICKS_READ are enough to read every " +
      "figure.",
  })
  scopes!: string[];
  @Field(() => Count, {
    nullable: true,
    defaultValue: 90,
    description: "Days until it ends, 1 to 366. Null, written out, means never.",
  })
  expiresInDays!: number | null;
}

@Needs("keys:write")
@ObjectType({ description: "The key was made." })
export class CreateApiKeyOk {
  @Field(() => ApiKeyView, { description: "The key's facts." })
  readonly apiKey: ApiKeyView;
  @Field(() => String, {
    description: "The key itself. Keep it now: it is shown this once and stored nowhere.",
  })
  readonly secret: string;
  constructor(apiKey: ApiKeyView, secret: string) {
    this.apiKey = apiKey;
    this.secret = secret;
  }
}
export const CreateApiKeyResult = createUnionType({
  name: "CreateApiKeyResult",
  description: "What createApiKey can answer.",
  types: () => [CreateApiKeyOk, InvalidInput] as const,
});

@Needs("keys:write")
@ObjectType({ description: "The key no longer works, from the next request on." })
export class RevokeApiKeyOk {
  @Field(() => ApiKeyView, { description: "The key's facts." })
  readonly apiKey: ApiKeyView;
  constructor(apiKey: ApiKeyView) {
    this.apiKey = apiKey;
  }
}
export const RevokeApiKeyResult = createUnionType({
  name: "RevokeApiKeyResult",
  description: "What revokeApiKey can answer.",
  types: () => [RevokeApiKeyOk, NotFound] as const,
});
