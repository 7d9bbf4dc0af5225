/** Test links for many partners at once. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pgArray } from "../../platform/db/array.ts";
import { hold } from "../../platform/db/locks.ts";
import { newCode } from "../../platform/clock.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import type { Program } from "../programs/program.entity.ts";

export const testLinkName = "Test CPC link";

interface PartnerRow {
  id: string;
  has_link: boolean;
}
const partnersSql = `select
    p.partner_account_id as id,
    exists (
      select
      from tracking_link l
      where l.program_id = ? and l.partner_account_id = p.partner_account_id and l.is_test
    ) as has_link
  from partnership p
  where p.brand_account_id = ?
    and (?::uuid[] is null or p.partner_account_id = any(?::uuid[]))`;

/** A text link ad of its own for each, and the test link to it. */
const linksSql = `with made as (
    select partner, ad, code, link
    from unnest(?::uuid[], ?::uuid[], ?::text[], ?::uuid[]) m(partner, ad, code, link)
  ),
  ads as (
    insert into ad (
      id,
      brand_account_id,
      program_id,
      partner_account_id,
      code,
      type,
      name,
      link_text,
      state,
      created_at
    )
    select ad, ?, ?, partner, code, 'TEXT_LINK', ?, ?, 'ACTIVE', ?
    from made
  )
  insert into tracking_link (
    id,
    brand_account_id,
    partner_account_id,
    program_id,
    ad_id,
    level,
    name,
    is_test,
    created_by,
    created_at
  )
  select link, ?, partner, ?, ad, 'AD', ?, true, ?, ?
  from made`;

/**
 * Every partner of the brand, or of those named, has a test link to the program's page afterwards;
 * whoever has one keeps it.
 */
export async function addTestLinks(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  partnerIds: readonly string[] | null,
): Promise<{ created: number; kept: number }> {
  // Asked for twice at once, the second finds the first's links.
  await hold(tx, "LINK", `tests of ${program.id}`);
  const list = partnerIds && pgArray(partnerIds);
  const brand = program.brandAccountId;
  const partners = await tx.execute<PartnerRow[]>(partnersSql, [program.id, brand, list, list]);
  const without = partners.filter((row) => !row.has_link).map(({ id }) => id);
  const ids = () => without.map(() => ctx.newId(ctx.clock()));
  const at = now(ctx);
  if (without.length > 0)
    await tx.execute(linksSql, [
      pgArray(without),
      pgArray(ids()),
      pgArray(without.map(() => newCode())),
      pgArray(ids()),
      brand,
      program.id,
      testLinkName,
      testLinkName,
      at,
      brand,
      program.id,
      testLinkName,
      actorId(ctx),
      at,
    ]);
  return { created: without.length, kept: partners.length - without.length };
}
