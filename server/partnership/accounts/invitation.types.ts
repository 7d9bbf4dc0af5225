import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { CurrencyCode, Name, Password, TimeZone, Token } from "../../platform/api/scalars.ts";
import type { Role } from "../../platform/auth/rights.ts";
import { ViewerView } from "./viewer.types.ts";
import { InvitationKindValue, RoleValue } from "./words.types.ts";

@Needs("members:write")
@ObjectType("Invitation", {
  description: "An open invitation of your account.",
  simpleResolvers: true,
})
export class InvitationView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => InvitationKindValue, { description: "What it leads to." })
  kind!: keyof typeof InvitationKindValue;
  @Field(() => String, { description: "Whom it invites." })
  email!: string;
  @Field(() => RoleValue, { description: "The role it gives." })
  role!: Role;
  @Field(() => GraphQLISODateTime, { description: "When it was sent." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it ends." })
  expiresAt!: Date;
}
export const InvitationConnection = connectionOf(InvitationView, "Invitations");

@Needs("public")
@ObjectType({
  description: "What an invitation's link offers to whoever holds it.",
  simpleResolvers: true,
})
export class InvitationOffer {
  @Field(() => InvitationKindValue, { description: "What it leads to." })
  kind!: keyof typeof InvitationKindValue;
  @Field(() => String, { description: "Whom it invites; only this person can accept." })
  email!: string;
  @Field(() => String, { description: "The inviting account." })
  accountName!: string;
  @Field(() => String, { description: "The inviting person." })
  invitedBy!: string;
  @Field(() => RoleValue, {
    description: "The role it gives: in the inviting account, or in the own partner account.",
  })
  role!: Role;
  @Field(() => Boolean, {
    description: "The person already has a password: sign in first, then accept.",
  })
  isKnownPerson!: boolean;
  @Field(() => GraphQLISODateTime, { description: "When it ends." })
  expiresAt!: Date;
}

@InputType({
  description:
    "Accepts an invitation. A person who is new also sends name and password; others sign in " +
    "first.",
})
export class AcceptInvitationInput {
  @Field(() => Token, { description: "The token of the link." })
  token!: string;
  @Field(() => Name, { nullable: true, description: "A new person's name." })
  name?: string | null;
  @Field(() => Password, {
    nullable: true,
    description: "A new person's password of 10 to 200 characters.",
  })
  password?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "PARTNER: an own partner account that shall work with the brand; else a new one is made.",
  })
  accountId?: string | null;
  @Field(() => Name, {
    nullable: true,
    description: "PARTNER without accountId: name of the new partner account.",
  })
  accountName?: string | null;
  @Field(() => TimeZone, {
    nullable: true,
    description: "PARTNER without accountId: its IANA time zone.",
  })
  timeZone?: string | null;
  @Field(() => CurrencyCode, {
    nullable: true,
    description: "PARTNER without accountId: its currency, ISO 4217.",
  })
  currency?: string | null;
}

@Needs("members:write")
@ObjectType({
  description: "The invitation is on its way; an earlier one to the same address no longer works.",
})
export class InviteOk {
  @Field(() => InvitationView, { description: "The invitation." })
  readonly invitation: InvitationView;
  constructor(invitation: InvitationView) {
    this.invitation = invitation;
  }
}
export const InviteUserResult = createUnionType({
  name: "InviteUserResult",
  description: "What inviteUser can answer.",
  types: () => [InviteOk, InvalidInput, Conflict] as const,
});
export const InvitePartnerResult = createUnionType({
  name: "InvitePartnerResult",
  description: "What invitePartner can answer.",
  types: () => [InviteOk, InvalidInput, Conflict] as const,
});

@Needs("public")
@ObjectType({
  description: "Accepted; the person is signed in, in the account the invitation led to.",
})
export class AcceptInvitationOk {
  @Field(() => ViewerView, { description: "The person in that account." })
  readonly viewer: ViewerView;
  constructor(viewer: ViewerView) {
    this.viewer = viewer;
  }
}
export const AcceptInvitationResult = createUnionType({
  name: "AcceptInvitationResult",
  description: "What acceptInvitation can answer.",
  types: () => [AcceptInvitationOk, InvalidInput, NotFound, Conflict] as const,
});

@Needs("members:write")
@ObjectType({ description: "The invitation's link no longer works." })
export class RevokeInvitationOk {
  @Field(() => ID, { description: "Identity of the invitation." })
  readonly invitationId: string;
  constructor(invitationId: string) {
    this.invitationId = invitationId;
  }
}
export const RevokeInvitationResult = createUnionType({
  name: "RevokeInvitationResult",
  description: "What revokeInvitation can answer.",
  types: () => [RevokeInvitationOk, NotFound] as const,
});
