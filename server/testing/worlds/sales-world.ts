/**
 * A brand with a Seller program, partners with contracts and links: the ground of the sale tests,
 * in plain SQL.
 */
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";
import { termsToJson } from "../../domain/terms.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import type { EventPayoutDraft } from "../../domain/terms-draft.ts";

export interface SalesWorld {
  brand: string;
  user: string;
  program: string;
  programCode: string;
  advertiserId: string;
  adId: string;
  adCode: string;
}

async function addBrand(
  owner: pg.Pool,
  { brand, user, name, at }: { brand: string; user: string; name: string; at: Date },
): Promise<void> {
  await owner.query(
    `insert into account
      values ($1, 'BRAND', $2, $3, 'PRO', 'America/New_York', 'USD', 'ACTIVE', null, $4)`,
    [brand, `Brand ${name}`, `brand${name}`, at],
  );
  await owner.query("insert into app_user values ($1, $2, 'Ann', 'x', $3)", [
    user,
    `${name}@example.com`,
    at,
  ]);
}

export async function createSalesWorld(
  owner: pg.Pool,
  options: { name: string; marketplace?: string; advertiserId?: string },
): Promise<SalesWorld> {
  const { name, marketplace = "US", advertiserId = `SIM${options.name}` } = options;
  const [brand, user, program, adId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const [programCode, adCode, title] = [`prog${name}`, `adve${name}`, `Program ${name}`];
  const at = new Date("2026-01-01T00:00:00Z");
  await addBrand(owner, { brand, user, name, at });
  await owner.query(
    `insert into program (
        id,
        brand_account_id,
        code,
        name,
        type,
        state,
        marketplace,
        landing_page,
        advertiser_id,
        publisher_id,
        sales_source,
        accounting_partition,
        created_at
      )
      values (
        $1,
        $2,
        $3,
        $4,
        'SELLER',
        'ACTIVE',
        $5,
        'https://www.amazon.com/dp/B0TEST',
        $6,
        'PUB1',
        case when $6 like 'SIM%' then 'SIMULATED' else 'AMAZON' end,
        0,
        $7
      )`,
    [program, brand, programCode, title, marketplace, advertiserId, at],
  );
  await owner.query(
    "insert into event_type values ($1, $2, $3, 'SALE', 'sale', 'Sale', 'ACTIVE', $4)",
    [uuidv7(), brand, program, at],
  );
  await owner.query(
    `insert into ad
      values ($1, $2, $3, null, $4, 'TEXT_LINK', 'Text link', 'Buy', null, 'ACTIVE', $5)`,
    [adId, brand, program, adCode, at],
  );
  return { brand, user, program, programCode, advertiserId, adId, adCode };
}

/** An event type of leads; its id. */
export async function addLeadType(
  owner: pg.Pool,
  world: SalesWorld,
  code: string,
): Promise<string> {
  const id = uuidv7();
  await owner.query(
    "insert into event_type values ($1, $2, $3, 'LEAD', $4, $4, 'ACTIVE', '2026-01-01')",
    [id, world.brand, world.program, code],
  );
  return id;
}

interface WorldPartner {
  id: string;
  code: string;
}
export async function addPartner(
  owner: pg.Pool,
  world: SalesWorld,
  code: string,
): Promise<WorldPartner> {
  const id = uuidv7();
  const at = new Date("2026-01-01T00:00:00Z");
  await owner.query(
    "insert into account values ($1, 'PARTNER', $2, $2, null, 'UTC', 'USD', 'ACTIVE', null, $3)",
    [id, code, at],
  );
  await owner.query("insert into partnership values ($1, $2, $3, $4)", [
    uuidv7(),
    world.brand,
    id,
    at,
  ]);
  return { id, code };
}

interface WorldContract {
  startsAt: string;
  endsAt?: string;
  currency?: string;
  /** Rate of sales by order; null = the contract pays for clicks only. */
  saleRate: string | null;
  /** Limits, locking and the like of its sales. */
  sale?: Partial<EventPayoutDraft>;
  /** The contract pays for leads, too. */
  lead?: Pick<EventPayoutDraft, "rate"> & Partial<EventPayoutDraft>;
}
export async function addContract(
  owner: pg.Pool,
  world: SalesWorld,
  partner: WorldPartner,
  contract: WorldContract,
): Promise<string> {
  const [terms, version, id] = [uuidv7(), uuidv7(), uuidv7()];
  const { startsAt, endsAt = null, currency = "USD", saleRate } = contract;
  const payouts: EventPayoutDraft[] = [{ event: "CLICK", rate: "0.12", limits: [] }];
  if (saleRate !== null)
    payouts.push({ event: "SALE", rate: saleRate, limits: [], ...contract.sale });
  if (contract.lead) payouts.push({ event: "LEAD", limits: [], ...contract.lead });
  const parsed = parseTerms({ currency, eventPayouts: payouts });
  if (!parsed.ok) throw new Error(parsed.message);
  const at = new Date("2026-01-01T00:00:00Z");
  await owner.query(
    "insert into template_terms values ($1, $2, $3, 'Terms', '{}', 'ACTIVE', $4, $5)",
    [terms, world.brand, world.program, currency, at],
  );
  await owner.query("insert into terms_version values ($1, $2, $3, 1, $4, '', true, $5, $6)", [
    version,
    terms,
    world.brand,
    JSON.stringify(termsToJson(parsed.value)),
    world.user,
    at,
  ]);
  await owner.query(
    `insert into contract (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        terms_version_id,
        decision,
        proposed_by_account_id,
        proposed_by,
        proposed_at,
        starts_at,
        ends_at
      )
      values ($1, $2, $3, $4, $5, 'SIGNED', $2, $6, $7, $8, $9)`,
    [id, world.brand, partner.id, world.program, version, world.user, at, startsAt, endsAt],
  );
  return id;
}

export async function addLink(
  owner: pg.Pool,
  world: SalesWorld,
  partner: WorldPartner,
  link: { isTest?: boolean; sharedId?: string; adCode?: string } = {},
): Promise<{ id: string; adId: string; adCode: string }> {
  const id = uuidv7();
  let adId = world.adId;
  const adCode = link.adCode ?? world.adCode;
  const at = new Date("2026-01-01T00:00:00Z");
  if (adCode !== world.adCode) {
    adId = uuidv7();
    await owner.query(
      "insert into ad values ($1, $2, $3, null, $4, 'TEXT_LINK', 'Ad', 'Buy', null, 'ACTIVE', $5)",
      [adId, world.brand, world.program, adCode, at],
    );
  }
  await owner.query(
    "insert into tracking_link values ($1, $2, $3, $4, $5, 'AD', 'Link', $6, $7, $8, $9)",
    [
      id,
      world.brand,
      partner.id,
      world.program,
      adId,
      link.isTest ?? false,
      link.sharedId ?? null,
      world.user,
      at,
    ],
  );
  return { id, adId, adCode };
}

const insertOrder = `insert into simulated_order (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        link_id,
        advertiser_id,
        date,
        campaign_id,
        ad_group_id,
        creative_id,
        orders,
        units,
        amount_micros,
        currency,
        placed_by,
        placed_at
      )
      select
        $1,
        $2,
        l.partner_account_id,
        $3,
        l.id,
        $5,
        $6,
        $7,
        $8,
        $9,
        $10,
        $10,
        $11,
        'USD',
        $12,
        now()
      from tracking_link l
      where l.id = $4`;
/** An order as placeTestOrder writes it. */
export async function placeOrder(
  owner: pg.Pool,
  world: SalesWorld,
  order: {
    link: string;
    partner: string;
    creative: string;
    date: string;
    amount: bigint;
    orders?: number;
  },
): Promise<void> {
  const { link, partner, creative, date, amount, orders = 1 } = order;
  await owner.query(insertOrder, [
    uuidv7(),
    world.brand,
    world.program,
    link,
    world.advertiserId,
    date,
    world.programCode,
    partner,
    creative,
    orders,
    amount,
    world.user,
  ]);
}

interface WorldClicks {
  linkId: string;
  adId: string;
  partner: string;
  at: string;
  sharedId?: string;
  robot?: boolean;
  /** Ingest sequence numbers firstSeq … firstSeq + count − 1. */
  firstSeq: number;
  count: number;
  /** Of the first one, which an order may name. */
  id?: string;
}
const insertClick = `insert into click (
          brand_account_id,
          clicked_at,
          id,
          ingest_seq,
          accounting_partition,
          partner_account_id,
          program_id,
          ad_id,
          link_id,
          is_test,
          program_active,
          partner_active,
          ad_active,
          robot,
          risk,
          gesture,
          device,
          os,
          browser,
          user_agent,
          landing_page,
          destination_host,
          shared_id,
          warnings,
          list_versions,
          visitor_hash,
          tracker_id,
          tracker_seq,
          recorded_at
        )
        values (
          $1,
          $2,
          $3,
          $4,
          0,
          $5,
          $6,
          $7,
          $8,
          false,
          true,
          true,
          true,
          $9,
          '{}',
          'USER',
          'PHONE',
          'iOS',
          'Safari',
          'UA',
          'x',
          'x',
          $10,
          '{}',
          '',
          'h',
          't',
          $4,
          $2
        )`;
/** Stored clicks, as ingest leaves them. */
export async function addClicks(
  owner: pg.Pool,
  world: SalesWorld,
  clicks: WorldClicks,
): Promise<void> {
  await owner.query("create table if not exists click_all partition of click default");
  for (let i = 0; i < clicks.count; i++) {
    await owner.query(insertClick, [
      world.brand,
      clicks.at,
      i === 0 && clicks.id ? clicks.id : uuidv7(),
      clicks.firstSeq + i,
      clicks.partner,
      world.program,
      clicks.adId,
      clicks.linkId,
      clicks.robot ?? false,
      clicks.sharedId ?? null,
    ]);
  }
  await owner.query("update ingest_counter set last_seq = greatest(last_seq, $1)", [
    clicks.firstSeq + clicks.count - 1,
  ]);
}
