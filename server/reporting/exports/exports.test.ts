/** Tables as files: over real HTTP, read back by readers that are not ours. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeStatements } from "../../money/ledger/statements.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readTableFile } from "../../platform/files/table-file.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";
import { expireExports, runExports, type ExportDeps } from "./export-runs.ts";

let world: World;
let pool: pg.Pool;
let owner: pg.Pool;
let deps: ExportDeps;
let keys: Record<"brand" | "partner" | "other", string>;
let brand: Client;
let partner: Client;

const minute = 60_000;
const oddTexts = [
  '=HYPERLINK("x")',
  "+1",
  "-2",
  "@cmd",
  'a "quoted", text; of\ntwo lines',
  "<b>&amp;</b> \u00e9 \u{1f600}",
  " spaced ",
  "plain",
];
beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.people.url, "api", 3);
  owner = createPool(world.people.url, "owner", 2);
  deps = { ...world.app.deps, pool };
  const scopes = [...readScopes, "exports:write"];
  keys = {
    brand: await world.keyOf(world.brandA, scopes),
    partner: await world.keyOf(world.partnerX, scopes),
    other: await world.keyOf(world.brandB, scopes),
  };
  brand = createClient(world.url, { key: keys.brand });
  partner = createClient(world.url, { key: keys.partner });
  const { now } = world.clock;
  for (const [at, text] of oddTexts.entries())
    await world.clicks(world.ax, [now - at * minute, now - at * minute], {
      subIds: [text, null, null],
      country: at % 3 === 0 ? null : "US",
      device: at % 2 === 0 ? "PHONE" : "DESKTOP",
      landingPage: `https://www.amazon.com/dp/B00000000${at}?q=,"&x=<1>`,
    });
  await world.clicks(world.ay, [now - minute, now - 2 * minute]);
  await world.clicks(world.ax, [now - 3 * minute], { test: true });
  for (const date of ["2026-11-01", "2026-11-02"])
    await world.sale(world.ax, { date, orders: 3, amount: "40.25" });
  await world.sale(world.ay, { date: "2026-11-02", orders: 1, amount: "9.99" });
});
afterAll(async () => {
  await pool?.end();
  await owner?.end();
  await world?.close();
});

type Row = Record<string, unknown>;
type Format = "CSV" | "JSON_LINES" | "XLSX" | "PARQUET";
const formats = ["CSV", "JSON_LINES", "XLSX", "PARQUET"] as const;

const bufferOf = (bytes: Buffer): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
async function get(address: string, key: string, headers: Record<string, string> = {}) {
  const url = address.startsWith("http") ? address : `${world.url}${address}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}`, ...headers } });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}
async function fileOf(
  key: string,
  asked: { table: string; format?: Format; filter?: object; timeZone?: string; about?: string },
): Promise<Buffer> {
  const { filter, format = "JSON_LINES", ...more } = asked;
  const query = new URLSearchParams({ programId: world.ax.program, format, ...more });
  if (filter) query.set("filter", JSON.stringify(filter));
  const { answer, bytes } = await get(`/files/export?${query.toString()}`, key);
  expect([answer.status, answer.status === 200 ? "" : bytes.toString()]).toEqual([200, ""]);
  return bytes;
}
const jsonRows = (bytes: Buffer): Row[] =>
  bytes
    .toString()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith('{"about"'))
    .map((line) => JSON.parse(line) as Row);
/** With the texts that its cells hold, as a strict reader finds them. */
const csvRows = (bytes: Buffer): Row[] =>
  parse(bytes, { columns: true, comment: "#", comment_no_infix: true });
async function bookRows(bytes: Buffer): Promise<Row[]> {
  const read = await readTableFile(bytes);
  if (!read.ok) throw new Error(read.message);
  const [head, ...rows] = read.value.rows;
  return rows.map(({ cells }) =>
    Object.fromEntries((head?.cells ?? []).map((name, at) => [name, cells[at]])),
  );
}

