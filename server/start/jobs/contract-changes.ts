/**
 * The worker's part in contracts: carries big changes on, tells partners of withdrawn ones, lets
 * the clock move contracts on.
 */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { reversePendingConversions } from "../../money/attribution/reversal.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { isOutage } from "../../platform/db/outage.ts";
import {
  failureOf,
  isDue,
  isParkedSql,
  openItems,
  park,
  startRound,
  unpark,
  type OpenItem,
  type ParkedKind,
  type Parking,
} from "../../platform/db/parking.ts";
import { entities } from "../entities.ts";
import type { Log } from "../../platform/log.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import type { NoticeDeps } from "../../partnership/notices/notices.ts";
import { carryOut } from "../../partnership/contracts/change-run.ts";
import { tellWithdrawn, untoldOfWithdrawal } from "../../partnership/contracts/change-undo.ts";
import { passTime } from "../../partnership/contracts/contract-clock.ts";
import { lockContracts } from "../../partnership/contracts/timeline.ts";

export interface ContractChanges {
  /** One round; resolves with the amount of work done, 0 when there is none. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Partners changed in one transaction: enough to be fast, few enough that pricing of the program
 * waits for moments only.
 */
const batchSize = 200;
const clockMs = 1_000;

interface Ended {
  id: string;
  program_id: string;
  brand_account_id: string;
  partner_account_id: string;
  expired_by: string | null;
  non_compliant: boolean;
}
interface Open {
  id: string;
  program_id: string;
  brand_account_id: string;
}

/** What is done for the partners of a change, some a transaction. */
interface Step {
  /** Of the change as a whole, and of one partner in it. */
  kinds: [ParkedKind, ParkedKind];
  /** Changes of which something is left to do. */
  changes: string;
  /** The partners of a change with whom something is left to do, in order. */
  partners: string;
  /** Does it with these partners. */
  work(
    tx: EntityManager,
    telling: NoticeDeps,
    changeId: string,
    only: readonly string[],
  ): Promise<number>;
}
const open = "select c.id, c.program_id, c.brand_account_id from contract_change c where";
const steps: Step[] = [
  {
    kinds: ["CHANGE", "CHANGE_PARTNER"],
    changes: `${open} c.state = 'APPLYING' and not ${isParkedSql("CHANGE", "c.id::text", "$1")}
      order by c.sent_at, c.id`,
    partners: `select p.partner_account_id as id
        from contract_change_partner p
        where p.change_id = $1 and p.state = 'WAITING'`,
    work: carryOut,
  },
  {
    kinds: ["WITHDRAWAL", "WITHDRAWAL_PARTNER"],
    changes: `${open} not c.withdrawal_told and not ${isParkedSql("WITHDRAWAL", "c.id::text", "$1")}
      order by c.id`,
    partners: `select p.partner_account_id as id
      from contract_change_partner p
      where p.change_id = $1 and ${untoldOfWithdrawal}`,
    work: tellWithdrawn,
  },
];

interface ChangeJob extends Parking {
  em: () => EntityManager;
  /**
   * As the brand whose change it is, so that it reaches no address but those of its own partners.
   */
  forBrand: (brandAccountId: string) => EntityManager;
  telling: NoticeDeps;
}

const doFor = (
  { forBrand, telling }: ChangeJob,
  step: Step,
  change: Open,
  partners: readonly string[],
): Promise<number> =>
  forBrand(change.brand_account_id).transactional(async (tx) => {
    await lockContracts(tx, change.program_id);
    return step.work(tx, telling, change.id, partners);
  });

/**
 * Partner by partner, where together it fails. Throws what every one of several meets: it is the
 * change's own.
 */
async function doApart(
  job: ChangeJob,
  step: Step,
  change: Open,
  partners: readonly string[],
  error: unknown,
): Promise<number> {
  const failed: { id: string; fault: unknown }[] = [];
  let done = 0;
  for (const id of partners) {
    try {
      done += await doFor(job, step, change, [id]);
    } catch (fault) {
      if (isOutage(fault)) throw fault;
      failed.push({ id, fault });
    }
  }
  if (failed.length > 1 && failed.length === partners.length) throw error;
  for (const { id, fault } of failed) {
    const item = {
      subject: `${change.id}/${id}`,
      accountId: change.brand_account_id,
      programId: change.program_id,
      partnerId: id,
    };
    await park(job.pool, job, { kind: step.kinds[1], ...item }, failureOf(fault));
  }
  return done;
}

/** The next partners of a change who are not parked. */
async function doChange(job: ChangeJob, step: Step, change: Open): Promise<number> {
  const { pool, clock } = job;
  const next = `${step.partners}
      and not ${isParkedSql(step.kinds[1], "$1 || '/' || p.partner_account_id", "$2")}
    order by p.partner_account_id
    limit ${batchSize}`;
  const { rows } = await pool.query<{ id: string }>(next, [change.id, new Date(clock())]);
  const partners = rows.map(({ id }) => id);
  const onlyParked =
    partners.length === 0 &&
    ((await pool.query(`${step.partners} limit 1`, [change.id])).rowCount ?? 0) > 0;
  if (onlyParked) return 0;
  try {
    return await doFor(job, step, change, partners);
  } catch (error) {
    if (isOutage(error) || partners.length === 0) throw error;
    return doApart(job, step, change, partners, error);
  }
}

/** Partners that were parked, were due again, and with whom it is done. */
async function unparkDone(
  job: ChangeJob,
  step: Step,
  changeId: string,
  parked: ReadonlyMap<string, OpenItem>,
): Promise<void> {
  const due = [...parked.values()].filter(
    (item) => item.subject.startsWith(changeId) && isDue(item, job.clock()),
  );
  if (due.length === 0) return;
  const { rows } = await job.pool.query<{ id: string }>(step.partners, [changeId]);
  const left = new Set(rows.map(({ id }) => `${changeId}/${id}`));
  const done = due.map(({ subject }) => subject).filter((subject) => !left.has(subject));
  await unpark(job.pool, job, step.kinds[1], done);
}

async function each(job: ChangeJob, step: Step): Promise<number> {
  const { rows } = await job.pool.query<Open>(step.changes, [new Date(job.clock())]);
  if (rows.length === 0) return 0;
  const [round, partners] = [
    await startRound(job, step.kinds[0]),
    await openItems(job.pool, step.kinds[1]),
  ];
  let done = 0;
  for (const change of rows) {
    const item = {
      subject: change.id,
      accountId: change.brand_account_id,
      programId: change.program_id,
    };
    const result = await round.attempt(item, () => doChange(job, step, change));
    done += result ?? 0;
    if (result) await unparkDone(job, step, change.id, partners);
  }
  return done;
}

/** What was parked of a change that was withdrawn meanwhile is not to be done any more. */
async function unparkWithdrawn(job: ChangeJob): Promise<void> {
  const { rows } = await job.pool.query<{ kind: ParkedKind; subject: string }>(
    `select i.kind, i.subject
    from parked_item i
    join contract_change c on c.id = split_part(i.subject, '/', 1)::uuid
    where i.kind in ('CHANGE', 'CHANGE_PARTNER')
      and i.done_at is null
      and c.state = 'WITHDRAWN'`,
  );
  for (const { kind, subject } of rows) await unpark(job.pool, job, kind, [subject]);
}

/**
 * What a brand asked for when it ended a contract, once the contract has ended. Twice would find
 * nothing left to reverse.
 */
async function reverseEnded(job: ChangeJob): Promise<number> {
  const { pool, clock } = job;
  const at = new Date(clock());
  const { rows } = await pool.query<Ended>(
    `select
        c.id,
        c.program_id,
        c.brand_account_id,
        c.partner_account_id,
        c.expired_by,
        c.non_compliant
      from contract c
      where c.reverse_pending
        and c.pending_reversed_at is null
        and c.decision = 'SIGNED'
        and c.ends_at <= $1
        and not ${isParkedSql("REVERSAL", "c.id::text", "$1")}
      order by c.ends_at, c.id
      limit 20`,
    [at],
  );
  if (rows.length === 0) return 0;
  const round = await startRound(job, "REVERSAL");
  let done = 0;
  for (const {
    id,
    program_id: programId,
    brand_account_id: accountId,
    partner_account_id: partnerId,
    expired_by: actorId,
    non_compliant: nonCompliant,
  } of rows) {
    const reversed = await round.attempt(
      { subject: id, accountId, programId, partnerId },
      async () => {
        await reversePendingConversions(job, {
          programId,
          partnerId,
          actorId,
          reason: nonCompliant ? "NOT_COMPLIANCE_TERMS" : "OTHER",
          comment: "The contract has ended.",
        });
        await pool.query("update contract set pending_reversed_at = $2 where id = $1", [id, at]);
        return true;
      },
    );
    if (reversed) done += 1;
  }
  return done;
}

/** All brands' contracts at once, and brand by brand where that fails. */
async function passTimeOfAll(job: ChangeJob): Promise<number> {
  try {
    const written = await passTime(job.em(), job.clock);
    // All brands' days are written: nothing of it is parked any more.
    await unpark(job.pool, job, "CONTRACT_DAYS", [
      ...(await openItems(job.pool, "CONTRACT_DAYS")).keys(),
    ]);
    return written;
  } catch (error) {
    if (isOutage(error)) throw error;
    const { rows } = await job.pool.query<{ id: string }>(
      "select distinct brand_account_id as id from contract order by 1",
    );
    const round = await startRound(job, "CONTRACT_DAYS");
    let written = 0;
    for (const { id } of rows)
      written +=
        (await round.attempt({ subject: id, accountId: id }, () =>
          passTime(job.em(), job.clock, id),
        )) ?? 0;
    return written;
  }
}

/**
 * `databaseUrl` is opened as the worker. Several may run: the program's lock lets one batch of it
 * through at a time. A change that cannot be carried out, or one partner of it, is parked; the
 * others go on.
 */
export async function createContractChanges({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): Promise<ContractChanges> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 2, silentMsOf.worker);
  const { clock, newId } = telling;
  const forBrand = (brandAccountId: string): EntityManager =>
    emFor(orm, { kind: "BRAND", accountId: brandAccountId });
  const job: ChangeJob = {
    pool,
    clock,
    newId,
    log,
    telling,
    forBrand,
    em: () => emFor(orm, { kind: "EVERYBODY" }),
  };
  let clockedAt = -Infinity;
  return {
    async runOnce() {
      let done = 0;
      for (const step of steps) done += await each(job, step);
      if (performance.now() - clockedAt > clockMs) {
        done += await passTimeOfAll(job);
        done += await reverseEnded(job);
        await unparkWithdrawn(job);
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
