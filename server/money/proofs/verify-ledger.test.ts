import { afterAll, beforeAll, expect, test } from "vitest";
import { dateOf } from "../../domain/calendar.ts";
import { rollupColumns, sumColumns } from "../../platform/db/click-counts.ts";
import { rebuild } from "./rebuild.ts";
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
import { programAsked } from "../../start/commands/ledger.ts";
import { carryOutWouldPaySums } from "../../testing/money/would-pay-migration.ts";
import { verifyLedger } from "./verify-ledger.ts";

let bed: Testbed;
let program: string;
beforeAll(async () => {
  bed = await createTestbed();
  program = await makeProgram(bed.world);
  const partner = await makePartner(bed.world);
  const version = await makeTerms(
    bed.world,
    program,
    clickTerms(
      "0.0333",
      [
        { kind: "PAYOUT", reset: "DAY", max: "0.5" },
        { kind: "CLICKS", reset: "CONTRACT", max: "40" },
      ],
      "PAY_REMAINDER",
    ),
  );
  await sign(bed.world, { partner, program }, version, [noon - 1000, null]);
  const parties = { brand: bed.world.brand, partner, program };
  const clicks = Array.from({ length: 60 }, (_, i) =>
    clickRecord(parties, noon + i * 40 * 60_000, {
      visitor: `v${i % 7}`,
      robot: i % 11 === 0,
      test: i % 13 === 0,
      risk: i % 17 === 0 ? ["DATA_CENTRE"] : [],
    }),
  );
  await bed.ingest([...clicks, clickRecord(parties, noon - 5000)]);
  await bed.account();
});
afterAll(() => bed.close());

/**
 * Disables the append-only triggers for one change: what only an attacker with the owner's login
 * could do.
 */
async function tamper(sql: string, check: () => Promise<void>, undo: string): Promise<void> {
  const client = await bed.owner.connect();
  try {
    await client.query(`set session_replication_role = replica; ${sql}`);
    await check();
    await client.query(undo);
  } finally {
    client.release(true);
  }
}

test("all checks agree on what accounting wrote [D105] [D83]", async () => {
  const result = await verifyLedger(bed.worker);
  expect(result.firstDifference).toBeNull();
  expect(result.equal).toBe(true);
  expect(result.lines[0]).toMatchObject({ left: "61", right: "61" });
  expect(await rebuild(bed.worker)).toMatchObject({ equal: true, written: false });
});

test("a program that is not there is no proof that all is equal", async () => {
  expect(await programAsked(bed.worker, undefined)).toEqual({});
  expect(await programAsked(bed.worker, program)).toEqual({ program });
  for (const id of [bed.world.brand, "a7w7cs34j5kx8g6w"])
    await expect(programAsked(bed.worker, id)).rejects.toThrow(`no program with the id ${id}`);
});

