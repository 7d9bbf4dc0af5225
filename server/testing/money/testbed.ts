/** The real ingest and accounting on a database of its own, for this folder's tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase } from "../worlds/database.ts";
import {
  createAccounting,
  type Accounting,
  type AccountingOptions,
} from "../../money/accounting/accounting.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import { makeWorld, noon, type World } from "./test-world.ts";
import { writeJournal } from "./test-journal.ts";

export const silentLog = createLog("silent", "test");

export interface Testbed {
  url: string;
  owner: pg.Pool;
  worker: pg.Pool;
  world: World;
  dir: string;
  newAccounting(options?: Partial<AccountingOptions>): Accounting;
  /** Journals the records and ingests them. */
  ingest(records: readonly unknown[]): Promise<void>;
  /** Accounts everything with one owner. */
  account(options?: Partial<AccountingOptions>): Promise<void>;
  close(): Promise<void>;
}

export async function drain(accounting: Accounting): Promise<void> {
  while ((await accounting.runOnce()) > 0);
}

/** Instants that a test makes up to be refused move no clock. */
const latest = Date.UTC(2100, 0, 1);

export async function createTestbed(zone?: string): Promise<Testbed> {
  const database = await createTestDatabase();
  const owner = createPool(database.url, "owner", 4);
  const worker = createPool(database.url, "worker", 12);
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  // The world's clock is never behind what has happened in it.
  let newest = noon;
  const clock = () => newest;
  const ingest = createIngest({ pool: worker, clock, log: silentLog, journalDirs: [dir] });
  const newAccounting = (options: Partial<AccountingOptions> = {}) =>
    createAccounting({ pool: worker, clock, log: silentLog, owner: "test", ...options });
  return {
    url: database.url,
    owner,
    worker,
    world: await makeWorld(owner, zone),
    dir,
    newAccounting,
    async ingest(records) {
      for (const { at } of records as { at?: unknown }[])
        if (typeof at === "number" && Number.isInteger(at) && at < latest)
          newest = Math.max(newest, at);
      await writeJournal(dir, records);
      while ((await ingest.runOnce()) > 0);
    },
    async account(options) {
      const accounting = newAccounting(options);
      await drain(accounting);
      await accounting.close();
    },
    async close() {
      await worker.end();
      await owner.end();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface DecidedClick {
  id: string;
  outcome: string;
  reason: string | null;
  classification: string;
  newVisitor: boolean;
  amount: bigint;
  contract: string | null;
}

/** Decisions in the order of the clicks' instants. */
export async function decisions(pool: pg.Pool, program: string): Promise<DecidedClick[]> {
  const { rows } = await pool.query<DecidedClick>(
    `select
        subject_id as id,
        outcome,
        reason,
        classification,
        new_visitor as "newVisitor",
        amount_micros as amount,
        contract_id as contract
      from decision
      where program_id = $1
      order by occurred_at, subject_id`,
    [program],
  );
  return rows;
}
