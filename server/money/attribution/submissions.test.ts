import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import { runShopStory } from "../../testing/seed/shop-story.ts";
import { handIn, type ShopRow } from "../../testing/money/hand-in.ts";
import {
  addClicks,
  addContract,
  addLeadType,
  addLink,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../../testing/worlds/sales-world.ts";
import { bookSubmissions, readFiles } from "./submission-job.ts";
import { settleProgram } from "./conversion-job.ts";

const start = Date.parse("2026-06-20T12:00:00Z");
const hour = 3_600_000;
const day = 24 * hour;
let now = start;
let database: TestDatabase;
let owner: pg.Pool;
let worker: pg.Pool;
let worlds = 0;
let sequence = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool(database.url, "owner");
  worker = createPool(database.url, "worker");
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await database.drop();
});

const deps = () => ({
  pool: worker,
  clock: () => now,
  newId: uuidv7,
  log: createLog("silent", "test"),
});
const all = async (sql: string, ...values: unknown[]) =>
  (await owner.query(sql, values)).rows as Record<string, unknown>[];
const iso = (at: number) => new Date(at).toISOString();

async function shop(saleRate: string | null = "10%", contract: object = {}) {
  now = start;
  const world = await createSalesWorld(owner, { name: `sub${(worlds += 1)}` });
  const partner = await addPartner(owner, world, `part${world.programCode}`);
  await addContract(owner, world, partner, {
    startsAt: "2026-01-01T00:00:00Z",
    saleRate,
    ...contract,
  });
  const link = await addLink(owner, world, partner);
  return { world, partner, link };
}
type Shop = Awaited<ReturnType<typeof shop>>;

const order = (partner: { code: string }, id: string, more: ShopRow = {}): ShopRow => ({
  event: "SALE",
  orderId: id,
  eventDate: iso(start - hour),
  partner: partner.code,
  currency: "USD",
  subtotal: "100.00",
  ...more,
});
async function hand(world: SalesWorld, ...rows: ShopRow[]): Promise<string> {
  const id = await handIn(owner, world, rows, { now });
  while ((await bookSubmissions(deps())) > 0);
  return id;
}
const results = (id: string) =>
  all(
    `select state, reason from submitted_conversion where submission_id = $1 order by number`,
    id,
  );
const sales = (world: SalesWorld) =>
  all(
    `select
        order_id,
        partner_account_id,
        state,
        outcome,
        reason,
        orders,
        units,
        amount_micros as amount,
        payout_micros as payout,
        source,
        traits
      from conversion
      where program_id = $1
      order by row_key`,
    world.program,
  );
const expectBalanced = async () =>
  expect(await verifyLedger(worker)).toMatchObject({ equal: true });

/** A click's id begins with its instant. */
async function clickOf({ world, partner, link }: Shop, at: number, id = uuidv7(at)) {
  const clicks = { linkId: link.id, adId: link.adId, partner: partner.id, at: iso(at) };
  await addClicks(owner, world, { ...clicks, firstSeq: (sequence += 1), count: 1, id });
  return id;
}

test("an order is booked, priced by its contract, and stands in the ledger", async () => {
  const { world, partner } = await shop();
  const id = await hand(world, order(partner, "A-1"), order(partner, "A-2", { subtotal: "20.01" }));
  expect(await results(id)).toEqual([
    { state: "BOOKED", reason: null },
    { state: "BOOKED", reason: null },
  ]);
  expect(await sales(world)).toMatchObject([
    { order_id: "A-1", state: "PENDING", outcome: "PAID", payout: 10_000_000n, source: "API" },
    { order_id: "A-2", amount: 20_010_000n, payout: 2_001_000n },
  ]);
  expect(await all("select * from conversion_submission where id = $1", id)).toMatchObject([
    { state: "COMPLETE", row_count: 2, done: 2, booked: 2, failed: 0 },
  ]);
  await expectBalanced();
});

