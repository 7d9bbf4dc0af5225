import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";

export const LinkDomainState = describedEnum(["PENDING", "VERIFIED", "LOST"], {
  name: "LinkDomainState",
  description: "Whether links can stand below a domain.",
  words: {
    PENDING: "Its records were not found yet.",
    VERIFIED: "It is the brand's, and leads to the tracker.",
    LOST: "It was, and has not been for two days.",
  },
});
export type LinkDomainState = "PENDING" | "VERIFIED" | "LOST";

@Needs("links:read")
@ObjectType("LinkDomain", {
  description: "A brand's own domain for its links, with the two records that its zone needs.",
  simpleResolvers: true,
})
export class LinkDomainView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "The name, such as go.example.com." })
  host!: string;
  @Field(() => LinkDomainState, { description: "Whether links can stand below it." })
  state!: LinkDomainState;
  @Field(() => String, {
    nullable: true,
    description: "What was wrong when it was looked at last; null: nothing, or it never was.",
  })
  problem!: string | null;
  @Field(() => Boolean, {
    description: "Addresses of the brand's links are shown below it, while it is VERIFIED.",
  })
  isShown!: boolean;
  @Field(() => String, { description: "Name of the TXT record that shows whose it is." })
  txtName!: string;
  @Field(() => String, { description: "What that record holds." })
  txtValue!: string;
  @Field(() => String, { description: "Where its CNAME record leads: the tracker's host." })
  target!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was looked at last." })
  checkedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it was first proved." })
  verifiedAt!: Date | null;
}

@Needs("links:read")
@ObjectType({ description: "The domain as it is now." })
export class LinkDomainOk {
  @Field(() => LinkDomainView, { description: "The domain." })
  readonly linkDomain: LinkDomainView;
  constructor(linkDomain: LinkDomainView) {
    this.linkDomain = linkDomain;
  }
}
@Needs("links:read")
@ObjectType({ description: "The domain is gone; links stand below the tracker's address." })
export class RemoveLinkDomainOk {
  @Field(() => ID, { description: "The domain that was." })
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export const AddLinkDomainResult = createUnionType({
  name: "AddLinkDomainResult",
  description: "What addLinkDomain can answer.",
  types: () => [LinkDomainOk, InvalidInput, Conflict, IdempotencyKeyReused] as const,
});
export const ChangeLinkDomainResult = createUnionType({
  name: "ChangeLinkDomainResult",
  description: "What checkLinkDomain and showLinkDomain can answer.",
  types: () => [LinkDomainOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const RemoveLinkDomainResult = createUnionType({
  name: "RemoveLinkDomainResult",
  description: "What removeLinkDomain can answer.",
  types: () => [RemoveLinkDomainOk, NotFound, IdempotencyKeyReused] as const,
});
