import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import {
  applied,
  apply,
  at,
  both,
  brand,
  change,
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
  rowsOf,
  terms,
  world,
  x,
  y,
  type Row,
} from "../../testing/worlds/contract-world.ts";
import {
  accept,
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

describe("A: new terms, invite new partners", () => {
  test("invitations are PENDING contracts and touch no other row [D36]", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const offered = await makeTerms(brand, program, "Offered", payouts("0.20"));
    const id = await applied({
      strategy: "INVITE",
      termsId: offered,
      partnerIds: both(),
      effectiveOn: day(1),
    });
    expect(await rowsOf(program)).toMatchObject([
      { decision: "PROPOSED" },
      { decision: "PROPOSED" },
    ]);
    expect((await change(id)).contractChange).toEqual({
      state: "ASKED",
      partners: 2,
      done: 2,
      failed: 0,
      mayWithdraw: true,
    });
  });

  test("found 86: in effect, asked, accepted and declined are counted apart", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const offered = await makeTerms(brand, program, "Offered", payouts("0.20"));
    const id = await applied({
      strategy: "INVITE",
      termsId: offered,
      partnerIds: both(),
      effectiveOn: day(1),
    });
    const told = async () => {
      const { contractChange, contractChangePartners } = await brand.data<{
        contractChange: object;
        contractChangePartners: {
          nodes: { partnerId: string; state: string; newContractId: string }[];
        };
      }>(
        `{
          contractChange(id: "${id}") { state asked accepted declined expired inEffect }
          contractChangePartners(changeId: "${id}") { nodes { partnerId state newContractId } }
        }`,
      );
      const of = (partnerId: string) =>
        contractChangePartners.nodes.find((node) => node.partnerId === partnerId);
      return {
        change: contractChange,
        x: of(world.partnerX.accountId),
        y: of(world.partnerY.accountId),
      };
    };
    const first = await told();
    expect(first).toMatchObject({
      change: { state: "ASKED", asked: 2, accepted: 0, declined: 0, inEffect: 0 },
      x: { state: "PROPOSED" },
      y: { state: "PROPOSED" },
    });
    await accept(x, first.x?.newContractId ?? "");
    expect(await told()).toMatchObject({
      change: { state: "ASKED", asked: 1, accepted: 1 },
      x: { state: "ACCEPTED" },
    });
    await at(midnight(1), async () =>
      expect(await told()).toMatchObject({
        change: { state: "ASKED", asked: 1, accepted: 0, inEffect: 1 },
        x: { state: "APPLIED" },
        y: { state: "PROPOSED" },
      }),
    );
    await run(
      y,
      `declineContract(id: "${first.y?.newContractId ?? ""}", reason: "No.", idempotencyKey: ` +
        `"${intent()}")`,
      "ContractOk",
      "contract { state }",
    );
    expect(await told()).toMatchObject({
      change: { state: "SCHEDULED", asked: 0, accepted: 1, declined: 1, expired: 0 },
      y: { state: "DECLINED" },
    });
    await at(midnight(1), async () =>
      expect(await told()).toMatchObject({
        change: { state: "APPLIED", declined: 1, inEffect: 1 },
      }),
    );
  });

  test("an offer that was not answered, taken back or replaced is not declined", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const ends = midnight(2);
    const id = await applied({
      strategy: "INVITE",
      termsId: await makeTerms(brand, program, "Offered", payouts("0.20")),
      partnerIds: both(),
      effectiveOn: day(5),
      expiresAt: new Date(ends).toISOString(),
    });
    const told = async () => {
      const { contractChange, contractChangePartners } = await brand.data<{
        contractChange: object;
        contractChangePartners: {
          nodes: { partnerId: string; state: string; newContractId: string }[];
        };
      }>(
        `{
          contractChange(id: "${id}") { state asked declined expired withdrawn }
          contractChangePartners(changeId: "${id}") { nodes { partnerId state newContractId } }
        }`,
      );
      const { nodes } = contractChangePartners;
      const of = ({ accountId }: { accountId: string }) =>
        nodes.find(({ partnerId }) => partnerId === accountId);
      return { ...contractChange, x: of(world.partnerX), y: of(world.partnerY) };
    };
    const decide = (client: Client, name: string, contract: string, more = "") =>
      run(
        client,
        `${name}(id: "${contract}", ${more} idempotencyKey: "${intent()}")`,
        "ContractOk",
        "contract { state }",
      );
    const open = await told();
    expect(open).toMatchObject({ state: "ASKED", asked: 2, declined: 0, expired: 0 });
    await at(ends - 1, async () => expect(await told()).toMatchObject(open));
    await at(ends, async () =>
      expect(await told()).toMatchObject({
        state: "EXPIRED",
        asked: 0,
        declined: 0,
        expired: 2,
        x: { state: "EXPIRED" },
        y: { state: "EXPIRED" },
      }),
    );
    await decide(brand, "withdrawContract", open.x?.newContractId ?? "");
    await at(ends, async () =>
      expect(await told()).toMatchObject({
        state: "EXPIRED",
        expired: 1,
        withdrawn: 1,
        x: { state: "WITHDRAWN" },
      }),
    );
    await decide(y, "declineContract", open.y?.newContractId ?? "", 'reason: "No.",');
    await at(ends, async () =>
      expect(await told()).toMatchObject({
        state: "DECLINED",
        declined: 1,
        expired: 0,
        y: { state: "DECLINED" },
      }),
    );
  });

  test("found 86: who has not answered is reminded, at most once a day each", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const id = await applied({
      strategy: "INVITE",
      termsId: await makeTerms(brand, program, "Offered", payouts("0.20")),
      partnerIds: both(),
      effectiveOn: day(5),
    });
    const { contractChangePartners } = await brand.data<{
      contractChangePartners: { nodes: { partnerId: string; newContractId: string }[] };
    }>(`{ contractChangePartners(changeId: "${id}") { nodes { partnerId newContractId } } }`);
    const offerOf = (partner: string) =>
      contractChangePartners.nodes.find(({ partnerId }) => partnerId === partner)?.newContractId ??
      "";
    const call = (key = intent()) => `remindContractChange(id: "${id}", idempotencyKey: "${key}")`;
    const remind = async (key = intent()) =>
      (
        await run<Ok & { change: object }>(
          brand,
          call(key),
          "ContractChangeOk",
          "change { asked remindable remindedAt }",
        )
      ).change;
    const reminded = async (client: Client) =>
      (await noticesOf(client, program)).filter(({ kind }) => kind === "CONTRACT_REMINDED").length;
    const mails = () =>
      world.people.sql(
        `select 1
          from letter l
          join app_user u on u.id = l.user_id
          where l.subject like '%waits for your answer%' and u.email in ($1, $2)`,
        [world.partnerX.email, world.partnerY.email],
      );
    await accept(x, offerOf(world.partnerX.accountId));
    const key = intent();
    const start = world.clock.now;
    const done = { asked: 1, remindable: 0, remindedAt: new Date(start).toISOString() };
    expect([await remind(key), await remind(key)]).toEqual([done, done]);
    expect([await reminded(x), await reminded(y), (await mails()).length]).toEqual([0, 1, 1]);
    const answers = await at(start + 86_399_999, () => refusal(brand, call()));
    expect(answers).toMatchObject({
      __typename: "Conflict",
      code: "REMINDED_TODAY",
      path: ["id"],
      message: expect.stringMatching(/last at \d{4}-.*again from \d{4}-/) as string,
    });
    await at(start + 86_400_000, async () => {
      expect(await brand.data(`{ contractChange(id: "${id}") { remindable } }`)).toEqual({
        contractChange: { remindable: 1 },
      });
      // Ten at once are one.
      const all = await Promise.all(
        Array.from({ length: 10 }, () =>
          brand.data<{ r: { __typename: string } }>(`mutation { r: ${call()} { __typename } }`),
        ),
      );
      expect(all.filter(({ r }) => r.__typename === "ContractChangeOk")).toHaveLength(1);
    });
    expect([await reminded(y), (await mails()).length]).toEqual([2, 2]);
    await run(
      y,
      `declineContract(id: "${offerOf(world.partnerY.accountId)}", reason: "No.", ` +
        `idempotencyKey: "${intent()}")`,
      "ContractOk",
      "contract { state }",
    );
    expect(await refusal(brand, call())).toMatchObject({
      __typename: "Conflict",
      code: "NOBODY_ASKED",
    });
  });

  test("who has a contract is left out, told to be switched; no other waits", async () => {
    const { program, terms: old } = await ground();
    const before = await rowsOf(program);
    const offered = await makeTerms(brand, program, "Offered", payouts("0.20"));
    expect(
      await refusal(
        brand,
        apply({ strategy: "INVITE", termsId: offered, partnerIds: both(), effectiveOn: day(1) }),
      ),
    ).toMatchObject({ code: "CONTRACT_IN_FORCE" });
    expect(await rowsOf(program)).toEqual(before);
    expect(old).not.toBe(offered);
  });
});