test("[D152] one order id is one order within the window, and another after it", async () => {
  const { world, partner } = await shop();
  await hand(world, order(partner, "B-1", { eventDate: iso(start - 60 * day) }));
  const again = await hand(
    world,
    order(partner, "B-1", { eventDate: iso(start - 59 * day) }),
    order(partner, "B-1", { eventDate: iso(start - 30 * day) }),
    order(partner, "B-1", { eventDate: iso(start - 29 * day) }),
  );
  expect(await results(again)).toEqual([
    { state: "FAILED", reason: "CONV_DUPLICATE" },
    { state: "FAILED", reason: "CONV_DUPLICATE" },
    { state: "BOOKED", reason: null },
  ]);
  expect(await sales(world)).toHaveLength(2);
});

test("[D153] without sale terms an order is discarded and shown", async () => {
  const { world, partner } = await shop(null);
  const id = await hand(world, order(partner, "C-1"));
  expect(await results(id)).toEqual([{ state: "BOOKED", reason: "ACTIONTERMS_NOT_FOUND" }]);
  expect(await sales(world)).toMatchObject([{ outcome: "DISCARDED", payout: 0n }]);
});

test("[D154] no contract then, an inactive partner, a click outside of the window", async () => {
  const { world, partner, link } = await shop("10%", { startsAt: "2026-06-01T00:00:00Z" });
  const resting = await addPartner(owner, world, `rest${world.programCode}`);
  await owner.query("update account set state = 'SUSPENDED' where id = $1", [resting.id]);
  const old = await clickOf({ world, partner, link }, start - 32 * day);
  const fresh = await clickOf({ world, partner, link }, start - 30 * day);
  const byClick = (id: string, clickId: string) =>
    order(partner, id, { partner: null, clickId, eventDate: iso(start - day) });
  const id = await hand(
    world,
    order(partner, "D-1", { eventDate: iso(start - 40 * day) }),
    order(resting, "D-2"),
    byClick("D-3", old),
    byClick("D-4", fresh),
  );
  expect(await results(id)).toEqual([
    { state: "BOOKED", reason: "CONTRACT_NOT_FOUND" },
    { state: "BOOKED", reason: "PARTNER_NOT_ACTIVE" },
    { state: "BOOKED", reason: "OUTSIDE_ASSOCIATION_WINDOW" },
    { state: "BOOKED", reason: null },
  ]);
  await expectBalanced();
});

test("[D156] items are priced by what they are, and shipping and tax earn nothing", async () => {
  const { world, partner } = await shop("10%", {
    sale: {
      groups: [
        {
          name: "Lamps",
          rules: [{ variable: "ITEM_SKU", operator: "IS", values: ["LAMP"] }],
          rate: "20%",
        },
      ],
    },
  });
  await hand(
    world,
    order(partner, "E-1", {
      subtotal: null,
      shipping: "5.00",
      tax: "7.00",
      discount: "1.00",
      items: [
        { sku: "LAMP", price: "10.00", quantity: 2 },
        { sku: "SOFA", subtotal: "40.00" },
        { sku: "LAMP", price: "0.01" },
      ],
    }),
  );
  expect(await sales(world)).toMatchObject([
    { orders: 1n, units: 3n, amount: 19_680_000n, payout: 3_936_000n, traits: { sku: "LAMP" } },
    { orders: 0n, units: 1n, amount: 39_330_000n, payout: 3_933_000n, traits: { sku: "SOFA" } },
  ]);
  await expectBalanced();
});

