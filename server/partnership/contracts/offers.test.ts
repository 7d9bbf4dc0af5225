import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
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

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  partner = createClient(world.url, {
    key: await world.keyOf(world.partnerX, [...readScopes, "contracts:decide"]),
  });
});
afterAll(() => world?.close());

const click = (rate: string) => ({
  event: "CLICK",
  rate,
  limits: [{ kind: "CLICKS", reset: "DAY", max: "100" }],
});
async function ground(
  more: object = {},
): Promise<{ program: string; terms: string; proposal: string }> {
  const { id: program } = await makeProgram(brand, `Program ${intent()}`);
  const terms = await makeTerms(brand, program, "Terms", [
    click("0.10"),
    { event: "SALE", rate: "8%", limits: [] },
  ]);
  return { program, terms, proposal: await propose(brand, terms, world.partnerX.accountId, more) };
}
const counter = (id: string, rate: string, more: object = {}) =>
  `counterContract(id: "${id}", input: ` +
  `${inline({ eventPayouts: [click(rate)], comment: "A little more.", ...more })}, ` +
  `idempotencyKey: "${intent()}")`;
const offerOwn = (program: string, rate: string, more: object = {}) =>
  `proposeOwnTerms(programId: "${program}", input: ` +
  `${inline({ eventPayouts: [click(rate)], comment: "My terms.", ...more })}, ` +
  `idempotencyKey: "${intent()}")`;
const made = async (client: Client, call: string) =>
  (
    await run<Ok & { contract: { id: string; state: string; countersId: string | null } }>(
      client,
      call,
      "ContractOk",
      `contract {
          id state countersId awaitsYou proposedByYou mayCounter
          version { eventPayouts { event rate } }
        }`,
    )
  ).contract;
const stateOf = async (id: string) =>
  (await brand.data<{ contract: { state: string } }>(`{ contract(id: "${id}") { state } }`))
    .contract.state;
const inForce = async (program: string): Promise<string | null> =>
  (
    await brand.data<{ contractAt: { id: string } | null }>(
      `{
        contractAt(
          programId: "${program}",
          partnerId: "${world.partnerX.accountId}",
          at: "${new Date(world.clock.now).toISOString()}"
        ) {
          id
        }
      }`,
    )
  ).contractAt?.id ?? null;
const decide = (name: "acceptContract" | "declineContract" | "withdrawContract", id: string) =>
  `${name}(id: "${id}", idempotencyKey: "${intent()}")`;