test("found 89: a change at once says from which Amazon date sales pay by it", async () => {
  const now = Date.parse("2026-11-10T12:00:00Z");
  await at(now, async () => {
    const sold = async () =>
      world.people.sql<{ date: string; payout: string }>(
        `select date::text, payout_micros::text as payout
          from conversion
          where program_id = $1
          order by date`,
        [world.ax.program],
      );
    // The day before and this day as Seattle cuts them.
    for (const date of ["2026-11-09", "2026-11-10"])
      await world.sale(world.ax, { date, orders: 1, amount: "50.00" });
    expect(await sold()).toEqual([
      { date: "2026-11-09", payout: "4000000" },
      { date: "2026-11-10", payout: "4000000" },
    ]);
    const input = {
      strategy: "MODIFY",
      termsId: world.ax.terms,
      terms: terms("0.12", { eventPayouts: payouts("0.12", "10%") }),
      effectiveOn: "2026-11-10",
    };
    const salesFrom = async (zone: string | null) => {
      await world.people.sql("update program set report_zone = $1 where id = $2", [
        zone,
        world.ax.program,
      ]);
      const { preview } = await run<Ok & { preview: { salesFrom: string } }>(
        brand,
        changeCall("previewContractChange", input),
        "PreviewChangeOk",
        "preview { salesFrom }",
      );
      return preview.salesFrom;
    };
    // As its connected profile cuts days, or as its storefront does.
    expect(await salesFrom("Pacific/Kiritimati")).toBe("2026-11-11");
    expect(await salesFrom(null)).toBe("2026-11-10");
    await applied(input);
    await job.runOnce();
    await world.settle();
    for (const date of ["2026-11-09", "2026-11-10"])
      await world.sale(world.ax, { date, orders: 1, amount: "50.00" });
    expect(await sold()).toEqual([
      { date: "2026-11-09", payout: "4000000" },
      { date: "2026-11-10", payout: "5000000" },
    ]);
  });
});

