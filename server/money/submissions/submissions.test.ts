import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { promisify } from "node:util";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookSubmissions, readFiles } from "../attribution/submission-job.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { createPool } from "../../platform/db/connection.ts";
import { rootFolder } from "../../platform/env.ts";
import { fileTemplate } from "../../domain/conversion-file.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent } from "../../testing/worlds/steps.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";

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

const deps = () => ({ ...world.people.deps, pool: worker });
/** As the worker's two loops do. */
async function work(): Promise<void> {
  while ((await readFiles(deps())) + (await bookSubmissions(deps())) > 0);
}
const at = "2026-11-12T08:00:00Z";
const order = (orderId: string, more: object = {}) => ({
  event: "SALE",
  orderId,
  eventDate: at,
  partner: world.ax.partnerCode,
  currency: "USD",
  subtotal: "100.00",
  ...more,
});

interface Submission {
  id: string;
  state: string;
  rows: number;
  malformed: number;
  done: number;
  booked: number;
  failed: number;
  preview: { orders: number; duplicates: number; amounts: { amount: string }[] } | null;
  faults: { row: number; code: string; path: string[]; message: string }[];
}
const fields =
  "id state rows malformed done booked failed preview { orders duplicates amounts { amount } } " +
  "faults { row code path message }";
interface Result {
  __typename: string;
  code?: string;
  path?: string[];
  submission?: Submission;
  faults?: Submission["faults"];
}
const submitted = async (
  client: Client,
  conversions: readonly object[],
  { programId = world.ax.program, idempotencyKey = intent() } = {},
) =>
  (
    await client.data<{ submitConversions: Result }>(
      `mutation ($programId: ID!, $conversions: [ConversionInput!]!, $idempotencyKey: String!) {
        submitConversions(
          programId: $programId, conversions: $conversions, idempotencyKey: $idempotencyKey
        ) {
          __typename
          ... on SubmissionOk { submission { ${fields} } }
          ... on ConversionsRefused { faults { row code path message } }
          ... on UserError { code path }
        }
      }`,
      { programId, conversions, idempotencyKey },
    )
  ).submitConversions;
const read = async (id: string, client = brand) =>
  (
    await client.data<{ conversionSubmission: Submission | null }>(
      `{ conversionSubmission(id: "${id}") { ${fields} } }`,
    )
  ).conversionSubmission;
interface Row {
  number: number;
  orderId: string | null;
  state: string;
  reason: string | null;
  message: string | null;
  fields: { name: string; value: string }[];
}
const rowsOf = async (id: string) =>
  (
    await brand.data<{ submittedConversions: { nodes: Row[] } }>(
      `{
        submittedConversions(submissionId: "${id}") {
          nodes { number orderId state reason message fields { name value } }
        }
      }`,
    )
  ).submittedConversions.nodes;
const count = async (orderId: string) =>
  (
    await world.people.sql<{ count: number }>(
      "select count(*)::int as count from conversion where order_id = $1",
      [orderId],
    )
  )[0]?.count;

test("[D160] rows are queued, booked, and read with what became of each", async () => {
  const { submission } = await submitted(brand, [
    order("A-1"),
    order("A-1"),
    order("", { orderId: null }),
    order("A-2", { subtotal: "-1" }),
  ]);
  expect(submission).toMatchObject({ state: "QUEUED", rows: 4, malformed: 2, done: 2 });
  expect(submission?.faults).toMatchObject([
    { row: 3, code: "OID_MISSING", path: ["conversions", "2", "orderId"] },
    { row: 4, code: "BAD_AMOUNT", path: ["conversions", "3", "subtotal"] },
  ]);
  await work();
  const id = submission?.id ?? "";
  expect(await read(id)).toMatchObject({ state: "COMPLETE", done: 4, booked: 1, failed: 3 });
  expect(await rowsOf(id)).toMatchObject([
    { orderId: "A-1", state: "BOOKED", reason: null },
    { state: "FAILED", reason: "CONV_DUPLICATE" },
    { state: "FAILED", reason: "OID_MISSING" },
    { orderId: "A-2", state: "FAILED", reason: "MALFORMED" },
  ]);
});

