import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  enableCpc,
  inline,
  intent,
  makeProgram,
  makeTerms,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

let world: World;
let brandA: Client;
let operator: Client;
beforeAll(async () => {
  world = await createWorld();
  brandA = await world.signIn(world.brandA.email);
  operator = await world.signIn(world.operatorEmail);
});
afterAll(() => world?.close());

const brand = async (
  name: string,
  edition: "STARTER" | "ESSENTIALS" | "PRO" | "ENTERPRISE" = "PRO",
): Promise<Client> => world.signIn((await world.people.signUp("BRAND", name, edition)).email);
const requestCall = (reason = "please") =>
  `requestCpc(reason: "${reason}", idempotencyKey: "${intent()}")`;
const request = async (client: Client) =>
  (
    await run<Ok & { request: { id: string; state: string } }>(
      client,
      requestCall(),
      "CpcRequestOk",
      "request { id state }",
    )
  ).request;
const review = (id: string, state: string) =>
  `reviewCpcRequest(id: "${id}", state: ${state}, note: "note of ${state}", idempotencyKey: ` +
  `"${intent()}")`;
const rows = async (account: string): Promise<number> =>
  (
    await world.people.sql(
      "select 1 from cpc_request where brand_account_id = (select id from account where name = $1)",
      [account],
    )
  ).length;
const added = (program: string, kind: string, code: string) =>
  `addEventType(programId: "${program}", kind: ${kind}, code: "${code}", name: "N", ` +
  `idempotencyKey: "${intent()}")`;

test("Starter is refused, nothing is stored; other editions are accepted [D1, D2]", async () => {
  const starter = await brand("Starter brand", "STARTER");
  expect(await refusal(starter, requestCall())).toMatchObject({
    __typename: "NotEntitled",
    code: "EDITION_NOT_ENTITLED",
  });
  expect(await rows("Starter brand")).toBe(0);
  for (const edition of ["ESSENTIALS", "PRO", "ENTERPRISE"] as const)
    expect((await request(await brand(`Brand ${edition}`, edition))).state).toBe("REQUESTED");
});

test("REQUESTED → IN_REVIEW → ENABLED or REJECTED; other steps are refused [D11]", async () => {
  const states = ["REQUESTED", "IN_REVIEW", "ENABLED", "REJECTED"];
  const legal = new Map([
    ["REQUESTED", ["IN_REVIEW"]],
    ["IN_REVIEW", ["ENABLED", "REJECTED"]],
    ["ENABLED", []],
    ["REJECTED", []],
  ]);
  const ways = new Map([
    ["REQUESTED", []],
    ["IN_REVIEW", ["IN_REVIEW"]],
    ["ENABLED", ["IN_REVIEW", "ENABLED"]],
    ["REJECTED", ["IN_REVIEW", "REJECTED"]],
  ]);
  for (const [from, way] of ways) {
    const { id } = await request(await brand(`Brand in ${from}`));
    for (const step of way) await run(operator, review(id, step), "CpcRequestOk", "request { id }");
    for (const to of states.filter((state) => !legal.get(from)?.includes(state)))
      expect(await refusal(operator, review(id, to)), `${from} → ${to}`).toMatchObject({
        __typename: "Conflict",
        code: "ILLEGAL_TRANSITION",
        path: ["state"],
      });
    const stored = await world.people.sql("select state from cpc_request where id = $1", [id]);
    expect(stored).toEqual([{ state: from }]);
  }
});

test("asking and turning away need a reason, other steps none", async () => {
  const client = await brand("Brand without words");
  for (const reason of ["", "  ", "\\n\\t", "\\u00A0"])
    expect(await refusal(client, requestCall(reason)), reason).toMatchObject({
      __typename: "InvalidInput",
      code: "BAD_COMMENT",
      path: ["reason"],
      message: "A reason has 1 to 2000 characters, not 0",
    });
  expect(await rows("Brand without words")).toBe(0);
  const { id } = await request(client);
  const step = (state: string, note: string) =>
    `reviewCpcRequest(id: "${id}", state: ${state}, note: "${note}", idempotencyKey: ` +
    `"${intent()}")`;
  await run(operator, step("IN_REVIEW", ""), "CpcRequestOk", "request { id }");
  expect(await refusal(operator, step("REJECTED", " "))).toMatchObject({
    __typename: "InvalidInput",
    code: "BAD_COMMENT",
    path: ["note"],
    message: "A note has 1 to 2000 characters, not 0",
  });
  expect(await refusal(operator, step("ENABLED", "x".repeat(2_001)))).toMatchObject({
    code: "BAD_COMMENT",
    path: ["note"],
  });
  await run(operator, step("ENABLED", ""), "CpcRequestOk", "request { id }");
});

