import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createTestbed, type Testbed } from "../../testing/money/testbed.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

let bed: Testbed;
let partners: string[];
/** Two partners, each in two programs of different partitions; three postings. */
beforeAll(async () => {
  bed = await createTestbed();
  partners = [await makePartner(bed.world), await makePartner(bed.world)];
  const programs = [
    await makeProgram(bed.world, { partition: 0 }),
    await makeProgram(bed.world, { partition: 1 }),
  ];
  for (const program of programs) {
    const version = await makeTerms(bed.world, program, clickTerms("0.10"));
    for (const partner of partners)
      await sign(bed.world, { partner, program }, version, [noon - 1000, null]);
  }
  for (let posting = 0; posting < 3; posting++) {
    await bed.ingest(
      programs.flatMap((program, part) =>
        partners.flatMap((partner) =>
          [1, 2].map((n) =>
            clickRecord({ brand: bed.world.brand, partner, program }, noon + posting * 1000 + n, {
              part,
            }),
          ),
        ),
      ),
    );
    await bed.account();
  }
});
afterAll(() => bed.close());

const seals = async () =>
  (
    await bed.owner.query(
      `select
          partner_account_id as partner,
          number,
          transfers,
          encode(previous_hash, 'hex') as previous,
          encode(hash, 'hex') as hash
        from ledger_seal
        order by 1, 2`,
    )
  ).rows as {
    partner: string;
    number: bigint;
    transfers: number;
    previous: string;
    hash: string;
  }[];

test("each posting seals its transfers once per partner and currency, in one chain", async () => {
  const all = await seals();
  for (const partner of partners) {
    const own = all.filter((seal) => seal.partner === partner);
    expect(own.map(({ number, transfers }) => [number, transfers])).toEqual(
      [1n, 2n, 3n, 4n, 5n, 6n].map((number) => [number, 2]),
    );
    expect(own.map(({ previous }) => previous)).toEqual([
      "",
      ...own.slice(0, -1).map(({ hash }) => hash),
    ]);
  }
  expect(new Set(all.map(({ hash }) => hash)).size).toBe(12);
  const { lines, firstDifference } = await verifyLedger(bed.worker);
  expect(firstDifference).toBeNull();
  expect(lines.find(({ check }) => check.includes("seals"))).toMatchObject({
    left: "12",
    right: "12",
    equal: true,
  });
});

/**
 * What an attacker with the owner's login does in one transaction, which is rolled back; all but
 * the seals is made to agree.
 */
async function findingAfter(...statements: string[]): Promise<string | null> {
  const client = await bed.owner.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
    const inside = {
      query: (text: string, values?: unknown[]) =>
        /^(begin|rollback)/.test(text) ? Promise.resolve({ rows: [] }) : client.query(text, values),
      release: () => {},
    };
    return (await verifyLedger({ connect: () => Promise.resolve(inside) } as unknown as pg.Pool))
      .firstDifference;
  } finally {
    await client.query("rollback");
    client.release();
  }
}
const third = () =>
  `(
      select t.subject_id
      from ledger_transfer t
      join ledger_seal s using (partner_account_id, currency, batch_id)
      where partner_account_id = '${partners[0] ?? ""}' and s.number = 3
      order by effective_at, subject_id
      limit 1
    )`;
const lastNumber = "(select max(number) from ledger_seal)";

test("a change that every sum survives is found by its seal", async () => {
  const found = await findingAfter(
    `update ledger_transfer
      set posted_at = posted_at + interval '1 millisecond'
      where subject_id = ${third()}`,
  );
  expect(found).toMatch(
    new RegExp(`seals.*partner ${partners[0]}, USD, seal 3 .*a transfer was changed`),
  );
});

