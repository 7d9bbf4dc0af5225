/** A brand connects, through the very steps of the API, to the simulator over HTTP. */
import { createServer, type AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { acceptInvitation } from "../../partnership/accounts/acceptance.ts";
import { AcceptInvitationOk } from "../../partnership/accounts/invitation.types.ts";
import { SignInOk } from "../../partnership/accounts/sign-in.types.ts";
import { signIn } from "../../partnership/accounts/sign-in.ts";
import { inviteUser } from "../../partnership/accounts/invitations.ts";
import {
  amazonConnection,
  amazonConnections,
  chooseAmazonProfile,
  chooseAmazonPublisher,
  disconnectAmazon,
  finishAmazonConnection,
  reconnectAmazon,
  startAmazonConnection,
} from "../../partnership/amazon/amazon-connections.ts";
import {
  AmazonConnectionOk,
  AmazonSignInOk,
} from "../../partnership/amazon/amazon-connection.types.ts";
import { createTestLink, createTrackingLink, trackingLink } from "../../partnership/links/links.ts";
import { TrackingLinkOk } from "../../partnership/links/link.types.ts";
import { CreateProgramOk, UniqueWindowType } from "../../partnership/programs/program.types.ts";
import { createProgram, program as programOf } from "../../partnership/programs/programs.ts";
import type { Context } from "../../platform/context.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";
import { sayYes } from "../../start/demo/demo-amazon.ts";
import {
  createPeople,
  expectOk,
  password,
  type Account,
  type People,
} from "../../testing/worlds/people.ts";
import { isRefusal } from "../../platform/api/refusal.ts";
import { placeTestOrder } from "../../reporting/conversions/test-orders.ts";
import { verdicts } from "../../reporting/reports/verdicts.ts";
import { checkAmazon } from "../../start/commands/amazon-check.ts";
import { connectionClients } from "./amazon-clients.ts";
import { loadProgramContext } from "./sales-booking.ts";
import { usualSwitches } from "./simulator-peer.ts";
import { startSimulator, type Simulator } from "./simulator.ts";

const log = createLog("silent", "test");
const secretsKey = "k".repeat(40);
let people: People;
let worker: pg.Pool;
let simulator: Simulator;
let acme: Account;
let other: Account;
let colleague: Account;
let partner: Account;
let keys = 0;

/** A port that is free at this moment. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function colleagueOf(brand: Account, email: string): Promise<Account> {
  await inviteUser(await people.signedIn(brand), email, "BRAND_ADMIN");
  const ctx = people.request();
  const token = await people.mailedToken(email);
  expectOk(await acceptInvitation(ctx, { token, name: "Cleo", password }), AcceptInvitationOk);
  return { ...brand, email, token: ctx.answeredToken() ?? "" };
}

beforeAll(async () => {
  const port = await freePort();
  people = await createPeople({
    SIMULATOR_URL: `http://127.0.0.1:${port}`,
    SECRETS_KEY: secretsKey,
    PUBLIC_URL: "https://partners.example",
  });
  worker = createPool(people.url, "worker");
  simulator = await startSimulator({ pool: worker, clock: people.deps.clock, log, port });
  acme = await people.signUp("BRAND", "Acme", "PRO");
  other = await people.signUp("BRAND", "Other", "PRO");
  partner = await people.partnerOf(acme, "Pia");
  colleague = await colleagueOf(acme, "cleo@acme.example");
});
afterAll(async () => {
  await simulator.stop();
  await worker.end();
  await people.close();
});
beforeEach(() => void Object.assign(simulator.switches, usualSwitches()));

const sessions = new Map<string, { token: string; at: number }>();
/** A context of the person; sessions end while the clock moves, so a fresh one for each instant. */
async function as({ email }: Account): Promise<Context> {
  const at = people.clock.now;
  const known = sessions.get(email);
  if (known?.at === at) return people.signedIn(known);
  const entrance = people.request();
  expectOk(await signIn(entrance, email, password), SignInOk);
  const session = { token: entrance.answeredToken() ?? "", at };
  sessions.set(email, session);
  return people.signedIn(session);
}
const begin = async (account = acme): Promise<AmazonSignInOk> =>
  expectOk(await startAmazonConnection(await as(account), "SIMULATED"), AmazonSignInOk);
async function signedIn(account = acme): Promise<AmazonConnectionOk["connection"]> {
  const answer = await sayYes((await begin(account)).consentUrl);
  return expectOk(await finishAmazonConnection(await as(account), answer), AmazonConnectionOk)
    .connection;
}
const profileIn = ({ profiles }: AmazonConnectionOk["connection"], country: string): string =>
  profiles.find((each) => each.country === country && each.refused === null)?.id ?? "";
async function connected(country: string, account = acme): Promise<string> {
  const made = await signedIn(account);
  const ctx = await as(account);
  expectOk(await chooseAmazonProfile(ctx, made.id, profileIn(made, country)), AmazonConnectionOk);
  expectOk(await chooseAmazonPublisher(ctx, made.id, "11"), AmazonConnectionOk);
  return made.id;
}
async function makeProgram(marketplace: string, host: string): Promise<string> {
  const input = {
    name: `Program ${marketplace}`,
    marketplace,
    landingPage: `https://www.${host}/dp/B0ABCDEFGH`,
    uniqueWindowMinutes: 30,
    uniqueWindowType: UniqueWindowType.ROLLING,
  };
  const key = `key-${++keys}`;
  return expectOk(await createProgram(await as(acme), input, key), CreateProgramOk).program.id;
}
const rowsOfDatabase = () =>
  people.sql<Record<string, unknown>>("select * from amazon_connection order by id");

test("[D127] connected: links made before keep their address and get the tag", async () => {
  const programId = await makeProgram("DE", "amazon.de");
  const wanted = {
    programId,
    partnerId: partner.accountId,
    adId: null,
    landingPage: null,
    name: null,
    sharedId: null,
  };
  const { link } = expectOk(
    await createTrackingLink(await as(acme), wanted, "link"),
    TrackingLinkOk,
  );
  const begun = await begin();
  const consentUrl = new URL(begun.consentUrl);
  expect(Object.fromEntries(consentUrl.searchParams)).toMatchObject({
    redirect_uri: "https://partners.example/settings/amazon",
    response_type: "code",
    code_challenge_method: "S256",
    scope: "advertising::campaign_management",
  });
  const page = await fetch(begun.consentUrl);
  expect(page.headers.get("x-counterfoil-simulated")).toBe("yes");
  expect(await page.text()).toContain("This is not Amazon");

  const answer = await sayYes(begun.consentUrl);
  const made = expectOk(await finishAmazonConnection(await as(acme), answer), AmazonConnectionOk);
  expect(made.connection).toMatchObject({ state: "SIGNED_IN", simulated: true });
  expect(made.connection.missing).toEqual(["Choose the profile whose sales are to be credited."]);
  const refusals = new Map(
    made.connection.profiles.map(({ country, name, refused }) => [`${country} ${name}`, refused]),
  );
  expect(refusals.get("GB Simulated seller, GB")).toBeNull();
  expect(refusals.get("SE Simulated seller, SE")).toBe(
    "Amazon has no Attribution in SE: clicks only",
  );
  expect(refusals.get("US Simulated vendor, US")).toBe(
    "Amazon answers 403 for this profile: This profile is not authorized to use Amazon Attribution",
  );

  const ctx = await as(acme);
  const profileId = profileIn(made.connection, "DE");
  const { id } = made.connection;
  const chosen = expectOk(await chooseAmazonProfile(ctx, id, profileId), AmazonConnectionOk);
  expect(chosen.connection).toMatchObject({
    state: "PROFILE_CHOSEN",
    profileId,
    country: "DE",
    currency: "EUR",
    timeZone: "Europe/Paris",
  });
  expect(chosen.connection.publishers.filter(({ suggested }) => suggested)).toMatchObject([
    { id: "11", name: "Blogpost - Other", macro: false },
  ]);
  expect(await chooseAmazonPublisher(ctx, id, "1")).toMatchObject({
    code: "BAD_PUBLISHER",
    message: expect.stringContaining("Google Ads fills its tags itself") as string,
  });
  const done = expectOk(await chooseAmazonPublisher(ctx, id, "11"), AmazonConnectionOk);
  expect(done.connection).toMatchObject({
    state: "CONNECTED",
    programNames: ["Program DE"],
    missing: [],
    template: expect.stringMatching(/^\?maas=.*_11_129&.*\{insertAdId\}$/) as string,
  });
  const now = await trackingLink(await as(acme), link.id);
  expect(now?.url).toBe(link.url);
  expect(now?.destination).toContain(`_static_11_129&`);
  expect(link.destination).not.toContain("_129&");
  expect(await programOf(await as(acme), programId)).toMatchObject({ salesSource: "SIMULATED" });
  // A program that is made later is connected at once.
  const later = await makeProgram("DE", "amazon.de");
  expect((await amazonConnection(await as(acme), id))?.programNames).toHaveLength(2);

  expectOk(await disconnectAmazon(await as(acme), id), AmazonConnectionOk);
  for (const each of [programId, later])
    expect(await programOf(await as(acme), each)).toMatchObject({ salesSource: "NONE" });
  expect((await trackingLink(await as(acme), link.id))?.destination).toBe(
    "https://www.amazon.de/dp/B0ABCDEFGH",
  );
  expect(await amazonConnections(await as(acme))).toEqual([]);
});

test("both shapes of Amazon's answers are read; profile ids keep their 18 digits", async () => {
  Object.assign(simulator.switches, { wrapped: true, numericIds: true, notAllowed: 400 });
  const id = await connected("GB");
  const view = await amazonConnection(await as(acme), id);
  expect(view?.profileId).toMatch(/^\d{15,18}$/);
  expect(view?.profiles.some((each) => each.id === view.profileId)).toBe(true);
  expect(view?.country).toBe("GB");
  expect(view?.template).toContain(`SIM${view?.profileId}_static_11_129`);
});

test("no token is stored open, shown, or written down", async () => {
  const rows = await rowsOfDatabase();
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/Atz[ra]\|/);
  expect(rows.every((row) => String(row.refresh_token).startsWith("v1."))).toBe(true);
  const views = JSON.stringify(await amazonConnections(await as(acme)));
  expect(views).not.toMatch(/Atz[ra]|v1\.[\w-]{20}/);
  Object.assign(simulator.switches, { failing: { "/v2/profiles": 500 } });
  const answer = await sayYes((await begin()).consentUrl);
  const refused = JSON.stringify(await finishAmazonConnection(await as(acme), answer));
  expect(refused).toMatch(/Amazon answers with status 500/);
  expect(refused).not.toMatch(new RegExp(`Atz|simulated-|${answer.code}`));
});