test("[D157] a promo code credits its partner always, involved, or as the winner", async () => {
  const ground = await shop();
  const { world, partner } = ground;
  const other = await addPartner(owner, world, `othe${world.programCode}`);
  await addContract(owner, world, other, { startsAt: "2026-01-01T00:00:00Z", saleRate: "10%" });
  const otherLink = await addLink(owner, world, other, { adCode: `adv2${world.programCode}` });
  for (const policy of ["ALWAYS", "INVOLVED", "WINNER"])
    await owner.query(
      `insert into promo_code (
          id, brand_account_id, program_id, partner_account_id, code, code_key, policy, starts_at,
          created_by, created_at
        )
        values ($1, $2, $3, $4, $5, lower($5), $6, '2026-01-01', $7, now())`,
      [uuidv7(), world.brand, world.program, partner.id, policy, policy, world.user],
    );
  const mine = await clickOf(ground, start - 3 * hour);
  const theirs = await clickOf({ world, partner: other, link: otherLink }, start - 2 * hour);
  const late = await clickOf(ground, start);
  const by = (id: string, promoCode: string, ...clicks: string[]) =>
    order(partner, id, { partner: null, promoCode, clickId: clicks });
  const id = await hand(
    world,
    by("F-1", "always", theirs),
    by("F-2", "Involved", theirs, mine),
    by("F-3", "INVOLVED", theirs),
    by("F-4", "WINNER", theirs, mine),
    by("F-5", "WINNER", mine),
    by("F-6", "INVOLVED"),
    by("F-7", "unknown", late),
  );
  const failed = { state: "FAILED", reason: "UNCLAIMED" };
  expect((await results(id)).slice(5)).toEqual([failed, failed]);
  const credited = (await sales(world)).map(({ partner_account_id }) =>
    partner_account_id === partner.id ? "partner" : "other",
  );
  expect(credited).toEqual(["partner", "partner", "other", "other", "partner"]);
});

test("a tracking link's address credits its partner, a test link as a test", async () => {
  const { world, partner } = await shop();
  const testLink = await addLink(owner, world, partner, {
    isTest: true,
    adCode: `test${world.programCode}`,
  });
  const path = (ad: string) => `https://t.example/c/${partner.code}/${ad}/${world.programCode}?x=1`;
  const id = await hand(
    world,
    order(partner, "G-1", { partner: null, link: path(world.adCode) }),
    order(partner, "G-2", { partner: null, link: path(testLink.adCode) }),
    order(partner, "G-3", { partner: null, link: path("nothing") }),
  );
  expect(await results(id)).toEqual([
    { state: "BOOKED", reason: null },
    { state: "BOOKED", reason: "TEST_ACTION" },
    { state: "FAILED", reason: "UNCLAIMED" },
  ]);
});

test("a customer's later order goes to the last click that is known, in either order", async () => {
  const ground = await shop();
  const { world, partner } = ground;
  const click = await clickOf(ground, start - 3 * hour);
  const of = (id: string, more: ShopRow) =>
    order(partner, id, { partner: null, customerId: "cust-1", ...more });
  const later = await hand(world, of("H-2", {}));
  expect(await results(later)).toEqual([{ state: "FAILED", reason: "UNCLAIMED" }]);
  await hand(world, of("H-1", { clickId: click, eventDate: iso(start - 2 * hour) }));
  expect(await results(later)).toEqual([{ state: "BOOKED", reason: null }]);
  const counts = await all("select booked, failed from conversion_submission where id = $1", later);
  expect(counts).toEqual([{ booked: 1, failed: 0 }]);
});

test("an order waits for a click that is stored after it", async () => {
  const ground = await shop();
  const { world, partner } = ground;
  const click = uuidv7(start - 60_000);
  const row = order(partner, "I-1", { partner: null, clickId: click, eventDate: "NOW" });
  const id = await hand(world, row);
  expect(await results(id)).toEqual([{ state: "QUEUED", reason: null }]);
  const said = await all("select message from submitted_conversion where submission_id = $1", id);
  expect(said[0]?.message).toContain("waits for it until 2026-06-20 12:10 UTC at most");
  await clickOf(ground, start - 60_000, click);
  now += 3_000;
  while ((await bookSubmissions(deps())) > 0);
  expect(await results(id)).toEqual([{ state: "BOOKED", reason: null }]);
});

