/**
 * Sessions of people: an opaque token in a cookie, its hash here. All functions take an em of
 * beforeTenant().
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { AuthDeps } from "./before-tenant.ts";
import type { AccountKind, Permission, Role } from "./rights.ts";
import { hashToken, isToken, newToken } from "./token.ts";

/** Ends after this long without a request: a day's work with its pauses. */
export const sessionIdleMs = 12 * 3_600_000;
/** Ends this long after signing in, whatever happens; rotation does not prolong it. */
export const sessionAbsoluteMs = 7 * 24 * 3_600_000;
/** For this long after the password was given, what moves money or rights does not ask for it. */
export const confirmedMs = 30 * 60_000;
/** last_seen_at is written at most this often. */
export const seenEveryMs = 60_000;

export interface FoundSession {
  id: string;
  userId: string;
  /** Milliseconds since 1970. */
  lastSeenAt: number;
  /** When the password was given last, milliseconds since 1970. */
  confirmedAt: number;
  account: {
    id: string;
    kind: AccountKind;
    role: Role;
    permissions: Permission[];
    active: boolean;
  } | null;
}

const maxUserAgentLength = 200;

/** Returns the token for the cookie. The person's dead sessions are swept on the way. */
export async function startSession(
  em: EntityManager,
  deps: Pick<AuthDeps, "clock" | "newId">,
  start: { userId: string; accountId: string | null; userAgent: string },
): Promise<string> {
  const token = newToken();
  const at = deps.clock();
  await em.execute(
    "delete from user_session where user_id = ? and (expires_at <= ? or last_seen_at <= ?)",
    [start.userId, new Date(at), new Date(at - sessionIdleMs)],
  );
  await em.execute(
    `insert into user_session (
        id,
        token_hash,
        user_id,
        account_id,
        user_agent,
        created_at,
        last_seen_at,
        confirmed_at,
        expires_at
      )
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      deps.newId(),
      hashToken(token),
      start.userId,
      start.accountId,
      start.userAgent.slice(0, maxUserAgentLength),
      new Date(at),
      new Date(at),
      new Date(at),
      new Date(at + sessionAbsoluteMs),
    ],
  );
  return token;
}

interface SessionRow {
  id: string;
  user_id: string;
  last_seen_at: string;
  confirmed_at: string;
  account_id: string | null;
  kind: AccountKind;
  role: Role;
  permissions: Permission[];
  state: string;
}

/**
 * The live session of a token, with the membership as it stands now: a removed member has no
 * account at once.
 */
export async function findSession(
  em: EntityManager,
  deps: Pick<AuthDeps, "clock">,
  token: string,
): Promise<FoundSession | null> {
  if (!isToken(token)) return null;
  const at = deps.clock();
  const [row] = await em.execute<SessionRow[]>(
    `select
        s.id,
        s.user_id,
        s.last_seen_at,
        s.confirmed_at,
        a.id as account_id,
        a.kind,
        a.state,
        m.role,
        to_jsonb(m.permissions) as permissions
      from user_session s
      left join membership m on m.user_id = s.user_id and m.account_id = s.account_id
      left join account a on a.id = m.account_id
      where s.token_hash = ? and s.expires_at > ? and s.last_seen_at > ?`,
    [hashToken(token), new Date(at), new Date(at - sessionIdleMs)],
  );
  if (!row) return null;
  const account =
    row.account_id === null
      ? null
      : {
          id: row.account_id,
          kind: row.kind,
          role: row.role,
          permissions: row.permissions,
          active: row.state === "ACTIVE",
        };
  return {
    id: row.id,
    userId: row.user_id,
    lastSeenAt: new Date(row.last_seen_at).getTime(),
    confirmedAt: new Date(row.confirmed_at).getTime(),
    account,
  };
}

/** Keeps the session alive for another idle time. */
export async function markSeen(
  em: EntityManager,
  deps: Pick<AuthDeps, "clock">,
  sessionId: string,
): Promise<void> {
  await em.execute("update user_session set last_seen_at = ? where id = ?", [
    new Date(deps.clock()),
    sessionId,
  ]);
}

/** The person gave the password again. */
export async function markConfirmed(
  em: EntityManager,
  deps: Pick<AuthDeps, "clock">,
  sessionId: string,
): Promise<void> {
  await em.execute("update user_session set confirmed_at = ? where id = ?", [
    new Date(deps.clock()),
    sessionId,
  ]);
}

/** A new token for the same session, after a change of rights or password; the old one ends. */
export async function rotateSession(
  em: EntityManager,
  sessionId: string,
  accountId: string | null,
): Promise<string> {
  const token = newToken();
  await em.execute("update user_session set token_hash = ?, account_id = ? where id = ?", [
    hashToken(token),
    accountId,
    sessionId,
  ]);
  return token;
}

/** Ends one session of this person; false when there is none such. */
export async function endSession(
  em: EntityManager,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const ended = await em.execute<{ id: string }[]>(
    "delete from user_session where id = ? and user_id = ? returning id",
    [sessionId, userId],
  );
  return ended.length > 0;
}

/** Ends the person's sessions, but the one to keep. */
export async function endSessions(
  em: EntityManager,
  userId: string,
  keepSessionId: string | null,
): Promise<void> {
  await em.execute(
    "delete from user_session where user_id = ? and (?::uuid is null or id <> ?::uuid)",
    [userId, keepSessionId, keepSessionId],
  );
}

export interface LiveSession {
  id: string;
  userAgent: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** The person's live sessions, last used first, at most 100. */
export async function sessionsOf(
  em: EntityManager,
  deps: Pick<AuthDeps, "clock">,
  userId: string,
): Promise<LiveSession[]> {
  const at = deps.clock();
  const rows = await em.execute<
    {
      id: string;
      user_agent: string;
      created_at: string;
      last_seen_at: string;
      expires_at: string;
    }[]
  >(
    `select id, user_agent, created_at, last_seen_at, expires_at
      from user_session
      where user_id = ? and expires_at > ? and last_seen_at > ?
      order by last_seen_at desc, id
      limit 100`,
    [userId, new Date(at), new Date(at - sessionIdleMs)],
  );
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    createdAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(
      Math.min(
        new Date(row.expires_at).getTime(),
        new Date(row.last_seen_at).getTime() + sessionIdleMs,
      ),
    ),
  }));
}