test("a rollup holds what clicks are counted by, and nothing that no proof compares", async () => {
  const { rows } = await bed.owner.query<{ name: string }>(
    `select attname as name
      from pg_attribute
      where attrelid = 'click_rollup'::regclass
        and attnum > 0
        and not attisdropped`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(rollupColumns.split(", ").sort());
});

test.each([
  [
    "a paid amount",
    "update decision set amount_micros = amount_micros + 1 where outcome = 'PAID'",
    "update decision set amount_micros = amount_micros - 1 where outcome = 'PAID'",
    /rollup P/,
  ],
  [
    "a reason",
    "update decision set reason = 'RESTRICTED' where reason = 'INVALID_CLASSIFICATION'",
    "update decision set reason = 'INVALID_CLASSIFICATION' where reason = 'RESTRICTED'",
    /rollup P/,
  ],
  [
    "a rate",
    "update decision set rate = '9' where outcome = 'PAID'",
    "update decision set rate = '0.0333' where outcome = 'PAID'",
    /made again/,
  ],
  [
    "a transfer",
    "update ledger_transfer set amount_micros = amount_micros + 1",
    "update ledger_transfer set amount_micros = amount_micros - 1",
    /ledger/,
  ],
  ...sumColumns.map((column): [string, string, string, RegExp] => {
    const [more, less] =
      column === "clicks" || column === "payout_micros"
        ? [`${column} + 1`, `${column} - 1`]
        : [`clicks - ${column}`, `clicks - ${column}`];
    const set = (value: string) => `update click_rollup set ${column} = ${value} where level = 'C'`;
    return [`a rollup's ${column}`, set(more), set(less), /rollup C/];
  }),
  [
    "what a limit refused",
    "update limit_refusal set clicks = clicks + 1",
    "update limit_refusal set clicks = clicks - 1",
    /refused/,
  ],
  [
    "what refused clicks would have earned",
    "update limit_refusal set micros = micros + 1",
    "update limit_refusal set micros = micros - 1",
    /refused/,
  ],
  [
    "a budget",
    "update limit_budget set used = used + 1",
    "update limit_budget set used = used - 1",
    /budgets/,
  ],
])("%s that was changed by hand is found", async (_name, sql, undo, where) => {
  await tamper(
    sql,
    async () => {
      const result = await verifyLedger(bed.worker, { program });
      expect(result.equal).toBe(false);
      expect(result.firstDifference).toMatch(where);
    },
    undo,
  );
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
});

test("rebuild --write puts rollups, budgets and refusals right again [D105]", async () => {
  await bed.owner.query(
    `update click_rollup
      set clicks = clicks + 5;
      update limit_budget
      set used = used + 1;
      delete
      from limit_refusal;
      delete
      from click_rollup
      where level = 'P'`,
  );
  expect(await rebuild(bed.worker, { program, write: true })).toMatchObject({
    equal: false,
    written: true,
  });
  expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();
  expect(await rebuild(bed.worker)).toMatchObject({ equal: true });
});

test("days are the product's own, whatever the database's time zones know (found 54)", async () => {
  const own = await makeProgram(bed.world);
  const partner = await makePartner(bed.world);
  await sign(
    bed.world,
    { partner, program: own },
    await makeTerms(bed.world, own, clickTerms("0.10")),
    [0, null],
  );
  const parties = { brand: bed.world.brand, partner, program: own };
  // Since 2026 Alberta keeps one time the whole year, and Morocco another than before: older tables
  // say otherwise.
  const cases = [
    ["America/Edmonton", "2026-11-02T06:30:00Z"],
    ["Africa/Casablanca", "2026-09-20T23:30:00Z"],
    ["Europe/Lisbon", "2026-10-25T00:30:00Z"],
  ] as const;
  const [before] = (
    await bed.owner.query<{ zone: string }>("select time_zone as zone from account where id = $1", [
      bed.world.brand,
    ])
  ).rows;
  try {
    const clicked: number[] = [];
    for (const [zone, at] of cases) {
      await bed.owner.query("update account set time_zone = $2 where id = $1", [
        bed.world.brand,
        zone,
      ]);
      clicked.push(Date.parse(at));
      await bed.ingest([clickRecord(parties, Date.parse(at))]);
      await bed.account();
      const { rows } = await bed.owner.query<{ day: string }>(
        `select to_char(bucket at time zone 'UTC', 'YYYY-MM-DD') as day
          from click_rollup
          where program_id = $1 and level = 'D'
          order by 1`,
        [own],
      );
      // The days of the clicks before are cut anew with the zone.
      expect(rows.map(({ day }) => day)).toEqual(
        clicked.map((instant) => dateOf(instant, zone)).toSorted(),
      );
      expect((await verifyLedger(bed.worker, { program: own })).firstDifference).toBeNull();
    }
  } finally {
    await bed.owner.query("update account set time_zone = $2 where id = $1", [
      bed.world.brand,
      before?.zone,
    ]);
  }
});

test("sums of what would be paid are filled in by their migration", async () => {
  const sums = "select level, sum(would_pay_micros)::text from click_rollup group by 1 order by 1";
  const { rows: before } = await bed.owner.query<{ sum: string }>(sums);
  expect(before.map(({ sum }) => sum)).not.toContain("0");
  await carryOutWouldPaySums(bed.owner);
  expect((await bed.owner.query(sums)).rows).toEqual(before);
  expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();
});
