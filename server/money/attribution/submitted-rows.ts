/** Rows of submissions as the worker takes them up, and as it leaves them. */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import { rowFrom, type RowReason, type SubmissionSource } from "../../domain/submission.ts";
import type { SubmittedChange, SubmittedRow, SubmittedSale } from "../../domain/submitted-gates.ts";
import { isParkedSql } from "../../platform/db/parking.ts";

interface Taken<R extends SubmittedRow> {
  submission: string;
  number: number;
  source: SubmissionSource;
  submittedBy: string;
  submittedAt: Instant;
  /** It failed before, for want of what may be there now. */
  isRevived: boolean;
  row: R;
}
export type TakenSale = Taken<SubmittedSale>;
export type TakenChange = Taken<SubmittedChange>;
export type TakenRow = TakenSale | TakenChange;
export const isSale = (taken: TakenRow): taken is TakenSale => taken.row.change === null;

/** What became of a row; `tryAt`: it stays queued until then. */
export interface RowResult {
  taken: TakenRow;
  state: "BOOKED" | "FAILED" | "QUEUED";
  reason: RowReason | null;
  message: string | null;
  conversionId: string | null;
  tryAt: Instant | null;
}
export const failed = (taken: TakenRow, reason: RowReason, message: string): RowResult => ({
  taken,
  state: "FAILED",
  reason,
  message,
  conversionId: null,
  tryAt: null,
});

const columns = `r.submission_id as submission,
  r.number,
  s.source,
  s.submitted_by as "submittedBy",
  (extract(epoch from s.submitted_at) * 1000)::float8 as "submittedAt",
  r.state = 'FAILED' as "isRevived",
  r.read as row`;
type StoredTaken = Omit<TakenRow, "row"> & { row: object };
const read = (rows: readonly StoredTaken[]): TakenRow[] =>
  rows.map((row) => ({ ...row, row: rowFrom(row.row) }) as TakenRow);

/** The next rows of a submission in their order; those that wait or are parked stay. */
export async function takeRows(
  client: pg.ClientBase | pg.Pool,
  submission: string,
  now: Instant,
  limit: number,
): Promise<TakenRow[]> {
  const { rows } = await client.query<StoredTaken>(
    `select ${columns}
      from submitted_conversion r
      join conversion_submission s on s.id = r.submission_id
      where r.submission_id = $1
        and r.state = 'QUEUED'
        and (r.try_at is null or r.try_at <= $2)
        and not ${isParkedSql("SUBMISSION", "r.submission_id || '/' || r.number", "$2")}
      order by r.number
      limit $3`,
    [submission, new Date(now), limit],
  );
  return read(rows);
}

/**
 * Rows that failed for want of what these bring: changes of orders that nobody knew, and orders of
 * customers without a click.
 */
export async function revivedBy(
  client: pg.ClientBase | pg.Pool,
  programId: string,
  taken: readonly TakenRow[],
): Promise<TakenRow[]> {
  const sales = taken.filter(isSale);
  const customers = sales.flatMap(({ row: { keys } }) =>
    keys.customer !== null && keys.clickIds.length > 0 ? [keys.customer] : [],
  );
  const failedRows = async (reason: RowReason, named: string, names: readonly string[]) =>
    read(
      (
        await client.query<StoredTaken>(
          `select ${columns}
            from submitted_conversion r
            join conversion_submission s on s.id = r.submission_id
            where r.program_id = $1
              and r.state = 'FAILED'
              and r.reason = $2
              and ${named} = any($3)`,
          [programId, reason, names],
        )
      ).rows,
    );
  const orders = await failedRows("UNCLAIMED", "r.customer", customers);
  // Also those of orders that are revived themselves.
  const orderIds = [...sales, ...orders].map(({ row }) => row.orderId);
  const changes = await failedRows(
    "ACTION_REF_NOT_FOUND",
    "r.change is not null and r.order_id",
    orderIds,
  );
  return [...orders, ...changes];
}

/** Of them those that nobody has left since; the caller holds the lock of the program's sales. */
export async function stillTaken(
  client: pg.ClientBase,
  taken: readonly TakenRow[],
): Promise<TakenRow[]> {
  const { rows } = await client.query<{ at: number }>(
    `select w.at::int as at
      from unnest($1::uuid[], $2::int[], $3::text[]) with ordinality
        w (submission, number, state, at)
      join submitted_conversion r
        on r.submission_id = w.submission and r.number = w.number and r.state = w.state`,
    [
      taken.map(({ submission }) => submission),
      taken.map(({ number }) => number),
      taken.map(({ isRevived }) => (isRevived ? "FAILED" : "QUEUED")),
    ],
  );
  const still = new Set(rows.map(({ at }) => at - 1));
  return taken.filter((_, at) => still.has(at));
}

const writeSql = `
  update submitted_conversion r
  set
    state = w.state,
    reason = w.reason,
    message = w.message,
    conversion_id = w.conversion,
    try_at = w.try_at,
    done_at = case when w.state <> 'QUEUED' then $8::timestamptz end
  from unnest(
    $1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[]
  ) w (submission, number, state, reason, message, conversion, try_at)
  where r.submission_id = w.submission and r.number = w.number`;
const countSql = `
  update conversion_submission s
  set
    state = case s.state when 'QUEUED' then 'IN_PROGRESS' else s.state end,
    done = s.done + w.done,
    booked = s.booked + w.booked,
    failed = s.failed + w.failed
  from unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) w (id, done, booked, failed)
  where s.id = w.id`;

/** What a result adds to its submission's counts; a row that failed before was counted then. */
function countsOf({ taken: { isRevived }, state }: RowResult): readonly number[] {
  const booked = Number(state === "BOOKED");
  if (isRevived) return [0, booked, -booked];
  return [Number(state !== "QUEUED"), booked, Number(state === "FAILED")];
}

export async function leaveRows(
  client: pg.ClientBase,
  results: readonly RowResult[],
  now: Instant,
): Promise<void> {
  if (results.length === 0) return;
  await client.query(writeSql, [
    results.map(({ taken }) => taken.submission),
    results.map(({ taken }) => taken.number),
    results.map(({ state }) => state),
    results.map(({ reason }) => reason),
    results.map(({ message }) => message),
    results.map(({ conversionId }) => conversionId),
    results.map(({ tryAt }) => (tryAt === null ? null : new Date(tryAt))),
    new Date(now),
  ]);
  const bySubmission = Map.groupBy(results, ({ taken }) => taken.submission);
  const counts = [...bySubmission.values()].map((of) =>
    of.map(countsOf).reduce((sum, one) => sum.map((count, at) => count + (one[at] ?? 0))),
  );
  await client.query(countSql, [
    [...bySubmission.keys()],
    ...[0, 1, 2].map((at) => counts.map((count) => count[at])),
  ]);
}
