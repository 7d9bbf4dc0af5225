/** A partner asks, the brand answers once, what is granted is booked once, and both are told. */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLetters, type LetterJob } from "../../partnership/notices/letter-job.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

let world: World;
let brand: Client;
let partner: Client;
let other: Client;
let clickId: string;
async function signIn(): Promise<void> {
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
  other = await world.signIn(world.brandB.email);
}
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  await signIn();
  [clickId = ""] = await world.clicks(world.ax, [world.clock.now - 1_000], { robot: true });
  for (const date of ["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"])
    await world.sale(world.ax, { date, orders: 1, amount: "100.00" });
});
afterAll(() => world?.close());

interface Inquiry {
  id: string;
  kind: string;
  state: string;
  conversionKind: string | null;
  booking: string;
  earns: { amount: string; currency: string } | null;
  currency: string;
  granted: { amount: string; currency: string } | null;
  answerText: string | null;
  ageDays: number;
  events: { state: string; accountName: string; text: string }[];
}
const fields = `id kind state conversionKind booking earns { amount currency } currency
  granted { amount currency } answerText ageDays
  events { state accountName text }`;
interface Made extends Ok {
  inquiry: Inquiry;
}
const opening = (input: string, key = intent()): string =>
  `openInquiry(
    input: { programId: "${world.ax.program}", ${input} }, idempotencyKey: "${key}"
  )`;
const open = async (input: string): Promise<string> => {
  const made = await run<Made>(partner, opening(input), "InquiryOk", `inquiry { ${fields} }`);
  return made.inquiry.id;
};
const answering = (id: string, answer: string, more = "", key = intent()): string =>
  `answerInquiry(
    input: { id: "${id}", answer: ${answer}, text: "As we see it"${more} }, idempotencyKey: "${key}"
  )`;
const withdrawing = (id: string): string =>
  `withdrawInquiry(id: "${id}", idempotencyKey: "${intent()}")`;
const answer = (id: string, word: string, more = "") =>
  run<Made>(brand, answering(id, word, more), "InquiryOk", `inquiry { ${fields} }`);
const read = async (client: Client, id: string): Promise<Inquiry | null> =>
  (await client.data<{ inquiry: Inquiry | null }>(`{ inquiry(id: "${id}") { ${fields} } }`))
    .inquiry;
const saleOf = async (date: string) => {
  const { conversions } = await brand.data<{
    conversions: { nodes: { id: string; state: string; amount: { amount: string } }[] };
  }>(
    `{ conversions(programId: "${world.ax.program}", filter: { from: "${date}", to: "${date}" }) {
        nodes { id state amount { amount } } } }`,
  );
  const [sale] = conversions.nodes;
  if (!sale) throw new Error(`no sale of ${date}`);
  return sale;
};
const noticesOf = async (client: Client): Promise<string[]> => {
  const { notices } = await client.data<{
    notices: { nodes: { kind: string; comment: string }[] };
  }>("{ notices(first: 100) { nodes { kind comment } } }");
  return notices.nodes
    .filter(({ kind }) => kind.startsWith("INQUIRY_"))
    .map(({ kind, comment }) => `${kind}: ${comment}`);
};
const bonuses = async () =>
  (
    await brand.data<{
      ledgerEntries: { nodes: { amount: { amount: string }; reason: string }[] };
    }>(
      `{ ledgerEntries(programId: "${world.ax.program}", filter: { kinds: [BONUS] }) {
          nodes { amount { amount } reason } } }`,
    )
  ).ledgerEntries.nodes;
const missing = (number: string): string =>
  `kind: UNTRACKED, orderNumber: "${number}", orderDate: "2026-11-10", expected: "4.20", ` +
  'text: "My reader bought it"';

