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
          preview {
            orders leads modifications reversals duplicates amounts { amount }
            failing { reason count row message }
          }
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

test("rows of one order or lead that differ are refused, wherever its first is", async () => {
  const [type] = await world.people.sql<{ id: string; code: string }>(
    `insert into event_type (
        id, brand_account_id, program_id, kind, code, name, state, created_at
      )
      select gen_random_uuid(), brand_account_id, program_id, 'LEAD', 'quote', 'Q', state, now()
      from event_type
      where program_id = $1 and kind = 'SALE'
      limit 1
      returning id, code`,
    [world.ax.program],
  );
  const instant = (day: string) => `2026-${day}T08:00:00Z`;
  const refusedRows = async (lines: readonly string[], head: string) => {
    const { state, faults } = await read(await idOf([head, ...lines, ""].join("\n")));
    return [state, ...faults.map(({ message }) => /Rows (\d+) and (\d+)/.exec(message)?.slice(1))];
  };
  const orders = (...days: string[]) =>
    refusedRows(
      days.map(
        (day, place) => `SALE,q1,${instant(day)},${world.ax.partnerCode},USD,${place + 1}.00`,
      ),
      "event,orderId,eventDate,partner,currency,subtotal",
    );
  const leads = (...days: string[]) =>
    refusedRows(
      days.map((day) => `quote,q1,${instant(day)},${world.ax.partnerCode}`),
      "event,orderId,eventDate,partner",
    );
  for (const told of [orders, leads]) {
    expect(await told("09-10", "10-20", "10-30")).toEqual(["REFUSED", ["3", "4"]]);
    expect(await told("10-30", "09-10", "09-12")).toEqual(["REFUSED", ["3", "4"]]);
    expect(await told("10-30", "09-10", "09-29", "11-01")).toEqual([
      "REFUSED",
      ["3", "4"],
      ["2", "5"],
    ]);
    expect(await told("08-25", "09-25", "10-26")).toEqual(["PREVIEW"]);
  }
  await world.people.sql("delete from event_type where id = $1", [type?.id]);
});

test("what would fail is told with its reason, and is promised as nothing", async () => {
  const file = (...lines: string[]) =>
    ["change,event,orderId,eventDate,promoCode,currency,subtotal,reason,partner", ...lines, ""]
      .map((line) => `${line}\n`)
      .join("");
  const id = await idOf(
    file(
      `,SALE,P-1,${at},NOSUCH,USD,5.00,,`,
      `,SALE,P-2,${at},NOSUCH,USD,6.00,,`,
      `,SALE,P-3,${at},,USD,7.00,,${world.ax.partnerCode}`,
      `REVERSE,,P-3,${at},,,,ITEM_RETURNED,`,
      `REVERSE,,P-1,${at},,,,ITEM_RETURNED,`,
      `MODIFY,,P-9,${at},,USD,2.00,OTHER,`,
    ),
  );
  expect(await read(id)).toMatchObject({
    state: "PREVIEW",
    preview: {
      orders: 1,
      duplicates: 0,
      modifications: 0,
      reversals: 1,
      amounts: [{ amount: "7.00" }],
      failing: [
        {
          reason: "ACTION_REF_NOT_FOUND",
          count: 2,
          row: 6,
          message: "No order of this id is booked; once it is, the change is made.",
        },
        {
          reason: "UNCLAIMED",
          count: 2,
          row: 2,
          message: expect.stringContaining('promoCode "NOSUCH" was assigned to nobody then'),
        },
      ],
    },
  });
  await brand.data(
    `mutation {
      confirmConversionFile(id: "${id}", idempotencyKey: "${intent()}") { __typename }
    }`,
  );
  await work();
  expect(await read(id)).toMatchObject({ state: "COMPLETE", booked: 2, failed: 4 });
});

test("an id that comes again after its window is another order, also below the first", async () => {
  const file = (head: string, tail: string) =>
    [
      `event,orderId,eventDate,partner,currency,${head}`,
      ...["2026-09-10", "2026-11-10"].map(
        (day) => `SALE,R-1,${day}T08:00:00Z,${world.ax.partnerCode},USD,${tail}`,
      ),
      "",
    ].join("\n");
  for (const one of [file("subtotal", "3.00"), file("sku,itemPrice", "A,3.00")])
    expect(await read(await idOf(one))).toMatchObject({
      state: "PREVIEW",
      preview: { orders: 2, amounts: [{ amount: "6.00" }] },
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

test("what says a field twice is refused, whichever of the two was meant", async () => {
  const sent = async (body: URLSearchParams | string, program = world.ax.program) => {
    const response = await fetch(`${world.url}/conversions?programId=${program}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
      },
      body,
    });
    const { errors } = (await response.json()) as { errors?: { message: string }[] };
    return [response.status, errors?.[0]?.message];
  };
  const form = (...names: string[]) =>
    new URLSearchParams([
      ["event", "SALE"],
      ["orderId", "O-1"],
      ...names.map((name): [string, string] => [name, "3"]),
    ]);
  const nobody = "and which is meant nobody can tell: send it once";
  expect(await sent(form("event"))).toEqual([400, `The form has "event" twice, ${nobody}`]);
  for (const [first, second] of [
    ["items[0].price", "items[0][price]"],
    ["itemPrice", "items[0].price"],
  ] as const)
    expect(await sent(form(first, second))).toEqual([
      400,
      `The form has one field as "${first}" and as "${second}", ${nobody}`,
    ]);
  expect(
    await sent('{"event":"SALE","items":[{"sku":"a"},{"price":1,"pr\\u0069ce":900}]}'),
  ).toEqual([400, `The body has "price" twice in one object, ${nobody}`]);
  const other = "The address says another programId than the body: say it once";
  expect(await sent(`{"programId":"${world.bx.program}","event":"SALE"}`)).toEqual([400, other]);
  const named = form();
  named.set("programId", world.bx.program);
  expect(await sent(named)).toEqual([400, other]);
  named.set("programId", world.ax.program.toUpperCase());
  expect((await sent(named))[1]).not.toBe(other);
});

test("whoever asks how far a submission is says first who asks", async () => {
  const statusOf = async (headers: Record<string, string>) =>
    (await fetch(`${world.url}/conversions/${world.ax.program}`, { headers })).status;
  const partner = await world.keyOf(world.partnerX, ["sales:read"]);
  expect([
    await statusOf({}),
    await statusOf({ authorization: `Bearer ${partner}` }),
    await statusOf({ authorization: `Bearer ${key}` }),
  ]).toEqual([401, 403, 404]);
});
