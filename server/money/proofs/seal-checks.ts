/**
 * Follows the ledger's chain from its first seal to its last and names the first posting, and if it
 * can be told the row, that breaks it.
 */
import type pg from "pg";
import type { Comparison } from "./compare.ts";

const instantText = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** As accounting/posting.ts writes it. */
const transferText = `concat_ws(
    E'\\t',
    ${instantText("effective_at")},
    subject_id,
    event,
    brand_account_id,
    partner_account_id,
    program_id,
    contract_id,
    debit,
    credit,
    amount_micros,
    currency,
    ${instantText("posted_at")}
  )`;
/**
 * A posting holds the transfers of several programs, so of a program all seals of its partners are
 * followed.
 */
const scoped = `(
      $1::uuid is null
        or partner_account_id in (
          select c.partner_account_id from contract c where c.program_id = $1
        )
    )`;

interface Seal {
  seals: bigint;
  faulty: bigint;
  partner: string | null;
  currency: string | null;
  number: bigint | null;
  batch: string | null;
  fault: string | null;
}

const sql = `
  with
    posted as (
      select
        partner_account_id,
        currency,
        batch_id,
        count(*) as n,
        sha256(
          convert_to(string_agg(${transferText}, E'\\n' order by effective_at, subject_id), 'UTF8')
        ) as h
      from ledger_transfer
      where ${scoped}
      group by 1, 2, 3
    ),
    chain as (
      select
        s.*,
        lag(hash, 1, ''::bytea) over w as before,
        lag(number, 1, 0::bigint) over w + 1 as expected,
        lead(number) over w is null as is_last
      from ledger_seal s
      where ${scoped}
      window w as (partition by partner_account_id, currency order by number)
    ),
    judged as (
      select
        partner_account_id,
        currency,
        coalesce(c.number, 9223372036854775807) as number,
        batch_id,
        case
          when c.number is null then 'its transfers have no seal'
          when c.number <> c.expected then 'the seal before it is missing'
          when c.previous_hash <> c.before then 'it does not follow from the seal before it'
          when c.hash <> seal_hash(
            c.previous_hash,
            partner_account_id,
            currency,
            c.number,
            batch_id,
            c.transfers,
            c.transfers_hash
          ) then 'the seal was changed'
          when p.n is distinct from c.transfers then 'it sealed '
            || c.transfers
            || ' transfers, '
            || coalesce(p.n, 0)
            || ' are there'
          when p.h <> c.transfers_hash then 'a transfer was changed'
          when c.is_last
          and l.hash is distinct from c.hash then 'later seals are missing' end as fault
      from chain c
      full join posted p using (partner_account_id, currency, batch_id)
      left join (
        select partner_account_id, currency, hash from ledger_last_seal
      ) l using (partner_account_id, currency)
    ),
    first as (
      select *
      from judged
      where fault is not null
      order by partner_account_id, currency, number
      limit 1
    )
  select
    (select count(*) from chain) as seals,
    (select count(*) from judged where fault is not null) as faulty,
    partner_account_id as partner,
    currency,
    number,
    batch_id as batch,
    fault
  from (select) one
  left join first on true`;

/** A sealed transfer that contradicts the decision it was made from. */
const contradicting = `
  select t.subject_id as id
  from ledger_transfer t
  left join decision d
    on d.brand_account_id = t.brand_account_id
    and d.occurred_at = t.effective_at
    and d.subject_id = t.subject_id
  where t.partner_account_id = $1
    and t.currency = $2
    and t.batch_id = $3
    and t.event in ('CLICK', 'SALE', 'LEAD')
    and (
      abs(d.amount_micros), d.partner_account_id, d.program_id, d.contract_id, d.currency, d.event
    ) is distinct from (t.amount_micros,
    t.partner_account_id,
    t.program_id,
    t.contract_id,
    t.currency,
    t.event)
  order by t.effective_at, t.subject_id
  limit 1`;

async function wordsFor(
  client: pg.ClientBase,
  { partner, currency, number, batch, fault }: Seal,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(contradicting, [partner, currency, batch]);
  const row = rows[0] ? `, first transfer ${rows[0].id}` : "";
  return (
    `partner ${partner}, ${currency}, seal ` +
    `${number === 9_223_372_036_854_775_807n ? "-" : number} (posting ${batch})${row}: ${fault}`
  );
}

export async function checkSeals(
  client: pg.ClientBase,
  program: string | null,
): Promise<Comparison> {
  const { rows } = await client.query<Seal>(sql, [program]);
  const found = rows[0];
  if (!found) throw new Error("checkSeals: no answer");
  const { seals, faulty } = found;
  return {
    check: "the ledger's seals, each over its transfers and the seal before it",
    left: String(seals),
    right: String(seals - faulty),
    equal: faulty === 0n,
    difference: faulty === 0n ? null : await wordsFor(client, found),
  };
}
