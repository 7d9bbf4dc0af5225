/** The worker's part in telling a brand that a domain of its links is lost, once per loss. */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { tellLostDomain, type LostDomain } from "../../partnership/notices/domain-notices.ts";
import type { NoticeDeps } from "../../partnership/notices/notices.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { isParkedSql, startRound } from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import { entities } from "../entities.ts";

export interface DomainNotices {
  /** One round; resolves with the number of domains told of. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

interface Untold {
  id: string;
  brand: string;
}
/** What is lost, mended and lost anew fails since later than it was told. */
const isUntold = "state = 'LOST' and coalesce(lost_told_at < failing_since, true)";
const untoldSql = `
  select id, brand_account_id as brand
  from link_domain
  where ${isUntold} and not ${isParkedSql("DOMAIN_NOTICE", "id::text", "$1")}
  order by failing_since, id
  limit 50`;

async function tellOne(tx: EntityManager, telling: NoticeDeps, id: string): Promise<number> {
  const [lost] = await tx.execute<LostDomain[]>(
    `select brand_account_id as brand, host, problem, is_shown as "isShown"
      from link_domain
      where id = ? and ${isUntold}
      for update skip locked`,
    [id],
  );
  if (!lost) return 0;
  await tx.execute("update link_domain set lost_told_at = ? where id = ?", [
    new Date(telling.clock()),
    id,
  ]);
  await tellLostDomain(tx, telling, lost);
  return 1;
}

/** `databaseUrl` is opened as the worker. One that cannot be told is parked; the others go on. */
export async function createDomainNotices({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): Promise<DomainNotices> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 1, silentMsOf.worker);
  const parking = { pool, clock: telling.clock, newId: telling.newId, log };
  return {
    async runOnce() {
      const { rows } = await pool.query<Untold>(untoldSql, [new Date(telling.clock())]);
      if (rows.length === 0) return 0;
      const round = await startRound(parking, "DOMAIN_NOTICE");
      let told = 0;
      for (const { id, brand } of rows) {
        const em = emFor(orm, { kind: "BRAND", accountId: brand });
        const work = () => em.transactional((tx) => tellOne(tx, telling, id));
        told += (await round.attempt({ subject: id, accountId: brand }, work)) ?? 0;
      }
      return told;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