test("what is not ours, or not this person's, is refused and saves nothing", async () => {
  const before = (await rowsOfDatabase()).filter(({ state }) => state !== "SIGNING_IN");
  const answer = await sayYes((await begin()).consentUrl);
  const refusals = [
    [acme, { ...answer, state: "invented" }, "BAD_STATE", /not begun in this account/],
    [other, answer, "BAD_STATE", /not begun in this account/],
    [colleague, answer, "OTHER_PERSON", /Somebody else of your account began this sign-in/],
    [acme, { ...answer, code: "" }, "BAD_CODE", /Amazon sent no code/],
    [acme, { ...answer, code: "ANinvented" }, "AMAZON_REFUSED", /did not take the code/],
  ] as const;
  for (const [who, given, code, message] of refusals)
    expect(await finishAmazonConnection(await as(who), given), code).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  const old = await sayYes((await begin()).consentUrl);
  const late = await as(acme);
  people.clock.now += 3_600_001;
  expect(await finishAmazonConnection(late, old)).toMatchObject({ code: "SIGN_IN_OVER" });
  expect((await rowsOfDatabase()).filter(({ state }) => state !== "SIGNING_IN")).toEqual(before);
});

test("a profile without Attribution and a template with braces are refused", async () => {
  const taken = await connected("FR");
  const made = await signedIn();
  const ctx = await as(acme);
  for (const [profileId, message] of [
    ["1", /has no such profile/],
    [made.profiles.find(({ country }) => country === "SE")?.id ?? "", /no Attribution in SE/],
    [made.profiles.find(({ name }) => name.includes("vendor"))?.id ?? "", /answers 403/],
  ] as const)
    expect(await chooseAmazonProfile(ctx, made.id, profileId)).toMatchObject({
      code: "PROFILE_NOT_ALLOWED",
      message: expect.stringMatching(message) as string,
    });
  expect(await chooseAmazonPublisher(ctx, made.id, "11")).toMatchObject({ code: "PROFILE_NEEDED" });
  const profile = (await amazonConnection(ctx, taken))?.profileId ?? "";
  await people.sql("update amazon_connection set profiles = $2 where id = $1", [
    made.id,
    JSON.stringify([{ id: profile, name: "P", country: "FR", refused: null }]),
  ]);
  // Amazon itself says no: the sign-in is another one.
  expect(await chooseAmazonProfile(ctx, made.id, profile)).toMatchObject({
    code: "AMAZON_REFUSED",
  });
  await people.sql(
    `update amazon_connection c
      set refresh_token = null, state = 'SIGNING_IN'
      where id = $1`,
    [made.id],
  );
  expect(await chooseAmazonProfile(ctx, made.id, profile)).toMatchObject({
    code: "SIGN_IN_NEEDED",
  });

  const third = await signedIn();
  expectOk(await chooseAmazonProfile(ctx, third.id, profileIn(third, "IT")), AmazonConnectionOk);
  simulator.switches.badTemplate = true;
  expect(await chooseAmazonPublisher(ctx, third.id, "11")).toMatchObject({
    code: "BAD_TEMPLATE",
    message: 'Amazon\'s tag template has a placeholder that is not known here: "{device}"',
  });
  expect(await amazonConnection(ctx, third.id)).toMatchObject({
    state: "PROFILE_CHOSEN",
    template: null,
  });
  expect(await amazonConnections(await as(other))).toEqual([]);
  expect(await amazonConnection(await as(other), taken)).toBeNull();
  expect(await disconnectAmazon(await as(other), taken)).toMatchObject({ code: "NOT_FOUND" });
});

