/**
 * Replays through the API and the worker: asked, run, watched, ended; who may, and what each side
 * sees.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createReplays, type Replays } from "../../start/jobs/replays.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { openStream } from "../../testing/worlds/stream.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let brandKey: string;
let x: Client;
let y: Client;
let other: Client;
let job: Replays;
const newJob = (): Replays =>
  createReplays({
    databaseUrl: world.people.url,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
    tellEveryMs: 0,
  });

beforeAll(async () => {
  world = await createWorld({
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
    now: "2026-11-10T09:00:00Z",
  });
  const client = async (owner: typeof world.brandA, scopes: readonly string[]) =>
    createClient(world.url, { key: await world.keyOf(owner, scopes) });
  brandKey = await world.keyOf(world.brandA, keyScopes);
  brand = createClient(world.url, { key: brandKey });
  x = await client(world.partnerX, [...readScopes, "contracts:decide", "replays:run"]);
  y = await client(world.partnerY, [...readScopes, "replays:run"]);
  other = await client(world.brandB, keyScopes);
  job = newJob();
  const start = Date.parse("2026-11-04T10:00:00Z");
  const visits = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) => from + i * 60_000);
  await world.clicks(world.ax, visits(120, start), { device: "PHONE" });
  await world.clicks(world.ax, visits(30, start + 86_400_000), { country: "DE" });
  await world.clicks(world.ay, visits(60, start + 7));
  await world.clicks(world.ax, visits(5, start + 11), { test: true });
}, 60_000);
afterAll(async () => {
  await job?.close();
  await world?.close();
});
beforeEach(async () => {
  await world.people.sql("delete from replay_move");
  await world.people.sql("delete from replay");
});

const work = async (): Promise<void> => {
  while ((await job.runOnce()) > 0);
};
const phones = {
  id: "phones",
  name: "Phones",
  rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
  rate: "0.20",
};
const germany = {
  id: "de",
  name: "Germany",
  rules: [{ variable: "COUNTRY", operator: "IS", values: ["DE"] }],
};
const draft = (payout: object = {}) => ({
  name: "Tried",
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.12",
      groups: [phones],
      restrictions: [germany],
      limits: [{ kind: "CLICKS", reset: "DAY", max: "50" }],
      ...payout,
    },
  ],
});
const input = (more: object = {}) =>
  inline({ programId: world.ax.program, draft: draft(), ...more });
interface Started extends Ok {
  replay: { id: string; state: string };
}
const start = async (client: Client, given = input(), key = intent()): Promise<string> =>
  (
    await run<Started>(
      client,
      `startReplay(input: ${given}, idempotencyKey: "${key}")`,
      "ReplayOk",
      "replay { id state }",
    )
  ).replay.id;

const money = "amount currency";
const figures = `figures {
    clicks
    costNow { ${money} }
    costThen { ${money} }
    difference { ${money} }
    clicksNow { paid zero unpaid }
    clicksThen { paid zero unpaid }
  }`;
const parts = `
  id state source comparedWith progressPercent eventsDone eventsTotal weakEvidence moved movesKept
  ${figures}
  knockOn { ${money} }
  matrix { event from { key groupName } to { key groupName } events }
  byPartner { nodes { partnerName ${figures} } }
  byCountry { country ${figures} }
  byDay { date ${figures} }
  limitHits { text contractId partnerName firstAt events }
  spread { partners median { ${money} } lowest { ${money} } highest { ${money} } }`;
const read = async (client: Client, id: string, fields = parts) =>
  (
    await client.data<{ replay: Record<string, never> | null }>(
      `{ replay(id: "${id}") { ${fields} } }`,
    )
  ).replay;

test("a draft over the last days: cost, who moved where, when a limit is hit", async () => {
  const id = await start(brand);
  expect(await read(brand, id)).toMatchObject({
    state: "QUEUED",
    progressPercent: 0,
    figures: null,
    byPartner: { nodes: [] },
    matrix: [],
  });
  await work();
  const replay = await read(brand, id);
  // 50 phones at 0.20 and 50 of Y at 0.12 a day; 30 from Germany no more.
  expect(replay).toMatchObject({
    state: "DONE",
    source: "DRAFT",
    comparedWith: "LEDGER",
    progressPercent: 100,
    eventsDone: 210,
    weakEvidence: false,
    figures: {
      clicks: 210,
      costNow: [{ amount: "25.20", currency: "USD" }],
      costThen: [{ amount: "16.00", currency: "USD" }],
      difference: [{ amount: "-9.20", currency: "USD" }],
      clicksNow: { paid: 210, zero: 0, unpaid: 0 },
      clicksThen: { paid: 100, zero: 0, unpaid: 110 },
    },
    knockOn: [],
    moved: 160,
    movesKept: 160,
    spread: [
      {
        partners: 2,
        lowest: { amount: "-8.00" },
        highest: { amount: "-1.20" },
        median: { amount: "-4.60" },
      },
    ],
  });
  expect(replay?.matrix).toEqual([
    {
      event: "CLICK",
      from: { key: "DEFAULT", groupName: null },
      to: { key: expect.stringMatching(/^GROUP:g-[0-9a-f]{12}$/), groupName: "Phones" },
      events: 50,
    },
    {
      event: "CLICK",
      from: { key: "DEFAULT", groupName: null },
      to: { key: "DEFAULT", groupName: null },
      events: 50,
    },
    {
      event: "CLICK",
      from: { key: "DEFAULT", groupName: null },
      to: { key: "RESTRICTED", groupName: null },
      events: 30,
    },
    {
      event: "CLICK",
      from: { key: "DEFAULT", groupName: null },
      to: { key: "OVER_LIMIT", groupName: null },
      events: 80,
    },
  ]);
  expect(replay?.limitHits).toEqual([
    {
      text: "50 clicks a day",
      contractId: world.ax.contract,
      partnerName: "Partner X",
      firstAt: "2026-11-04T10:50:00.000Z",
      events: 70,
    },
    {
      text: "50 clicks a day",
      contractId: world.ay.contract,
      partnerName: "Partner Y",
      firstAt: "2026-11-04T10:50:00.007Z",
      events: 10,
    },
  ]);
  expect(replay).toMatchObject({
    byPartner: { nodes: [{ partnerName: "Partner X" }, { partnerName: "Partner Y" }] },
    byCountry: [{ country: "US" }, { country: "DE" }],
    byDay: [{ date: "2026-11-04" }, { date: "2026-11-05" }],
  });
});

interface Moves {
  nodes: { subjectId: string }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}
test("moves are paged and filtered by place", async () => {
  const id = await start(brand);
  await work();
  const page = (after: string | null, more = "") =>
    brand.data<{ replay: { moves: Moves } }>(
      `query ($after: String) {
        replay(id: "${id}") {
          moves(first: 50, after: $after ${more}) {
            nodes {
              subjectId at event partnerName
              from { key }
              to { key }
              reasonNow reasonThen
              paidNow { ${money} }
              paidThen { ${money} }
            }
            pageInfo { endCursor hasNextPage }
          }
        }
      }`,
      { after },
    );
  const seen = new Set<string>();
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Moves = (await page(after)).replay.moves;
    for (const { subjectId } of nodes) seen.add(subjectId);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen.size).toBe(160);
  const { moves } = (await page(null, `, toGroup: "RESTRICTED"`)).replay;
  expect(moves.nodes).toHaveLength(30);
  expect(moves.nodes[0]).toMatchObject({
    from: { key: "DEFAULT" },
    to: { key: "RESTRICTED" },
    reasonThen: "RESTRICTED",
    paidNow: { amount: "0.12" },
    paidThen: { amount: "0.00" },
  });
});

test("few clicks are weak evidence, and contracts can be named", async () => {
  const id = await start(brand, input({ contractIds: [world.ay.contract] }));
  await work();
  expect(await read(brand, id)).toMatchObject({ weakEvidence: true, figures: { clicks: 60 } });
});

describe("the job", () => {
  test("the same key and input ask once; a listener hears of progress and end", async () => {
    const key = intent();
    const id = await start(brand, input(), key);
    expect(await start(brand, input(), key)).toBe(id);
    const stream = await openStream(
      world.url,
      `subscription { replayProgress(id: "${id}") { state progressPercent } }`,
      { key: brandKey },
    );
    expect(await stream.next()).toMatchObject({ data: { replayProgress: { state: "QUEUED" } } });
    await work();
    let last: unknown;
    for (let event = await stream.next(); event !== null; event = await stream.next()) last = event;
    expect(last).toMatchObject({
      data: { replayProgress: { state: "DONE", progressPercent: 100 } },
    });
  });

  test("cancelled before or while it runs, it ends and can be tried again", async () => {
    const id = await start(brand);
    const cancel = () =>
      run<Started>(
        brand,
        `cancelReplay(id: "${id}", idempotencyKey: "${intent()}")`,
        "ReplayOk",
        "replay { state }",
      );
    expect((await cancel()).replay.state).toBe("CANCELLED");
    await work();
    expect(await read(brand, id)).toMatchObject({ state: "CANCELLED", figures: null });
    expect(
      await refusal(brand, `cancelReplay(id: "${id}", idempotencyKey: "${intent()}")`),
    ).toMatchObject({ code: "REPLAY_ENDED" });
    await run(
      brand,
      `retryReplay(id: "${id}", idempotencyKey: "${intent()}")`,
      "ReplayOk",
      "replay { state }",
    );
    await work();
    expect(await read(brand, id)).toMatchObject({ state: "DONE" });
    // While it runs: the row says so, and the next slice finds it.
    const running = await start(brand);
    await world.people.sql(
      `create function cancel_it() returns trigger language plpgsql as $$ begin
        update replay
        set state = 'CANCELLED'
        where id = new.id; return null; end $$; create trigger cancel_it after
        update of events_total
          on replay for each row when (
            new.events_total > 0 and new.events_done = 0
          ) execute function cancel_it()`,
    );
    try {
      await work();
    } finally {
      await world.people.sql("drop trigger cancel_it on replay; drop function cancel_it");
    }
    expect(await read(brand, running)).toMatchObject({ state: "CANCELLED", figures: null });
  });

  test("a worker that stops gives its replay back, and the next one runs it", async () => {
    const id = await start(brand);
    const leaving = newJob();
    await world.people.sql("update replay set state = 'RUNNING', attempts = 1 where id = $1", [id]);
    leaving.stop();
    expect(await leaving.runOnce()).toBe(0);
    await leaving.close();
    await work();
    expect(await read(brand, id)).toMatchObject({ state: "DONE" });
  });

  test("one that fails each time is FAILED in words, with nothing of the inside", async () => {
    const id = await start(brand);
    await world.people.sql(`update replay set body = '{"schema": 99}' where id = $1`, [id]);
    const broken = async () => {
      for (let n = 0; n < 4; n += 1) await job.runOnce().catch(() => {});
    };
    await broken();
    const replay = await read(brand, id, "state failure");
    expect(replay).toEqual({
      state: "FAILED",
      failure:
        "The replay could not be finished: try again, and tell the operator if it fails again.",
    });
  });

  test("old ones are removed", async () => {
    await start(brand);
    await work();
    world.clock.now += 31 * 86_400_000;
    try {
      const later = newJob();
      await later.runOnce();
      await later.close();
      expect(
        await world.people.sql("select count(*)::int as n from replay where source <> 'LEDGER'"),
      ).toEqual([{ n: 0 }]);
      expect(await world.people.sql("select count(*)::int as n from replay_move")).toEqual([
        { n: 0 },
      ]);
    } finally {
      world.clock.now -= 31 * 86_400_000;
    }
  });
});

describe("what is refused", () => {
  const refused = (given: string, client = brand) =>
    refusal(client, `startReplay(input: ${given}, idempotencyKey: "${intent()}")`);
  test("a draft is checked as if it were saved, and the path leads into it", async () => {
    expect(await refused(input({ draft: draft({ rate: "twelve" }) }))).toMatchObject({
      code: "BAD_AMOUNT",
      path: ["input", "draft", "eventPayouts", "0", "rate"],
    });
    expect(await refused(input({ draft: draft({ limits: [] }) }))).toMatchObject({
      code: "NO_CPC_LIMIT",
    });
  });
  test("terms in no way or in two, days out of range, contracts of others", async () => {
    expect(await refused(inline({ programId: world.ax.program }))).toMatchObject({
      code: "BAD_TERMS",
    });
    expect(await refused(input({ proposalId: world.ax.contract }))).toMatchObject({
      code: "BAD_TERMS",
    });
    expect(await refused(input({ days: 91 }))).toMatchObject({
      code: "BAD_DAYS",
      path: ["input", "days"],
    });
    expect(await refused(input({ days: 30, last24Hours: true }))).toMatchObject({
      code: "BAD_RANGE",
      path: ["input", "days"],
    });
    expect(await refused(input({ contractIds: [world.bx.contract] }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refused(input(), other)).toMatchObject({ code: "NOT_FOUND" });
  });
  test("more than five at a time", async () => {
    for (let n = 0; n < 5; n += 1) await start(brand);
    expect(await refused(input())).toMatchObject({ code: "TOO_MANY_REPLAYS" });
  });
});

describe("a partner", () => {
  const proposal = () => inline({ programId: world.ax.program, proposalId: world.ax.contract });
  test("tries what was offered to it, on own clicks, unseen by the brand", async () => {
    const id = await start(x, proposal());
    await work();
    expect(await read(x, id)).toMatchObject({
      state: "DONE",
      eventsTotal: null,
      figures: { clicks: 150, difference: [{ amount: "0.00", currency: "USD" }] },
      byPartner: { nodes: [{ partnerName: "Partner X" }] },
    });
    for (const stranger of [brand, y, other]) expect(await read(stranger, id)).toBeNull();
    expect(
      await refusal(y, `cancelReplay(id: "${id}", idempotencyKey: "${intent()}")`),
    ).toMatchObject({ code: "NOT_FOUND" });
  });
  test("cannot try drafts, versions or what was offered to others", async () => {
    const refused = (given: string) =>
      refusal(x, `startReplay(input: ${given}, idempotencyKey: "${intent()}")`);
    expect(await refused(input())).toMatchObject({ code: "BAD_TERMS" });
    expect(
      await refused(inline({ programId: world.ax.program, proposalId: world.ay.contract })),
    ).toMatchObject({ code: "NOT_FOUND" });
  });
  test("learns of a limit of the whole program, not what it allows or who used it", async () => {
    const { bx } = world;
    const limit = inline({
      programId: bx.program,
      event: "CLICK",
      kind: "CLICKS",
      reset: "DAY",
      max: "40",
    });
    await run(
      other,
      `setProgramLimit(input: ${limit}, idempotencyKey: "${intent()}")`,
      "ProgramLimitsOk",
      "limits { id }",
    );
    const at = world.clock.now + 1_000;
    world.clock.now += 120_000;
    await world.clicks(
      bx,
      Array.from({ length: 60 }, (_, i) => at + i * 1_000),
    );
    const [own, whole] = [
      await start(x, inline({ programId: bx.program, proposalId: bx.contract })),
      await start(
        other,
        inline({
          programId: bx.program,
          draft: draft({ limits: [{ kind: "CLICKS", reset: "DAY", max: "100" }] }),
        }),
      ),
    ];
    await work();
    const events = 20;
    expect((await read(x, own))?.limitHits).toMatchObject([
      { text: "a limit of the whole program", contractId: null, partnerName: null, events },
    ]);
    expect((await read(other, whole))?.limitHits).toMatchObject([
      {
        text: "40 clicks a day for the whole program",
        contractId: null,
        partnerName: null,
        events,
      },
    ]);
  });
});

test("a contract change that is being prepared is tried on its partners", async () => {
  const change = inline({
    strategy: "MODIFY",
    termsId: world.ax.terms,
    terms: draft(),
    effectiveOn: "2026-12-01",
    comment: "new rates",
  });
  const { change: made } = await run<Ok & { change: { id: string } }>(
    brand,
    `saveContractChangeDraft(input: ${change}, idempotencyKey: "${intent()}")`,
    "ContractChangeOk",
    "change { id }",
  );
  const id = await start(brand, inline({ programId: world.ax.program, contractChangeId: made.id }));
  await work();
  expect(await read(brand, id)).toMatchObject({
    source: "CHANGE",
    comparedWith: "TERMS_BEFORE",
    figures: { clicks: 150, costThen: [{ amount: "10.00", currency: "USD" }] },
    byPartner: { nodes: [{ partnerName: "Partner X" }] },
  });
  expect(
    await refusal(
      x,
      "startReplay(input: " +
        `${inline({ programId: world.ax.program, contractChangeId: made.id })}, ` +
        `idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a draft is tried before its days are chosen, without what cannot follow", async () => {
  const partnerIds = [world.partnerX.accountId, world.partnerY.accountId];
  const other = {
    everyoneOnTermsId: world.ax.terms,
    excludePartnerIds: [world.partnerY.accountId],
    lastDay: "2020-01-01",
  };
  const drafted = async (change: object): Promise<string> => {
    const call =
      "saveContractChangeDraft(input: " +
      `${inline({ effectiveOn: "", comment: "", ...change })}, ` +
      `idempotencyKey: "${intent()}")`;
    return (
      await run<Ok & { change: { id: string } }>(brand, call, "ContractChangeOk", "change { id }")
    ).change.id;
  };
  const tried = async (changeId: string) => {
    const id = await start(
      brand,
      inline({ programId: world.ax.program, contractChangeId: changeId }),
    );
    await work();
    return read(brand, id);
  };
  const modify = { strategy: "MODIFY", termsId: world.ax.terms, terms: draft(), ...other };
  expect(await tried(await drafted(modify))).toMatchObject({
    figures: { clicks: 150 },
    spread: [{ partners: 1 }],
  });
  // Both have a contract: there is nobody to invite.
  expect(
    await tried(
      await drafted({ strategy: "INVITE", termsId: world.ax.terms, partnerIds, ...other }),
    ),
  ).toMatchObject({ figures: { clicks: 0 }, spread: [] });
});

test("the ledger proves itself, also on demand; a partner is told nothing [D83]", async () => {
  await world.people.sql("update click_rollup set bucket = bucket");
  world.clock.now = Date.parse("2026-11-05T12:00:00Z");
  const own = newJob();
  try {
    while ((await own.runOnce()) > 0);
    const check = (client: Client, days: number) =>
      client.data<{ ledgerCheck: object | null }>(
        `{
          ledgerCheck(programId: "${world.ax.program}", days: ${days}) {
            state source check { equal clicks differing firstDifference firstClickId }
          }
        }`,
      );
    expect((await check(brand, 1)).ledgerCheck).toEqual({
      state: "DONE",
      source: "LEDGER",
      check: { equal: true, clicks: 210, differing: 0, firstDifference: null, firstClickId: null },
    });
    expect((await check(brand, 7)).ledgerCheck).toMatchObject({ check: { equal: true } });
    expect((await check(x, 1)).ledgerCheck).toBeNull();
    expect((await check(brand, 3)).ledgerCheck).toBeNull();
    await run(
      brand,
      `startLedgerCheck(programId: "${world.ax.program}", days: 3, idempotencyKey: "${intent()}")`,
      "ReplayOk",
      "replay { id }",
    );
    await work();
    expect((await check(brand, 3)).ledgerCheck).toMatchObject({
      check: { equal: true, clicks: 210 },
    });
  } finally {
    await own.close();
    world.clock.now = Date.parse("2026-11-10T09:01:00Z");
  }
});

const traceFields = `steps {
      step verdict seen reason
      rows { label text verdict conditions { text seen holds } limit { text before after } }
    }
    limits { text before after }
    consistent`;

test("each moved click gives both traces side by side, and each gives what it says", async () => {
  const id = await start(brand);
  await work();
  interface Step {
    step: string;
    verdict: string;
    reason: string | null;
    rows: {
      label: string;
      text: string;
      verdict: string;
      conditions: { text: string; seen: string; holds: boolean }[];
    }[];
  }
  type Moved = Record<"traceNow" | "traceThen", { consistent: boolean; steps: Step[] }>;
  const moved = async (toGroup: string): Promise<Moved[]> =>
    (
      await brand.data<{ replay: { moves: { nodes: Moved[] } } }>(
        `{
          replay(id: "${id}") {
            moves(first: 2, toGroup: "${toGroup}") {
              nodes { traceNow { ${traceFields} } traceThen { ${traceFields} } }
            }
          }
        }`,
      )
    ).replay.moves.nodes;
  const { replay } = await brand.data<{ replay: { matrix: { to: { key: string } }[] } }>(
    `{ replay(id: "${id}") { matrix { to { key } } } }`,
  );
  const phones =
    replay.matrix.map(({ to }) => to.key).find((key) => key.startsWith("GROUP:")) ?? "";
  for (const place of [phones, "RESTRICTED", "OVER_LIMIT"]) {
    const rows = await moved(place);
    expect(rows).toHaveLength(2);
    for (const { traceNow, traceThen } of rows)
      expect([traceNow.consistent, traceThen.consistent]).toEqual([true, true]);
  }
  const [group] = await moved(phones);
  expect(group?.traceThen.steps.find(({ step }) => step === "GROUP")?.rows).toMatchObject([
    {
      label: "Phones",
      text: "Payout group 1, Phones, pays 0.20 USD for each click where the device is PHONE",
      verdict: "YES",
      conditions: [{ text: "the device is PHONE", seen: "PHONE", holds: true }],
    },
    {
      label: "Default payout",
      text: "Every other payable click earns 0.12 USD",
      verdict: "NOT_REACHED",
    },
  ]);
  const [stopped] = await moved("OVER_LIMIT");
  expect(stopped?.traceThen.steps.find(({ step }) => step === "LIMITS")).toMatchObject({
    verdict: "STOPPED",
    reason: "OVERLIMIT_CLICKS",
    rows: [
      {
        label: "Paid are at most 50 clicks a day",
        text: "50 clicks used before, 50 clicks after",
        verdict: "NO",
      },
    ],
  });
  const [restricted] = await moved("RESTRICTED");
  expect(
    restricted?.traceThen.steps.find(({ step }) => step === "RESTRICTIONS")?.rows,
  ).toMatchObject([
    {
      label: "Germany",
      verdict: "YES",
      conditions: [{ text: "the country is DE", seen: "DE", holds: true }],
    },
  ]);
  expect(restricted?.traceNow.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
    "LINK PASSED",
    "QUALITY PASSED",
    "CONTRACT PASSED",
    "EVENT_TYPE PASSED",
    "RESTRICTIONS PASSED",
    "GROUP PASSED",
    "RATE PASSED",
    "LIMITS PASSED",
    "LEDGER PASSED",
    "REDIRECT PASSED",
  ]);
});
