/**
 * A seeded story of a shop's orders, leads and their changes over 80 days, handed in twice: once
 * as they
 * happened, and once shuffled, repeated and up to 40 days late. Both must end in the same sales and
 * the same ledger, byte for byte.
 */
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";
import { bookSubmissions } from "../../money/attribution/submission-job.ts";
import { settleProgram } from "../../money/attribution/conversion-job.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";
import { handIn, type ShopRow } from "../money/hand-in.ts";
import {
  addClicks,
  addContract,
  addLeadType,
  addLink,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../worlds/sales-world.ts";

const dayMs = 86_400_000;
const start = Date.parse("2026-03-02T09:00:00Z");
const storyDays = 40;
const lateDays = 40;
const partnerNames = ["a", "b", "c"] as const;

export interface ShopGround {
  owner: pg.Pool;
  desk: WorkerDeps;
  clock: { now: number };
}
export interface ShopOptions {
  seed: number;
  /** Names worlds; unique in the database. */
  name: string;
  orders: number;
  /** How often each row is handed in. */
  repeats: number;
}
export interface ShopDone {
  rows: number;
  sales: number;
  /** Null: both ended alike. */
  difference: string | null;
}

/** What happened, without a world: partners by their place, clicks by their id. */
interface Happened {
  at: number;
  row: (world: ShopWorld) => ShopRow;
}
interface Click {
  id: string;
  at: number;
  partner: number;
}
interface Story {
  clicks: Click[];
  rows: Happened[];
}
interface ShopWorld {
  world: SalesWorld;
  partners: { id: string; code: string }[];
}

/** A whole number of `least` to `most`. */
const int = (random: Random, least: number, most: number): number =>
  least + random.below(most - least + 1);
/** Longer than anything is late: what is approved is final. */
const locking = { period: "DAY", months: 4, days: 0 } as const;
const iso = (at: number): string => new Date(at).toISOString();
const cents = (random: Random, most: number): string => (int(random, 1, most) / 100).toFixed(2);

function orderOf(random: Random, id: string, at: number, clicks: Click[]): Happened {
  const partner = int(random, 0, partnerNames.length - 1);
  const way = int(random, 0, 3);
  const click: Click = { id: uuidv7(at - 3_600_000), at: at - 3_600_000, partner };
  if (way === 0) clicks.push(click);
  const keyOf = ({ partners, world }: ShopWorld): ShopRow => {
    const { code = "" } = partners[partner] ?? {};
    if (way === 0) return { clickId: click.id };
    if (way === 1) return { promoCode: `CODE${partner}` };
    return way === 2
      ? { link: `https://t.example/c/${code}/${world.adCode}/${world.programCode}` }
      : { partner: code };
  };
  const priced: ShopRow =
    int(random, 0, 1) === 0
      ? { subtotal: cents(random, 20_000), units: int(random, 1, 4) }
      : {
          items: Array.from({ length: int(random, 1, 3) }, (_, place) => ({
            sku: `SKU-${place}`,
            price: cents(random, 9_000),
            quantity: int(random, 1, 3),
          })),
          shipping: "4.90",
        };
  return {
    at,
    row: (world) => ({
      event: "SALE",
      orderId: id,
      eventDate: iso(at),
      currency: "USD",
      ...priced,
      ...keyOf(world),
    }),
  };
}

const leadCodes = ["newsletter", "quote"] as const;
/** Under the id of an order, which is another thing; of either event type, or of both. */
function leadsOf(random: Random, id: string, at: number): Happened[] {
  const rows: Happened[] = [];
  for (const event of leadCodes) {
    if (int(random, 0, 2) > 0) continue;
    const partner = int(random, 0, partnerNames.length - 1);
    const customerCountry = int(random, 0, 1) === 0 ? "US" : "CA";
    rows.push({
      at,
      row: ({ partners }) => ({
        event,
        orderId: id,
        eventDate: iso(at),
        partner: partners[partner]?.code,
        customerCountry,
      }),
    });
    const backAt = at + int(random, 1, 5 * dayMs);
    const back = { orderId: id, eventDate: iso(backAt), change: "REVERSE", reason: "REJECTED" };
    if (int(random, 0, 3) === 0) rows.push({ at: backAt, row: () => ({ event, ...back }) });
  }
  return rows;
}

const changeOf = (random: Random, id: string, at: number): Happened => {
  const isReturn = int(random, 0, 3) === 0;
  const said: ShopRow = isReturn
    ? { change: "REVERSE", reason: "ITEM_RETURNED" }
    : {
        change: "MODIFY",
        reason: "ORDER_UPDATE",
        subtotal: cents(random, 9_000),
        currency: "USD",
      };
  return { at, row: () => ({ orderId: id, eventDate: iso(at), ...said }) };
};

function storyOf({ seed, orders }: ShopOptions): Story {
  const random = createRandom(seed);
  const clicks: Click[] = [];
  const rows: Happened[] = [];
  for (let n = 0; n < orders; n += 1) {
    const id = `S-${n}`;
    const at = start + Math.floor(random.next() * storyDays * dayMs);
    rows.push(orderOf(random, id, at, clicks));
    let changedAt = at;
    for (let change = int(random, 0, 5); change > 3; change -= 1) {
      changedAt += int(random, 1, 5 * dayMs);
      rows.push(changeOf(random, id, changedAt));
    }
    rows.push(...leadsOf(random, id, at));
    // The shop counts anew after the window.
    if (int(random, 0, 9) === 0) rows.push(orderOf(random, id, at + 31 * dayMs, clicks));
  }
  return { clicks, rows: rows.toSorted((a, b) => a.at - b.at) };
}

async function openShop(
  { owner }: ShopGround,
  name: string,
  { clicks }: Story,
): Promise<ShopWorld> {
  const world = await createSalesWorld(owner, { name });
  for (const code of leadCodes) await addLeadType(owner, world, code);
  const partners: ShopWorld["partners"] = [];
  const links: { id: string; adId: string }[] = [];
  for (const [at, letter] of partnerNames.entries()) {
    const partner = await addPartner(owner, world, `${letter}${world.programCode}`);
    await addContract(owner, world, partner, {
      startsAt: "2026-01-01T00:00:00Z",
      saleRate: `${at + 5}%`,
      sale: { locking },
      lead: {
        locking,
        rate: "2.00",
        groups: [
          {
            name: "Newsletter",
            rate: "0.40",
            rules: [{ variable: "EVENT_TYPE", operator: "IS", values: ["newsletter"] }],
          },
        ],
      },
    });
    links.push(await addLink(owner, world, partner));
    partners.push(partner);
    await owner.query(
      `insert into promo_code (
          id, brand_account_id, program_id, partner_account_id, code, code_key, policy, starts_at,
          created_by, created_at
        )
        values ($1, $2, $3, $4, $5, lower($5), 'ALWAYS', '2026-01-01', $6, now())`,
      [uuidv7(), world.brand, world.program, partner.id, `CODE${at}`, world.user],
    );
  }
  let firstSeq = 1;
  for (const { id, at, partner } of clicks)
    await addClicks(owner, world, {
      linkId: links[partner]?.id ?? "",
      adId: links[partner]?.adId ?? "",
      partner: partners[partner]?.id ?? "",
      at: iso(at),
      firstSeq: (firstSeq += 1),
      count: 1,
      id,
    });
  return { world, partners };
}

async function work({ desk }: ShopGround, { world }: ShopWorld): Promise<void> {
  while ((await bookSubmissions(desk)) > 0);
  await settleProgram(desk, world.program);
}

/** As it happened, a day at a time. */
async function runClean(ground: ShopGround, shop: ShopWorld, story: Story): Promise<void> {
  const byDay = Map.groupBy(story.rows, ({ at }) => Math.floor((at - start) / dayMs));
  for (const [day, rows] of byDay) {
    ground.clock.now = start + (day + 1) * dayMs;
    const told = rows.map(({ row }) => row(shop));
    await handIn(ground.owner, shop.world, told, { now: ground.clock.now });
    await work(ground, shop);
  }
}

/** Each row several times, each time up to 40 days late, in batches of any size. */
async function runLate(
  ground: ShopGround,
  shop: ShopWorld,
  story: Story,
  { seed, repeats }: ShopOptions,
): Promise<number> {
  const random = createRandom(seed + 1);
  const arrivals = Array.from({ length: repeats }, () => story.rows)
    .flat()
    .map(({ at, row }) => ({ at: at + random.next() * lateDays * dayMs, row }))
    .toSorted((a, b) => a.at - b.at);
  while (arrivals.length > 0) {
    const batch = arrivals.splice(0, int(random, 1, 60));
    ground.clock.now = Math.ceil(batch.at(-1)?.at ?? 0);
    const rows = batch.map(({ row }) => row(shop)).toSorted(() => random.next() - 0.5);
    await handIn(ground.owner, shop.world, rows, { now: ground.clock.now });
    if (int(random, 0, 2) > 0) await work(ground, shop);
  }
  await work(ground, shop);
  return story.rows.length * repeats;
}

/** All that both must agree in: sales, sums by day, and what each partner is owed. */
const snapshotSql = `
  select json_build_object(
    'sales',
    (
      select json_agg(s)
      from (
        select
          c.kind,
          (select e.code from event_type e where e.id = c.event_type_id) as event,
          order_id,
          date,
          occurred_at,
          clicked_at,
          left(p.code, 1) as partner,
          link_id is not null as linked,
          c.state,
          outcome,
          reason,
          leads,
          orders,
          units,
          amount_micros,
          payout_micros,
          c.currency,
          traits,
          locks_at,
          reversal_reason
        from conversion c
        join account p on p.id = c.partner_account_id
        where program_id = $1
        order by 1, 2, order_id, occurred_at, row_key
      ) s
    ),
    'days',
    (
      select json_agg(d)
      from (
        select
          date,
          d.kind,
          left(p.code, 1) as partner,
          sum(leads) as leads,
          sum(orders) as orders,
          sum(amount_micros) as amount,
          sum(payout_micros) as payout
        from sales_daily d
        join account p on p.id = d.partner_account_id
        where program_id = $1
        group by 1, 2, 3
        order by 1, 2, 3
      ) d
    ),
    'ledger',
    (
      select json_agg(l)
      from (
        select
          left(p.code, 1) as partner,
          sum(case debit when 'BRAND_BUDGET' then amount_micros else -amount_micros end) as owed
        from ledger_transfer t
        join account p on p.id = t.partner_account_id
        where program_id = $1
        group by 1
        order by 1
      ) l
    )
  )::text as snapshot`;
const snapshotOf = async (owner: pg.Pool, { world }: ShopWorld): Promise<string> =>
  (await owner.query<{ snapshot: string }>(snapshotSql, [world.program])).rows[0]?.snapshot ?? "";

function firstDifference(clean: string, late: string): string | null {
  if (clean === late) return null;
  let at = 0;
  while (clean[at] === late[at]) at += 1;
  return `${clean.slice(Math.max(0, at - 200), at + 80)} / ${late.slice(at, at + 80)}`;
}

export async function runShopStory(ground: ShopGround, options: ShopOptions): Promise<ShopDone> {
  const story = storyOf(options);
  const clean = await openShop(ground, `${options.name}x`, story);
  await runClean(ground, clean, story);
  const late = await openShop(ground, `${options.name}y`, story);
  const rows = await runLate(ground, late, story, options);
  // Both at one time, so that what locks by the clock is the same.
  await work(ground, clean);
  const made = await snapshotOf(ground.owner, clean);
  const proof = await verifyLedger(ground.desk.pool, { program: late.world.program });
  return {
    rows,
    sales: made.split("order_id").length - 1,
    difference:
      firstDifference(made, await snapshotOf(ground.owner, late)) ?? proof.firstDifference ?? null,
  };
}