test("a report of a program without Amazon expects a shop's orders, once one came", async () => {
  const { program } = world.bx;
  const other = createClient(world.url, {
    key: await world.keyOf(world.brandB, ["conversions:write", "reports:read"]),
  });
  await world.people.sql("update program set sales_source = 'NONE' where id = $1", [program]);
  await world.clicks(world.bx, [Date.parse("2026-11-12T09:00:00Z")]);
  const why = async () =>
    (
      await other.data<{ report: { meta: { salesEmptyReason: string } } }>(
        `{
          report(
            scope: { programId: "${program}" },
            range: { from: "2026-11-12", to: "2026-11-12" }
          ) { meta { salesEmptyReason } }
        }`,
      )
    ).report.meta.salesEmptyReason;
  expect(await why()).toBe("NOT_CONNECTED");
  const eventDate = "2026-11-11T20:00:00Z";
  await submitted(other, [order("N-1", { eventDate })], { programId: program });
  await work();
  expect(await count("N-1")).toBe(1);
  expect(await why()).toBe("NONE_IN_RANGE");
});

test("the same content, or the same key, is the same submission", async () => {
  const rows = [order("B-1")];
  const first = await submitted(brand, rows);
  expect(await submitted(brand, rows)).toEqual(first);
  const idempotencyKey = intent();
  const keyed = await submitted(brand, [order("B-2")], { idempotencyKey });
  expect(await submitted(brand, [order("B-2")], { idempotencyKey })).toEqual(keyed);
  expect(await submitted(brand, [order("B-3")], { idempotencyKey })).toMatchObject({
    __typename: "IdempotencyKeyReused",
  });
});

test("a change as of now is another one each time, whichever way it comes", async () => {
  await submitted(brand, [order("B-4")]);
  const change = (subtotal: string) => ({
    change: "MODIFY",
    orderId: "B-4",
    eventDate: "NOW",
    reason: "ORDER_UPDATE",
    currency: "USD",
    subtotal,
  });
  const byApi = (row: object) => submitted(brand, [row]);
  const byHttps = async (row: object) =>
    (await send("/conversions", json({ programId: world.ax.program, ...row }))).body;
  for (const handed of [byApi, byHttps])
    for (const subtotal of ["50.00", "60.00", "50.00"]) {
      world.clock.now += 1_000;
      const { submission } = await handed(change(subtotal));
      await work();
      expect(await read(submission?.id ?? "")).toMatchObject({ state: "COMPLETE", booked: 1 });
      const amounts = await world.people.sql<{ amount: string }>(
        "select amount_micros as amount from conversion where order_id = 'B-4'",
      );
      expect(amounts.map(({ amount }) => Number(amount))).toEqual([Number(subtotal) * 1_000_000]);
    }
});

test("a body that no batch may have, or that asks for something else, is refused", async () => {
  const ask = (query: string, bytes: number, as: string | null = key) =>
    send("/graphql", {
      body: JSON.stringify({ query, variables: { pad: "x".repeat(bytes) } }),
      type: "application/json",
      as,
    });
  const handIn = `mutation {
    submitConversions(programId: "${world.ax.program}", conversions: [], idempotencyKey: "y") {
      __typename
    }
  }`;
  expect(await ask(handIn, 150_000)).toMatchObject({ status: 200 });
  const refused = async (most: string, answer: Promise<Answer>) => {
    const { status, body } = await answer;
    const [fault] = body.errors ?? [];
    expect({ status, ...fault?.extensions }).toMatchObject({
      status: 413,
      code: "BODY_TOO_LARGE",
      path: ["body"],
    });
    expect(fault?.message).toContain(`at most ${most} bytes`);
  };
  await refused("2,000,000", ask(handIn, 2_000_000));
  await refused("100,000", ask("{ viewer { kind } }", 150_000));
  await refused("100,000", ask(handIn, 150_000, null));
  const document = await ask(`{ viewer { kind } } # ${"x".repeat(150_000)}`, 0);
  expect(document.body.errors?.[0]?.extensions).toMatchObject({ path: ["query"] });
});