test.each([
  [
    "a row beside its decision",
    () => [
      `update ledger_transfer set contract_id = partner_account_id where subject_id = ${third()}`,
    ],
    /seal 3 .*first transfer [0-9a-f-]{36}: a transfer was changed/,
  ],
  [
    "an amount that the sums notice first (found 116)",
    () => [
      `update ledger_transfer set amount_micros = amount_micros + 1 where subject_id = ${third()}`,
    ],
    /seal 3 .*first transfer [0-9a-f-]{36}: a transfer was changed/,
  ],
  [
    "a row taken away (found 116)",
    () => [`delete from ledger_transfer where subject_id = ${third()}`],
    /seal 3 \(posting [0-9a-f-]{36}\).*it sealed 2 transfers, 1 are there/,
  ],
  [
    "a seal taken out",
    () => [`delete from ledger_seal where number = 2 and partner_account_id = '${partners[0]}'`],
    /have no seal|seal before it is missing/,
  ],
  [
    "a seal made to fit its row alone",
    () => [`update ledger_seal set hash = sha256(hash) where number = 4`],
    /seal 4 .*the seal was changed/,
  ],
  [
    "a seal made anew with its own hash",
    () => [
      `update ledger_seal
        set
          previous_hash = 'x',
          hash = seal_hash(
            'x', partner_account_id, currency, number, batch_id, transfers, transfers_hash
          )
        where number = 4`,
    ],
    /seal 4 .*does not follow/,
  ],
  [
    "the last posting cut off with its seal",
    () => [
      `update ledger_transfer
        set batch_id = (select batch_id from ledger_seal where number = 1 limit 1)
        where batch_id in (select batch_id from ledger_seal where number = ${lastNumber})`,
      `delete from ledger_seal where number = ${lastNumber}`,
    ],
    /transfers, 4 are there|later seals are missing/,
  ],
])("%s is found and named", async (_name, statements, words) => {
  const found = await findingAfter(...statements());
  expect(found).toMatch(/seals, each over its transfers/);
  expect(found).toMatch(words);
});

describe("what happened to contracts is sealed too (found 116)", () => {
  let events = 0;
  const add = (contract: string, kind: string): string =>
    `insert into contract_event (
        id, contract_id, brand_account_id, partner_account_id, kind, comment, at
      )
      select
        gen_random_uuid(),
        id,
        brand_account_id,
        partner_account_id,
        '${kind}',
        'as it was',
        now() + interval '${(events += 1)} second'
      from contract
      where id = '${contract}'`;
  const nth = (n: number) =>
    `(
        select event_id from contract_event_seal where contract_id = '${contract}' and number = ${n}
      )`;
  let contract: string;
  beforeAll(async () => {
    const { rows } = await bed.owner.query<{ id: string }>(
      "select id from contract order by id limit 1",
    );
    contract = rows[0]?.id ?? "";
    for (const kind of ["PROPOSED", "ACCEPTED", "ACTIVATED", "COMMENTED"])
      await bed.owner.query(add(contract, kind));
    // What a conflict leaves out leaves no trace in the chain.
    await bed.owner.query(
      `${add(contract, "ACTIVATED")}
        on conflict (contract_id, kind)
        where kind in (
          'ACTIVATED', 'EXPIRED', 'EXPIRED_PROPOSAL', 'REPLACED', 'CHANGE_APPLIED'
        ) do nothing`,
    );
  });

  test("an untouched history is whole, also of one program", async () => {
    const { rows } = await bed.owner.query<{ program: string }>(
      `select program_id as program from contract where id = '${contract}'`,
    );
    for (const scope of [{}, { program: rows[0]?.program ?? "" }]) {
      const { lines, firstDifference } = await verifyLedger(bed.worker, scope);
      expect(firstDifference).toBeNull();
      expect(lines.find(({ check }) => check.includes("what happened to contracts"))).toMatchObject(
        { left: "4", right: "4" },
      );
    }
  });

  test("the migration that brought the seals seals what came before it, in order", async () => {
    const sql = readFileSync(
      new URL(
        "../../platform/db/migrations/2026-11-29-8310-contract-event-seals.sql",
        import.meta.url,
      ),
      "utf8",
    );
    const backfill = /^do \$\$.*?^end \$\$;/ms.exec(sql)?.[0] ?? "";
    const read = `select event_id, number, encode(hash, 'hex') as hash
        from contract_event_seal
        order by contract_id, number`;
    const client = await bed.owner.connect();
    try {
      await client.query("begin; set local session_replication_role = replica");
      const before = (await client.query(read)).rows;
      await client.query("delete from contract_event_seal; delete from contract_last_seal");
      await client.query(backfill);
      expect((await client.query(read)).rows).toEqual(before);
      expect(before).toHaveLength(4);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test.each([
    [
      "a comment that was changed",
      () => [`update contract_event set comment = 'as it should be' where id = ${nth(2)}`],
      /number 2\): it was changed/,
    ],
    [
      "another actor",
      () => [`update contract_event set actor_account_id = brand_account_id where id = ${nth(3)}`],
      /number 3\): it was changed/,
    ],
    [
      "an event taken away",
      () => [`delete from contract_event where id = ${nth(2)}`],
      /number 2\): it was taken away/,
    ],
    [
      "an event taken away with its seal",
      () => [
        `with gone as (
            delete from contract_event_seal where event_id = ${nth(2)} returning event_id
          )
          delete
          from contract_event
          where id = (select event_id from gone)`,
      ],
      /number 3\): the event before it is missing/,
    ],
    [
      "the end cut off",
      () => [
        `with gone as (
            delete from contract_event_seal where event_id = ${nth(4)} returning event_id
          )
          delete
          from contract_event
          where id = (select event_id from gone)`,
      ],
      /number 3\): later events are missing/,
    ],
    [
      "all of it cut off",
      () => [`delete from contract_event_seal`, `delete from contract_event`],
      /all its events are missing/,
    ],
    ["an event slipped in", () => [add(contract, "EXPIRED")], /number -\): it has no seal/],
    [
      "a seal made to fit",
      () => [
        `update contract_event set comment = 'x' where id = ${nth(2)}`,
        `update contract_event_seal s
          set hash = contract_event_hash(s.previous_hash, s.number, e)
          from contract_event e
          where e.id = s.event_id and s.event_id = ${nth(2)}`,
      ],
      /number 3\): its seal does not follow/,
    ],
  ])("%s is found and named", async (_name, statements, words) => {
    expect(await findingAfter(...statements())).toMatch(words);
  });
});

