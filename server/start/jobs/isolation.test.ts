/**
 * No tenant can stop another: of three programs one is poisoned in each loop of the worker. The
 * others go on, the operator reads what was parked and why, the brand reads its own, and what is
 * released is done once.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type pg from "pg";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { closeStatements } from "../../money/ledger/statements.ts";
import { postBonuses } from "../../money/attribution/bonuses.ts";
import { createAttributionPoller } from "../../money/attribution/poller.ts";
import { createReportClient } from "../../money/attribution/report-client.ts";
import { createMailSender } from "../../partnership/accounts/mail-sender.ts";
import { queueChecks } from "../../money/replay/upkeep.ts";
import type { Client } from "../../testing/worlds/client.ts";
import {
  reportPage,
  startReportService,
  type ServiceAnswer,
} from "../../testing/worlds/report-server.ts";
import { createTenants } from "../../testing/worlds/tenants.ts";
import type { World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
  refusal,
  run,
} from "../../testing/worlds/steps.ts";
import { createReplays } from "./replays.ts";

const tenants = createTenants();
const {
  brandA,
  brandB,
  x,
  operator,
  moveTo,
  desk,
  parked,
  ofKind,
  release,
  poison,
  contractsRound,
  cured,
  pairsIn,
} = tenants;
let world: World;
let worker: pg.Pool;
beforeAll(async () => ({ world, worker } = await tenants.start()));
afterAll(tenants.close);

const hour = 3_600_000;
const threePairs = () => [world.ax, world.ay, world.bx];
const decided = async (pair: Pair) =>
  (
    await world.people.sql<{ n: number }>(
      `select count(*)::int as n
        from decision
        where event = 'CLICK' and program_id = $1 and partner_account_id = $2`,
      [pair.program, pair.partner.accountId],
    )
  )[0]?.n;
const proved = async () => expect((await verifyLedger(worker)).firstDifference).toBeNull();

test("Must show 3: a poisoned program holds up no other; released it books once", async () => {
  const cure = await poison("decision", `new.program_id = '${world.bx.program}'`);
  const at = world.clock.now - 1_000;
  await world.clicks(world.bx, [at, at + 1]);
  await world.clicks(world.ax, [at, at + 1]);
  await world.clicks(world.ay, [at, at + 1]);
  expect([await decided(world.ax), await decided(world.ay), await decided(world.bx)]).toEqual([
    2, 2, 0,
  ]);
  const item = {
    kind: "CLICKS",
    reason: "TOO_LARGE",
    accountName: "Brand B",
    programName: "Program B",
    partnerName: "Partner X",
    waitingClicks: 2,
    state: "WAITING",
  };
  expect(await parked()).toEqual([
    { ...item, id: expect.any(String), detail: expect.stringContaining("poisoned") },
  ]);
  expect(await parked(brandB())).toMatchObject([{ ...item, detail: null }]);
  expect(await parked(brandA())).toEqual([]);
  expect(await x().post("{ parkedItems { nodes { id } } }")).toMatchObject({
    errors: [{ extensions: { code: "FORBIDDEN" } }],
  });
  const { report } = await brandB().data<{
    report: { meta: { completeness: { waitingClicks: number; clicksUntil: string } } };
  }>(
    `{
      report(scope: { programId: "${world.bx.program}" }, range: { last: "7d" }) {
        meta { completeness { waitingClicks clicksUntil } }
      }
    }`,
  );
  expect(report.meta.completeness).toEqual({
    waitingClicks: 2,
    clicksUntil: new Date(at).toISOString(),
  });
  await proved();
  await cure();
  const [{ id } = { id: "" }] = await parked();
  const again = `releaseParkedItem(id: "${id}", idempotencyKey: "again")`;
  for (let n = 0; n < 2; n++) await run(operator(), again, "ReleaseParkedItemOk", "item { state }");
  await world.account();
  await world.account();
  expect([await decided(world.bx), await parked()]).toEqual([2, []]);
  expect(await parked(operator(), true)).toMatchObject([
    { kind: "CLICKS", state: "DONE", waitingClicks: 0 },
  ]);
  expect(
    await refusal(operator(), `releaseParkedItem(id: "${id}", idempotencyKey: "later")`),
  ).toMatchObject({ code: "ILLEGAL_TRANSITION" });
  await proved();
});

test("found 102: a month with an unknown currency stays open; others close", async () => {
  const program = await makeProgram(brandB(), "Program C");
  const terms = await makeTerms(brandB(), program.id, "Terms C");
  const contract = await propose(brandB(), terms, world.partnerX.accountId);
  await accept(x(), contract);
  await world.people.sql(
    "update terms_version set body = jsonb_set(body, '{currency}', '\"BTC\"') where terms_id = $1",
    [terms],
  );
  await world.clicks(
    { ...world.bx, program: program.id, programCode: program.code, contract, terms },
    [world.clock.now],
  );
  await moveTo("2027-01-06T08:00:00Z");
  // November and December of both other programs.
  expect(await closeStatements(desk())).toBe(4);
  expect(await closeStatements(desk())).toBe(0);
  const item = {
    kind: "MONTH",
    reason: "UNKNOWN_CURRENCY",
    accountName: "Brand B",
    programName: "Program C",
  };
  expect(await parked()).toMatchObject([item]);
  expect(await parked(brandB())).toMatchObject([{ ...item, detail: null }]);
  const { statementLines } = await brandB().data<{
    statementLines: { nodes: { month: string; state: string; currency: string }[] };
  }>(`{ statementLines(programId: "${program.id}") { nodes { month state currency } } }`);
  expect(statementLines.nodes).toContainEqual({ month: "2026-11", state: "OPEN", currency: "BTC" });
  await world.people.sql("update program set state = 'CLOSED' where id = $1", [program.id]);
});

test("bonuses: a program that cannot be read keeps no other waiting", async () => {
  const bodies = await world.people.sql<{ id: string; body: unknown }>(
    "select id, body from terms_version where terms_id = any($1::uuid[])",
    [[world.ax.terms, world.bx.terms]],
  );
  for (const { id } of bodies)
    await world.people.sql(
      `update terms_version
        set body = jsonb_set(body, '{eventPayouts,1,bonus}', '{}')
        where id = $1`,
      [id],
    );
  await world.people.sql("update program set marketplace = 'XX' where id = $1", [world.bx.program]);
  await postBonuses(desk());
  expect((await parked()).filter(({ kind }) => kind === "BONUS")).toMatchObject([
    { programName: "Program B", reason: "UNEXPECTED" },
  ]);
  await world.people.sql("update program set marketplace = 'US' where id = $1", [world.bx.program]);
  await release();
  await postBonuses(desk());
  expect((await parked()).filter(({ kind }) => kind === "BONUS")).toEqual([]);
  for (const { id, body } of bodies)
    await world.people.sql("update terms_version set body = $2 where id = $1", [
      id,
      JSON.stringify(body),
    ]);
});

test("sales: what one partner's meet keeps no other partner or brand waiting", async () => {
  const today = "2027-01-05";
  for (const pair of [world.ax, world.ay, world.bx])
    await world.sale(pair, { date: today, orders: 1, amount: "20.00" });
  const cure = await poison(
    "conversion",
    `new.partner_account_id = '${world.partnerY.accountId}' and new.state = 'APPROVED'`,
  );
  await moveTo("2027-04-01T08:00:00Z");
  const approved = async () =>
    (
      await world.people.sql<{ partner: string; program: string }>(
        `select partner_account_id as partner, program_id as program
          from conversion
          where state = 'APPROVED' and date = $1
          order by program_id, partner_account_id`,
        [today],
      )
    ).map(({ partner, program }) => [program, partner].join());
  const all = [world.ax, world.ay, world.bx]
    .map((pair) => [pair.program, pair.partner.accountId].join())
    .toSorted((a, b) => (a < b ? -1 : 1));
  await world.settle();
  expect(await approved()).toEqual(all.filter((one) => !one.endsWith(world.partnerY.accountId)));
  expect((await parked()).filter(({ kind }) => kind === "SALES")).toMatchObject([
    { programName: "Program A", partnerName: "Partner Y", reason: "TOO_LARGE" },
  ]);
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
  const cure = await poison(
    "attribution_row",
    `new.partner_account_id = '${world.partnerY.accountId}'`,
  );
  const date = "2027-03-31";
  await world.sale(world.ay, { date, orders: 1, amount: "5.00" });
  await world.sale(world.ax, { date, orders: 1, amount: "5.00" });
  await world.sale(world.bx, { date, orders: 1, amount: "5.00" });
  const booked = async () =>
    (
      await world.people.sql<{ n: number }>(
        "select count(*)::int as n from attribution_row where date = $1",
        [date],
      )
    )[0]?.n;
  expect(await booked()).toBe(2);
  expect((await parked()).filter(({ kind }) => kind === "REPORT_ROW")).toMatchObject([
    { accountName: "Brand A", reason: "TOO_LARGE" },
  ]);
  await cure();
  await release();
  world.clock.now += 1_000;
  await world.sale(world.ay, { date, orders: 1, amount: "5.00" });
  expect([await booked(), (await parked()).filter(({ kind }) => kind === "REPORT_ROW")]).toEqual([
    3,
    [],
  ]);
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
  const [{ id } = { id: "" }] = await world.people.sql<{ id: string }>(
    "select id from mail where sent_at is null order by created_at, id limit 1",
  );
  const cure = await poison("mail", `new.id = '${id}'`);
  await sender.sendPending();
  const tried = await world.people.sql<{ id: string }>(
    "select id from mail where attempts > 0 and sent_at is null",
  );
  sent.push(...tried.map((row) => row.id));
  expect(sent).not.toContain(id);
  expect(sent.length).toBe(
    (
      await world.people.sql<{ n: number }>(
        "select count(*)::int as n from mail where sent_at is null",
      )
    )[0]!.n - 1,
  );
  expect((await parked()).filter(({ kind }) => kind === "MAIL")).toMatchObject([
    { reason: "TOO_LARGE" },
  ]);
  await cure();
  await sender.stop();
});

test("replays: one that fails every time is named; released it is done once", async () => {
  const job = createReplays({
    databaseUrl: world.people.url,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
    tellEveryMs: 0,
  });
  const start = async (client: Client, pair: Pair) =>
    (
      await run<{ __typename: string; replay: { id: string } }>(
        client,
        `startReplay(input: { programId: "${pair.program}", proposalId: "${pair.contract}" }, ` +
          `idempotencyKey: "${intent()}")`,
        "ReplayOk",
        "replay { id }",
      )
    ).replay.id;
  const bad = await start(brandB(), world.bx);
  const good = await start(brandA(), world.ax);
  const [{ body } = { body: null }] = await world.people.sql<{ body: unknown }>(
    "select body from replay where id = $1",
    [bad],
  );
  await world.people.sql(`update replay set body = '{"schema": 99}' where id = $1`, [bad]);
  const states = async () =>
    Object.fromEntries(
      (
        await world.people.sql<{ id: string; state: string }>(
          "select id, state from replay where id = any($1::uuid[])",
          [[bad, good]],
        )
      ).map(({ id, state }) => [id, state]),
    );
  const work = async () => {
    while ((await job.runOnce()) > 0);
  };
  await work();
  expect(await states()).toEqual({ [bad]: "FAILED", [good]: "DONE" });
  expect((await parked()).filter(({ kind }) => kind === "REPLAY")).toMatchObject([
    { accountName: "Brand B", state: "NEEDS_OPERATOR" },
  ]);
  await world.people.sql("update replay set body = $2 where id = $1", [bad, JSON.stringify(body)]);
  await release();
  world.clock.now += 1_000;
  await expect
    .poll(async () => (await work(), states()), { timeout: 20_000, interval: 300 })
    .toEqual({ [bad]: "DONE", [good]: "DONE" });
  await expect
    .poll(async () => (await work(), (await parked()).filter(({ kind }) => kind === "REPLAY")), {
      timeout: 20_000,
      interval: 300,
    })
    .toEqual([]);
  await job.close();
});

test("contract changes: a partner who cannot be changed keeps no other waiting", async () => {
  const terms = await makeTerms(brandA(), world.ax.program, "New terms", undefined, {});
  const cure = await poison(
    "notice",
    `new.account_id = '${world.partnerY.accountId}' and new.kind = 'CONTRACT_PROPOSED'`,
  );
  const effectiveOn = new Date(world.clock.now + 20 * 24 * hour).toISOString().slice(0, 10);
  const input = {
    strategy: "SWITCH",
    approval: "PROPOSE",
    termsId: terms,
    partnerIds: [world.partnerX.accountId, world.partnerY.accountId],
    effectiveOn,
  };
  const { change } = await run<{ __typename: string; change: { id: string } }>(
    brandA(),
    `saveContractChangeDraft(input: ${inline(input).replace('"PROPOSE"', "PROPOSE")}, ` +
      `idempotencyKey: "${intent()}")`,
    "ContractChangeOk",
    "change { id }",
  );
  // As a change of more partners than are changed at once leaves them.
  await world.people.sql(
    `update contract_change
      set
        state = 'APPLYING',
        sent_at = now(),
        applied_by = created_by,
        terms_id = $2,
        terms_version_id = (select id from terms_version where terms_id = $2),
        effective_at = $3,
        partners = 2
      where id = $1`,
    [change.id, terms, new Date(world.clock.now + 20 * 24 * hour)],
  );
  await world.people.sql(
    `insert into contract_change_partner (
        change_id, partner_account_id, brand_account_id, program_id, plans, state, updated_at
      )
      select $1, p, $2, $3, true, 'WAITING', now()
      from unnest($4::uuid[]) p
      on conflict do nothing`,
    [
      change.id,
      world.brandA.accountId,
      world.ax.program,
      [world.partnerX.accountId, world.partnerY.accountId],
    ],
  );
  const states = async () =>
    Object.fromEntries(
      (
        await world.people.sql<{ id: string; state: string }>(
          `select partner_account_id as id, state
            from contract_change_partner
            where change_id = $1`,
          [change.id],
        )
      ).map(({ id, state }) => [id, state]),
    );
  await contractsRound();
  expect(await states()).toEqual({
    [world.partnerX.accountId]: "PROPOSED",
    [world.partnerY.accountId]: "WAITING",
  });
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toMatchObject([
    { kind: "CHANGE_PARTNER", partnerName: "Partner Y", reason: "TOO_LARGE" },
  ]);
  await contractsRound();
  await cure();
  await release();
  world.clock.now += 1_000;
  await contractsRound();
  expect(await states()).toEqual({
    [world.partnerX.accountId]: "PROPOSED",
    [world.partnerY.accountId]: "PROPOSED",
  });
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toEqual([]);
  expect(
    await world.people.sql("select state from contract_change where id = $1", [change.id]),
  ).toEqual([{ state: "SCHEDULED" }]);
  // Parked again, and then withdrawn: nothing is left to be done.
  await world.people.sql(
    "update parked_item set done_at = null, next_try_at = null where subject like $1 || '/%'",
    [change.id],
  );
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toHaveLength(1);
  const become = (state: string) =>
    world.people.sql("update contract_change set state = $2 where id = $1", [change.id, state]);
  await become("WITHDRAWN");
  await contractsRound();
  expect((await parked()).filter(({ kind }) => kind.startsWith("CHANGE"))).toEqual([]);
  await become("SCHEDULED");
});

test("reports: a program with no answer or a refused question is parked alone", async () => {
  const date = "20270330";
  const third = await makeProgram(brandB(), "Program D");
  const rowOf = (pair: Pair, orders: number) => ({
    date,
    advertiserName: `SIM${pair.programCode}`,
    publisher: "counterfoil",
    campaignId: pair.programCode,
    adGroupId: pair.partnerCode,
    creativeId: pair.adCode,
    "Click-throughs": "9",
    attributedTotalPurchases14d: String(orders),
    totalUnitsSold14d: String(orders),
    totalAttributedSales14d: "7.00",
  });
  const nothing: ServiceAnswer = { status: 200, body: "<html>Come back later</html>" };
  const refused: ServiceAnswer = {
    status: 400,
    body: { code: "400", details: "no such advertiser" },
  };
  // The smaller page is refused too.
  const poisoned = [nothing, refused, refused];
  let orders = 1;
  const service = await startReportService(({ body }) => {
    if (body.advertiserIds === `SIM${world.bx.programCode}`)
      return body.groupBy === "CREATIVE"
        ? (poisoned.shift() ?? reportPage("", rowOf(world.bx, 1)))
        : reportPage("", ...(poisoned.length > 0 ? [] : [rowOf(world.bx, 1)]));
    return body.advertiserIds === `SIM${world.ax.programCode}`
      ? reportPage("", rowOf(world.ax, orders))
      : reportPage("");
  });
  const client = createReportClient({
    baseUrl: service.url,
    credentials: { clientId: "counterfoil", scope: "simulated" },
    token: async () => "token",
    clock: () => world.clock.now,
    log: world.people.deps.log,
    wait: async () => {},
  });
  const poller = createAttributionPoller({ ...desk(), clientOf: () => client, everyMs: 1_000 });
  const booked = () => pairsIn("conversion t where t.date = $1", ["2027-03-30"]);
  const asked = (code: string) =>
    service.asked.filter(
      ({ body }) => body.advertiserIds === `SIM${code}` && body.groupBy === "CREATIVE",
    ).length;
  await poller.pollOnce();
  expect([await booked(), asked(third.code)]).toEqual([["A X"], 1]);
  expect(await ofKind("REPORT")).toMatchObject([
    {
      programName: "Program B",
      accountName: "Brand B",
      state: "WAITING",
      detail: expect.stringMatching(/not a report page/),
    },
  ]);
  orders = 2;
  expect(
    [await poller.pollOnce(), asked(world.bx.programCode)],
    "it is not asked before it is due, the others are",
  ).toEqual([1, 1]);
  await release();
  world.clock.now += 1_000;
  await poller.pollOnce();
  expect([await booked(), asked(third.code)]).toEqual([["A X"], 3]);
  expect(await ofKind("REPORT")).toMatchObject([
    { programName: "Program B", detail: expect.stringMatching(/400.*no such advertiser/) },
  ]);
  await cured(
    () => Promise.resolve(),
    () => poller.pollOnce(),
  );
  expect([await booked(), await ofKind("REPORT")]).toEqual([["A X", "B X"], []]);
  await service.close();
  await world.people.sql("update program set state = 'CLOSED' where id = $1", [third.id]);
  await proved();
});

test("what people ask of sales: one partner's failed reversal holds up no other", async () => {
  const date = "2027-03-29";
  for (const pair of threePairs()) await world.sale(pair, { date, orders: 1, amount: "30.00" });
  const sales = await world.people.sql<{ id: string; program_id: string }>(
    "select id, program_id from conversion where date = $1",
    [date],
  );
  for (const { id, program_id: program } of sales)
    await run(
      program === world.bx.program ? brandB() : brandA(),
      `reverseConversion(id: "${id}", reason: OTHER, idempotencyKey: "${intent()}")`,
      "ConversionRequestOk",
      "__typename",
    );
  const cure = await poison(
    "conversion",
    `new.partner_account_id = '${world.partnerY.accountId}' and new.state = 'REVERSED'`,
  );
  const reversed = () => pairsIn("conversion t where t.date = $1 and t.state = 'REVERSED'", [date]);
  await world.settle();
  expect(await reversed()).toEqual(["A X", "B X"]);
  expect(await ofKind("SALES")).toMatchObject([
    { programName: "Program A", partnerName: "Partner Y", reason: "TOO_LARGE" },
  ]);
  await cured(cure, () => world.settle());
  expect([await reversed(), await ofKind("SALES")]).toEqual([["A X", "A Y", "B X"], []]);
  await proved();
});

test("withdrawals: a partner who cannot be told keeps no other waiting", async () => {
  // As withdrawals from more partners than are told at once leave them.
  const [{ id: ofA } = { id: "" }] = await world.people.sql<{ id: string }>(
    `update contract_change
      set
        state = 'WITHDRAWN',
        withdrawal_told = false,
        withdrawn_by = created_by,
        withdrawn_at = now()
      where program_id = $1
      returning id`,
    [world.ax.program],
  );
  await world.people.sql(
    "update contract set decision = 'WITHDRAWN' where change_id = $1 and decision = 'PROPOSED'",
    [ofA],
  );
  await world.people.sql(
    "update contract_change_partner set state = 'WITHDRAWN' where change_id = $1",
    [ofA],
  );
  await world.people.sql(
    `with made as (
        insert into contract_change
        select (
          jsonb_populate_record(
            c,
            jsonb_build_object(
              'id', gen_random_uuid(),
              'brand_account_id', $2::uuid,
              'program_id', $3::uuid
            )
          )
        ).*
        from contract_change c
        where c.id = $1
        returning id
      )
      insert into contract_change_partner (
        change_id,
        partner_account_id,
        brand_account_id,
        program_id,
        plans,
        state,
        new_contract_id,
        updated_at
      )
      select id, $4, $2, $3, true, 'WITHDRAWN', $5, now()
      from made`,
    [ofA, world.brandB.accountId, world.bx.program, world.partnerX.accountId, world.bx.contract],
  );
  const cure = await poison(
    "notice",
    `new.account_id = '${world.partnerY.accountId}' and new.kind = 'CHANGE_WITHDRAWN'`,
  );
  const told = () =>
    pairsIn(
      `(
          select program_id, account_id as partner_account_id
          from notice
          where kind = 'CHANGE_WITHDRAWN'
        ) t`,
      [],
    );
  await contractsRound();
  expect(await told()).toEqual(["A X", "B X"]);
  expect((await parked()).filter(({ kind }) => kind.startsWith("WITHDRAWAL"))).toMatchObject([
    {
      kind: "WITHDRAWAL_PARTNER",
      programName: "Program A",
      partnerName: "Partner Y",
      reason: "TOO_LARGE",
    },
  ]);
  await cured(cure, contractsRound);
  expect([
    await told(),
    (await parked()).filter(({ kind }) => kind.startsWith("WITHDRAWAL")),
  ]).toEqual([["A X", "A Y", "B X"], []]);
});

test("the contracts' clock: a brand whose days cannot be written holds up no other", async () => {
  const date = "2027-03-28";
  for (const pair of threePairs()) await world.sale(pair, { date, orders: 1, amount: "40.00" });
  const contracts = threePairs().map(({ contract }) => contract);
  const cureDays = await poison(
    "contract_event",
    `new.brand_account_id = '${world.brandB.accountId}'`,
  );
  await world.people.sql("update contract set ends_at = $2 where id = any($1::uuid[])", [
    contracts,
    new Date(world.clock.now),
  ]);
  const ended = () =>
    pairsIn(
      `contract t
        join contract_event e on e.contract_id = t.id and e.kind = 'EXPIRED'
        where t.id = any($1::uuid[])`,
      [contracts],
    );
  await contractsRound();
  expect(await ended()).toEqual(["A X", "A Y"]);
  expect(await ofKind("CONTRACT_DAYS")).toMatchObject([
    { accountName: "Brand B", programName: null, reason: "TOO_LARGE" },
  ]);
  await cured(cureDays, contractsRound);
  expect([await ended(), await ofKind("CONTRACT_DAYS")]).toEqual([["A X", "A Y", "B X"], []]);

  const cureSales = await poison(
    "conversion",
    `new.partner_account_id = '${world.partnerY.accountId}' and new.state = 'REVERSED'`,
  );
  await world.people.sql("update contract set reverse_pending = true where id = any($1::uuid[])", [
    contracts,
  ]);
  const reversed = () => pairsIn("conversion t where t.date = $1 and t.state = 'REVERSED'", [date]);
  await contractsRound();
  expect(await reversed()).toEqual(["A X", "B X"]);
  expect(await ofKind("REVERSAL")).toMatchObject([
    { programName: "Program A", partnerName: "Partner Y", reason: "TOO_LARGE" },
  ]);
  await cured(cureSales, contractsRound);
  expect([await reversed(), await ofKind("REVERSAL")]).toEqual([["A X", "A Y", "B X"], []]);
  await proved();
});

test("the ledger's own checks: a program that cannot be asked holds up no other", async () => {
  await world.clicks(world.ax, [world.clock.now - 1_000]);
  const third = await makeProgram(brandB(), "Program E");
  const recent = [world.ax.program, world.bx.program, third.id];
  // Clicks of the day in all three, whatever became of their contracts.
  const [{ body } = { body: null }] = await world.people.sql<{ body: object }>(
    "select to_jsonb(k) as body from click_rollup k where level = 'P' and program_id = $1 limit 1",
    [world.ax.program],
  );
  for (const program of recent.slice(1))
    await world.people.sql(
      `insert into click_rollup
        select (
          jsonb_populate_record(
            null::click_rollup,
            $1::jsonb || jsonb_build_object(
              'program_id', $2::uuid,
              'brand_account_id', $3::uuid,
              'bucket', $4::timestamptz
            )
          )
        ).*`,
      [JSON.stringify(body), program, world.brandB.accountId, new Date(world.clock.now - hour)],
    );
  await world.people.sql("delete from replay where source = 'LEDGER'");
  const cure = await poison("replay", `new.program_id = '${world.bx.program}'`);
  const queued = async () =>
    (
      await world.people.sql<{ name: string; days: number }>(
        `select p.name, r.days
          from replay r
          join program p on p.id = r.program_id
          where r.source = 'LEDGER'
          order by 1, 2`,
      )
    ).map(({ name, days }) => `${name} ${days}`);
  const others = ["Program A 1", "Program A 7", "Program E 1", "Program E 7"];
  await queueChecks(desk());
  expect(await queued()).toEqual(others);
  expect(await ofKind("REPLAY_CHECK")).toMatchObject([
    { programName: "Program B", reason: "TOO_LARGE" },
  ]);
  expect(
    await world.people.sql(
      "select attempts from parked_item where kind = 'REPLAY_CHECK' and done_at is null",
    ),
  ).toEqual([{ attempts: 1 }]);
  await cured(cure, () => queueChecks(desk()));
  expect([await queued(), await ofKind("REPLAY_CHECK")]).toEqual([
    ["Program A 1", "Program A 7", "Program B 1", "Program B 7", "Program E 1", "Program E 7"],
    [],
  ]);
  await world.people.sql("delete from replay where source = 'LEDGER'");
  const cureAgain = await poison("replay", `new.program_id = '${world.bx.program}'`);
  await queueChecks(desk());
  expect(await ofKind("REPLAY_CHECK")).toHaveLength(1);
  world.clock.now += 20 * 24 * hour;
  await cureAgain();
  await queueChecks(desk());
  await tenants.signIn();
  expect(await ofKind("REPLAY_CHECK")).toEqual([]);
});
