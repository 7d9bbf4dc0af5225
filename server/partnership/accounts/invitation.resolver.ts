import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { EmailAddress, Token } from "../../platform/api/scalars.ts";
import type { Role } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import { acceptInvitation, invitation } from "./acceptance.ts";
import {
  AcceptInvitationInput,
  AcceptInvitationResult,
  InvitationConnection,
  InvitationOffer,
  InvitePartnerResult,
  InviteUserResult,
  RevokeInvitationResult,
} from "./invitation.types.ts";
import { invitations, invitePartner, inviteUser, revokeInvitation } from "./invitations.ts";
import { RoleValue } from "./words.types.ts";

@Resolver()
export class InvitationResolver {
  @Needs("members:write")
  @Query(() => InvitationConnection, {
    description: "Open invitations of your account, newest first.",
  })
  invitations(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return invitations(ctx, { first, after });
  }

  @Needs("public")
  @Query(() => InvitationOffer, {
    nullable: true,
    description:
      "What an invitation's link offers; null when it was used or revoked, or has expired.",
  })
  invitation(
    @Ctx() ctx: Context,
    @Arg("token", () => Token, { description: "The token of the link." }) token: string,
  ) {
    return invitation(ctx, token);
  }

  @Needs("members:write")
  @Confirmed()
  @Mutation(() => InviteUserResult, { description: "Invites a person into your account by mail." })
  inviteUser(
    @Ctx() ctx: Context,
    @Arg("email", () => EmailAddress, { description: "The person's e-mail address." })
    email: string,
    @Arg("role", () => RoleValue, { description: "A role that fits the account." }) role: Role,
  ) {
    return inviteUser(ctx, email, role);
  }

  @Needs("members:write")
  @Mutation(() => InvitePartnerResult, {
    description: "Invites a partner to work with your brand account, by mail.",
  })
  invitePartner(
    @Ctx() ctx: Context,
    @Arg("email", () => EmailAddress, { description: "The partner's e-mail address." })
    email: string,
  ) {
    return invitePartner(ctx, email);
  }

  @Needs("public")
  @Mutation(() => AcceptInvitationResult, {
    description: "Accepts an invitation as the signed-in person, or as a new one.",
  })
  acceptInvitation(
    @Ctx() ctx: Context,
    @Arg("input", () => AcceptInvitationInput, { description: "What to do." })
    input: AcceptInvitationInput,
  ) {
    return acceptInvitation(ctx, input);
  }

  @Needs("members:write")
  @Mutation(() => RevokeInvitationResult, { description: "Ends an open invitation." })
  revokeInvitation(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "One of invitations." }) id: string,
  ) {
    return revokeInvitation(ctx, id);
  }
}
