/** Getting in and out: sign-up, sign-in, passwords. */
import {
  LockMode,
  UniqueConstraintViolationException,
  type EntityManager,
} from "@mikro-orm/postgresql";
import { Conflict, InvalidInput } from "../../platform/api/refusal.ts";
import {
  addressSubject,
  beginAttempt,
  succeedAttempt,
  type Counted,
} from "../../platform/auth/attempts.ts";
import { beforeTenant } from "../../platform/auth/before-tenant.ts";
import { forgetDevices, isKnownDevice, rememberDevice } from "../../platform/auth/devices.ts";
import { checkPassword, hashPassword, verifyPassword } from "../../platform/auth/password.ts";
import {
  confirmedMs,
  endSession,
  endSessions,
  markConfirmed,
  rotateSession,
  startSession,
} from "../../platform/auth/sessions.ts";
import { hashToken, isToken, newToken } from "../../platform/auth/token.ts";
import { now, type Context } from "../../platform/context.ts";
import {
  checkAccount,
  checkPerson,
  newAccount,
  newMembership,
  newUser,
  ownerRole,
} from "./creation.ts";
import { writeMail } from "./mails.ts";
import { Membership } from "./membership.entity.ts";
import { PasswordReset } from "./password-reset.entity.ts";
import {
  ChangePasswordOk,
  RequestPasswordResetOk,
  ResetPasswordOk,
  SignInOk,
  SignOutOk,
  SignUpOk,
  TooManyAttempts,
  type SignUpInput,
} from "./sign-in.types.ts";
import { ConfirmPasswordOk } from "./session.types.ts";
import { User } from "./user.entity.ts";
import { viewerBehind } from "./viewers.ts";

export const resetMinutes = 60;

/**
 * Starts a session for the person; one that this browser had before ends, so that no token survives
 * a sign-in.
 */
export async function enter(
  ctx: Context,
  em: EntityManager,
  of: { userId: string; accountId: string | null },
): Promise<string> {
  if (ctx.viewer.kind === "PERSON") await endSession(em, ctx.viewer.userId, ctx.viewer.sessionId);
  return startSession(em, ctx, { ...of, userAgent: ctx.client.userAgent });
}

/**
 * Makes an account with its first person and signs in at once. An address that is known is refused:
 * signing in at once makes that visible whatever the words, so instead attempts that meet a known
 * address are limited per client, and its owner is told.
 */
export async function signUp(
  ctx: Context,
  input: SignUpInput,
): Promise<SignUpOk | InvalidInput | Conflict | TooManyAttempts> {
  const { kind } = input;
  if (kind === "PLATFORM")
    return new InvalidInput(
      "BAD_KIND",
      "Sign up as BRAND or PARTNER; operators are made on the command line",
      ["input", "kind"],
    );
  if (kind === "PARTNER" && input.edition != null)
    return new InvalidInput("BAD_INPUT", "A partner has no edition: leave edition out", [
      "input",
      "edition",
    ]);
  const facts = checkAccount(input, "input");
  if (!facts.ok) return InvalidInput.of(facts);
  const person = checkPerson(input, "input");
  if (!person.ok) return InvalidInput.of(person);
  const address = addressSubject(ctx.client.address);
  const wait =
    (await beginAttempt(ctx, "sign-ups", [{ subject: address, ...signUpsAllowed }])) ??
    (await beginAttempt(ctx, "sign-up", [{ subject: address }]));
  if (wait !== null) return new TooManyAttempts(wait);
  try {
    const { token, userId } = await beforeTenant(ctx).transactional(async (tx) => {
      const user = await newUser(tx, ctx, person.value);
      const account = newAccount(tx, ctx, { ...facts.value, kind, edition: input.edition });
      await tx.flush();
      newMembership(tx, ctx, {
        userId: user.id,
        accountId: account.id,
        role: ownerRole[kind],
        isFounder: true,
      });
      await tx.flush();
      return {
        token: await enter(ctx, tx, { userId: user.id, accountId: account.id }),
        userId: user.id,
      };
    });
    await succeedAttempt(ctx, "sign-up", [{ subject: address }]);
    ctx.setSessionToken(token);
    await knowBrowser(ctx, userId);
    return new SignUpOk(await viewerBehind(ctx, token));
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    await warnOwner(ctx, person.value.email);
    return new Conflict(
      "EMAIL_UNAVAILABLE",
      "This e-mail address cannot be used for a new account: sign in, or set a new password",
      ["input", "email"],
    );
  }
}

