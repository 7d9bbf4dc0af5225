import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../auth/rights.ts";
import { createContractChanges, type ContractChanges } from "../jobs/contract-changes.ts";
import { createClient, type Client } from "../test/client.ts";
import { accept, createWorld, inline, intent, makeProgram, makeTerms, propose, readScopes, refusal, run, type Ok, type World } from "../test/world.ts";

let world: World;
let brand: Client;
let x: Client;
let y: Client;
let job: ContractChanges;
beforeAll(async () => {
  world = await createWorld();
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  x = createClient(world.url, { key: await world.keyOf(world.partnerX, [...readScopes, "contracts:decide"]) });
  y = createClient(world.url, { key: await world.keyOf(world.partnerY, [...readScopes, "contracts:decide"]) });
  job = await createContractChanges({
    databaseUrl: world.people.url,
    telling: { clock: () => world.clock.now, newId: world.people.deps.newId, publicUrl: "http://counterfoil.example" },
  });
});
afterAll(async () => {
  await job?.close();
  await world?.close();
});

// Brand A lives in Berlin: its days begin at 23:00 UTC in winter.
const day = (n: number): string => `2026-12-${String(n).padStart(2, "0")}`;
const midnight = (n: number): number => Date.parse(`${day(n)}T00:00:00+01:00`);
async function at<T>(instant: number, step: () => Promise<T>): Promise<T> {
  const now = world.clock.now;
  world.clock.now = instant;
  try {
    return await step();
  } finally {
    world.clock.now = now;
  }
}

const payouts = (rate: string, sale = "8%") => [
  { event: "CLICK", rate, limits: [{ kind: "CLICKS", reset: "DAY", max: "1000" }] },
  { event: "SALE", rate: sale, limits: [] },
];
interface Ground {
  program: string;
  terms: string;
  contracts: { x: string; y: string };
}
/** A program of its own whose terms both partners signed. */
async function ground(noticeDays = 0): Promise<Ground> {
  const { id: program } = await makeProgram(brand, `Program ${intent()}`);
  const terms = await makeTerms(brand, program, "Terms", payouts("0.10"));
  if (noticeDays > 0) await world.people.sql("update terms_version set body = body || jsonb_build_object('noticeDays', $2::int) where terms_id = $1", [terms, noticeDays]);
  const contracts = { x: await propose(brand, terms, world.partnerX.accountId), y: await propose(brand, terms, world.partnerY.accountId) };
  await accept(x, contracts.x);
  await accept(y, contracts.y);
  return { program, terms, contracts };
}

const changeCall = (name: string, input: object, more = "") => `${name}(input: ${inline({ comment: "Higher rates before Christmas.", ...input })}${more})`;
const apply = (input: object) => changeCall("applyContractChange", input, `, idempotencyKey: "${intent()}"`);
const applied = async (input: object): Promise<string> =>
  (await run<Ok & { change: { id: string } }>(brand, apply(input), "ContractChangeOk", "change { id state partners done failed }")).change.id;
const change = (id: string) =>
  brand.data<{ contractChange: { state: string; partners: number; done: number; failed: number; mayWithdraw: boolean } }>(
    `{ contractChange(id: "${id}") { state partners done failed mayWithdraw } }`,
  );
const terms = (rate: string, more: object = {}) => ({ name: "Terms", currency: "USD", eventPayouts: payouts(rate), ...more });
const withdraw = (id: string) => `withdrawContractChange(id: "${id}", idempotencyKey: "${intent()}")`;
const rateAt = async (client: Client, program: string, partner: string, instant: number): Promise<string | null> =>
  (
    await client.data<{ contractAt: { version: { eventPayouts: { rate: string }[] } } | null }>(
      `{ contractAt(programId: "${program}", partnerId: "${partner}", at: "${new Date(instant).toISOString()}") { version { eventPayouts { rate } } } }`,
    )
  ).contractAt?.version.eventPayouts[0]?.rate ?? null;
const rates = (program: string, partner: "x" | "y", ...instants: number[]) =>
  Promise.all(instants.map((instant) => rateAt(brand, program, partner === "x" ? world.partnerX.accountId : world.partnerY.accountId, instant)));
interface Row {
  id: string;
  state: string;
  decision?: string;
}
const rowsOf = (program: string) =>
  world.people.sql<{ id: string; decision: string; starts_at: Date; ends_at: Date | null; terms_version_id: string }>(
    "select id, decision, starts_at, ends_at, terms_version_id from contract where program_id = $1 order by id",
    [program],
  );