describe("counter-proposals", () => {
  test("answered with other terms, a proposal is over; what is unnamed stays", async () => {
    const { program, proposal } = await ground();
    const answer = await made(partner, counter(proposal, "0.15"));
    expect(answer).toMatchObject({
      state: "PENDING",
      countersId: proposal,
      awaitsYou: false,
      proposedByYou: true,
      version: {
        eventPayouts: [
          { event: "CLICK", rate: "0.15" },
          { event: "SALE", rate: "8%" },
        ],
      },
    });
    expect(await stateOf(proposal)).toBe("DECLINED");
    for (const name of ["acceptContract", "declineContract"] as const)
      expect(await refusal(partner, decide(name, proposal))).toMatchObject({
        code: "ALREADY_COUNTERED",
      });
    expect(await refusal(brand, decide("withdrawContract", proposal))).toMatchObject({
      code: "ALREADY_COUNTERED",
    });
    const back = await made(brand, counter(answer.id, "0.12"));
    await accept(partner, back.id);
    expect(await inForce(program)).toBe(back.id);
    const kinds = await world.people.sql<{ kind: string; account: string }>(
      `select kind, account_id as account
        from notice
        where program_id = $1
        order by created_at, id`,
      [program],
    );
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([
      "CONTRACT_ACCEPTED",
      "CONTRACT_COUNTERED",
      "CONTRACT_COUNTERED",
      "CONTRACT_PROPOSED",
    ]);
  });

  test("a bonus not named stays, as far as it beats the offered rate [D190]", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const bonus = {
      kind: "PAST_EACH_TIER",
      basis: "REVENUE",
      tiers: [
        { from: "200", rate: "10%" },
        { from: "400", rate: "12%" },
      ],
    };
    const terms = await makeTerms(brand, program, "With a bonus", [
      click("0.10"),
      { event: "SALE", rate: "8%", limits: [], bonus },
    ]);
    const left = async (rate: string) => {
      const call = counter(await propose(brand, terms, world.partnerX.accountId), "0.10", {
        eventPayouts: [{ event: "SALE", rate, limits: [] }],
      });
      const fields =
        "contract { id version { eventPayouts { event bonus { tiers { from rate } } } } }";
      interface Made extends Ok {
        contract: {
          id: string;
          version: {
            eventPayouts: {
              event: string;
              bonus: { tiers: { from: string; rate: string }[] } | null;
            }[];
          };
        };
      }
      const { contract } = await run<Made>(partner, call, "ContractOk", fields);
      await run(brand, decide("declineContract", contract.id), "ContractOk", "__typename");
      return (
        contract.version.eventPayouts
          .find(({ event }) => event === "SALE")
          ?.bonus?.tiers.map((tier) => tier.rate) ?? null
      );
    };
    expect([await left("9%"), await left("10%"), await left("12%"), await left("3.00")]).toEqual([
      ["10%", "12%"],
      ["12%"],
      null,
      null,
    ]);
  });

  test('flagged "no counter" it can be accepted or declined alone [D59]', async () => {
    const { proposal } = await ground({ mayCounter: false });
    expect(await refusal(partner, counter(proposal, "0.15"))).toMatchObject({
      __typename: "Conflict",
      code: "NO_COUNTER",
    });
    await accept(partner, proposal);
  });

  test("own and counter-proposals are seen by the two sides alone", async () => {
    const { proposal } = await ground();
    await made(partner, counter(proposal, "0.15"));
    const [row] = await world.people.sql<{ id: string }>(
      `select id
        from template_terms
        where name like 'Terms, answer of Partner X'
        order by id desc
        limit 1`,
    );
    const stranger = createClient(world.url, {
      key: await world.keyOf(world.partnerY, readScopes),
    });
    expect(await stranger.data(`{ terms(id: "${row?.id}") { name } }`)).toEqual({ terms: null });
    expect(
      (await partner.data<{ terms: { name: string } }>(`{ terms(id: "${row?.id}") { name } }`))
        .terms.name,
    ).toBe("Terms, answer of Partner X");
  });

  test("bad terms are refused by their field and leave the proposal open", async () => {
    const { proposal } = await ground();
    expect(await refusal(partner, counter(proposal, "a lot"))).toMatchObject({
      __typename: "InvalidInput",
      code: "BAD_AMOUNT",
      path: ["input", "eventPayouts", "0", "rate"],
    });
    expect(await stateOf(proposal)).toBe("PENDING");
  });
});

