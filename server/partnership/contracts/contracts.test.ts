import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import {
  applied,
  both,
  brand,
  closeContracts,
  day,
  ground,
  midnight,
  noticesOf,
  openContracts,
  payouts,
  rates,
  rowsOf,
  terms,
  withdraw,
  world,
  x,
  x as partner,
  y,
} from "../../testing/worlds/contract-world.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

beforeAll(openContracts);
afterAll(closeContracts);

const hour = 3_600_000;
const inHours = (hours: number): string => new Date(world.clock.now + hours * hour).toISOString();
const acceptCall = (id: string) => `acceptContract(id: "${id}", idempotencyKey: "${intent()}")`;
const declineCall = (id: string) =>
  `declineContract(id: "${id}", reason: "no", idempotencyKey: "${intent()}")`;
const withdrawCall = (id: string) => `withdrawContract(id: "${id}", idempotencyKey: "${intent()}")`;
/** A proposal to partner X under a program of its own, so that no other contract is in the way. */
async function proposal(
  more: object = {},
): Promise<{ id: string; program: string; terms: string }> {
  const { id: program } = await makeProgram(brand, `Program ${intent()}`);
  const terms = await makeTerms(brand, program, "Terms");
  return { id: await propose(brand, terms, world.partnerX.accountId, more), program, terms };
}
const contractOf = async (
  client: Client,
  id: string,
): Promise<{ state: string; startsAt: string; events: { kind: string }[] }> =>
  (
    await client.data<{
      contract: { state: string; startsAt: string; events: { kind: string }[] };
    }>(
      `{
        contract(id: "${id}") { state startsAt endsAt awaitsYou version { id } events { kind } }
      }`,
    )
  ).contract;
const stateOf = async (id: string): Promise<string> => (await contractOf(partner, id)).state;
const listed = async (program: string, states = ""): Promise<string[]> =>
  (
    await partner.data<{ contracts: { nodes: { id: string }[] } }>(
      `{ contracts(filter: { programId: "${program}" ${states} }) { nodes { id } } }`,
    )
  ).contracts.nodes.map(({ id }) => id);

/** Moves the clock for one step, and back. */
async function at<T>(hours: number, step: () => Promise<T>): Promise<T> {
  const now = world.clock.now;
  world.clock.now = now + hours * hour;
  try {
    return await step();
  } finally {
    world.clock.now = now;
  }
}

describe("states [D53]", () => {
  test("PENDING, then ACTIVE; without states the list shows ACTIVE alone [D54]", async () => {
    const { id, program } = await proposal();
    expect([
      await stateOf(id),
      await listed(program),
      await listed(program, "states: [PENDING]"),
    ]).toEqual(["PENDING", [], [id]]);
    world.clock.now += 5_000;
    await accept(partner, id);
    expect(await contractOf(partner, id)).toMatchObject({
      state: "ACTIVE",
      startsAt: new Date(world.clock.now).toISOString(),
    });
    expect(await listed(program)).toEqual([id]);
  });

  test("the list narrows to some partners; more than 100 at once are refused", async () => {
    const { id, program } = await proposal();
    const of = (ids: readonly string[]) =>
      listed(program, `states: [PENDING], partnerIds: ${JSON.stringify(ids)}`);
    const [x, y] = [world.partnerX.accountId, world.partnerY.accountId];
    expect([await of([x, y]), await of([y]), await of([])]).toEqual([[id], [], []]);
    await expect(of(Array.from({ length: 101 }, () => x))).rejects.toThrow("at most 100 partners");
  });

  test("accepted early it is UPCOMING, then ACTIVE, then EXPIRED [D62]", async () => {
    const { id, program } = await proposal({ startsAt: inHours(1), endsAt: inHours(2) });
    const [start, end] = [world.clock.now + hour, world.clock.now + 2 * hour];
    await accept(partner, id);
    expect(await stateOf(id)).toBe("UPCOMING");
    const now = world.clock.now;
    const seen: [string, string[]][] = [];
    for (const instant of [start - 1, start, end - 1, end])
      await at(
        (instant - now) / hour,
        async () => void seen.push([await stateOf(id), await listed(program)]),
      );
    expect(seen).toEqual([
      ["UPCOMING", []],
      ["ACTIVE", [id]],
      ["ACTIVE", [id]],
      ["EXPIRED", []],
    ]);
  });

  test("a proposal past its date expires, and cannot be accepted [D57, D58]", async () => {
    const { id } = await proposal({ expiresAt: inHours(1) });
    await at(1, async () => {
      expect(await stateOf(id)).toBe("EXPIRED");
      expect(await refusal(partner, acceptCall(id))).toMatchObject({
        __typename: "Conflict",
        code: "PROPOSAL_EXPIRED",
      });
    });
    expect(await stateOf(id)).toBe("PENDING");
  });
});