describe("B: new terms, switch existing partners", () => {
  test("Replace: on the day the old contract ends and the new starts [D37, D51]", async () => {
    const { program, contracts } = await ground();
    const links = await world.people.sql("select * from tracking_link order by id");
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    await applied({
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: next,
      partnerIds: both(),
      effectiveOn: day(1),
    });
    expect(await rates(program, "x", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    expect(await rates(program, "y", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    await at(midnight(1), async () => {
      expect(
        (await x.data<{ contract: Row }>(`{ contract(id: "${contracts.x}") { id state } }`))
          .contract.state,
      ).toBe("EXPIRED");
      expect(
        (
          await x.data<{ contracts: { nodes: Row[] } }>(
            `{ contracts(filter: { programId: "${program}" }) { nodes { id state } } }`,
          )
        ).contracts.nodes,
      ).toHaveLength(1);
    });
    expect(await world.people.sql("select * from tracking_link order by id")).toEqual(links);
  });

  test("Propose: the old contract stays until the partner accepts [D38]", async () => {
    const { program, contracts } = await ground();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    await applied({
      strategy: "SWITCH",
      approval: "PROPOSE",
      termsId: next,
      partnerIds: both(),
      effectiveOn: day(1),
    });
    const open = await brand.data<{
      contracts: { nodes: { id: string; partnerAccountId: string }[] };
    }>(
      `{
        contracts(filter: { programId: "${program}", states: [PENDING] }) {
          nodes { id partnerAccountId }
        }
      }`,
    );
    const of = (id: string) =>
      open.contracts.nodes.find(({ partnerAccountId }) => partnerAccountId === id)?.id ?? "";
    expect(await rates(program, "x", midnight(1))).toEqual(["0.10"]);
    await accept(x, of(world.partnerX.accountId));
    await run(
      y,
      `declineContract(id: "${of(world.partnerY.accountId)}", reason: "No.", idempotencyKey: ` +
        `"${intent()}")`,
      "ContractOk",
      "contract { state }",
    );
    expect(await rates(program, "x", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    expect(await rates(program, "y", midnight(1))).toEqual(["0.10"]);
    const [kept] = await world.people.sql<{ ends_at: Date | null }>(
      "select ends_at from contract where id = $1",
      [contracts.y],
    );
    expect(kept?.ends_at).toBeNull();
  });

  test("a day inside a notice period leaves that partner out [D39]", async () => {
    const { program } = await ground(40);
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const input = {
      strategy: "SWITCH",
      approval: "REPLACE",
      termsId: next,
      partnerIds: both(),
      effectiveOn: day(1),
    };
    const preview = await run<
      Ok & {
        preview: {
          touched: number;
          partners: { code: string; earliestOn: string; message: string }[];
        };
      }
    >(
      brand,
      changeCall("previewContractChange", input),
      "PreviewChangeOk",
      "preview { touched leftOut earliestOn partners { code message earliestOn steps } }",
    );
    expect(preview.preview).toMatchObject({
      touched: 0,
      leftOut: 2,
      earliestOn: day(12),
      partners: [
        { code: "INSIDE_NOTICE_PERIOD", earliestOn: day(12), steps: [] },
        { earliestOn: day(12) },
      ],
    });
    expect(await refusal(brand, apply(input))).toMatchObject({
      __typename: "Conflict",
      code: "INSIDE_NOTICE_PERIOD",
      message: expect.stringContaining(day(12)),
    });
    await applied({ ...input, effectiveOn: day(12) });
    expect(await rates(program, "x", midnight(12) - 1, midnight(12))).toEqual(["0.10", "0.20"]);
  });

  test("temporary: a fallback needs an end and starts the instant after [D40]", async () => {
    const { program, terms: old } = await ground();
    const next = await makeTerms(brand, program, "Weekend", payouts("0.30"));
    const input = { strategy: "SWITCH", approval: "REPLACE", termsId: next, effectiveOn: day(5) };
    expect(
      await refusal(brand, apply({ ...input, partnerIds: both(), fallbackTermsId: old })),
    ).toMatchObject({ code: "FALLBACK_WITHOUT_END", path: ["input", "fallbackTermsId"] });
    await applied({
      ...input,
      partnerIds: [world.partnerX.accountId],
      lastDay: day(6),
      fallbackTermsId: old,
    });
    await applied({ ...input, partnerIds: [world.partnerY.accountId], lastDay: day(6) });
    expect(
      await rates(program, "x", midnight(5) - 1, midnight(5), midnight(7) - 1, midnight(7)),
    ).toEqual(["0.10", "0.30", "0.30", "0.10"]);
    expect(
      await rates(program, "y", midnight(5) - 1, midnight(5), midnight(7) - 1, midnight(7)),
    ).toEqual(["0.10", "0.30", "0.30", null]);
  });

  test("the fallback of an offer replaces what is signed for later, too [D66]", async () => {
    const { program, terms: old } = await ground();
    const next = await makeTerms(brand, program, "Weekend", payouts("0.30"));
    const later = await makeTerms(brand, program, "Later", payouts("0.40"));
    const partner = world.partnerX.accountId;
    const input = { strategy: "SWITCH", partnerIds: [partner], fallbackTermsId: null };
    await applied({
      ...input,
      approval: "REPLACE",
      termsId: later,
      effectiveOn: day(1),
      lastDay: day(2),
    });
    const offered = await at(midnight(1) + 3_600_000, async () => {
      await applied({
        ...input,
        approval: "PROPOSE",
        termsId: next,
        effectiveOn: day(2),
        lastDay: day(6),
        fallbackTermsId: old,
      });
      const [row] = (await rowsOf(program)).filter(({ decision }) => decision === "PROPOSED");
      await accept(
        x,
        await propose(brand, later, partner, { startsAt: new Date(midnight(10)).toISOString() }),
      );
      return row?.id ?? "";
    });
    await at(midnight(3) + 3_600_000, () => accept(x, offered));
    expect(await rates(program, "x", midnight(2), midnight(4), midnight(7), midnight(11))).toEqual([
      "0.40",
      "0.30",
      "0.10",
      "0.10",
    ]);
  });
});

describe("C: modify the terms in use", () => {
  test("one upcoming change for each signed partner [D41, D42, D50, D196, D197]", async () => {
    const { program, terms: id } = await ground();
    const elsewhere = await rowsOf(world.ax.program);
    const changeId = await applied({
      strategy: "MODIFY",
      termsId: id,
      terms: terms("0.15"),
      effectiveOn: day(1),
      howTo: true,
    });
    expect((await change(changeId)).contractChange).toMatchObject({
      state: "SCHEDULED",
      partners: 2,
      done: 2,
      failed: 0,
    });
    for (const partner of ["x", "y"] as const)
      expect(await rates(program, partner, midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.15"]);
    expect(await rowsOf(world.ax.program)).toEqual(elsewhere);
    for (const client of [x, y]) {
      const [told, ...others] = (await noticesOf(client, program)).filter(
        ({ kind }) => kind === "CHANGE_SCHEDULED",
      );
      expect(others).toEqual([]);
      expect(told).toMatchObject({
        comment: "Higher rates before Christmas.",
        effectiveAt: new Date(midnight(1)).toISOString(),
        howTo: true,
        linksSentence: expect.stringContaining("tracking links stay as they are"),
        differences: [
          {
            clause: "DEFAULT_PAYOUT",
            before: "Each payable click earns 0.10 USD",
            after: "Each payable click earns 0.15 USD",
          },
        ],
      });
    }
    const mails = await world.people.sql<{ recipient: string; body: string }>(
      `select u.email as recipient, l.body
        from letter l
        join app_user u on u.id = l.user_id
        where l.subject like 'Brand A changes your contract%' and l.body like '%0.15%'
        order by u.email`,
    );
    expect(mails.map(({ recipient }) => recipient)).toEqual(
      [world.partnerX.email, world.partnerY.email].toSorted(),
    );
    for (const { body } of mails) {
      for (const part of [
        "Higher rates before Christmas.",
        "“Each payable click earns 0.10 USD” becomes “Each payable click earns 0.15 USD”",
        "2026-12-01 00:00 Europe/Berlin",
        "tracking links stay as they are",
        "/how-to/links",
      ])
        expect(body).toContain(part);
    }
  });

  test("the day must suit the longest notice; the refusal names one [D27]", async () => {
    const { program, terms: id } = await ground(40);
    const before = await rowsOf(program);
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15") };
    expect(await refusal(brand, apply({ ...input, effectiveOn: day(11) }))).toMatchObject({
      code: "INSIDE_NOTICE_PERIOD",
      message: expect.stringContaining(day(12)),
      path: ["input", "effectiveOn"],
    });
    expect(await rowsOf(program)).toEqual(before);
    expect(
      await world.people.sql("select 1 from terms_version where terms_id = $1", [id]),
    ).toHaveLength(1);
    await applied({ ...input, effectiveOn: day(12) });
  });

  test("a partner cannot reject it [D43]", async () => {
    const { program, terms: id } = await ground();
    await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    const upcoming = await x.data<{ contracts: { nodes: Row[] } }>(
      `{
        contracts(filter: { programId: "${program}", states: [UPCOMING] }) { nodes { id state } }
      }`,
    );
    expect(
      await refusal(
        x,
        `declineContract(id: "${upcoming.contracts.nodes[0]?.id}", reason: "No.", ` +
          `idempotencyKey: "${intent()}")`,
      ),
    ).toMatchObject({
      __typename: "Conflict",
      code: "CANNOT_REJECT",
    });
  });

  test("early opt-in only where allowed, at once, for that partner alone [D44]", async () => {
    const upcomingOf = async (client: Client, program: string) =>
      (
        await client.data<{ contracts: { nodes: (Row & { change: { mayOptIn: boolean } })[] } }>(
          `{
            contracts(filter: { programId: "${program}", states: [UPCOMING] }) {
              nodes { id state change { mayOptIn } }
            }
          }`,
        )
      ).contracts.nodes[0];
    const optIn = (id: string | undefined) =>
      `optInToChange(id: "${id}", idempotencyKey: "${intent()}")`;
    const closed = await ground();
    await applied({
      strategy: "MODIFY",
      termsId: closed.terms,
      terms: terms("0.15"),
      effectiveOn: day(1),
    });
    const notAllowed = await upcomingOf(x, closed.program);
    expect(notAllowed?.change.mayOptIn).toBe(false);
    expect(await refusal(x, optIn(notAllowed?.id))).toMatchObject({ code: "OPT_IN_NOT_ALLOWED" });
    const open = await ground();
    await applied({
      strategy: "MODIFY",
      termsId: open.terms,
      terms: terms("0.15"),
      effectiveOn: day(1),
      earlyOptIn: true,
    });
    const allowed = await upcomingOf(x, open.program);
    expect(allowed?.change.mayOptIn).toBe(true);
    world.clock.now += 3_600_000;
    const now = world.clock.now;
    const { contract } = await run<Ok & { contract: { state: string; startsAt: string } }>(
      x,
      optIn(allowed?.id),
      "ContractOk",
      "contract { state startsAt }",
    );
    expect(contract).toMatchObject({ state: "ACTIVE", startsAt: new Date(now).toISOString() });
    expect(await rates(open.program, "x", now - 1, now, midnight(1))).toEqual([
      "0.10",
      "0.15",
      "0.15",
    ]);
    expect(await rates(open.program, "y", now, midnight(1) - 1, midnight(1))).toEqual([
      "0.10",
      "0.10",
      "0.15",
    ]);
    expect(await refusal(x, optIn(allowed?.id))).toMatchObject({ code: "CHANGE_IN_FORCE" });
    expect((await noticesOf(brand, open.program)).map(({ kind }) => kind)).toContain(
      "CHANGE_OPTED_IN",
    );
  });

  test("the new version starts from the edited one; the currency stays [D33]", async () => {
    const { terms: id } = await ground();
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    expect(await refusal(brand, apply({ ...input, baseVersion: 7 }))).toMatchObject({
      code: "NEWER_VERSION",
    });
    expect(
      await refusal(brand, apply({ ...input, terms: { ...terms("0.15"), currency: "EUR" } })),
    ).toMatchObject({ code: "CURRENCY_FIXED" });
    expect(await refusal(brand, apply({ ...input, terms: terms("ten cents") }))).toMatchObject({
      __typename: "InvalidInput",
      path: ["input", "terms", "eventPayouts", "0", "rate"],
    });
  });
});
