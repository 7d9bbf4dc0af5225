/**
 * Asking people and partners in. The link goes by mail to one address, works once, and ends after a
 * week.
 */
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { roleFits, type Role } from "../../platform/auth/rights.ts";
import { hashToken, newToken } from "../../platform/auth/token.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { Account } from "./account.entity.ts";
import { checkEmail } from "./input.ts";
import { Invitation } from "./invitation.entity.ts";
import { InviteOk, RevokeInvitationOk, type InvitationView } from "./invitation.types.ts";
import { writeMail } from "./mails.ts";
import { Membership } from "./membership.entity.ts";
import { User } from "./user.entity.ts";

export const invitationDays = 7;
const dayMs = 86_400_000;

const invitationView = (row: Invitation): InvitationView => ({
  id: row.id,
  kind: row.kind,
  email: row.email,
  role: row.role,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});

/** Open invitations of the account, newest first. */
export async function invitations(ctx: Context, asked: PageArgs): Promise<Page<InvitationView>> {
  const where = { acceptedAt: null, revokedAt: null, expiresAt: { $gt: now(ctx) } };
  return pageById(ctx.em, Invitation, { where, order: "newest" }, asked, (rows) =>
    rows.map(invitationView),
  );
}

async function isMember(ctx: Context, email: string, own: Account): Promise<boolean> {
  const known = await ctx.em.findOne(User, { email });
  return (
    known !== null && (await ctx.em.count(Membership, { userId: known.id, accountId: own.id })) > 0
  );
}

export async function inviteUser(
  ctx: Context,
  emailText: string,
  role: Role,
): Promise<InviteOk | InvalidInput | Conflict> {
  const email = checkEmail(emailText, "email");
  if (!email.ok) return InvalidInput.of(email);
  const own = await ctx.em.findOneOrFail(Account, { id: ctx.scope.requireAccountId() });
  const fitting = roleFits[own.kind];
  if (!fitting.includes(role))
    return new InvalidInput(
      "ROLE_DOES_NOT_FIT",
      `${role} is no role of this account: choose ${fitting.join(", ")}`,
      ["role"],
    );
  if (await isMember(ctx, email.value, own))
    return new Conflict("ALREADY_MEMBER", `${email.value} already belongs to this account`, [
      "email",
    ]);
  return invite(ctx, own, { kind: "USER", email: email.value, role });
}

export async function invitePartner(
  ctx: Context,
  emailText: string,
): Promise<InviteOk | InvalidInput | Conflict> {
  const email = checkEmail(emailText, "email");
  if (!email.ok) return InvalidInput.of(email);
  const own = await ctx.em.findOneOrFail(Account, { id: ctx.scope.requireAccountId() });
  if (own.kind !== "BRAND")
    return new Conflict("NOT_A_BRAND", "Only a brand account invites partners", []);
  // A person on both sides would pay, and judge the clicks of, themselves.
  if (await isMember(ctx, email.value, own))
    return new Conflict(
      "ALREADY_MEMBER",
      `${email.value} belongs to this account, and nobody is a partner of the own brand: ` +
        "give the address of a person outside it",
      ["email"],
    );
  return invite(ctx, own, { kind: "PARTNER", email: email.value, role: "PARTNER_OWNER" });
}

async function invite(
  ctx: Context,
  own: Account,
  ask: { kind: "USER" | "PARTNER"; email: string; role: Role },
): Promise<InviteOk> {
  const token = newToken();
  const at = ctx.clock();
  const made = await ctx.em.transactional(async (tx) => {
    // Two at once must not both find none to replace.
    await hold(tx, "INVITATION", `${own.id}/${ask.kind}/${ask.email}`);
    // The latest link counts: an earlier one may carry another role.
    await tx.nativeUpdate(
      Invitation,
      { accountId: own.id, kind: ask.kind, email: ask.email, acceptedAt: null, revokedAt: null },
      { revokedAt: new Date(at) },
    );
    writeMail(tx, ctx, {
      accountId: own.id,
      recipient: ask.email,
      subject:
        ask.kind === "USER"
          ? `Join ${own.name} on Counterfoil`
          : `${own.name} invites you as a partner`,
      body:
        `${own.name} invites you ` +
        `${ask.kind === "USER" ? "to its account" : "to work together as a partner"} on ` +
        `Counterfoil. Within ${invitationDays} days, open:\n` +
        `${ctx.env.publicUrl}/invitation?token=${token}\n\n` +
        "If you did not expect this, ignore this mail.\n",
    });
    return tx.create(Invitation, {
      id: ctx.newId(at),
      accountId: own.id,
      ...ask,
      tokenHash: hashToken(token),
      invitedBy: actorId(ctx),
      createdAt: new Date(at),
      expiresAt: new Date(at + invitationDays * dayMs),
      acceptedAt: null,
      revokedAt: null,
    });
  });
  return new InviteOk(invitationView(made));
}

export async function revokeInvitation(
  ctx: Context,
  id: string,
): Promise<RevokeInvitationOk | NotFound> {
  const revoked = await ctx.em.nativeUpdate(
    Invitation,
    { id, acceptedAt: null, revokedAt: null },
    { revokedAt: now(ctx) },
  );
  return revoked === 0 ? NotFound.of("open invitation", "id") : new RevokeInvitationOk(id);
}
