import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MikroORM } from "@mikro-orm/postgresql";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { SignInOk } from "../../partnership/accounts/sign-in.types.ts";
import { signIn } from "../../partnership/accounts/sign-in.ts";
import { isInvalid, viewerOf } from "../../platform/auth/viewer-of.ts";
import { anonymous } from "../../platform/auth/viewer.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { ContractStateValue } from "../../partnership/contracts/contract.types.ts";
import { contracts } from "../../partnership/contracts/contracts.ts";
import { createContext, type Context, type Deps } from "../../platform/context.ts";
import { createPool } from "../../platform/db/connection.ts";
import { dateOf } from "../../domain/calendar.ts";
import { entities } from "../entities.ts";
import { readEnv, rootFolder, type Env } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { programs } from "../../partnership/programs/programs.ts";
import { requestCpc } from "../../partnership/cpc/cpc-requests.ts";
import { CpcRequestOk } from "../../partnership/programs/program.types.ts";
import { NotEntitled } from "../../platform/api/refusal.ts";
import { report, reportByPartner } from "../../reporting/reports/reports.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import { acmePartners, demoSignIns } from "./demo-cast.ts";
import { startTracker } from "../../tracking/redirect/server.ts";
import { createApp } from "../app.ts";
import { startWorkerRole } from "../roles.ts";
import { slicesOf } from "./demo-clicks.ts";
import { expectOk } from "./stage.ts";
import { isSeeded, seedDemo, type SeedOptions } from "./world.ts";

const log = createLog("silent", "test");
const scratch = mkdtempSync(join(tmpdir(), "counterfoil-seed-"));
const endsAt = Date.UTC(2026, 10, 23, 15);
const lines: string[] = [];
let database: TestDatabase;
let owner: pg.Pool;
let env: Env;
let deps: Deps;

const optionsOf = (url: string, settings: Env): SeedOptions => ({
  env: settings,
  ownerUrl: url,
  log,
  clock: () => endsAt,
  say: (line) => lines.push(line),
  requests: 600,
});
const envIn = (folder: string, more: Record<string, string> = {}): Env =>
  readEnv({
    NODE_ENV: "test",
    DATA_DIR: join(scratch, folder),
    // Several folders stand for one installation here.
    SECRETS_KEY: "the one key of this demo installation",
    ...more,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool(database.url, "owner", 2);
  env = envIn("demo");
  deps = {
    env,
    orm: await MikroORM.init(ormConfig(database.url, "api", entities)),
    clock: () => endsAt,
    newId: uuidv7,
    log,
    ticks: null,
  };
  await seedDemo(optionsOf(database.url, env));
});
afterAll(async () => {
  await deps.orm.close(true);
  await owner.end();
  await database.drop();
  rmSync(scratch, { recursive: true, force: true });
});

