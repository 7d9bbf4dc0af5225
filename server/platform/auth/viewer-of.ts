/**
 * What a request presents → who asks. Nothing is cached, so a revoked key or an ended session is
 * refused at once everywhere.
 */
import { beforeTenant, type AuthDeps } from "./before-tenant.ts";
import { parseApiKey } from "./api-key.ts";
import {
  isKeyScope,
  rightsOfKey,
  rightsOfMember,
  type AccountKind,
  type Permission,
  type Right,
  type Role,
} from "./rights.ts";
import { confirmedMs, findSession, markSeen, seenEveryMs } from "./sessions.ts";
import { anonymous, type Key, type Person, type Viewer } from "./viewer.ts";

export interface Presented {
  /** The session cookie's value. */
  sessionToken: string | null | undefined;
  /** The Authorization header; it wins over the cookie. */
  authorization: string | null | undefined;
}
/**
 * Something was presented and is no good: an unauthenticated error, never a silently anonymous
 * request.
 */
export interface InvalidCredential {
  invalid: "SESSION" | "KEY";
}
export const isInvalid = (found: Viewer | InvalidCredential): found is InvalidCredential =>
  "invalid" in found;

/** A request keeps a session alive; a look at whether it still lives (WATCH) does not. */
export type Occasion = "REQUEST" | "WATCH";

export async function viewerOf(
  deps: AuthDeps,
  presented: Presented,
  occasion: Occasion = "REQUEST",
): Promise<Viewer | InvalidCredential> {
  if (presented.authorization)
    return (await keyViewer(deps, presented.authorization, occasion)) ?? { invalid: "KEY" };
  if (presented.sessionToken)
    return (await personViewer(deps, presented.sessionToken, occasion)) ?? { invalid: "SESSION" };
  return anonymous;
}

async function personViewer(
  deps: AuthDeps,
  token: string,
  occasion: Occasion,
): Promise<Person | null> {
  const em = beforeTenant(deps);
  const session = await findSession(em, deps, token);
  if (session === null) return null;
  if (occasion === "REQUEST" && deps.clock() - session.lastSeenAt >= seenEveryMs)
    await markSeen(em, deps, session.id);
  const { account } = session;
  // In a suspended account a person can still see where they are, switch and sign out.
  const rights = account?.active
    ? rightsOfMember(account.kind, account.role, account.permissions)
    : new Set<Right>(["public", "session"]);
  return {
    kind: "PERSON",
    userId: session.userId,
    sessionId: session.id,
    isConfirmed: deps.clock() - session.confirmedAt < confirmedMs,
    account: account && { id: account.id, kind: account.kind, role: account.role },
    rights,
  };
}

interface KeyRow {
  id: string;
  created_by: string;
  scopes: string[];
  last_used_at: string | null;
  account_id: string;
  kind: AccountKind;
  state: string;
  role: Role;
  permissions: Permission[];
}

async function keyViewer(
  deps: AuthDeps,
  authorization: string,
  occasion: Occasion,
): Promise<Key | null> {
  const secret = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  const secretHash = secret === undefined ? null : parseApiKey(secret);
  if (secretHash === null) return null;
  const em = beforeTenant(deps);
  const at = deps.clock();
  // The maker's membership as it stands now: a key never does what its maker may no longer do.
  const [row] = await em.execute<KeyRow[]>(
    `select
        k.id,
        k.created_by,
        to_jsonb(k.scopes) as scopes,
        k.last_used_at,
        a.id as account_id,
        a.kind,
        a.state,
        m.role,
        to_jsonb(m.permissions) as permissions
      from api_key k
      join account a on a.id = k.account_id
      join membership m on m.account_id = k.account_id and m.user_id = k.created_by
      where k.secret_hash = ?
        and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > ?)`,
    [secretHash, new Date(at)],
  );
  if (!row) return null;
  if (
    occasion === "REQUEST" &&
    (row.last_used_at === null || at - new Date(row.last_used_at).getTime() >= seenEveryMs)
  )
    await em.execute("update api_key set last_used_at = ? where id = ?", [new Date(at), row.id]);
  const scopes = row.state === "ACTIVE" ? row.scopes.filter(isKeyScope) : [];
  return {
    kind: "KEY",
    keyId: row.id,
    userId: row.created_by,
    account: { id: row.account_id, kind: row.kind, role: null },
    rights: rightsOfKey(row.kind, scopes).intersection(
      rightsOfMember(row.kind, row.role, row.permissions),
    ),
  };
}
