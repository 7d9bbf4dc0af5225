import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Name, Url } from "../../platform/api/scalars.ts";

@Needs("links:read")
@ObjectType("MediaProperty", {
  description:
    "Where a partner promotes: a site, an app, a channel. Links name it, and rules can ask for it.",
  simpleResolvers: true,
})
export class MediaPropertyView {
  @Field(() => ID, { description: "Identity; rules name it." })
  id!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { description: "Its address." })
  url!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was made." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When it was taken away; links that named it keep it.",
  })
  removedAt!: Date | null;
}

@InputType({ description: "A media property." })
export class MediaPropertyInput {
  @Field(() => Name, { description: "Name for people, 1 to 100 characters, once per partner." })
  name!: string;
  @Field(() => Url, {
    description: "Its address, http or https, as everybody can open it; at most 2000 characters.",
  })
  url!: string;
}

@Needs("links:read")
@ObjectType({ description: "The media property as it is now." })
export class MediaPropertyOk {
  @Field(() => MediaPropertyView, { description: "The media property." })
  readonly mediaProperty: MediaPropertyView;
  constructor(mediaProperty: MediaPropertyView) {
    this.mediaProperty = mediaProperty;
  }
}
export const CreateMediaPropertyResult = createUnionType({
  name: "CreateMediaPropertyResult",
  description: "What createMediaProperty can answer.",
  types: () => [MediaPropertyOk, InvalidInput, Conflict, IdempotencyKeyReused] as const,
});
export const ChangeMediaPropertyResult = createUnionType({
  name: "ChangeMediaPropertyResult",
  description: "What changeMediaProperty and removeMediaProperty can answer.",
  types: () => [MediaPropertyOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