test("nothing that can be taken, too many, and another's program are refused", async () => {
  expect(await submitted(brand, [{ orderId: "C-1" }])).toMatchObject({
    __typename: "ConversionsRefused",
    code: "BAD_KIND",
    path: ["conversions", "0", "event"],
  });
  expect(await submitted(brand, [])).toMatchObject({ code: "BAD_COUNT", path: ["conversions"] });
  expect(await submitted(brand, [order("C-1")], { programId: world.bx.program })).toMatchObject({
    code: "NOT_FOUND",
    path: ["programId"],
  });
  const partner = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
  const refused = await partner.post(
    `mutation {
      submitConversions(programId: "${world.ax.program}", conversions: [], idempotencyKey: "x") {
        __typename
      }
    }`,
  );
  expect(refused.errors[0]?.extensions.code).toBe("FORBIDDEN");
});

interface Answer {
  status: number;
  body: {
    submission?: Submission;
    address?: string;
    rows?: Row[];
    errors?: { message: string; extensions: { code: string; path?: string[] } }[];
  };
}
async function send(
  path: string,
  { body, type, as = key }: { body?: string; type?: string; as?: string | null } = {},
): Promise<Answer> {
  const response = await fetch(world.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${as}` }),
      ...(type === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
const json = (value: unknown) => ({ body: JSON.stringify(value), type: "application/json" });

describe("POST /conversions", () => {
  test("[D160] takes JSON and forms, and its address says how far it is", async () => {
    const programId = world.ax.program;
    const one = await send("/conversions", json({ programId, ...order("D-1") }));
    expect(one).toMatchObject({ status: 202, body: { submission: { state: "QUEUED", rows: 1 } } });
    const form = new URLSearchParams({ programId, ...order("D-2"), subtotal: "" });
    form.set("items[0].sku", "LAMP");
    form.set("items[0].price", "12.50");
    const two = await send("/conversions", {
      body: form.toString(),
      type: "application/x-www-form-urlencoded",
    });
    expect(two.status).toBe(202);
    await work();
    const path = new URL(two.body.address ?? "").pathname;
    expect(await send(path)).toMatchObject({
      status: 200,
      body: {
        submission: { state: "COMPLETE", booked: 1 },
        rows: [{ orderId: "D-2", state: "BOOKED" }],
      },
    });
    expect(await send("/conversions", json({ programId, ...order("D-1") }))).toMatchObject({
      body: { submission: { id: one.body.submission?.id } },
    });
    expect([await count("D-1"), await count("D-2")]).toEqual([1, 1]);
  });

  test("the command of the papers is taken as it stands there", async () => {
    const paper = readFileSync(join(rootFolder, "docs", "conversions.md"), "utf8");
    const [, command = ""] = /```bash\n([^]*?)```/.exec(paper) ?? [];
    const { stdout } = await promisify(execFile)("sh", ["-c", command], {
      env: {
        ...process.env,
        COUNTERFOIL: world.url,
        COUNTERFOIL_KEY: key,
        PROGRAM: world.ax.program,
        PARTNER: world.ax.partnerCode,
      },
    });
    const { submission } = JSON.parse(stdout) as Answer["body"];
    await work();
    expect(await read(submission?.id ?? "")).toMatchObject({ state: "COMPLETE", booked: 1 });
    const [sale] = await world.people.sql<{ id: string }>(
      "select id from conversion where order_id = '1001'",
    );
    const { conversion } = await brand.data<{ conversion: object }>(
      `{
        conversion(id: "${sale?.id}") {
          conversion { orderId source linkText amount { amount } }
        }
      }`,
    );
    expect(conversion).toMatchObject({
      conversion: {
        orderId: "1001",
        source: "HTTPS",
        linkText: "none: credited without a link",
        amount: { amount: "59.90" },
      },
    });
  });

  test.each([
    ["event", "BAD_KIND"],
    ["orderId", "OID_MISSING"],
    ["eventDate", "BAD_DATE"],
    ["partner", "NO_ATTRIBUTION_KEY"],
  ])("[D151] without %s it is a 400 that names the field", async (field, code) => {
    const sent = { programId: world.ax.program, ...order("D-3"), [field]: undefined };
    const { status, body } = await send("/conversions", json(sent));
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, code]);
    const named = field === "partner" ? "clickId" : field;
    expect(body.errors?.[0]?.extensions.path?.at(-1)).toBe(named);
  });

  test("a wrong key, a wrong scope, another's program and a broken body are told", async () => {
    const programId = world.ax.program;
    const good = json({ programId, ...order("D-4") });
    const reading = await world.keyOf(world.brandA, readScopes);
    const other = await world.keyOf(world.brandB, ["conversions:write"]);
    const statuses = [
      await send("/conversions", { ...good, as: null }),
      await send("/conversions", { ...good, as: "cf_live_wrong" }),
      await send("/conversions", { ...good, as: reading }),
      await send("/conversions", { ...good, as: other }),
      await send("/conversions", { body: "{", type: "application/json" }),
      await send("/conversions", { body: "x", type: "text/plain" }),
      await send("/conversions", json({ programId: "x", ...order("D-4") })),
      await send("/conversions", json({ programId, conversions: [order("D-4")], extra: 1 })),
      await send("/conversions"),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 403, 404, 400, 415, 400, 400, 405]);
    expect(await count("D-4")).toBe(0);
    const unstorable = [order("D\0"), { ...order("D-5"), "x\0": 1 }, order("D\uD800")];
    for (const one of unstorable)
      expect(await send("/conversions", json({ programId, conversions: [one] }))).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { code: "BAD_INPUT" } }] },
      });
  });
});

describe("a file", () => {
  const columns = "event,orderId,eventDate,partner,currency,subtotal";
  const line = (id: string, more = "100.00") =>
    `SALE,${id},${at},${world.ax.partnerCode},USD,${more}`;
  const file = (...lines: string[]) => [columns, ...lines, ""].join("\r\n");
  const upload = (content: string, name = "orders.csv") =>
    send(`/conversions/files?programId=${world.ax.program}&name=${name}`, {
      body: content,
      type: "text/csv",
    });
  const idOf = async (content: string) => (await upload(content)).body.submission?.id ?? "";
  const decide = async (id: string, name: "confirm" | "discard") =>
    (
      await brand.data<{ decided: Result }>(
        `mutation {
          decided: ${name}ConversionFile(id: "${id}", idempotencyKey: "${intent()}") {
            __typename
            ... on SubmissionOk { submission { ${fields} } }
            ... on UserError { code message path }
          }
        }`,
      )
    ).decided;

  test("is shown before anything is booked, and booked once a person confirms it", async () => {
    const formula = '"=HYPERLINK(""http://x.example"",""y"")"';
    const content = file(line("E-1"), line("E-1"), line(formula, "20.50"));
    const id = await idOf(content);
    expect(await read(id)).toMatchObject({ state: "READING" });
    await work();
    expect(await read(id)).toMatchObject({
      state: "PREVIEW",
      rows: 3,
      preview: { orders: 2, duplicates: 1, amounts: [{ amount: "120.50" }] },
    });
    expect(await count("E-1")).toBe(0);
    const decided = await Promise.all(Array.from({ length: 4 }, () => decide(id, "confirm")));
    const late = { message: "It is decided already: nothing of it waits for a confirmation" };
    expect(decided.toSorted((a) => (a.submission ? -1 : 1))).toMatchObject([
      { submission: { state: "QUEUED" } },
      late,
      late,
      late,
    ]);
    await work();
    expect(await read(id)).toMatchObject({ state: "COMPLETE", booked: 2, failed: 1 });
    // A cell with a formula is text, in and out.
    expect(await count('=HYPERLINK("http://x.example","y")')).toBe(1);
    // Twice is once.
    expect(await idOf(content)).toBe(id);
    expect(await decide(id, "discard")).toMatchObject({ code: "ILLEGAL_TRANSITION" });
    expect(await world.people.sql("select 1 from conversion_file_part")).toEqual([]);
  });

  test("with faults is refused whole, each with its line, column and fix", async () => {
    const id = await idOf(file(line("F-1"), line("F-2", "-1"), "SALE,F-3", line("F-4")));
    await work();
    const refused = await read(id);
    expect(refused).toMatchObject({ state: "REFUSED", rows: 4, malformed: 2 });
    expect(refused?.faults.map(({ row, code }) => `${row} ${code}`)).toEqual([
      "3 BAD_AMOUNT",
      "4 BAD_COLUMN",
    ]);
    expect(await rowsOf(id)).toEqual([]);
    expect(await decide(id, "confirm")).toMatchObject({ code: "ILLEGAL_TRANSITION" });
  });

  test("cut off anywhere changes nothing, and says so", async () => {
    const whole = file(line("G-1"), line('"G-2"'), line("G-3"));
    const lengths = [0, 10, columns.length, whole.length - 2, whole.length - 5];
    const states = new Set<string>();
    for (const length of [...lengths, whole.indexOf('"G-2') + 2, whole.length - 40]) {
      const cut = whole.slice(0, length);
      const id = await idOf(cut === "" ? " " : cut);
      await work();
      states.add((await read(id))?.state ?? "");
    }
    expect([...states]).toEqual(["REFUSED"]);
    const rows = await world.people.sql(
      "select 1 from submitted_conversion where order_id like 'G-%'",
    );
    expect(rows).toEqual([]);
  });

  test("that breaks off on its way leaves nothing", async () => {
    const before = await world.people.sql("select count(*) from conversion_submission");
    const broken = httpRequest(
      `${world.url}/conversions/files?programId=${world.ax.program}&name=x.csv`,
      {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "text/csv",
          "content-length": "100000",
        },
      },
    );
    const closed = new Promise((resolve) => broken.on("close", resolve));
    broken.on("error", () => {});
    broken.write(file(line("H-1")), () => broken.destroy());
    await closed;
    expect(await world.people.sql("select count(*) from conversion_submission")).toEqual(before);
  });

  test("that is sent twice at once is one", async () => {
    const other = await worker.connect();
    await other.query("begin");
    await other.query("lock conversion_file_part in access exclusive mode");
    const both = Promise.all([upload(file(line("E-20"))), upload(file(line("E-20")))]);
    try {
      await expect
        .poll(async () => {
          const { rows } = await other.query<{ waiting: number }>(
            `select count(*)::int as waiting
              from pg_locks l
              join pg_database d on d.oid = l.database and d.datname = current_database()
              where not l.granted`,
          );
          return rows[0]?.waiting;
        })
        .toBe(2);
    } finally {
      await other.query("rollback");
      other.release();
    }
    const [one, two] = await both;
    expect([one.status, two.status]).toEqual([202, 202]);
    expect(two.body.submission?.id).toBe(one.body.submission?.id);
  });

  test("of 2 GB is refused before it is sent", async () => {
    const large = httpRequest(`${world.url}/conversions/files?programId=${world.ax.program}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "text/csv",
        "content-length": "2000000000",
      },
    });
    large.on("error", () => {});
    large.flushHeaders();
    const [answer] = (await once(large, "response")) as [IncomingMessage];
    expect([answer.statusCode, await text(answer)]).toEqual([
      413,
      expect.stringContaining("A file has at most 512 MB: split it"),
    ]);
    large.destroy();
  });

  test("of another kind, with unknown columns or in another encoding is refused", async () => {
    const cases = [
      ["event;orderId;eventDate;colour\r\nSALE;1;NOW;red\r\n", '"colour" is no column here'],
      ["PK\u0003\u0004nothing\r\n", "The file is a workbook: save its sheet as CSV in UTF-8"],
      [`${columns}\r\n`, "The file holds no row"],
      [`event,currency\r\nSALE,USD\r\n`, "The column orderId is missing"],
    ] as const;
    for (const [content, sentence] of cases) {
      const id = await idOf(content);
      await work();
      const told = (await read(id))?.faults.map(({ message }) => message).join(" ");
      expect(told).toContain(sentence);
    }
    const response = await fetch(`${world.url}/conversions/files?programId=${world.ax.program}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
      body: Buffer.from(file(line("I-1")), "utf16le"),
    });
    const { submission } = (await response.json()) as Answer["body"];
    await work();
    expect((await read(submission?.id ?? ""))?.faults[0]?.message).toContain("is in UTF-16");
  });

  test("the template is taken as it is", async () => {
    const response = await fetch(`${world.url}/conversions/template.csv`);
    expect(await response.text()).toBe(fileTemplate);
    const id = await idOf(
      fileTemplate
        .replaceAll("2026-11-30T09", "2026-11-12T09")
        .replaceAll("2026-11-29", "2026-11-11"),
    );
    await work();
    expect(await read(id)).toMatchObject({ state: "PREVIEW", faults: [] });
    expect(await decide(id, "discard")).toMatchObject({ submission: { state: "DISCARDED" } });
    await work();
    expect(await rowsOf(id)).toEqual([]);
  });
});

test("[D169] a test order without Amazon goes the same way, and pays nothing", async () => {
  await world.people.sql("update program set sales_source = 'NONE' where id = $1", [
    world.ax.program,
  ]);
  const place = async (client: Client) =>
    (
      await client.data<{
        placeTestOrder: Result & { order?: { id: string; date: string; simulated: boolean } };
      }>(
        `mutation {
          placeTestOrder(
            input: { linkId: "${world.ax.testLink}", units: 2, amount: "30.00" }
            idempotencyKey: "${intent()}"
          ) {
            __typename
            ... on PlaceTestOrderOk { order { id date simulated } }
            ... on UserError { code path }
          }
        }`,
      )
    ).placeTestOrder;
  const { order: placed } = await place(await world.signIn(world.brandA.email));
  expect(placed).toMatchObject({ date: "2026-11-12", simulated: false });
  await work();
  expect(await rowsOf(placed?.id ?? "")).toMatchObject([
    { state: "BOOKED", reason: "TEST_ACTION" },
  ]);
  const sales = await world.people.sql(
    "select is_test, source, units::int, payout_micros::int from conversion where source = 'TEST'",
  );
  expect(sales).toEqual([{ is_test: true, source: "TEST", units: 2, payout_micros: 0 }]);
  // A partner's own is the brand's to hand in.
  expect(await place(await world.signIn(world.partnerX.email))).toMatchObject({
    code: "NOT_SIMULATED",
  });
});

test("[D152] the window of an order id is the event type's own", async () => {
  const { program } = await brand.data<{
    program: { eventTypes: { id: string; kind: string; dedupeDays: number }[] };
  }>(`{ program(id: "${world.ax.program}") { eventTypes { id kind dedupeDays } } }`);
  const sale = program.eventTypes.find(({ kind }) => kind === "SALE");
  expect(sale).toMatchObject({ dedupeDays: 30 });
  const owner = await world.signIn(world.brandA.email);
  const set = async (days: number) =>
    owner.data(
      `mutation {
        setDedupeDays(id: "${sale?.id}", days: ${days}, idempotencyKey: "${intent()}") {
          __typename
          ... on UserError { code path }
        }
      }`,
    );
  expect(await set(0)).toMatchObject({ setDedupeDays: { code: "BAD_DAYS", path: ["days"] } });
  expect(await set(2)).toMatchObject({ setDedupeDays: { __typename: "EventTypeOk" } });
  await submitted(brand, [
    order("K-1", { eventDate: "2026-11-05T08:00:00Z" }),
    order("K-1", { eventDate: "2026-11-07T08:00:01Z" }),
  ]);
  await work();
  expect(await count("K-1")).toBe(2);
});

test("row-level security: the api role hands in its own, and says no results", async () => {
  const { accountId } = world.brandA;
  const em = emFor(world.people.deps.orm, { kind: "BRAND", accountId });
  const [own] = await world.people.sql<{ id: string }>(
    "select id from conversion_submission where program_id = $1 limit 1",
    [world.ax.program],
  );
  const insert = (brandId: string, programId: string, state: string) =>
    em.execute(
      `insert into submitted_conversion (
          submission_id, number, brand_account_id, program_id, body, read, state
        )
        values (?, 999, ?, ?, '{}', '{}', ?)`,
      [own?.id, brandId, programId, state],
    );
  const refused = /row-level security/;
  await expect(insert(world.brandA.accountId, world.ax.program, "BOOKED")).rejects.toThrow(refused);
  await expect(insert(world.brandB.accountId, world.ax.program, "QUEUED")).rejects.toThrow(refused);
  await expect(insert(world.brandA.accountId, world.bx.program, "QUEUED")).rejects.toThrow(refused);
  await expect(
    em.execute("update conversion_submission set state = 'QUEUED' where id = ?", [own?.id]),
  ).resolves.toEqual([]);
  await expect(em.execute("update submitted_conversion set state = 'BOOKED'")).rejects.toThrow(
    /permission denied/,
  );
});

test("[D157] codes are assigned by the brand, one partner at a time, read by both", async () => {
  const assign = async (partnerId: string, code: string, startsAt = "2026-11-01T00:00:00Z") =>
    (
      await brand.data<{ assigned: Result & { promoCode?: { id: string } } }>(
        `mutation {
          assigned: assignPromoCode(
            input: {
              programId: "${world.ax.program}"
              partnerId: "${partnerId}"
              code: "${code}"
              startsAt: "${startsAt}"
            }
            idempotencyKey: "${intent()}"
          ) {
            __typename
            ... on PromoCodeOk { promoCode { id } }
            ... on UserError { code path }
          }
        }`,
      )
    ).assigned;
  const made = await assign(world.ax.partner.accountId, "Anna10");
  expect(made).toMatchObject({ __typename: "PromoCodeOk" });
  expect(await assign(world.ay.partner.accountId, "ANNA10")).toMatchObject({ code: "NAME_TAKEN" });
  expect(await assign(world.brandB.accountId, "other")).toMatchObject({ code: "NOT_FOUND" });
  const { submission } = await submitted(brand, [
    order("J-1", { partner: null, promoCode: "anna10" }),
  ]);
  await work();
  expect(await read(submission?.id ?? "")).toMatchObject({ booked: 1 });
  const list = `{ promoCodes(programId: "${world.ax.program}") { nodes { code } } }`;
  const codesOf = async (client: Client) =>
    (await client.data<{ promoCodes: { nodes: object[] } }>(list)).promoCodes.nodes;
  expect(await codesOf(await world.signIn(world.partnerX.email))).toEqual([{ code: "Anna10" }]);
  expect(await codesOf(await world.signIn(world.partnerY.email))).toEqual([]);
  const end = ({ promoCode }: typeof made) =>
    brand.data(
      `mutation {
        endPromoCode(id: "${promoCode?.id}", idempotencyKey: "${intent()}") { __typename }
      }`,
    );
  await end(made);
  expect(await assign(world.ay.partner.accountId, "ANNA10")).toMatchObject({ code: "NAME_TAKEN" });
  // Ended before it began, a code is as free as before.
  await end(await assign(world.ax.partner.accountId, "later", "2027-11-01T00:00:00Z"));
  expect(await assign(world.ay.partner.accountId, "later")).toMatchObject({
    __typename: "PromoCodeOk",
  });
});

test("[D160] as many rows as are promised are handed in at once, however full", async () => {
  const full = (_: unknown, n: number) =>
    order(`M-${n}`, {
      subtotal: null,
      customerEmail: createHash("sha256").update(`buyer.${n}@example.com`).digest("hex"),
      items: Array.from({ length: 4 }, (_item, at) => ({
        sku: `ACME-COFFEE-GRINDER-STEEL-${n}-${at}`,
        category: "Home & Kitchen / Coffee, Tea & Espresso / Coffee Grinders",
        quantity: 1 + at,
        price: "24.99",
        discount: "1.50",
      })),
    });
  const rows = Array.from({ length: 1_000 }, full);
  expect(JSON.stringify(rows).length).toBeGreaterThan(750_000);
  expect(await submitted(brand, rows)).toMatchObject({
    submission: { rows: 1_000, malformed: 0 },
  });
  await work();
  expect(await count("M-999")).toBe(4);
});
