/**
 * The worker's part in writing to people: letters that are due become mails, in one transaction, so
 * that each goes out once whatever dies between. A person is looked at by one worker at a time; one
 * to whom nothing can be written holds up no other.
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import { againMs, type LetterTimes, type LetterWay } from "../../domain/letter-times.ts";
import type { Role } from "../../platform/auth/rights.ts";
import { createPool, inTransaction, silentMsOf } from "../../platform/db/connection.ts";
import { lockSql } from "../../platform/db/locks.ts";
import { startRound } from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import { planLetters, type PlannedMail, type WaitingLetter } from "./letter-plan.ts";
import { timesOf, type TimesRow } from "./letter-times-row.ts";
import type { NoticeName } from "./notice.entity.ts";
import type { NoticeDeps } from "./notices.ts";
import { letterWay, topicOf } from "./topics.ts";

/** Those who wait are looked at this often. */
const everyMs = 5_000;
/** Letters that went out are kept this long. */
const keptMs = 30 * 86_400_000;

export interface LetterJob {
  /** One round; resolves with the number of mails that were written. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

interface Person {
  userId: string;
  accountId: string;
}
/** `stamp`: another one where other letters wait, or the person chose otherwise. */
const peopleSql = `
  select
    l.user_id as "userId",
    l.account_id as "accountId",
    concat_ws(
      ' ',
      max(l.id::text),
      count(*),
      (
        select max(p.changed_at)
        from notice_preference p
        where p.user_id = l.user_id and p.account_id = l.account_id
      ),
      (
        select t.changed_at
        from letter_times t
        where t.user_id = l.user_id and t.account_id = l.account_id
      ),
      (select m.role from membership m where m.user_id = l.user_id and m.account_id = l.account_id)
    ) as stamp
  from letter l
  where l.written_at is null
  group by 1, 2
  order by min(l.created_at)`;

interface PersonRow extends Partial<TimesRow> {
  email: string;
  accountName: string;
  accountZone: string;
  /** Null: a member no more. */
  role: Role | null;
  chosen: Partial<Record<string, LetterWay>>;
  /** When each was chosen. */
  chosenMs: Partial<Record<string, number>>;
  digestMs: string | null;
}
const ms = (instant: string) => `(extract(epoch from ${instant}) * 1000)::bigint::text`;
const personSql = `
  select
    u.email,
    a.name as "accountName",
    a.time_zone as "accountZone",
    m.role,
    t.time_zone as "timeZone",
    t.quiet_from as "quietFrom",
    t.quiet_until as "quietUntil",
    t.digest_pace as "digestPace",
    t.digest_hour as "digestHour",
    t.digest_weekday as "digestWeekday",
    ${ms("t.digest_from")} as "digestMs",
    chosen_letters(u.id, a.id) as chosen,
    (
      select coalesce(
        jsonb_object_agg(p.topic, (extract(epoch from p.changed_at) * 1000)::bigint),
        '{}'
      )
      from notice_preference p
      where p.user_id = u.id and p.account_id = a.id
    ) as "chosenMs"
  from app_user u
  cross join account a
  left join membership m on m.user_id = u.id and m.account_id = a.id
  left join letter_times t on t.user_id = u.id and t.account_id = a.id
  where u.id = $1 and a.id = $2`;

interface LetterRow extends Omit<
  WaitingLetter,
  "way" | "digestFrom" | "createdAt" | "lastLetterAt"
> {
  kind: NoticeName;
  createdMs: string;
  lastMs: string | null;
}
const lettersSql = `
  with told as (
    select n.group_id, max(l.written_at) as at
    from letter l
    join notice n on n.id = l.notice_id
    where l.user_id = $1 and l.account_id = $2 and l.written_at > $3
    group by 1
  )
  select
    l.id,
    n.kind,
    n.group_id as "groupId",
    coalesce(p.name, '') as "programName",
    coalesce(l.from_account_id::text, '') as "fromAccountId",
    coalesce(f.name, '') as "fromName",
    l.subject,
    l.body,
    ${ms("l.created_at")} as "createdMs",
    ${ms("told.at")} as "lastMs"
  from letter l
  join notice n on n.id = l.notice_id
  left join told on told.group_id = n.group_id
  left join program p on p.id = n.program_id
  left join account f on f.id = l.from_account_id
  where l.user_id = $1 and l.account_id = $2 and l.written_at is null
  order by l.id
  limit 10000`;

async function waitingOf(client: pg.PoolClient, { userId, accountId }: Person, now: Instant) {
  const { rows } = await client.query<PersonRow>(personSql, [userId, accountId]);
  const { rows: letters } = await client.query<LetterRow>(lettersSql, [
    userId,
    accountId,
    new Date(now - againMs),
  ]);
  const [person] = rows;
  if (!person) throw new Error("letters: a person or an account of a letter cannot be read");
  const { role, chosen, chosenMs, digestMs } = person;
  return {
    person,
    times: timesOf(person, person.accountZone) satisfies LetterTimes,
    letters: letters.map(({ createdMs, lastMs, ...letter }): WaitingLetter => ({
      ...letter,
      createdAt: Number(createdMs),
      lastLetterAt: lastMs === null ? null : Number(lastMs),
      digestFrom: Math.max(chosenMs[topicOf[letter.kind]] ?? 0, Number(digestMs ?? 0)),
      way: role === null ? "NEVER" : letterWay(topicOf[letter.kind], role, chosen),
    })),
  };
}

interface Deps {
  pool: pg.Pool;
  telling: NoticeDeps;
}

async function write(
  client: pg.PoolClient,
  { clock, newId }: NoticeDeps,
  recipient: string,
  accountId: string,
  { ids, subject, body }: PlannedMail,
): Promise<void> {
  const at = clock();
  await client.query(
    `insert into mail (id, account_id, recipient, subject, body, created_at, attempts)
      values ($1, $2, $3, $4, $5, $6, 0)`,
    [newId(at), accountId, recipient, subject, body, new Date(at)],
  );
  await client.query("update letter set written_at = $2 where id = any($1::uuid[])", [
    ids,
    new Date(at),
  ]);
}

interface Looked {
  mails: number;
  /** Nothing is due before, if nothing changes. */
  nextAt: Instant;
}
const writeTo = ({ pool, telling }: Deps, who: Person): Promise<Looked> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ free: boolean }>(
      `select pg_try_advisory_xact_lock(${lockSql("LETTERS", "$1")}) as free`,
      [`${who.userId} ${who.accountId}`],
    );
    // Another worker is at this person.
    if (!rows[0]?.free) return { mails: 0, nextAt: -Infinity };
    const now = telling.clock();
    const { person, times, letters } = await waitingOf(client, who, now);
    const place = { publicUrl: telling.publicUrl, accountName: person.accountName };
    const { mails, dropped, nextAt } = planLetters(letters, times, now, place);
    for (const mail of mails) await write(client, telling, person.email, who.accountId, mail);
    if (dropped.length > 0)
      await client.query("delete from letter where id = any($1::uuid[])", [dropped]);
    return { mails: mails.length, nextAt };
  });

