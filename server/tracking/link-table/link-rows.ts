/**
 * Reads link rows from the database into the table, whole or by id. Every reading is a plain,
 * bounded query.
 */
import type pg from "pg";
import type { LinkPath } from "../../domain/tracking.ts";
import type { LinkNameRow, LinkTable, TrackingLinkRow } from "./link-table.ts";

export const notifyingTables = ["tracking_link", "ad", "program", "account", "link_name"] as const;
export type NotifyingTable = (typeof notifyingTables)[number];
type Query = Pick<pg.Pool, "query">;

const pageRows = 20_000;
const columns: Record<NotifyingTable, string> = {
  account: `t.id,
    case when t.kind = 'PARTNER' then t.code end as code,
    t.state = 'ACTIVE' as active`,
  program: `t.id,
    t.code,
    t.brand_account_id as "brandId",
    t.state = 'ACTIVE' as active,
    t.marketplace,
    t.landing_page as "landingPage",
    t.attribution_template as template,
    t.accounting_partition as partition,
    t.risk_filter as "riskFilter"`,
  ad: `t.id,
    t.code,
    t.program_id as "programId",
    t.state = 'ACTIVE' as active,
    t.landing_page as "landingPage"`,
  tracking_link: `t.id,
    t.is_test as test,
    t.shared_id as "sharedId",
    t.partner_account_id as "partnerId",
    t.ad_id as "adId"`,
  link_name: `t.id,
    t.name,
    t.partner_account_id as "partnerId",
    t.ad_id as "adId"`,
};
const firstId = "00000000-0000-0000-0000-000000000000";

async function page<T extends { id: string }>(
  db: Query,
  table: NotifyingTable,
  after: string,
): Promise<T[]> {
  const sql = `select ${columns[table]}
    from ${table} t
    where t.id > $1
    order by t.id
    limit ${pageRows}`;
  return (await db.query<T & pg.QueryResultRow>(sql, [after])).rows;
}

async function byIds<T>(db: Query, table: NotifyingTable, ids: Iterable<string>): Promise<T[]> {
  const list = [...new Set(ids)];
  if (list.length === 0) return [];
  return (
    await db.query<T & pg.QueryResultRow>(
      `select ${columns[table]} from ${table} t where t.id = any($1)`,
      [list],
    )
  ).rows;
}

type Rows = {
  account: Parameters<LinkTable["setAccount"]>[0];
  program: Parameters<LinkTable["setProgram"]>[0];
  ad: Parameters<LinkTable["setAd"]>[0];
  tracking_link: TrackingLinkRow;
  link_name: LinkNameRow;
};

/**
 * Puts programs, ads or links into the table, reading first what they point at and the table does
 * not hold yet.
 */
async function putPrograms(db: Query, table: LinkTable, rows: Rows["program"][]): Promise<void> {
  const missing = rows.map((row) => row.brandId).filter((id) => !table.hasAccount(id));
  for (const row of await byIds<Rows["account"]>(db, "account", missing)) table.setAccount(row);
  for (const row of rows) table.setProgram(row);
}
async function putAds(db: Query, table: LinkTable, rows: Rows["ad"][]): Promise<void> {
  const missing = rows.map((row) => row.programId).filter((id) => !table.hasProgram(id));
  await putPrograms(db, table, await byIds<Rows["program"]>(db, "program", missing));
  for (const row of rows) table.setAd(row);
}
async function putLinks(db: Query, table: LinkTable, rows: Rows["tracking_link"][]): Promise<void> {
  const partners = rows.map((row) => row.partnerId).filter((id) => !table.hasAccount(id));
  for (const row of await byIds<Rows["account"]>(db, "account", partners)) table.setAccount(row);
  const ads = rows.map((row) => row.adId).filter((id) => !table.hasAd(id));
  await putAds(db, table, await byIds<Rows["ad"]>(db, "ad", ads));
  for (const row of rows) table.setLink(row);
}

async function eachPage<K extends NotifyingTable>(
  db: Query,
  name: K,
  put: (rows: Rows[K][]) => Promise<void>,
): Promise<void> {
  let after = firstId;
  for (;;) {
    const rows = await page<Rows[K]>(db, name, after);
    await put(rows);
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = last.id;
  }
}

/** Reads everything, page by page. */
export async function loadAll(db: Query, table: LinkTable): Promise<void> {
  await eachPage(db, "account", async (rows) => rows.forEach((row) => table.setAccount(row)));
  await eachPage(db, "program", (rows) => putPrograms(db, table, rows));
  await eachPage(db, "ad", (rows) => putAds(db, table, rows));
  await eachPage(db, "tracking_link", (rows) => putLinks(db, table, rows));
  await eachPage(db, "link_name", async (rows) => rows.forEach((row) => table.setName(row)));
}

/** Reads just the rows of `ids` anew. */
export async function reloadRows(
  db: Query,
  table: LinkTable,
  name: NotifyingTable,
  ids: string[],
): Promise<void> {
  switch (name) {
    case "account":
      for (const row of await byIds<Rows["account"]>(db, name, ids)) table.setAccount(row);
      return;
    case "program":
      return putPrograms(db, table, await byIds<Rows["program"]>(db, name, ids));
    case "ad":
      return putAds(db, table, await byIds<Rows["ad"]>(db, name, ids));
    case "tracking_link":
      return putLinks(db, table, await byIds<Rows["tracking_link"]>(db, name, ids));
    case "link_name":
      for (const row of await byIds<Rows["link_name"]>(db, name, ids)) table.setName(row);
  }
}

/** Reads the links of these paths, as far as they exist. */
export async function loadPaths(db: Query, table: LinkTable, paths: LinkPath[]): Promise<void> {
  const sql = `select ${columns.tracking_link}
    from unnest($1::text[], $2::text[], $3::text[]) as wanted (partner, ad, program)
    join account p on p.code = wanted.partner
    join ad a on a.code = wanted.ad
    join program g on g.id = a.program_id and g.code = wanted.program
    join tracking_link t on t.partner_account_id = p.id and t.ad_id = a.id`;
  const columnsOf = [
    paths.map((path) => path.partner),
    paths.map((path) => path.ad),
    paths.map((path) => path.program),
  ];
  await putLinks(
    db,
    table,
    (await db.query<TrackingLinkRow & pg.QueryResultRow>(sql, columnsOf)).rows,
  );
}
