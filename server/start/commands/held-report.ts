/** Lets a held report of a program pass, or drops it: what an operator or the brand's admin may. */
import { parseArgs } from "node:util";
import { systemClock } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readEnv } from "../../platform/env.ts";
import { decideHold } from "../../money/attribution/breaker.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withMigrated } from "./database.ts";

/** NO_PROGRAM: no program has the code. NOTHING_HELD: no report of it is held. */
export async function decideHeldReport(
  ownerUrl: string,
  code: string,
  decision: "PASS" | "DROP",
  at: number,
): Promise<"DECIDED" | "NO_PROGRAM" | "NOTHING_HELD"> {
  const pool = createPool(ownerUrl, "owner", 1);
  try {
    const { rows } = await pool.query<{ id: string }>("select id from program where code = $1", [
      code.toLowerCase(),
    ]);
    const [program] = rows;
    if (!program) return "NO_PROGRAM";
    return (await decideHold(pool, program.id, decision, at)) ? "DECIDED" : "NOTHING_HELD";
  } finally {
    await pool.end();
  }
}

export const heldReportCommand: Command = {
  name: "held-report",
  summary:
    "Decides a report that is held because it would take back too much. --program CODE " +
    "--decision PASS|DROP",
  run: async (argv) => {
    const { values } = parseArgs({
      args: argv,
      options: { program: { type: "string" }, decision: { type: "string" } },
    });
    const decision = (["PASS", "DROP"] as const).find(
      (each) => each === values.decision?.toUpperCase(),
    );
    const code = values.program;
    if (!code || !decision)
      throw new WrongUsage("Give --program with its code and --decision with PASS or DROP.");
    const done = await withMigrated(readEnv(), (ownerUrl) =>
      decideHeldReport(ownerUrl, code, decision, systemClock()),
    );
    if (done === "NO_PROGRAM")
      throw new WrongUsage(
        `There is no program with the code "${code}": it stands at the end of its links.`,
      );
    if (done === "NOTHING_HELD") throw new WrongUsage(`No report of ${code} is held.`);
    out(`${code}: ${decision}, carried out by the worker within a minute`);
    return 0;
  },
};