test("a revoked sign-in is told with its connection, and signing in anew heals it", async () => {
  const id = await connected("US");
  const programId = await makeProgram("US", "amazon.com");
  const clients = connectionClients({
    pool: worker,
    env: people.deps.env,
    clock: people.deps.clock,
    log,
  });
  const [row] = await people.sql<{ advertiser_id: string }>(
    "select advertiser_id from program where id = $1",
    [programId],
  );
  const read = () =>
    clients({ id: programId }).readReport(
      {
        advertiserId: row?.advertiser_id ?? "",
        grouping: "CREATIVE",
        startDate: "2026-10-20",
        endDate: "2026-11-02",
      },
      async () => {},
    );
  expect(await read()).toMatchObject({ ok: true });
  simulator.switches.revoked = true;
  people.clock.now += 3_600_000;
  expect(await read()).toMatchObject({
    ok: false,
    failure: { details: expect.stringContaining("no longer takes this sign-in") as string },
  });
  const broken = await amazonConnection(await as(acme), id);
  expect(broken?.missing).toEqual([
    "Amazon no longer takes this sign-in: it was revoked, or its password changed. Connect again",
  ]);
  expect(broken?.state).toBe("CONNECTED");
  expect(await chooseAmazonPublisher(await as(acme), id, "11")).toMatchObject({
    code: "AMAZON_REFUSED",
  });

  const lost = connectionClients({
    pool: worker,
    env: { ...people.deps.env, SECRETS_KEY: "another key, of forty characters at least" },
    clock: people.deps.clock,
    log,
  });
  expect(
    await lost({ id: programId }).readReport(
      { advertiserId: "x", grouping: "CREATIVE", startDate: "2026-10-20", endDate: "2026-11-02" },
      async () => {},
    ),
  ).toMatchObject({ ok: false });
  expect((await amazonConnection(await as(acme), id))?.missing).toEqual([
    expect.stringContaining("sealed under another key"),
  ]);
  simulator.switches.revoked = false;
  // Another seller's sign-in may not read this profile: the connection stays as it was.
  const again = expectOk(await reconnectAmazon(await as(acme), id), AmazonSignInOk);
  const stranger = await sayYes(again.consentUrl);
  expect(await finishAmazonConnection(await as(acme), stranger)).toMatchObject({
    code: "PROFILE_NOT_ALLOWED",
  });
  expect((await amazonConnection(await as(acme), id))?.problemAt).not.toBeNull();
  expect(await read()).toMatchObject({ ok: true });
  expect((await amazonConnection(await as(acme), id))?.missing).toEqual([]);
});

