/**
 * Sales of the demo world. What people bought is the simulator's own world, for which there is no
 * use case on live links: its orders are written by SQL. From there on they take the way of every
 * sale: reported, polled, decided, booked.
 */
import { connectionClients } from "../../money/attribution/amazon-clients.ts";
import { createAttributionPoller } from "../../money/attribution/poller.ts";
import { startSimulator } from "../../money/attribution/simulator.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import type { Micros } from "../../domain/money.ts";
import type { Instant } from "../../domain/calendar.ts";
import { createRandom, type Random } from "./random.ts";
import { connectDemo } from "./demo-amazon.ts";
import type { Actor, Stage } from "./stage.ts";

const dayMs = 86_400_000;
/** Orders per click; what brands on Amazon usually see from partners. */
const orderShare = 0.04;
/**
 * Share of the days' orders that come back, and are taken out of a report that was sent already.
 */
const returnShare = 0.08;
/** Prices of ACME's products, in cents. */
const priceCents = [1_990, 2_490, 3_495, 4_990, 8_900, 12_900, 24_900];
/** The first report is read this long before the world's end, so that returns restate it. */
const restatedMs = 7 * dayMs;

interface SoldDay {
  brand_account_id: string;
  partner_account_id: string;
  program_id: string;
  link_id: string;
  advertiser_id: string;
  date: string;
  campaign_id: string;
  ad_group_id: string;
  creative_id: string;
  currency: string;
  placed_by: string;
  clicks: number;
}
// Sales are reported by the storefront's own dates, under the tag that the tracker wrote.
const clickDays = `
  select
    c.brand_account_id,
    c.partner_account_id,
    c.program_id,
    c.link_id,
    p.advertiser_id,
    ${localDate("c.clicked_at", "o")}::text as date,
    p.code as campaign_id,
    partner.code as ad_group_id,
    ad.code || coalesce('-' || l.shared_id, '') as creative_id,
    z.currency,
    l.created_by as placed_by,
    count(*)::int as clicks
  from click c
  join program p on p.id = c.program_id
  join account partner on partner.id = c.partner_account_id
  join tracking_link l on l.id = c.link_id
  join ad on ad.id = l.ad_id
  join (
    values ('US', 'America/Los_Angeles', 'USD'), ('DE', 'Europe/Paris', 'EUR')
  ) z (country, zone, currency)
    on z.country = p.marketplace
  join ${zoneTable(["America/Los_Angeles", "Europe/Paris"])} o on o.zone = z.zone
  where not c.robot and not c.is_test and c.clicked_at < $1
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, partner.name, ad.name, p.name
  order by date, partner.name, ad.name, p.name`;

interface Sold {
  orders: number;
  units: number;
  amount: Micros;
}
function soldOn(random: Random, clicks: number): Sold {
  const sold: Sold = { orders: 0, units: 0, amount: 0n };
  for (let i = 0; i < clicks; i++) {
    if (!random.chance(orderShare)) continue;
    const units = random.chance(0.2) ? 2 : 1;
    sold.orders += 1;
    sold.units += units;
    sold.amount += BigInt(units * (priceCents[random.below(priceCents.length)] ?? 4_990)) * 10_000n;
  }
  return sold;
}

async function insert(stage: Stage, rows: readonly { day: SoldDay; sold: Sold }[]): Promise<void> {
  const columns = [
    "id",
    "brand_account_id",
    "partner_account_id",
    "program_id",
    "link_id",
    "advertiser_id",
    "date",
    "campaign_id",
    "ad_group_id",
    "creative_id",
    "orders",
    "units",
    "amount_micros",
    "currency",
    "placed_by",
    "placed_at",
  ];
  const values = rows.map(({ day, sold }) => {
    const { clicks: _clicks, ...named } = day;
    return {
      id: stage.deps.newId(),
      ...named,
      orders: sold.orders,
      units: sold.units,
      amount_micros: String(sold.amount),
      placed_at: new Date(stage.time.now),
    };
  });
  await stage.owner.query(
    `insert into simulated_order (${columns.join(", ")})
      select ${columns.join(", ")}
      from json_populate_recordset(null::simulated_order, $1)`,
    [JSON.stringify(values)],
  );
}

/**
 * Writes the orders of all days before yesterday's evening, and reads the reports: once a week ago,
 * and now, with returns.
 */
export async function playSales(
  stage: Stage,
  { seed, endsAt, brand }: { seed: number; endsAt: Instant; brand: Actor },
): Promise<void> {
  const random = createRandom(seed);
  const { rows: days } = await stage.owner.query<SoldDay>(clickDays, [new Date(endsAt - dayMs)]);
  const sales = days
    .map((day) => ({ day, sold: soldOn(random, day.clicks) }))
    .filter(({ sold }) => sold.orders > 0);
  const { clock, env, newId, log } = stage.deps;
  stage.time.now = endsAt - restatedMs;
  await insert(stage, sales);
  const simulator = await startSimulator({
    pool: stage.worker,
    clock,
    log,
    port: 0,
    clicksEveryMs: 0,
  });
  const poller = createAttributionPoller({
    pool: stage.worker,
    clientOf: connectionClients({
      pool: stage.worker,
      env: { ...env, simulatorUrl: simulator.url },
      clock,
      log,
    }),
    clock,
    newId,
    log,
    everyMs: 60_000,
  });
  try {
    await connectDemo(stage, brand, { simulatorUrl: simulator.url, countries: ["US"] });
    await poller.pollOnce();
    stage.time.now = endsAt;
    const returned = sales.filter(() => random.chance(returnShare));
    await insert(
      stage,
      returned.map(({ day, sold }) => ({
        day,
        sold: { orders: -sold.orders, units: -sold.units, amount: -sold.amount },
      })),
    );
    await poller.pollOnce();
  } finally {
    await poller.stop();
    await simulator.stop();
  }
}
