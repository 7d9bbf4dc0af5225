/** A small world straight in the tables, for tests and benchmarks of accounting. */
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import { blankClick } from "../../domain/click-fields.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { termsToJson } from "../../domain/terms.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";
import type { RiskFilter, UniqueWindow } from "../../domain/validity.ts";

/** Any fixed instant: Monday 2026-11-02 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 2, 12);

export interface World {
  pool: pg.Pool;
  user: string;
  brand: string;
  now: Instant;
}
export interface ProgramOptions {
  window?: UniqueWindow;
  riskFilter?: RiskFilter;
  partition?: number;
  clickEventType?: "ACTIVE" | "INACTIVE" | "NONE";
}

let codes = 0;
const code = (): string => `code${String(++codes).padStart(8, "0")}${uuidv7().slice(-4)}`;

async function insert(pool: pg.Pool, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  await pool.query(
    `insert into ${table} (${names.join(", ")})
      values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
    Object.values(row),
  );
}

/** `pool` acts as the owner of the database. */
export async function makeWorld(pool: pg.Pool, zone = "America/New_York"): Promise<World> {
  const created_at = new Date(0);
  const user = uuidv7();
  await insert(pool, "app_user", {
    id: user,
    email: `${code()}@example.com`,
    name: "Owner",
    password_hash: "-",
    created_at,
  });
  const brand = await makeAccount(pool, "BRAND", zone);
  return { pool, user, brand, now: noon };
}

async function makeAccount(
  pool: pg.Pool,
  kind: "BRAND" | "PARTNER",
  zone: string,
): Promise<string> {
  const id = uuidv7();
  await insert(pool, "account", {
    id,
    kind,
    name: kind,
    code: code(),
    edition: kind === "BRAND" ? "PRO" : null,
    time_zone: zone,
    currency: "USD",
    created_at: new Date(0),
  });
  return id;
}

export async function makePartner(world: World): Promise<string> {
  const partner = await makeAccount(world.pool, "PARTNER", "UTC");
  await insert(world.pool, "partnership", {
    id: uuidv7(),
    brand_account_id: world.brand,
    partner_account_id: partner,
    created_at: new Date(0),
  });
  return partner;
}

export async function makeProgram(world: World, options: ProgramOptions = {}): Promise<string> {
  const id = uuidv7();
  const {
    window = { minutes: 30, type: "ROLLING" },
    riskFilter = "MODERATE",
    partition = 0,
    clickEventType = "ACTIVE",
  } = options;
  await insert(world.pool, "program", {
    id,
    brand_account_id: world.brand,
    code: code(),
    name: "Program",
    type: "SELLER",
    state: "ACTIVE",
    marketplace: "US",
    landing_page: "https://www.amazon.com/",
    unique_window_minutes: window.minutes,
    unique_window_type: window.type,
    risk_filter: riskFilter,
    advertiser_id: "ADV",
    publisher_id: "PUB",
    accounting_partition: partition,
    created_at: new Date(0),
  });
  if (clickEventType !== "NONE")
    await insert(world.pool, "event_type", {
      id: uuidv7(),
      brand_account_id: world.brand,
      program_id: id,
      kind: "CLICK",
      code: "CLICK",
      name: "Click",
      state: clickEventType,
      created_at: new Date(0),
    });
  return id;
}

export async function makeTerms(world: World, program: string, draft: TermsDraft): Promise<string> {
  const terms = parseTerms(draft);
  if (!terms.ok) throw new Error(`makeTerms: ${terms.message}`);
  const termsId = uuidv7();
  const id = uuidv7();
  const shared = { brand_account_id: world.brand, created_at: new Date(0) };
  await insert(world.pool, "template_terms", {
    id: termsId,
    ...shared,
    program_id: program,
    name: "Terms",
    state: "ACTIVE",
    currency: draft.currency,
  });
  await insert(world.pool, "terms_version", {
    id,
    ...shared,
    terms_id: termsId,
    number: 1,
    body: JSON.stringify(termsToJson(terms.value)),
    comment: "",
    no_limit_acknowledged: true,
    created_by: world.user,
  });
  return id;
}

/** A signed contract from `start` to `end` (null = open). */
export async function sign(
  world: World,
  parties: { partner: string; program: string },
  version: string,
  [start, end]: [Instant, Instant | null],
): Promise<string> {
  const id = uuidv7();
  await insert(world.pool, "contract", {
    id,
    brand_account_id: world.brand,
    partner_account_id: parties.partner,
    program_id: parties.program,
    terms_version_id: version,
    decision: "SIGNED",
    proposed_by_account_id: world.brand,
    proposed_by: world.user,
    proposed_at: new Date(0),
    starts_at: new Date(start),
    ends_at: end === null ? null : new Date(end),
  });
  return id;
}

export const clickTerms = (
  rate: string,
  limits: TermsDraft["eventPayouts"][number]["limits"] = [],
  remainder: "PAY_ZERO" | "PAY_REMAINDER" = "PAY_ZERO",
): TermsDraft => ({
  currency: "USD",
  eventPayouts: [{ event: "CLICK", rate, limits, remainder }],
});

let sequence = 0;
/**
 * A click record as a tracker would write it; without `visitor` every click is another visitor's.
 */
export function clickRecord(
  parties: { brand: string; partner: string; program: string },
  at: Instant,
  changes: Partial<ClickRecord> = {},
): ClickRecord {
  sequence += 1;
  return {
    v: 1,
    kind: "CLICK",
    ...blankClick(),
    seq: sequence,
    id: uuidv7(at),
    at,
    ...parties,
    ad: parties.program,
    link: parties.program,
    programActive: true,
    partnerActive: true,
    adActive: true,
    gesture: "USER",
    device: "DESKTOP",
    os: "Linux",
    browser: "Firefox",
    ua: "Mozilla/5.0",
    country: "US",
    landingPage: "https://www.amazon.com/dp/B000000001",
    destinationHost: "www.amazon.com",
    lists: "test",
    visitor: `visitor-${sequence}`,
    ...changes,
  };
}
