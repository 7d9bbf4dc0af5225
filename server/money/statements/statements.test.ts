import { extractText } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeStatements } from "../ledger/statements.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import type pg from "pg";

let world: World;
let worker: pg.Pool;
let [brand, x, y, strange]: Client[] = [];
/** Brand A lives in Berlin: its November ends at 23:00 UTC. */
const keyed = async (owner: World["brandA"]) =>
  createClient(world.url, { key: await world.keyOf(owner, readScopes) });
const at = (text: string) => Date.parse(text);
beforeAll(async () => {
  world = await createWorld();
  worker = createPool(world.people.url, "worker", 2);
  [brand, x, y, strange] = [
    await keyed(world.brandA),
    await keyed(world.partnerX),
    await keyed(world.partnerY),
    await keyed(world.brandB),
  ];
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

interface Line {
  month: string;
  state: string;
  partnerName: string;
  openingCarry: { amount: string };
  clicks: { amount: string };
  sales: { amount: string };
  earlier: { amount: string };
  entries: { amount: string };
  transfers: number;
  amount: { amount: string };
  carry: { amount: string };
}
async function lines(client: Client | undefined, pair: Pair, more = ""): Promise<Line[]> {
  const found = await client?.data<{ statementLines: { nodes: Line[] } }>(
    `{
      statementLines(programId: "${pair.program}"${more}) {
        nodes {
          month state partnerName
          openingCarry { amount }
          clicks { amount }
          sales { amount }
          earlier { amount }
          entries { amount }
          transfers
          amount { amount }
          carry { amount }
        }
      }
    }`,
  );
  return found?.statementLines.nodes ?? [];
}
const short = (line: Line) =>
  `${line.month} ${line.state} ${line.partnerName}: ${line.openingCarry.amount} + ` +
  `${line.entries.amount} = ${line.amount.amount} + ${line.carry.amount}`;
const close = () =>
  closeStatements({
    pool: worker,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
  });

test("[D90] months close once and never change; what comes later falls in the next", async () => {
  // 0.0333 a click: what is left below a cent is carried.
  await world.people.sql(
    "update terms_version set body = jsonb_set(body, " +
      "'{eventPayouts,0,defaultRate}', " +
      '\'{"kind": "AMOUNT", "micros": "33300"}\') where terms_id = any($1::uuid[])',
    [[world.ax.terms, world.ay.terms]],
  );
  await world.clicks(world.ax, [
    at("2026-11-10T10:00:00Z"),
    at("2026-11-10T10:01:00Z"),
    at("2026-11-30T22:59:59Z"),
  ]);
  await world.clicks(world.ay, [at("2026-11-30T23:00:00Z")]);
  await world.sale(world.ax, { date: "2026-11-02", orders: 1, amount: "50.00" });
  world.clock.now = at("2026-12-01T08:00:00Z");
  // Arrives in December, before November is closed.
  await world.clicks(world.ax, [at("2026-11-30T22:59:59.500Z")]);
  const november = "2026-11 OPEN Partner X: 0.00 + 0.1332 = 0.13 + 0.0032";
  expect((await lines(brand, world.ax)).map(short)).toEqual([
    // Its sale is pending.
    "2026-12 OPEN Partner X: 0.0032 + 0.00 = 0.00 + 0.0032",
    "2026-12 OPEN Partner Y: 0.00 + 0.0333 = 0.03 + 0.0033",
    november,
  ]);
  world.clock.now = at("2026-12-03T23:59:59Z");
  expect(await close()).toBe(0);
  world.clock.now = at("2026-12-04T00:00:00Z");
  expect(await close()).toBe(2);
  expect(await close()).toBe(0);
  // Comes when its month is closed.
  await world.clicks(world.ax, [at("2026-11-29T10:00:00Z")]);
  expect((await lines(brand, world.ax)).map(short)).toEqual([
    "2026-12 OPEN Partner X: 0.0032 + 0.0333 = 0.04 + -0.0035",
    "2026-12 OPEN Partner Y: 0.00 + 0.0333 = 0.03 + 0.0033",
    november.replace("OPEN", "CLOSED"),
  ]);
  expect((await lines(brand, world.ax))[0]?.earlier.amount).toBe("0.0333");
});

test("a sale is owed when it is approved: it stands in the month of its locking date", async () => {
  world.clock.now = at("2026-12-20T09:00:00Z");
  await world.settle();
  world.clock.now = at("2027-01-15T09:00:00Z");
  const [line] = await lines(x, world.ax, ', filter: { state: CLOSED, from: "2026-12" }');
  expect(line).toBeUndefined();
  await close();
  const closed = await lines(x, world.ax, ", filter: { state: CLOSED }");
  // 8 % of 50.00 locked in December.
  expect(closed.map(short)).toEqual([
    "2026-12 CLOSED Partner X: 0.0032 + 4.0333 = 4.04 + -0.0035",
    "2026-11 CLOSED Partner X: 0.00 + 0.1332 = 0.13 + 0.0032",
  ]);
  expect(closed[0]).toMatchObject({
    sales: { amount: "4.00" },
    clicks: { amount: "0.0333" },
    earlier: { amount: "0.0333" },
    transfers: 2,
  });
});

test("each partner sees its own lines, the brand all; pages and filters agree", async () => {
  const all = await lines(brand, world.ax);
  expect(all.map(({ month, partnerName }) => `${month} ${partnerName}`)).toEqual([
    "2026-12 Partner X",
    "2026-12 Partner Y",
    "2026-11 Partner X",
  ]);
  expect(await lines(x, world.ax)).toEqual(
    all.filter(({ partnerName }) => partnerName === "Partner X"),
  );
  expect(await lines(y, world.ay)).toEqual(
    all.filter(({ partnerName }) => partnerName === "Partner Y"),
  );
  expect(await lines(strange, world.ax)).toEqual([]);
  expect(
    await lines(
      brand,
      world.ax,
      `, filter: { partnerIds: ["${world.partnerY.accountId}"], currency: "USD", to: "2026-12" }`,
    ),
  ).toEqual([all[1]]);
  const paged: Line[] = [];
  let after: string | null = null;
  do {
    type Page = {
      statementLines: {
        nodes: Line[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
    };
    const page: Page | undefined = await brand?.data<Page>(
      `query ($after: String) {
        statementLines(programId: "${world.ax.program}", first: 1, after: $after) {
          nodes { month partnerName } pageInfo { endCursor hasNextPage }
        }
      }`,
      { after },
    );
    paged.push(...(page?.statementLines.nodes ?? []));
    after = page?.statementLines.pageInfo.hasNextPage
      ? page.statementLines.pageInfo.endCursor
      : null;
  } while (after !== null);
  expect(paged).toEqual(all.map(({ month, partnerName }) => ({ month, partnerName })));
});

interface Entry {
  kind: string;
  at: string;
  partnerName: string;
  amount: { amount: string };
  owed: { amount: string };
  pending: { amount: string };
  reason: string;
  clickId: string | null;
  conversionId: string | null;
}
async function entries(client: Client | undefined, filter = "", first = 2): Promise<Entry[]> {
  const found: Entry[] = [];
  let after: string | null = null;
  do {
    type Page = {
      ledgerEntries: {
        nodes: Entry[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
    };
    const page: Page | undefined = await client?.data<Page>(
      `query ($after: String) {
        ledgerEntries(
          programId: "${world.ax.program}", first: ${first}, after: $after, filter: {${filter}}
        ) {
          nodes {
            kind at partnerName amount { amount } owed { amount } pending { amount } reason
            clickId conversionId
          }
          pageInfo { endCursor hasNextPage }
        }
      }`,
      { after },
    );
    found.push(...(page?.ledgerEntries.nodes ?? []));
    after = page?.ledgerEntries.pageInfo.hasNextPage ? page.ledgerEntries.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

test("ledger entries: newest first, each with effect, reason and way to its trace", async () => {
  const all = await entries(brand);
  expect(
    all.map(
      (entry) =>
        `${entry.at.slice(0, 10)} ${entry.partnerName} ${entry.kind} ${entry.amount.amount}: ` +
        `owed ${entry.owed.amount}, pending ${entry.pending.amount}`,
    ),
  ).toEqual([
    "2026-12-04 Partner X APPROVAL 4.00: owed 4.00, pending -4.00",
    "2026-11-30 Partner Y CLICK 0.0333: owed 0.0333, pending 0.00",
    ...Array(2).fill("2026-11-30 Partner X CLICK 0.0333: owed 0.0333, pending 0.00"),
    "2026-11-29 Partner X CLICK 0.0333: owed 0.0333, pending 0.00",
    ...Array(2).fill("2026-11-10 Partner X CLICK 0.0333: owed 0.0333, pending 0.00"),
    "2026-11-03 Partner X SALE 4.00: owed 0.00, pending 4.00",
  ]);
  expect(all.map(({ reason }) => reason)).toEqual([
    "A sale was approved.",
    ...Array(6).fill("A click at the default payout, 0.0333 USD."),
    "A sale was reported.",
  ]);
  const [approval, click, sale] = [all[0], all[1], all.at(-1)];
  expect([approval?.clickId, click?.conversionId, sale?.clickId]).toEqual([null, null, null]);
  expect(approval?.conversionId).toBe(sale?.conversionId);
  const traced = await brand?.data<{ click: { click: { id: string } }; conversion: object }>(
    `{
      click(id: "${click?.clickId}") { click { id } }
      conversion(id: "${sale?.conversionId}") { __typename }
    }`,
  );
  expect([traced?.click.click.id, traced?.conversion]).toEqual([click?.clickId, expect.anything()]);
});

test("ledger entries: each side sees its own; filters and pages agree", async () => {
  const all = await entries(brand, "", 100);
  for (const first of [1, 3]) expect(await entries(brand, "", first)).toEqual(all);
  const of = (name: string) => all.filter(({ partnerName }) => partnerName === name);
  expect(await entries(x)).toEqual(of("Partner X"));
  expect(await entries(y)).toEqual(of("Partner Y"));
  expect(await entries(strange)).toEqual([]);
  const { accountId } = world.partnerY;
  expect(await entries(brand, `partnerIds: ["${accountId}"]`)).toEqual(of("Partner Y"));
  expect(await entries(x, `partnerIds: ["${accountId}"]`)).toEqual([]);
  expect(await entries(brand, "kinds: []")).toEqual([]);
  expect(await entries(brand, "kinds: [CLICK]")).toEqual(
    all.filter(({ kind }) => kind === "CLICK"),
  );
  expect(await entries(brand, "kinds: [APPROVAL, SALE]")).toEqual(
    all.filter(({ kind }) => kind !== "CLICK"),
  );
  // The brand's 1 December begins at 23:00 UTC.
  expect(await entries(brand, `from: "2026-11-30", to: "2026-11-30"`)).toEqual(
    of("Partner X").filter(({ at: instant }) => instant.startsWith("2026-11-30")),
  );
  await expect(entries(brand, `from: "2026-11-30", to: "2026-11-29"`)).rejects.toThrow(
    "The range ends before it starts",
  );
});

test("a change of the brand's zone moves no closed month, and the ledger agrees", async () => {
  await world.clicks(world.ax, [at("2027-01-14T10:00:00Z")]);
  const before = await lines(brand, world.ax, ", filter: { state: CLOSED }");
  await world.people.sql("update account set time_zone = 'Asia/Tokyo' where id = $1", [
    world.brandA.accountId,
  ]);
  world.clock.now = at("2027-02-10T09:00:00Z");
  expect(await close()).toBe(2);
  // Keys last 90 days.
  brand = await keyed(world.brandA);
  expect((await lines(brand, world.ax, ", filter: { state: CLOSED }")).slice(1)).toEqual(before);
  await world.people.sql("update account set time_zone = 'Europe/Berlin' where id = $1", [
    world.brandA.accountId,
  ]);
  const proof = await verifyLedger(worker);
  expect(proof.firstDifference).toBeNull();
  expect(proof.lines.find(({ check }) => check.startsWith("statements + carry"))?.left).not.toBe(
    "0",
  );
});

test.each([
  [
    "a line that says more",
    `update statement_line
      set clicks_micros = clicks_micros + 10000, amount_micros = amount_micros + 10000
      where month = '2026-11-01'`,
    /statement lines = ledger/,
  ],
  [
    "a line rounded another way",
    `update statement_line
      set amount_micros = amount_micros + 10000, carry_micros = carry_micros - 10000
      where month = '2026-12-01'`,
    /statements \+ carry = ledger/,
  ],
])("%s is found", async (_name, sql, words) => {
  const client = await world.people
    .sql("select 1")
    .then(() => createPool(world.people.url, "owner", 1).connect());
  try {
    await client.query(`begin; set local session_replication_role = replica; ${sql}`);
    const inside = {
      query: (text: string, values?: unknown[]) =>
        /^(begin|rollback)/.test(text) ? Promise.resolve({ rows: [] }) : client.query(text, values),
      release: () => {},
    };
    expect(
      (await verifyLedger({ connect: () => Promise.resolve(inside) } as unknown as pg.Pool))
        .firstDifference,
    ).toMatch(words);
  } finally {
    await client.query("rollback");
    client.release(true);
  }
  await expect(worker.query("update statement_line set amount_micros = 0")).rejects.toMatchObject({
    code: "42501",
  });
});

test("found 82: what sales earn is pending beside the line and in none of its sums", async () => {
  world.clock.now = at("2027-02-15T09:00:00Z");
  // Keys last 90 days.
  [strange, x, y] = [
    await keyed(world.brandB),
    await keyed(world.partnerX),
    await keyed(world.partnerY),
  ];
  await world.sale(world.bx, { date: "2027-02-14", orders: 1, amount: "50.00" });
  await world.sale(world.bx, { date: "2027-02-14", orders: 1, amount: "20.00", test: true });
  const ask = `{
    statementLines(programId: "${world.bx.program}") {
      nodes {
        month state payoutStage partnerName
        pending { amount currency }
        sales { amount }
        amount { amount }
      }
    }
  }`;
  const line = {
    month: "2027-02",
    state: "OPEN",
    payoutStage: "APPROVED",
    partnerName: "Partner X",
    pending: { amount: "4.00", currency: "USD" },
    sales: { amount: "0.00" },
    amount: { amount: "0.00" },
  };
  for (const client of [strange, x])
    expect(await client?.data(ask)).toEqual({ statementLines: { nodes: [line] } });
  expect(await y?.data(ask)).toEqual({ statementLines: { nodes: [] } });
  const [sale] =
    (
      await strange?.data<{
        conversions: {
          nodes: { id: string; outcome: string; state: string; payoutStage: string }[];
        };
      }>(
        `{
          conversions(programId: "${world.bx.program}", filter: { isTest: false }) {
            nodes { id outcome state payoutStage }
          }
        }`,
      )
    )?.conversions.nodes ?? [];
  expect(sale).toMatchObject({ outcome: "PAID", state: "PENDING", payoutStage: "PENDING" });
});

interface Amounts {
  currency: string;
  pending: { amount: string };
  approved: { amount: string };
  due: { amount: string };
  owed: { amount: string };
  nextDueOn: string | null;
  lastLocksOn: string | null;
}
interface Owed {
  totalCount: number;
  nodes: (Amounts & { partnerId: string; partnerName: string })[];
  totals: Amounts[];
  dates: { stage: string; on: string | null; amount: { amount: string }; partners: number }[];
}
async function owedOf(client: Client | undefined, pair: Pair, more = ""): Promise<Owed> {
  const amounts = `currency pending { amount } approved { amount } due { amount } owed { amount }
    nextDueOn lastLocksOn`;
  const found = await client?.data<{ owed: Owed }>(
    `{
      owed(programId: "${pair.program}"${more}) {
        totalCount
        nodes { partnerId partnerName ${amounts} }
        totals { ${amounts} }
        dates { stage on amount { amount } partners }
      }
    }`,
  );
  return found?.owed ?? expect.fail("no answer");
}
const micros = (amount: string): number => Math.round(Number(amount) * 1e6);
const total = (all: readonly string[]): number => all.reduce((sum, one) => sum + micros(one), 0);
const entrySum = async (client: Client | undefined, field: "owed" | "pending", filter: string) =>
  total((await entries(client, filter, 50)).map((entry) => entry[field].amount));

/** Every figure of `owed` and of the statement, against the entries that are asked for by it. */
async function expectDrilledDown(client: Client | undefined, pair: Pair): Promise<Owed> {
  const whole = await owedOf(client, pair, ", order: PARTNER");
  for (const stage of ["PENDING", "APPROVED", "DUE"] as const) {
    const field = stage === "PENDING" ? "pending" : "owed";
    const figure = stage.toLowerCase() as "pending" | "approved" | "due";
    for (const line of whole.nodes)
      expect(
        await entrySum(
          client,
          field,
          `stage: ${stage}, partnerIds: ["${line.partnerId}"], currency: "${line.currency}"`,
        ),
        `${stage} ${line.partnerName}`,
      ).toBe(micros(line[figure].amount));
    for (const { on, amount } of whole.dates.filter((date) => date.stage === stage)) {
      const undated = stage === "PENDING" ? ", undated: true" : "";
      const dated = on === null ? undated : `, stageFrom: "${on}", stageTo: "${on}"`;
      expect(await entrySum(client, field, `stage: ${stage}${dated}`), `${stage} ${on}`).toBe(
        micros(amount.amount),
      );
    }
    expect(total(whole.nodes.map((line) => line[figure].amount))).toBe(
      total(whole.totals.map((sum) => sum[figure].amount)),
    );
    expect(total(whole.dates.flatMap((d) => (d.stage === stage ? [d.amount.amount] : [])))).toBe(
      total(whole.totals.map((sum) => sum[figure].amount)),
    );
  }
  const stated = await lines(client, pair);
  for (const line of stated)
    expect(
      await entrySum(
        client,
        "owed",
        `month: "${line.month}", partnerIds: ["${
          whole.nodes.find(({ partnerName }) => partnerName === line.partnerName)?.partnerId
        }"]`,
      ),
    ).toBe(micros(line.entries.amount));
  // All that was ever entered is on some line, and all of it is owed.
  expect(total(whole.totals.map(({ owed }) => owed.amount))).toBe(
    total(stated.map((line) => line.entries.amount)),
  );
  return whole;
}

test("[D184] found 8: pending, approved and due are the sums of their entries", async () => {
  world.clock.now = at("2027-02-15T09:00:00Z");
  brand = await keyed(world.brandA);
  await world.clicks(world.ax, [at("2027-02-10T10:00:00Z"), at("2027-02-11T10:00:00Z")]);
  await world.sale(world.ax, { date: "2027-02-12", orders: 1, amount: "30.00" });
  const before = await expectDrilledDown(brand, world.ax);
  // January falls due on 16 February, February on 16 March: a click has no locking date.
  expect(before.dates.map(({ stage, on, amount }) => `${stage} ${on} ${amount.amount}`)).toEqual([
    "DUE null 4.1998",
    "APPROVED 2027-02-16 0.0333",
    "APPROVED 2027-03-16 0.0666",
    "PENDING 2027-03-16 2.40",
  ]);
  expect(before.nodes.map(({ partnerName }) => partnerName)).toEqual(["Partner X", "Partner Y"]);
  expect(before.nodes[0]).toMatchObject({ nextDueOn: "2027-02-16", lastLocksOn: "2027-03-16" });
  expect((await lines(brand, world.ax, ', filter: { from: "2027-01" }')).map(short)).toHaveLength(
    2,
  );
  world.clock.now = at("2027-02-15T23:00:00Z");
  const after = await expectDrilledDown(brand, world.ax);
  expect(after.totals[0]?.due.amount).toBe("4.2331");
});

test("[D184] what is due follows each contract's schedule; a partner sees its own", async () => {
  await world.people.sql(
    "update terms_version set body = jsonb_set(body, '{eventPayouts,0,schedule}', $2::jsonb) " +
      "where terms_id = $1",
    [world.ay.terms, JSON.stringify({ period: "DAY", months: 0, days: 90, dayOfMonth: 20 })],
  );
  const whole = await expectDrilledDown(brand, world.ax);
  // 30 November and 90 days are 1 March: the next 20th.
  expect(whole.dates).toContainEqual({
    stage: "APPROVED",
    on: "2027-03-20",
    amount: { amount: "0.0333" },
    partners: 1,
  });
  const own = await expectDrilledDown(y, world.ay);
  expect(own.nodes.map(({ partnerName }) => partnerName)).toEqual(["Partner Y"]);
  expect(own.nodes[0]).toEqual(whole.nodes[1]);
  expect((await owedOf(strange, world.ax)).nodes).toEqual([]);
  const found = await owedOf(brand, world.ax, ', first: 1, order: OWED, filter: { search: "ner" }');
  expect([found.totalCount, found.nodes[0]?.partnerName]).toEqual([2, "Partner X"]);
  await expect(entries(brand, 'stageFrom: "2027-01-01"')).rejects.toThrow("needs a stage");
});

test("a statement leaves as PDF for both of its sides, and for nobody else", async () => {
  world.clock.now = at("2027-02-16T09:00:00Z");
  const pdf = async (owner: World["brandA"], query: string) => {
    const key = await world.keyOf(owner, readScopes);
    const answer = await fetch(`${world.url}/files/statements/${world.ax.program}?${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.status !== 200)
      return { status: answer.status, text: Buffer.from(bytes).toString() };
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    const raw = Buffer.from(bytes).toString("latin1");
    const { text } = await extractText(bytes, { mergePages: true });
    return { status: 200, text: text.replaceAll(/\s+/g, " "), raw };
  };
  const { accountId } = world.partnerX;
  const own = await pdf(world.partnerX, "month=2026-12");
  const theirs = await pdf(world.brandA, `month=2026-12&partnerId=${accountId}`);
  const made = / Made \S+ \S+ \S+ /;
  expect(own.text.replace(made, "")).toBe(theirs.text.replace(made, ""));
  for (const words of [
    "Statement December 2026 Brand A for Partner X",
    "2026-12-01 to 2026-12-31, by the clock of Europe/Berlin",
    "Due since 2027-01-16.",
    "Carried in from the line before 0.0032",
    "Approved sales and leads 4.00",
    "Owed for the month, rounded once 4.04 USD",
    "Carried on to the next line -0.0035",
    "2026-11-29 Clicks 1 0.0333",
    "2026-12-05 Approved sales and leads 1 4.00",
  ])
    expect(own.text).toContain(words);
  const [{ seal } = { seal: "" }] = await world.people.sql<{ seal: string }>(
    `select encode(seal, 'hex') as seal
      from statement_line
      where partner_account_id = $1 and month = '2026-12-01'`,
    [accountId],
  );
  expect(seal).toHaveLength(64);
  // A long word breaks where its line ends.
  expect(own.text.replaceAll(" ", "")).toContain(`thislinewasclosed:${seal}.`);
  // What is a heading and a table says so.
  for (const tag of ["/StructTreeRoot", "/S /H1", "/S /TH"]) expect(own.raw).toContain(tag);
  const open = await pdf(world.partnerX, "month=2027-02");
  expect(open.text).toContain("Approved so far");
  expect(await pdf(world.brandB, `month=2026-12&partnerId=${accountId}`)).toMatchObject({
    status: 404,
  });
  expect(await pdf(world.brandA, "month=2026-12")).toMatchObject({ status: 400 });
  expect(await pdf(world.partnerX, "month=2026-13")).toMatchObject({ status: 400 });
  // Another partner's id gives one's own: there is none in that month.
  expect(await pdf(world.partnerY, `month=2026-11&partnerId=${accountId}`)).toMatchObject({
    status: 404,
  });
});

test("a closed line keeps its due date, whatever comes late or its terms say later", async () => {
  const due = async () =>
    (
      (await brand?.data<{
        statementLines: { nodes: { month: string; partnerName: string; dueOn: string }[] };
      }>(
        `{
          statementLines(programId: "${world.ax.program}", filter: { state: CLOSED }) {
            nodes { month partnerName dueOn }
          }
        }`,
      )) ?? expect.fail("no brand")
    ).statementLines.nodes.map((line) => `${line.month} ${line.partnerName} ${line.dueOn}`);
  brand = await keyed(world.brandA);
  // A day, 90 more, and the next 20th.
  await world.clicks(world.ay, [at("2027-02-10T10:00:00Z")]);
  world.clock.now = at("2027-04-10T09:00:00Z");
  await close();
  const before = await due();
  expect(before).toContain("2027-02 Partner Y 2027-05-20");
  await world.clicks(world.ay, [at("2027-02-27T10:00:00Z")]);
  await world.people.sql(
    "update terms_version set body = jsonb_set(body, '{eventPayouts,0,schedule}', $2::jsonb) " +
      "where terms_id = $1",
    [world.ax.terms, JSON.stringify({ period: "DAY", months: 9, days: 0, dayOfMonth: null })],
  );
  expect(await due()).toEqual(before);
  await close();
  expect(await due()).toEqual(before);
});
