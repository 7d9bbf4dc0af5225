/**
 * No tenant can stop another: of three programs one is poisoned in each loop of the worker. The others go on, the operator
 * reads what was parked and why, the brand reads its own, and what is released is done once.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type pg from "pg";
import { verifyLedger } from "../accounting/verify-ledger.ts";
import { closeStatements } from "../accounting/statements.ts";
import { postBonuses } from "../attribution/bonuses.ts";
import { createMailSender } from "../accounts/mail-sender.ts";
import { createPool } from "../db/connection.ts";
import type { Client } from "../test/client.ts";
import { accept, createWorld, inline, intent, makeProgram, makeTerms, propose, refusal, run, type Pair, type World } from "../test/world.ts";
import { createContractChanges } from "./contract-changes.ts";
import { createReplays } from "./replays.ts";

let world: World;
let worker: pg.Pool;
let [brandA, brandB, x, operator]: Client[] = [];
const hour = 3_600_000;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  worker = createPool(world.people.url, "worker", 4);
  await signIn();
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

async function signIn(): Promise<void> {
  [brandA, brandB, x, operator] = await Promise.all([world.brandA.email, world.brandB.email, world.partnerX.email, world.operatorEmail].map((email) => world.signIn(email)));
}
/** Sessions end meanwhile. */
async function moveTo(instant: string): Promise<void> {
  world.clock.now = Date.parse(instant);
  await signIn();
}
const of = (client: Client | undefined): Client => client ?? expect.fail("not signed in");
const desk = () => ({ pool: worker, clock: () => world.clock.now, newId: world.people.deps.newId, log: world.people.deps.log });
interface Item {
  id: string;
  kind: string;
  reason: string;
  accountName: string | null;
  programName: string | null;
  partnerName: string | null;
  waitingClicks: number;
  state: string;
  detail: string | null;
}
const parked = async (client = of(operator), done = false): Promise<Item[]> =>
  (
    await client.data<{ parkedItems: { nodes: Item[] } }>(
      `{ parkedItems(done: ${done}) { nodes { id kind reason accountName programName partnerName waitingClicks state detail } } }`,
    )
  ).parkedItems.nodes;
const release = async (): Promise<void> => {
  for (const { id } of await parked()) await run(of(operator), `releaseParkedItem(id: "${id}", idempotencyKey: "${intent()}")`, "ReleaseParkedItemOk", "item { state }");
};
/** Refuses every row of a table that `condition` names, until it is taken away. */
async function poison(table: string, condition: string): Promise<() => Promise<void>> {
  await world.people.sql(
    `create function poisoned() returns trigger language plpgsql as $$ begin if ${condition} then raise exception 'poisoned' using errcode = '22003'; end if; return new; end $$`,
  );
  await world.people.sql(`create trigger poisoned before insert or update on ${table} for each row execute function poisoned()`);
  return async () => void (await world.people.sql(`drop trigger poisoned on ${table}; drop function poisoned`));
}
const decided = async (pair: Pair) =>
  (
    await world.people.sql<{ n: number }>("select count(*)::int as n from decision where event = 'CLICK' and program_id = $1 and partner_account_id = $2", [
      pair.program,
      pair.partner.accountId,
    ])
  )[0]?.n;
const proved = async () => expect((await verifyLedger(worker)).firstDifference).toBeNull();

