/** Makes every stored click decision again from its raw click, the contract it names and the usage it saw. */
import type pg from "pg";
import type { ContractInForce } from "../domain/decide.ts";
import { loadContractsById } from "./catalog.ts";
import type { Comparison } from "./compare.ts";
import { readFacts } from "./rule-facts.ts";
import { asksFacts, differenceOf, knownEngines, madeAgain, storedColumns, storedJoin, type StoredDecision, type Zoned } from "./stored-decisions.ts";

const batchSize = 5_000;

/** The brand's calendar as it was at an instant; a batch that ran while it was changed may have read either. */
const calendarAt = (name: string, at: string): string =>
  `left join lateral (select time_zone, financial_year_start from account_calendar h where h.account_id = a.id and h.until >= ${at} order by h.until limit 1) ${name} on true`;

const sql = `
  select ${storedColumns}, d.occurred_at as "occurredAt", coalesce(was.time_zone, a.time_zone) as zone, coalesce(was.financial_year_start, a.financial_year_start) as "yearStartMonth",
    coalesce(soon.time_zone, a.time_zone) as "zoneSoon", coalesce(soon.financial_year_start, a.financial_year_start) as "yearStartSoon"
  from ${storedJoin} left join account a on a.id = d.brand_account_id ${calendarAt("was", "d.recorded_at")} ${calendarAt("soon", "d.recorded_at + interval '1 minute'")}
  where d.event = 'CLICK' and ${knownEngines} and ($1::uuid is null or d.program_id = $1)
    and ($2::uuid is null or (d.brand_account_id, d.occurred_at, d.subject_id) > ($2, $3, $4))
  order by d.brand_account_id, d.occurred_at, d.subject_id limit ${batchSize}`;
type Stored = StoredDecision & Zoned & { occurredAt: Date; zoneSoon: string; yearStartSoon: number };

export async function recompute(client: pg.ClientBase, program: string | null): Promise<Comparison> {
  let after: Stored | null = null;
  let count = 0;
  let differing = 0;
  let difference: string | null = null;
  do {
    const values: unknown[] = [program, after?.brand ?? null, after?.occurredAt ?? null, after?.id ?? null];
    const { rows }: { rows: Stored[] } = await client.query<Stored>(sql, values);
    const contracts = await loadContractsById(client, [...new Set(rows.flatMap((row) => row.contract ?? []))]);
    const contractOf = ({ contract }: Stored): ContractInForce | null => (contract === null ? null : (contracts.get(contract) ?? null));
    const facts = await readFacts(
      client,
      rows.filter((row) => asksFacts(contractOf(row))),
    );
    for (const stored of rows) {
      const contract = contractOf(stored);
      const foundBy = (calendar: Zoned) => differenceOf(stored, contract, madeAgain(stored, contract, facts.get(stored.id), calendar));
      const { zone, yearStartMonth, zoneSoon, yearStartSoon } = stored;
      const before = foundBy(stored);
      const changed = zone !== zoneSoon || yearStartMonth !== yearStartSoon;
      const found = before !== null && changed ? foundBy({ zone: zoneSoon, yearStartMonth: yearStartSoon }) : before;
      if (found === null) continue;
      differing += 1;
      difference ??= `click ${stored.id}: ${found}`;
    }
    count += rows.length;
    after = rows.length === batchSize ? (rows.at(-1) ?? null) : null;
  } while (after !== null);
  return { check: "decisions = the same decisions made again from the raw clicks", left: String(count), right: String(count - differing), equal: differing === 0, difference };
}
