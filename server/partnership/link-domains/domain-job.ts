/**
 * The worker's part in domains of links: each is looked at again and again, so that one that is
 * proved counts by itself, and one that leads elsewhere is no longer shown after two days.
 */
import type pg from "pg";
import {
  againAfterMs,
  domainProblem,
  lookedAt,
  proofName,
  triedForMs,
  type DomainProblem,
  type DomainState,
} from "../../domain/link-domain.ts";
import type { Clock } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { lockSql } from "../../platform/db/locks.ts";
import { addressesOf, recordsOf } from "../../platform/dns.ts";
import type { Env } from "../../platform/env.ts";

export interface DomainJobParts {
  pool: pg.Pool;
  clock: Clock;
  env: Pick<Env, "DNS_SERVERS" | "trackerUrl">;
}
interface Due {
  id: string;
  host: string;
  token: string;
}

const dueSql = `
  select id, host, token
  from link_domain
  where case state
    when 'PENDING' then created_at > $1::timestamptz - make_interval(secs => $4)
      and coalesce(checked_at < $1::timestamptz - make_interval(secs => $2), true)
    else coalesce(checked_at < $1::timestamptz - make_interval(secs => $3), true)
    end
  order by checked_at nulls first
  limit 20`;

async function note(
  { pool, clock }: DomainJobParts,
  { id, host }: Due,
  problem: DomainProblem | null,
): Promise<void> {
  const at = new Date(clock());
  await inTransaction(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(${lockSql("LINK_DOMAINS", "$1")})`, [host]);
    const { rows } = await client.query<{
      state: DomainState["state"];
      problem: DomainProblem | null;
      failing: Date | null;
      taken: boolean;
    }>(
      `select
          d.state,
          d.problem,
          d.failing_since as failing,
          exists (
            select
            from link_domain o
            where o.host = d.host and o.state = 'VERIFIED' and o.id <> d.id
          ) as taken
        from link_domain d
        where d.id = $1
        for update`,
      [id],
    );
    const [row] = rows;
    if (!row) return;
    const failingSince = row.failing?.getTime() ?? null;
    // Another brand's for now: this one is looked at again.
    const found =
      problem === null && row.taken
        ? { state: row.state, problem: row.problem, failingSince }
        : lookedAt({ state: row.state, problem: row.problem, failingSince }, problem, clock());
    await client.query(
      `update link_domain
        set
          state = $2,
          problem = $3,
          failing_since = $4,
          checked_at = $5,
          verified_at = case when $2 = 'PENDING' then null else coalesce(verified_at, $5) end
        where id = $1`,
      [
        id,
        found.state,
        found.problem,
        found.failingSince === null ? null : new Date(found.failingSince),
        at,
      ],
    );
  });
}

/** One round: so many domains were looked at. */
export async function lookAtDomains(parts: DomainJobParts): Promise<number> {
  const { pool, clock, env } = parts;
  const seconds = [againAfterMs.PENDING, againAfterMs.VERIFIED, triedForMs].map((ms) => ms / 1_000);
  const { rows } = await pool.query<Due>(dueSql, [new Date(clock()), ...seconds]);
  if (rows.length === 0) return 0;
  const host = new URL(env.trackerUrl).hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(env, host);
  for (const due of rows) {
    const records =
      addresses && (await recordsOf(env, { host: due.host, textsAt: proofName(due.host) }));
    const tracker = { host, addresses: addresses ?? [] };
    await note(parts, due, domainProblem(records, { token: due.token, tracker }));
  }
  return rows.length;
}
