/**
 * Two brands, two partners, an operator and keys behind the real API, made through real use cases;
 * then real clicks through journal, ingest and accounting, and sales through the one path of
 * reports. Partner X works with both brands, Y with A alone.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createAccounting } from "../../money/accounting/accounting.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import { clickRecord } from "../money/test-world.ts";
import { writeJournal } from "../money/test-journal.ts";
import { acceptInvitation } from "../../partnership/accounts/acceptance.ts";
import { AcceptInvitationOk } from "../../partnership/accounts/invitation.types.ts";
import { invitePartner } from "../../partnership/accounts/invitations.ts";
import { createApp, type App } from "../../start/app.ts";
import { settleWaiting } from "../../money/attribution/conversion-job.ts";
import { bookPair } from "../money/report-pair.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { partitionOf } from "../../partnership/programs/programs.ts";
import { createClient, expectMember, type Client } from "./client.ts";
import { createPeople, expectOk, password, type Account, type People } from "./people.ts";
import { type Ok, run } from "./steps.ts";
import { type Pair, type Accounts, makePairs } from "./pairs.ts";

export interface World {
  people: People;
  app: App;
  url: string;
  clock: { now: number };
  /** Fresh client of a person, signed in by e-mail and password. */
  signIn(email: string): Promise<Client>;
  keyOf(owner: Account, scopes: readonly string[]): Promise<string>;
  brandA: Account;
  brandB: Account;
  partnerX: Account;
  partnerY: Account;
  operatorEmail: string;
  ax: Pair;
  ay: Pair;
  bx: Pair;
  /** Journals, ingests and accounts clicks of a pair: one record per instant. */
  clicks(
    pair: Pair,
    instants: readonly number[],
    changes?: Partial<ClickRecord>,
  ): Promise<string[]>;
  /** Ingests clicks without deciding them. */
  journalClicks(
    pair: Pair,
    instants: readonly number[],
    changes?: Partial<ClickRecord>,
  ): Promise<string[]>;
  account(): Promise<void>;
  /** Sends a small PDF to /files and gives its id. */
  upload(client: Client, name: string): Promise<string>;
  /** Books one report row: date YYYY-MM-DD, amount in units. */
  sale(
    pair: Pair,
    sale: { date: string; orders: number; amount: string; test?: boolean },
  ): Promise<void>;
  /**
   * Books what people asked of sales, and approves those whose date has come; resolves with the
   * number of updates.
   */
  settle(): Promise<number>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** When accounts, contracts and links are made; contracts begin then. */
  start?: string;
  /** Where the clock stands afterwards. */
  now?: string;
  env?: Record<string, string>;
}

interface Works {
  worker: pg.Pool;
  dir: string;
  people: People;
}

async function bookSale(
  worker: pg.Pool,
  people: People,
  pair: Pair,
  { date, orders, amount, test = false }: Parameters<World["sale"]>[1],
): Promise<void> {
  const clock = () => people.clock.now;
  const advertiserId = `SIM${pair.programCode}`;
  const row = {
    date: date.replaceAll("-", ""),
    advertiserName: advertiserId,
    publisher: "counterfoil",
    campaignId: pair.programCode,
    adGroupId: pair.partnerCode,
    creativeId: test ? pair.testAdCode : pair.adCode,
    "Click-throughs": "10",
    attributedTotalPurchases14d: String(orders),
    totalUnitsSold14d: String(orders),
    totalAttributedSales14d: amount,
  };
  const booked = await bookPair({
    pool: worker,
    programId: pair.program,
    advertiserId,
    simulated: true,
    rows: [row],
    startedAt: clock(),
    clock,
    newId: people.deps.newId,
    log: people.deps.log,
  });
  if (booked.bad > 0 || booked.foreign > 0)
    throw new Error(`sale not booked: ${JSON.stringify(booked)}`);
}