describe("what is granted is booked once, with the inquiry in its reason", () => {
  test("of an order that is missing: a bonus, owed at once", async () => {
    const id = await open(missing("114-1"));
    expect(await read(partner, id)).toMatchObject({ state: "OPEN", booking: "NONE", ageDays: 0 });
    const { inquiry } = await answer(id, "BONUS", ', amount: "4.10"');
    expect(inquiry).toMatchObject({
      state: "GRANTED",
      booking: "QUEUED",
      granted: { amount: "4.10", currency: "USD" },
    });
    await world.settle();
    await world.settle();
    expect(await read(partner, id)).toMatchObject({
      booking: "BOOKED",
      answerText: "As we see it",
    });
    expect(await bonuses()).toEqual(
      [
        { amount: { amount: "4.10", currency: undefined }, reason: `Inquiry ${id}: As we see it` },
      ].map(({ amount, reason }) => ({ amount: { amount: amount.amount }, reason })),
    );
    expect(
      await world.people.sql("select amount_micros from inquiry_posting where inquiry_id = $1", [
        id,
      ]),
    ).toHaveLength(1);
  });

  test("of a click: a bonus; nothing else can be granted of it", async () => {
    const id = await open(
      `kind: DECLINED, clickId: "${clickId}", text: "That was a person, no robot"`,
    );
    expect(await refusal(brand, answering(id, "APPROVE"))).toMatchObject({
      __typename: "InvalidInput",
      code: "BAD_KIND",
      path: ["input", "answer"],
    });
    await answer(id, "BONUS", ', amount: "0.12"');
    await world.settle();
    expect((await bonuses()).map(({ amount }) => amount.amount).sort()).toEqual(["0.12", "4.10"]);
  });

  test("what earns something was not declined; both sides are told what it earns", async () => {
    const [paid = ""] = await world.clicks(world.ax, [world.clock.now - 2_000]);
    const sale = await saleOf("2026-11-06");
    for (const [about, words] of [
      [`clickId: "${paid}"`, /^This click earns 0\.\d+ USD by now, so it was not declined/],
      [`conversionId: "${sale.id}"`, /^This sale earns 8\.00 USD by now/],
    ] as const)
      expect(
        await refusal(partner, opening(`kind: DECLINED, ${about}, text: "Pay it"`)),
      ).toMatchObject({
        __typename: "InvalidInput",
        message: expect.stringMatching(words),
        path: ["input", "kind"],
      });
    const id = await open(
      `kind: INCORRECT, conversionId: "${sale.id}", expected: "9", text: "It was 120"`,
    );
    for (const client of [brand, partner])
      expect(await read(client, id)).toMatchObject({ earns: { amount: "8.00", currency: "USD" } });
    await run(partner, withdrawing(id), "InquiryOk", "inquiry { id }");
  });

  test("of a sale: its amount, as changed by hand", async () => {
    const sale = await saleOf("2026-11-03");
    const id = await open(
      `kind: INCORRECT, conversionId: "${sale.id}", expected: "9.60", text: "It was 120"`,
    );
    const { inquiry } = await answer(id, "MODIFY", ', amount: "120.00"');
    expect(inquiry).toMatchObject({ booking: "QUEUED", granted: { amount: "120.00" } });
    await world.settle();
    expect(await saleOf("2026-11-03")).toMatchObject({ amount: { amount: "120.00" } });
    expect((await read(partner, id))?.booking).toBe("BOOKED");
    const [update] = await world.people.sql<{ comment: string }>(
      "select comment from conversion_update where conversion_id = $1 and kind = 'MODIFIED'",
      [sale.id],
    );
    expect(update?.comment).toBe(`Inquiry ${id}: As we see it`);
  });

  test("of a lead: its approval, a bonus; it has no amount that could change", async () => {
    const sale = await saleOf("2026-11-06");
    const [lead] = await world.people.sql<{ id: string }>(
      `insert into event_type (
          id, brand_account_id, program_id, kind, code, name, state, created_at
        )
        select gen_random_uuid(), brand_account_id, program_id, 'LEAD', 'quote', 'Q', state, now()
        from event_type
        where program_id = $1 and kind = 'SALE'
        limit 1
        returning id`,
      [world.ax.program],
    );
    const [before] = await world.people.sql<Record<"orders" | "units" | "micros", string>>(
      "select orders, units, amount_micros as micros from conversion where id = $1",
      [sale.id],
    );
    await world.people.sql(
      `update conversion
        set
          kind = 'LEAD',
          event_type_id = $2,
          leads = 1,
          orders = 0,
          units = 0,
          amount_micros = 0
        where id = $1`,
      [sale.id, lead?.id],
    );
    const asked = (kind: string, more: string) =>
      opening(`kind: ${kind}, conversionId: "${sale.id}", text: "Not mine"${more}`);
    expect(await refusal(partner, asked("DECLINED", ""))).toMatchObject({
      message: expect.stringContaining("This lead earns "),
    });
    const id = await open(
      `kind: INCORRECT, conversionId: "${sale.id}", expected: "9.00", text: "More was agreed"`,
    );
    expect(await read(brand, id)).toMatchObject({ conversionKind: "LEAD" });
    expect(await refusal(brand, answering(id, "MODIFY", ', amount: "90.00"'))).toMatchObject({
      code: "BAD_KIND",
      message: "A lead has no amount that could change: approve it, grant a bonus, or refuse it",
    });
    expect((await answer(id, "REFUSE")).inquiry).toMatchObject({ state: "REFUSED" });
    await world.people.sql(
      `update conversion
        set
          kind = 'SALE',
          event_type_id = null,
          leads = 0,
          orders = $2,
          units = $3,
          amount_micros = $4
        where id = $1`,
      [sale.id, before?.orders, before?.units, before?.micros],
    );
  });

  test("of a sale: its approval; what no longer can be changed is refused whole", async () => {
    const sale = await saleOf("2026-11-04");
    const about = `kind: INCORRECT, conversionId: "${sale.id}", expected: "9", text: "Wrong"`;
    await answer(await open(about), "APPROVE");
    await world.settle();
    expect(await saleOf("2026-11-04")).toMatchObject({ state: "APPROVED" });
    const again = await open(about);
    expect(await refusal(brand, answering(again, "MODIFY", ', amount: "120.00"'))).toMatchObject({
      __typename: "Conflict",
      code: "ALREADY_APPROVED",
      path: ["input", "id"],
    });
    expect(await read(brand, again)).toMatchObject({ state: "OPEN" });
    await answer(again, "BONUS", ', amount: "1.60"');
  });

  test("of a request that came too late the answer says so", async () => {
    const sale = await saleOf("2026-11-05");
    const id = await open(
      `kind: INCORRECT, conversionId: "${sale.id}", expected: "9", text: "Wrong"`,
    );
    await answer(id, "MODIFY", ', amount: "90.00"');
    await world.people.sql(
      "update conversion set locks_at = $2, locked_at = $2, state = 'APPROVED' where id = $1",
      [sale.id, new Date(world.clock.now)],
    );
    await world.settle();
    for (const client of [brand, partner])
      expect(await read(client, id)).toMatchObject({ state: "GRANTED", booking: "REFUSED" });
    await world.people.sql(
      "update conversion set locked_at = null, state = 'PENDING' where id = $1",
      [sale.id],
    );
  });
});

