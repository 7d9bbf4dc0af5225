/**
 * What a loop cannot do for one tenant is parked with its reason, told to operators once, tried
 * again with growing waits a few times, and never stops what stands behind it. A fault of the place
 * (see outage.ts) parks nothing: the loop waits.
 */
import type pg from "pg";
import type { Clock, NewId } from "../clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Log } from "../log.ts";
import { isOutage, sqlStateOf } from "./outage.ts";

export const parkedKinds = [
  "CLICKS",
  "CLOCK",
  "JOURNAL",
  "MONTH",
  "BONUS",
  "REPORT",
  "REPORT_ROW",
  "REPORT_HELD",
  "REPORT_NOTICE",
  "SALES",
  "SUBMISSION",
  "CHANGE",
  "CHANGE_PARTNER",
  "WITHDRAWAL",
  "WITHDRAWAL_PARTNER",
  "REVERSAL",
  "CONTRACT_DAYS",
  "LIMIT_NOTICE",
  "MAIL",
  "REPLAY",
  "REPLAY_CHECK",
  "VERIFICATION",
  "BREAKDOWN",
  "ALERT",
  "LETTER",
  "DOMAIN_NOTICE",
] as const;
export type ParkedKind = (typeof parkedKinds)[number];

export const parkedReasons = [
  "TOO_LARGE",
  "UNKNOWN_CURRENCY",
  "BAD_VALUE",
  "NOT_ALLOWED",
  "CLOCK_AHEAD",
  "DAMAGED",
  "REFUSED_BY_SERVER",
  "TAKES_TOO_MUCH",
  "UNEXPECTED",
] as const;
export type ParkedReason = (typeof parkedReasons)[number];

export interface Parked {
  kind: ParkedKind;
  subject: string;
  /** Whose it is; null = the installation's. */
  accountId: string | null;
  programId?: string | null;
  partnerId?: string | null;
  /** The click that it stands still for. */
  clickId?: string | null;
}
export interface OpenItem {
  subject: string;
  attempts: number;
  /** null: waits for an operator. */
  nextTryAt: Instant | null;
}
export interface Parking {
  pool: pg.Pool;
  clock: Clock;
  newId: NewId;
  log: Log;
}

const minuteMs = 60_000;
/** After the first, second, … failed attempt; after the last it waits for an operator. */
export const tryAgainMs = [0.25, 1, 5, 15, 60, 240, 720, 1440].map((minutes) => minutes * minuteMs);
const maxDetail = 2_000;

/** As text that can be stored whatever it holds. */
export const storableText = (text: string, max: number): string =>
  text.replaceAll("\0", "\uFFFD").toWellFormed().slice(0, max).toWellFormed();

export function reasonOf(error: unknown): ParkedReason {
  const state = sqlStateOf(error);
  if (state === "22003") return "TOO_LARGE";
  if (state.startsWith("22")) return "BAD_VALUE";
  if (state.startsWith("23")) return "NOT_ALLOWED";
  if (error instanceof RangeError)
    return /currency/.test(error.message) ? "UNKNOWN_CURRENCY" : "BAD_VALUE";
  return "UNEXPECTED";
}
const detailOf = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const state = sqlStateOf(error);
  return storableText(state === "" ? text : `${text} (${state})`, maxDetail);
};

/** null: it has been tried often enough. */
export const nextTryAfter = (attempts: number, now: Instant): Instant | null => {
  const wait = tryAgainMs[attempts - 1];
  return wait === undefined ? null : now + wait;
};

export interface Failure {
  reason: ParkedReason;
  detail: string;
}
export const failureOf = (error: unknown): Failure => ({
  reason: reasonOf(error),
  detail: detailOf(error),
});

const parkSql = `
  insert into parked_item as i (
    id,
    kind,
    subject,
    account_id,
    program_id,
    partner_account_id,
    reason,
    detail,
    attempts,
    parked_at,
    tried_at,
    next_try_at,
    click_id
  )
  values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10, $13)
  on conflict (kind, subject)
  where done_at is null do update
  set
    reason = excluded.reason,
    detail = excluded.detail,
    click_id = excluded.click_id,
    attempts = i.attempts + 1,
    tried_at = excluded.tried_at,
    next_try_at = case
      when $12 then excluded.next_try_at
      else excluded.tried_at + make_interval(secs => ($11::float8[])[i.attempts + 1] / 1000)
    end
  returning attempts, (extract(epoch from next_try_at) * 1000)::float8 as "nextTryAt"`;

/**
 * Notes one more failed attempt, in the caller's transaction if `client` is one. `until`: instead
 * of the growing waits.
 */
