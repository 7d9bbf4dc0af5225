/** Rows of a file that are items of one order, and files that are no CSV: sent over real HTTP. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { bookSubmissions, readFiles } from "../attribution/submission-job.ts";

let world: World;
let worker: pg.Pool;
let key: string;
let brand: Client;
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  worker = createPool(world.people.url, "worker", 4);
  key = await world.keyOf(world.brandA, ["conversions:write", "sales:read"]);
  brand = createClient(world.url, { key });
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

const at = "2026-11-12T08:00:00Z";
const deps = () => ({ ...world.people.deps, pool: worker });
async function work(): Promise<void> {
  while ((await readFiles(deps())) + (await bookSubmissions(deps())) > 0);
}
/** Sent and read; its id. */
async function idOf(content: string, encoding: BufferEncoding = "utf8"): Promise<string> {
  const response = await fetch(`${world.url}/conversions/files?programId=${world.ax.program}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    body: Buffer.from(content, encoding),
  });
  const { submission } = (await response.json()) as { submission: { id: string } };
  await work();
  return submission.id;
}
interface Submission {
  state: string;
  rows: number;
  malformed: number;
  faults: { row: number; path: string[]; message: string }[];
}
const read = async (id: string) =>
  (
    await brand.data<{ conversionSubmission: Submission }>(
      `{
        conversionSubmission(id: "${id}") {
          state rows malformed done booked failed
          preview { orders duplicates amounts { amount } }
          faults { row code path message }
        }
      }`,
    )
  ).conversionSubmission;

test("a file that is no CSV says so in words of its own, with the line of the fault", async () => {
  const line = (id: string) => `SALE,${id},${at}`;
  const file = (...lines: string[]) => ["event,orderId,eventDate", ...lines, ""].join("\r\n");
  const broken = (second: string) => file(line("J-1"), second, line("J-3"));
  for (const [content, row, sentence, encoding] of [
    [broken('SALE,"J-2"x'), 3, "Line 3 has a quote where none may be"],
    [broken('SALE,J"2'), 3, "Line 3 has a quote where none may be"],
    [broken("SALE,J-2\0"), 3, "Line 3 holds a NUL"],
    [broken(line("J-\u00fc")), 3, "Line 3 holds a byte that is not UTF-8", "latin1"],
  ] as const) {
    const refused = await read(await idOf(content, encoding));
    expect(refused).toMatchObject({ state: "REFUSED", malformed: 0, faults: [{ row }] });
    expect(refused.faults[0]?.message).toContain(sentence);
  }
});

test("who hands in without a key is told what a key is needed for", async () => {
  const saysOf = async (address: string) => {
    const response = await fetch(`${world.url}${address}`, { method: "POST", body: "x" });
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    return errors[0]?.message;
  };
  expect([await saysOf("/conversions"), await saysOf("/conversions/files")]).toEqual([
    "Sign in or send an API key to hand in conversions",
    "Sign in or send an API key to send a file",
  ]);
});

test("[D155] item rows below each other are one order, and no item is lost", async () => {
  const items = (...lines: string[]) =>
    [
      "event,orderId,eventDate,partner,currency,discount,sku,itemQuantity,itemPrice",
      ...lines,
      "",
    ].join("\n");
  const first = (id: string, more: string) =>
    `SALE,${id},${at},${world.ax.partnerCode},USD,${more}`;
  const id = await idOf(
    items(
      first("L-16", "1.00,A,,3"),
      // As shops export them: the order's own columns once, or in each row.
      ",L-16,,,,,B,2,2",
      first("L-16", "1.00,A,,3"),
      first("L-17", ",A,,5"),
    ),
  );
  expect(await read(id)).toMatchObject({
    state: "PREVIEW",
    rows: 2,
    preview: { orders: 2, duplicates: 0, amounts: [{ amount: "14.00" }] },
  });
  await brand.data(
    `mutation {
      confirmConversionFile(id: "${id}", idempotencyKey: "${intent()}") { __typename }
    }`,
  );
  await work();
  expect(await read(id)).toMatchObject({ state: "COMPLETE", done: 2, booked: 2, failed: 0 });
  const booked = await world.people.sql(
    `select units::int, amount_micros::float8 / 1000000 as amount
      from conversion
      where order_id = 'L-16'
      order by units`,
  );
  // Ten of goods less the order's one, by what the two kinds cost.
  expect(booked).toEqual([
    { units: 2, amount: 5.4 },
    { units: 2, amount: 3.6 },
  ]);
  const rows = [
    first("L-18", ",A,,3"),
    first("L-19", ",A,,3"),
    first("L-18", ",B,,4"),
    first("L-18", ",A,,3"),
  ];
  const scattered = await idOf(items(...rows));
  expect(await read(scattered)).toMatchObject({
    state: "REFUSED",
    malformed: 1,
    faults: [
      {
        row: 4,
        code: "BAD_ITEMS",
        message: expect.stringContaining('Rows 2 and 4 are both of order "L-18"'),
      },
    ],
  });
  const told = await idOf(items(first("L-20", "1,A,,3"), first("L-20", "2,B,,-4")));
  expect((await read(told)).faults.map(({ row, path }) => [row, path.at(-1)])).toEqual([
    [3, "discount"],
    [3, "price"],
  ]);
  expect(await world.people.sql("select from conversion where order_id = 'L-18'")).toEqual([]);
});

test("rows of one order without items: others are refused, the same is once", async () => {
  const file = (...lines: string[]) =>
    ["event,orderId,eventDate,partner,currency,subtotal", ...lines, ""].join("\n");
  const line = (id: string, amount: string, day = at) =>
    `SALE,${id},${day},${world.ax.partnerCode},USD,${amount}`;
  const refused = await read(await idOf(file(line("M-1", "7.00"), line("M-1", "4.00"))));
  expect(refused).toMatchObject({ state: "REFUSED", faults: [{ row: 3, code: "BAD_ITEMS" }] });
  expect(refused.faults[0]?.message).toBe(
    'Rows 2 and 3 are both of order "M-1", and say different things: make one row of the two, or ' +
      "leave one of the two out",
  );
  const confirm = async (id: string) => {
    await brand.data(
      `mutation {
        confirmConversionFile(id: "${id}", idempotencyKey: "${intent()}") { __typename }
      }`,
    );
    await work();
  };
  // After the window of its event type an id is another order.
  const rows = [
    line("M-2", "7.00"),
    // A row of a sheet that holds nothing.
    ",,,,,",
    line("M-2", "7.0"),
    line("M-2", "2.00", "2026-09-12T08:00:00Z"),
    line("M-3", "1.00"),
  ];
  const id = await idOf(file(...rows));
  expect(await read(id)).toMatchObject({
    state: "PREVIEW",
    preview: { orders: 3, duplicates: 1, amounts: [{ amount: "10.00" }] },
  });
  await confirm(id);
  expect(await read(id)).toMatchObject({ state: "COMPLETE", booked: 3, failed: 1 });
  const booked = await world.people.sql(
    "select sum(amount_micros)::text as micros from conversion where order_id like 'M-%'",
  );
  expect(booked).toEqual([{ micros: "10000000" }]);
  // What is booked already is promised no more.
  expect(await read(await idOf(file(...rows, line("M-4", "5.00"))))).toMatchObject({
    preview: { orders: 1, duplicates: 4, amounts: [{ amount: "5.00" }] },
  });
});

test("rows of one order may name its event type by any of its names", async () => {
  const [type] = await world.people.sql<{ code: string }>(
    "select code from event_type where program_id = $1 and kind = 'SALE' limit 1",
    [world.ax.program],
  );
  const file = ["event,orderId,eventDate,partner,currency,sku,itemPrice"];
  for (const [event, sku] of [
    ["sale", "A"],
    [type?.code, "B"],
  ])
    file.push(`${event},N-1,${at},${world.ax.partnerCode},USD,${sku},3`);
  expect(await read(await idOf([...file, ""].join("\n")))).toMatchObject({
    state: "PREVIEW",
    preview: { orders: 1, duplicates: 0, amounts: [{ amount: "6.00" }] },
  });
});

test("a form that names a field twice is refused, whichever of the two was meant", async () => {
  const response = await fetch(`${world.url}/conversions?programId=${world.ax.program}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams([
      ["event", "SALE"],
      ["orderId", "O-1"],
      ["event", "SALE"],
    ]),
  });
  const { errors } = (await response.json()) as { errors: { message: string }[] };
  expect([response.status, errors[0]?.message]).toEqual([
    400,
    'The form has "event" twice, and which is meant nobody can tell: send it once',
  ]);
});