test("of many answers at once one decides, and nothing is booked twice", async () => {
  const id = await open(missing("114-2"));
  const before = (await bonuses()).length;
  const given = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      brand.data<{ result: { __typename: string; code?: string } }>(
        `mutation { result: ${answering(id, "BONUS", `, amount: "${i + 1}"`)} {
            __typename ... on UserError { code } } }`,
      ),
    ),
  );
  const types = given.map(({ result }) => result.__typename).sort();
  expect(types).toEqual(["Conflict", "Conflict", "Conflict", "Conflict", "InquiryOk"]);
  await Promise.all([world.settle(), world.settle()]);
  await world.settle();
  expect(await bonuses()).toHaveLength(before + 1);
  expect((await read(brand, id))?.events.map(({ state }) => state)).toEqual(["OPEN", "GRANTED"]);
});

test("one inquiry is open about a subject; the same intent again makes no other", async () => {
  const key = intent();
  const call = opening(missing("114-3"), key);
  const [first, second] = [
    await run<Made>(partner, call, "InquiryOk", "inquiry { id }"),
    await run<Made>(partner, call, "InquiryOk", "inquiry { id }"),
  ];
  expect(second.inquiry.id).toBe(first.inquiry.id);
  expect(await refusal(partner, opening(missing("114-3")))).toMatchObject({
    __typename: "Conflict",
    code: "INQUIRY_OPEN",
  });
  await run(partner, withdrawing(first.inquiry.id), "InquiryOk", "inquiry { id }");
  expect(await read(partner, first.inquiry.id)).toMatchObject({ state: "WITHDRAWN" });
  expect(await refusal(partner, withdrawing(first.inquiry.id))).toMatchObject({
    __typename: "Conflict",
    code: "ILLEGAL_TRANSITION",
  });
  expect(await refusal(brand, answering(first.inquiry.id, "REFUSE"))).toMatchObject({
    __typename: "Conflict",
    message: "This inquiry is withdrawn already",
  });
  await open(missing("114-3"));
});

