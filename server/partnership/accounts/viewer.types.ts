import { Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Role } from "../../platform/auth/rights.ts";
import { AccountView } from "./account.types.ts";
import { ApiKeyScopeValue, RoleValue, ViewerKindValue } from "./words.types.ts";

@Needs("public")
@ObjectType("User", { description: "A person.", simpleResolvers: true })
export class UserView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Name for people." })
  name!: string;
  @Field(() => String, { description: "E-mail address, lower case." })
  email!: string;
}

@Needs("public")
@ObjectType("Membership", {
  description: "What the signed-in person is in one account.",
  simpleResolvers: true,
})
export class MembershipView {
  @Field(() => AccountView, { description: "The account; pass its id to switchAccount." })
  account!: AccountView;
  @Field(() => RoleValue, { description: "The person's role there." })
  role!: Role;
}

@Needs("public")
@ObjectType({ description: "The API key that asks.", simpleResolvers: true })
export class ViewerKey {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Name it was given." })
  name!: string;
  @Field(() => String, { description: "Its last four characters." })
  last4!: string;
  @Field(() => [ApiKeyScopeValue], { description: "Scopes it was given." })
  scopes!: string[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When it ends; null = never." })
  expiresAt!: Date | null;
}

@Needs("public")
@ObjectType("Viewer", { description: "Who asks, and for which account.", simpleResolvers: true })
export class ViewerView {
  @Field(() => ViewerKindValue, { description: "Nobody, a person, or a key." })
  kind!: keyof typeof ViewerKindValue;
  @Field(() => UserView, { nullable: true, description: "The signed-in person; null for others." })
  user!: UserView | null;
  @Field(() => AccountView, {
    nullable: true,
    description: "The account whose data is shown; null without one.",
  })
  account!: AccountView | null;
  @Field(() => RoleValue, { nullable: true, description: "The person's role in that account." })
  role!: Role | null;
  @Field(() => [String], { description: 'What may be done now, such as "reports:read".' })
  rights!: string[];
  @Field(() => [MembershipView], { description: "All accounts of the person, by name." })
  memberships!: MembershipView[];
  @Field(() => ViewerKey, { nullable: true, description: "The key that asks; null for others." })
  key!: ViewerKey | null;
}