test("accepted, declined and withdrawn proposals are refused with their codes [D57]", async () => {
  const [accepted, declined, withdrawn] = [await proposal(), await proposal(), await proposal()];
  await accept(partner, accepted.id);
  await run(partner, declineCall(declined.id), "ContractOk", "contract { declineReason }");
  await run(brand, withdrawCall(withdrawn.id), "ContractOk", "contract { state }");
  for (const [{ id }, code] of [
    [accepted, "ALREADY_ACCEPTED"],
    [declined, "ALREADY_DECLINED"],
    [withdrawn, "PROPOSAL_WITHDRAWN"],
  ] as const)
    for (const call of [acceptCall, declineCall])
      expect(await refusal(partner, call(id))).toMatchObject({ __typename: "Conflict", code });
});

test("the proposer does not answer, and the other side does not withdraw", async () => {
  const { id } = await proposal();
  expect(await refusal(brand, acceptCall(id))).toMatchObject({ code: "NOT_YOURS_TO_DECIDE" });
  expect(await refusal(brand, declineCall(id))).toMatchObject({ code: "NOT_YOURS_TO_DECIDE" });
  expect(await stateOf(id)).toBe("PENDING");
});

test("two decisions at once: the first stands, the second is told, one event [D56]", async () => {
  for (let round = 0; round < 3; round++) {
    const { id } = await proposal();
    world.clock.now += 1_000;
    const answers = await Promise.all([
      refusal(partner, acceptCall(id)),
      refusal(partner, declineCall(id)),
      refusal(partner, acceptCall(id)),
      refusal(brand, withdrawCall(id)),
    ]);
    expect(answers.filter(({ __typename }) => __typename === "ContractOk")).toHaveLength(1);
    for (const answer of answers)
      if (answer.__typename !== "ContractOk")
        expect(answer.code).toMatch(/^(ALREADY_ACCEPTED|ALREADY_DECLINED|PROPOSAL_WITHDRAWN)$/);
    const { events } = await contractOf(brand, id);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ kind: "PROPOSED" });
  }
});

test("of two proposals accepted at once one is in force, the other refused [D66]", async () => {
  const { id: one, program, terms } = await proposal();
  const two = await propose(brand, terms, world.partnerX.accountId);
  const answers = await Promise.all([
    refusal(partner, acceptCall(one)),
    refusal(partner, acceptCall(two)),
  ]);
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(["Conflict", "ContractOk"]);
  expect(answers.find(({ __typename }) => __typename === "Conflict")).toMatchObject({
    code: "CONTRACT_IN_FORCE",
  });
  expect(await listed(program)).toHaveLength(1);
  const later = await propose(brand, terms, world.partnerX.accountId, { startsAt: inHours(5) });
  expect(await refusal(partner, acceptCall(later))).toMatchObject({ code: "CONTRACT_IN_FORCE" });
});

test("a contract that follows on another's end may be signed before it [D66]", async () => {
  const [change, end] = [inHours(1), inHours(2)];
  const { id, terms } = await proposal({ endsAt: change });
  await accept(partner, id);
  const next = await propose(brand, terms, world.partnerX.accountId, {
    startsAt: change,
    endsAt: end,
  });
  await accept(partner, next);
  expect([await stateOf(id), await stateOf(next)]).toEqual(["ACTIVE", "UPCOMING"]);
});

