/**
 * Nobody is on both sides of a partnership: who was would pay, and judge the clicks of, themselves.
 * Read before there is a tenant, since no side sees the other's people.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { hold } from "../../platform/db/locks.ts";

/**
 * Held until commit, before anybody is looked for, by whoever lets a person into an account or two
 * accounts work together: of the accounts and the person. In one order, so that two who do never
 * wait for each other.
 */
export async function lockSides(tx: EntityManager, ids: readonly string[]): Promise<void> {
  for (const id of ids.toSorted()) await hold(tx, "SIDES", id);
}

/** Whether one person belongs to both accounts. */
export async function haveMemberInCommon(
  em: EntityManager,
  brandAccountId: string,
  partnerAccountId: string,
): Promise<boolean> {
  const found = await em.execute<object[]>(
    `select 1
      from membership b
      join membership p on p.user_id = b.user_id
      where b.account_id = ? and p.account_id = ?
      limit 1`,
    [brandAccountId, partnerAccountId],
  );
  return found.length > 0;
}

/** Whether the person belongs to an account that works with this one. */
export async function belongsToCounterpart(
  em: EntityManager,
  userId: string,
  accountId: string,
): Promise<boolean> {
  const found = await em.execute<object[]>(
    `select 1
      from partnership w
      join membership m on m.account_id in (w.brand_account_id, w.partner_account_id)
      where m.user_id = ?
        and ? in (w.brand_account_id, w.partner_account_id)
        and m.account_id <> ?
      limit 1`,
    [userId, accountId, accountId],
  );
  return found.length > 0;
}