test("every step keeps actor, time and note, and the brand reads them [D11]", async () => {
  const client = await brand("Brand with history");
  const { id } = await request(client);
  world.clock.now += 1_000;
  await run(operator, review(id, "IN_REVIEW"), "CpcRequestOk", "request { id }");
  const { cpcRequest } = await client.data<{ cpcRequest: { events: object[] } }>(
    "{ cpcRequest { events { fromState toState note at } } }",
  );
  expect(cpcRequest.events).toMatchObject([
    { fromState: null, toState: "REQUESTED", note: "please" },
    {
      fromState: "REQUESTED",
      toState: "IN_REVIEW",
      note: "note of IN_REVIEW",
      at: new Date(world.clock.now).toISOString(),
    },
  ]);
  expect(
    await world.people.sql(
      "select distinct actor_id from cpc_request_event where request_id = $1",
      [id],
    ),
  ).toHaveLength(2);
});

test("an open request is returned, to ten at once too; a rejected one not [D12]", async () => {
  const client = await brand("Impatient brand");
  const open = await Promise.all(Array.from({ length: 10 }, () => request(client)));
  expect(new Set(open.map(({ id }) => id)).size).toBe(1);
  expect(await rows("Impatient brand")).toBe(1);
  const id = open[0]?.id ?? "";
  for (const step of ["IN_REVIEW", "REJECTED"])
    await run(operator, review(id, step), "CpcRequestOk", "request { id }");
  expect((await request(client)).id).not.toBe(id);
});

test("enabling one account leaves another of the same company as it was [D14]", async () => {
  const [one, two] = [await brand("Company North"), await brand("Company South")];
  await enableCpc(one, operator);
  expect(await two.data("{ cpcRequest { state } }")).toEqual({ cpcRequest: null });
  const program = await run<Ok & { program: { id: string } }>(
    two,
    "createProgram(input: " +
      `${inline({ name: "South", marketplace: "US", landingPage: "https://www.amazon.com/" })}, ` +
      `idempotencyKey: "${intent()}")`,
    "CreateProgramOk",
    "program { id }",
  );
  expect(await refusal(two, added(program.program.id, "CLICK", "click"))).toMatchObject({
    code: "CPC_NOT_ENABLED",
    path: ["kind"],
  });
});

test("one CLICK type a program, also for ten at once; several SALE types [D9]", async () => {
  const client = await brand("Brand of types");
  await enableCpc(client, operator);
  const { program } = await run<Ok & { program: { id: string } }>(
    client,
    "createProgram(input: " +
      `${inline({ name: "P", marketplace: "US", landingPage: "https://www.amazon.com/" })}, ` +
      `idempotencyKey: "${intent()}")`,
    "CreateProgramOk",
    "program { id }",
  );
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => refusal(client, added(program.id, "CLICK", `click-${i}`))),
  );
  expect(answers.filter(({ __typename }) => __typename === "EventTypeOk")).toHaveLength(1);
  expect(
    new Set(
      answers.filter(({ __typename }) => __typename !== "EventTypeOk").map(({ code }) => code),
    ),
  ).toEqual(new Set(["CLICK_EVENT_TYPE_EXISTS"]));
  expect((await refusal(client, added(program.id, "SALE", "second-sale"))).__typename).toBe(
    "EventTypeOk",
  );
});

test("a code of 129 characters, an empty and a doubled one are refused [D15]", async () => {
  const { program } = world.ax;
  expect((await refusal(brandA, added(program, "SALE", "x".repeat(128)))).__typename).toBe(
    "EventTypeOk",
  );
  for (const code of ["x".repeat(129), ""])
    expect(await refusal(brandA, added(program, "SALE", code))).toMatchObject({
      __typename: "InvalidInput",
      code: "BAD_CODE",
      path: ["code"],
    });
  expect(await refusal(brandA, added(program, "SALE", "online-sale"))).toMatchObject({
    __typename: "Conflict",
    code: "EVENT_TYPE_CODE_EXISTS",
    path: ["code"],
  });
});

test("a type or state that is none of the known is refused by the database too [D8]", async () => {
  for (const [column, value] of [
    ["type", "AFFILIATE"],
    ["state", "PAUSED"],
  ])
    await expect(
      world.people.sql(`update program set ${column} = '${value}' where id = $1`, [
        world.ax.program,
      ]),
    ).rejects.toThrow(/check constraint/);
});