interface NoticeRow {
  kind: string;
  comment: string;
  effectiveAt: string | null;
  linksSentence: string;
  howTo: boolean;
  differences: { clause: string; before: string | null; after: string | null }[];
}
const noticesOf = async (client: Client, program: string): Promise<NoticeRow[]> =>
  (
    await client.data<{ notices: { nodes: (NoticeRow & { programId: string })[] } }>(
      "{ notices(first: 100) { nodes { kind comment effectiveAt linksSentence howTo programId differences { clause before after } } } }",
    )
  ).notices.nodes.filter(({ programId }) => programId === program);
const both = () => [world.partnerX.accountId, world.partnerY.accountId];

describe("A: new terms, invite new partners", () => {
  test("invitations are PENDING contracts and touch no other row [D36]", async () => {
    const { id: program } = await makeProgram(brand, `Program ${intent()}`);
    const offered = await makeTerms(brand, program, "Offered", payouts("0.20"));
    const id = await applied({ strategy: "INVITE", termsId: offered, partnerIds: both(), effectiveOn: day(1) });
    expect(await rowsOf(program)).toMatchObject([{ decision: "PROPOSED" }, { decision: "PROPOSED" }]);
    expect((await change(id)).contractChange).toEqual({ state: "SCHEDULED", partners: 2, done: 2, failed: 0, mayWithdraw: true });
  });

  test("who has a contract is left out and told to be switched; nobody else is held up", async () => {
    const { program, terms: old } = await ground();
    const before = await rowsOf(program);
    const offered = await makeTerms(brand, program, "Offered", payouts("0.20"));
    expect(await refusal(brand, apply({ strategy: "INVITE", termsId: offered, partnerIds: both(), effectiveOn: day(1) }))).toMatchObject({ code: "CONTRACT_IN_FORCE" });
    expect(await rowsOf(program)).toEqual(before);
    expect(old).not.toBe(offered);
  });
});