test("both sides are told, in the app and by mail; open ones come by age", async () => {
  world.clock.now += 3 * 86_400_000;
  // Sessions end meanwhile.
  await signIn();
  const id = await open(missing("114-4"));
  await answer(id, "REFUSE");
  expect(await noticesOf(brand)).toContain("INQUIRY_OPENED: My reader bought it");
  expect(await noticesOf(brand)).toContain("INQUIRY_WITHDRAWN: ");
  expect(await noticesOf(partner)).toContain("INQUIRY_ANSWERED: As we see it");
  const mails = await world.people.sql<{ subject: string; body: string }>(
    `select l.subject, l.body
      from letter l
      join app_user u on u.id = l.user_id
      where u.email = $1 and l.subject like '%inquiry%'`,
    [world.partnerX.email],
  );
  expect(mails.at(-1)?.subject).toBe("Brand A answered your inquiry about Program A");
  expect(mails.at(-1)?.body).toContain("/inquiries");
  const { inquiries } = await brand.data<{ inquiries: { nodes: Inquiry[] } }>(
    `{ inquiries(programId: "${world.ax.program}", filter: { states: [OPEN] }) {
        nodes { ${fields} } } }`,
  );
  expect(inquiries.nodes.map(({ ageDays }) => ageDays)).toEqual([3]);
});

test("many notices are one line until it is read, and none is read that nobody saw", async () => {
  const lines = async () =>
    (
      await brand.data<{ noticeGroups: { nodes: Line[] } }>(
        `{ noticeGroups(first: 100) { nodes {
            id kind count senders readAt latest { comment }
          } } }`,
      )
    ).noticeGroups.nodes.filter(({ kind }) => kind === "INQUIRY_OPENED");
  interface Line {
    id: string;
    kind: string;
    count: number;
    senders: number;
    readAt: string | null;
    latest: { comment: string };
  }
  const unread = async (client: Client) =>
    (await client.data<{ noticeSummary: { unread: number } }>("{ noticeSummary { unread } }"))
      .noticeSummary.unread;
  const readAll = () => brand.data("mutation { markNoticesRead { __typename } }");
  const before = (await lines()).reduce((sum, { count }) => sum + count, 0);
  await readAll();
  expect(await unread(brand)).toBe(0);
  const many = (from: number) =>
    Promise.all(Array.from({ length: 20 }, (_, i) => open(missing(`300-${from + i}`))));
  await many(0);
  const line = (await lines()).find(({ readAt }) => readAt === null);
  expect(line).toMatchObject({ count: 20, senders: 1, readAt: null });
  expect(await unread(brand)).toBe(1);
  // While more come, somebody reads again and again: nothing is lost, nothing counted twice.
  const coming = many(20);
  await Promise.all([coming, ...Array.from({ length: 5 }, readAll)]);
  const all = await lines();
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(before + 40);
  expect(all.filter(({ readAt }) => readAt === null).length).toBeLessThanOrEqual(1);
  const counted = await world.people.sql(
    `select g.id
      from notice_group g
      left join notice n on n.group_id = g.id
      group by g.id
      having count(n.id) <> g.count or bool_or(n.created_at > g.last_at)`,
  );
  expect(counted).toEqual([]);
  // Each stays to be looked up, behind its line, for the account alone that was told.
  const behind = async (client: Client) =>
    (
      await client.data<{ notices: { nodes: { groupId: string }[] } }>(
        `{ notices(groupId: "${line?.id ?? ""}", first: 100) { nodes { groupId } } }`,
      )
    ).notices.nodes.map(({ groupId }) => groupId);
  const listed = await behind(brand);
  expect(listed.length).toBe(all.find(({ id }) => id === line?.id)?.count);
  expect(new Set(listed)).toEqual(new Set([line?.id]));
  expect([await behind(partner), await behind(other)]).toEqual([[], []]);
  const alone = `{ noticeGroups(id: "${line?.id ?? ""}") { nodes { id } } }`;
  expect([await brand.data(alone), await other.data(alone)]).toEqual([
    { noticeGroups: { nodes: [{ id: line?.id }] } },
    { noticeGroups: { nodes: [] } },
  ]);
  const foreign = `mutation { markNoticesRead(groupIds: ["${line?.id ?? ""}"]) { __typename } }`;
  await open(missing("300-99"));
  await other.data(foreign);
  expect(await unread(brand)).toBe(1);
});