test("Must show 3: a poisoned program: the others' clicks are decided at once, the operator reads it, and released it is booked once", async () => {
  const cure = await poison("decision", `new.program_id = '${world.bx.program}'`);
  const at = world.clock.now - 1_000;
  await world.clicks(world.bx, [at, at + 1]);
  await world.clicks(world.ax, [at, at + 1]);
  await world.clicks(world.ay, [at, at + 1]);
  expect([await decided(world.ax), await decided(world.ay), await decided(world.bx)]).toEqual([2, 2, 0]);
  const item = { kind: "CLICKS", reason: "TOO_LARGE", accountName: "Brand B", programName: "Program B", partnerName: "Partner X", waitingClicks: 2, state: "WAITING" };
  expect(await parked()).toEqual([{ ...item, id: expect.any(String), detail: expect.stringContaining("poisoned") }]);
  expect(await parked(of(brandB))).toMatchObject([{ ...item, detail: null }]);
  expect(await parked(of(brandA))).toEqual([]);
  expect(await of(x).post("{ parkedItems { nodes { id } } }")).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
  const { report } = await of(brandB).data<{ report: { meta: { completeness: { waitingClicks: number; clicksUntil: string } } } }>(
    `{ report(scope: { programId: "${world.bx.program}" }, range: { last: "7d" }) { meta { completeness { waitingClicks clicksUntil } } } }`,
  );
  expect(report.meta.completeness).toEqual({ waitingClicks: 2, clicksUntil: new Date(at).toISOString() });
  await proved();
  await cure();
  const [{ id } = { id: "" }] = await parked();
  const again = `releaseParkedItem(id: "${id}", idempotencyKey: "again")`;
  for (let n = 0; n < 2; n++) await run(of(operator), again, "ReleaseParkedItemOk", "item { state }");
  await world.account();
  await world.account();
  expect([await decided(world.bx), await parked()]).toEqual([2, []]);
  expect(await parked(of(operator), true)).toMatchObject([{ kind: "CLICKS", state: "DONE", waitingClicks: 0 }]);
  expect(await refusal(of(operator), `releaseParkedItem(id: "${id}", idempotencyKey: "later")`)).toMatchObject({ code: "ILLEGAL_TRANSITION" });
  await proved();
});

test("found 102: a month with a currency that does not exist is not closed; all other programs' months are, and its own pages say so", async () => {
  const program = await makeProgram(of(brandB), "Program C");
  const terms = await makeTerms(of(brandB), program.id, "Terms C");
  const contract = await propose(of(brandB), terms, world.partnerX.accountId);
  await accept(of(x), contract);
  await world.people.sql("update terms_version set body = jsonb_set(body, '{currency}', '\"BTC\"') where terms_id = $1", [terms]);
  await world.clicks({ ...world.bx, program: program.id, programCode: program.code, contract, terms }, [world.clock.now]);
  await moveTo("2027-01-06T08:00:00Z");
  // November and December of both other programs.
  expect(await closeStatements(desk())).toBe(4);
  expect(await closeStatements(desk())).toBe(0);
  const item = { kind: "MONTH", reason: "UNKNOWN_CURRENCY", accountName: "Brand B", programName: "Program C" };
  expect(await parked()).toMatchObject([item]);
  expect(await parked(of(brandB))).toMatchObject([{ ...item, detail: null }]);
  const { statementLines } = await of(brandB).data<{ statementLines: { nodes: { month: string; state: string; currency: string }[] } }>(
    `{ statementLines(programId: "${program.id}") { nodes { month state currency } } }`,
  );
  expect(statementLines.nodes).toContainEqual({ month: "2026-11", state: "OPEN", currency: "BTC" });
  await world.people.sql("update program set state = 'CLOSED' where id = $1", [program.id]);
});

test("bonuses: a program that cannot be read keeps no other waiting, and is no longer parked once it can be", async () => {
  const bodies = await world.people.sql<{ id: string; body: unknown }>("select id, body from terms_version where terms_id = any($1::uuid[])", [[world.ax.terms, world.bx.terms]]);
  for (const { id } of bodies) await world.people.sql("update terms_version set body = jsonb_set(body, '{eventPayouts,1,bonus}', '{}') where id = $1", [id]);
  await world.people.sql("update program set marketplace = 'XX' where id = $1", [world.bx.program]);
  await postBonuses(desk());
  expect((await parked()).filter(({ kind }) => kind === "BONUS")).toMatchObject([{ programName: "Program B", reason: "UNEXPECTED" }]);
  await world.people.sql("update program set marketplace = 'US' where id = $1", [world.bx.program]);
  await release();
  await postBonuses(desk());
  expect((await parked()).filter(({ kind }) => kind === "BONUS")).toEqual([]);
  for (const { id, body } of bodies) await world.people.sql("update terms_version set body = $2 where id = $1", [id, JSON.stringify(body)]);
});

