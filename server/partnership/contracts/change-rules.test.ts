import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createClient } from "../../testing/worlds/client.ts";
import {
  applied,
  apply,
  at,
  both,
  brand,
  changeCall,
  closeContracts,
  day,
  ground,
  job,
  midnight,
  noticesOf,
  openContracts,
  payouts,
  rates,
  terms,
  withdraw,
  world,
  x,
  y,
} from "../../testing/worlds/contract-world.ts";
import {
  accept,
  inline,
  intent,
  makeTerms,
  propose,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

beforeAll(openContracts);
afterAll(closeContracts);

describe("every strategy", () => {
  test("changed money or event types need a comment, shown [D47, D48, D196]", async () => {
    const { program, terms: id } = await ground();
    const input = { strategy: "MODIFY", termsId: id, effectiveOn: day(1) };
    for (const changed of [
      terms("0.15"),
      terms("0.10", { eventPayouts: payouts("0.10").slice(0, 1) }),
    ])
      expect(await refusal(brand, apply({ ...input, terms: changed, comment: " " }))).toMatchObject(
        {
          __typename: "InvalidInput",
          code: "COMMENT_REQUIRED",
          path: ["input", "comment"],
        },
      );
    await applied({ ...input, terms: terms("0.15"), comment: "A reason." });
    expect(
      (await noticesOf(x, program)).find(({ kind }) => kind === "CHANGE_SCHEDULED")?.comment,
    ).toBe("A reason.");
    expect(
      (
        await x.data<{ contracts: { nodes: { change: { comment: string } }[] } }>(
          `{
            contracts(filter: { programId: "${program}", states: [UPCOMING] }) {
              nodes { change { comment } }
            }
          }`,
        )
      ).contracts.nodes,
    ).toEqual([{ change: { comment: "A reason." } }]);
  });

  test("no change without consent tests sub ids; a proposal may [found 100]", async () => {
    const { program, terms: id } = await ground();
    const [click = {}, sale = {}] = payouts("0.10");
    const rules = [{ variable: "SUB_ID1", operator: "STARTS_WITH", values: ["s"] }];
    const asking = [{ ...click, groups: [{ name: "S", rules, rate: "0.20" }] }, sale];
    const spying = await makeTerms(brand, program, "Spying", asking);
    const plain = await makeTerms(brand, program, "Plain", payouts("0.11"));
    const now = { effectiveOn: day(1), comment: "A reason." };
    const replace = { strategy: "SWITCH", approval: "REPLACE", partnerIds: both(), ...now };
    const message = expect.stringContaining("propose them");
    for (const [input, path] of [
      [
        { ...now, strategy: "MODIFY", termsId: id, terms: terms("0.10", { eventPayouts: asking }) },
        ["input", "terms", "eventPayouts"],
      ],
      [{ ...replace, termsId: spying }, ["input", "partnerIds"]],
      [
        { ...replace, termsId: plain, lastDay: day(5), fallbackTermsId: spying },
        ["input", "partnerIds"],
      ],
    ] as const)
      expect(await refusal(brand, apply(input))).toMatchObject({
        __typename: "Conflict",
        code: "CONSENT_NEEDED",
        path,
        message,
      });
    await applied({ ...replace, approval: "PROPOSE", termsId: spying });
  });

  test("found 53: a modification says which group counts anew, and how far it was", async () => {
    const { program, terms: id } = await ground();
    const [click = {}, sale = {}] = payouts("0.10");
    const us = {
      name: "US",
      rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
      rate: "0.20",
      limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
    };
    const withGroup = (group: object) =>
      terms("0.10", { eventPayouts: [{ ...click, groups: [group] }, sale] });
    const modify = (group: object) => ({
      strategy: "MODIFY",
      termsId: id,
      terms: withGroup(group),
      effectiveOn: day(1),
      comment: "A reason.",
    });
    await applied(modify(us));
    const [stored] = await world.people.sql<{ id: string }>(
      `select body #>> '{eventPayouts,0,groups,0,id}' as id
        from terms_version
        where terms_id = $1 and number = 2`,
      [id],
    );
    // As accounting counts: seven of ten paid clicks of partner X.
    await world.people.sql(
      `insert into limit_budget (
          program_id,
          partner_account_id,
          scope_id,
          window_start,
          window_end,
          brand_account_id,
          used,
          epoch,
          currency,
          event,
          kind,
          scope,
          reset,
          group_id
        )
        select $1, $2, $2, $3, $4, brand_account_id, 7, 1, '', 'CLICK', 'CLICKS', 'CONTRACT',
          'DAY', $5
        from program
        where id = $1`,
      [
        program,
        world.partnerX.accountId,
        new Date(midnight(2)),
        new Date(midnight(3)),
        stored?.id ?? "",
      ],
    );
    await at(midnight(2) + 1, async () => {
      expect(
        await refusal(brand, apply({ ...modify({ ...us, name: "America" }), effectiveOn: day(3) })),
      ).toMatchObject({
        code: "GROUP_SENT_AGAIN",
        path: ["input", "terms", "eventPayouts", "0", "groups", "0", "id"],
        message: expect.stringContaining(`send the id ${stored?.id}`),
      });
      const rules = [{ variable: "COUNTRY", operator: "IS", values: ["US", "CA"] }];
      const { preview } = await run<Ok & { preview: { differences: object[] } }>(
        brand,
        changeCall("previewContractChange", {
          ...modify({ ...us, name: "America", rules }),
          effectiveOn: day(3),
        }),
        "PreviewChangeOk",
        `preview {
          differences { newCounts { event groupName earlierName earlierId message } }
          refusalMessage
        }`,
      );
      expect(preview).toEqual({
        refusalMessage: null,
        differences: [
          {
            newCounts: [
              {
                event: "CLICK",
                groupName: "America",
                earlierName: "US",
                earlierId: stored?.id,
                message:
                  'Group "America" begins a new count: 7 of 10 clicks a day, used under group ' +
                  '"US", do not count for it',
              },
            ],
          },
        ],
      });
    });
  });

  test("special terms added are told once and need no comment [D31, D32]", async () => {
    const { program, terms: id } = await ground();
    const customTerms = [
      { name: "our own name for it", kind: "TRADEMARK", text: "Do not bid on our name." },
    ];
    await applied({
      strategy: "MODIFY",
      termsId: id,
      terms: terms("0.10", { customTerms }),
      effectiveOn: day(1),
      comment: "",
    });
    for (const client of [x, y]) {
      const told = (await noticesOf(client, program)).filter(
        ({ kind }) => kind === "CHANGE_SCHEDULED",
      );
      expect(told).toMatchObject([
        {
          comment: "",
          differences: [{ clause: "CUSTOM_TERMS", before: null, after: "Do not bid on our name." }],
        },
      ]);
      expect(JSON.stringify(told)).not.toContain("our own name for it");
    }
  });

  test("the preview says what applying does, and writes nothing [D52]", async () => {
    const { program, terms: id } = await ground();
    const counts = () =>
      world.people.sql(
        `select
            (select count(*) from contract) c,
            (select count(*) from terms_version) v,
            (select count(*) from contract_change) h,
            (select count(*) from notice) n,
            (select count(*) from letter) m`,
      );
    const before = await counts();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const withNext = await counts();
    for (const input of [
      {
        strategy: "SWITCH",
        approval: "REPLACE",
        termsId: next,
        partnerIds: both(),
        effectiveOn: day(1),
      },
      {
        strategy: "SWITCH",
        approval: "PROPOSE",
        termsId: next,
        everyoneOnTermsId: id,
        effectiveOn: day(1),
      },
      { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) },
    ]) {
      const { preview } = await run<
        Ok & {
          preview: {
            touched: number;
            partners: { steps: string[] }[];
            differences: { partners: number; differences: object[] }[];
          };
        }
      >(
        brand,
        changeCall("previewContractChange", input),
        "PreviewChangeOk",
        `preview {
            touched leftOut needsComment effectiveAt
            partners { partnerName currentTermsName currentVersion noticeDays steps }
            differences {
              beforeName beforeVersion partners differences { clause before after effect }
            }
            refusalCode
          }`,
      );
      expect(preview).toMatchObject({
        touched: 2,
        leftOut: 0,
        needsComment: true,
        refusalCode: null,
        differences: [{ beforeName: "Terms", beforeVersion: 1, partners: 2 }],
      });
      expect(preview.partners.map(({ steps }) => steps.length)).toEqual(
        input.approval === "PROPOSE" ? [1, 1] : [2, 2],
      );
      expect(preview.differences[0]?.differences).toEqual([
        expect.objectContaining({
          clause: "DEFAULT_PAYOUT",
          before: "Each payable click earns 0.10 USD",
        }),
      ]);
    }
    expect(await counts()).toEqual(withNext);
    expect(before).not.toEqual(withNext);
  });

  test("a second planned change is refused while the first one waits [D45]", async () => {
    const { program, terms: id } = await ground();
    await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const second = {
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: next,
      partnerIds: both(),
      effectiveOn: day(2),
    };
    expect(await refusal(brand, apply(second))).toMatchObject({
      __typename: "Conflict",
      code: "CHANGE_ALREADY_SCHEDULED",
    });
    expect(
      await refusal(
        brand,
        apply({ strategy: "MODIFY", termsId: id, terms: terms("0.16"), effectiveOn: day(3) }),
      ),
    ).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
    await at(midnight(1), async () => void (await applied(second)));
    expect(await rates(program, "x", midnight(1), midnight(2))).toEqual(["0.15", "0.20"]);
  });

  test("a modification passes over who is on other terms by its day [D41, D45]", async () => {
    const { program, terms: id } = await ground();
    const weekend = await makeTerms(brand, program, "Weekend", payouts("0.30"));
    await applied({
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: weekend,
      partnerIds: [world.partnerX.accountId],
      effectiveOn: "2026-11-30",
      lastDay: day(10),
      fallbackTermsId: id,
    });
    await at(midnight(1), async () => {
      const modify = (termsId: string) => ({
        strategy: "MODIFY",
        termsId,
        terms: terms("0.50"),
        effectiveOn: day(20),
      });
      const alone = await refusal(brand, apply(modify(weekend)));
      expect(alone).toMatchObject({
        code: "NO_CONTRACT",
        message: expect.stringContaining("ends before that day"),
        path: ["input", "effectiveOn"],
      });
      await accept(y, await propose(brand, weekend, world.partnerY.accountId, { switches: true }));
      const { preview } = await run<
        Ok & { preview: { touched: number; leftOut: number; partners: { code: string | null }[] } }
      >(
        brand,
        changeCall("previewContractChange", modify(weekend)),
        "PreviewChangeOk",
        "preview { touched leftOut partners { code } refusalCode }",
      );
      expect(preview).toMatchObject({
        touched: 1,
        leftOut: 1,
        refusalCode: null,
        partners: expect.arrayContaining([{ code: "NO_CONTRACT" }, { code: null }]),
      });
      await applied(modify(weekend));
      await applied(modify(id));
    });
    expect(await rates(program, "x", midnight(20) - 1, midnight(20))).toEqual(["0.10", "0.50"]);
    expect(await rates(program, "y", midnight(20) - 1, midnight(20))).toEqual(["0.30", "0.50"]);
  });

  test("withdrawn before its day it changes no contract; later it is refused [D46]", async () => {
    const { program, terms: id, contracts } = await ground();
    const old = () =>
      world.people.sql(
        `select id, decision, starts_at, ends_at, terms_version_id
          from contract
          where id = any($1::uuid[])
          order by id`,
        [[contracts.x, contracts.y]],
      );
    const before = await old();
    const changeId = await applied({
      strategy: "MODIFY",
      termsId: id,
      terms: terms("0.15"),
      effectiveOn: day(1),
    });
    await run(brand, withdraw(changeId), "ContractChangeOk", "change { state }");
    expect(await old()).toEqual(before);
    expect(await rates(program, "x", midnight(1), midnight(20))).toEqual(["0.10", "0.10"]);
    expect((await noticesOf(x, program)).map(({ kind }) => kind)).toContain("CHANGE_WITHDRAWN");
    expect(await refusal(brand, withdraw(changeId))).toMatchObject({ code: "ALREADY_WITHDRAWN" });
    const another = await applied({
      strategy: "MODIFY",
      termsId: id,
      terms: terms("0.17"),
      effectiveOn: day(2),
    });
    await at(midnight(2), async () =>
      expect(await refusal(brand, withdraw(another))).toMatchObject({ code: "CHANGE_IN_FORCE" }),
    );
  });

  test("withdrawing a switch brings back what was to follow a temporary contract", async () => {
    const { program, terms: id } = await ground();
    const [weekend, next] = [
      await makeTerms(brand, program, "Weekend", payouts("0.30")),
      await makeTerms(brand, program, "Next", payouts("0.20")),
    ];
    await applied({
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: weekend,
      partnerIds: [world.partnerX.accountId],
      effectiveOn: day(5),
      lastDay: day(10),
      fallbackTermsId: id,
    });
    await at(midnight(6), async () => {
      const changeId = await applied({
        strategy: "SWITCH",
        approval: "REPLACE",
        termsId: next,
        partnerIds: [world.partnerX.accountId],
        effectiveOn: day(8),
      });
      expect(await rates(program, "x", midnight(8), midnight(20))).toEqual(["0.20", "0.20"]);
      await run(brand, withdraw(changeId), "ContractChangeOk", "change { state }");
      expect(
        await rates(program, "x", midnight(8), midnight(11) - 1, midnight(11), midnight(20)),
      ).toEqual(["0.30", "0.30", "0.10", "0.10"]);
    });
  });

  test("of two changes, or one and an acceptance, exactly one wins [D45, D56]", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { program, terms: id } = await ground();
      const modify = (rate: string) =>
        refusal(
          brand,
          apply({ strategy: "MODIFY", termsId: id, terms: terms(rate), effectiveOn: day(1) }),
        );
      const answers = await Promise.all([modify("0.15"), modify("0.16"), modify("0.17")]);
      expect(answers.filter(({ __typename }) => __typename === "ContractChangeOk")).toHaveLength(1);
      for (const answer of answers)
        if (answer.__typename !== "ContractChangeOk")
          expect(answer.code).toBe("CHANGE_ALREADY_SCHEDULED");
      const proposal = await propose(brand, id, world.partnerX.accountId, { switches: true });
      expect(
        await refusal(x, `acceptContract(id: "${proposal}", idempotencyKey: "${intent()}")`),
      ).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
      expect(
        new Set(
          (await rates(program, "x", midnight(1))).concat(await rates(program, "y", midnight(1))),
        ).size,
      ).toBe(1);
    }
  });

  test("the number of partners seen is the number reached, or nothing happens", async () => {
    const { terms: id, program } = await ground();
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    expect(await refusal(brand, apply({ ...input, expectedPartners: 3 }))).toMatchObject({
      code: "PARTNERS_CHANGED",
    });
    expect(await rates(program, "x", midnight(1))).toEqual(["0.10"]);
    await applied({ ...input, expectedPartners: 2 });
  });

  test("a change refuses what its kind ignores and offers that are over [D52]", async () => {
    const { program, terms: id } = await ground();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const modify = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    const switching = { strategy: "SWITCH", termsId: next, effectiveOn: day(1) };
    const propose = { ...switching, approval: "PROPOSE", partnerIds: both() };
    const replace = { ...propose, approval: "REPLACE" };
    const invite = { strategy: "INVITE", termsId: next, effectiveOn: day(1), partnerIds: both() };
    const today = new Date(world.clock.now).toISOString().slice(0, 10);
    const past = new Date(world.clock.now - 1000).toISOString();
    const later = new Date(world.clock.now + 9 * 86_400_000).toISOString();
    const { partnerIds, ...unnamed } = replace;
    const excludePartnerIds = partnerIds;
    for (const [input, code, field] of [
      [{ ...propose, expiresAt: past }, "EXPIRES_IN_PAST", "expiresAt"],
      [{ ...replace, expiresAt: later }, "BAD_INPUT", "expiresAt"],
      [{ ...replace, mayCounter: false }, "BAD_INPUT", "mayCounter"],
      [{ ...modify, mayCounter: false }, "BAD_INPUT", "mayCounter"],
      [{ ...propose, earlyOptIn: true }, "BAD_INPUT", "earlyOptIn"],
      [{ ...invite, earlyOptIn: true }, "BAD_INPUT", "earlyOptIn"],
      [{ ...replace, effectiveOn: today, earlyOptIn: true }, "BAD_INPUT", "earlyOptIn"],
      [{ ...modify, effectiveOn: today, earlyOptIn: true }, "BAD_INPUT", "earlyOptIn"],
      [{ ...replace, terms: terms("0.15") }, "BAD_INPUT", "terms"],
      [{ ...replace, baseVersion: 1 }, "BAD_INPUT", "baseVersion"],
      [{ ...replace, everyoneOnTermsId: id }, "BAD_INPUT", "everyoneOnTermsId"],
      [{ ...modify, partnerIds }, "BAD_INPUT", "partnerIds"],
      [{ ...modify, versionNumber: 1 }, "BAD_INPUT", "versionNumber"],
      [{ ...replace, expectedPartners: 3 }, "PARTNERS_CHANGED", "expectedPartners"],
      [{ ...replace, expectedPartners: -1 }, "PARTNERS_CHANGED", "expectedPartners"],
      [{ ...replace, excludePartnerIds }, "NO_PARTNERS", "excludePartnerIds"],
      [{ ...unnamed, everyoneOnTermsId: next }, "NO_PARTNERS", "everyoneOnTermsId"],
    ] as const) {
      const path = ["input", field];
      expect(await refusal(brand, apply(input))).toMatchObject({ code, path });
      const { result } = await brand.data<{ result: object }>(
        `mutation {
          result: ${changeCall("previewContractChange", input)} {
            ... on UserError { refusalCode: code refusalPath: path }
            ... on PreviewChangeOk { preview { refusalCode refusalPath } }
          }
        }`,
      );
      const said = { refusalCode: code, refusalPath: path };
      expect([said, { preview: said }]).toContainEqual(result);
    }
  });

  test("a draft is kept as it was, applied once, and discarded at will", async () => {
    const { terms: id } = await ground();
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    const saved = await run<Ok & { change: { id: string; draft: string } }>(
      brand,
      changeCall("saveContractChangeDraft", input, `, idempotencyKey: "${intent()}"`),
      "ContractChangeOk",
      "change { id state draft }",
    );
    expect(JSON.parse(saved.change.draft)).toMatchObject({
      strategy: "MODIFY",
      termsId: id,
      effectiveOn: day(1),
    });
    const applyDraft = () =>
      refusal(
        brand,
        changeCall(
          "applyContractChange",
          input,
          `, draftId: "${saved.change.id}", draftNumber: 1, idempotencyKey: "${intent()}"`,
        ),
      );
    expect((await applyDraft()).__typename).toBe("ContractChangeOk");
    expect(await applyDraft()).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
    const other = await run<Ok & { change: { id: string } }>(
      brand,
      changeCall("saveContractChangeDraft", input, `, idempotencyKey: "${intent()}"`),
      "ContractChangeOk",
      "change { id }",
    );
    const discard = () =>
      refusal(
        brand,
        `discardContractChangeDraft(id: "${other.change.id}", idempotencyKey: "${intent()}")`,
      );
    expect((await discard()).__typename).toBe("ContractChangeOk");
    expect(await discard()).toMatchObject({ code: "NOT_FOUND" });
  });

  test("a partner sees nothing of the brand's changes but its own part", async () => {
    const { terms: id, program } = await ground();
    const changeId = await applied({
      strategy: "MODIFY",
      termsId: id,
      terms: terms("0.15"),
      effectiveOn: day(1),
    });
    const answer = await x.post(`{ contractChange(id: "${changeId}") { id } }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    expect(
      (await x.post(`{ contractChanges(programId: "${program}") { nodes { id } } }`)).errors.map(
        ({ extensions }) => extensions.code,
      ),
    ).toEqual(["FORBIDDEN"]);
  });
});

test("the clock writes each event once: in force, replaced, ended [D62]", async () => {
  const { program, terms: id, contracts } = await ground();
  await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
  const next = await makeTerms(brand, program, "Next", payouts("0.20"));
  const late = await propose(brand, next, world.partnerX.accountId, {
    expiresAt: new Date(midnight(2)).toISOString(),
  });
  await at(midnight(3), async () => {
    await job.runOnce();
    await job.runOnce();
    const history = await x.data<{
      contractHistory: Record<
        string,
        {
          id: string;
          events: {
            kind: string;
            at: string;
            byName: string | null;
            beforeVersion: number | null;
            afterVersion: number | null;
          }[];
        }[]
      >;
    }>(
      `{
        contractHistory(programId: "${program}", partnerId: "${world.partnerX.accountId}") {
          signed { id events { kind at byName beforeVersion afterVersion } }
          pending { id events { kind at } }
          rejected { id events { kind at } }
        }
      }`,
    );
    const eventsOf = (list: string, contractId?: string) =>
      history.contractHistory[list]?.find(({ id: found }) =>
        contractId === undefined ? found !== contracts.x : found === contractId,
      )?.events ?? [];
    expect(eventsOf("signed", contracts.x).map(({ kind }) => kind)).toEqual([
      "PROPOSED",
      "ACCEPTED",
      "ACTIVATED",
      "CHANGE_SCHEDULED",
      "REPLACED",
    ]);
    expect(eventsOf("signed").map(({ kind }) => kind)).toEqual([
      "CHANGE_SCHEDULED",
      "ACTIVATED",
      "CHANGE_APPLIED",
    ]);
    expect(eventsOf("signed")[2]).toMatchObject({
      at: new Date(midnight(1)).toISOString(),
      byName: null,
      beforeVersion: 1,
      afterVersion: 2,
    });
    expect(eventsOf("rejected", late).map(({ kind }) => kind)).toEqual([
      "PROPOSED",
      "EXPIRED_PROPOSAL",
    ]);
  });
});

test("when it has ended pending sales are reversed, approved ones never [D65]", async () => {
  const pair = world.bx;
  const other = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
  const states = async () =>
    (
      await world.people.sql<{ state: string }>(
        `select state
          from conversion
          where partner_account_id = $1 and program_id = $2
          order by date`,
        [pair.partner.accountId, pair.program],
      )
    ).map(({ state }) => state);
  await world.sale(pair, { date: "2026-11-02", orders: 1, amount: "10.00" });
  await world.sale(pair, { date: "2026-11-03", orders: 1, amount: "20.00" });
  const [approved] = await world.people.sql<{ id: string }>(
    `select id
      from conversion
      where partner_account_id = $1 and program_id = $2
      order by date
      limit 1`,
    [pair.partner.accountId, pair.program],
  );
  await other.data(
    `mutation {
      approveConversions(ids: ["${approved?.id}"], idempotencyKey: "${intent()}") { __typename }
    }`,
  );
  await world.settle();
  expect(await states()).toEqual(["APPROVED", "PENDING"]);
  await run(
    other,
    "expireContracts(input: " +
      `${inline({ contractIds: [pair.contract], lastDay: "2026-11-05", reversePending: true })}, ` +
      `idempotencyKey: "${intent()}")`,
    "ExpireContractsOk",
    "contracts { endsAt }",
  );
  await job.runOnce();
  expect(await states()).toEqual(["APPROVED", "PENDING"]);
  await at(Date.parse("2026-11-07T00:00:00Z"), async () => {
    await vi.waitUntil(async () => (await job.runOnce(), (await states())[1] === "REVERSED"), {
      timeout: 20_000,
      interval: 100,
    });
    expect(await states()).toEqual(["APPROVED", "REVERSED"]);
  });
});
