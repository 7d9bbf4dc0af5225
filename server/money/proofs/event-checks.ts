/** Follows the chain of each contract's events and names the first event that breaks it. */
import type pg from "pg";
import type { Comparison } from "./compare.ts";

/** Of a contract that has events without any seal, and the other way round. */
const scoped = (column: string): string =>
  `($1::uuid is null or ${column} in (select id from contract where program_id = $1))`;

interface Found {
  events: bigint;
  faulty: bigint;
  contract: string | null;
  event: string | null;
  number: number | null;
  fault: string | null;
}

const sql = `
  with
    chain as (
      select
        s.*,
        lag(hash, 1, ''::bytea) over w as before,
        lag(number, 1, 0) over w + 1 as expected,
        lead(number) over w is null as is_last
      from contract_event_seal s
      where ${scoped("contract_id")}
      window w as (partition by contract_id order by number)
    ),
    events as (select * from contract_event where ${scoped("contract_id")}),
    judged as (
      select
        coalesce(c.contract_id, e.contract_id) as contract_id,
        coalesce(c.event_id, e.id) as event_id,
        c.number,
        case
          when c.event_id is null then 'it has no seal'
          when c.number <> c.expected then 'the event before it is missing'
          when e.id is null then 'it was taken away'
          when c.previous_hash <> c.before then 'its seal does not follow from the one before it'
          when c.hash <> contract_event_hash(
            c.previous_hash, c.number, (select x from contract_event x where x.id = e.id)
          ) then 'it was changed'
          when c.is_last
          and l.hash is distinct from c.hash then 'later events are missing' end as fault
      from chain c
      full join events e on e.id = c.event_id
      left join contract_last_seal l on l.contract_id = c.contract_id
    ),
    lost as (
      select contract_id, null::uuid, number, 'all its events are missing'
      from contract_last_seal l
      where ${scoped("contract_id")}
        and not exists (select from contract_event_seal s where s.contract_id = l.contract_id)
    ),
    faults as (select * from judged where fault is not null union all select * from lost),
    first as (select * from faults order by contract_id, number nulls last limit 1)
  select
    (select count(*) from judged) as events,
    (select count(*) from faults) as faulty,
    contract_id as contract,
    event_id as event,
    number,
    fault
  from (select) one
  left join first on true`;

export async function checkContractEvents(
  client: pg.ClientBase,
  program: string | null,
): Promise<Comparison> {
  const { rows } = await client.query<Found>(sql, [program]);
  const found = rows[0];
  if (!found) throw new Error("checkContractEvents: no answer");
  const { events, faulty, contract, event, number, fault } = found;
  return {
    check: "what happened to contracts, each event sealed over the one before it",
    left: String(events),
    right: String(events - faulty),
    equal: faulty === 0n,
    difference:
      faulty === 0n
        ? null
        : `contract ${contract}, event ${event ?? "-"} (number ${number ?? "-"}): ${fault}`,
  };
}