/** `databaseUrl` is opened as the worker. */
export function createLetters({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): LetterJob {
  const pool = createPool(databaseUrl, "worker", 2, silentMsOf.worker);
  const parking = { pool, clock: telling.clock, newId: telling.newId, log };
  let lookedAt = -Infinity;
  /** Of whom something waits: how it stood, and when it is due. */
  let known = new Map<string, { stamp: string; nextAt: Instant }>();
  let prunedAt = -Infinity;
  const prune = async (now: number) => {
    await pool.query("delete from letter where written_at < $1", [new Date(now - keptMs)]);
    prunedAt = now;
  };
  return {
    async runOnce() {
      const now = telling.clock();
      if (now - lookedAt < everyMs && now >= lookedAt) return 0;
      const { rows: people } = await pool.query<Person & { stamp: string }>(peopleSql);
      const round = await startRound(parking, "LETTER");
      const before = known;
      known = new Map();
      let done = 0;
      for (const { stamp, ...who } of people) {
        const subject = `${who.userId}/${who.accountId}`;
        const last = before.get(subject);
        if (last?.stamp === stamp && now < last.nextAt) {
          known.set(subject, last);
          continue;
        }
        const looked = await round.attempt({ subject, accountId: who.accountId }, () =>
          writeTo({ pool, telling }, who),
        );
        if (looked) known.set(subject, { stamp, nextAt: looked.nextAt });
        done += looked?.mails ?? 0;
      }
      if (Math.abs(now - prunedAt) > 3_600_000) await prune(now);
      lookedAt = now;
      return done;
    },
    close: () => pool.end(),
  };
}
