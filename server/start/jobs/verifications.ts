/**
 * The worker's part in verifications: what runs wait for is looked for again and again, whether or
 * not somebody has the page open, and what is found is written down and told.
 */
import { MikroORM } from "@mikro-orm/postgresql";
import { settle } from "../../reporting/verification/settling.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import { createJobContext } from "../../platform/context.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { startRound } from "../../platform/db/parking.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { entities } from "../entities.ts";

export interface Verifications {
  /** One round; resolves with the number of partners found otherwise than before. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

interface Due {
  program: string;
  brand: string;
  starter: string;
}
/** Programs with a run; one of which nothing waits is looked at more seldom. */
const programsSql = `select
    v.program_id as program,
    v.brand_account_id as brand,
    (min(r.started_by::text))::uuid as starter,
    bool_or(v.found_hash is null or v.result = 'WAITING') as waits
  from verification v
  join verification_run r on r.id = v.run_id
  group by 1, 2`;

/** A look costs what it costs: nothing is looked at for more than a twentieth of the time. */
const restFactor = 20;
const leastRestMs = 1_000;
const seldomMs = 15_000;

interface JobParts {
  env: Env;
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
}

/** `databaseUrl` is opened as the worker. A program that cannot be settled is parked. */
export async function createVerifications(parts: JobParts): Promise<Verifications> {
  const { databaseUrl, clock, newId, log } = parts;
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 1, silentMsOf.worker);
  /** When a program is looked at next, by how long the last look took. */
  const restsUntil = new Map<string, number>();
  let asksAgainAt = 0;
  const settleProgram = async (due: Due): Promise<number> => {
    // As the brand, by whom the run was begun: the walk of a decision reads what the brand may.
    const account = { id: due.brand, kind: "BRAND" as const };
    const ctx = createJobContext(
      { ...parts, orm },
      { job: "verifications", account, userId: due.starter },
    );
    const program = await ctx.em.findOne(Program, { id: due.program });
    return program ? settle(ctx, program) : 0;
  };
  return {
    async runOnce() {
      if (performance.now() < asksAgainAt) return 0;
      asksAgainAt = performance.now() + leastRestMs;
      const { rows } = await pool.query<Due & { waits: boolean }>(programsSql);
      const due = rows.filter(({ program }) => (restsUntil.get(program) ?? 0) <= performance.now());
      if (due.length === 0) return 0;
      const round = await startRound({ pool, clock, newId, log }, "VERIFICATION");
      let found = 0;
      for (const one of due) {
        const began = performance.now();
        const item = { subject: one.program, accountId: one.brand, programId: one.program };
        found += (await round.attempt(item, () => settleProgram(one))) ?? 0;
        const ended = performance.now();
        const rest = one.waits ? leastRestMs : seldomMs;
        restsUntil.set(one.program, ended + Math.max(rest, restFactor * (ended - began)));
      }
      return found;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