test("a signed contract keeps its version, whatever changes later [D55]", async () => {
  const { id, terms } = await proposal();
  const before = await contractOf(partner, id);
  await run(partner, declineCall(id), "ContractOk", "contract { id }");
  await run(
    brand,
    `saveTermsVersion(id: "${terms}", input: { name: "New", ` +
      `currency: "USD", eventPayouts: ` +
      `[{ event: SALE, rate: "1" }] }, idempotencyKey: "${intent()}")`,
    "SaveTermsOk",
    "terms { id }",
  );
  expect(await contractOf(partner, id)).toMatchObject({
    version: (before as unknown as { version: object }).version,
  });
});

test("differences of what is not there, or another's, are null as one thing is", async () => {
  const { id } = await proposal();
  const shown = `{ contract(id: "${id}") { version { id } } }`;
  const { contract } = await brand.data<{ contract: { version: { id: string } } }>(shown);
  const version = contract.version.id;
  const asked = async (client: Client, contract: string, [before, after]: [string, string]) =>
    client.data(
      `{
        contractDifferences(id: "${contract}") { __typename }
        termsDifferences(beforeId: "${before}", afterId: "${after}") { __typename }
      }`,
    );
  const nobodys = "0190a000-0000-7000-8000-000000000000";
  expect(await asked(brand, id, [version, version])).toEqual({
    contractDifferences: [],
    termsDifferences: [],
  });
  const none = { contractDifferences: null, termsDifferences: null };
  expect(await asked(brand, nobodys, [version, nobodys])).toEqual(none);
  const stranger = await world.signIn(world.brandB.email);
  expect(await asked(stranger, id, [version, version])).toEqual(none);
});

test("dates that make no sense are refused by the field, as is an unknown version", async () => {
  const call = (more: string) =>
    `proposeContract(input: { termsId: "${world.ax.terms}", partnerId: ` +
    `"${world.partnerX.accountId}", ${more} }, idempotencyKey: "${intent()}")`;
  expect(await refusal(brand, call(`startsAt: "${inHours(-1)}"`))).toMatchObject({
    code: "START_IN_PAST",
    path: ["input", "startsAt"],
  });
  expect(
    await refusal(brand, call(`startsAt: "${inHours(2)}", endsAt: "${inHours(2)}"`)),
  ).toMatchObject({ code: "END_BEFORE_START" });
  expect(await refusal(brand, call(`expiresAt: "${inHours(0)}"`))).toMatchObject({
    code: "EXPIRES_IN_PAST",
  });
  for (const version of [0, 2, -1])
    expect(await refusal(brand, call(`versionNumber: ${version}`))).toMatchObject({
      code: "NOT_FOUND",
      path: ["input", "versionNumber"],
    });
});

describe("idempotency keys [D202]", () => {
  test("100 calls with one key at once make one thing and give one answer", async () => {
    const { program } = world.ax;
    const call =
      `createTerms(programId: "${program}", input: { name: "Once", currency: "USD", ` +
      `eventPayouts: [{ event: SALE, rate: "1" }] }, idempotencyKey: "hundred")`;
    const made = await Promise.all(
      Array.from({ length: 100 }, () =>
        run<Ok & { terms: { id: string } }>(brand, call, "SaveTermsOk", "terms { id }"),
      ),
    );
    expect(new Set(made.map(({ terms }) => terms.id)).size).toBe(1);
    expect(await world.people.sql("select 1 from template_terms where name = 'Once'")).toHaveLength(
      1,
    );
    expect(
      await world.people.sql(
        `select 1
          from terms_version v
          join template_terms t on t.id = v.terms_id
          where t.name = 'Once'`,
      ),
    ).toHaveLength(1);
  });
  test("the same key with other input, or for another mutation, is refused", async () => {
    const { id } = await proposal();
    const key = intent();
    await run(
      partner,
      `declineContract(id: "${id}", reason: "no", idempotencyKey: "${key}")`,
      "ContractOk",
      "contract { id }",
    );
    expect(
      (
        await refusal(
          partner,
          `declineContract(id: "${id}", reason: "no", idempotencyKey: "${key}")`,
        )
      ).__typename,
    ).toBe("ContractOk");
    for (const call of [
      `declineContract(id: "${id}", reason: "other", idempotencyKey: "${key}")`,
      `acceptContract(id: "${id}", idempotencyKey: "${key}")`,
    ])
      expect(await refusal(partner, call)).toMatchObject({
        __typename: "IdempotencyKeyReused",
        code: "IDEMPOTENCY_KEY_REUSED",
        path: ["idempotencyKey"],
      });
  });
  test("a refusal is not remembered, and another account's same key is another key", async () => {
    const { id } = await proposal();
    const key = intent();
    expect(
      await refusal(brand, `acceptContract(id: "${id}", idempotencyKey: "${key}")`),
    ).toMatchObject({ code: "NOT_YOURS_TO_DECIDE" });
    expect(
      (await refusal(partner, `acceptContract(id: "${id}", idempotencyKey: "${key}")`)).__typename,
    ).toBe("ContractOk");
    expect(
      (
        await refusal(
          brand,
          `createAd(input: { programId: "${world.ax.program}", name: "Ad" }, idempotencyKey: ` +
            `"${key}")`,
        )
      ).__typename,
    ).toBe("AdOk");
  });
});