export async function park(
  client: pg.Pool | pg.ClientBase,
  deps: Omit<Parking, "pool">,
  item: Parked,
  failure: Failure,
  until?: Instant | null,
): Promise<OpenItem> {
  const { kind, subject, accountId, programId = null, partnerId = null, clickId = null } = item;
  const now = deps.clock();
  const next = until === undefined ? nextTryAfter(1, now) : until;
  const { rows } = await client.query<Omit<OpenItem, "subject">>(parkSql, [
    deps.newId(now),
    kind,
    subject,
    accountId,
    programId,
    partnerId,
    failure.reason,
    failure.detail,
    new Date(now),
    next === null ? null : new Date(next),
    tryAgainMs,
    until !== undefined,
    clickId,
  ]);
  const { attempts = 1, nextTryAt = null } = rows[0] ?? {};
  const told = { kind, subject, program: programId, account: accountId, ...failure, attempts };
  if (attempts === 1) deps.log.error(told, "parked: it could not be done, the others go on");
  else if (nextTryAt === null)
    deps.log.error(told, "parked for good: tried often enough, an operator may try it again");
  return { subject, attempts, nextTryAt };
}

/** Worked off, or gone: resolves with whether something was parked. */
export async function unpark(
  client: pg.Pool | pg.ClientBase,
  deps: Omit<Parking, "pool">,
  kind: ParkedKind,
  subjects: readonly string[],
): Promise<boolean> {
  if (subjects.length === 0) return false;
  const { rowCount } = await client.query(
    "update parked_item set done_at = $3 where kind = $1 and subject = any($2) and done_at is null",
    [kind, subjects, new Date(deps.clock())],
  );
  if (rowCount) deps.log.info({ kind, subjects }, "no longer parked");
  return Boolean(rowCount);
}

export async function openItems(
  client: pg.Pool | pg.ClientBase,
  kind: ParkedKind,
): Promise<Map<string, OpenItem>> {
  const { rows } = await client.query<OpenItem>({
    name: "open_parked_items",
    text: `
      select subject, attempts, (extract(epoch from next_try_at) * 1000)::float8 as "nextTryAt"
      from parked_item
      where kind = $1 and done_at is null`,
    values: [kind],
  });
  return new Map(rows.map((row) => [row.subject, row]));
}
export const isDue = (item: Pick<OpenItem, "nextTryAt"> | undefined, now: Instant): boolean =>
  item === undefined || (item.nextTryAt !== null && item.nextTryAt <= now);

/**
 * SQL: whether `subject`, an expression, is parked and not to be tried now; `now` is a placeholder
 * or an expression.
 */
export const isParkedSql = (kind: ParkedKind, subject: string, now: string): string =>
  `exists (
      select
      from parked_item parked
      where parked.kind = '${kind}'
        and parked.subject = ${subject}
        and parked.done_at is null
        and (parked.next_try_at is null or parked.next_try_at > ${now})
    )`;

export interface Round {
  /**
   * Does the work for one thing unless it is parked and not due; resolves with null where it is, or
   * has become, parked. Throws an outage.
   */
  attempt<T>(item: Omit<Parked, "kind">, work: () => Promise<T>): Promise<T | null>;
  /** Of a loop that has named every thing it has to do: what is parked besides is gone. */
  sweep(subjects: ReadonlySet<string>): Promise<void>;
}

/** One round of a loop over things of a kind. */
export async function startRound(parking: Parking, kind: ParkedKind): Promise<Round> {
  const { pool, clock } = parking;
  const open = await openItems(pool, kind);
  return {
    async attempt(item, work) {
      if (!isDue(open.get(item.subject), clock())) return null;
      let result;
      try {
        result = await work();
      } catch (error) {
        if (isOutage(error)) throw error;
        await park(pool, parking, { kind, ...item }, failureOf(error));
        return null;
      }
      if (open.has(item.subject)) await unpark(pool, parking, kind, [item.subject]);
      return result;
    },
    sweep: async (subjects) =>
      void (await unpark(
        pool,
        parking,
        kind,
        [...open.keys()].filter((subject) => !subjects.has(subject)),
      )),
  };
}

/**
 * For loops that look rarely: true when something of the kind is to be tried again now. Asks at
 * most once a second.
 */
export function watchReleases(
  { pool, clock }: Pick<Parking, "pool" | "clock">,
  kind: ParkedKind,
): () => Promise<boolean> {
  let askedAt = -Infinity;
  return async () => {
    if (performance.now() - askedAt < 1_000) return false;
    askedAt = performance.now();
    const { rows } = await pool.query<{ due: boolean }>(
      `select exists (
          select from parked_item where kind = $1 and done_at is null and next_try_at <= $2
        ) as due`,
      [kind, new Date(clock())],
    );
    return rows[0]?.due ?? false;
  };
}