/** Begins each work in turn, so that it waits for what `sql` holds, or ends; then lets go. */
async function whileHeld(
  sql: string,
  values: unknown[],
  works: readonly (() => Promise<unknown>)[],
): Promise<unknown[]> {
  const holder = new pg.Client({ connectionString: people.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query(sql, values);
  const begun: Promise<unknown>[] = [];
  let ended = 0;
  for (const work of works) {
    const one = work();
    begun.push(one);
    one.finally(() => ended++).catch(() => {});
    await vi.waitFor(
      async () => {
        const waiting = await people.sql(
          `select
            from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(waiting.length + ended).toBe(begun.length);
      },
      { timeout: 30_000 },
    );
  }
  await holder.query("commit");
  await holder.end();
  return Promise.all(begun);
}

test("a sign-in that was begun anew meanwhile is not said to be finished", async () => {
  const begun = await begin();
  const [answer, ctx] = [await sayYes(begun.consentUrl), await as(acme)];
  const [refused] = await whileHeld(
    "update amazon_connection set sign_in_hash = 'of another' where id = $1",
    [begun.connectionId],
    [() => finishAmazonConnection(ctx, answer)],
  );
  expect(refused).toMatchObject({ code: "BAD_STATE" });
  expect((await amazonConnection(await as(acme), begun.connectionId))?.state).toBe("SIGNING_IN");
});

test("a second press is told that the sign-in is answered, not that Amazon refuses", async () => {
  const begun = await begin();
  const answer = await sayYes(begun.consentUrl);
  const contexts = await Promise.all(Array.from({ length: 4 }, () => as(acme)));
  const answers = await Promise.all(contexts.map((ctx) => finishAmazonConnection(ctx, answer)));
  expect(answers.filter((each) => each instanceof AmazonConnectionOk)).toHaveLength(1);
  expect(
    answers.flatMap((each) => (isRefusal(each) ? [each.code] : [])),
    "the others",
  ).toEqual(["BAD_STATE", "BAD_STATE", "BAD_STATE"]);
  const [next, ctx] = [await begin(), await as(acme)];
  const later = await sayYes(next.consentUrl);
  simulator.switches.failing = { "/auth/o2/token": 503 };
  expect(await finishAmazonConnection(ctx, later)).toMatchObject({ code: "AMAZON_FAILED" });
  simulator.switches.failing = {};
  expectOk(await finishAmazonConnection(ctx, later), AmazonConnectionOk);
});

test("the same simulated seller can sign in again; another cannot use the profile", async () => {
  const begun = await begin();
  const { cookie, ...answer } = await sayYes(begun.consentUrl);
  const made = expectOk(
    await finishAmazonConnection(await as(acme), answer),
    AmazonConnectionOk,
  ).connection;
  const ctx = await as(acme);
  expectOk(await chooseAmazonProfile(ctx, made.id, profileIn(made, "NL")), AmazonConnectionOk);
  const again = async (known: string) => {
    const { consentUrl } = expectOk(await reconnectAmazon(ctx, made.id), AmazonSignInOk);
    return finishAmazonConnection(ctx, await sayYes(consentUrl, known));
  };
  expect(await again("")).toMatchObject({ code: "PROFILE_NOT_ALLOWED" });
  expectOk(await again(cookie), AmazonConnectionOk);
  expectOk(await disconnectAmazon(ctx, made.id), AmazonConnectionOk);
});

test("who is too late for a connection is told that it is gone", async () => {
  for (let round = 0; round < 3; round++) {
    const { id } = await signedIn();
    const contexts = await Promise.all(Array.from({ length: 4 }, () => as(acme)));
    const answers = await Promise.all(contexts.map((ctx) => disconnectAmazon(ctx, id)));
    const codes = answers.map((each) => (isRefusal(each) ? each.code : "OK"));
    expect(new Set([...codes, "OK", "NOT_FOUND"])).toEqual(new Set(["OK", "NOT_FOUND"]));
    expect(await disconnectAmazon(await as(acme), id)).toMatchObject({ code: "NOT_FOUND" });
  }
});

test("what one connection read is not told of the next", async () => {
  const first = await connected("NL");
  await makeProgram("NL", "amazon.nl");
  await people.sql(
    `insert into attribution_run (program_id, grouping, brand_account_id, complete_at, rows_read)
      select id, 'ADGROUP', brand_account_id, now(), 31
      from program
      where amazon_connection_id = $1`,
    [first],
  );
  const runsOf = async (id: string) => (await amazonConnection(await as(acme), id))?.runs;
  expect(await runsOf(first)).toMatchObject([{ rows: 31 }]);
  expectOk(await chooseAmazonPublisher(await as(acme), first, "12"), AmazonConnectionOk);
  expect(await runsOf(first), "the same profile").toMatchObject([{ rows: 31 }]);
  const second = await connected("NL");
  expect(await runsOf(second)).toEqual([]);
  for (const id of [first, second])
    expectOk(await disconnectAmazon(await as(acme), id), AmazonConnectionOk);
});

test("a sign-in whose key was lost meanwhile is begun again", async () => {
  const answer = await sayYes((await begin()).consentUrl);
  const ctx = await as(acme);
  const env = { ...ctx.env, SECRETS_KEY: "another key, of forty characters at least" };
  expect(await finishAmazonConnection({ ...ctx, env }, answer)).toMatchObject({
    code: "SIGN_IN_NEEDED",
    path: ["state"],
  });
});

test("what was changed meanwhile is told, and nothing is saved", async () => {
  const made = await signedIn();
  const ctx = await as(acme);
  const choose = () => chooseAmazonProfile(ctx, made.id, profileIn(made, "IT"));
  const connect = () => chooseAmazonPublisher(ctx, made.id, "11");
  const code = "CHANGED_MEANWHILE";
  const other = "update amazon_connection set state = 'PROFILE_CHOSEN', profile_id = '12345'";
  const [profile] = await whileHeld(`${other} where id = $1`, [made.id], [choose]);
  expect(profile).toMatchObject({ code, path: ["profileId"] });
  expectOk(await choose(), AmazonConnectionOk);
  const [publisher] = await whileHeld(`${other} where id = $1`, [made.id], [connect]);
  expect(publisher).toMatchObject({ code, path: ["publisherId"] });
  expect((await amazonConnection(ctx, made.id))?.template).toBeNull();
  expectOk(await choose(), AmazonConnectionOk);
  const away = "delete from amazon_connection where id = $1";
  const [gone] = await whileHeld(away, [made.id], [connect]);
  expect(gone).toMatchObject({ code });
});

test("a program that is made while its brand connects or disconnects is not left out", async () => {
  const made = await signedIn();
  const ctx = await as(acme);
  expectOk(await chooseAmazonProfile(ctx, made.id, profileIn(made, "IT")), AmazonConnectionOk);
  /** How the programs stand when one more is not yet made whole as `change` begins. */
  const during = async (change: () => Promise<unknown>) => {
    await whileHeld(
      "lock table event_type in share mode",
      [],
      [() => makeProgram("IT", "amazon.it"), change],
    );
    return people.sql(
      `select
          amazon_connection_id as connection,
          sales_source as source,
          attribution_template is null as bare
        from program
        where marketplace = 'IT'`,
    );
  };
  expect(await during(async () => chooseAmazonPublisher(ctx, made.id, "11"))).toEqual([
    { connection: made.id, source: "SIMULATED", bare: false },
  ]);
  const none = { connection: null, source: "NONE", bare: true };
  expect(await during(async () => disconnectAmazon(ctx, made.id))).toEqual([none, none]);
});

test("a new program takes what was connected last for its storefront", async () => {
  const first = await connected("MX");
  people.clock.now += 1_000;
  const last = await connected("MX");
  const connectionOf = async (programId: string) =>
    (
      await people.sql<{ id: string }>(
        "select amazon_connection_id as id from program where id = $1",
        [programId],
      )
    )[0]?.id;
  expect(await connectionOf(await makeProgram("MX", "amazon.com.mx"))).toBe(last);
  people.clock.now += 1_000;
  expectOk(await chooseAmazonPublisher(await as(acme), first, "11"), AmazonConnectionOk);
  expect(await connectionOf(await makeProgram("MX", "amazon.com.mx"))).toBe(first);
  for (const id of [first, last])
    expectOk(await disconnectAmazon(await as(acme), id), AmazonConnectionOk);
});

test("zone and currency of the profile win over the storefront's", async () => {
  simulator.switches.place = { timezone: "Europe/Rome", currencyCode: "USD" };
  const programId = await makeProgram("NL", "amazon.nl");
  const shown = async () => {
    const view = await programOf(await as(acme), programId);
    return [view?.marketplaceTimeZone, view?.marketplaceCurrency];
  };
  expect(await shown()).toEqual(["Europe/Amsterdam", "EUR"]);
  const id = await connected("NL");
  expect(await shown()).toEqual(["Europe/Rome", "USD"]);
  const context = await loadProgramContext(worker, programId);
  expect(context.marketplace).toMatchObject({ zone: "Europe/Rome", currency: "USD" });
  // Its sales were cut and counted by them.
  expectOk(await disconnectAmazon(await as(acme), id), AmazonConnectionOk);
  expect(await shown()).toEqual(["Europe/Rome", "USD"]);
  // What nobody knows is left to the storefront.
  simulator.switches.place = { timezone: "Mars/Olympus", currencyCode: "XXQ" };
  await connected("NL");
  expect(await shown()).toEqual(["Europe/Amsterdam", "EUR"]);
});

test("amazon-check walks every connection, and says what is wrong", async () => {
  const id = await connected("ES");
  const lines: string[] = [];
  const check = (env = people.deps.env) => {
    lines.length = 0;
    return checkAmazon(people.url, env, { id, say: (line) => lines.push(line) });
  };
  expect(await check()).toBe(true);
  expect(lines[0]).toBe(`Acme, SIMULATED, not Amazon, CONNECTED, ${id}`);
  expect(lines).toContain("  sign-in: Amazon takes it");
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}profile: \d+ Simulated seller, ES, ES/));
  expect(lines).toContainEqual(expect.stringContaining("11 Blogpost - Other"));
  // Those that may not be chosen say why.
  expect(lines).toContainEqual(
    expect.stringMatching(
      /, SE, .*; cannot be chosen: Amazon has no Attribution in SE: clicks only/,
    ),
  );
  expect(lines.filter((line) => line.includes("cannot be chosen")).length).toBeGreaterThan(1);
  expect(lines.at(-1)).toBe("  template: it can be filled");
  expect(lines.join("\n")).not.toMatch(/Atz[ra]/);
  simulator.switches.revoked = true;
  expect(await check()).toBe(false);
  expect(lines.at(-1)).toMatch(/^ {2}sign-in: Amazon no longer takes this sign-in/);
  expect(await check({ ...people.deps.env, SECRETS_KEY: "x".repeat(40) })).toBe(false);
  expect(lines.at(-1)).toMatch(/sealed under another key/);
});

test("a profile reads its own programs alone", async () => {
  const [mine, foreign] = [await connected("CA"), await connected("CA", other)];
  await makeProgram("CA", "amazon.ca");
  await makeProgram("CA", "amazon.ca");
  const [row, kept] = await people.sql<{ id: string; advertiser_id: string }>(
    "select id, advertiser_id from program where amazon_connection_id = $1 order by id",
    [mine],
  );
  await people.sql("update program set amazon_connection_id = $2 where id = $1", [
    row?.id,
    foreign,
  ]);
  const { env, clock } = people.deps;
  const ask = (advertiserId: string) =>
    connectionClients({ pool: worker, env, clock, log })({ id: row?.id ?? "" }).readReport(
      { advertiserId, grouping: "CREATIVE", startDate: "2026-10-20", endDate: "2026-11-02" },
      async () => {},
    );
  expect(await ask(row?.advertiser_id ?? "")).toMatchObject({ ok: true });
  expect(await ask(kept?.advertiser_id ?? "")).toMatchObject({
    ok: false,
    failure: { status: 400, details: expect.stringContaining("this profile's") as string },
  });
});

test("who reaches the simulator as a stranger learns of no brand", async () => {
  const { advertiser_id: advertiser } = (
    await people.sql<{ advertiser_id: string }>(
      "select advertiser_id from program where sales_source = 'SIMULATED' limit 1",
    )
  )[0] ?? { advertiser_id: "" };
  expect(advertiser).not.toBe("");
  const refreshed = (refresh_token: string) =>
    fetch(`${simulator.url}/auth/o2/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "refresh_token", refresh_token }),
    });
  expect((await refreshed("simulated")).status).toBe(400);
  const given = (await (await refreshed("Atzr|simulated-simulated")).json()) as {
    access_token: string;
  };
  const headers = {
    authorization: `Bearer ${given.access_token}`,
    "Amazon-Advertising-API-ClientId": "c",
  };
  const [own] = (await (await fetch(`${simulator.url}/v2/profiles`, { headers })).json()) as {
    profileId: string;
  }[];
  const asked = { ...headers, "Amazon-Advertising-API-Scope": own?.profileId ?? "" };
  const told = await fetch(`${simulator.url}/attribution/advertisers`, { headers: asked });
  expect(await told.json()).toEqual({ advertisers: [] });
  const report = await fetch(`${simulator.url}/attribution/report`, {
    method: "POST",
    headers: asked,
    body: JSON.stringify({
      advertiserIds: advertiser,
      startDate: "20261020",
      endDate: "20261102",
    }),
  });
  expect(report.status).toBe(400);
});

test("where no sale can come, programs and verdicts say why", async () => {
  /** Of the program's one test link, which was clicked twice. */
  const verdictOf = async (programId: string) => {
    const input = { programId, partnerId: partner.accountId, name: "Test", landingPage: null };
    const { link } = expectOk(
      await createTestLink(await as(acme), input, `test-${++keys}`),
      TrackingLinkOk,
    );
    await people.sql(
      `insert into click_rollup
        values (now(), 'T', $1, $3, $2, null, $4, 'UNPAID', null, null, true, 2, 2, 0, 0)`,
      [acme.accountId, partner.accountId, programId, link.id],
    );
    const order = { linkId: link.id, units: 1, amount: "25.00", traits: null };
    const placed = await placeTestOrder(await as(acme), order, `order-${++keys}`);
    const said = isRefusal(placed) ? placed.message : null;
    return [(await verdicts(await as(acme), programId))[0]?.sentenceKey, said];
  };
  const sweden = await makeProgram("SE", "amazon.se");
  expect(await programOf(await as(acme), sweden)).toMatchObject({
    clicksOnly: true,
    salesSource: "NONE",
  });
  // A test order goes the way of a shop's own.
  expect(await verdictOf(sweden)).toEqual(["NO_ATTRIBUTION", null]);
  const mexico = await makeProgram("MX", "amazon.com.mx");
  expect(await programOf(await as(acme), mexico)).toMatchObject({
    clicksOnly: false,
    salesSource: "SIMULATED",
  });
  await people.sql("update program set sales_source = 'NONE' where id = $1", [mexico]);
  expect(await verdictOf(mexico)).toEqual(["NOT_CONNECTED", null]);
  await people.sql("update program set sales_source = 'AMAZON' where id = $1", [mexico]);
  expect((await verdictOf(mexico))[1]).toMatch(/^This program reads real sales from Amazon/);
});
