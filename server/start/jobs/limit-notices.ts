/**
 * The worker's part in telling of limits: each event of 80 % and 100 % is told once, to the two it
 * is between [D106].
 */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { pgArray } from "../../platform/db/array.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { isOutage } from "../../platform/db/outage.ts";
import {
  failureOf,
  isParkedSql,
  openItems,
  park,
  startRound,
  unpark,
  type OpenItem,
  type Parking,
} from "../../platform/db/parking.ts";
import { formatMicros } from "../../domain/money.ts";
import { limitText } from "../../domain/terms.ts";
import { counterColumns, limitOf, type NameRow } from "../../money/limits/limit-sql.ts";
import { entities } from "../entities.ts";
import type { Log } from "../../platform/log.ts";
import type { LimitFact } from "../../partnership/notices/notice.entity.ts";
import { tell, type NoticeDeps, type Notification } from "../../partnership/notices/notices.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";

export interface LimitNotices {
  /** One round; resolves with the number of events told. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

/** Events told in one transaction. */
const batchSize = 50;
/** What has been over for longer needs no warning: the list of events keeps it. */
const staleMs = 86_400_000;

interface Event extends NameRow {
  key: string;
  program_id: string;
  brand_account_id: string;
  partner_account_id: string;
  contract_id: string | null;
  scope_id: string;
  window_start: Date;
  window_end: Date | null;
  percent: 80 | 100;
  max: string;
  used: string;
  occurred_at: Date;
  /** Of the counter. */
  currency: string;
  /** Of the contract's terms; null for a program's own limit. */
  terms_currency: string | null;
}

/** Names an event `e` in what is put aside. */
export const noticeKey = `concat_ws(
      '/',
      e.program_id,
      e.partner_account_id,
      e.scope_id,
      e.event,
      e.kind,
      e.scope,
      e.reset,
      e.group_id,
      e.currency,
      extract(epoch from e.window_start),
      extract(epoch from e.window_end),
      e.percent
    )`;
/** Of what is not parked, nor named in `skip`. */
interface Untold {
  brandId: string;
  now: Date;
  max: number;
  skip: readonly string[];
}
/**
 * Locked until they are told: of two workers one takes them, and a killed one leaves them untold
 * with nothing written.
 */
const untold = (tx: EntityManager, { brandId, now, max, skip }: Untold): Promise<Event[]> =>
  tx.execute<Event[]>(
    `select
        e.*,
        e.max::text,
        e.used::text,
        nullif(e.window_end, 'infinity') as window_end,
        ${noticeKey} as key,
        (
          select v.body ->> 'currency'
          from contract c
          join terms_version v on v.id = c.terms_version_id
          where c.id = e.contract_id
        ) as terms_currency
      from limit_event e
      where e.told_at is null
        and e.brand_account_id = ?
        and not ${isParkedSql("LIMIT_NOTICE", noticeKey, "?")}
        and not ${noticeKey} = any(?::text[])
      order by e.recorded_at, e.percent
      limit ?
      for update skip locked`,
    [brandId, now, pgArray(skip), max],
  );

function factOf(row: Event): LimitFact {
  const { percent, max, used, occurred_at: at, window_end: end } = row;
  const limit = limitOf(row);
  const { event, kind } = limit;
  const currency = row.terms_currency ?? row.currency;
  const text = limitText({ ...limit, max: BigInt(max) }, currency);
  const amount = (units: string) => (kind === "PAYOUT" ? formatMicros(BigInt(units)) : units);
  return {
    percent,
    text,
    event,
    kind,
    currency,
    max: amount(max),
    used: amount(used),
    at: new Date(at).toISOString(),
    windowEnd: end === null ? null : new Date(end).toISOString(),
  };
}

/**
 * Partners whom a program's limit binds, where the brand shares it: those with a contract in force,
 * for payouts in its currency.
 */
async function sharedWith(
  tx: EntityManager,
  { program_id: programId, event, kind, reset, currency }: Event,
  now: Date,
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }[]>(
    `select c.partner_account_id as id
      from contract_in_force c
      join terms_version v on v.id = c.terms_version_id
      where c.program_id = ?
        and c.starts_at <= ?
        and c.until > ?
        and (? <> 'PAYOUT' or v.body ->> 'currency' = ?)
        and exists (
          select
          from program_limit l
          where l.program_id = c.program_id
            and l.shared
            and l.ended_at is null
            and l.event = ?
            and l.kind = ?
            and l.reset = ?
            and l.currency = ?
        )`,
    [programId, now, now, kind, currency, event, kind, reset, currency],
  );
  return rows.map(({ id }) => id);
}