test("changes by order id are booked once, latest last, also before their order", async () => {
  const { world, partner } = await shop();
  const change = (at: number, more: ShopRow) => ({ orderId: "J-1", eventDate: iso(at), ...more });
  const modify = (at: number, subtotal: string) =>
    change(at, { change: "MODIFY", reason: "ITEM_RETURNED", subtotal, currency: "USD" });
  const early = await hand(world, modify(start - 1_000, "40.00"));
  expect(await results(early)).toEqual([{ state: "FAILED", reason: "ACTION_REF_NOT_FOUND" }]);
  await hand(world, order(partner, "J-1"));
  expect(await results(early)).toEqual([{ state: "BOOKED", reason: null }]);
  const older = await hand(world, modify(start - 2_000, "90.00"), modify(start - 1_000, "40.00"));
  const superseded = { state: "FAILED", reason: "SUPERSEDED" };
  expect(await results(older)).toEqual([superseded, superseded]);
  expect(await sales(world)).toMatchObject([{ amount: 40_000_000n, payout: 4_000_000n }]);
  await hand(world, change(start, { change: "REVERSE", reason: "ORDER_ERROR" }));
  expect(await sales(world)).toMatchObject([{ state: "REVERSED", amount: 0n, payout: 0n }]);
  const dead = await hand(world, modify(start + 1_000, "1.00"));
  expect(await results(dead)).toEqual([{ state: "FAILED", reason: "ALREADY_REVERSED" }]);
  await expectBalanced();
});

test("a change waits also for an order that waits for its customer's click", async () => {
  const ground = await shop();
  const { world, partner } = ground;
  const click = await clickOf(ground, start - 3 * hour);
  const of = (id: string, more: ShopRow = {}) =>
    order(partner, id, { partner: null, customerId: "cust-2", ...more });
  const reversal = { orderId: "M-2", change: "REVERSE", eventDate: "NOW", reason: "OTHER" };
  const waiting = await hand(world, of("M-2"), reversal);
  expect(await results(waiting)).toEqual([
    { state: "FAILED", reason: "UNCLAIMED" },
    { state: "FAILED", reason: "ACTION_REF_NOT_FOUND" },
  ]);
  await hand(world, of("M-1", { clickId: click, eventDate: iso(start - 2 * hour) }));
  const booked = { state: "BOOKED", reason: null };
  expect(await results(waiting)).toEqual([booked, booked]);
  await expectBalanced();
});

test.each([true, false])(
  "a customer's click counts by whichever order it was named, handed in together: %s",
  async (together) => {
    const ground = await shop();
    const { world, partner } = ground;
    const click = await clickOf(ground, start - 2 * hour);
    const of = (id: string, at: number, more: ShopRow = {}) =>
      order(partner, id, { partner: null, customerId: "cust-3", eventDate: iso(at), ...more });
    const before = of("N-1", start - 3 * hour, { clickId: click });
    const after = of("N-2", start - hour);
    for (const rows of together ? [[before, after]] : [[before], [after]])
      await hand(world, ...rows);
    expect(await sales(world)).toMatchObject([{ order_id: "N-2", state: "PENDING" }]);
  },
);