test("what came after the list was read stays unread", async () => {
  interface Lines {
    noticeGroups: { nodes: { id: string; kind: string; lastAt: string; readAt: string | null }[] };
  }
  const query = "{ noticeGroups(first: 100) { nodes { id kind lastAt readAt } } }";
  const read = async () => (await brand.data<Lines>(query)).noticeGroups.nodes;
  const mark = (more: string) => brand.data(`mutation { markNoticesRead(${more}) { __typename } }`);
  world.clock.now += 1_000;
  await open(missing("301-1"));
  const [shown, ...older] = await read();
  expect(shown).toMatchObject({ kind: "INQUIRY_OPENED", readAt: null });
  world.clock.now += 1_000;
  await open(missing("301-2"));
  await mark(`shownUntil: "${shown?.lastAt ?? ""}"`);
  await mark(`groupIds: ["${shown?.id ?? ""}"], shownUntil: "${shown?.lastAt ?? ""}"`);
  const [grown] = await read();
  expect(grown).toMatchObject({ id: shown?.id, readAt: null });
  expect((await read()).filter(({ readAt }) => readAt === null)).toHaveLength(1);
  expect(older.length).toBeGreaterThan(0);
  await mark(`shownUntil: "${grown?.lastAt ?? ""}"`);
  expect((await read()).filter(({ readAt }) => readAt === null)).toEqual([]);
});