async function toldOf(tx: EntityManager, event: Event, now: Date): Promise<Notification[]> {
  if (event.window_end !== null && now.getTime() - new Date(event.window_end).getTime() > staleMs)
    return [];
  const limitFact = factOf(event);
  const {
    brand_account_id: brandId,
    partner_account_id: partnerId,
    contract_id: contractId,
  } = event;
  const common = {
    kind: event.percent === 100 ? ("LIMIT_REACHED" as const) : ("LIMIT_NEAR" as const),
    brandAccountId: brandId,
    programId: event.program_id,
    contractId,
    changeId: null,
    beforeVersionId: null,
    afterVersionId: null,
    comment: "",
    howTo: false,
    effectiveAt: null,
    limitFact,
  };
  const partners = contractId === null ? await sharedWith(tx, event, now) : [partnerId];
  const toBrand = {
    ...common,
    accountId: brandId,
    fromAccountId: contractId === null ? brandId : partnerId,
  };
  return [
    toBrand,
    ...partners.map((accountId) => ({ ...common, accountId, fromAccountId: brandId })),
  ];
}

async function markTold(tx: EntityManager, events: readonly Event[], now: Date): Promise<void> {
  for (const event of events)
    await tx.execute(
      `update limit_event
        set told_at = ?
        where ${counterColumns.map((column) => `${column} = ?`).join(" and ")} and percent = ?`,
      [now, ...counterColumns.map((column) => event[column] ?? "infinity"), event.percent],
    );
}

interface NoticeJob extends Parking {
  /**
   * As the brand whose limits they are, so that it reaches no address but those of its own
   * partners.
   */
  forBrand: (brandAccountId: string) => EntityManager;
  telling: NoticeDeps;
}
interface Some {
  brandId: string;
  max: number;
  skip: readonly string[];
}

/** `seen` is filled with what is being told, so that the caller knows what failed. */
const tellSome = (
  { forBrand, telling }: NoticeJob,
  { brandId, max, skip }: Some,
  seen: Event[],
): Promise<number> =>
  forBrand(brandId).transactional(async (tx) => {
    const now = new Date(telling.clock());
    seen.push(...(await untold(tx, { brandId, now, max, skip })));
    const all: Notification[] = [];
    for (const event of seen) all.push(...(await toldOf(tx, event, now)));
    await tell(tx, telling, all);
    await markTold(tx, seen, now);
    return seen.length;
  });

/**
 * One after the other, where together they cannot be told. Throws what every one of several meets:
 * it is the brand's own.
 */
async function tellApart(
  job: NoticeJob,
  brandId: string,
  count: number,
  error: unknown,
): Promise<number> {
  const failed: { event: Event; fault: unknown }[] = [];
  let told = 0;
  for (let i = 0; i < count; i++) {
    const seen: Event[] = [];
    const skip = failed.map(({ event }) => event.key);
    try {
      told += await tellSome(job, { brandId, max: 1, skip }, seen);
    } catch (fault) {
      const [event] = seen;
      if (isOutage(fault) || !event) throw fault;
      failed.push({ event, fault });
    }
  }
  if (told === 0 && failed.length > 1) throw error;
  for (const { event, fault } of failed) {
    const {
      key,
      program_id: programId,
      contract_id: contractId,
      partner_account_id: partner,
    } = event;
    const item = {
      subject: key,
      accountId: brandId,
      programId,
      partnerId: contractId === null ? null : partner,
    };
    await park(job.pool, job, { kind: "LIMIT_NOTICE", ...item }, failureOf(fault));
  }
  return told;
}

async function tellBrand(
  job: NoticeJob,
  brandId: string,
  open: ReadonlyMap<string, OpenItem>,
): Promise<number> {
  const seen: Event[] = [];
  let told = 0;
  try {
    told = await tellSome(job, { brandId, max: batchSize, skip: [] }, seen);
  } catch (error) {
    if (isOutage(error) || seen.length === 0) throw error;
    return tellApart(job, brandId, seen.length, error);
  }
  const wereParked = seen.map(({ key }) => key).filter((key) => open.has(key));
  await unpark(job.pool, job, "LIMIT_NOTICE", wereParked);
  return told;
}

const brandsSql = `select distinct e.brand_account_id as id
  from limit_event e
  where e.told_at is null
    and not ${isParkedSql("LIMIT_NOTICE", "e.brand_account_id::text", "$1")}
    and not ${isParkedSql("LIMIT_NOTICE", noticeKey, "$1")}
  limit 10`;

/**
 * `databaseUrl` is opened as the worker. A brand, or an event of one, that cannot be told is
 * parked; the others go on.
 */
export async function createLimitNotices({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): Promise<LimitNotices> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 2, silentMsOf.worker);
  const forBrand = (brandAccountId: string): EntityManager =>
    emFor(orm, { kind: "BRAND", accountId: brandAccountId });
  const job: NoticeJob = {
    pool,
    clock: telling.clock,
    newId: telling.newId,
    log,
    telling,
    forBrand,
  };
  return {
    async runOnce() {
      const { rows: brands } = await pool.query<{ id: string }>(brandsSql, [
        new Date(telling.clock()),
      ]);
      if (brands.length === 0) return 0;
      const [round, open] = [
        await startRound(job, "LIMIT_NOTICE"),
        await openItems(pool, "LIMIT_NOTICE"),
      ];
      let done = 0;
      for (const { id } of brands)
        done +=
          (await round.attempt({ subject: id, accountId: id }, () => tellBrand(job, id, open))) ??
          0;
      return done;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