test("of two workers with the same rows the second leaves what the first booked", async () => {
  const { world, partner } = await shop();
  await hand(world, order(partner, "O-1"));
  const rows = [
    order(partner, "O-2"),
    { orderId: "O-1", change: "REVERSE", eventDate: "NOW", reason: "ORDER_ERROR" },
  ];
  const id = await handIn(owner, world, rows, { now });
  const other = await owner.connect();
  await other.query("begin");
  await holdOn(other, "SALES", world.program);
  const both = Promise.all([bookSubmissions(deps()), bookSubmissions(deps())]);
  await expect
    .poll(() =>
      all(
        `select count(*)::int as waiting
          from pg_locks l
          join pg_database d on d.oid = l.database and d.datname = current_database()
          where l.locktype = 'advisory' and not l.granted`,
      ),
    )
    .toEqual([{ waiting: 2 }]);
  await other.query("commit");
  other.release();
  await both;
  const booked = { state: "BOOKED", reason: null };
  expect(await results(id)).toEqual([booked, booked]);
  expect(
    await all("select state, done, booked, failed from conversion_submission where id = $1", id),
  ).toEqual([{ state: "COMPLETE", done: 2, booked: 2, failed: 0 }]);
  await expectBalanced();
});

const bound = (world: SalesWorld, percent: number) =>
  owner.query(
    `update terms_version
      set body = jsonb_set(body, '{maxReturnPercent}', $2)
      where id in (select terms_version_id from contract where program_id = $1)`,
    [world.program, String(percent)],
  );
const takenBack = (id: string) => ({
  orderId: id,
  change: "REVERSE",
  eventDate: "NOW",
  reason: "ORDER_ERROR",
});

/** A person asks for it. */
const reverseByPerson = (world: SalesWorld, which: string) =>
  owner.query(
    `insert into conversion_request (
        id, batch_id, brand_account_id, program_id, conversion_id, kind, code, state,
        requested_by, requested_at
      )
      select $2, $2, brand_account_id, program_id, id, 'REVERSE', 'OTHER', 'QUEUED', $3, $4
      from conversion
      where program_id = $1 and ${which}`,
    [world.program, uuidv7(), world.user, new Date(now)],
  );

/** A shop that has leads of two event types, of which one pays more. */
async function crm(contract: object = {}) {
  const opened = await shop("10%", {
    lead: {
      rate: "2.00",
      groups: [
        {
          name: "Quotes",
          rate: "20",
          rules: [{ variable: "EVENT_TYPE", operator: "IS", values: ["quote"] }],
        },
      ],
    },
    ...contract,
  });
  const { world, partner } = opened;
  const types = {
    signup: await addLeadType(owner, world, "Signup"),
    quote: await addLeadType(owner, world, "quote"),
  };
  const lead = (id: string, more: ShopRow = {}): ShopRow => ({
    event: "signup",
    orderId: id,
    eventDate: iso(start - hour),
    partner: partner.code,
    ...more,
  });
  return { ...opened, types, lead };
}
const leads = (world: SalesWorld) =>
  all(
    `select c.*, e.code as event
      from conversion c
      left join event_type e on e.id = c.event_type_id
      where c.program_id = $1
      order by order_id, c.kind, e.code`,
    world.program,
  );

test("leads are booked by event type, pay their amount, and are no orders", async () => {
  const { world, partner, lead } = await crm();
  const id = await hand(
    world,
    order(partner, "X-1"),
    lead("X-1"),
    lead("X-1", { event: "quote" }),
    lead("X-1", { eventDate: iso(start - 2 * day) }),
  );
  expect((await results(id)).map(({ reason }) => reason)).toEqual([
    null,
    "CONV_DUPLICATE",
    null,
    null,
  ]);
  const nothing = { orders: 0n, units: 0n, amount_micros: 0n };
  expect(await leads(world)).toEqual([
    expect.objectContaining({
      ...nothing,
      kind: "LEAD",
      event: "Signup",
      leads: 1n,
      payout_micros: 2_000_000n,
      currency: "USD",
      group_id: null,
    }),
    expect.objectContaining({
      ...nothing,
      event: "quote",
      payout_micros: 20_000_000n,
      group_id: "g1",
    }),
    expect.objectContaining({ kind: "SALE", event: null, leads: 0n, orders: 1n }),
  ]);
  expect(
    await all(
      `select event, debit, credit, sum(amount_micros)::bigint as amount
        from ledger_transfer
        where program_id = $1
        group by 1, 2, 3
        order by 1`,
      world.program,
    ),
  ).toEqual([
    { event: "LEAD", debit: "BRAND_BUDGET", credit: "CLEARING", amount: 22_000_000n },
    { event: "SALE", debit: "BRAND_BUDGET", credit: "CLEARING", amount: 10_000_000n },
  ]);
  await expectBalanced();
});

