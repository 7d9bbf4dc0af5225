import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Permission, Role } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import {
  ChangeMemberRoleResult,
  MemberConnection,
  RemoveMemberResult,
  SetMemberPermissionsResult,
} from "./member.types.ts";
import { changeMemberRole, members, removeMember, setMemberPermissions } from "./members.ts";
import { PermissionValue, RoleValue } from "./words.types.ts";

@Resolver()
export class MemberResolver {
  @Needs("members:write")
  @Query(() => MemberConnection, {
    description: "The people of your account, in the order they came.",
  })
  members(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return members(ctx, { first, after });
  }

  @Needs("members:write")
  @Confirmed()
  @Mutation(() => ChangeMemberRoleResult, {
    description: "Changes what a member may do. The last admin or owner stays one.",
  })
  changeMemberRole(
    @Ctx() ctx: Context,
    @Arg("memberId", () => ID, { description: "Identity of the membership." }) memberId: string,
    @Arg("role", () => RoleValue, { description: "A role that fits the account." }) role: Role,
  ) {
    return changeMemberRole(ctx, memberId, role);
  }

  @Needs("members:write")
  @Confirmed()
  @Mutation(() => SetMemberPermissionsResult, {
    description: "Sets what a member of a brand holds beside the role.",
  })
  setMemberPermissions(
    @Ctx() ctx: Context,
    @Arg("memberId", () => ID, { description: "Identity of the membership." }) memberId: string,
    @Arg("permissions", () => [PermissionValue], {
      description: "All permissions the member shall hold; others are taken away.",
    })
    permissions: Permission[],
  ) {
    return setMemberPermissions(ctx, memberId, permissions);
  }

  @Needs("members:write")
  @Confirmed()
  @Mutation(() => RemoveMemberResult, {
    description: "Takes a member out of your account. The last admin or owner stays.",
  })
  removeMember(
    @Ctx() ctx: Context,
    @Arg("memberId", () => ID, { description: "Identity of the membership." }) memberId: string,
  ) {
    return removeMember(ctx, memberId);
  }
}