const count = async (sql: string): Promise<number> =>
  Number((await owner.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n);

async function signedIn(email: string): Promise<Context> {
  let token: string | null = null;
  const facts = {
    requestId: "test",
    client: { address: `192.0.2.${email.length}`, userAgent: "Test" },
    setSessionToken: (given: string | null) => (token = given),
  };
  expectOk(
    await signIn(createContext(deps, { viewer: anonymous, ...facts }), email, demoSignIns.password),
    SignInOk,
  );
  const viewer = await viewerOf(deps, { sessionToken: token, authorization: null });
  if (isInvalid(viewer)) throw new Error("not signed in");
  return createContext(deps, { viewer, ...facts });
}
const programOf = async (ctx: Context) =>
  (await programs(ctx, { first: 10, after: null })).nodes[0];
const asked = (programId: string) => ({
  scope: { programId },
  range: { last: "30d", from: null, to: null },
  grain: null,
  timeZone: null,
  filter: null,
});

test("raw clicks, rollups, decisions and ledger of the demo are equal [D105, D185]", async () => {
  const worker = createPool(database.url, "worker", 2);
  const verification = await verifyLedger(worker);
  await worker.end();
  expect(verification.firstDifference).toBeNull();
  expect(await count("ledger_transfer where event = 'CLICK'")).toBeGreaterThan(100);
  expect(await count("ledger_transfer where event = 'SALE'")).toBeGreaterThan(3);
});

test("everyone who is named can sign in, and nobody is left signed in", async () => {
  expect(await count("user_session")).toBe(0);
  for (const { email } of demoSignIns.people)
    expect((await signedIn(email)).viewer.kind).toBe("PERSON");
});

test("the analyst's report has clicks and sales, and a partner for every story", async () => {
  const ctx = await signedIn("ari.analyst@acme.example");
  const program = await programOf(ctx);
  const totals = (await report(ctx, asked(program?.id ?? "")))?.totals;
  expect(totals?.clicks.raw).toBeGreaterThan(350);
  expect(totals?.clicks.unique).toBeGreaterThan(totals?.clicks.payable ?? 0);
  expect(totals?.clicks.paidZero).toBeGreaterThan(10);
  expect(totals?.sales.orders).toBeGreaterThan(3);
  expect(totals?.payout.clicks.map(({ currency }) => currency)).toEqual(["USD"]);
  const reasons = totals?.reasons.map(({ reason }) => reason) ?? [];
  expect(reasons).toEqual(
    expect.arrayContaining([
      "CONTRACT_NOT_FOUND",
      "DUPLICATE_CLICK",
      "INVALID_CLASSIFICATION",
      "ZERO_RATE",
    ]),
  );
  const partners = new Map(
    (await reportByPartner(ctx, asked(program?.id ?? ""))).map((row) => [row.partnerName, row]),
  );
  expect(partners.get("Homely Finds")?.clicks.raw).toBe(0);
  expect(partners.get("Trail Almanac")?.clicks).toMatchObject({ payable: 0, paid: 0 });
  expect(partners.get("Northwind Deals")?.clicks.paid).toBeGreaterThan(20);
});

test("contracts: most in force since the first click, one proposed, one declined", async () => {
  const ctx = await signedIn("ana.brand@acme.example");
  const list = async (state: ContractStateValue) =>
    (
      await contracts(
        ctx,
        { first: 50, after: null },
        { programId: null, partnerId: null, termsId: null, states: [state] },
      )
    ).nodes;
  const active = await list(ContractStateValue.ACTIVE);
  expect(active).toHaveLength(acmePartners.length - 2);
  for (const { startsAt } of active)
    expect(startsAt.getTime()).toBeLessThan(endsAt - 30 * 86_400_000);
  expect((await list(ContractStateValue.PENDING)).map(({ partnerName }) => partnerName)).toEqual([
    "Trail Almanac",
  ]);
  expect((await list(ContractStateValue.DECLINED)).map(({ partnerName }) => partnerName)).toEqual([
    "Coupon Canyon",
  ]);
});

test("CPC: Essentials may still ask for it, Starter is refused [D1, D2]", async () => {
  expect(
    await requestCpc(await signedIn("stan.brand@initech.example"), "Please", "k1"),
  ).toBeInstanceOf(NotEntitled);
  const ctx = await signedIn("gita.brand@globex.example");
  expect(
    (await report(ctx, asked((await programOf(ctx))?.id ?? "")))?.totals.clicks.raw,
  ).toBeGreaterThan(5);
  expect(await requestCpc(ctx, "Please", "k2")).toBeInstanceOf(CpcRequestOk);
});

test("links to test with: one has clicks and its order, one waits for the order", async () => {
  const { rows } = await owner.query(
    `select
        a.name,
        (select count(*)::int from click c where c.link_id = l.id) as clicks,
        (select coalesce(sum(s.orders), 0)::int from conversion s where s.link_id = l.id) as orders
      from tracking_link l
      join account a on a.id = l.partner_account_id
      where l.is_test
      order by a.name`,
  );
  expect(rows).toEqual([
    { name: "Gadget Radar", clicks: 5, orders: 0 },
    { name: "Northwind Deals", clicks: 12, orders: 1 },
  ]);
});

test("clicks lie within the thirty days, and only the newest visitor salts are kept", async () => {
  expect(
    await count(
      `click
        where clicked_at < to_timestamp(${endsAt / 1000}) - interval '30 days'
          or clicked_at >= to_timestamp(${endsAt / 1000})`,
    ),
  ).toBe(0);
  const { rows } = await owner.query<{ day: string }>(
    "select day::text as day from visitor_salt order by day",
  );
  expect(rows.map(({ day }) => day)).toEqual(
    [-1, 0, 1].map((days) => dateOf(endsAt + days * 86_400_000, "UTC")),
  );
  // But for what the request above tells the operator, nobody of the cast is written to.
  expect(await count("mail where subject <> 'Globex Home asks for CPC'")).toBe(0);
});

test("slices add up to what was asked for", () => {
  for (const requests of [1, 300, 8_000])
    expect(slicesOf(endsAt, requests).reduce((sum, slice) => sum + slice.count, 0)).toBe(requests);
});

test("a finished world is found again and never seeded twice", async () => {
  expect(await isSeeded(database.url)).toEqual(demoSignIns);
  const before = await count("account");
  expect(await seedDemo(optionsOf(database.url, env))).toBeNull();
  expect(await count("account")).toBe(before);
});

test("README's example and docs/follow-one-click.md run as they stand [D170, D177]", async () => {
  const blocks = ["README.md", "docs/follow-one-click.md"]
    .map((path) => readFileSync(join(rootFolder, path), "utf8"))
    .flatMap((paper) => [...paper.matchAll(/^```sh\n(.*?)^```$/gms)])
    .map(([, block = ""]) => block)
    .filter((block) => !block.startsWith("npm "));
  expect(blocks.length).toBeGreaterThan(4);
  const common = { databaseUrl: database.url, clock: systemClock, newId: uuidv7, log };
  const given = { TRACKER_PORT: "0", WORKER_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };
  const settings = { ...given, DATABASE_URL: database.url, ATTRIBUTION_POLL_SECONDS: "0.1" };
  const tracker = await startTracker({ ...common, env: envIn("follow", settings) });
  const worker = await startWorkerRole(envIn("follow", settings));
  const trackerUrl = `http://127.0.0.1:${tracker.port}`;
  const app = await createApp({
    ...common,
    env: envIn("follow", { ...settings, TRACKER_URL: trackerUrl }),
  });
  const api = `${await app.listen(0)}/graphql`;
  try {
    const script = `set -e\n${blocks.join("")}`.replaceAll(/^API=.*$/gm, `API=${api}`);
    const { stdout, stderr } = await promisify(execFile)("bash", ["-c", script], { cwd: scratch });
    expect(stderr).toBe("");
    const answers = stdout.split("\n").filter(Boolean);
    expect(answers).toEqual([
      expect.stringContaining("SignInOk"),
      expect.stringMatching(/(?:"outcome":"[A-Z_]+".*){3}/),
      expect.stringContaining("SignInOk"),
      expect.stringContaining("302"),
      expect.stringMatching(/^location: https:\/\/www\.amazon\.com\/.*aa_adgroupid=/i),
      expect.stringMatching(/"outcome":"UNPAID","reason":"TEST_CLICK","wouldPay":\{"amount"/),
      expect.stringContaining('"step":"LIMITS"'),
      expect.stringContaining("PlaceTestOrderOk"),
      expect.stringContaining('"raw":1,"unique":1,"payable":0}'),
      expect.stringContaining('{"partnerName":"Homely Finds","reason":"TEST_CLICK"}'),
      expect.stringContaining('"clicks":{"nodes":[]}'),
    ]);
  } finally {
    await app.close();
    await worker.close();
    await tracker.close();
  }
}, 60_000);

test("accounts of one's own are never touched", async () => {
  const other = await createTestDatabase();
  const pool = createPool(other.url, "owner", 1);
  await pool.query(
    `insert into account (id, kind, name, code, time_zone, currency, created_at)
      values ($1, 'PARTNER', 'Mine', 'mine', 'UTC', 'USD', now())`,
    [uuidv7()],
  );
  expect(await seedDemo(optionsOf(other.url, envIn("own")))).toBeNull();
  expect((await pool.query("select name from account")).rows).toEqual([{ name: "Mine" }]);
  expect(await isSeeded(other.url)).toBeNull();
  await pool.end();
  await other.drop();
});

test(
  "a half world: refused in one line in DATABASE_URL, made anew where it is embedded",
  { timeout: 90_000 },
  async () => {
    const other = await createTestDatabase();
    const options = { ...optionsOf(other.url, envIn("half")), requests: 40 };
    // The story is told, and it ends there: the first word about clicks breaks it off.
    const breaking = {
      ...options,
      say: (line: string) => {
        if (line.includes("clicks")) throw new Error("power cut");
      },
    };
    await expect(seedDemo(breaking)).rejects.toThrow("power cut");
    expect(await isSeeded(other.url)).toBeNull();
    lines.length = 0;
    expect(
      await seedDemo({ ...options, env: envIn("half", { DATABASE_URL: other.url }) }),
    ).toBeNull();
    expect(lines).toEqual([expect.stringMatching(/never finished.*DEMO=no/)]);
    expect(await seedDemo({ ...options, clock: systemClock })).toEqual(demoSignIns);
    expect(await isSeeded(other.url)).toEqual(demoSignIns);
    expect(readdirSync(options.env.journalDir).length).toBeGreaterThan(0);
    await other.drop();
  },
);
