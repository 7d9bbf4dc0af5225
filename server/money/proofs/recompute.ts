/**
 * Makes every stored click decision again from its raw click, the contract it names and the usage
 * it saw.
 */
import type pg from "pg";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import {
  calendarHistory,
  type Calendar,
  type CalendarHistory,
  type Instant,
} from "../../domain/calendar.ts";
import { pastCalendars } from "../../platform/db/calendars.ts";
import { calendarsThen } from "../../domain/stored-use.ts";
import { loadContractsById } from "../accounting/catalog.ts";
import type { Comparison } from "./compare.ts";
import { readFacts } from "../accounting/rule-facts.ts";
import {
  asksFacts,
  differenceOf,
  knownEngines,
  madeAgain,
  storedColumns,
  storedJoin,
  type StoredDecision,
} from "../accounting/stored-decisions.ts";

const batchSize = 5_000;

const sql = `
  select
    ${storedColumns},
    d.occurred_at as "occurredAt",
    (extract(epoch from d.recorded_at) * 1000)::float8 as "recordedAt"
  from ${storedJoin}
  where d.event = 'CLICK'
    and ${knownEngines}
    and ($1::uuid is null or d.program_id = $1)
    and ($2::uuid is null or (d.brand_account_id, d.occurred_at, d.subject_id) > ($2, $3, $4))
  order by d.brand_account_id, d.occurred_at, d.subject_id
  limit ${batchSize}`;
type Stored = StoredDecision & { occurredAt: Date; recordedAt: Instant };

async function calendarsOf(
  client: pg.ClientBase,
  brands: readonly string[],
): Promise<Map<string, CalendarHistory>> {
  const { rows } = await client.query<{
    id: string;
    zone: string;
    yearStartMonth: number;
    past: (Calendar & { until: Instant })[] | null;
  }>(
    `select
        a.id,
        a.time_zone as zone,
        a.financial_year_start as "yearStartMonth",
        ${pastCalendars} as past
      from account a
      where a.id = any($1::uuid[])`,
    [brands],
  );
  return new Map(
    rows.map(({ id, zone, yearStartMonth, past }) => [
      id,
      calendarHistory({ zone, yearStartMonth }, past ?? []),
    ]),
  );
}
const noCalendar: CalendarHistory = { zone: "UTC", yearStartMonth: 1 };

export async function recompute(
  client: pg.ClientBase,
  program: string | null,
): Promise<Comparison> {
  let after: Stored | null = null;
  let count = 0;
  let differing = 0;
  let difference: string | null = null;
  do {
    const values: unknown[] = [
      program,
      after?.brand ?? null,
      after?.occurredAt ?? null,
      after?.id ?? null,
    ];
    const { rows }: { rows: Stored[] } = await client.query<Stored>(sql, values);
    const contracts = await loadContractsById(client, [
      ...new Set(rows.flatMap((row) => row.contract ?? [])),
    ]);
    const contractOf = ({ contract }: Stored): ContractInForce | null =>
      contract === null ? null : (contracts.get(contract) ?? null);
    const calendars = await calendarsOf(client, [...new Set(rows.map(({ brand }) => brand))]);
    const facts = await readFacts(
      client,
      rows.filter((row) => asksFacts(contractOf(row))),
    );
    for (const stored of rows) {
      const contract = contractOf(stored);
      const foundBy = (calendar: CalendarHistory) =>
        differenceOf(stored, contract, madeAgain(stored, contract, facts.get(stored.id), calendar));
      const [first, ...others] = calendarsThen(
        calendars.get(stored.brand) ?? noCalendar,
        stored.recordedAt,
        stored.engineVersion,
      ).map(foundBy);
      const found = others.includes(null) ? null : (first ?? null);
      if (found === null) continue;
      differing += 1;
      difference ??= `click ${stored.id}: ${found}`;
    }
    count += rows.length;
    after = rows.length === batchSize ? (rows.at(-1) ?? null) : null;
  } while (after !== null);
  return {
    check: "decisions = the same decisions made again from the raw clicks",
    left: String(count),
    right: String(count - differing),
    equal: differing === 0,
    difference,
  };
}
