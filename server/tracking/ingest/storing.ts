/** Clicks and requests into their tables, each once. */
import type pg from "pg";
import { copyLines } from "../../platform/db/copy.ts";
import { ensurePartitions } from "../../platform/db/partitions.ts";
import { clickColumns, requestColumns, type Line } from "./record.ts";

// The order (clicked_at, id) inside a batch makes the order of accounting independent of how
// records were shuffled.
const insertClicks = `
  with fresh as (
    select distinct on (s.clicked_at, s.id) s.*
    from ingest_click s
    where not exists (
      select
      from click c
      where c.brand_account_id = s.brand_account_id and c.clicked_at = s.clicked_at and c.id = s.id
    )
    order by s.clicked_at, s.id
  )
  insert into click (ingest_seq, ${clickColumns})
  select $1::bigint + row_number() over (order by clicked_at, id), ${clickColumns}
  from fresh
  on conflict do nothing`;

async function storeClicks(client: pg.PoolClient, lines: string[]): Promise<number> {
  if (lines.length === 0) return 0;
  await client.query(
    "create temp table if not exists ingest_click (like click) on commit delete rows",
  );
  await client.query("alter table ingest_click alter column ingest_seq drop not null");
  await copyLines(client, `ingest_click (${clickColumns})`, lines);
  // Held until commit: numbers become visible in the order in which they were given, so no reader
  // can pass one by.
  const { rows } = await client.query<{ last_seq: bigint }>(
    "select last_seq from ingest_counter for update",
  );
  const last = rows[0]?.last_seq ?? 0n;
  const { rowCount } = await client.query(insertClicks, [last]);
  await client.query("update ingest_counter set last_seq = $1", [last + BigInt(rowCount ?? 0)]);
  return rowCount ?? 0;
}

async function storeRequests(client: pg.PoolClient, lines: string[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    "create temp table if not exists ingest_request (like link_request) on commit delete rows",
  );
  await copyLines(client, `ingest_request (${requestColumns})`, lines);
  await client.query(
    `insert into link_request (${requestColumns})
      select ${requestColumns}
      from ingest_request
      on conflict do nothing`,
  );
}

export async function storeLines(client: pg.PoolClient, lines: readonly Line[]): Promise<number> {
  const of = (kind: Line["kind"]) =>
    lines.filter((line) => line.kind === kind).map((line) => line.line);
  await storeRequests(client, of("REQUEST"));
  const fresh = await storeClicks(client, of("CLICK"));
  if (fresh > 0) await client.query("select pg_notify('clicks_ingested', $1)", [String(fresh)]);
  return fresh;
}

export async function ensureMonths(pool: pg.Pool, lines: readonly Line[]): Promise<void> {
  const of = (kind: Line["kind"]) =>
    lines.filter((line) => line.kind === kind).map((line) => line.at);
  await ensurePartitions(pool, "click", of("CLICK"));
  await ensurePartitions(pool, "link_request", of("REQUEST"));
}
