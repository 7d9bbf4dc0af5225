import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Permission, Role } from "../../platform/auth/rights.ts";
import { UserView } from "./viewer.types.ts";
import { PermissionValue, RoleValue } from "./words.types.ts";

@Needs("members:write")
@ObjectType({ description: "A person of your account.", simpleResolvers: true })
export class Member {
  @Field(() => ID, { description: "Identity of the membership." })
  id!: string;
  @Field(() => UserView, { description: "The person." })
  user!: UserView;
  @Field(() => RoleValue, { description: "What the person may do." })
  role!: Role;
  @Rows(2)
  @Field(() => [PermissionValue], { description: "What the person holds beside the role." })
  permissions!: Permission[];
  @Field(() => GraphQLISODateTime, { description: "Since when." })
  createdAt!: Date;
}
export const MemberConnection = connectionOf(Member, "Members");

@Needs("members:write")
@ObjectType({ description: "The role was changed; it counts from the person's next request." })
export class ChangeMemberRoleOk {
  @Field(() => Member, { description: "The member as it now stands." })
  readonly member: Member;
  constructor(member: Member) {
    this.member = member;
  }
}
export const ChangeMemberRoleResult = createUnionType({
  name: "ChangeMemberRoleResult",
  description: "What changeMemberRole can answer.",
  types: () => [ChangeMemberRoleOk, InvalidInput, NotFound, Conflict] as const,
});

@Needs("members:write")
@ObjectType({
  description: "The person left the account; the keys made by that person were revoked.",
})
export class RemoveMemberOk {
  @Field(() => ID, { description: "Identity of the membership that ended." })
  readonly memberId: string;
  constructor(memberId: string) {
    this.memberId = memberId;
  }
}
export const RemoveMemberResult = createUnionType({
  name: "RemoveMemberResult",
  description: "What removeMember can answer.",
  types: () => [RemoveMemberOk, NotFound, Conflict] as const,
});

@Needs("members:write")
@ObjectType({ description: "The permissions were set; they count from the person's next request." })
export class SetMemberPermissionsOk {
  @Field(() => Member, { description: "The member as it now stands." })
  readonly member: Member;
  constructor(member: Member) {
    this.member = member;
  }
}
export const SetMemberPermissionsResult = createUnionType({
  name: "SetMemberPermissionsResult",
  description: "What setMemberPermissions can answer.",
  types: () => [SetMemberPermissionsOk, InvalidInput, NotFound] as const,
});