describe("taken back", () => {
  interface Ended {
    contracts: { state: string; endsAt: string | null }[];
    upcoming: { id: string; startsAt: string }[];
  }
  const expireCall = (contractIds: string[], more: object) =>
    `expireContracts(input: ${inline({ contractIds, ...more })}, idempotencyKey: "${intent()}")`;
  const expired = (contractIds: string[], more: object) =>
    run<Ok & Ended>(
      brand,
      expireCall(contractIds, more),
      "ExpireContractsOk",
      "contracts { state endsAt } upcoming { id startsAt }",
    );
  /** Partner X on temporary terms until the 20th, with the first terms to follow. */
  async function temporary(how: "AT_ONCE" | "TAKEN_EARLY") {
    const made = await ground();
    const weekend = await makeTerms(brand, made.program, "Weekend", payouts("0.30"));
    world.clock.now += 1_000;
    const change = await applied({
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: weekend,
      partnerIds: [world.partnerX.accountId],
      effectiveOn: how === "AT_ONCE" ? "2026-11-02" : day(1),
      earlyOptIn: how === "TAKEN_EARLY",
      lastDay: day(20),
      fallbackTermsId: made.terms,
    });
    const of = async (state: string) =>
      (
        await x.data<{ contracts: { nodes: { id: string; startsAt: string }[] } }>(
          `{
            contracts(filter: { programId: "${made.program}", states: [${state}] }) {
              nodes { id startsAt }
            }
          }`,
        )
      ).contracts.nodes.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
    if (how === "TAKEN_EARLY") {
      const call = `optInToChange(id: "${(await of("UPCOMING"))[0]?.id}", `;
      await run(x, `${call}idempotencyKey: "${intent()}")`, "ContractOk", "contract { state }");
    }
    const [current] = await of("ACTIVE");
    const [fallback] = await of("UPCOMING");
    return { ...made, change, current: current?.id ?? "", fallback: fallback?.id ?? "" };
  }
  const begins = { startsAt: new Date(midnight(21)).toISOString() };

  test("a fallback goes with the contract before it, or its stay is said [D40, D64]", async () => {
    for (const how of ["AT_ONCE", "TAKEN_EARLY"] as const) {
      const { program, current, fallback } = await temporary(how);
      const kept = await expired([current], { lastDay: "2026-11-20" });
      expect(kept.upcoming).toEqual([{ id: fallback, ...begins }]);
      const [eve, later] = [Date.parse("2026-11-20T22:59:59Z"), midnight(20)];
      expect(await rates(program, "x", eve, later, midnight(21))).toEqual(["0.30", null, "0.10"]);
      const gone = await expired([current], { lastDay: "2026-11-20", withdrawPlanned: true });
      expect(gone.upcoming).toEqual([]);
      expect(await rates(program, "x", eve, later, midnight(21))).toEqual(["0.30", null, null]);
      expect(await contractOf(x, fallback)).toMatchObject({
        state: "DECLINED",
        events: expect.arrayContaining([{ kind: "WITHDRAWN" }]),
      });
      expect((await noticesOf(x, program)).map(({ kind }) => kind)).toContain("CONTRACT_WITHDRAWN");
    }
  });

  test("a contract to come is taken back by ending it before it begins [D62, D64]", async () => {
    const { program, current, fallback, terms: id } = await temporary("AT_ONCE");
    await world.people.sql(
      `update terms_version
        set body = body || jsonb_build_object('noticeDays', 30)
        where terms_id = $1`,
      [id],
    );
    expect(await refusal(brand, expireCall([fallback], { lastDay: "2026-11-20" }))).toMatchObject({
      code: "INSIDE_NOTICE_PERIOD",
      message: expect.stringContaining(day(1)),
    });
    const { contracts, upcoming } = await expired([fallback], { lastDay: day(1) });
    expect({ contracts, upcoming }).toEqual({
      contracts: [{ state: "DECLINED", endsAt: null }],
      upcoming: [],
    });
    expect(await rates(program, "x", midnight(20), midnight(21))).toEqual(["0.30", null]);
    expect(await stateOf(current)).toBe("ACTIVE");
    expect(await refusal(brand, expireCall([fallback], { lastDay: day(1) }))).toMatchObject({
      code: "NOT_IN_FORCE",
    });
  });

  test("what a planned change brings goes with the change alone [D46, D64]", async () => {
    const { program, contracts } = await ground();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const replace = {
      strategy: "SWITCH",
      approval: "REPLACE",
      partnerIds: [world.partnerX.accountId],
      effectiveOn: day(10),
    };
    const planned = await applied({ ...replace, termsId: next });
    const [coming] = (await rowsOf(program)).filter(({ starts_at }) => +starts_at === midnight(10));
    const ids = [coming?.id ?? ""];
    expect(await refusal(brand, expireCall(ids, { lastDay: day(5) }))).toMatchObject({
      code: "NOT_STARTED",
      message: expect.stringContaining("withdraw the change"),
    });
    await expired([contracts.x, ...ids], { lastDay: day(5), withdrawPlanned: true });
    expect(await rates(program, "x", midnight(6) - 1, midnight(6), midnight(11))).toEqual([
      "0.10",
      null,
      null,
    ]);
    const { contractChange } = await brand.data<{ contractChange: object }>(
      `{ contractChange(id: "${planned}") { state withdrawn mayWithdraw } }`,
    );
    expect(contractChange).toEqual({ state: "WITHDRAWN", withdrawn: 1, mayWithdraw: false });
    expect(await refusal(brand, withdraw(planned))).toMatchObject({ code: "ALREADY_WITHDRAWN" });
  });

  test("taking a change back keeps an end that a person set for its eve [D46, D63]", async () => {
    const { program, terms: id, contracts } = await ground();
    const ends = async () => {
      const rows = await rowsOf(program);
      const endOf = (id: string) => rows.find((row) => row.id === id)?.ends_at?.toISOString();
      return { x: endOf(contracts.x), y: endOf(contracts.y) };
    };
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const kinds = [
      { strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: both() },
      { strategy: "MODIFY", termsId: id, terms: terms("0.15") },
    ];
    const eve = new Date(midnight(10)).toISOString();
    // What the person decided stays; what the change alone brought goes with it.
    const switched = await applied({ ...kinds[0], effectiveOn: day(10) });
    await expired([contracts.x], { lastDay: day(9) });
    await run(brand, withdraw(switched), "ContractChangeOk", "change { state }");
    expect(await ends()).toEqual({ x: eve, y: undefined });
    const modified = await applied({ ...kinds[1], effectiveOn: day(10) });
    await expired([contracts.y], { lastDay: day(9) });
    await run(brand, withdraw(modified), "ContractChangeOk", "change { state }");
    expect(await ends()).toEqual({ x: eve, y: eve });
    const sooner = await applied({ ...kinds[0], effectiveOn: day(5) });
    expect(await ends()).not.toEqual({ x: eve, y: eve });
    await run(brand, withdraw(sooner), "ContractChangeOk", "change { state }");
    expect(await ends()).toEqual({ x: eve, y: eve });
  });

  test("it stays for who took it early or accepted, and says so [D44, D46]", async () => {
    const { program, terms: id } = await ground();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const replace = {
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: next,
      partnerIds: both(),
      effectiveOn: day(5),
      earlyOptIn: true,
    };
    const seen = async (changeId: string) =>
      (
        await brand.data<{ contractChange: object }>(
          `{ contractChange(id: "${changeId}") { state accepted withdrawn inEffect mayWithdraw } }`,
        )
      ).contractChange;
    const optIn = async (client: Client) => {
      const { contracts } = await client.data<{ contracts: { nodes: { id: string }[] } }>(
        `{ contracts(filter: { programId: "${program}", states: [UPCOMING] }) { nodes { id } } }`,
      );
      const call = `optInToChange(id: "${contracts.nodes[0]?.id}", idempotencyKey: "${intent()}")`;
      await run(client, call, "ContractOk", "contract { state }");
    };
    world.clock.now += 1_000;
    const some = await applied(replace);
    await optIn(x);
    expect(await seen(some)).toMatchObject({ state: "SCHEDULED", inEffect: 1, mayWithdraw: true });
    await run(brand, withdraw(some), "ContractChangeOk", "change { state }");
    const after = { withdrawn: 1, inEffect: 1, accepted: 0, mayWithdraw: false };
    expect(await seen(some)).toEqual({ state: "WITHDRAWN", ...after });
    expect(await rates(program, "x", midnight(6))).toEqual(["0.20"]);
    expect(await rates(program, "y", midnight(6))).toEqual(["0.10"]);

    const all = await applied({ ...replace, partnerIds: [world.partnerY.accountId] });
    world.clock.now += 1_000;
    await optIn(y);
    const whole = { withdrawn: 0, inEffect: 1, accepted: 0, mayWithdraw: false };
    expect(await seen(all)).toEqual({ state: "APPLIED", ...whole });
    expect(await refusal(brand, withdraw(all))).toMatchObject({
      code: "CHANGE_IN_FORCE",
      message: expect.stringContaining("took this change early"),
    });
    expect(await seen(all)).toEqual({ state: "APPLIED", ...whole });

    const asked = await applied({
      strategy: "SWITCH",
      approval: "PROPOSE",
      termsId: id,
      partnerIds: both(),
      effectiveOn: "2026-11-30",
    });
    const offers = (await rowsOf(program)).filter(({ decision }) => decision === "PROPOSED");
    const own = await x.data<{ contracts: { nodes: { id: string }[] } }>(
      `{ contracts(filter: { programId: "${program}", states: [PENDING] }) { nodes { id } } }`,
    );
    expect(offers).toHaveLength(2);
    await accept(x, own.contracts.nodes[0]?.id ?? "");
    await run(brand, withdraw(asked), "ContractChangeOk", "change { state }");
    expect(await seen(asked)).toMatchObject({ state: "WITHDRAWN", withdrawn: 1, accepted: 1 });
    expect(await rates(program, "x", midnight(6))).toEqual(["0.10"]);
    expect(await rates(program, "y", midnight(6))).toEqual(["0.20"]);
    expect((await noticesOf(x, program)).map(({ kind }) => kind)).not.toContain("CHANGE_WITHDRAWN");
    expect(await refusal(brand, withdraw(asked))).toMatchObject({ code: "ALREADY_WITHDRAWN" });
  });
});