test("sales: what one partner's sales meet keeps neither the other partner's nor the other brand's waiting", async () => {
  const today = "2027-01-05";
  for (const pair of [world.ax, world.ay, world.bx]) await world.sale(pair, { date: today, orders: 1, amount: "20.00" });
  const cure = await poison("action", `new.partner_account_id = '${world.partnerY.accountId}' and new.state = 'APPROVED'`);
  await moveTo("2027-04-01T08:00:00Z");
  const approved = async () =>
    (
      await world.people.sql<{ partner: string; program: string }>(
        "select partner_account_id as partner, program_id as program from action where state = 'APPROVED' and date = $1 order by program_id, partner_account_id",
        [today],
      )
    ).map(({ partner, program }) => [program, partner].join());
  const all = [world.ax, world.ay, world.bx].map((pair) => [pair.program, pair.partner.accountId].join()).toSorted((a, b) => (a < b ? -1 : 1));
  await world.settle();
  expect(await approved()).toEqual(all.filter((one) => !one.endsWith(world.partnerY.accountId)));
  expect((await parked()).filter(({ kind }) => kind === "SALES")).toMatchObject([{ programName: "Program A", partnerName: "Partner Y", reason: "TOO_LARGE" }]);
  expect(await world.settle()).toBe(0);
  await cure();
  await release();
  world.clock.now += 1_000;
  await world.settle();
  await world.settle();
  expect(await approved()).toEqual(all);
  expect((await parked()).filter(({ kind }) => kind === "SALES")).toEqual([]);
  await proved();
});

test("a report's row that cannot be booked keeps no other row waiting", async () => {
  const cure = await poison("attribution_row", `new.partner_account_id = '${world.partnerY.accountId}'`);
  const date = "2027-03-31";
  await world.sale(world.ay, { date, orders: 1, amount: "5.00" });
  await world.sale(world.ax, { date, orders: 1, amount: "5.00" });
  await world.sale(world.bx, { date, orders: 1, amount: "5.00" });
  const booked = async () => (await world.people.sql<{ n: number }>("select count(*)::int as n from attribution_row where date = $1", [date]))[0]?.n;
  expect(await booked()).toBe(2);
  expect((await parked()).filter(({ kind }) => kind === "REPORT_ROW")).toMatchObject([{ accountName: "Brand A", reason: "TOO_LARGE" }]);
  await cure();
  await release();
  world.clock.now += 1_000;
  await world.sale(world.ay, { date, orders: 1, amount: "5.00" });
  expect([await booked(), (await parked()).filter(({ kind }) => kind === "REPORT_ROW")]).toEqual([3, []]);
});

test("mails: one whose row cannot be written stops none behind it", async () => {
  const sent: string[] = [];
  const sender = createMailSender({
    pool: worker,
    env: { SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "x@example.com" },
    log: world.people.deps.log,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
  });
  const [{ id } = { id: "" }] = await world.people.sql<{ id: string }>("select id from mail where sent_at is null order by created_at, id limit 1");
  const cure = await poison("mail", `new.id = '${id}'`);
  await sender.sendPending();
  const tried = await world.people.sql<{ id: string }>("select id from mail where attempts > 0 and sent_at is null");
  sent.push(...tried.map((row) => row.id));
  expect(sent).not.toContain(id);
  expect(sent.length).toBe((await world.people.sql<{ n: number }>("select count(*)::int as n from mail where sent_at is null"))[0]!.n - 1);
  expect((await parked()).filter(({ kind }) => kind === "MAIL")).toMatchObject([{ reason: "TOO_LARGE" }]);
  await cure();
  await sender.stop();
});

