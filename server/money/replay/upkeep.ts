/**
 * What the worker does with replays by itself: it lets the ledger prove itself now and then, and
 * throws old ones away.
 */
import type pg from "pg";
import { startRound, type Parking } from "../../platform/db/parking.ts";
import { addDays, dateOf, dateStart, type Instant } from "../../domain/calendar.ts";

const dayMs = 86_400_000;
const keptDays = 30;

export async function removeOld(pool: pg.Pool, now: Instant): Promise<void> {
  const before = new Date(now - keptDays * dayMs);
  await pool.query(
    `delete
      from replay_move m using replay r
      where r.id = m.replay_id and r.created_at < $1 and r.state not in ('QUEUED', 'RUNNING')`,
    [before],
  );
  await pool.query(
    "delete from replay where created_at < $1 and state not in ('QUEUED', 'RUNNING')",
    [before],
  );
}

/** The last day often, the last week daily. */
const checks = [
  { days: 1, everyMs: dayMs / 4 },
  { days: 7, everyMs: dayMs },
] as const;

interface Due {
  program: string;
  brand: string;
  zone: string;
}

/** Whole days of the brand's zone, with the one that runs. */
export const windowOf = (
  days: number,
  now: Instant,
  zone: string,
): { from: Instant; to: Instant } => ({
  from: dateStart(addDays(dateOf(now, zone), -days), zone),
  to: now,
});

/**
 * Asks for a check of every program that had clicks in the window and was not checked for a while.
 * One that cannot be asked for is parked, until its check is asked for or it has none due any more.
 */
export async function queueChecks(parking: Parking): Promise<void> {
  const { pool, clock, newId } = parking;
  const now = clock();
  const round = await startRound(parking, "REPLAY_CHECK");
  const [due, failed] = [new Set<string>(), new Set<string>()];
  for (const { days, everyMs } of checks) {
    const { rows } = await pool.query<Due>(
      `select p.id as program, p.brand_account_id as brand, a.time_zone as zone
        from program p
        join account a on a.id = p.brand_account_id
        where exists (
          select
          from click_rollup k
          where k.program_id = p.id and k.level = 'P' and k.bucket >= $1 and not k.is_test
        )
          and not exists (
            select
            from replay r
            where r.brand_account_id = p.brand_account_id
              and r.program_id = p.id
              and r.source = 'LEDGER'
              and r.days = $2
              and r.created_at > $3
          )`,
      [new Date(now - days * dayMs), days, new Date(now - everyMs)],
    );
    for (const { program, brand, zone } of rows) {
      due.add(program);
      // One attempt a round, however many checks of it are due.
      if (failed.has(program)) continue;
      const asked = await round.attempt(
        { subject: program, accountId: brand, programId: program },
        async () => {
          const { from, to } = windowOf(days, now, zone);
          await pool.query(
            `insert into replay (
                id,
                brand_account_id,
                program_id,
                source,
                days,
                starts_at,
                ends_at,
                state,
                created_at
              )
              values ($1, $2, $3, 'LEDGER', $4, $5, $6, 'QUEUED', $7)`,
            [newId(now), brand, program, days, new Date(from), new Date(to), new Date(now)],
          );
          return true;
        },
      );
      if (!asked) failed.add(program);
    }
  }
  await round.sweep(due);
}
