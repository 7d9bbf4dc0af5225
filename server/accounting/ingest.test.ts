import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uuidv7 } from "../clock.ts";
import { segmentsOf } from "../db/journal-read.ts";
import type { OtherRequestRecord } from "../domain/facts.ts";
import { createIngest } from "./ingest.ts";
import { createTestbed, silentLog, type Testbed } from "./testbed.ts";
import { writeJournal } from "./test-journal.ts";
import { clickRecord, clickTerms, makePartner, makeProgram, makeTerms, noon, sign } from "./test-world.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed()));
afterAll(() => bed.close());

const parties = async () => ({ brand: bed.world.brand, program: await makeProgram(bed.world), partner: await makePartner(bed.world) });
const count = async (table: string, program: string): Promise<number> =>
  (await bed.worker.query<{ n: number }>(`select count(*)::int as n from ${table} where program_id = $1`, [program])).rows[0]?.n ?? -1;

/** A fixed shuffle: the same in every run. */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 42;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  return list
    .map((value) => ({ value, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

test("each record three times and shuffled gives the totals of a clean run [D92] [F12]", async () => {
  const totals = [];
  for (const dirty of [false, true]) {
    const p = await parties();
    await sign(bed.world, p, await makeTerms(bed.world, p.program, clickTerms("0.10", [{ kind: "PAYOUT", reset: "DAY", max: "2.05" }])), [noon - 1, null]);
    const records = Array.from({ length: 60 }, (_, i) => clickRecord(p, noon + i * 60_000, { visitor: `v${i % 31}` }));
    await bed.ingest(dirty ? shuffled([...records, ...records, ...records]) : records);
    await bed.account();
    const { rows } = await bed.worker.query(
      "select bucket, level, outcome, reason, currency, clicks, unique_clicks, payable_clicks, payout_micros from click_rollup where program_id = $1 order by 1, 2, 3, 4",
      [p.program],
    );
    totals.push({ rows, clicks: await count("click", p.program), transfers: await count("ledger_transfer", p.program) });
  }
  expect(totals[1]).toEqual(totals[0]);
  expect(totals[0]).toMatchObject({ clicks: 60, transfers: 20 });
});

test("a batch read again after a lost offset stores nothing twice and gives no number twice [F2]", async () => {
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
  const last = async () => (await bed.worker.query<{ last_seq: bigint }>("select last_seq from ingest_counter")).rows[0]?.last_seq;
  const before = await last();
  await bed.worker.query("update journal_offset set segment = 0, byte_offset = 0");
  await bed.ingest([]);
  expect(await count("click", p.program)).toBe(2);
  expect(await count("link_request", p.program)).toBe(1);
  expect(await last()).toBe(before);
});

test("records that cannot be read are kept as malformed requests and stop nothing", async () => {
  const p = await parties();
  const good = clickRecord(p, noon, { ua: "tab\there \\ NUL\0 lone \ud800 end", custom: { k: "NUL\0 \ud800" }, risk: ['quo"te', "back\\slash", "com,ma"], city: "Zürich\n" });
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
  const { rows } = await bed.worker.query("select kind, path from link_request where program_id = $1", [p.program]);
  expect(rows).toHaveLength(bad.length);
  expect(new Set(rows.map((row: { kind: string }) => row.kind))).toEqual(new Set(["MALFORMED"]));
  const { rows: stored } = await bed.worker.query("select user_agent, custom, risk, city from click where id = $1", [good.id]);
  expect(stored[0]).toEqual({
    user_agent: "tab\there \\ NUL\uFFFD lone \uFFFD end",
    custom: { k: "NUL\uFFFD \uFFFD" },
    risk: ['quo"te', "back\\slash", "com,ma"],
    city: "Zürich\n",
  });
});

test("months get their partitions as clicks arrive, also from two ingesters at once", async () => {
  const p = await parties();
  const dirs = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), "counterfoil-journal-"))));
  const months = [Date.UTC(2027, 0, 31, 23), Date.UTC(2027, 1, 1), Date.UTC(2031, 5, 1)];
  const ingests = dirs.map((dir) => createIngest({ pool: bed.worker, clock: () => noon, log: silentLog, journalDirs: [dir] }));
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
  for (const segment of [1, 2, 3]) await writeJournal(dir, [clickRecord(p, noon + segment)], segment);
  const ingest = createIngest({ pool: bed.worker, clock: () => noon, log: silentLog, journalDirs: [dir] });
  while ((await ingest.runOnce()) > 0);
  expect(await count("click", p.program)).toBe(3);
  expect(await segmentsOf(dir)).toEqual([2, 3]);
  await rm(dir, { recursive: true });
});