/** Ingest and accounting as the worker runs them, on this world's own journal. */
function dataPath({
  worker,
  dir,
  people,
}: Works): Pick<World, "clicks" | "journalClicks" | "account" | "sale" | "settle"> {
  const clock = () => people.clock.now;
  const { log } = people.deps;
  const ingest = createIngest({ pool: worker, clock, log, journalDirs: [dir] });
  const journalClicks: World["journalClicks"] = async (pair, instants, changes = {}) => {
    const isTest = changes.test ?? false;
    const parties = {
      brand: pair.brand.accountId,
      partner: pair.partner.accountId,
      program: pair.program,
    };
    const records = instants.map((at) =>
      clickRecord(parties, at, {
        part: partitionOf(pair.program),
        link: isTest ? pair.testLink : pair.link,
        ad: isTest ? pair.testAd : pair.ad,
        subIds: [`sub of ${pair.partner.accountId}`, null, null],
        ...changes,
      }),
    );
    await writeJournal(dir, records);
    while ((await ingest.runOnce()) > 0);
    return records.map((record) => record.id);
  };
  const account = async () => {
    const accounting = createAccounting({ pool: worker, clock, log, owner: "test" });
    try {
      while ((await accounting.runOnce()) > 0);
    } finally {
      await accounting.close();
    }
  };
  return {
    journalClicks,
    account,
    settle: () => settleWaiting({ pool: worker, clock, newId: people.deps.newId, log }),
    clicks: async (pair, instants, changes) => {
      const ids = await journalClicks(pair, instants, changes);
      await account();
      return ids;
    },
    sale: (pair, sale) => bookSale(worker, people, pair, sale),
  };
}
/** Two brands and two partners; X, whom A brought, works with B as well. */
async function makeAccounts(people: People): Promise<Accounts> {
  const [brandA, brandB] = [
    await people.signUp("BRAND", "Brand A", "PRO"),
    await people.signUp("BRAND", "Brand B", "PRO"),
  ];
  const [partnerX, partnerY] = [
    await people.partnerOf(brandA, "Partner X"),
    await people.partnerOf(brandA, "Partner Y"),
  ];
  people.clock.now += 1_000;
  await invitePartner(await people.signedIn(brandB), partnerX.email);
  const joined = await people.signedIn(partnerX);
  const together = await acceptInvitation(joined, {
    token: await people.mailedToken(partnerX.email),
    accountId: partnerX.accountId,
    name: null,
    password: null,
    accountName: null,
    timeZone: null,
    currency: null,
  });
  expectOk(together, AcceptInvitationOk);
  await people.operator();
  return { brandA, brandB, partnerX, partnerY };
}

async function signInAt(url: string, email: string): Promise<Client> {
  const client = createClient(url);
  const { signIn: result } = await client.data<{ signIn: Ok }>(
    "mutation ($e: Line!, $p: Password!) { signIn(email: $e, password: $p) { __typename } }",
    { e: email, p: password },
  );
  expectMember(result, "SignInOk");
  return client;
}

async function makeKey(client: Client, scopes: readonly string[]): Promise<string> {
  const words = scopes.map((scope) => scope.toUpperCase().replace(":", "_")).join(", ");
  const made = await run<Ok & { secret: string }>(
    client,
    `createApiKey(input: { name: "Key", scopes: [${words}] })`,
    "CreateApiKeyOk",
    "secret",
  );
  return made.secret;
}

async function uploadTo(url: string, client: Client, name: string): Promise<string> {
  const response = await fetch(`${url}/files?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { "content-type": "application/pdf", cookie: client.cookie() ?? "" },
    body: "%PDF-1.7 a test",
  });
  return ((await response.json()) as { id: string }).id;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const people = await createPeople();
  const { clock } = people;
  clock.now = Date.parse(options.start ?? "2026-11-02T09:00:00Z");
  const app = await createApp({
    env: readEnv({ NODE_ENV: "production", ...options.env }),
    databaseUrl: people.url,
    clock: () => clock.now,
    newId: people.deps.newId,
    log: createLog("silent", "test"),
  });
  const url = await app.listen(0);
  const signIn = (email: string) => signInAt(url, email);
  const accounts = await makeAccounts(people);
  const { brandA, brandB, partnerX, partnerY } = accounts;
  const operatorEmail = "operator@example.com";

  const pairs = await makePairs(
    people,
    accounts,
    await Promise.all(
      [brandA.email, brandB.email, partnerX.email, partnerY.email, operatorEmail].map(signIn),
    ),
  );
  clock.now = Date.parse(options.now ?? options.start ?? "2026-11-02T09:00:00Z") + 60_000;

  const worker = createPool(people.url, "worker", 8);
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  return {
    people,
    app,
    url,
    clock,
    signIn,
    brandA,
    brandB,
    partnerX,
    partnerY,
    operatorEmail,
    ...pairs,
    keyOf: async (owner, scopes) => makeKey(await signIn(owner.email), scopes),
    upload: (client, name) => uploadTo(url, client, name),
    ...dataPath({ worker, dir, people }),
    close: async () => {
      await app.close();
      await worker.end();
      await people.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const readScopes = keyScopes.filter((scope) => scope.endsWith(":read"));

/** Clicks of every outcome and sales for all three pairs, live and test. */
export async function fillWorld(world: World): Promise<{ clickOf: Map<Pair, string> }> {
  const { clock } = world;
  const at = clock.now - 30_000;
  const clickOf = new Map<Pair, string>();
  for (const pair of [world.ax, world.ay, world.bx]) {
    const [first = ""] = await world.journalClicks(pair, [at, at + 1, at + 2]);
    clickOf.set(pair, first);
    await world.journalClicks(pair, [at + 3], { robot: true });
    await world.journalClicks(pair, [at + 4, at + 5], { test: true });
    await world.sale(pair, { date: "2026-11-02", orders: 2, amount: "50.00" });
    await world.sale(pair, { date: "2026-11-02", orders: 1, amount: "20.00", test: true });
  }
  await world.account();
  return { clickOf };
}