test("replays: one that fails every time is named, the others are done, and a released one is done once", async () => {
  const job = createReplays({ databaseUrl: world.people.url, clock: () => world.clock.now, newId: world.people.deps.newId, log: world.people.deps.log, tellEveryMs: 0 });
  const start = async (client: Client, pair: Pair) =>
    (
      await run<{ __typename: string; replay: { id: string } }>(
        client,
        `startReplay(input: { programId: "${pair.program}", proposalId: "${pair.contract}" }, idempotencyKey: "${intent()}")`,
        "ReplayOk",
        "replay { id }",
      )
    ).replay.id;
  const bad = await start(of(brandB), world.bx);
  const good = await start(of(brandA), world.ax);
  const [{ body } = { body: null }] = await world.people.sql<{ body: unknown }>("select body from replay where id = $1", [bad]);
  await world.people.sql(`update replay set body = '{"schema": 99}' where id = $1`, [bad]);
  const states = async () =>
    Object.fromEntries(
      (await world.people.sql<{ id: string; state: string }>("select id, state from replay where id = any($1::uuid[])", [[bad, good]])).map(({ id, state }) => [id, state]),
    );
  const work = async () => {
    while ((await job.runOnce()) > 0);
  };
  await work();
  expect(await states()).toEqual({ [bad]: "FAILED", [good]: "DONE" });
  expect((await parked()).filter(({ kind }) => kind === "REPLAY")).toMatchObject([{ accountName: "Brand B", state: "GIVEN_UP" }]);
  await world.people.sql("update replay set body = $2 where id = $1", [bad, JSON.stringify(body)]);
  await release();
  world.clock.now += 1_000;
  await expect.poll(async () => (await work(), states()), { timeout: 20_000, interval: 300 }).toEqual({ [bad]: "DONE", [good]: "DONE" });
  await expect.poll(async () => (await work(), (await parked()).filter(({ kind }) => kind === "REPLAY")), { timeout: 20_000, interval: 300 }).toEqual([]);
  await job.close();
});

test("contract changes: one partner who cannot be changed keeps no other waiting, and ended contracts neither", async () => {
  const job = await createContractChanges({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: { clock: () => world.clock.now, newId: world.people.deps.newId, publicUrl: "http://counterfoil.example" },
  });
  const terms = await makeTerms(of(brandA), world.ax.program, "New terms", undefined, {});
  const cure = await poison("notice", `new.account_id = '${world.partnerY.accountId}' and new.kind = 'CONTRACT_PROPOSED'`);
  const effectiveOn = new Date(world.clock.now + 20 * 24 * hour).toISOString().slice(0, 10);
  const input = { strategy: "SWITCH", approval: "PROPOSE", termsId: terms, partnerIds: [world.partnerX.accountId, world.partnerY.accountId], effectiveOn };
  const { change } = await run<{ __typename: string; change: { id: string } }>(
    of(brandA),
    `saveContractChangeDraft(input: ${inline(input).replace('"PROPOSE"', "PROPOSE")}, idempotencyKey: "${intent()}")`,
    "ContractChangeOk",
    "change { id }",
  );
  // As a change of more partners than are changed at once leaves them.
  await world.people.sql(
    `update contract_change set state = 'APPLYING', sent_at = now(), applied_by = created_by, terms_id = $2, terms_version_id = (select id from terms_version where terms_id = $2),
       effective_at = $3, partners = 2 where id = $1`,
    [change.id, terms, new Date(world.clock.now + 20 * 24 * hour)],
  );
  await world.people.sql(
    `insert into contract_change_partner (change_id, partner_account_id, brand_account_id, program_id, plans, state, updated_at)
     select $1, p, $2, $3, true, 'WAITING', now() from unnest($4::uuid[]) p on conflict do nothing`,
    [change.id, world.brandA.accountId, world.ax.program, [world.partnerX.accountId, world.partnerY.accountId]],
  );
  const states = async () =>
    Object.fromEntries(
      (await world.people.sql<{ id: string; state: string }>("select partner_account_id as id, state from contract_change_partner where change_id = $1", [change.id])).map(
        ({ id, state }) => [id, state],
      ),
    );
  await job.runOnce();
  expect(await states()).toEqual({ [world.partnerX.accountId]: "PROPOSED", [world.partnerY.accountId]: "WAITING" });
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toMatchObject([{ kind: "CHANGE_PARTNER", partnerName: "Partner Y", reason: "TOO_LARGE" }]);
  await job.runOnce();
  await cure();
  await release();
  world.clock.now += 1_000;
  await job.runOnce();
  expect(await states()).toEqual({ [world.partnerX.accountId]: "PROPOSED", [world.partnerY.accountId]: "PROPOSED" });
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toEqual([]);
  expect(await world.people.sql("select state from contract_change where id = $1", [change.id])).toEqual([{ state: "SCHEDULED" }]);
  await job.close();
});
