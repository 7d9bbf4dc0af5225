/**
 * What the clock does to contracts. States follow from instants by themselves; this writes down,
 * once each, that a contract came into force, ended, was replaced, or was not answered in time, and
 * marks changes whose day has come.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Clock } from "../../platform/clock.ts";

const columns =
  "(id, contract_id, brand_account_id, partner_account_id, kind, before_version_id, " +
  "after_version_id, at)";
const row = (kind: string, before: string, after: string, at: string): string =>
  `select
      gen_random_uuid(),
      c.id,
      c.brand_account_id,
      c.partner_account_id,
      '${kind}',
      ${before},
      ${after},
      ${at}
    from contract c`;
const unless = (kind: string): string =>
  `not exists (select from contract_event e where e.contract_id = c.id and e.kind = '${kind}')`;
const follower = `(
      select f.terms_version_id
      from contract f
      where f.follows_id = c.id and f.decision = 'SIGNED' and f.starts_at = c.ends_at
      limit 1
    )`;

const ofBrand = (table: string): string =>
  `(?::uuid is null or ${table}.brand_account_id = ?::uuid)`;

/** How far back it looks: longer than any outage that is not a restore. */
const lookBackDays = 400;

const versionBefore = "(select o.terms_version_id from contract o where o.id = c.follows_id)";

/** In one order of contracts, each of which is locked while its event is sealed. */
const statements = [
  `${row("ACTIVATED", "null::uuid", "c.terms_version_id", "c.starts_at")}
    where c.decision = 'SIGNED'
      and c.starts_at <= ?
      and c.starts_at > ?
      and ${unless("ACTIVATED")}`,
  `${row("CHANGE_APPLIED", versionBefore, "c.terms_version_id", "c.starts_at")}
    where c.decision = 'SIGNED'
      and c.change_id is not null
      and c.starts_at <= ?
      and c.starts_at > ?
      and ${unless("CHANGE_APPLIED")}`,
  `${row("REPLACED", "c.terms_version_id", follower, "c.ends_at")}
    where c.decision = 'SIGNED'
      and c.ends_at <= ?
      and c.ends_at > ?
      and ${follower} is not null
      and ${unless("REPLACED")}`,
  `${row("EXPIRED", "c.terms_version_id", "null::uuid", "c.ends_at")}
    where c.decision = 'SIGNED'
      and c.ends_at <= ?
      and c.ends_at > ?
      and ${follower} is null
      and ${unless("EXPIRED")}`,
  `${row("EXPIRED_PROPOSAL", "null::uuid", "c.terms_version_id", "c.proposal_expires_at")}
    where c.decision = 'PROPOSED'
      and c.proposal_expires_at <= ?
      and c.proposal_expires_at > ?
      and ${unless("EXPIRED_PROPOSAL")}`,
];

/**
 * Of all brands, or of one. Resolves with the number of events written. Two at once write each
 * event once.
 */
export async function passTime(
  em: EntityManager,
  clock: Clock,
  brandId: string | null = null,
): Promise<number> {
  const now = new Date(clock());
  const since = new Date(clock() - lookBackDays * 86_400_000);
  let written = 0;
  await em.transactional(async (tx) => {
    for (const statement of statements) {
      const [made] = await tx.execute<{ n: number }[]>(
        `with made as (
            insert into contract_event ${columns} ${statement} and ${ofBrand("c")}
            order by c.id
            on conflict (contract_id, kind)
            where kind in (
              'ACTIVATED', 'EXPIRED', 'EXPIRED_PROPOSAL', 'REPLACED', 'CHANGE_APPLIED'
            ) do nothing
            returning 1
          )
          select count(*)::int as n
          from made`,
        [now, since, brandId, brandId],
      );
      written += made?.n ?? 0;
    }
    await tx.execute(
      `update contract_change_partner p
        set state = 'APPLIED', updated_at = ?
        where state = 'SCHEDULED' and effective_at <= ? and ${ofBrand("p")}`,
      [now, now, brandId, brandId],
    );
    await tx.execute(
      `update contract_change h
        set state = 'APPLIED'
        where state = 'SCHEDULED' and effective_at <= ? and ${ofBrand("h")}`,
      [now, brandId, brandId],
    );
  });
  return written;
}
