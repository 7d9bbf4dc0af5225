/** The worker's part in telling of limits: each event of 80 % and 100 % is told once, to the two it is between [D106]. */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { limitInWords } from "../accounting/limit-words.ts";
import { formatMicros } from "../domain/money.ts";
import { entities } from "../entities.ts";
import type { LimitFact } from "../notices/notice.entity.ts";
import { tell, type Telling, type Told } from "../notices/notices.ts";
import { ormConfig } from "../orm.config.ts";

export interface LimitNotices {
  /** One round; resolves with the number of events told. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

/** Events told in one transaction. */
const batchSize = 50;
/** What has been over for longer needs no warning: the list of events keeps it. */
const staleMs = 86_400_000;

interface Event {
  program_id: string;
  brand_account_id: string;
  partner_account_id: string;
  contract_id: string | null;
  scope_id: string;
  limit_id: string;
  window_start: Date;
  window_end: Date | null;
  percent: 80 | 100;
  max: string;
  used: string;
  occurred_at: Date;
  /** Of the contract's terms. */
  currency: string | null;
  /** Of the counter. */
  limit_currency: string;
}

/** Locked until they are told: of two workers one takes them, and a killed one leaves them untold with nothing written. */
const untold = (tx: EntityManager, brandId: string): Promise<Event[]> =>
  tx.execute<Event[]>(
    `select e.*, e.max::text, e.used::text, nullif(e.window_end, 'infinity') as window_end, e.currency as limit_currency,
       (select v.body ->> 'currency' from contract c join terms_version v on v.id = c.terms_version_id where c.id = e.contract_id) as currency
     from limit_event e where e.told_at is null and e.brand_account_id = ? order by e.recorded_at, e.percent limit ? for update skip locked`,
    [brandId, batchSize],
  );

function factOf({ limit_id: id, percent, max, used, occurred_at: at, window_end: end, currency: of }: Event): LimitFact {
  const { event, kind, currency, text } = limitInWords(id, BigInt(max), of);
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

/** Partners whom a program's limit binds, where the brand shares it: those with a contract in force, for payouts in its currency. */
async function sharedWith(tx: EntityManager, { program_id: programId, limit_id: limitId }: Event, { kind, currency }: LimitFact, now: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string }[]>(
    `select c.partner_account_id as id from contract c join terms_version v on v.id = c.terms_version_id
     where c.program_id = ? and c.decision = 'SIGNED' and c.starts_at <= ? and (c.ends_at is null or c.ends_at > ?) and (? <> 'PAYOUT' or v.body ->> 'currency' = ?)
       and exists (select from program_limit l where l.program_id = c.program_id and l.shared and l.ended_at is null and ? = concat_ws(':', 'PROGRAM', l.event, l.kind, l.reset, l.currency))`,
    [programId, now, now, kind, currency, limitId],
  );
  return rows.map(({ id }) => id);
}

async function toldOf(tx: EntityManager, event: Event, now: Date): Promise<Told[]> {
  if (event.window_end !== null && now.getTime() - new Date(event.window_end).getTime() > staleMs) return [];
  const limitFact = factOf(event);
  const { brand_account_id: brandId, partner_account_id: partnerId, contract_id: contractId } = event;
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
  const partners = contractId === null ? await sharedWith(tx, event, limitFact, now) : [partnerId];
  const toBrand = { ...common, accountId: brandId, fromAccountId: contractId === null ? brandId : partnerId };
  return [toBrand, ...partners.map((accountId) => ({ ...common, accountId, fromAccountId: brandId }))];
}

async function markTold(tx: EntityManager, events: readonly Event[], now: Date): Promise<void> {
  for (const event of events)
    await tx.execute(
      "update limit_event set told_at = ? where program_id = ? and partner_account_id = ? and scope_id = ? and limit_id = ? and currency = ? and window_start = ? and window_end = coalesce(?, timestamptz 'infinity') and percent = ?",
      [now, event.program_id, event.partner_account_id, event.scope_id, event.limit_id, event.limit_currency, event.window_start, event.window_end, event.percent],
    );
}

/** `databaseUrl` is opened as the worker. */
export async function createLimitNotices({ databaseUrl, telling }: { databaseUrl: string; telling: Telling }): Promise<LimitNotices> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  /** As the brand whose limits they are, so that it reaches no address but those of its own partners. */
  const forBrand = (brandAccountId: string): EntityManager => orm.em.fork({ session: { variables: { "app.kind": "BRAND", "app.account_id": brandAccountId } } });
  return {
    async runOnce() {
      const brands = await orm.em.fork().execute<{ id: string }[]>("select distinct brand_account_id as id from limit_event where told_at is null limit 10");
      let done = 0;
      for (const { id } of brands)
        done += await forBrand(id).transactional(async (tx) => {
          const now = new Date(telling.clock());
          const events = await untold(tx, id);
          const all: Told[] = [];
          for (const event of events) all.push(...(await toldOf(tx, event, now)));
          await tell(tx, telling, all);
          await markTold(tx, events, now);
          return events.length;
        });
      return done;
    },
    close: () => orm.close(true),
  };
}
