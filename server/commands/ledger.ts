import { parseArgs } from "node:util";
import { rebuild } from "../accounting/rebuild.ts";
import { verifyLedger } from "../accounting/verify-ledger.ts";
import { createPool } from "../db/connection.ts";
import { readEnv } from "../env.ts";
import { out, type Command } from "./command.ts";
import { withDatabase } from "./database.ts";

const programOption = { program: { type: "string" } } as const;

export const verifyLedgerCommand: Command = {
  name: "verify-ledger",
  summary: "Proves raw clicks = decisions = rollups = ledger, or names the first difference. [--program ID]",
  run: async (argv) => {
    const { values } = parseArgs({ args: argv, options: programOption });
    return withDatabase(readEnv(), async (ownerUrl) => {
      const pool = createPool(ownerUrl, "worker", 2);
      try {
        const proof = await verifyLedger(pool, values.program ? { program: values.program } : {});
        for (const line of proof.lines) out(`${line.equal ? "equal  " : "DIFFERS"}  ${line.check}: ${line.left} | ${line.right}`);
        out(proof.equal ? "Everything is equal." : `First difference: ${proof.firstDifference}`);
        return proof.equal ? 0 : 1;
      } finally {
        await pool.end();
      }
    });
  },
};

export const rebuildCommand: Command = {
  name: "rebuild",
  summary: "Rebuilds rollups and limit counters from clicks and decisions and compares. [--program ID] [--write]",
  run: async (argv) => {
    const { values } = parseArgs({ args: argv, options: { ...programOption, write: { type: "boolean", default: false } } });
    return withDatabase(readEnv(), async (ownerUrl) => {
      const pool = createPool(ownerUrl, "worker", 2);
      try {
        const result = await rebuild(pool, { write: values.write, ...(values.program ? { program: values.program } : {}) });
        out(JSON.stringify(result, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2));
        return 0;
      } finally {
        await pool.end();
      }
    });
  },
};