describe("B: new terms, switch existing partners", () => {
  test("Replace: on the day the old contract ends and the new one starts, without any partner's action [D37, D51]", async () => {
    const { program, contracts } = await ground();
    const links = await world.people.sql("select * from tracking_link order by id");
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    await applied({ strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: both(), effectiveOn: day(1) });
    expect(await rates(program, "x", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    expect(await rates(program, "y", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    await at(midnight(1), async () => {
      expect((await x.data<{ contract: Row }>(`{ contract(id: "${contracts.x}") { id state } }`)).contract.state).toBe("EXPIRED");
      expect((await x.data<{ contracts: { nodes: Row[] } }>(`{ contracts(filter: { programId: "${program}" }) { nodes { id state } } }`)).contracts.nodes).toHaveLength(1);
    });
    expect(await world.people.sql("select * from tracking_link order by id")).toEqual(links);
  });

  test("Propose: the old contract stays until the partner accepts; declining leaves it [D38]", async () => {
    const { program, contracts } = await ground();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    await applied({ strategy: "SWITCH", approval: "PROPOSE", termsId: next, partnerIds: both(), effectiveOn: day(1) });
    const open = await brand.data<{ contracts: { nodes: { id: string; partnerAccountId: string }[] } }>(
      `{ contracts(filter: { programId: "${program}", states: [PENDING] }) { nodes { id partnerAccountId } } }`,
    );
    const of = (id: string) => open.contracts.nodes.find(({ partnerAccountId }) => partnerAccountId === id)?.id ?? "";
    expect(await rates(program, "x", midnight(1))).toEqual(["0.10"]);
    await accept(x, of(world.partnerX.accountId));
    await run(y, `declineContract(id: "${of(world.partnerY.accountId)}", reason: "No.", idempotencyKey: "${intent()}")`, "ContractOk", "contract { state }");
    expect(await rates(program, "x", midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.20"]);
    expect(await rates(program, "y", midnight(1))).toEqual(["0.10"]);
    const [kept] = await world.people.sql<{ ends_at: Date | null }>("select ends_at from contract where id = $1", [contracts.y]);
    expect(kept?.ends_at).toBeNull();
  });

  test("a day inside a partner's notice period leaves that partner out and names its earliest day [D39]", async () => {
    const { program } = await ground(40);
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const input = { strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: both(), effectiveOn: day(1) };
    const preview = await run<Ok & { preview: { touched: number; partners: { code: string; earliestOn: string; message: string }[] } }>(
      brand,
      changeCall("previewContractChange", input),
      "PreviewChangeOk",
      "preview { touched leftOut earliestOn partners { code message earliestOn steps } }",
    );
    expect(preview.preview).toMatchObject({
      touched: 0,
      leftOut: 2,
      earliestOn: day(12),
      partners: [{ code: "INSIDE_NOTICE_PERIOD", earliestOn: day(12), steps: [] }, { earliestOn: day(12) }],
    });
    expect(await refusal(brand, apply(input))).toMatchObject({ __typename: "Conflict", code: "INSIDE_NOTICE_PERIOD", message: expect.stringContaining(day(12)) });
    await applied({ ...input, effectiveOn: day(12) });
    expect(await rates(program, "x", midnight(12) - 1, midnight(12))).toEqual(["0.10", "0.20"]);
  });

  test("temporary: an end is needed for a fallback, which starts the instant after it; without one nothing follows [D40]", async () => {
    const { program, terms: old } = await ground();
    const next = await makeTerms(brand, program, "Weekend", payouts("0.30"));
    const input = { strategy: "SWITCH", approval: "REPLACE", termsId: next, effectiveOn: day(5) };
    expect(await refusal(brand, apply({ ...input, partnerIds: both(), fallbackTermsId: old }))).toMatchObject({ code: "FALLBACK_WITHOUT_END", path: ["input", "fallbackTermsId"] });
    await applied({ ...input, partnerIds: [world.partnerX.accountId], lastDay: day(6), fallbackTermsId: old });
    await applied({ ...input, partnerIds: [world.partnerY.accountId], lastDay: day(6) });
    expect(await rates(program, "x", midnight(5) - 1, midnight(5), midnight(7) - 1, midnight(7))).toEqual(["0.10", "0.30", "0.30", "0.10"]);
    expect(await rates(program, "y", midnight(5) - 1, midnight(5), midnight(7) - 1, midnight(7))).toEqual(["0.10", "0.30", "0.30", null]);
  });
});

describe("C: modify the terms in use", () => {
  test("one upcoming change for every partner signed to them, none for others; in force on the day for those who never looked [D41, D42, D50, D196, D197]", async () => {
    const { program, terms: id } = await ground();
    const elsewhere = await rowsOf(world.ax.program);
    const changeId = await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1), howTo: true });
    expect((await change(changeId)).contractChange).toMatchObject({ state: "SCHEDULED", partners: 2, done: 2, failed: 0 });
    for (const partner of ["x", "y"] as const) expect(await rates(program, partner, midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.15"]);
    expect(await rowsOf(world.ax.program)).toEqual(elsewhere);
    for (const client of [x, y]) {
      const [told, ...others] = (await noticesOf(client, program)).filter(({ kind }) => kind === "CHANGE_SCHEDULED");
      expect(others).toEqual([]);
      expect(told).toMatchObject({
        comment: "Higher rates before Christmas.",
        effectiveAt: new Date(midnight(1)).toISOString(),
        howTo: true,
        linksSentence: expect.stringContaining("tracking links stay as they are"),
        differences: [{ clause: "DEFAULT_PAYOUT", before: "0.10 USD", after: "0.15 USD" }],
      });
    }
    const mails = await world.people.sql<{ recipient: string; body: string }>(
      "select recipient, body from mail where subject like 'Brand A changes your contract%' and body like '%0.15%' order by recipient",
    );
    expect(mails.map(({ recipient }) => recipient)).toEqual([world.partnerX.email, world.partnerY.email].toSorted());
    for (const { body } of mails) {
      for (const part of ["Higher rates before Christmas.", "0.10 USD becomes 0.15 USD", "2026-12-01 00:00 Europe/Berlin", "tracking links stay as they are", "/how-to/links"])
        expect(body).toContain(part);
    }
  });

  test("the day must suit the longest notice period; the refusal names the day that would [D27]", async () => {
    const { program, terms: id } = await ground(40);
    const before = await rowsOf(program);
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15") };
    expect(await refusal(brand, apply({ ...input, effectiveOn: day(11) }))).toMatchObject({
      code: "INSIDE_NOTICE_PERIOD",
      message: expect.stringContaining(day(12)),
      path: ["input", "effectiveOn"],
    });
    expect(await rowsOf(program)).toEqual(before);
    expect(await world.people.sql("select 1 from terms_version where terms_id = $1", [id])).toHaveLength(1);
    await applied({ ...input, effectiveOn: day(12) });
  });

  test("a partner cannot reject it [D43]", async () => {
    const { program, terms: id } = await ground();
    await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    const upcoming = await x.data<{ contracts: { nodes: Row[] } }>(`{ contracts(filter: { programId: "${program}", states: [UPCOMING] }) { nodes { id state } } }`);
    expect(await refusal(x, `declineContract(id: "${upcoming.contracts.nodes[0]?.id}", reason: "No.", idempotencyKey: "${intent()}")`)).toMatchObject({
      __typename: "Conflict",
      code: "CANNOT_REJECT",
    });
  });

  test("early opt-in only where allowed, at once, for that partner alone [D44]", async () => {
    const upcomingOf = async (client: Client, program: string) =>
      (
        await client.data<{ contracts: { nodes: (Row & { change: { mayOptIn: boolean } })[] } }>(
          `{ contracts(filter: { programId: "${program}", states: [UPCOMING] }) { nodes { id state change { mayOptIn } } } }`,
        )
      ).contracts.nodes[0];
    const optIn = (id: string | undefined) => `optInToChange(id: "${id}", idempotencyKey: "${intent()}")`;
    const closed = await ground();
    await applied({ strategy: "MODIFY", termsId: closed.terms, terms: terms("0.15"), effectiveOn: day(1) });
    const notAllowed = await upcomingOf(x, closed.program);
    expect(notAllowed?.change.mayOptIn).toBe(false);
    expect(await refusal(x, optIn(notAllowed?.id))).toMatchObject({ code: "OPT_IN_NOT_ALLOWED" });
    const open = await ground();
    await applied({ strategy: "MODIFY", termsId: open.terms, terms: terms("0.15"), effectiveOn: day(1), earlyOptIn: true });
    const allowed = await upcomingOf(x, open.program);
    expect(allowed?.change.mayOptIn).toBe(true);
    world.clock.now += 3_600_000;
    const now = world.clock.now;
    const { contract } = await run<Ok & { contract: { state: string; startsAt: string } }>(x, optIn(allowed?.id), "ContractOk", "contract { state startsAt }");
    expect(contract).toMatchObject({ state: "ACTIVE", startsAt: new Date(now).toISOString() });
    expect(await rates(open.program, "x", now - 1, now, midnight(1))).toEqual(["0.10", "0.15", "0.15"]);
    expect(await rates(open.program, "y", now, midnight(1) - 1, midnight(1))).toEqual(["0.10", "0.10", "0.15"]);
    expect(await refusal(x, optIn(allowed?.id))).toMatchObject({ code: "CHANGE_IN_FORCE" });
    expect((await noticesOf(brand, open.program)).map(({ kind }) => kind)).toContain("CHANGE_OPTED_IN");
  });

  test("the new version starts from the one that was edited; the currency stays [D33]", async () => {
    const { terms: id } = await ground();
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    expect(await refusal(brand, apply({ ...input, baseVersion: 7 }))).toMatchObject({ code: "VERSION_CHANGED" });
    expect(await refusal(brand, apply({ ...input, terms: { ...terms("0.15"), currency: "EUR" } }))).toMatchObject({ code: "CURRENCY_FIXED" });
    expect(await refusal(brand, apply({ ...input, terms: terms("ten cents") }))).toMatchObject({
      __typename: "InvalidInput",
      path: ["input", "terms", "eventPayouts", "0", "rate"],
    });
  });
});

describe("every strategy", () => {
  test("what alters money or event types needs a comment, which the notice shows [D47, D48, D196]", async () => {
    const { program, terms: id } = await ground();
    const input = { strategy: "MODIFY", termsId: id, effectiveOn: day(1) };
    for (const changed of [terms("0.15"), terms("0.10", { eventPayouts: payouts("0.10").slice(0, 1) })])
      expect(await refusal(brand, apply({ ...input, terms: changed, comment: " " }))).toMatchObject({
        __typename: "InvalidInput",
        code: "COMMENT_REQUIRED",
        path: ["input", "comment"],
      });
    await applied({ ...input, terms: terms("0.15"), comment: "A reason." });
    expect((await noticesOf(x, program)).find(({ kind }) => kind === "CHANGE_SCHEDULED")?.comment).toBe("A reason.");
    expect(
      (
        await x.data<{ contracts: { nodes: { change: { comment: string } }[] } }>(
          `{ contracts(filter: { programId: "${program}", states: [UPCOMING] }) { nodes { change { comment } } } }`,
        )
      ).contracts.nodes,
    ).toEqual([{ change: { comment: "A reason." } }]);
  });

  test("the preview says what applying does, and writes nothing [D52]", async () => {
    const { program, terms: id } = await ground();
    const counts = () =>
      world.people.sql(
        "select (select count(*) from contract) c, (select count(*) from terms_version) v, (select count(*) from contract_change) h, (select count(*) from notice) n, (select count(*) from mail) m",
      );
    const before = await counts();
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const withNext = await counts();
    for (const input of [
      { strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: both(), effectiveOn: day(1) },
      { strategy: "SWITCH", approval: "PROPOSE", termsId: next, everyoneOnTermsId: id, effectiveOn: day(1) },
      { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) },
    ]) {
      const { preview } = await run<Ok & { preview: { touched: number; partners: { steps: string[] }[]; differences: { partners: number; differences: object[] }[] } }>(
        brand,
        changeCall("previewContractChange", input),
        "PreviewChangeOk",
        "preview { touched leftOut needsComment effectiveAt partners { partnerName currentTermsName currentVersion noticeDays steps } differences { beforeName beforeVersion partners differences { clause before after effect } } refusalCode }",
      );
      expect(preview).toMatchObject({ touched: 2, leftOut: 0, needsComment: true, refusalCode: null, differences: [{ beforeName: "Terms", beforeVersion: 1, partners: 2 }] });
      expect(preview.partners.map(({ steps }) => steps.length)).toEqual(input.approval === "PROPOSE" ? [1, 1] : [2, 2]);
      expect(preview.differences[0]?.differences).toEqual([expect.objectContaining({ clause: "DEFAULT_PAYOUT", before: "0.10 USD" })]);
    }
    expect(await counts()).toEqual(withNext);
    expect(before).not.toEqual(withNext);
  });

  test("one planned change at a time: a second one is refused until the first has taken effect or is withdrawn [D45]", async () => {
    const { program, terms: id } = await ground();
    await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    const next = await makeTerms(brand, program, "Next", payouts("0.20"));
    const second = { strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: both(), effectiveOn: day(2) };
    expect(await refusal(brand, apply(second))).toMatchObject({ __typename: "Conflict", code: "CHANGE_ALREADY_SCHEDULED" });
    expect(await refusal(brand, apply({ strategy: "MODIFY", termsId: id, terms: terms("0.16"), effectiveOn: day(3) }))).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
    await at(midnight(1), async () => void (await applied(second)));
    expect(await rates(program, "x", midnight(1), midnight(2))).toEqual(["0.15", "0.20"]);
  });

  test("withdrawn before its day it leaves every contract as it was, and each partner is told; after its day it is refused [D46]", async () => {
    const { program, terms: id, contracts } = await ground();
    const old = () =>
      world.people.sql("select id, decision, starts_at, ends_at, terms_version_id from contract where id = any($1::uuid[]) order by id", [[contracts.x, contracts.y]]);
    const before = await old();
    const changeId = await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    await run(brand, withdraw(changeId), "ContractChangeOk", "change { state }");
    expect(await old()).toEqual(before);
    expect(await rates(program, "x", midnight(1), midnight(20))).toEqual(["0.10", "0.10"]);
    expect((await noticesOf(x, program)).map(({ kind }) => kind)).toContain("CHANGE_WITHDRAWN");
    expect(await refusal(brand, withdraw(changeId))).toMatchObject({ code: "ALREADY_WITHDRAWN" });
    const another = await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.17"), effectiveOn: day(2) });
    await at(midnight(2), async () => expect(await refusal(brand, withdraw(another))).toMatchObject({ code: "CHANGE_IN_FORCE" }));
  });

  test("withdrawing a switch brings back what was to follow a temporary contract", async () => {
    const { program, terms: id } = await ground();
    const [weekend, next] = [await makeTerms(brand, program, "Weekend", payouts("0.30")), await makeTerms(brand, program, "Next", payouts("0.20"))];
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
      const changeId = await applied({ strategy: "SWITCH", approval: "REPLACE", termsId: next, partnerIds: [world.partnerX.accountId], effectiveOn: day(8) });
      expect(await rates(program, "x", midnight(8), midnight(20))).toEqual(["0.20", "0.20"]);
      await run(brand, withdraw(changeId), "ContractChangeOk", "change { state }");
      expect(await rates(program, "x", midnight(8), midnight(11) - 1, midnight(11), midnight(20))).toEqual(["0.30", "0.30", "0.10", "0.10"]);
    });
  });

  test("two changes at the same moment, and a change and an acceptance: exactly one wins, the other is told so [D45, D56]", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { program, terms: id } = await ground();
      const modify = (rate: string) => refusal(brand, apply({ strategy: "MODIFY", termsId: id, terms: terms(rate), effectiveOn: day(1) }));
      const answers = await Promise.all([modify("0.15"), modify("0.16"), modify("0.17")]);
      expect(answers.filter(({ __typename }) => __typename === "ContractChangeOk")).toHaveLength(1);
      for (const answer of answers) if (answer.__typename !== "ContractChangeOk") expect(answer.code).toBe("CHANGE_ALREADY_SCHEDULED");
      const proposal = await propose(brand, id, world.partnerX.accountId, { switches: true });
      expect(await refusal(x, `acceptContract(id: "${proposal}", idempotencyKey: "${intent()}")`)).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
      expect(new Set((await rates(program, "x", midnight(1))).concat(await rates(program, "y", midnight(1)))).size).toBe(1);
    }
  });

  test("the number of partners that was seen is the number that is reached, or nothing happens", async () => {
    const { terms: id, program } = await ground();
    const input = { strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) };
    expect(await refusal(brand, apply({ ...input, expectedPartners: 3 }))).toMatchObject({ code: "PARTNERS_CHANGED" });
    expect(await rates(program, "x", midnight(1))).toEqual(["0.10"]);
    await applied({ ...input, expectedPartners: 2 });
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
    expect(JSON.parse(saved.change.draft)).toMatchObject({ strategy: "MODIFY", termsId: id, effectiveOn: day(1) });
    const applyDraft = () => refusal(brand, changeCall("applyContractChange", input, `, draftId: "${saved.change.id}", idempotencyKey: "${intent()}"`));
    expect((await applyDraft()).__typename).toBe("ContractChangeOk");
    expect(await applyDraft()).toMatchObject({ code: "CHANGE_ALREADY_SCHEDULED" });
    const other = await run<Ok & { change: { id: string } }>(
      brand,
      changeCall("saveContractChangeDraft", input, `, idempotencyKey: "${intent()}"`),
      "ContractChangeOk",
      "change { id }",
    );
    const discard = () => refusal(brand, `discardContractChangeDraft(id: "${other.change.id}", idempotencyKey: "${intent()}")`);
    expect((await discard()).__typename).toBe("ContractChangeOk");
    expect(await discard()).toMatchObject({ code: "NOT_FOUND" });
  });

  test("a partner sees nothing of the brand's changes but its own part", async () => {
    const { terms: id, program } = await ground();
    const changeId = await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
    const answer = await x.post(`{ contractChange(id: "${changeId}") { id } }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    expect((await x.post(`{ contractChanges(programId: "${program}") { nodes { id } } }`)).errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
  });
});

test("the clock writes each event once: in force, changed, replaced, ended, not answered [D62]", async () => {
  const { program, terms: id, contracts } = await ground();
  await applied({ strategy: "MODIFY", termsId: id, terms: terms("0.15"), effectiveOn: day(1) });
  const next = await makeTerms(brand, program, "Next", payouts("0.20"));
  const late = await propose(brand, next, world.partnerX.accountId, { expiresAt: new Date(midnight(2)).toISOString() });
  await at(midnight(3), async () => {
    await job.runOnce();
    await job.runOnce();
    const history = await x.data<{
      contractHistory: Record<string, { id: string; events: { kind: string; at: string; byName: string | null; beforeVersion: number | null; afterVersion: number | null }[] }[]>;
    }>(
      `{ contractHistory(programId: "${program}", partnerId: "${world.partnerX.accountId}") { signed { id events { kind at byName beforeVersion afterVersion } } pending { id events { kind at } } rejected { id events { kind at } } } }`,
    );
    const eventsOf = (list: string, contractId?: string) => history.contractHistory[list]?.find(({ id: found }) => contractId === undefined || found === contractId)?.events ?? [];
    expect(eventsOf("signed", contracts.x).map(({ kind }) => kind)).toEqual(["PROPOSED", "ACCEPTED", "ACTIVATED", "CHANGE_SCHEDULED", "REPLACED"]);
    expect(eventsOf("signed").map(({ kind }) => kind)).toEqual(["CHANGE_SCHEDULED", "ACTIVATED", "CHANGE_APPLIED"]);
    expect(eventsOf("signed")[2]).toMatchObject({ at: new Date(midnight(1)).toISOString(), byName: null, beforeVersion: 1, afterVersion: 2 });
    expect(eventsOf("rejected", late).map(({ kind }) => kind)).toEqual(["PROPOSED", "EXPIRED_PROPOSAL"]);
  });
});