describe("what the brand alone sees, a partner's offer may not ask for (found 101)", () => {
  const asking = (variable: string, value: string) => ({
    eventPayouts: [
      {
        ...click("0.10"),
        groups: [
          {
            name: "Probe",
            rate: "0.20",
            rules: [{ variable, operator: "STARTS_WITH", values: [value] }],
          },
        ],
      },
    ],
  });
  const refused = {
    __typename: "InvalidInput",
    code: "BAD_RULE",
    path: ["input", "eventPayouts", "0", "groups", "0", "rules", "0", "variable"],
  };

  test.each(["PARTNER_VALUE1", "PARTNER_VALUE2", "PARTNER_VALUE3", "PARTNER_GROUP"])(
    "%s, as an offer and as an answer",
    async (variable) => {
      const { program, proposal } = await ground();
      expect(
        await refusal(partner, offerOwn(program, "0.10", asking(variable, "a"))),
      ).toMatchObject(refused);
      expect(
        await refusal(partner, counter(proposal, "0.10", asking(variable, "a"))),
      ).toMatchObject(refused);
      expect(await stateOf(proposal)).toBe("PENDING");
    },
  );

  test("what the brand's own terms ask for may stay in an answer, another value not", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const terms = await makeTerms(
      brand,
      program,
      "By value",
      asking("PARTNER_VALUE2", "gold").eventPayouts,
    );
    const proposal = await propose(brand, terms, world.partnerX.accountId);
    expect(
      await refusal(partner, counter(proposal, "0.10", asking("PARTNER_VALUE2", "g"))),
    ).toMatchObject(refused);
    // It is the brand's own group, and goes on as that one (found 53).
    const again = asking("PARTNER_VALUE2", "gold");
    const [stored] = await world.people.sql<{ id: string }>(
      `select body #>> '{eventPayouts,0,groups,0,id}' as id
        from terms_version
        where terms_id = $1`,
      [terms],
    );
    expect(await refusal(partner, counter(proposal, "0.10", again))).toMatchObject({
      code: "GROUP_SENT_AGAIN",
      path: ["input", "eventPayouts", "0", "groups", "0", "id"],
      message: expect.stringContaining(`send the id ${stored?.id}`),
    });
    for (const payout of again.eventPayouts)
      if ("groups" in payout)
        payout.groups = payout.groups.map((group) => ({ ...group, id: stored?.id }));
    expect(await made(partner, counter(proposal, "0.10", again))).toMatchObject({
      countersId: proposal,
    });
  });

  test("found 101: a rule on a list that stands there already may be repeated", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const list = async (name: string) => {
      const made = await run<Ok & { list: { id: string } }>(
        brand,
        `createExceptionList(input: { kind: SKU, name: "${name}", items: ["B01"] }, ` +
          `idempotencyKey: "${intent()}")`,
        "ExceptionListOk",
        "list { id }",
      );
      return made.list.id;
    };
    const [own, other] = [await list("Sold out"), await list("Seasonal")];
    const sale = (of: string, more: object = {}) => ({
      event: "SALE",
      rate: "8%",
      limits: [],
      restrictions: [
        { name: "Not these", rules: [{ variable: "ITEM_SKU_LIST", operator: "IN", values: [of] }] },
      ],
      ...more,
    });
    const terms = await makeTerms(brand, program, "With a list", [click("0.10"), sale(own)]);
    const proposal = await propose(brand, terms, world.partnerX.accountId);
    const answer = (of: string) =>
      counter(proposal, "0.10", { eventPayouts: [click("0.12"), sale(of)] });
    expect(await refusal(partner, answer(other))).toMatchObject({
      code: "BAD_RULE",
      path: ["input", "eventPayouts", "1", "restrictions", "0", "rules", "0", "variable"],
    });
    const back = await made(partner, answer(own));
    expect(back).toMatchObject({ countersId: proposal });
    // It is called as the brand calls it, though its partner cannot look it up.
    expect(
      await world.people.sql(
        `select v.body #>> '{eventPayouts,1,restrictions,0,rules,0,name}' as name
          from contract c
          join terms_version v on v.id = c.terms_version_id
          where c.id = $1`,
        [back.id],
      ),
    ).toEqual([{ name: "“Sold out”" }]);
  });
});

describe("a partner's own proposal", () => {
  test("the contract in force stays until the brand accepts, then switches [D60]", async () => {
    const { program, proposal } = await ground();
    await accept(partner, proposal);
    const own = await made(partner, offerOwn(program, "0.20"));
    expect([await stateOf(own.id), await inForce(program)]).toEqual(["PENDING", proposal]);
    expect(await refusal(partner, decide("acceptContract", own.id))).toMatchObject({
      code: "NOT_YOURS_TO_DECIDE",
    });
    world.clock.now += 60_000;
    await accept(brand, own.id);
    expect([await inForce(program), await stateOf(proposal)]).toEqual([own.id, "EXPIRED"]);
  });
  test("the partner may take it back, the brand may decline; the old one stays", async () => {
    const { program, proposal } = await ground();
    await accept(partner, proposal);
    const [one, two] = [
      await made(partner, offerOwn(program, "0.20")),
      await made(partner, offerOwn(program, "0.30")),
    ];
    await run(partner, decide("withdrawContract", one.id), "ContractOk", "contract { state }");
    await run(brand, decide("declineContract", two.id), "ContractOk", "contract { state }");
    expect([await stateOf(one.id), await stateOf(two.id), await inForce(program)]).toEqual([
      "DECLINED",
      "DECLINED",
      proposal,
    ]);
  });
});

