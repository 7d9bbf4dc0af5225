/** What the holder of an invitation's link sees and does. All of it before there is a tenant. */
import {
  LockMode,
  UniqueConstraintViolationException,
  type EntityManager,
} from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, isRefusal, NotFound } from "../../platform/api/refusal.ts";
import { beforeTenant } from "../../platform/auth/before-tenant.ts";
import { rotateSession } from "../../platform/auth/sessions.ts";
import { hashToken, isToken } from "../../platform/auth/token.ts";
import { now, type Context } from "../../platform/context.ts";
import { Account } from "./account.entity.ts";
import { belongsToCounterpart, haveMemberInCommon, lockSides } from "./both-sides.ts";
import {
  checkAccount,
  checkPerson,
  newAccount,
  newMembership,
  newPartnership,
  newUser,
} from "./creation.ts";
import { Invitation } from "./invitation.entity.ts";
import {
  AcceptInvitationOk,
  type AcceptInvitationInput,
  type InvitationOffer,
} from "./invitation.types.ts";
import { Membership } from "./membership.entity.ts";
import { Partnership } from "./partnership.entity.ts";
import { enter, knowBrowser } from "./sign-in.ts";
import { User } from "./user.entity.ts";
import { viewerBehind } from "./viewers.ts";

type AcceptRefusal = InvalidInput | NotFound | Conflict;

/** The offer behind a token; null when it is unknown, used, revoked or over: all look the same. */
export async function invitation(ctx: Context, token: string): Promise<InvitationOffer | null> {
  const em = beforeTenant(ctx);
  const found = isToken(token)
    ? await em.findOne(Invitation, { tokenHash: hashToken(token) })
    : null;
  if (!found?.isOpen(now(ctx))) return null;
  const inviter = await em.findOneOrFail(Account, { id: found.accountId });
  const person = await em.findOneOrFail(User, { id: found.invitedBy });
  if (!inviter.isActive()) return null;
  return {
    kind: found.kind,
    email: found.email,
    accountName: inviter.name,
    invitedBy: person.name,
    role: found.role,
    isKnownPerson: (await em.count(User, { email: found.email })) > 0,
    expiresAt: found.expiresAt,
  };
}

/**
 * Accepts as the signed-in person, or as a new one with name and password. The link must be for
 * that person's address.
 */
export async function acceptInvitation(
  ctx: Context,
  input: AcceptInvitationInput,
): Promise<AcceptInvitationOk | AcceptRefusal> {
  let result: { token: string; userId: string } | AcceptRefusal;
  try {
    result = await accept(ctx, input);
  } catch (error) {
    if (error instanceof Refusal) result = error.refusal;
    else if (error instanceof UniqueConstraintViolationException)
      result = new Conflict(
        "CHANGED_MEANWHILE",
        "Someone accepted at the same moment: sign in and look again",
        ["input", "token"],
      );
    else throw error;
  }
  if (isRefusal(result)) return result;
  ctx.setSessionToken(result.token);
  await knowBrowser(ctx, result.userId);
  return new AcceptInvitationOk(await viewerBehind(ctx, result.token));
}