const warnOwner = (ctx: Context, email: string): Promise<void> =>
  beforeTenant(ctx).transactional(async (tx) => {
    writeMail(tx, ctx, {
      accountId: null,
      recipient: email,
      subject: "Someone tried to sign up with your address",
      body:
        "Someone tried to make a Counterfoil account with your e-mail address. You already have " +
        `one: ${ctx.env.publicUrl}/sign-in\nIf that was not you, nothing needs to be done.\n`,
    });
  });

/**
 * Whose failures count: of a browser that the person signed in with before its own alone, so that
 * no stranger locks an owner out; else the address's, and all of them for the person together,
 * against guesses from many addresses.
 */
async function countedFor(ctx: Context, em: EntityManager, email: string): Promise<Counted[]> {
  const { address, device = null } = ctx.client;
  if (await isKnownDevice(em, ctx.clock, device, email)) return [{ subject: `device:${device}` }];
  return [
    { subject: addressSubject(address) },
    { subject: `email:${email}`, allowed: guessesOfAll },
  ];
}
/** From all unknown browsers together, in 15 minutes. */
const guessesOfAll = 100;
/** From one address, whether anything came of it or not. */
const signUpsAllowed = { allowed: 10, seconds: 3_600 };

/** From now on this browser is one that the person signed in with. */
export async function knowBrowser(ctx: Context, userId: string): Promise<void> {
  ctx.setDeviceToken(
    await rememberDevice(beforeTenant(ctx), ctx.clock, {
      token: ctx.client.device ?? null,
      userId,
    }),
  );
}

/** One text and one amount of work for a wrong password and an unknown address. */
export async function signIn(
  ctx: Context,
  email: string,
  password: string,
): Promise<SignInOk | InvalidInput | TooManyAttempts> {
  const address = email.trim().toLowerCase().slice(0, 254);
  const em = beforeTenant(ctx);
  const counted = await countedFor(ctx, em, address);
  const wait = await beginAttempt(ctx, "sign-in", counted);
  if (wait !== null) return new TooManyAttempts(wait);
  const user = await em.findOne(User, { email: address });
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || !user)
    return new InvalidInput("SIGN_IN_FAILED", "E-mail address and password do not belong together");
  await succeedAttempt(ctx, "sign-in", counted);
  const token = await em.transactional(async (tx) => {
    const [first] = await tx.find(
      Membership,
      { userId: user.id },
      { orderBy: { id: "asc" }, limit: 1 },
    );
    return enter(ctx, tx, { userId: user.id, accountId: first?.accountId ?? null });
  });
  ctx.setSessionToken(token);
  await knowBrowser(ctx, user.id);
  return new SignInOk(await viewerBehind(ctx, token));
}

/** Clears the cookie in any case. */
export async function signOut(ctx: Context): Promise<SignOutOk> {
  ctx.setSessionToken(null);
  return new SignOutOk(
    ctx.viewer.kind === "PERSON" &&
      (await endSession(beforeTenant(ctx), ctx.viewer.userId, ctx.viewer.sessionId)),
  );
}

/**
 * The same answer for every address, after the same time: a password hash takes longer than writing
 * the mail.
 */
export async function requestPasswordReset(
  ctx: Context,
  email: string,
): Promise<RequestPasswordResetOk> {
  const address = email.trim().toLowerCase().slice(0, 254);
  const wait = await beginAttempt(ctx, "reset", [
    { subject: `email:${address}` },
    { subject: addressSubject(ctx.client.address) },
  ]);
  await Promise.all([
    verifyPassword(address, null),
    wait === null ? mailReset(ctx, address) : null,
  ]);
  return new RequestPasswordResetOk(resetMinutes);
}