test("a lead is taken back by its event and id, whichever comes first", async () => {
  const { world, partner, lead } = await crm();
  const back = { change: "REVERSE", orderId: "Y-1", eventDate: iso(start), reason: "REJECTED" };
  await hand(world, order(partner, "Y-1"), lead("Y-1", { event: "quote" }));
  const early = await hand(world, { event: "signup", ...back }, { event: "quote", ...back });
  expect(await results(early)).toEqual([
    { state: "FAILED", reason: "ACTION_REF_NOT_FOUND" },
    { state: "BOOKED", reason: null },
  ]);
  await hand(world, lead("Y-1"));
  expect(await leads(world)).toMatchObject([
    { event: "Signup", state: "REVERSED", leads: 0n, payout_micros: 0n },
    { event: "quote", state: "REVERSED", leads: 0n, payout_micros: 0n },
    { kind: "SALE", state: "PENDING", orders: 1n },
  ]);
  await expectBalanced();
});

test("a limit on leads counts leads alone, of all types; one on orders no leads", async () => {
  const limit = { kind: "CONVERSIONS", reset: "MONTH", max: "2" };
  const { world, partner, lead } = await crm({
    sale: { limits: [limit] },
    lead: { rate: "2.00", limits: [limit] },
  });
  await hand(world, order(partner, "Z-1"), order(partner, "Z-2"), order(partner, "Z-3"));
  await hand(world, lead("Z-1"), lead("Z-2", { event: "quote" }), lead("Z-3"));
  const over = "OVERLIMIT_CONVERSIONS";
  const reasons = (await leads(world)).map(({ reason }) => reason);
  expect(reasons).toEqual([null, null, null, null, over, over]);
  // Room that comes free is for what comes next; what waits is a person's to approve.
  await reverseByPerson(world, "kind = 'LEAD' and order_id = 'Z-1'");
  await settleProgram(deps(), world.program);
  await hand(world, lead("Z-4"));
  expect((await leads(world)).at(-1)).toMatchObject({ order_id: "Z-4", outcome: "PAID" });
  await expectBalanced();
});

test("without a payout for leads one is discarded; while its type rests it is unpaid", async () => {
  const { world, types, lead } = await crm();
  await owner.query("update event_type set state = 'INACTIVE' where id = $1", [types.signup]);
  await hand(world, lead("R-1"), lead("R-2", { event: "quote" }));
  expect(await leads(world)).toMatchObject([
    { outcome: "UNPAID", reason: "ACTIONTRACKER_NOT_ACTIVE", currency: "USD" },
    { outcome: "PAID", reason: null },
  ]);
  const other = await crm({ lead: undefined });
  await hand(other.world, other.lead("R-1"));
  expect(await leads(other.world)).toMatchObject([
    { outcome: "DISCARDED", reason: "ACTIONTERMS_NOT_FOUND", leads: 1n },
  ]);
  await expectBalanced();
});