/** A click as every format can tell it, in one form. */
interface Seen {
  id: string;
  at: number;
  outcome: string;
  payout: number | null;
  landingPage: string;
  isTest: boolean;
  subId1: string | null | undefined;
}
const textOr = (value: unknown): string => (typeof value === "string" ? value : "");
const amountOr = (value: unknown): number | null =>
  value === null || value === "" ? null : Number(value);
/** Days since the end of 1899 by a clock that is an hour before UTC, as Berlin's in November. */
const instantOfDays = (days: unknown): number =>
  Math.round((Number(days) - 25_569) * 86_400_000) - 60 * minute;
async function seenIn(bytes: Buffer, format: Format): Promise<{ rows: Seen[]; names: string[] }> {
  const readers: Record<Format, () => Promise<Row[]> | Row[]> = {
    CSV: () => csvRows(bytes),
    JSON_LINES: () => jsonRows(bytes),
    XLSX: () => bookRows(bytes),
    PARQUET: () => parquetReadObjects({ file: bufferOf(bytes) }),
  };
  const rows = await readers[format]();
  const instant = (value: unknown): number => {
    if (value instanceof Date) return value.getTime();
    return format === "XLSX" ? instantOfDays(value) : Date.parse(textOr(value));
  };
  return {
    names: Object.keys(rows[0] ?? {}),
    rows: rows.map((row) => ({
      id: textOr(row.id),
      at: instant(row.clickedAt),
      outcome: textOr(row.outcome),
      payout: amountOr(row.payout),
      landingPage: textOr(row.landingPage),
      isTest: ["true", "TRUE", true].includes(row.isTest as string),
      subId1: row.subId1 as string | null | undefined,
    })),
  };
}
interface Click {
  id: string;
  clickedAt: string;
  outcome: string | null;
  amount: { amount: string } | null;
  landingPage: string;
  isTest: boolean;
  subId1: string | null;
}
async function listed(client: Client, filter: object): Promise<Click[]> {
  const { clicks } = await client.data<{ clicks: { nodes: Click[] } }>(
    `query ($filter: ClickFilter) {
      clicks(programId: "${world.ax.program}", first: 100, filter: $filter) {
        nodes { id clickedAt outcome amount { amount } landingPage isTest subId1 }
      }
    }`,
    { filter },
  );
  return clicks.nodes;
}
/** What a spreadsheet would take for a formula is told to be a text. */
const inCsv = (text: string | null): string => {
  if (text === null) return "";
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
};

const filters = fc.record(
  {
    from: fc.integer({ min: 0, max: 9 }).map((n) => new Date(world.clock.now - n * minute)),
    to: fc.integer({ min: -1, max: 0 }).map((n) => new Date(world.clock.now - n * minute)),
    outcomes: fc.subarray(["PAID", "UNPAID", "PAID_ZERO"]),
    countries: fc.subarray(["US", "n/a"]),
    devices: fc.subarray(["PHONE", "DESKTOP"]),
    isTest: fc.boolean(),
    includeHidden: fc.boolean(),
  },
  { requiredKeys: [] },
);
test.each(formats)(
  "a file as %s is the list, row by row, under any filter and for both sides [D177, D178]",
  async (format) => {
    const compare = async (filter: object, side: "brand" | "partner"): Promise<void> => {
      const list = await listed(side === "brand" ? brand : partner, filter);
      const bytes = await fileOf(keys[side], { table: "CLICKS", format, filter });
      const { rows, names } = await seenIn(bytes, format);
      const subId = ({ subId1 }: Click): string | null | undefined => {
        if (side === "brand") return undefined;
        if (format === "CSV") return inCsv(subId1);
        return format === "XLSX" ? (subId1 ?? "") : subId1;
      };
      expect(rows).toEqual(
        // The list begins with the newest.
        list.toReversed().map((click) => ({
          id: click.id,
          at: Date.parse(click.clickedAt),
          outcome: click.outcome ?? "",
          payout: amountOr(click.amount?.amount ?? null),
          landingPage: click.landingPage,
          isTest: click.isTest,
          subId1: subId(click),
        })),
      );
      // A partner's notes are in no file of the brand's, not even as an empty column.
      if (side === "brand") expect(names.filter((name) => name.startsWith("subId"))).toEqual([]);
    };
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        await compare(filter, "brand");
        await compare(filter, "partner");
      }),
      { numRuns: 3, examples: [[{}]] },
    );
  },
);

