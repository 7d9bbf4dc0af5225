/**
 * The worker's job for sales between reports: books what people ask for, and approves sales at their locking date without
 * anyone's action [D163]. All of its state is in the database, so it may end at any instant and run in several processes.
 */
import { startLoop, type Loop } from "../accounting/loop.ts";
import type { Job } from "../accounting/worker.ts";
import type { Log } from "../log.ts";
import { isDue } from "./booked-actions.ts";
import { inBooks, loadPlace, tickChannel, type Desk } from "./books.ts";
import { settle } from "./settling.ts";

const waitingSql = `select distinct program_id as id from (
  select a.program_id from action a where ${isDue("$1")} union all select program_id from action_request where state = 'QUEUED') w order by 1`;

/** Prices pending sales of a program by the contracts of now, books its requests, approves what is due; resolves with the number of updates. */
export async function settleProgram(desk: Desk, programId: string): Promise<number> {
  return inBooks(desk, await loadPlace(desk.pool, programId), [], async (books) => {
    await settle(books);
    return books.written;
  });
}

/** Once over all programs in which something waits. A program that fails does not keep the others waiting. */
export async function settleWaiting(desk: Desk): Promise<number> {
  const { rows: programs } = await desk.pool.query<{ id: string }>(waitingSql, [new Date(desk.clock())]);
  const failures: unknown[] = [];
  let updates = 0;
  for (const { id } of programs) {
    try {
      const written = await settleProgram(desk, id);
      updates += written;
      if (written > 0) await desk.pool.query("select pg_notify($1, $2)", [tickChannel, id]);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `sales of ${failures.length} programs cannot be settled`);
  return updates;
}

export function createActionDesk(desk: Desk, log: Log): Job {
  let loop: Loop | null = null;
  return {
    start: () => void (loop = startLoop({ name: "sales", log, run: () => settleWaiting(desk) })),
    stop: () => loop?.stop(),
  };
}
