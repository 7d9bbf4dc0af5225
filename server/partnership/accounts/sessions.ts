/** Where a person is signed in, and in which account. */
import { NotFound } from "../../platform/api/refusal.ts";
import { beforeTenant } from "../../platform/auth/before-tenant.ts";
import { endSession, rotateSession, sessionsOf } from "../../platform/auth/sessions.ts";
import type { Person } from "../../platform/auth/viewer.ts";
import type { Context } from "../../platform/context.ts";
import { Membership } from "./membership.entity.ts";
import { RevokeSessionOk, SwitchAccountOk, type SessionView } from "./session.types.ts";
import { viewerBehind } from "./viewers.ts";

function personOf(ctx: Context): Person {
  if (ctx.viewer.kind !== "PERSON")
    throw new Error("personOf: the right session belongs to people alone");
  return ctx.viewer;
}

export async function sessions(ctx: Context): Promise<SessionView[]> {
  const { userId, sessionId } = personOf(ctx);
  const facts = await sessionsOf(beforeTenant(ctx), ctx, userId);
  return facts.map((session) => ({ ...session, isCurrent: session.id === sessionId }));
}

export async function revokeSession(ctx: Context, id: string): Promise<RevokeSessionOk | NotFound> {
  const { userId, sessionId } = personOf(ctx);
  if (!(await endSession(beforeTenant(ctx), userId, id))) return NotFound.of("session", "id");
  if (id === sessionId) ctx.setSessionToken(null);
  return new RevokeSessionOk(await sessions(ctx));
}

/** The session goes on in another account of the person, under a new token. */
export async function switchAccount(
  ctx: Context,
  accountId: string,
): Promise<SwitchAccountOk | NotFound> {
  const { userId, sessionId } = personOf(ctx);
  const em = beforeTenant(ctx);
  if ((await em.count(Membership, { userId, accountId })) === 0)
    return NotFound.of("membership", "accountId");
  const token = await rotateSession(em, sessionId, accountId);
  ctx.setSessionToken(token);
  return new SwitchAccountOk(await viewerBehind(ctx, token));
}
