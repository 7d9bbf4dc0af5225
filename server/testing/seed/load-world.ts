/**
 * A world for load alone: one brand, one program, any number of partners with a contract and a link
 * each. Written straight into the tables in a few statements, because sign-up, mails and password
 * hashes of thousands would take minutes and prove nothing here; nobody in it can sign in. The
 * story of a real world is demo-story.ts.
 */
import type pg from "pg";
import { newCode, uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { linkPath } from "../../domain/tracking.ts";
import { termsToJson } from "../../domain/terms.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import type { EventPayoutDraft } from "../../domain/terms-draft.ts";
import type { WeightedPath } from "../../start/demo/traffic-plan.ts";

export interface LoadWorldOptions {
  /** Login that owns the database. */
  ownerUrl: string;
  /** From 2 on. */
  partners: number;
  /** Price of a click in USD. */
  rate?: string;
  /**
   * The busiest partner is paid this much in all, to the last micro: the last click gets what is
   * left.
   */
  payoutLimit?: string;
  /** The second partner is paid for this many clicks a day. */
  clickLimitPerDay?: string;
}
export interface LoadWorld {
  brandId: string;
  programId: string;
  /** One per partner; the first has most of the traffic. */
  links: WeightedPath[];
  payoutLimited: { partnerId: string; limitMicros: bigint };
  clickLimited: { partnerId: string; limitClicks: bigint };
}

/** Long before any click of a load run. */
const since = new Date("2020-01-01T00:00:00Z");
const zone = "America/New_York";
const landingPage = "https://www.amazon.com/dp/B0LOADTEST";

/** Inserts objects whose keys are the table's columns; what they leave out takes its default. */
async function insertAll(
  pool: pg.Pool,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).join(", ");
  await pool.query(
    `insert into ${table} (${names})
      select ${names}
      from json_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

interface LoadBase {
  pool: pg.Pool;
  brandId: string;
  userId: string;
  programId: string;
  programCode: string;
  adId: string;
  adCode: string;
}

async function writeBrand(pool: pg.Pool, brandId: string, userId: string): Promise<void> {
  await insertAll(pool, "account", [
    {
      id: brandId,
      kind: "BRAND",
      name: "Load brand",
      code: newCode(),
      edition: "PRO",
      time_zone: zone,
      currency: "USD",
      state: "ACTIVE",
      created_at: since,
    },
  ]);
  await insertAll(pool, "app_user", [
    {
      id: userId,
      email: `load-${brandId}@counterfoil.invalid`,
      name: "Nobody",
      password_hash: "none",
      created_at: since,
    },
  ]);
}

async function makeGround(pool: pg.Pool): Promise<LoadBase> {
  const [brandId, userId, programId, adId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const [programCode, adCode] = [newCode(), newCode()];
  const own = { brand_account_id: brandId, created_at: since };
  await writeBrand(pool, brandId, userId);
  await insertAll(pool, "program", [
    {
      id: programId,
      ...own,
      code: programCode,
      name: "Load program",
      type: "SELLER",
      state: "ACTIVE",
      marketplace: "US",
      landing_page: landingPage,
      unique_window_minutes: 30,
      unique_window_type: "ROLLING",
      risk_filter: "MODERATE",
      advertiser_id: `SIM${programCode}`,
      publisher_id: "counterfoil",
      sales_source: "SIMULATED",
      accounting_partition: 0,
    },
  ]);
  await insertAll(
    pool,
    "event_type",
    (["CLICK", "SALE"] as const).map((kind) => ({
      id: uuidv7(),
      ...own,
      program_id: programId,
      kind,
      code: kind,
      name: kind,
      state: "ACTIVE",
    })),
  );
  await insertAll(pool, "ad", [
    {
      id: adId,
      ...own,
      program_id: programId,
      code: adCode,
      type: "ONLINE_TRACKING_LINK",
      name: "Online tracking link",
      state: "ACTIVE",
    },
  ]);
  return { pool, brandId, userId, programId, programCode, adId, adCode };
}

async function makeTerms(
  { pool, brandId, userId, programId }: LoadBase,
  name: string,
  click: Omit<EventPayoutDraft, "event">,
): Promise<{ versionId: string; limit: bigint }> {
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [
      { event: "CLICK", ...click },
      { event: "SALE", rate: "8%", limits: [] },
    ],
  });
  if (!parsed.ok) throw new RangeError(`seedLoadWorld: ${parsed.message}`);
  const [id, versionId] = [uuidv7(), uuidv7()];
  const own = { brand_account_id: brandId, created_at: since };
  await insertAll(pool, "template_terms", [
    { id, ...own, program_id: programId, name, labels: [], state: "ACTIVE", currency: "USD" },
  ]);
  await insertAll(pool, "terms_version", [
    {
      id: versionId,
      ...own,
      terms_id: id,
      number: 1,
      body: termsToJson(parsed.value),
      comment: "",
      no_limit_acknowledged: true,
      created_by: userId,
    },
  ]);
  return { versionId, limit: parsed.value.eventPayouts[0]?.limits[0]?.max ?? 0n };
}

interface LoadPartner {
  id: string;
  code: string;
  versionId: string;
}
async function makePartners(ground: LoadBase, partners: readonly LoadPartner[]): Promise<void> {
  const { pool, brandId, userId, programId, adId } = ground;
  const pair = (partner: LoadPartner) => ({
    id: uuidv7(),
    brand_account_id: brandId,
    partner_account_id: partner.id,
  });
  await insertAll(
    pool,
    "account",
    partners.map(({ id, code }, i) => ({
      id,
      kind: "PARTNER",
      name: `Load partner ${i + 1}`,
      code,
      time_zone: zone,
      currency: "USD",
      state: "ACTIVE",
      created_at: since,
    })),
  );
  await insertAll(
    pool,
    "partnership",
    partners.map((partner) => ({ ...pair(partner), created_at: since })),
  );
  await insertAll(
    pool,
    "contract",
    partners.map((partner) => ({
      ...pair(partner),
      program_id: programId,
      terms_version_id: partner.versionId,
      decision: "SIGNED",
      proposed_by_account_id: brandId,
      proposed_by: userId,
      proposed_at: since,
      decided_by: userId,
      decided_at: since,
      starts_at: since,
    })),
  );
  await insertAll(
    pool,
    "tracking_link",
    partners.map((partner) => ({
      ...pair(partner),
      program_id: programId,
      ad_id: adId,
      level: "PROGRAM",
      name: "Load link",
      is_test: false,
      created_by: userId,
      created_at: since,
    })),
  );
}

/** May be called again on the same database: each call makes a brand of its own. */
export async function seedLoadWorld(options: LoadWorldOptions): Promise<LoadWorld> {
  const {
    ownerUrl,
    partners: count,
    rate = "0.12",
    payoutLimit = "5.00",
    clickLimitPerDay = "50",
  } = options;
  if (count < 2) throw new RangeError("seedLoadWorld: partners is 2 or more");
  const pool = createPool(ownerUrl, "owner", 1);
  try {
    const ground = await makeGround(pool);
    const paid = await makeTerms(ground, "Tight payout", {
      rate,
      limits: [{ kind: "PAYOUT", reset: "CONTRACT", max: payoutLimit }],
      remainder: "PAY_REMAINDER",
    });
    const clicked = await makeTerms(ground, "Tight clicks", {
      rate,
      limits: [{ kind: "CLICKS", reset: "DAY", max: clickLimitPerDay }],
    });
    const wide = await makeTerms(ground, "Wide", {
      rate,
      limits: [{ kind: "PAYOUT", reset: "MONTH", max: "1000000.00" }],
    });
    const partners = Array.from({ length: count }, (_, i): LoadPartner => ({
      id: uuidv7(),
      code: newCode(),
      versionId: [paid, clicked][i]?.versionId ?? wide.versionId,
    }));
    await makePartners(ground, partners);
    const { brandId, programId, programCode, adCode } = ground;
    return {
      brandId,
      programId,
      links: partners.map(({ code }, rank) => ({
        path: linkPath({ partner: code, ad: adCode, program: programCode }),
        weight: 1 / (rank + 3),
      })),
      payoutLimited: { partnerId: partners[0]?.id ?? "", limitMicros: paid.limit },
      clickLimited: { partnerId: partners[1]?.id ?? "", limitClicks: clicked.limit },
    };
  } finally {
    await pool.end();
  }
}
