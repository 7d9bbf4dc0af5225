/**
 * Seals: every posting chains its transfers, per partner and currency, to what was posted before. A
 * seal's hash covers the hash before it and the texts of the posting's transfers in order, so that
 * no row can be changed, added or taken away without breaking it or all that follow.
 */
import { hash } from "node:crypto";
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";

/** The transfers of one transaction, to be sealed at its end. */
export interface Posting {
  id: string;
  /** By "partner currency": the texts of the transfers. */
  texts: Map<string, string[]>;
}
export const newPosting = (): Posting => ({ id: uuidv7(), texts: new Map() });

export function noteTransfer(
  { texts }: Posting,
  account: { partner: string; currency: string },
  text: string,
): void {
  const key = `${account.partner} ${account.currency}`;
  const known = texts.get(key);
  if (known) known.push(text);
  else texts.set(key, [text]);
}

// Locks the accounts in one order, so that two postings never wait for each other in a circle.
const sql = `
  with sealed as (
    insert into ledger_last_seal as last (
      partner_account_id, currency, number, batch_id, transfers, transfers_hash, previous_hash, hash
    )
    select
      partner,
      currency,
      1,
      $1,
      transfers,
      decode(transfers_hash, 'hex'),
      '',
      seal_hash('', partner, currency, 1, $1, transfers, decode(transfers_hash, 'hex'))
    from unnest(
      $2::uuid[], $3::text[], $4::int[], $5::text[]
    ) posted (partner, currency, transfers, transfers_hash)
    order by partner, currency
    on conflict (partner_account_id, currency) do update
    set
      number = last.number + 1,
      batch_id = excluded.batch_id,
      transfers = excluded.transfers,
      transfers_hash = excluded.transfers_hash,
      previous_hash = last.hash,
      hash = seal_hash(
        last.hash,
        excluded.partner_account_id,
        excluded.currency,
        last.number + 1,
        excluded.batch_id,
        excluded.transfers,
        excluded.transfers_hash
      )
    returning *
  )
  insert into ledger_seal (
    partner_account_id, currency, number, batch_id, transfers, transfers_hash, previous_hash, hash
  )
  select
    partner_account_id,
    currency,
    number,
    batch_id,
    transfers,
    transfers_hash,
    previous_hash,
    hash
  from sealed`;

/**
 * The last statement of the transaction: what it locks is held until the commit alone. A text
 * begins with the row's key, so the order of texts is that of the rows.
 */
export async function sealPosting(client: pg.ClientBase, { id, texts }: Posting): Promise<void> {
  if (texts.size === 0) return;
  const accounts = [...texts].map(([key, lines]) => ({
    account: key.split(" "),
    count: lines.length,
    hash: hash("sha256", lines.toSorted().join("\n"), "hex"),
  }));
  await client.query({
    name: "seal_posting",
    text: sql,
    values: [
      id,
      accounts.map(({ account }) => account[0]),
      accounts.map(({ account }) => account[1]),
      accounts.map(({ count }) => count),
      accounts.map((each) => each.hash),
    ],
  });
}
