/** Counts how far the worker's work is, for the operator's page of health. */
import { statfs } from "node:fs/promises";
import type pg from "pg";
import type { HealthFigures } from "../../domain/health.ts";
import { journalBytes } from "../../money/accounting/backlog.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Env } from "../../platform/env.ts";

interface Parts {
  pool: pg.Pool;
  clock: Clock;
  env: Pick<Env, "journalDir" | "DATA_DIR" | "SMTP_URL">;
}
const everyMs = 10_000;
/** Of a long queue its first ones are counted. */
const most = 100_000;
const ms = (instant: string): string => `(extract(epoch from ${instant}) * 1000)::float8`;
/** Rows `sql` selects as `at`. */
const waiting = (sql: string): string => `(
    select json_build_object('waiting', count(*), 'oldest', ${ms("min(at)")})
    from (${sql} limit ${most}) w
  )`;

/** $1: now. */
const figuresSql = `select
  (select ${ms("min(read_until)")}
    from journal_reading
    where read_until > (select max(read_until) from journal_reading) - interval '7 days'
  ) as "readUntil",
  ${waiting(
    `select c.clicked_at as at
      from accounting_partition p
      join click c on c.accounting_partition = p.number and c.ingest_seq > p.last_seq`,
  )} as clicks,
  (
    select json_build_object(
        'runs', count(*),
        'failing', count(*) filter (where r.failures > 0),
        'completeAt', ${ms("min(r.complete_at)")}
      )
    from attribution_run r
    join program p on p.id = r.program_id
    where p.amazon_connection_id is not null
  ) as amazon,
  ${waiting(
    `select started_at as at from verification where result = 'WAITING' and order_number is null`,
  )} as verification,
  ${waiting(
    `select created_at as at
      from mail
      where sent_at is null and coalesce(next_attempt_at, $1) <= $1`,
  )} as mails,
  (select count(*) from mail where sent_at is null and failure is not null) as "failingMails",
  ${waiting("select parked_at as at from parked_item where done_at is null")} as parked,
  ${waiting(
    "select requested_at as at from export_job where state in ('QUEUED', 'RUNNING')",
  )} as exports,
  (
    select count(*)
    from export_job
    where state = 'FAILED' and finished_at > $1 - interval '24 hours'
  ) as "failedExports"`;

interface Row extends Pick<HealthFigures, "clicks" | "amazon" | "verification" | "parked"> {
  readUntil: number | null;
  mails: HealthFigures["clicks"];
  failingMails: bigint;
  exports: HealthFigures["clicks"];
  failedExports: bigint;
}

export async function countFigures({ pool, clock, env }: Parts): Promise<HealthFigures> {
  const { rows } = await pool.query<Row>(figuresSql, [new Date(clock())]);
  const [row] = rows;
  if (!row) throw new Error("countFigures: no row");
  const { readUntil, mails, failingMails, exports, failedExports, ...figures } = row;
  const disk = await statfs(env.DATA_DIR).catch(() => null);
  return {
    ...figures,
    journal: { readUntil, unreadBytes: await journalBytes(pool, [env.journalDir]) },
    mails: { ...mails, configured: env.SMTP_URL !== undefined, failing: Number(failingMails) },
    exports: { ...exports, failedLately: Number(failedExports) },
    disk: disk && { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize },
  };
}

/** Counts once and keeps it. */
export async function readHealth(parts: Parts): Promise<void> {
  const { pool, clock } = parts;
  const figures = await countFigures(parts);
  await pool.query(
    `insert into health_reading (read_at, figures)
      values ($1, $2)
      on conflict (one) do update
      set read_at = excluded.read_at, figures = excluded.figures`,
    [new Date(clock()), JSON.stringify(figures)],
  );
}

/** For a loop, which asks far more often than there is something to count anew. */
export function createHealthReading(parts: Parts): () => Promise<number> {
  let readAt = -Infinity;
  return async () => {
    if (performance.now() - readAt < everyMs) return 0;
    await readHealth(parts);
    readAt = performance.now();
    return 0;
  };
}
