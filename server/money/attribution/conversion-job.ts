/**
 * The worker's job for sales between reports: books what people ask for, and approves sales at
 * their locking date without anyone's action [D163]. All of its state is in the database, so it may
 * end at any instant and run in several processes.
 */
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { failureOf, park, startRound, unpark } from "../../platform/db/parking.ts";
import { isDue } from "./booked-conversions.ts";
import { isUnposted, postInquiries } from "./inquiry-postings.ts";
import {
  inBooking,
  loadProgramContext,
  partnersAside,
  tickChannel,
  type SalesBooking,
  type ProgramContext,
} from "./sales-booking.ts";
import { settle } from "./settling.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

const isAside = `exists (
    select
    from parked_item i
    where i.kind = 'SALES'
      and i.program_id = a.program_id
      and i.partner_account_id = a.partner_account_id
      and i.done_at is null
      and (i.next_try_at is null or i.next_try_at > $1)
  )`;
const waitingSql = `select distinct a.program_id as id, a.brand_account_id as brand
  from (
    select a.program_id, a.brand_account_id, a.partner_account_id
    from conversion a
    where ${isDue("$1")}
    union all select r.program_id, r.brand_account_id, a.partner_account_id
    from conversion_request r
    left join conversion a on a.id = r.conversion_id
    where r.state = 'QUEUED'
    union all select q.program_id, q.brand_account_id, q.partner_account_id
    from inquiry q
    where ${isUnposted}
  ) a
  where not ${isAside}
  order by 1`;

const partnersSql = `select distinct a.partner_account_id as id
  from conversion a
  where a.program_id = $1
    and a.partner_account_id is not null
    and not a.partner_account_id = any($2::uuid[])
    and (
      a.state = 'PENDING'
        or exists (
          select from conversion_request r where r.conversion_id = a.id and r.state = 'QUEUED'
        )
    )
  union select q.partner_account_id
  from inquiry q
  where q.program_id = $1
    and not q.partner_account_id = any($2::uuid[])
    and ${isUnposted}
  order by 1`;

async function settleSales(booking: SalesBooking): Promise<number> {
  await settle(booking);
  const posted = await postInquiries(booking);
  return booking.written + posted;
}
const subjectOf = (programId: string, partnerId: string): string => `${programId}/${partnerId}`;

/**
 * Partner by partner, where together they cannot be settled: those who cannot are parked alone.
 * Rethrows what is the program's own.
 */
async function settleApart(
  deps: WorkerDeps,
  context: ProgramContext,
  waiting: readonly string[],
  error: unknown,
): Promise<number> {
  const { program } = context;
  const { rows: partners } = await deps.pool.query<{ id: string }>(partnersSql, [
    program.id,
    waiting,
  ]);
  const failed: { partnerId: string; error: unknown }[] = [];
  let written = 0;
  for (const { id } of partners) {
    try {
      written += await inBooking(deps, context, [], settleSales, { only: [id], without: [] });
    } catch (fault) {
      if (isOutage(fault)) throw fault;
      failed.push({ partnerId: id, error: fault });
    }
  }
  if (failed.length === 0 || (failed.length === partners.length && failed.length > 1)) throw error;
  for (const { partnerId, error: fault } of failed) {
    const item = {
      subject: subjectOf(program.id, partnerId),
      accountId: program.brandAccountId,
      programId: program.id,
      partnerId,
    };
    await park(deps.pool, deps, { kind: "SALES", ...item }, failureOf(fault));
  }
  return written;
}

/**
 * Prices pending sales of a program by the contracts of now, books its requests, approves what is
 * due, posts what was granted; resolves with the number of updates and postings. A partner whose
 * sales cannot be settled keeps no other partner's waiting.
 */
export async function settleProgram(deps: WorkerDeps, programId: string): Promise<number> {
  const context = await loadProgramContext(deps.pool, programId);
  const { waiting, due } = await partnersAside(deps, programId);
  try {
    const written = await inBooking(deps, context, [], settleSales, {
      only: null,
      without: waiting,
    });
    await unpark(
      deps.pool,
      deps,
      "SALES",
      due.map((partnerId) => subjectOf(programId, partnerId)),
    );
    return written;
  } catch (error) {
    if (isOutage(error)) throw error;
    return settleApart(deps, context, waiting, error);
  }
}

/**
 * Once over all programs in which something waits. A program that fails is parked and keeps no
 * other waiting.
 */
export async function settleWaiting(deps: WorkerDeps): Promise<number> {
  const { rows: programs } = await deps.pool.query<{ id: string; brand: string }>(waitingSql, [
    new Date(deps.clock()),
  ]);
  if (programs.length === 0) return 0;
  const round = await startRound(deps, "SALES");
  let updates = 0;
  for (const { id, brand } of programs) {
    const written = await round.attempt({ subject: id, accountId: brand, programId: id }, () =>
      settleProgram(deps, id),
    );
    updates += written ?? 0;
    if (written) await deps.pool.query("select pg_notify($1, $2)", [tickChannel, id]);
  }
  return updates;
}

export function createConversionJob(deps: WorkerDeps): Job {
  let loop: Loop | null = null;
  return {
    start: () =>
      void (loop = startLoop({ name: "sales", log: deps.log, run: () => settleWaiting(deps) })),
    stop: () => loop?.stop(),
  };
}
