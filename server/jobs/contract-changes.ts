/** The worker's part in contracts: carries big changes on, tells partners of withdrawn ones, lets the clock move contracts on. */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { entities } from "../entities.ts";
import { ormConfig } from "../orm.config.ts";
import type { Telling } from "../notices/notices.ts";
import { carryOut } from "../contracts/change-run.ts";
import { tellWithdrawn } from "../contracts/change-undo.ts";
import { passTime } from "../contracts/contract-clock.ts";
import { lockContracts } from "../contracts/timeline.ts";

export interface ContractChanges {
  /** One round; resolves with the amount of work done, 0 when there is none. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

/** Partners changed in one transaction: enough to be fast, few enough that pricing of the program waits for moments only. */
const batchSize = 200;
const clockMs = 1_000;

interface Open {
  id: string;
  program_id: string;
  brand_account_id: string;
}

/** `databaseUrl` is opened as the worker. Several may run: the program's lock lets one batch of it through at a time. */
export async function createContractChanges({ databaseUrl, telling }: { databaseUrl: string; telling: Telling }): Promise<ContractChanges> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  let clockedAt = -Infinity;

  /** As the brand whose change it is, so that it reaches no address but those of its own partners. */
  const forBrand = (brandAccountId: string): EntityManager => orm.em.fork({ session: { variables: { "app.kind": "BRAND", "app.account_id": brandAccountId } } });

  async function each(sql: string, work: (tx: EntityManager, open: Open) => Promise<number>): Promise<number> {
    const found = await orm.em.fork().execute<Open[]>(sql);
    let done = 0;
    for (const open of found)
      done += await forBrand(open.brand_account_id).transactional(async (tx) => {
        await lockContracts(tx, open.program_id);
        return work(tx, open);
      });
    return done;
  }

  return {
    async runOnce() {
      let done = await each("select id, program_id, brand_account_id from contract_change where state = 'APPLYING' order by sent_at, id limit 4", (tx, { id }) =>
        carryOut(tx, telling, id, batchSize),
      );
      done += await each("select id, program_id, brand_account_id from contract_change where not withdrawal_told order by id limit 4", (tx, { id }) =>
        tellWithdrawn(tx, telling, id, batchSize),
      );
      if (performance.now() - clockedAt > clockMs) {
        done += await passTime(orm.em.fork(), telling.clock);
        clockedAt = performance.now();
      }
      return done;
    },
    close: () => orm.close(true),
  };
}