test("a click event type switched off pays 0, CLICK_TRACKER_NOT_FOUND [D13, D17]", async () => {
  const program = await makeProgram(brandA, "Switched");
  await makeTerms(brandA, program.id, "Before");
  const types = await world.people.sql<{ id: string }>(
    "select id from event_type where program_id = any($1)",
    [[program.id, world.ax.program]],
  );
  for (const { id } of types)
    await run(
      brandA,
      `setEventTypeState(id: "${id}", state: INACTIVE, idempotencyKey: "${intent()}")`,
      "EventTypeOk",
      "program { id }",
    );
  const [click = ""] = await world.clicks(world.ax, [world.clock.now - 5_000]);
  await world.sale(world.ax, { date: "2026-11-02", orders: 1, amount: "10.00" });
  const { detail } = await brandA.data<{ detail: object }>(
    `{
      detail: click(id: "${click}") {
        click { outcome reason amount { amount } } trace { consistent }
      }
    }`,
  );
  expect(detail).toEqual({
    click: { outcome: "UNPAID", reason: "CLICK_TRACKER_NOT_FOUND", amount: { amount: "0.00" } },
    trace: { consistent: true },
  });
  const { conversions } = await brandA.data<{ conversions: object }>(
    `{
      conversions(programId: "${world.ax.program}") { nodes { outcome reason payout { amount } } }
    }`,
  );
  expect(conversions).toMatchObject({
    nodes: [{ outcome: "UNPAID", reason: "ACTIONTRACKER_NOT_ACTIVE", payout: { amount: "0.00" } }],
  });
  const input = inline({
    name: "T",
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "1", limits: [] }],
  });
  expect(
    await refusal(
      brandA,
      `createTerms(programId: "${program.id}", input: ${input}, idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({
    code: "EVENT_TYPE_NOT_ENABLED",
    path: ["input", "eventPayouts", "0", "event"],
  });
});

test("a landing page on another host is refused with its path, as a wrong window is", async () => {
  const create = (changes: object) =>
    refusal(
      brandA,
      "createProgram(input: " +
        inline({
          name: "P",
          marketplace: "US",
          landingPage: "https://www.amazon.com/",
          ...changes,
        }) +
        `, idempotencyKey: "${intent()}")`,
    );
  expect(await create({ landingPage: "https://www.amazon.de/" })).toMatchObject({
    code: "BAD_LANDING_PAGE",
    path: ["input", "landingPage"],
  });
  expect(await create({ uniqueWindowMinutes: 31 })).toMatchObject({ code: "BAD_WINDOW" });
  expect(await create({ marketplace: "CH" })).toMatchObject({ code: "BAD_MARKETPLACE" });
  expect(await create({ name: "  " })).toMatchObject({ code: "BAD_NAME" });
});

interface Told {
  kind: string;
  fromName: string;
  comment: string;
}
test("a CPC request is told to operators, each step to the brand [found 85]", async () => {
  const account = await world.people.signUp("BRAND", "Brand that hears", "PRO");
  const client = await world.signIn(account.email);
  const told = async (one: Client): Promise<Told[]> =>
    (
      await one.data<{ notices: { nodes: Told[] } }>(
        "{ notices(first: 50) { nodes { kind fromName comment } } }",
      )
    ).notices.nodes;
  const ofBrand = async () =>
    (await told(operator)).filter(({ fromName }) => fromName === "Brand that hears");
  const mails = (recipient: string, subject: string) =>
    world.people.sql<{ body: string }>(
      `select l.body
        from letter l
        join app_user u on u.id = l.user_id
        where u.email = $1 and l.subject = $2`,
      [recipient, subject],
    );
  const { id } = await request(client);
  // An open request is returned, and told no second time.
  expect((await request(client)).id).toBe(id);
  expect(await ofBrand()).toEqual([
    { kind: "CPC_REQUESTED", fromName: "Brand that hears", comment: "please" },
  ]);
  expect(await mails(world.operatorEmail, "Brand that hears asks for CPC")).toMatchObject([
    { body: expect.stringContaining("please") as string },
  ]);
  await run(operator, review(id, "IN_REVIEW"), "CpcRequestOk", "request { id }");
  await run(operator, review(id, "REJECTED"), "CpcRequestOk", "request { id }");
  await refusal(operator, review(id, "ENABLED"));
  await enableCpc(client, operator);
  expect(
    (await told(client))
      .map(({ kind, fromName, comment }) => `${kind} ${fromName}: ${comment}`)
      .toSorted(),
  ).toEqual([
    "CPC_ENABLED : ok",
    "CPC_IN_REVIEW : note of IN_REVIEW",
    "CPC_IN_REVIEW : ok",
    "CPC_REJECTED : note of REJECTED",
  ]);
  const rejected = await mails(account.email, "CPC for Brand that hears was rejected");
  expect(rejected).toMatchObject([
    { body: expect.stringContaining("The reason:\nnote of REJECTED") as string },
  ]);
  expect(await mails(account.email, "CPC is enabled for Brand that hears")).toHaveLength(1);
  expect(await ofBrand()).toHaveLength(2);
  const bystander = await brand("Brand beside it");
  expect(await told(bystander)).toEqual([]);
  await operator.data("mutation { markNoticesRead { ... on MarkNoticesReadOk { unread } } }");
  expect(await operator.data("{ noticeSummary { unread } }")).toEqual({
    noticeSummary: { unread: 0 },
  });
});
