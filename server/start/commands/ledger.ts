import { parseArgs } from "node:util";
import type pg from "pg";
import { isId } from "../../domain/values/id.ts";
import { rebuild } from "../../money/proofs/rebuild.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { systemClock } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import type { StoredCheck } from "../../money/replay/result.ts";
import { replayLedger } from "../../money/proofs/ledger-check.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withWorkerPool } from "./database.ts";

const programOption = { program: { type: "string" } } as const;
/** One that is not there would have nothing to differ in, and so be called equal. */
export async function programAsked(
  pool: pg.Pool,
  id: string | undefined,
): Promise<{ program?: string }> {
  if (id === undefined) return {};
  const known = isId(id) && (await pool.query("select from program where id = $1", [id])).rowCount;
  if (!known) throw new WrongUsage(`--program: there is no program with the id ${id}.`);
  return { program: id };
}

export const verifyLedgerCommand: Command = {
  name: "verify-ledger",
  summary:
    "Proves raw clicks = decisions = rollups = ledger, or names the first difference. " +
    "[--program ID]",
  run: async (argv) => {
    const { values } = parseArgs({ args: argv, options: programOption });
    return withWorkerPool(readEnv(), async (pool) => {
      const proof = await verifyLedger(pool, await programAsked(pool, values.program));
      for (const line of proof.lines)
        out(`${line.equal ? "equal  " : "DIFFERS"}  ${line.check}: ${line.left} | ${line.right}`);
      out(proof.equal ? "Everything is equal." : `First difference: ${proof.firstDifference}`);
      return proof.equal ? 0 : 1;
    });
  },
};

export const rebuildCommand: Command = {
  name: "rebuild",
  summary:
    "Rebuilds rollups and limit counters from clicks and decisions and compares. [--program ID] " +
    "[--write]",
  run: async (argv) => {
    const { values } = parseArgs({
      args: argv,
      options: { ...programOption, write: { type: "boolean", default: false } },
    });
    return withWorkerPool(readEnv(), async (pool) => {
      const result = await rebuild(pool, {
        write: values.write,
        ...(await programAsked(pool, values.program)),
      });
      out(
        JSON.stringify(
          result,
          (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
          2,
        ),
      );
      return 0;
    });
  },
};

const differenceOf = ({ equal, differing, clickId, firstDifference }: StoredCheck): string =>
  equal
    ? ""
    : `; ${differing} differ, first ${clickId ? `click ${clickId}: ` : ""}${firstDifference}`;

export const replayLedgerCommand: Command = {
  name: "replay-ledger",
  summary:
    "Decides past clicks and sales again in their order, limits from empty, and compares with " +
    "the ledger. [--program ID] [--days 1]",
  run: async (argv) => {
    const { values } = parseArgs({
      args: argv,
      options: { ...programOption, days: { type: "string", default: "1" } },
    });
    const days = Number(values.days);
    if (!Number.isInteger(days) || days < 1 || days > 90)
      throw new WrongUsage("--days is a whole number from 1 to 90.");
    return withWorkerPool(readEnv(), async (pool) => {
      const checks = await replayLedger(pool, {
        days,
        program: (await programAsked(pool, values.program)).program ?? null,
        now: systemClock(),
      });
      for (const { program, check } of checks)
        out(
          `${check.equal ? "equal  " : "DIFFERS"}  program ${program}: ` +
            `${check.clicks} clicks, ${check.sales} sales, ${check.leads} leads` +
            differenceOf(check),
        );
      const equal = checks.every(({ check }) => check.equal);
      out(equal ? "Everything is equal." : "The ledger is not what its own terms give.");
      return equal ? 0 : 1;
    });
  },
};