/** Rolls the transaction back: a refused acceptance leaves nothing. */
class Refusal extends Error {
  readonly refusal: AcceptRefusal;
  constructor(refusal: AcceptRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const accept = (
  ctx: Context,
  input: AcceptInvitationInput,
): Promise<{ token: string; userId: string }> =>
  beforeTenant(ctx).transactional(async (tx) => {
    const found = isToken(input.token)
      ? await tx.findOne(
          Invitation,
          { tokenHash: hashToken(input.token) },
          { lockMode: LockMode.PESSIMISTIC_WRITE },
        )
      : null;
    if (!found?.isOpen(now(ctx)))
      throw new Refusal(
        new NotFound(
          "NOT_FOUND",
          "This invitation was used or revoked, or has expired: ask for a new one",
          ["input", "token"],
        ),
      );
    const user = await accepter(ctx, tx, found, input);
    const accountId =
      found.kind === "USER"
        ? await join(ctx, tx, found, user)
        : await workTogether(ctx, tx, { found, user, input });
    found.acceptedAt = now(ctx);
    await tx.flush();
    const token = await (ctx.viewer.kind === "PERSON"
      ? rotateSession(tx, ctx.viewer.sessionId, accountId)
      : enter(ctx, tx, { userId: user.id, accountId }));
    return { token, userId: user.id };
  });

async function accepter(
  ctx: Context,
  tx: EntityManager,
  found: Invitation,
  input: AcceptInvitationInput,
): Promise<User> {
  if (ctx.viewer.kind === "PERSON") {
    const user = await tx.findOneOrFail(User, { id: ctx.viewer.userId });
    if (user.email === found.email) return user;
    throw new Refusal(
      new Conflict(
        "OTHER_PERSON",
        `This invitation is for ${found.email}: sign out, then open its link again`,
        ["input", "token"],
      ),
    );
  }
  if ((await tx.count(User, { email: found.email })) > 0)
    throw new Refusal(
      new Conflict(
        "SIGN_IN_FIRST",
        `Sign in as ${found.email}, then open the invitation's link again`,
        ["input", "token"],
      ),
    );
  const person = checkPerson(
    { name: input.name ?? "", email: found.email, password: input.password ?? "" },
    "input",
  );
  if (!person.ok) throw new Refusal(InvalidInput.of(person));
  const user = await newUser(tx, ctx, person.value);
  await tx.flush();
  return user;
}

const isMemberOf = async (tx: EntityManager, user: User, accountId: string): Promise<boolean> =>
  (await tx.count(Membership, { userId: user.id, accountId })) > 0;

async function join(
  ctx: Context,
  tx: EntityManager,
  found: Invitation,
  user: User,
): Promise<string> {
  await lockSides(tx, [found.accountId, user.id]);
  if (await isMemberOf(tx, user, found.accountId))
    throw new Refusal(
      new Conflict("ALREADY_MEMBER", "You already belong to this account", ["input", "token"]),
    );
  if (await belongsToCounterpart(tx, user.id, found.accountId))
    throw new Refusal(
      new Conflict(
        "ALREADY_MEMBER",
        "You belong to an account that works with this one, and nobody is a partner of the own " +
          "brand: leave that account first",
        ["input", "token"],
      ),
    );
  newMembership(tx, ctx, { userId: user.id, accountId: found.accountId, role: found.role });
  return found.accountId;
}

async function workTogether(
  ctx: Context,
  tx: EntityManager,
  of: { found: Invitation; user: User; input: AcceptInvitationInput },
): Promise<string> {
  const { found, user, input } = of;
  await lockSides(tx, [found.accountId, user.id, ...(input.accountId ? [input.accountId] : [])]);
  if (await isMemberOf(tx, user, found.accountId))
    throw new Refusal(
      new Conflict(
        "ALREADY_MEMBER",
        "You belong to the brand that invites: nobody is a partner of the own brand",
        ["input", "token"],
      ),
    );
  const partnerAccountId = input.accountId
    ? await ownPartnerAccount(tx, { user, accountId: input.accountId, found })
    : await newPartnerAccount(ctx, tx, user, input);
  const pair = { brandAccountId: found.accountId, partnerAccountId };
  if ((await tx.count(Partnership, pair)) === 0) newPartnership(tx, ctx, pair);
  return partnerAccountId;
}

async function ownPartnerAccount(
  tx: EntityManager,
  { user, accountId, found }: { user: User; accountId: string; found: Invitation },
): Promise<string> {
  const own = await tx.findOne(Membership, { userId: user.id, accountId, role: "PARTNER_OWNER" });
  if (!own)
    throw new Refusal(
      new InvalidInput(
        "NOT_YOUR_ACCOUNT",
        "This is no partner account that you own: choose another, or leave it out to make a new " +
          "one",
        ["input", "accountId"],
      ),
    );
  if (await haveMemberInCommon(tx, found.accountId, accountId))
    throw new Refusal(
      new Conflict(
        "ALREADY_MEMBER",
        "Somebody of this account belongs to the brand that invites, and nobody is a partner of " +
          "the own brand: choose another account, or leave it out to make a new one",
        ["input", "accountId"],
      ),
    );
  return accountId;
}

async function newPartnerAccount(
  ctx: Context,
  tx: EntityManager,
  user: User,
  input: AcceptInvitationInput,
): Promise<string> {
  const facts = checkAccount(
    {
      accountName: input.accountName ?? "",
      timeZone: input.timeZone ?? "",
      currency: input.currency ?? "",
    },
    "input",
  );
  if (!facts.ok) throw new Refusal(InvalidInput.of(facts));
  const account = newAccount(tx, ctx, { ...facts.value, kind: "PARTNER" });
  await tx.flush();
  newMembership(tx, ctx, { userId: user.id, accountId: account.id, role: "PARTNER_OWNER" });
  return account.id;
}