describe("accepting with groups", () => {
  const group = async (name: string) =>
    (
      await run<Ok & { group: { id: string } }>(
        brand,
        `createPartnerGroup(name: "${name}", idempotencyKey: "${intent()}")`,
        "PartnerGroupOk",
        "group { id name }",
      )
    ).group.id;
  const members = async (id: string) =>
    (
      await brand.data<{ partnerGroups: { id: string; partnerIds: string[] }[] }>(
        "{ partnerGroups { id partnerIds } }",
      )
    ).partnerGroups.find((found) => found.id === id)?.partnerIds;
  const acceptInto = (id: string, groupIds: string[]) =>
    `acceptContract(id: "${id}", groupIds: ${JSON.stringify(groupIds)}, idempotencyKey: ` +
    `"${intent()}")`;

  test("adds the partner to each; a wrong id changes nothing at all [D61]", async () => {
    const { program } = await ground();
    const own = await made(partner, offerOwn(program, "0.20"));
    const [first, second] = [await group("First"), await group("Second")];
    expect(await refusal(brand, acceptInto(own.id, [first, world.ax.contract]))).toMatchObject({
      __typename: "NotFound",
      path: ["groupIds"],
    });
    expect([await stateOf(own.id), await members(first), await inForce(program)]).toEqual([
      "PENDING",
      [],
      null,
    ]);
    await run(brand, acceptInto(own.id, [first, second]), "ContractOk", "contract { state }");
    expect([await members(first), await members(second)]).toEqual([
      [world.partnerX.accountId],
      [world.partnerX.accountId],
    ]);
    const [seenByRules] = await world.people.sql<{ groups: string[] }>(
      `select group_ids as groups
        from partner_profile
        where brand_account_id = $1 and partner_account_id = $2
        order by since desc
        limit 1`,
      [world.brandA.accountId, world.partnerX.accountId],
    );
    expect(seenByRules?.groups, "rules on the partner's group see it from now on").toEqual(
      [first, second].toSorted(),
    );
    expect(
      await refusal(brand, `createPartnerGroup(name: "First", idempotencyKey: "${intent()}")`),
    ).toMatchObject({ code: "NAME_TAKEN" });
  });
});

describe("ending contracts", () => {
  const expire = (contractIds: string[], more: object = {}) =>
    "expireContracts(input: " +
    `${inline({ contractIds, lastDay: "2026-12-31", message: "Thank you.", ...more })}, ` +
    `idempotencyKey: "${intent()}")`;
  const endOf = async (id: string) =>
    (
      await brand.data<{ contract: { endsAt: string | null } }>(
        `{ contract(id: "${id}") { endsAt } }`,
      )
    ).contract.endsAt;
  // Brand A lives in Berlin.
  const newYear = "2026-12-31T23:00:00.000Z";

  test("at 23:59:59 of the day in its zone a click pays, at midnight not [D63]", async () => {
    const pair = world.ax;
    await run(brand, expire([pair.contract]), "ExpireContractsOk", "contracts { endsAt }");
    expect(await endOf(pair.contract)).toBe(newYear);
    const now = world.clock.now;
    world.clock.now = Date.parse(newYear) + 3_600_000;
    const ids = await world.clicks(pair, [Date.parse(newYear) - 1, Date.parse(newYear)]);
    world.clock.now = now;
    const seen = await Promise.all(
      ids.map(
        async (id) =>
          (
            await brand.data<{ click: { click: { outcome: string; reason: string | null } } }>(
              `{ click(id: "${id}") { click { outcome reason } } }`,
            )
          ).click.click,
      ),
    );
    expect(seen).toEqual([
      { outcome: "PAID", reason: null },
      { outcome: "UNPAID", reason: "CONTRACT_NOT_FOUND" },
    ]);
    const [told] = await world.people.sql<{ kind: string; comment: string }>(
      "select kind, comment from notice where contract_id = $1 and kind = 'CONTRACT_ENDS'",
      [pair.contract],
    );
    expect(told).toEqual({ kind: "CONTRACT_ENDS", comment: "Thank you." });
  });

  test("with what is proposed and planned, or without [D64]", async () => {
    for (const withdrawPlanned of [true, false]) {
      const { program, terms, proposal } = await ground();
      await accept(partner, proposal);
      const next = await makeTerms(brand, program, "Next", [click("0.20")]);
      await run(
        brand,
        "applyContractChange(input: " +
          inline({
            strategy: "SWITCH",
            approval: "REPLACE",
            termsId: next,
            partnerIds: [world.partnerX.accountId],
            effectiveOn: "2026-12-01",
            comment: "More.",
          }) +
          `, idempotencyKey: "${intent()}")`,
        "ContractChangeOk",
        "change { id }",
      );
      const open = await propose(brand, terms, world.partnerX.accountId, { switches: true });
      await run(
        brand,
        expire([proposal], { lastDay: "2026-11-20", withdrawPlanned }),
        "ExpireContractsOk",
        "contracts { endsAt }",
      );
      const at = async (instant: string) =>
        (
          await brand.data<{ contractAt: { id: string } | null }>(
            `{
              contractAt(
                programId: "${program}",
                partnerId: "${world.partnerX.accountId}",
                at: "${instant}"
              ) {
                id
              }
            }`,
          )
        ).contractAt !== null;
      expect([
        await at("2026-11-20T22:59:59.999Z"),
        await at("2026-11-20T23:00:00Z"),
        await at("2026-12-01T12:00:00Z"),
      ]).toEqual([true, false, !withdrawPlanned]);
      expect(await stateOf(open)).toBe(withdrawPlanned ? "DECLINED" : "PENDING");
    }
  });

  test("many at once, or none: the first that cannot end refuses them all", async () => {
    const [one, two] = [await ground(), await ground()];
    await accept(partner, one.proposal);
    expect(await refusal(brand, expire([one.proposal, two.proposal]))).toMatchObject({
      code: "NOT_IN_FORCE",
    });
    expect(await endOf(one.proposal)).toBeNull();
    await accept(partner, two.proposal);
    await run(
      brand,
      expire([one.proposal, two.proposal]),
      "ExpireContractsOk",
      "contracts { endsAt }",
    );
    expect([await endOf(one.proposal), await endOf(two.proposal)]).toEqual([newYear, newYear]);
  });

  test("the notice period holds, but for unkept terms; a past day is refused", async () => {
    const { terms, proposal } = await ground();
    await world.people.sql(
      `update terms_version
        set body = body || jsonb_build_object('noticeDays', 10)
        where terms_id = $1`,
      [terms],
    );
    await accept(partner, proposal);
    expect(await refusal(brand, expire([proposal], { lastDay: "2026-11-10" }))).toMatchObject({
      code: "INSIDE_NOTICE_PERIOD",
      message: expect.stringContaining("2026-11-11"),
      path: ["input", "lastDay"],
    });
    expect(await refusal(brand, expire([proposal], { lastDay: "2026-11-01" }))).toMatchObject({
      code: "DATE_IN_PAST",
    });
    expect(await refusal(brand, expire([proposal], { lastDay: "31.12.2026" }))).toMatchObject({
      code: "BAD_DATE",
    });
    await run(
      brand,
      expire([proposal], { lastDay: "2026-11-10", nonCompliant: true }),
      "ExpireContractsOk",
      "contracts { endsAt nonCompliant }",
    );
    expect(
      (await partner.data<{ contract: object }>(`{ contract(id: "${proposal}") { nonCompliant } }`))
        .contract,
    ).toEqual({ nonCompliant: false });
  });
});