test("a file says its zone, filter, maker and columns, or on demand nothing", async () => {
  const filter = { countries: ["US"] };
  const asked = { table: "CLICKS", filter, timeZone: "Asia/Kathmandu" };
  const lines = (await fileOf(keys.brand, { ...asked, format: "CSV" })).toString().split("\r\n");
  expect(lines.slice(0, 6)).toEqual([
    "# Table: CLICKS: Clicks, oldest first, each with its decision.",
    `# Program: Program A (${world.ax.program})`,
    expect.stringMatching(/^# Made: 2026-11-02 \d\d:\d\d Asia\/Kathmandu$/),
    "# Made by: an API key of Owner of Brand A, Brand A",
    "# Time zone: Asia/Kathmandu: instants are written by its clock",
    "# Filter countries: [US]",
  ]);
  const span = { from: "2026-11-01T23:00:00Z", to: "2026-11-02T23:00:00Z" };
  const { answer } = await get(
    `/files/export?table=CLICKS&timeZone=Europe/Berlin&programId=${world.ax.program}` +
      `&filter=${JSON.stringify(span)}`,
    keys.brand,
  );
  expect(answer.headers.get("content-disposition")).toBe(
    'attachment; filename="clicks_program-a_2026-11-02_2026-11-02.csv"',
  );
  const [first] = jsonRows(await fileOf(keys.brand, asked));
  expect(first).toMatchObject({
    clickedAt: expect.stringMatching(/\+05:45$/) as string,
    timeZone: "Asia/Kathmandu",
  });
  const bare = await fileOf(keys.brand, { ...asked, format: "CSV", about: "false" });
  expect(bare.toString()).toMatch(/^id,clickedAt,/);
  const about = { Table: lines[0]?.slice("# Table: ".length), "Filter countries": "[US]" };
  const told = (await fileOf(keys.brand, asked)).toString().split("\n")[0] ?? "";
  expect(JSON.parse(told)).toMatchObject({ about });
  const parquet = await fileOf(keys.brand, { ...asked, format: "PARQUET" });
  const { key_value_metadata: pairs = [] } = parquetMetadata(bufferOf(parquet));
  expect(Object.fromEntries(pairs.map(({ key, value }) => [key, value]))).toMatchObject(about);
  const book = unzipSync(await fileOf(keys.brand, { ...asked, format: "XLSX" }));
  expect(strFromU8(book["xl/workbook.xml"] ?? new Uint8Array())).toContain('name="About"');
  const sheet = strFromU8(book["xl/worksheets/sheet2.xml"] ?? new Uint8Array());
  expect(sheet).toContain("<t>Filter countries</t></is></c>");
});

test("no table names a column twice, and each column says what it is", () => {
  for (const [table, { columns }] of Object.entries<ExportTable>(exportTables)) {
    const names = columns.map(({ name }) => name);
    expect(names, table).toEqual([...new Set(names)]);
    expect(columns.filter(({ words }) => !/[.…]$/.test(words))).toEqual([]);
  }
});

test("Parquet has typed columns: exact decimals, instants, flags", async () => {
  const bytes = await fileOf(keys.brand, { table: "CONVERSIONS", format: "PARQUET" });
  const { schema } = parquetMetadata(bufferOf(bytes));
  const typeOf = (wanted: string) => schema.find(({ name }) => name === wanted);
  expect(typeOf("amount")).toMatchObject({ type: "INT64", converted_type: "DECIMAL", scale: 6 });
  expect(typeOf("createdAt")).toMatchObject({ converted_type: "TIMESTAMP_MILLIS" });
  expect(typeOf("date")).toMatchObject({ type: "INT32", converted_type: "DATE" });
  expect(typeOf("isTest")).toMatchObject({ type: "BOOLEAN" });
});

test("instants carry their offset through the hour that a zone has twice [D181]", async () => {
  const doubled = [Date.parse("2026-10-25T00:30:00Z"), Date.parse("2026-10-25T01:30:00Z")];
  await world.clicks(world.ax, doubled);
  const filter = { from: new Date(0), to: "2026-10-26T00:00:00Z" };
  const asked = { table: "CLICKS", filter, timeZone: "Europe/Berlin" };
  const rows = jsonRows(await fileOf(keys.partner, asked));
  expect(rows.map(({ clickedAt }) => clickedAt)).toEqual([
    "2026-10-25T02:30:00.000+02:00",
    "2026-10-25T02:30:00.000+01:00",
  ]);
});

const script = fileURLToPath(new URL("../../../docs/verify-statement.mjs", import.meta.url));
/** As its user runs it, on files alone. */
async function verified(files: readonly Buffer[]) {
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-verify-"));
  const paths = files.map((_, n) => join(dir, `${n}.csv`));
  await Promise.all(paths.map((path, n) => writeFile(path, files[n] ?? "")));
  const child = spawn(process.execPath, [script, ...paths]);
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  await rm(dir, { recursive: true });
  return { code: code as number, out, error };
}
test("a partner's statement is verified by the published script from exports alone", async () => {
  const { now } = world.clock;
  const later = { ...keys };
  world.clock.now = Date.parse("2026-12-05T09:00:00Z");
  const worker = createPool(world.people.url, "worker", 2);
  const close = () => closeStatements({ ...world.app.deps, pool: worker });
  expect(await close()).toBeGreaterThan(0);
  // Sales lock, and a click comes late: its entry stands in the month after.
  await world.clicks(world.ax, [Date.parse("2026-11-20T10:00:00Z")]);
  await world.settle();
  world.clock.now = Date.parse("2027-01-05T09:00:00Z");
  await close();
  await worker.end();
  const files = await Promise.all(
    ["SEALED_ENTRIES", "SEALS", "STATEMENT_LINES"].map((table) =>
      fileOf(later.partner, { table, format: "CSV", timeZone: "America/New_York" }),
    ),
  );
  const whole = await verified(files);
  expect([whole.code, whole.error]).toEqual([0, ""]);
  expect(whole.out).toMatch(/, 2026-11: \d+\.\d\d USD of \d+ entries\n.*, 2026-12: /);
  expect(whole.out).toContain("All of it holds.");
  const [entries, seals, lines] = files.map(String) as [string, string, string];
  const broken = async (...texts: string[]) =>
    (await verified(texts.map((one) => Buffer.from(one)))).error;
  const oneByte = (file: string, place: RegExp) =>
    file.replace(place, (found) =>
      found.replace(/\d(?=\D*$)/, (d) => String((Number(d) + 1) % 10)),
    );
  // The amount of an entry, the hash of a seal, the amount that a line says.
  expect(await broken(oneByte(entries, /PARTNER_PAYABLE,\d+,/), seals, lines)).toMatch(
    /^DIFFERENCE .*seal 1: an entry was changed/,
  );
  expect(await broken(entries, oneByte(seals, /[0-9a-f]{64}\r/), lines)).toMatch(
    /the seal was changed|does not follow/,
  );
  expect(await broken(entries, seals, oneByte(lines, /CLOSED,.*,USD,[0-9a-f]{64}/))).toMatch(
    /its seal is not in the chain/,
  );
  const amount = /(CLOSED,.*?,)(\d+\.\d\d)((?:,[^,]*){2},USD,[0-9a-f]{64})/;
  expect(await broken(entries, seals, lines.replace(amount, "$19$2$3"))).toMatch(
    /amount and carry are not its sum/,
  );
  // An entry that is left out, whole.
  expect(await broken(entries.replace(/\n[^#\n]*,CLICK,[^\n]*/, ""), seals, lines)).toMatch(
    /entries are missing/,
  );
  // The chain is the partner's: it runs over all its brands.
  for (const table of ["SEALED_ENTRIES", "SEALS"]) {
    const query = new URLSearchParams({ programId: world.ax.program, table });
    const { answer } = await get(`/files/export?${query.toString()}`, later.brand);
    expect(answer.status).toBe(403);
  }
  world.clock.now = now;
});

test.each([
  ["table=SECRETS", 400, "BAD_INPUT", "table is one of CLICKS"],
  ["table=CLICKS&filter=x", 400, "BAD_INPUT", "filter is JSON"],
  ['table=CLICKS&filter={"nope":1}', 400, "BAD_INPUT", '"nope"'],
  ["table=CLICKS&colour=red", 400, "BAD_INPUT", 'no parameter "colour"'],
  ["table=CLICKS&timeZone=Mars/Base", 400, "BAD_TIME_ZONE", "Mars"],
  [
    'table=CLICKS&filter={"from":"2026-11-02T00:00:00Z","to":"2026-11-01T00:00:00Z"}',
    400,
    "BAD_RANGE",
    "ends before it starts",
  ],
])("an address %s is refused in words: %s %s", async (query, status, code, words) => {
  const { answer, bytes } = await get(
    `/files/export?programId=${world.ax.program}&${query}`,
    keys.brand,
  );
  const { errors } = JSON.parse(bytes.toString()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  expect([answer.status, errors[0]?.extensions.code]).toEqual([status, code]);
  expect(errors[0]?.message).toContain(words);
});

interface Export {
  id: string;
  state: string;
  url: string;
  sha256: string | null;
  bytes: number;
  rowsDone: number;
  rowsTotal: number | null;
  failure: string | null;
  fileName: string;
}
const fields = "id state url sha256 bytes rowsDone rowsTotal failure fileName";
async function request(client: Client, more = "", format = "CSV"): Promise<Export> {
  const { export: made } = await run<{ __typename: string; export: Export } & Row>(
    client,
    `requestExport(
      input: { table: CLICKS, format: ${format}, programId: "${world.ax.program}" ${more} }
      idempotencyKey: "${intent()}"
    )`,
    "ExportOk",
    `export { ${fields} }`,
  );
  return made;
}
const read = async (client: Client, id: string): Promise<Export | null> =>
  (await client.data<{ export: Export | null }>(`{ export(id: "${id}") { ${fields} } }`)).export;
const partsOf = async (id: string): Promise<number> =>
  (await owner.query("select from export_part where export_id = $1", [id])).rowCount ?? 0;
const addressOf = ({ id }: Export): string => `/files/exports/${id}`;

test("an export is made and read: 202 before, 200 after, 410 when it is gone [D180]", async () => {
  const asked = await request(brand);
  expect(asked.state).toBe("QUEUED");
  const waiting = await get(addressOf(asked), keys.brand);
  expect(waiting.answer.status).toBe(202);
  expect(JSON.parse(waiting.bytes.toString())).toMatchObject({ state: "QUEUED" });
  expect(await runExports(deps)).toBe(1);
  const made = await read(brand, asked.id);
  expect(made).toMatchObject({ state: "COMPLETED" });
  const { answer, bytes } = await get(addressOf(asked), keys.brand);
  expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
    200,
    `attachment; filename="${made?.fileName}"`,
  ]);
  expect(bytes).toEqual(await fileOf(keys.brand, { table: "CLICKS", format: "CSV" }));
  expect([made?.bytes, made?.rowsDone]).toEqual([bytes.length, csvRows(bytes).length]);
  expect(made?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  const told = await brand.data<{ notices: { nodes: { kind: string; comment: string }[] } }>(
    "{ notices(first: 5) { nodes { kind comment } } }",
  );
  expect(told.notices.nodes).toContainEqual({ kind: "EXPORT_READY", comment: made?.fileName });

  // Nobody else finds it, nor who may not read its table.
  const stranger = createClient(world.url, { key: keys.other });
  expect(await read(stranger, asked.id)).toBeNull();
  expect(await read(partner, asked.id)).toBeNull();
  expect((await get(addressOf(asked), keys.other)).answer.status).toBe(404);
  const sales = await world.keyOf(world.brandA, ["sales:read", "exports:read", "exports:write"]);
  expect(await read(createClient(world.url, { key: sales }), asked.id)).toBeNull();
  expect((await get(addressOf(asked), sales)).answer.status).toBe(404);

  world.clock.now += 7 * 86_400_000;
  await expireExports(deps);
  expect((await get(addressOf(asked), keys.brand)).answer.status).toBe(410);
  expect([(await read(brand, asked.id))?.state, await partsOf(asked.id)]).toEqual(["EXPIRED", 0]);
});

test("[found 91] rows that came after the count are in the file, and in its number", async () => {
  const asked = await request(brand);
  const counted = (await read(brand, asked.id))?.rowsTotal;
  const at = world.clock.now - 1_000;
  await world.clicks(world.ax, [at, at]);
  await runExports(deps);
  const made = await read(brand, asked.id);
  const { bytes } = await get(addressOf(asked), keys.brand);
  const rows = csvRows(bytes).length;
  expect(rows).toBe((counted ?? 0) + 2);
  expect(made).toMatchObject({
    rowsTotal: rows,
    rowsDone: rows,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  await expect(
    owner.query("update export_job set rows_total = rows_done - 1 where id = $1", [asked.id]),
  ).rejects.toThrow("export_whole");
});

test("a table needs the right of its list, and a program is one's own", async () => {
  const sales = createClient(world.url, {
    key: await world.keyOf(world.brandA, ["sales:read", "exports:read", "exports:write"]),
  });
  const call = (program: string) =>
    `requestExport(
      input: { table: CLICKS, format: CSV, programId: "${program}" }
      idempotencyKey: "${intent()}"
    )`;
  const { errors } = await sales.post(
    `mutation { result: ${call(world.ax.program)} { __typename } }`,
  );
  expect(errors[0]?.extensions).toMatchObject({ code: "FORBIDDEN", right: "clicks:read" });
  expect(await refusal(brand, call(world.bx.program))).toMatchObject({ code: "NOT_FOUND" });
});

const bulk = 50_001;
/** So many more clicks of the pair, in one statement. */
async function manyClicks(): Promise<void> {
  const worker = createPool(world.people.url, "worker", 1);
  const { rows } = await worker.query<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_name = 'click' order by ordinal_position`,
  );
  const names = rows.map(({ name }) => name);
  const values: Record<string, string> = {
    id: "overlay(c.id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid",
    ingest_seq: "9000000 + n",
    sub_id1: "md5(n::text) || repeat(md5((n * 7)::text), 2)",
    landing_page: "'https://www.amazon.com/dp/' || repeat(md5((n * 3)::text), 4)",
  };
  await worker.query(
    `insert into click (${names.join(", ")})
      select ${names.map((name) => values[name] ?? `c.${name}`).join(", ")}
      from (
        select * from click where program_id = $1 order by clicked_at desc limit 1
      ) c, generate_series(1, $2) n`,
    [world.ax.program, bulk],
  );
  await worker.end();
}
/** The file that nothing disturbed. */
let whole: Buffer;
test("what is too much for an answer is a job; a range is that part of the whole", async () => {
  await manyClicks();
  const { answer, bytes: refused } = await get(
    `/files/export?table=CLICKS&programId=${world.ax.program}`,
    keys.brand,
  );
  expect([answer.status, refused.toString()]).toEqual([
    400,
    expect.stringContaining("TOO_MANY_ROWS"),
  ]);
  const asked = await request(brand, "about: false");
  await runExports(deps);
  const { bytes } = await get(addressOf(asked), keys.brand);
  whole = bytes;
  expect(bytes.length).toBeGreaterThan(8 * 1024 * 1024);
  // Every row begins with its id.
  const rows = bytes.toString().match(/^[0-9a-f]{8}-[0-9a-f-]{27},/gm);
  expect(rows).toHaveLength((await read(brand, asked.id))?.rowsDone ?? 0);
  const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
  const half = 5 * 1024 * 1024 + 11;
  for (const [range, part] of [
    [`bytes=0-${half - 1}`, bytes.subarray(0, half)],
    [`bytes=${half}-`, bytes.subarray(half)],
    ["bytes=-100", bytes.subarray(-100)],
  ] as const) {
    const { answer, bytes: got } = await get(addressOf(asked), keys.brand, {
      range,
      "if-range": etag,
    });
    expect([answer.status, answer.headers.get("etag")]).toEqual([206, etag]);
    expect(got.equals(part)).toBe(true);
  }
  const statusOf = async (headers: Record<string, string>): Promise<number> =>
    (await get(addressOf(asked), keys.brand, headers)).answer.status;
  expect(await statusOf({ range: `bytes=${bytes.length}-` })).toBe(416);
  expect(await statusOf({ range: "bytes=0-1", "if-range": '"other"' })).toBe(200);
  expect(await statusOf({ "if-none-match": etag })).toBe(304);
});

/** Until a part of an export is put away, by default the first, when `then` is done to its row. */
async function atPart(then: string, work: () => Promise<unknown>, number = 0): Promise<void> {
  await owner.query(`
    create function at_part() returns trigger language plpgsql security definer as $$
    begin ${then}; return new; end $$;
    create trigger at_part after insert on export_part
      for each row when (new.number = ${number}) execute function at_part();`);
  try {
    await work();
  } finally {
    await owner.query("drop trigger at_part on export_part; drop function at_part()");
  }
}
/** Resolves when that part is put away by what `start` started. */
async function untilPart<T>(number: number, start: () => T): Promise<T> {
  const listener = await owner.connect();
  await listener.query("listen export_part");
  const told = once(listener, "notification");
  let started: T | undefined;
  const work = () => {
    started = start();
    return told;
  };
  await atPart("perform pg_notify('export_part', '')", work, number);
  listener.release(true);
  return started as T;
}

const child = fileURLToPath(new URL("../../testing/worlds/export-child.ts", import.meta.url));
test(
  "killed by kill -9 in the middle, an export is made again, byte for byte [D180]",
  { timeout: 60_000 },
  async () => {
    const parts = Math.ceil(whole.length / 1024 / 1024);
    const [number = 0] = fc.sample(fc.integer({ min: 0, max: parts - 2 }), {
      seed: 14,
      numRuns: 1,
    });
    const asked = await request(brand, "about: false");
    const args = [world.people.url, String(world.clock.now)];
    const maker = await untilPart(number, () =>
      spawn(process.execPath, [...process.execArgv, "--import", "tsx", child, ...args]),
    );
    const exited = once(maker, "exit");
    maker.kill("SIGKILL");
    await exited;
    expect((await read(brand, asked.id))?.state).toBe("RUNNING");
    expect(await partsOf(asked.id)).toBeLessThan(parts);
    // PostgreSQL learns in its own time that nobody is there any more.
    await vi.waitUntil(async () => (await runExports(deps)) === 1, { timeout: 30_000 });
    const sha256 = createHash("sha256").update(whole).digest("hex");
    expect(await read(brand, asked.id)).toMatchObject({ state: "COMPLETED", sha256 });
    expect((await get(addressOf(asked), keys.brand)).bytes.equals(whole)).toBe(true);
  },
);

test("one that is cancelled ends within a batch, and nothing of it is left", async () => {
  const asked = await request(brand);
  await atPart(
    `update export_job set state = 'CANCELLED', finished_at = now() where id = new.export_id`,
    () => runExports(deps),
  );
  const ended = await read(brand, asked.id);
  expect([ended?.state, await partsOf(asked.id)]).toEqual(["CANCELLED", 0]);
  expect(ended?.rowsDone).toBeLessThan(bulk / 2);
  const again = await refusal(brand, `cancelExport(id: "${asked.id}")`);
  expect(again.code).toBe("EXPORT_OVER");
});

test("a ready file is thrown away, and one that waits is made by nobody", async () => {
  const filter = `filters: { clicks: { to: "2026-10-26T00:00:00Z" } }`;
  const ready = await request(brand, filter);
  await runExports(deps);
  const waits = await request(brand, filter);
  for (const [{ id }, state] of [
    [ready, "EXPIRED"],
    [waits, "CANCELLED"],
  ] as const) {
    await run(brand, `cancelExport(id: "${id}")`, "ExportOk", "export { id }");
    expect((await read(brand, id))?.state).toBe(state);
    expect(await partsOf(id)).toBe(0);
  }
  expect(await runExports(deps)).toBe(0);
});

test("one that a process leaves is made again, whole; one that always dies is told", async () => {
  const asked = await request(brand);
  // A process that ends gives back what it was at.
  const stop = new AbortController();
  const isPut = once(stop.signal, "abort");
  const left = atPart("perform pg_notify('first_part', '')", async () => {
    const listener = await owner.connect();
    await listener.query("listen first_part");
    listener.once("notification", () => stop.abort());
    await runExports({ ...deps, stopping: stop.signal });
    listener.release(true);
  });
  await isPut;
  await left;
  expect([(await read(brand, asked.id))?.state, await partsOf(asked.id)]).toEqual(["QUEUED", 0]);
  // One that seemed dead and is not touches nothing of who took its work up: as after a kill, the
  // row says that it is made, and parts lie there.
  await atPart("update export_job set attempts = attempts + 1 where id = new.export_id", () =>
    runExports(deps),
  );
  expect([(await read(brand, asked.id))?.state, await partsOf(asked.id)]).toEqual(["RUNNING", 1]);
  await owner.query("insert into export_part values ($1, 99, $2, 'left')", [
    asked.id,
    world.brandA.accountId,
  ]);
  await runExports(deps);
  const made = await read(brand, asked.id);
  const { bytes } = await get(addressOf(asked), keys.brand);
  expect([made?.state, made?.bytes]).toEqual(["COMPLETED", bytes.length]);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(made?.sha256);
  expect(await partsOf(asked.id)).toBe(Math.ceil(bytes.length / 1024 / 1024));

  const hopeless = await request(brand);
  await owner.query("update export_job set state = 'RUNNING', attempts = 3 where id = $1", [
    hopeless.id,
  ]);
  await runExports(deps);
  expect(await read(brand, hopeless.id)).toMatchObject({
    state: "FAILED",
    failure: "The export was interrupted several times: ask for it again.",
  });
});

test("of one account two are made at once, then it is others' turn; 20 wait at most", async () => {
  const filter = `filters: { clicks: { to: "2026-10-26T00:00:00Z" } }`;
  const first = [await request(brand, filter), await request(brand, filter)];
  const third = await request(brand, filter);
  const theirs = await request(partner, filter);
  await owner.query("update export_job set state = 'RUNNING' where id = any($1)", [
    first.map(({ id }) => id),
  ]);
  const turns = async (): Promise<string[]> =>
    (await pool.query<{ id: string }>("select id from exports_waiting()")).rows.map(({ id }) => id);
  const ids = (some: Export[]): string[] => some.map(({ id }) => id).toSorted();
  expect(await turns()).toEqual([theirs.id, ...ids(first)]);
  await owner.query("update export_job set state = 'QUEUED' where id = any($1)", [
    first.map(({ id }) => id),
  ]);
  expect(await turns()).toEqual(ids([...first, third, theirs]));
  while ((await runExports(deps)) > 0);
  await owner.query(
    `insert into export_job
        (id, account_id, program_id, source, format, filters, time_zone, file_name, requested_by,
          requested_at)
      select gen_random_uuid(), account_id, program_id, source, format, filters, time_zone,
        file_name, requested_by, requested_at - interval '2 days'
      from export_job, generate_series(1, 20)
      where id = $1`,
    [third.id],
  );
  const refused = await refusal(
    brand,
    `requestExport(
      input: { table: CLICKS, format: CSV, programId: "${world.ax.program}" }
      idempotencyKey: "${intent()}"
    )`,
  );
  expect([refused.code, refused.message]).toEqual([
    "TOO_MANY_EXPORTS",
    "20 exports of your account wait: cancel one, or wait for one",
  ]);
});