describe("letters about notices", () => {
  const minute = 60_000;
  const hour = 60 * minute;
  const jobOf = () =>
    createLetters({
      databaseUrl: world.people.url,
      log: world.people.deps.log,
      telling: {
        clock: () => world.clock.now,
        newId: world.people.deps.newId,
        publicUrl: "http://counterfoil.example",
      },
    });
  let job: LetterJob;
  beforeAll(() => void (job = jobOf()));
  afterAll(() => job?.close());
  const mails = (recipient = world.brandA.email) =>
    world.people.sql<{ subject: string; body: string }>(
      "select subject, body from mail where recipient = $1 and body like '%/settings/notices%'",
      [recipient],
    );
  /** Of a round at an instant: what the brand's person was written. */
  const writtenAt = async (at: number): Promise<string[]> => {
    world.clock.now = at;
    const before = (await mails()).length;
    await job.runOnce();
    return (await mails()).slice(before).map(({ subject }) => subject);
  };
  let number = 0;
  const opened = async (count: number) => {
    await signIn();
    await Promise.all(Array.from({ length: count }, () => open(missing(`400-${number++}`))));
  };
  const chosen = (input: string) =>
    run(
      brand,
      `setNoticePreference(input: { ${input} }, idempotencyKey: "${intent()}")`,
      "NoticePreferencesOk",
      "preferences { topics { topic inBell letters isFixed } }",
    );
  const timed = (input: string) =>
    run(
      brand,
      `setLetterTimes(input: { timeZone: "Europe/Berlin", ${input} },
        idempotencyKey: "${intent()}")`,
      "NoticePreferencesOk",
      "preferences { times { timeZone quietFrom quietUntil digestPace digestHour } }",
    );
  /** Past what would go out at once. */
  const later = () => (world.clock.now += 5 * minute);
  const lines = (count: number) => `${count} inquiries about Program A`;

  test("what comes within minutes is one letter, and the next waits for an hour", async () => {
    await world.people.sql("delete from letter");
    const start = Date.parse("2026-11-20T10:00:00Z");
    world.clock.now = start;
    await opened(20);
    expect(await writtenAt(start + 30_000)).toEqual([]);
    await opened(10);
    expect(await writtenAt(start + 80_000)).toEqual([]);
    // Two workers, and a mail that cannot be written at first: still one, and whole.
    await world.people.sql(
      "alter table mail add constraint no_room check (subject !~ 'inquiries about') not valid",
    );
    expect(await writtenAt(start + 95_000)).toEqual([]);
    expect(await world.people.sql("select id from letter where written_at is not null")).toEqual(
      [],
    );
    await world.people.sql("alter table mail drop constraint no_room");
    world.clock.now += minute;
    const other = jobOf();
    const made = await Promise.all([job.runOnce(), other.runOnce()]);
    await other.close();
    expect(made.toSorted()).toEqual([0, 1]);
    const mail = (await mails()).at(-1);
    expect(mail?.subject).toBe(lines(30));
    expect(mail?.body).toContain("- Partner X has an inquiry about Program A\n");
    expect(mail?.body).toContain("- and 10 more");
    expect(mail?.body).toMatch(
      /See them all: http:\/\/counterfoil.example\/notices\/[0-9a-f-]{36}/,
    );
    const told = world.clock.now;
    await opened(1);
    expect(await writtenAt(told + 30 * minute)).toEqual([]);
    expect(await writtenAt(told + hour)).toEqual(["Partner X has an inquiry about Program A"]);
    expect(await writtenAt(told + 3 * hour)).toEqual([]);
  });

  test("quiet hours hold letters back, and a digest comes once, however late", async () => {
    world.clock.now = Date.parse("2026-11-23T20:30:00Z");
    await signIn();
    await timed('quietFrom: "22:00", quietUntil: "07:00", digestHour: 8, digestPace: DAILY');
    // In Berlin it is 22:10: nothing goes out before 7 o'clock there.
    world.clock.now = Date.parse("2026-11-23T21:10:00Z");
    await opened(2);
    for (const at of ["2026-11-23T21:30Z", "2026-11-24T05:59:50Z"])
      expect(await writtenAt(Date.parse(at))).toEqual([]);
    expect(await writtenAt(Date.parse("2026-11-24T06:00:00Z"))).toEqual([lines(2)]);
    // Of a few each is there whole.
    expect((await mails()).at(-1)?.body.split("My reader bought it")).toHaveLength(3);
    await signIn();
    await chosen("topic: INQUIRIES, inBell: false, letters: DIGEST");
    // Nothing waits: no digest.
    expect(await writtenAt(Date.parse("2026-11-24T07:00:00Z"))).toEqual([]);
    world.clock.now = Date.parse("2026-11-24T12:00:00Z");
    await opened(2);
    expect(
      (await brand.data<{ noticeSummary: { unread: number } }>("{ noticeSummary { unread } }"))
        .noticeSummary.unread,
    ).toBe(0);
    expect(await writtenAt(Date.parse("2026-11-25T06:59:50Z"))).toEqual([]);
    // The worker was away for two days: one digest makes up for both, in no quiet hour.
    world.clock.now = Date.parse("2026-11-25T12:00:00Z");
    await opened(1);
    expect(await writtenAt(Date.parse("2026-11-27T02:00:00Z"))).toEqual([]);
    world.clock.now = Date.parse("2026-11-27T06:30:00Z");
    await opened(4);
    expect(await writtenAt(Date.parse("2026-11-27T06:40:00Z"))).toEqual([
      "Digest for Brand A: 3 notices",
    ]);
    expect((await mails()).at(-1)?.body).toContain(`- ${lines(3)}\n`);
    expect(await writtenAt(Date.parse("2026-11-27T07:00:00Z"))).toEqual([
      "Digest for Brand A: 4 notices",
    ]);
    expect(await writtenAt(Date.parse("2026-11-28T07:00:00Z"))).toEqual([]);
    await signIn();
    // What waits follows what is chosen meanwhile.
    await opened(1);
    await chosen("topic: INQUIRIES, inBell: true, letters: NEVER");
    expect(await writtenAt(Date.parse("2026-11-29T07:00:00Z"))).toEqual([]);
    expect(await world.people.sql("select id from letter where written_at is null")).toEqual([]);
  });

  test("a digest chosen anew is next due by what was chosen, with all that waited", async () => {
    // A Tuesday; the week's digest is of Monday.
    world.clock.now = Date.parse("2026-12-01T12:00:00Z");
    await signIn();
    await timed("digestHour: 8, digestPace: WEEKLY, digestWeekday: 1");
    await chosen("topic: INQUIRIES, inBell: true, letters: DIGEST");
    await opened(2);
    // Since Wednesday a daily one would have gone out: on Thursday it is chosen.
    world.clock.now = Date.parse("2026-12-03T12:00:00Z");
    await signIn();
    await timed("digestHour: 8, digestPace: DAILY");
    await opened(1);
    expect(await writtenAt(later())).toEqual([]);
    // Chosen again as it is, or with other quiet hours alone, it is no later.
    world.clock.now = Date.parse("2026-12-04T07:00:30Z");
    await signIn();
    await timed('digestHour: 8, digestPace: DAILY, quietFrom: "23:00", quietUntil: "05:00"');
    await chosen("topic: INQUIRIES, inBell: false, letters: DIGEST");
    expect(await writtenAt(later())).toEqual(["Digest for Brand A: 3 notices"]);
    // What was not written while its way was at once waits for the next digest, too.
    await chosen("topic: INQUIRIES, inBell: true, letters: AT_ONCE");
    await opened(2);
    world.clock.now = Date.parse("2026-12-06T12:00:00Z");
    await signIn();
    await chosen("topic: INQUIRIES, inBell: true, letters: DIGEST");
    expect(await writtenAt(later())).toEqual([]);
    expect(await writtenAt(Date.parse("2026-12-07T07:00:30Z"))).toEqual([
      "Digest for Brand A: 2 notices",
    ]);
    await signIn();
    await chosen("topic: INQUIRIES, inBell: true, letters: NEVER");
  });

  test("what binds an account cannot be switched off; odd times are refused", async () => {
    await signIn();
    const bad = async (call: string) => refusal(brand, call);
    const preference = (input: string) =>
      `setNoticePreference(input: { ${input} }, idempotencyKey: "${intent()}")`;
    const times = (input: string) =>
      `setLetterTimes(input: { timeZone: "UTC", digestPace: WEEKLY, ${input} },
        idempotencyKey: "${intent()}")`;
    for (const [call, code, field] of [
      [preference("topic: TERMS, inBell: true, letters: NEVER"), "BAD_KIND", "letters"],
      [preference("topic: TERMS, inBell: false, letters: DIGEST"), "BAD_KIND", "inBell"],
      [times('quietFrom: "22:00", digestHour: 8'), "BAD_TIME", "quietUntil"],
      [times('quietFrom: "25:00", quietUntil: "7", digestHour: 8'), "BAD_TIME", "quietFrom"],
      [times('quietFrom: "07:00", quietUntil: "07:00", digestHour: 8'), "BAD_TIME", "quietUntil"],
      [times('quietFrom: "22:00", quietUntil: "09:00", digestHour: 8'), "BAD_TIME", "digestHour"],
      [times("digestHour: 24"), "BAD_TIME", "digestHour"],
      [times("digestHour: 8, digestWeekday: 8"), "BAD_TIME", "digestWeekday"],
    ])
      expect(await bad(call ?? ""), call).toMatchObject({
        __typename: "InvalidInput",
        code,
        path: ["input", field],
      });
    const { noticePreferences } = await brand.data<{
      noticePreferences: { topics: { topic: string; letters: string; isFixed: boolean }[] };
    }>("{ noticePreferences { topics { topic letters isFixed } } }");
    expect(noticePreferences.topics).toContainEqual({
      topic: "TERMS",
      letters: "AT_ONCE",
      isFixed: true,
    });
    expect(noticePreferences.topics).toContainEqual({
      topic: "INQUIRIES",
      letters: "NEVER",
      isFixed: false,
    });
    // Each person chooses for itself: the partner's is as it was.
    const partners = await partner.data<{
      noticePreferences: { topics: { topic: string; letters: string }[] };
    }>("{ noticePreferences { topics { topic letters } } }");
    expect(partners.noticePreferences.topics).toContainEqual({
      topic: "INQUIRIES",
      letters: "AT_ONCE",
    });
    expect(
      await refusal(partner, preference("topic: ALERTS, inBell: true, letters: NEVER")),
    ).toMatchObject({ code: "BAD_KIND", path: ["input", "topic"] });
  });
});

