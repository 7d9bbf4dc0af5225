import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uuidv7 } from "../../platform/clock.ts";
import { segmentName, segmentsOf, trackerIdOf } from "../journal/journal-read.ts";
import type { OtherRequestRecord } from "../../domain/facts.ts";
import { createIngest } from "./ingest.ts";
import { createTestbed, silentLog, type Testbed } from "../../testing/money/testbed.ts";
import { writeJournal } from "../../testing/money/test-journal.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed()));
afterAll(() => bed.close());

const parties = async () => ({
  brand: bed.world.brand,
  program: await makeProgram(bed.world),
  partner: await makePartner(bed.world),
});
const count = async (table: string, program: string): Promise<number> =>
  (
    await bed.worker.query<{ n: number }>(
      `select count(*)::int as n from ${table} where program_id = $1`,
      [program],
    )
  ).rows[0]?.n ?? -1;

/** A fixed shuffle: the same in every run. */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 42;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  return list
    .map((value) => ({ value, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

test("each record three times and shuffled totals the same as once [D92] [F12]", async () => {
  const totals = [];
  for (const dirty of [false, true]) {
    const p = await parties();
    await sign(
      bed.world,
      p,
      await makeTerms(
        bed.world,
        p.program,
        clickTerms("0.10", [{ kind: "PAYOUT", reset: "DAY", max: "2.05" }]),
      ),
      [noon - 1, null],
    );
    const records = Array.from({ length: 60 }, (_, i) =>
      clickRecord(p, noon + i * 60_000, { visitor: `v${i % 31}` }),
    );
    await bed.ingest(dirty ? shuffled([...records, ...records, ...records]) : records);
    await bed.account();
    const { rows } = await bed.worker.query(
      `select
          bucket,
          level,
          outcome,
          reason,
          currency,
          clicks,
          unique_clicks,
          payable_clicks,
          payout_micros
        from click_rollup
        where program_id = $1
        order by 1, 2, 3, 4`,
      [p.program],
    );
    totals.push({
      rows,
      clicks: await count("click", p.program),
      transfers: await count("ledger_transfer", p.program),
    });
  }
  expect(totals[1]).toEqual(totals[0]);
  expect(totals[0]).toMatchObject({ clicks: 60, transfers: 20 });
});

test("a batch read again after a lost offset stores and numbers nothing twice [F2]", async () => {
  const p = await parties();
  const other: OtherRequestRecord = {
    v: 1,
    kind: "PREFETCH",
    seq: 9_000_001,
    id: uuidv7(noon),
    at: noon,
    status: 503,
    brand: p.brand,
    partner: p.partner,
    program: p.program,
    link: null,
    path: "/c/a/b/c",
    ua: "x",
  };
  await bed.ingest([clickRecord(p, noon), other, clickRecord(p, noon + 1)]);
  const last = async () =>
    (await bed.worker.query<{ last_seq: bigint }>("select last_seq from ingest_counter")).rows[0]
      ?.last_seq;
  const before = await last();
  await bed.worker.query("update journal_offset set segment = 0, byte_offset = 0");
  await bed.ingest([]);
  expect(await count("click", p.program)).toBe(2);
  expect(await count("link_request", p.program)).toBe(1);
  expect(await last()).toBe(before);
});

test("records that cannot be read are kept as malformed requests and stop nothing", async () => {
  const p = await parties();
  const good = clickRecord(p, noon, {
    ua: "tab\there \\ NUL\0 lone \ud800 end",
    custom: { k: "NUL\0 \ud800" },
    risk: ['quo"te', "back\\slash", "com,ma"],
    city: "Zürich\n",
  });
  const bad: unknown[] = [
    { ...clickRecord(p, noon), v: 2 },
    { ...clickRecord(p, noon), partner: "not an id" },
    { ...clickRecord(p, noon), part: 99 },
    { ...clickRecord(p, noon), at: noon + 1 },
    { ...clickRecord(p, noon), risk: "DATA_CENTRE" },
    { v: 1, kind: "SURPRISE", program: p.program },
  ];
  await bed.ingest([...bad, good]);
  expect(await count("click", p.program)).toBe(1);
  const { rows } = await bed.worker.query(
    "select kind, path from link_request where program_id = $1",
    [p.program],
  );
  expect(rows).toHaveLength(bad.length);
  expect(new Set(rows.map((row: { kind: string }) => row.kind))).toEqual(new Set(["MALFORMED"]));
  const { rows: stored } = await bed.worker.query(
    "select user_agent, custom, risk, city from click where id = $1",
    [good.id],
  );
  expect(stored[0]).toEqual({
    user_agent: "tab\there \\ NUL\uFFFD lone \uFFFD end",
    custom: { k: "NUL\uFFFD \uFFFD" },
    risk: ['quo"te', "back\\slash", "com,ma"],
    city: "Zürich\n",
  });
});

const parkedOf = async (dir: string) =>
  (
    await bed.worker.query<{ reason: string; done: boolean; kept: number }>(
      `select
          reason,
          done_at is not null as done,
          (
            select count(*)::int
            from journal_damage d
            where d.tracker_id || '/' || d.segment = i.subject
          ) as kept
        from parked_item i
        where kind = 'JOURNAL' and subject like $1
        order by subject`,
      [`${await trackerIdOf(dir)}/%`],
    )
  ).rows;

test("a record that cannot be stored is kept aside alone, and is stored once it can", async () => {
  const all = [await parties(), await parties(), await parties()];
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  const records = Array.from({ length: 30 }, (_, i) =>
    clickRecord(all[i % 3] ?? (all[0] as (typeof all)[0]), noon + 7_000 + i, {
      sharedId: i === 13 ? "poison" : null,
    }),
  );
  await writeJournal(dir, records);
  await bed.owner.query(
    `alter table click add constraint no_poison check (
        shared_id is distinct from 'poison'
      ) not valid`,
  );
  let now = noon;
  const ingest = createIngest({
    pool: bed.worker,
    clock: () => now,
    log: silentLog,
    journalDirs: [dir],
  });
  while ((await ingest.runOnce()) > 0);
  const counts = () => Promise.all(all.map(({ program }) => count("click", program)));
  expect(await counts()).toEqual([10, 9, 10]);
  expect(await parkedOf(dir)).toEqual([{ reason: "NOT_ALLOWED", done: false, kept: 1 }]);
  await bed.owner.query("alter table click drop constraint no_poison");
  await bed.owner.query(
    "update parked_item set next_try_at = tried_at where kind = 'JOURNAL' and done_at is null",
  );
  now += 1_000;
  await expect
    .poll(async () => [await ingest.runOnce(), await counts()], { interval: 200 })
    .toEqual([0, [10, 10, 10]]);
  expect(await parkedOf(dir)).toEqual([{ reason: "NOT_ALLOWED", done: true, kept: 0 }]);
  await rm(dir, { recursive: true });
});

test("found 107: of a damaged journal all other records are stored, its bytes kept", async () => {
  const p = await parties();
  const dirs = await Promise.all(
    [1, 2, 3].map(() => mkdtemp(join(tmpdir(), "counterfoil-journal-"))),
  );
  for (const [i, dir] of dirs.entries())
    await writeJournal(
      dir,
      Array.from({ length: 5 }, (_, n) => clickRecord(p, noon + 9_000 + i * 10 + n)),
    );
  const [first = "", second = ""] = dirs;
  const path = join(first, segmentName(1));
  const bytes = await readFile(path);
  const at = bytes.indexOf("CLICK", bytes.length / 2);
  bytes[at] = 0x58;
  await writeFile(path, bytes);
  // The second one's id cannot be read: another kind of fault, of this place alone.
  await rm(second, { recursive: true });
  await writeFile(second, "no folder");
  const ingest = createIngest({
    pool: bed.worker,
    clock: () => noon,
    log: silentLog,
    journalDirs: dirs,
  });
  for (let round = 0; round < 3; round++) await ingest.runOnce().catch(() => {});
  expect(await count("click", p.program)).toBe(9);
  expect(await parkedOf(first)).toEqual([{ reason: "DAMAGED", done: false, kept: 1 }]);
  const line = bytes.subarray(bytes.lastIndexOf(10, at) + 1, bytes.indexOf(10, at) + 1);
  expect(
    (
      await bed.worker.query("select bytes from journal_damage where tracker_id = $1", [
        await trackerIdOf(first),
      ])
    ).rows,
  ).toEqual([{ bytes: line }]);
  for (const dir of dirs) await rm(dir, { recursive: true });
});

test("months get their partitions as clicks arrive, also from two ingesters at once", async () => {
  const p = await parties();
  const dirs = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), "counterfoil-journal-"))));
  const months = [Date.UTC(2027, 0, 31, 23), Date.UTC(2027, 1, 1), Date.UTC(2031, 5, 1)];
  const ingests = dirs.map((dir) =>
    createIngest({ pool: bed.worker, clock: () => noon, log: silentLog, journalDirs: [dir] }),
  );
  for (const dir of dirs)
    await writeJournal(
      dir,
      months.map((at) => clickRecord(p, at)),
    );
  await Promise.all(ingests.map((ingest) => ingest.runOnce()));
  expect(await count("click", p.program)).toBe(6);
  expect(await count("click_2031_06", p.program)).toBe(2);
  await Promise.all(dirs.map((dir) => rm(dir, { recursive: true })));
});

test("segments before the stored position go, the last ingested one stays", async () => {
  const p = await parties();
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  for (const segment of [1, 2, 3])
    await writeJournal(dir, [clickRecord(p, noon + segment)], segment);
  const ingest = createIngest({
    pool: bed.worker,
    clock: () => noon,
    log: silentLog,
    journalDirs: [dir],
  });
  while ((await ingest.runOnce()) > 0);
  expect(await count("click", p.program)).toBe(3);
  expect(await segmentsOf(dir)).toEqual([2, 3]);
  await rm(dir, { recursive: true });
});
