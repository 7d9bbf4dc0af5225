/**
 * The worker's job for what shops hand in: books queued rows in batches, each with what became of
 * its rows in one transaction. All of its state is in the database, so it may end at any instant
 * and run in several processes. A row that cannot be booked at all is parked alone.
 */
import type pg from "pg";
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { failureOf, park, startRound, unpark } from "../../platform/db/parking.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import {
  flush,
  inBooking,
  loadProgramContext,
  tickChannel,
  type ProgramContext,
} from "./sales-booking.ts";
import { settle } from "./settling.ts";
import { clearFiles, readFile } from "./submission-files.ts";
import type { FileSubmission } from "./submission-previews.ts";
import { bookChanges } from "./submitted-changes.ts";
import {
  isSale,
  leaveRows,
  revivedBy,
  stillTaken,
  takeRows,
  type RowResult,
  type TakenChange,
  type TakenRow,
} from "./submitted-rows.ts";
import { bookSales } from "./submitted-sales.ts";

const batchRows = 1_000;

type Submission = FileSubmission;
interface Batch {
  deps: WorkerDeps;
  context: ProgramContext;
  submission: Submission;
}
const subjectOf = ({ submission, number }: Pick<TakenRow, "submission" | "number">): string =>
  `${submission}/${number}`;

async function bookTogether({ deps, context }: Batch, taken: readonly TakenRow[]): Promise<void> {
  const instants = taken.filter(isSale).map(({ row }) => row.at);
  await inBooking(
    deps,
    context,
    instants,
    async (booking) => {
      // Another process may have booked them while this one waited for the lock.
      const left = await stillTaken(booking.client, taken);
      const sales = left.filter(isSale);
      const changes = left.filter((one): one is TakenChange => !isSale(one));
      const leave = (results: RowResult[]) => leaveRows(booking.client, results, booking.now);
      const results = await bookSales(booking, sales);
      await flush(booking);
      await leave(results);
      await bookChanges(booking, changes, leave);
    },
    undefined,
    false,
  );
}

/** Halves what cannot be booked together until those that cannot be booked at all are alone. */
async function bookApart(batch: Batch, taken: readonly TakenRow[]): Promise<void> {
  const { deps, submission } = batch;
  try {
    await bookTogether(batch, taken);
    return;
  } catch (error) {
    if (isOutage(error)) throw error;
    const [first] = taken;
    if (taken.length === 1 && first) {
      const { programId, brand: accountId } = submission;
      const item = { kind: "SUBMISSION", subject: subjectOf(first), accountId, programId } as const;
      await park(deps.pool, deps, item, failureOf(error));
      return;
    }
  }
  const half = Math.ceil(taken.length / 2);
  await bookApart(batch, taken.slice(0, half));
  await bookApart(batch, taken.slice(half));
}

async function bookBatch(batch: Batch, taken: readonly TakenRow[]): Promise<void> {
  const { deps, context } = batch;
  try {
    await bookTogether(batch, taken);
  } catch (error) {
    if (isOutage(error)) throw error;
    // What fails without any row is the program's own, and is not the rows' fault.
    await inBooking(deps, context, [], settle);
    await bookApart(batch, taken);
  }
  await unpark(deps.pool, deps, "SUBMISSION", await bookedOf(deps.pool, taken));
}

/** Those of them that are done, whatever became of them. */
async function bookedOf(pool: pg.Pool, taken: readonly TakenRow[]): Promise<string[]> {
  const { rows } = await pool.query<{ subject: string }>(
    `select i.subject
      from parked_item i
      join submitted_conversion r on i.subject = r.submission_id || '/' || r.number
      where i.kind = 'SUBMISSION'
        and i.done_at is null
        and i.subject = any($1)
        and r.submission_id = any($2::uuid[])
        and r.state <> 'QUEUED'`,
    [taken.map(subjectOf), [...new Set(taken.map(({ submission }) => submission))]],
  );
  return rows.map(({ subject }) => subject);
}

async function complete(pool: pg.Pool, id: string, at: Date): Promise<void> {
  await pool.query(
    `update conversion_submission s
      set state = 'COMPLETE', completed_at = $2
      where s.id = $1
        and s.state in ('QUEUED', 'IN_PROGRESS')
        and not exists (
          select from submitted_conversion r where r.submission_id = s.id and r.state = 'QUEUED'
        )`,
    [id, at],
  );
}

/** Books what waits of one submission; the number of rows that were looked at. */
async function bookSubmission(deps: WorkerDeps, submission: Submission): Promise<number> {
  const { id, programId } = submission;
  const context = await loadProgramContext(deps.pool, programId);
  const batch = { deps, context, submission };
  let done = 0;
  for (;;) {
    const queued = await takeRows(deps.pool, id, deps.clock(), batchRows);
    if (queued.length === 0) break;
    await bookBatch(batch, [...queued, ...(await revivedBy(deps.pool, programId, queued))]);
    done += queued.length;
    await deps.pool.query("select pg_notify($1, $2)", [tickChannel, programId]);
    // Others wait for their turn: a large file goes on in the next round.
    if (done >= batchRows * 5) break;
  }
  await complete(deps.pool, id, new Date(deps.clock()));
  return done;
}

const openSql = `
  select s.id, s.program_id as "programId", s.brand_account_id as brand
  from conversion_submission s
  where s.state in ('QUEUED', 'IN_PROGRESS')
  order by s.queued_at, s.id`;

const readingSql = `
  select s.id, s.program_id as "programId", s.brand_account_id as brand
  from conversion_submission s
  where s.state = 'READING'
  order by s.submitted_at, s.id`;

/** Once over all submissions in which something waits. */
export async function bookSubmissions(deps: WorkerDeps): Promise<number> {
  const { rows } = await deps.pool.query<Submission>(openSql);
  if (rows.length === 0) return 0;
  const round = await startRound(deps, "SUBMISSION");
  let done = 0;
  for (const submission of rows) {
    const { id, brand: accountId, programId } = submission;
    done +=
      (await round.attempt({ subject: id, accountId, programId }, () =>
        bookSubmission(deps, submission),
      )) ?? 0;
  }
  return done;
}

/** Reads the files that wait, one after the other; the number of those that were read. */
export async function readFiles(deps: WorkerDeps): Promise<number> {
  await clearFiles(deps);
  const { rows } = await deps.pool.query<Submission>(readingSql);
  if (rows.length === 0) return 0;
  const round = await startRound(deps, "SUBMISSION");
  let read = 0;
  for (const file of rows) {
    const { id, brand: accountId, programId } = file;
    const done = await round.attempt({ subject: id, accountId, programId }, async () => {
      await readFile(deps, file);
      return 1;
    });
    read += done ?? 0;
  }
  return read;
}

/** Files are read beside the booking, which a large one would hold up. */
export function createSubmissionJob(deps: WorkerDeps): Job {
  const loops: Loop[] = [];
  const { log } = deps;
  return {
    start: () => {
      loops.push(startLoop({ name: "submissions", log, run: () => bookSubmissions(deps) }));
      loops.push(startLoop({ name: "files of sales", log, run: () => readFiles(deps) }));
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
