import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../db/connection.ts";
import { createTestbed, type Testbed } from "./testbed.ts";
import { clickRecord, clickTerms, makePartner, makeProgram, makeTerms, noon, sign } from "./test-world.ts";
import { verifyLedger } from "./verify-ledger.ts";

let bed: Testbed;
let partners: string[];
/** Two partners, each in two programs of different partitions; three postings. */
beforeAll(async () => {
  bed = await createTestbed();
  partners = [await makePartner(bed.world), await makePartner(bed.world)];
  const programs = [await makeProgram(bed.world, { partition: 0 }), await makeProgram(bed.world, { partition: 1 })];
  for (const program of programs) {
    const version = await makeTerms(bed.world, program, clickTerms("0.10"));
    for (const partner of partners) await sign(bed.world, { partner, program }, version, [noon - 1000, null]);
  }
  for (let posting = 0; posting < 3; posting++) {
    await bed.ingest(
      programs.flatMap((program, part) =>
        partners.flatMap((partner) => [1, 2].map((n) => clickRecord({ brand: bed.world.brand, partner, program }, noon + posting * 1000 + n, { part }))),
      ),
    );
    await bed.account();
  }
});
afterAll(() => bed.close());

const seals = async () =>
  (
    await bed.owner.query(
      "select partner_account_id as partner, number, transfers, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash from ledger_seal order by 1, 2",
    )
  ).rows as {
    partner: string;
    number: bigint;
    transfers: number;
    previous: string;
    hash: string;
  }[];

test("each posting seals its transfers once per partner and currency, chained to the seal before", async () => {
  const all = await seals();
  for (const partner of partners) {
    const own = all.filter((seal) => seal.partner === partner);
    expect(own.map(({ number, transfers }) => [number, transfers])).toEqual([1n, 2n, 3n, 4n, 5n, 6n].map((number) => [number, 2]));
    expect(own.map(({ previous }) => previous)).toEqual(["", ...own.slice(0, -1).map(({ hash }) => hash)]);
  }
  expect(new Set(all.map(({ hash }) => hash)).size).toBe(12);
  const { lines, firstDifference } = await verifyLedger(bed.worker);
  expect(firstDifference).toBeNull();
  expect(lines.find(({ check }) => check.includes("seals"))).toMatchObject({ left: "12", right: "12", equal: true });
});

/** What an attacker with the owner's login does in one transaction, which is rolled back; all but the seals is made to agree. */
async function findingAfter(...statements: string[]): Promise<string | null> {
  const client = await bed.owner.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
    const inside = {
      query: (text: string, values?: unknown[]) => (/^(begin|rollback)/.test(text) ? Promise.resolve({ rows: [] }) : client.query(text, values)),
      release: () => {},
    };
    return (await verifyLedger({ connect: () => Promise.resolve(inside) } as unknown as pg.Pool)).firstDifference;
  } finally {
    await client.query("rollback");
    client.release();
  }
}
const third = () =>
  `(select t.subject_id from ledger_transfer t join ledger_seal s using (partner_account_id, currency, batch_id) where partner_account_id = '${partners[0] ?? ""}' and s.number = 3 order by effective_at, subject_id limit 1)`;
const lastNumber = "(select max(number) from ledger_seal)";

test("a change that every sum survives is found by its seal", async () => {
  const found = await findingAfter(`update ledger_transfer set posted_at = posted_at + interval '1 millisecond' where subject_id = ${third()}`);
  expect(found).toMatch(new RegExp(`seals.*partner ${partners[0]}, USD, seal 3 .*a transfer was changed`));
});

test.each([
  [
    "a row beside its decision",
    () => [`update ledger_transfer set contract_id = partner_account_id where subject_id = ${third()}`],
    /seal 3 .*first transfer [0-9a-f-]{36}: a transfer was changed/,
  ],
  ["a seal taken out", () => [`delete from ledger_seal where number = 2 and partner_account_id = '${partners[0]}'`], /have no seal|seal before it is missing/],
  ["a seal made to fit its row alone", () => [`update ledger_seal set hash = sha256(hash) where number = 4`], /seal 4 .*the seal was changed/],
  [
    "a seal made anew with its own hash",
    () => [`update ledger_seal set previous_hash = 'x', hash = seal_hash('x', partner_account_id, currency, number, batch_id, transfers, transfers_hash) where number = 4`],
    /seal 4 .*does not follow/,
  ],
  [
    "the last posting cut off with its seal",
    () => [
      `update ledger_transfer set batch_id = (select batch_id from ledger_seal where number = 1 limit 1) where batch_id in (select batch_id from ledger_seal where number = ${lastNumber})`,
      `delete from ledger_seal where number = ${lastNumber}`,
    ],
    /transfers, 4 are there|later seals are missing/,
  ],
])("%s is found and named", async (_name, statements, words) => {
  const found = await findingAfter(...statements());
  expect(found).toMatch(/seals, each over its transfers/);
  expect(found).toMatch(words);
});

test("[D185] no role of the application may change, delete or empty what was posted, in any month's table", async () => {
  const { rows } = await bed.owner.query<{ name: string }>("select inhrelid::regclass::text as name from pg_inherits where inhparent = 'ledger_transfer'::regclass");
  const tables = ["ledger_transfer", "ledger_seal", ...rows.map(({ name }) => name)];
  expect(tables.length).toBeGreaterThan(2);
  const api = createPool(bed.url, "api", 1);
  const changes = (table: string) => [`update ${table} set currency = 'EUR'`, `delete from ${table}`, `truncate ${table}`];
  for (const [role, pool] of [
    ["api", api],
    ["worker", bed.worker],
  ] as const)
    for (const statement of tables.flatMap(changes)) await expect(pool.query(statement), `${role}: ${statement}`).rejects.toMatchObject({ code: "42501" });
  await api.end();
  // And who may by right is stopped by the tables themselves.
  for (const statement of ["ledger_transfer", "ledger_seal"].flatMap(changes)) await expect(bed.owner.query(statement), `owner: ${statement}`).rejects.toThrow(/append-only/);
});
