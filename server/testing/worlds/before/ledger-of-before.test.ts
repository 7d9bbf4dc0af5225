/**
 * Ledgers that older code wrote: two whole databases as they were in November 2026, before the
 * code was moved into wings and knowledge into one place each. Brought to the newest tables by the
 * migrations, what they hold must still be proved and replayed to the micro by the code of today.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { MikroORM } from "@mikro-orm/postgresql";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, expect, inject, test } from "vitest";
import { ensurePartitions, type PartitionedTable } from "../../../platform/db/partitions.ts";
import { verifyLedger } from "../../../money/proofs/verify-ledger.ts";
import { createPool } from "../../../platform/db/connection.ts";
import { migrate } from "../../../platform/db/migrate.ts";
import { ormConfig } from "../../../platform/db/orm.config.ts";
import { replayLedger } from "../../../money/proofs/ledger-check.ts";
import { databaseUrl, onServer } from "../database.ts";

interface Head {
  migrations: string[];
  sequences: { name: string; value: string }[];
}
interface TableHead {
  table: string;
  columns: string[];
}

/** The head, then for each table its columns and its rows as COPY wrote them. */
function read(name: string): { head: Head; tables: (TableHead & { text: string })[] } {
  const file = new URL(`./${name}.jsonl.gz`, import.meta.url);
  const [head = "", ...lines] = gunzipSync(readFileSync(file)).toString().split("\n");
  const tables = [];
  for (let at = 0; at < lines.length; at += 2)
    tables.push({
      ...(JSON.parse(lines[at] ?? "") as TableHead),
      text: JSON.parse(lines[at + 1] ?? "") as string,
    });
  return { head: JSON.parse(head) as Head, tables };
}

const partitioned: PartitionedTable[] = ["click", "link_request", "decision", "ledger_transfer"];
const months = [7, 8, 9, 10, 11].map((month) => Date.UTC(2026, month, 2));

async function migrateTo(url: string, name: string): Promise<void> {
  const orm = await MikroORM.init(ormConfig(url, "owner", []));
  try {
    await orm.migrator.up({ to: name });
  } finally {
    await orm.close(true);
  }
}

/** Keys, triggers and policies were kept when the rows were written: here they are only copied. */
async function fill(serverUrl: string, name: string, { head, tables }: ReturnType<typeof read>) {
  const root = createPool(databaseUrl(serverUrl, name), "owner", 1);
  const client = await root.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const { table, columns, text } of tables) {
      // What a migration put there itself.
      await client.query(`delete from "${table}"`);
      const into = `copy "${table}" (${columns.map((each) => `"${each}"`).join(", ")}) from stdin`;
      await pipeline(Readable.from([text]), client.query(copyFrom(into)));
    }
    for (const sequence of head.sequences)
      await client.query("select setval($1::regclass, $2::bigint)", [
        `"${sequence.name}"`,
        sequence.value,
      ]);
  } finally {
    client.release();
    await root.end();
  }
}

const names: string[] = [];
afterAll(async () => {
  for (const name of names)
    await onServer(inject("serverUrl"), `drop database if exists ${name} with (force)`);
});

async function restored(fixture: string): Promise<pg.Pool> {
  const serverUrl = inject("serverUrl");
  const name = `before_${randomBytes(6).toString("hex")}`;
  names.push(name);
  const url = databaseUrl(serverUrl, name);
  const before = read(fixture);
  await onServer(serverUrl, `create database ${name}`);
  await migrateTo(url, before.head.migrations.at(-1) ?? "");
  const worker = createPool(url, "worker", 2);
  for (const table of partitioned) await ensurePartitions(worker, table, months);
  await fill(serverUrl, name, before);
  await migrate(url);
  return worker;
}

const sums = async (pool: pg.Pool): Promise<string[]> =>
  (
    await pool.query<{ line: string }>(
      `select concat_ws(' ', event, debit, credit, currency, count(*), sum(amount_micros)) as line
       from ledger_transfer
       group by event, debit, credit, currency
       order by 1`,
    )
  ).rows.map(({ line }) => line);

test.each([
  [
    "demo-2026-11",
    [
      "CLICK BRAND_BUDGET PARTNER_PAYABLE USD 864 116020000",
      "SALE BRAND_BUDGET CLEARING EUR 3 20909000",
      "SALE BRAND_BUDGET CLEARING USD 39 378208000",
      "SALE CLEARING BRAND_BUDGET USD 1 2796000",
    ],
    2,
  ],
  ["past-2026-11", ["CLICK BRAND_BUDGET PARTNER_PAYABLE USD 397 27720000"], 1],
])("%s is proved and replayed to the micro", async (fixture, expected, programs) => {
  const pool = await restored(fixture);
  try {
    expect(await sums(pool)).toEqual(expected);
    const proof = await verifyLedger(pool, {});
    expect(proof.lines.filter(({ equal }) => !equal)).toEqual([]);
    const checks = await replayLedger(pool, {
      days: 60,
      program: null,
      now: Date.UTC(2026, 10, 23, 15),
    });
    expect(checks.map(({ check }) => check.firstDifference)).toEqual(checks.map(() => null));
    expect(checks.filter(({ check }) => check.equal && check.clicks > 0)).toHaveLength(programs);
  } finally {
    await pool.end();
  }
});