test("a subject is posted once, in every month's table, whoever writes (found 118)", async () => {
  const { rows } = await bed.owner.query<{ name: string; key: string | null }>(
    `select
        t.oid::regclass::text as name,
        (
          select pg_get_constraintdef(c.oid)
          from pg_constraint c
          where c.conrelid = t.oid and c.contype = 'p'
        ) as key
      from pg_class t
      where t.oid = 'ledger_transfer'::regclass
        or t.oid in (
          select inhrelid from pg_inherits where inhparent = 'ledger_transfer'::regclass
        )`,
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ key }) => key !== "PRIMARY KEY (effective_at, subject_id)")).toEqual([]);
  await expect(
    bed.worker.query("insert into ledger_transfer select * from ledger_transfer limit 1"),
  ).rejects.toMatchObject({ code: "23505" });
});

test("[D185] no role of the application may change or delete postings, in any month", async () => {
  const { rows } = await bed.owner.query<{ name: string }>(
    `select inhrelid::regclass::text as name
      from pg_inherits
      where inhparent = 'ledger_transfer'::regclass`,
  );
  const tables = [
    "ledger_transfer",
    "ledger_seal",
    "contract_event",
    "contract_event_seal",
    ...rows.map(({ name }) => name),
  ];
  expect(tables.length).toBeGreaterThan(2);
  const api = createPool(bed.url, "api", 1);
  const changes = (table: string) => [
    `update ${table}
      set ${table.startsWith("contract") ? "contract_id = contract_id" : "currency = 'EUR'"}`,
    `delete from ${table}`,
    `truncate ${table}`,
  ];
  for (const [role, pool] of [
    ["api", api],
    ["worker", bed.worker],
  ] as const)
    for (const statement of tables.flatMap(changes))
      await expect(pool.query(statement), `${role}: ${statement}`).rejects.toMatchObject({
        code: "42501",
      });
  await api.end();
  // And who may by right is stopped by the tables themselves.
  for (const statement of ["ledger_transfer", "ledger_seal", "contract_event_seal"].flatMap(
    changes,
  ))
    await expect(bed.owner.query(statement), `owner: ${statement}`).rejects.toThrow(/append-only/);
});
