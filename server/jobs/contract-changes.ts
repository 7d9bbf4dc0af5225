/** The worker's part in contracts: carries big changes on, tells partners of withdrawn ones, lets the clock move contracts on. */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { reversePendingActions } from "../attribution/reversal.ts";
import { createPool } from "../db/connection.ts";
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

interface Ended {
  id: string;
  program_id: string;
  partner_account_id: string;
  expired_by: string | null;
  non_compliant: boolean;
}
interface Open {
  id: string;
  program_id: string;
  brand_account_id: string;
}

/** `databaseUrl` is opened as the worker. Several may run: the program's lock lets one batch of it through at a time. */
export async function createContractChanges({ databaseUrl, telling }: { databaseUrl: string; telling: Telling }): Promise<ContractChanges> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 2);
  const desk = { pool, clock: telling.clock, newId: telling.newId };
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

  /** What a brand asked for when it ended a contract, once the contract has ended. Twice would find nothing left to reverse. */
  async function reverseEnded(): Promise<number> {
    const at = new Date(telling.clock());
    const { rows } = await pool.query<Ended>(
      "select id, program_id, partner_account_id, expired_by, non_compliant from contract where reverse_pending and pending_reversed_at is null and decision = 'SIGNED' and ends_at <= $1 limit 20",
      [at],
    );
    for (const { id, program_id: programId, partner_account_id: partnerId, expired_by: actorId, non_compliant: nonCompliant } of rows) {
      await reversePendingActions(desk, { programId, partnerId, actorId, reason: nonCompliant ? "NOT_COMPLIANCE_TERMS" : "OTHER", comment: "The contract has ended." });
      await pool.query("update contract set pending_reversed_at = $2 where id = $1", [id, at]);
    }
    return rows.length;
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
        done += await reverseEnded();
        clockedAt = performance.now();
      }
      return done;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
