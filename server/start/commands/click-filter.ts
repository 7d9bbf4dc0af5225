/**
 * Sets a program's click filter for the platform: STRICT, which also takes sales from partners, is
 * set here alone.
 */
import { parseArgs } from "node:util";
import { systemClock } from "../../platform/clock.ts";
import { createPool, inTransaction } from "../../platform/db/connection.ts";
import { riskFilters, type RiskFilter } from "../../domain/validity.ts";
import { readEnv } from "../../platform/env.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withMigrated } from "./database.ts";
import { holdOn } from "../../platform/db/locks.ts";

/**
 * Clicks from `at` on go by the new filter; earlier ones stay under that of their time. False:
 * there is no such program.
 */
export async function setClickFilter(
  ownerUrl: string,
  code: string,
  filter: RiskFilter,
  at: Date,
): Promise<boolean> {
  const pool = createPool(ownerUrl, "owner", 1);
  try {
    return await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ id: string; current: RiskFilter }>(
        "select id, risk_filter as current from program where code = $1",
        [code.toLowerCase()],
      );
      const [program] = rows;
      if (!program || program.current === filter) return program !== undefined;
      // As the brand's own choice does: accounting prices by one filter or the other, never by the
      // old one after the instant.
      await holdOn(client, "CONTRACTS", program.id);
      await client.query(
        `insert into program_risk_filter (
            program_id, until, brand_account_id, risk_filter, changed_by
          )
          select
            id,
            greatest(
              $2::timestamptz,
              (
                select max(until) + interval '1 millisecond'
                from program_risk_filter
                where program_id = $1
              )
            ),
            brand_account_id,
            risk_filter,
            null
          from program
          where id = $1`,
        [program.id, at],
      );
      await client.query("update program set risk_filter = $2 where id = $1", [program.id, filter]);
      return true;
    });
  } finally {
    await pool.end();
  }
}

export const clickFilterCommand: Command = {
  name: "click-filter",
  summary:
    "Sets what becomes of a program's risky clicks. --program CODE --filter " +
    "RELAXED|MODERATE|STRICT",
  run: async (argv) => {
    const { values } = parseArgs({
      args: argv,
      options: { program: { type: "string" }, filter: { type: "string" } },
    });
    const filter = riskFilters.find((each) => each === values.filter?.toUpperCase());
    if (!values.program || !filter)
      throw new WrongUsage(
        `Give --program with its code and --filter with one of ${riskFilters.join(", ")}.`,
      );
    const found = await withMigrated(readEnv(), (ownerUrl) =>
      setClickFilter(ownerUrl, values.program ?? "", filter, new Date(systemClock())),
    );
    if (!found)
      throw new WrongUsage(
        `There is no program with the code "${values.program}": it stands at the end of its links.`,
      );
    out(`${values.program}: ${filter}, for clicks from now on`);
    return 0;
  },
};