test("only the end of a signed contract can change, whoever asks the database [D55]", async () => {
  const { proposal } = await ground();
  await accept(partner, proposal);
  const change = (what: string) =>
    world.people.sql(`update contract set ${what} where id = $1`, [proposal]);
  for (const what of [
    "terms_version_id = gen_random_uuid()",
    "starts_at = starts_at - interval '1 day'",
    "partner_account_id = gen_random_uuid()",
    "decision = 'PROPOSED'",
    "decision = 'DECLINED'",
  ])
    await expect(change(what), what).rejects.toThrow(/contract .*(never change|cannot become)/);
  await change("ends_at = starts_at + interval '1 day'");
  await expect(
    world.people.sql("delete from contract_event where contract_id = $1", [proposal]),
  ).rejects.toThrow(/append-only/);
});

test("who did what is listed newest first; a person by name to the own side alone", async () => {
  const { program, proposal } = await ground();
  world.clock.now += 1_000;
  await accept(partner, proposal);
  interface Audit {
    contractEvents: {
      nodes: { kind: string; byName: string; partnerName: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }
  const read = (client: Client, after = "") =>
    client.data<Audit>(
      `{
        contractEvents(programId: "${program}", first: 1${after}) {
          nodes { kind byName partnerName } pageInfo { endCursor hasNextPage }
        }
      }`,
    );
  const first = (await read(brand)).contractEvents;
  expect(first).toMatchObject({
    nodes: [{ kind: "ACCEPTED", byName: "Partner X", partnerName: "Partner X" }],
    pageInfo: { hasNextPage: true },
  });
  const second = (await read(brand, `, after: "${first.pageInfo.endCursor}"`)).contractEvents;
  expect(second).toMatchObject({
    nodes: [{ kind: "PROPOSED", byName: "Owner of Brand A" }],
    pageInfo: { hasNextPage: false },
  });
  expect((await read(partner)).contractEvents.nodes[0]?.byName).toBe("Owner of Partner X");
});

test("history shows signed, pending, rejected; recent the last 30 days [D67, D68]", async () => {
  const { program, terms, proposal } = await ground({
    endsAt: new Date(world.clock.now + 20 * 86_400_000).toISOString(),
  });
  await accept(partner, proposal);
  const later = await propose(brand, terms, world.partnerX.accountId, {
    startsAt: new Date(world.clock.now + 25 * 86_400_000).toISOString(),
  });
  const declined = await propose(brand, terms, world.partnerX.accountId);
  await run(partner, decide("declineContract", declined), "ContractOk", "contract { state }");
  const read = async () => {
    const { contractHistory, recentContracts } = await partner.data<{
      contractHistory: Record<string, { id: string }[]>;
      recentContracts: Record<string, { id: string }[]>;
    }>(
      `{
        contractHistory(programId: "${program}", partnerId: "${world.partnerX.accountId}") {
          signed { id } pending { id } rejected { id }
        }
        recentContracts(programId: "${program}") { expired { id } expiring { id } starting { id } }
      }`,
    );
    return Object.fromEntries(
      Object.entries({ ...contractHistory, ...recentContracts }).map(([name, rows]) => [
        name,
        rows.map(({ id }) => id),
      ]),
    );
  };
  expect(await read()).toEqual({
    signed: [proposal],
    pending: [later],
    rejected: [declined],
    expired: [],
    expiring: [proposal],
    starting: [later],
  });
  const now = world.clock.now;
  world.clock.now += 22 * 86_400_000;
  expect(await read()).toMatchObject({ signed: [proposal], expired: [proposal], expiring: [] });
  world.clock.now = now;
});

describe("the audit trail", () => {
  interface Line {
    contractId: string;
    kind: string;
    beforeVersion: number | null;
    afterVersion: number | null;
  }
  interface Audit {
    contractEvents: { nodes: Line[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  }
  const read = async (client: Client, program: string, more: string) =>
    (
      await client.data<Audit>(
        `{
          contractEvents(programId: "${program}"${more}) {
            nodes { contractId kind beforeVersion afterVersion } pageInfo { endCursor hasNextPage }
          }
        }`,
      )
    ).contractEvents;
  async function oneByOne(client: Client, program: string): Promise<Line[]> {
    const lines: Line[] = [];
    for (let after = ""; ;) {
      const page = await read(client, program, `, first: 1${after}`);
      lines.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return lines;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
  }

  test("events of one instant stand in a contract's order, also across pages", async () => {
    const { program, terms, proposal } = await ground();
    const others: string[] = [];
    for (let i = 0; i < 4; i++) others.push(await propose(brand, terms, world.partnerX.accountId));
    await run(
      partner,
      decide("declineContract", others[0] ?? ""),
      "ContractOk",
      "contract { state }",
    );
    await run(
      brand,
      decide("withdrawContract", others[1] ?? ""),
      "ContractOk",
      "contract { state }",
    );
    await accept(partner, proposal);
    const whole = (await read(brand, program, ", first: 100")).nodes;
    expect(whole.map(({ kind }) => kind)).toEqual([
      "WITHDRAWN",
      "DECLINED",
      "ACCEPTED",
      ...others.map(() => "PROPOSED"),
      "PROPOSED",
    ]);
    expect(await oneByOne(brand, program)).toEqual(whole);
    expect(whole.find(({ kind }) => kind === "ACCEPTED")).toMatchObject({
      contractId: proposal,
      afterVersion: 1,
    });
    expect(
      (await read(brand, program, `, partnerId: "${world.partnerY.accountId}"`)).nodes,
    ).toEqual([]);
  });

  test("another brand or partner and a key without the right see nothing", async () => {
    const { program } = await ground();
    const stranger = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
    const otherPartner = createClient(world.url, {
      key: await world.keyOf(world.partnerY, readScopes),
    });
    for (const client of [stranger, otherPartner])
      expect((await read(client, program, "")).nodes).toEqual([]);
    const blind = createClient(world.url, {
      key: await world.keyOf(world.brandA, ["programs:read"]),
    });
    await expect(read(blind, program, "")).rejects.toThrow(/contracts:read/);
    const cursor = (parts: string[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    for (const parts of [
      ["2026-11-01T00:00:00Z", proposalId],
      ["yesterday", "PROPOSED", proposalId],
      ["2026-11-01T00:00:00Z", "PERHAPS", proposalId],
    ])
      await expect(read(brand, program, `, after: "${cursor(parts)}"`)).rejects.toThrow(
        /belongs to another list/,
      );
  });
});
const proposalId = "00000000-0000-7000-8000-000000000000";