test("a lead locks by its own terms, in their currency; its share is its own", async () => {
  const { world, partner, lead } = await crm();
  await hand(world, lead("L-1"), order(partner, "L-1"));
  // Priced anew under another contract, whose currency is another.
  await owner.query("update contract set ends_at = $1 where program_id = $2", [
    iso(start - day),
    world.program,
  ]);
  await addContract(owner, world, partner, {
    startsAt: iso(start - day),
    currency: "EUR",
    saleRate: "10%",
    lead: { rate: "3.00", locking: { period: "DAY", months: 0, days: 5 } },
  });
  now = start + 6 * day;
  await settleProgram(deps(), world.program);
  expect(await leads(world)).toMatchObject([
    { kind: "LEAD", state: "APPROVED", currency: "EUR", payout_micros: 3_000_000n },
    { kind: "SALE", state: "PENDING", reason: "CURRENCY_MISMATCH" },
  ]);
  const bounded = await shop("10%", { lead: { rate: "1" } });
  await bound(bounded.world, 50);
  await addLeadType(owner, bounded.world, "signup");
  const one = { eventDate: iso(now - hour), partner: bounded.partner.code, event: "lead" };
  await hand(
    bounded.world,
    ...["1", "2", "3"].map((orderId) => ({ ...one, orderId })),
    ...["4", "5", "6"].map((id) => order(bounded.partner, id, { eventDate: iso(now - hour) })),
  );
  const backs = ["1", "2"].map((orderId) => ({
    change: "REVERSE",
    event: "lead",
    orderId,
    eventDate: iso(now),
    reason: "REJECTED",
  }));
  // Half of three leads is one, whatever orders there are.
  expect(await results(await hand(bounded.world, ...backs))).toEqual([
    { state: "BOOKED", reason: null },
    { state: "FAILED", reason: "RETURN_SHARE_REACHED" },
  ]);
  await expectBalanced();
});

test("a shop takes back no more of a month's orders than the contract lets", async () => {
  const { world, partner } = await shop();
  await bound(world, 40);
  const ids = ["P-1", "P-2", "P-3", "P-4", "P-5"];
  await hand(world, ...ids.map((id) => order(partner, id)));
  const reasons: unknown[] = [];
  for (const id of ids.slice(0, 3))
    reasons.push(...(await results(await hand(world, takenBack(id)))).map(({ reason }) => reason));
  // 40 % of five, whether they come together or one after the other.
  expect(reasons).toEqual([null, null, "RETURN_SHARE_REACHED"]);
  await expectBalanced();
});

test("an order of several lines is taken back where there is room for all of them", async () => {
  const { world, partner } = await shop();
  const items = ["A", "B"].map((sku) => ({ sku, price: "10.00" }));
  const lines = order(partner, "Q-1", { subtotal: null, items });
  await hand(world, lines, order(partner, "Q-2"), order(partner, "Q-3"));
  await bound(world, 25);
  const failed = await hand(world, takenBack("Q-1"));
  expect(await results(failed)).toEqual([{ state: "FAILED", reason: "RETURN_SHARE_REACHED" }]);
  await bound(world, 50);
  const done = await hand(world, takenBack("Q-1"));
  expect(await results(done)).toEqual([{ state: "BOOKED", reason: null }]);
});

test("of an order of which a person took back a line, the rest is taken back", async () => {
  const { world, partner } = await shop();
  const items = ["A", "B"].map((sku) => ({ sku, price: "10.00" }));
  await hand(world, order(partner, "R-1", { subtotal: null, items }));
  await reverseByPerson(world, "traits ->> 'sku' = 'A'");
  await settleProgram(deps(), world.program);
  const id = await hand(world, takenBack("R-1"));
  expect(await results(id)).toEqual([{ state: "BOOKED", reason: null }]);
  const reversed = { state: "REVERSED", amount: 0n, payout: 0n };
  expect(await sales(world)).toMatchObject([reversed, reversed]);
  await expectBalanced();
});

test("[D163] a shop's order locks by its contract's own wait from its own instant", async () => {
  const { world, partner } = await shop("10%", {
    sale: { locking: { period: "DAY", months: 0, days: 3 } },
  });
  await hand(world, order(partner, "K-1"));
  const [locks] = await all("select locks_at from conversion where program_id = $1", world.program);
  expect(locks).toEqual({ locks_at: new Date("2026-06-24T04:00:00Z") });
  now = start + 5 * day;
  await settleProgram(deps(), world.program);
  expect(await sales(world)).toMatchObject([{ state: "APPROVED" }]);
  await expectBalanced();
});

