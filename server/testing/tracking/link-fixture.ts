/** Rows for the tracker's tests, by plain SQL as the database's owner. */
import type pg from "pg";
import {
  readTag,
  readTemplate,
  simulatedTemplate,
  type TagIds,
} from "../../domain/attribution-tag.ts";
import { createPool } from "../../platform/db/connection.ts";
import { newCode, uuidv7 } from "../../platform/clock.ts";

export interface TestLink {
  id: string;
  path: string;
  adId: string;
  adCode: string;
  landingPage: string | null;
}
export interface TestProgram {
  id: string;
  code: string;
  brandId: string;
  partnerId: string;
  partnerCode: string;
  landingPage: string;
}
export interface LinkSettings {
  landingPage?: string | null;
  adState?: "ACTIVE" | "INACTIVE";
  test?: boolean;
  sharedId?: string | null;
  level?: "PROGRAM" | "PARTNER" | "AD";
}

/** As Amazon gives one: its last number is the integrator's. */
export const programTemplate = simulatedTemplate("5811", "2").replace("_2_1&", "_2_129&");
/** What an address says by it. */
export function tagIn(destination: string): TagIds | null {
  const template = readTemplate(programTemplate);
  return template.ok ? readTag(destination, template.value) : null;
}
export const programPage = "https://www.amazon.com/dp/B000PROGRAM?th=1";

async function addAccount(
  pool: pg.Pool,
  kind: "BRAND" | "PARTNER",
): Promise<{ id: string; code: string }> {
  const row = { id: uuidv7(), code: newCode() };
  await pool.query(
    `insert into account (id, kind, name, code, edition, time_zone, currency, created_at)
        values ($1, $2, 'Name', $3, $4, 'UTC', 'USD', now())`,
    [row.id, kind, row.code, kind === "BRAND" ? "PRO" : null],
  );
  return row;
}

async function addProgram(pool: pg.Pool, userId: string, state: string): Promise<TestProgram> {
  const [brand, partner] = [await addAccount(pool, "BRAND"), await addAccount(pool, "PARTNER")];
  const [id, code] = [uuidv7(), newCode()];
  await pool.query(
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
        attribution_template,
        accounting_partition,
        created_at
      )
      values ($1, $2, $3, 'Program', 'SELLER', $4, 'US', $5, '5811', '2', $6, 3, now())`,
    [id, brand.id, code, state, programPage, programTemplate],
  );
  await pool.query(
    `insert into app_user (id, email, name, password_hash, created_at)
      values ($1, $2, 'U', '-', now())
      on conflict do nothing`,
    [userId, `${userId}@example.invalid`],
  );
  return {
    id,
    code,
    brandId: brand.id,
    partnerId: partner.id,
    partnerCode: partner.code,
    landingPage: programPage,
  };
}

async function addLink(
  pool: pg.Pool,
  userId: string,
  program: TestProgram,
  settings: LinkSettings,
): Promise<TestLink> {
  const [adId, adCode, id] = [uuidv7(), newCode(), uuidv7()];
  const landingPage =
    settings.landingPage === undefined
      ? `https://www.amazon.com/Some-Thing/dp/${adCode.toUpperCase()}?psc=1`
      : settings.landingPage;
  await pool.query(
    `insert into ad (
        id, brand_account_id, program_id, code, type, name, landing_page, state, created_at
      )
      values ($1, $2, $3, $4, 'TEXT_LINK', 'Ad', $5, $6, now())`,
    [adId, program.brandId, program.id, adCode, landingPage, settings.adState ?? "ACTIVE"],
  );
  await pool.query(
    `insert into tracking_link (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        ad_id,
        level,
        name,
        is_test,
        shared_id,
        created_by,
        created_at
      )
      values ($1, $2, $3, $4, $5, $6, 'Link', $7, $8, $9, now())`,
    [
      id,
      program.brandId,
      program.partnerId,
      program.id,
      adId,
      settings.level ?? "AD",
      settings.test ?? false,
      settings.sharedId ?? null,
      userId,
    ],
  );
  return {
    id,
    path: `/c/${program.partnerCode}/${adCode}/${program.code}`,
    adId,
    adCode,
    landingPage,
  };
}

export function linkRows(url: string) {
  const pool = createPool(url, "owner", 2);
  const userId = uuidv7();
  return {
    pool,
    account: (kind: "BRAND" | "PARTNER") => addAccount(pool, kind),
    program: (state = "ACTIVE") => addProgram(pool, userId, state),
    link: (program: TestProgram, settings: LinkSettings = {}) =>
      addLink(pool, userId, program, settings),
  };
}
export type LinkRows = ReturnType<typeof linkRows>;