const mailReset = (ctx: Context, email: string): Promise<void> =>
  beforeTenant(ctx).transactional(async (tx) => {
    const user = await tx.findOne(User, { email });
    if (!user) return;
    const token = newToken();
    const at = ctx.clock();
    tx.create(PasswordReset, {
      id: ctx.newId(at),
      userId: user.id,
      tokenHash: hashToken(token),
      createdAt: new Date(at),
      expiresAt: new Date(at + resetMinutes * 60_000),
      usedAt: null,
    });
    writeMail(tx, ctx, {
      accountId: null,
      recipient: user.email,
      subject: "Set a new password",
      body:
        `Set a new Counterfoil password within ${resetMinutes} minutes:\n` +
        `${ctx.env.publicUrl}/reset?token=${token}\n\n` +
        "If you did not ask for this, ignore this mail: your password stays.\n",
    });
  });

/** Works once, within its time; every session of the person and every other open link ends. */
export async function resetPassword(
  ctx: Context,
  token: string,
  password: string,
): Promise<ResetPasswordOk | InvalidInput> {
  const checked = checkPassword(password, "password");
  if (!checked.ok) return InvalidInput.of(checked);
  const unusable = new InvalidInput(
    "BAD_TOKEN",
    "This link was used or has expired: ask for a new one",
    ["token"],
  );
  const em = beforeTenant(ctx);
  const open = { tokenHash: hashToken(token), usedAt: null, expiresAt: { $gt: now(ctx) } };
  // Looked up before the hash, whose work a made-up token must not cause.
  if (!isToken(token) || (await em.count(PasswordReset, open)) === 0) return unusable;
  const passwordHash = await hashPassword(checked.value);
  return em.transactional(async (tx) => {
    const reset = await tx.findOne(PasswordReset, open, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!reset) return unusable;
    const user = await tx.findOneOrFail(User, { id: reset.userId });
    user.passwordHash = passwordHash;
    await tx.nativeUpdate(PasswordReset, { userId: user.id, usedAt: null }, { usedAt: now(ctx) });
    await endSessions(tx, user.id, null);
    await forgetDevices(tx, user.id);
    return new ResetPasswordOk(user.email);
  });
}

/** Takes the password again, for what moves money or rights. */
export async function confirmPassword(
  ctx: Context,
  password: string,
): Promise<ConfirmPasswordOk | InvalidInput | TooManyAttempts> {
  if (ctx.viewer.kind !== "PERSON") throw new Error("confirmPassword: no person");
  const { userId, sessionId } = ctx.viewer;
  const wait = await beginAttempt(ctx, "confirm", [{ subject: userId }]);
  if (wait !== null) return new TooManyAttempts(wait);
  const em = beforeTenant(ctx);
  const user = await em.findOneOrFail(User, { id: userId });
  if (!(await verifyPassword(password, user.passwordHash)))
    return new InvalidInput("WRONG_PASSWORD", "This is not your password", ["password"]);
  await succeedAttempt(ctx, "confirm", [{ subject: userId }]);
  await markConfirmed(em, ctx, sessionId);
  return new ConfirmPasswordOk(new Date(ctx.clock() + confirmedMs));
}

/** Needs the current password; the session's token is renewed and all other sessions end. */
export async function changePassword(
  ctx: Context,
  current: string,
  next: string,
): Promise<ChangePasswordOk | InvalidInput | TooManyAttempts> {
  if (ctx.viewer.kind !== "PERSON") throw new Error("changePassword: no person");
  const { userId, sessionId, account } = ctx.viewer;
  const checked = checkPassword(next, "newPassword");
  if (!checked.ok) return InvalidInput.of(checked);
  const wait = await beginAttempt(ctx, "change", [{ subject: userId }]);
  if (wait !== null) return new TooManyAttempts(wait);
  const em = beforeTenant(ctx);
  const user = await em.findOneOrFail(User, { id: userId });
  if (!(await verifyPassword(current, user.passwordHash)))
    return new InvalidInput("WRONG_PASSWORD", "The current password is not this one", [
      "currentPassword",
    ]);
  await succeedAttempt(ctx, "change", [{ subject: userId }]);
  const passwordHash = await hashPassword(checked.value);
  const token = await em.transactional(async (tx) => {
    (await tx.findOneOrFail(User, { id: userId })).passwordHash = passwordHash;
    await endSessions(tx, userId, sessionId);
    await markConfirmed(tx, ctx, sessionId);
    return rotateSession(tx, sessionId, account?.id ?? null);
  });
  ctx.setSessionToken(token);
  return new ChangePasswordOk(await viewerBehind(ctx, token));
}