test("no order is approved over a change of it that was handed in before", async () => {
  const { world, partner } = await shop("10%", {
    sale: { locking: { period: "DAY", months: 0, days: 3 } },
  });
  const old = { eventDate: iso(start - 10 * day) };
  const rows = ["S-1", "S-2"].map((id) => order(partner, id, old));
  await hand(world, ...rows);
  const id = await handIn(owner, world, [takenBack("S-1")], { now });
  await settleProgram(deps(), world.program);
  expect(await sales(world)).toMatchObject([{ state: "PENDING" }, { state: "APPROVED" }]);
  while ((await bookSubmissions(deps())) > 0);
  expect(await results(id)).toEqual([{ state: "BOOKED", reason: null }]);
  expect(await sales(world)).toMatchObject([{ state: "REVERSED" }, { state: "APPROVED" }]);
  await expectBalanced();
});

test("a file is read across the ends of its parts, wherever they are", async () => {
  const { world, partner } = await shop();
  const lines = ["eventDate;orderId;event;partner;currency;subtotal"];
  for (let n = 0; n < 40; n += 1)
    lines.push(`${iso(start - hour)};"Ü-${n}";SALE;${partner.code};USD;${n}.50`);
  const bytes = Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`);
  const id = uuidv7();
  await owner.query(
    `insert into conversion_submission (
        id, brand_account_id, program_id, source, name, digest, state, submitted_by, submitted_at
      )
      values ($1, $2, $3, 'CSV', 'x.csv', $4, 'READING', $5, $6)`,
    [id, world.brand, world.program, id, world.user, new Date(now)],
  );
  for (let at = 0, part = 1; at < bytes.length; at += 13, part += 1)
    await owner.query("insert into conversion_file_part values ($1, $2, $3, $4)", [
      id,
      part,
      world.brand,
      bytes.subarray(at, at + 13),
    ]);
  expect(await readFiles(deps())).toBe(1);
  expect(
    await all("select state, row_count, faults from conversion_submission where id = $1", id),
  ).toEqual([{ state: "PREVIEW", row_count: 40, faults: [] }]);
  const read = await all("select order_id from submitted_conversion where submission_id = $1", id);
  expect(new Set(read.map(({ order_id }) => order_id)).size).toBe(40);
});

test.each([1, 2, 3])(
  "shuffled, five times and 40 days late it ends as it happened, seed %i",
  async (seed) => {
    const clock = { now: start };
    const desk = { ...deps(), clock: () => clock.now };
    const story = { seed, name: `story${seed}`, orders: 25, repeats: 5 };
    const done = await runShopStory({ owner, desk, clock }, story);
    expect(done.difference).toBeNull();
    expect(done.sales).toBeGreaterThan(20);
  },
  60_000,
);

test("a row that the database refuses is parked alone, and the others are booked", async () => {
  const { world, partner } = await shop();
  const id = await handIn(
    owner,
    world,
    [order(partner, "L-1"), order(partner, "L-2"), order(partner, "L-3")],
    { now },
  );
  await owner.query(
    `update submitted_conversion
      set read = jsonb_set(read, '{lines,0,amount}', '"99999999999999999999"')
      where submission_id = $1 and number = 2`,
    [id],
  );
  while ((await bookSubmissions(deps())) > 0);
  expect((await results(id)).map(({ state }) => state)).toEqual(["BOOKED", "QUEUED", "BOOKED"]);
  const parked = await all(
    "select kind, subject, reason from parked_item where program_id = $1",
    world.program,
  );
  expect(parked).toEqual([{ kind: "SUBMISSION", subject: `${id}/2`, reason: "TOO_LARGE" }]);
  expect(await all("select state from conversion_submission where id = $1", id)).toEqual([
    { state: "IN_PROGRESS" },
  ]);
});