describe("who may do what", () => {
  test.each([
    [
      "of tomorrow",
      'kind: UNTRACKED, orderNumber: "1", orderDate: "2027-01-01", expected: "1"',
      "orderDate",
    ],
    [
      "of no words",
      'kind: UNTRACKED, orderNumber: "1", orderDate: "2026-11-10", expected: "1"',
      "text",
    ],
    [
      "of parts of a cent",
      'kind: UNTRACKED, orderNumber: "1", orderDate: "2026-11-10", expected: "1.001"',
      "expected",
    ],
  ])("an inquiry %s is refused by its field", async (_words, input, field) => {
    const text = field === "text" ? " " : "Why";
    expect(await refusal(partner, opening(`${input}, text: "${text}"`))).toMatchObject({
      __typename: "InvalidInput",
      path: ["input", field],
    });
  });

  test("whether a date is still to come is told by the marketplace's clock", async () => {
    const { clock, people, ax } = world;
    const before = clock.now;
    clock.now = Date.parse("2026-11-16T20:00:00Z");
    await signIn();
    const of = (marketplace: string) =>
      people.sql("update program set marketplace = $2 where id = $1", [ax.program, marketplace]);
    const ask = missing("503-1").replace("2026-11-10", "2026-11-17");
    expect(await refusal(partner, opening(ask))).toMatchObject({ code: "BAD_DATE" });
    await of("JP");
    await run(partner, withdrawing(await open(ask)), "InquiryOk", "inquiry { id }");
    await of("US");
    clock.now = before;
    await signIn();
  });

  test("nobody asks about another's click, and no brand opens or answers another's", async () => {
    const [foreign = ""] = await world.clicks(world.ay, [world.clock.now - 500]);
    expect(
      await refusal(partner, opening(`kind: DECLINED, clickId: "${foreign}", text: "Mine, I say"`)),
    ).toMatchObject({ __typename: "NotFound", path: ["input", "clickId"] });
    const id = await open(missing("114-5"));
    expect(await read(other, id)).toBeNull();
    expect(await refusal(other, answering(id, "REFUSE"))).toMatchObject({ __typename: "NotFound" });
    const answered = await partner.post(`mutation { ${answering(id, "REFUSE")} { __typename } }`);
    expect(answered.errors[0]?.extensions.code).toBe("FORBIDDEN");
    const opened = await brand.post(`mutation { ${opening(missing("9"))} { __typename } }`);
    expect(opened.errors[0]?.extensions.code).toBe("FORBIDDEN");
  });

  test("what is closed, and its history, is never changed", async () => {
    await expect(
      world.people.sql("update inquiry set answer = 'No' where state = 'GRANTED'"),
    ).rejects.toThrow(/append-only/);
    await expect(world.people.sql("delete from inquiry_event")).rejects.toThrow(/append-only/);
  });
});

test("the ledger proves itself with what was granted", async () => {
  await world.settle();
  const worker: pg.Pool = createPool(world.people.url, "worker");
  expect((await verifyLedger(worker, { program: world.ax.program })).firstDifference).toBeNull();
  await worker.end();
});
