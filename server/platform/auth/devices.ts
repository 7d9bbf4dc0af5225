/**
 * Browsers in which a person has signed in, by a cookie that says nothing else. All functions run
 * before there is a tenant.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Clock } from "../clock.ts";
import { hashToken, isToken, newToken } from "./token.ts";

/** Forgotten after so long without a sign-in. */
export const deviceDays = 180;
const devicesOfOne = 20;
const dayMs = 86_400_000;

/** Whether the person with this e-mail address signed in in this browser before. */
export async function isKnownDevice(
  em: EntityManager,
  clock: Clock,
  token: string | null,
  email: string,
): Promise<boolean> {
  if (token === null || !isToken(token)) return false;
  const rows = await em.execute(
    `select 1
      from sign_in_device d
      join app_user u on u.id = d.user_id
      where d.token_hash = ? and u.email = ? and d.last_used_at > ?`,
    [hashToken(token), email, new Date(clock() - deviceDays * dayMs)],
  );
  return rows.length > 0;
}

/** The token to keep; that of another person who uses the browser too gives way. */
export async function rememberDevice(
  em: EntityManager,
  clock: Clock,
  of: { token: string | null; userId: string },
): Promise<string> {
  const at = new Date(clock());
  if (of.token !== null && isToken(of.token)) {
    const used = await em.execute(
      "update sign_in_device set last_used_at = ? where token_hash = ? and user_id = ? returning 1",
      [at, hashToken(of.token), of.userId],
    );
    if (used.length > 0) return of.token;
  }
  const token = newToken();
  await em.execute(
    "insert into sign_in_device (token_hash, user_id, last_used_at) values (?, ?, ?)",
    [hashToken(token), of.userId, at],
  );
  await em.execute(
    `delete
      from sign_in_device
      where user_id = ?
        and (
          last_used_at <= ?
            or token_hash not in (
              select token_hash
              from sign_in_device
              where user_id = ?
              order by last_used_at desc
              limit ${devicesOfOne}
            )
        )`,
    [of.userId, new Date(at.getTime() - deviceDays * dayMs), of.userId],
  );
  return token;
}

export async function forgetDevices(em: EntityManager, userId: string): Promise<void> {
  await em.execute("delete from sign_in_device where user_id = ?", [userId]);
}