describe("the database itself keeps what contracts promise (found 118)", () => {
  test("two are never in force at once: the exclusion stands, and refuses the second", async () => {
    const [rule] = await world.people.sql<{ rule: string }>(
      `select pg_get_constraintdef(oid) as rule
        from pg_constraint
        where conrelid = 'contract'::regclass and contype = 'x'`,
    );
    expect(rule?.rule).toMatch(
      new RegExp(
        String.raw`EXCLUDE USING gist \(partner_account_id WITH =, program_id WITH =, ` +
          String.raw`tstzrange\(starts_at, ends_at\) WITH &&\) WHERE .*'SIGNED'`,
      ),
    );
    const again = (more: object) =>
      world.people.sql(
        `insert into contract
          select (
            jsonb_populate_record(
              c, $1::jsonb || jsonb_build_object('id', gen_random_uuid(), 'follows_id', null)
            )
          ).*
          from contract c
          where id = $2`,
        [JSON.stringify(more), world.ax.contract],
      );
    await expect(again({})).rejects.toMatchObject({
      code: "23P01",
      constraint: "contract_one_in_force",
    });
    await expect(
      again({ starts_at: inHours(1_000), ends_at: inHours(1_001) }),
    ).rejects.toMatchObject({ code: "23P01" });
    // Before it began there is room.
    await again({ starts_at: "2000-01-01", ends_at: "2000-01-02", decision: "DECLINED" });
  });
});
