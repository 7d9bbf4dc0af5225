/** What the keys of submitted conversions name, looked up for many rows in a few queries. */
import type pg from "pg";
import type { ProgramSettings } from "../accounting/catalog.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { ReferringClick, ReferringCode, Referrals } from "../../domain/referral.ts";
import { listItem } from "../../domain/sale-facts.ts";
import type { AttributionKeys, SubmittedSale } from "../../domain/submitted-gates.ts";
import { isId } from "../../domain/values/id.ts";

export interface SalePartner {
  id: string;
  code: string;
  active: boolean;
}

/** The milliseconds that a click's id begins with: it is stored under them. */
export const clickedAtOf = (id: string): Instant =>
  Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

/** Clicks that may credit a sale: no robot's, and none that the click filter keeps from it. */
const clicksSql = `
  select
    c.id,
    (extract(epoch from c.clicked_at) * 1000)::float8 as at,
    c.partner_account_id as "partnerId",
    c.link_id as "linkId",
    c.is_test as "isTest",
    not c.robot and not c.warnings @> '{NOT_CREDITED}' as "credits"
  from unnest($3::uuid[], $4::timestamptz[]) w (id, at)
  join click c on c.brand_account_id = $1 and c.clicked_at = w.at and c.id = w.id
  where c.program_id = $2`;
const codesSql = `
  select
    code_key as key,
    partner_account_id as "partnerId",
    policy,
    (extract(epoch from starts_at) * 1000)::float8 as "startsAt",
    (extract(epoch from ends_at) * 1000)::float8 as "endsAt"
  from promo_code
  where program_id = $1 and code_key = any($2)`;
const linksSql = `
  select
    l.id,
    l.partner_account_id as "partnerId",
    l.is_test as "isTest",
    a.code as partner,
    ad.code as ad
  from unnest($2::text[], $3::text[]) w (partner, ad)
  join account a on a.code = w.partner
  join ad on ad.code = w.ad and ad.program_id = $1
  join tracking_link l
    on l.program_id = $1 and l.partner_account_id = a.id and l.ad_id = ad.id
  order by l.created_at desc, l.id desc`;
const partnersSql = `
  select a.id, a.code, a.state = 'ACTIVE' as active
  from account a
  where (a.id = any($2::uuid[]) or a.code = any($3))
    and a.kind = 'PARTNER'
    and exists (
      select from partnership p where p.brand_account_id = $1 and p.partner_account_id = a.id
    )`;
const customersSql = `
  select customer, jsonb_array_elements_text(read -> 'keys' -> 'clickIds') as click
  from submitted_conversion
  where program_id = $1
    and customer = any($2)
    and (state <> 'QUEUED' or submission_id = $3)
    and change is null`;

interface CodeRow extends ReferringCode {
  key: string;
  startsAt: Instant;
  endsAt: Instant | null;
}
interface LinkRow {
  id: string;
  partnerId: string;
  isTest: boolean;
  partner: string;
  ad: string;
}
interface ClickRow extends ReferringClick {
  credits: boolean;
}

async function clicksOf(
  client: pg.ClientBase,
  program: ProgramSettings,
  ids: readonly string[],
): Promise<Map<string, ClickRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<ClickRow>(clicksSql, [
    program.brandAccountId,
    program.id,
    ids,
    ids.map((id) => new Date(clickedAtOf(id))),
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Clicks that earlier orders of these customers, or others of the same step, named. */
async function clicksOfCustomers(
  client: pg.ClientBase,
  program: ProgramSettings,
  sales: readonly SubmittedSale[],
  file: string | null,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const add = (customer: string, click: string) => {
    const clicks = found.get(customer) ?? new Set();
    found.set(customer, clicks.add(click));
  };
  const customers = [...new Set(sales.flatMap(({ keys }) => keys.customer ?? []))];
  if (customers.length === 0) return found;
  const { rows } = await client.query<{ customer: string; click: string }>(customersSql, [
    program.id,
    customers,
    file,
  ]);
  for (const { customer, click } of rows) add(customer, click);
  for (const { keys } of sales)
    if (keys.customer !== null) for (const click of keys.clickIds) add(keys.customer, click);
  return found;
}

export interface FoundReferrals {
  of: (sale: SubmittedSale) => Referrals;
  /** Clicks that it names and that are not stored, or not yet. */
  missing: (sale: SubmittedSale) => string[];
  partner: (id: string) => SalePartner | undefined;
}

interface Named {
  links: ReadonlyMap<string, LinkRow>;
  codes: ReadonlyMap<string, CodeRow[]>;
}
/** Links and codes that the keys name. */
async function namedBy(
  client: pg.ClientBase,
  program: ProgramSettings,
  keys: readonly AttributionKeys[],
): Promise<Named> {
  const links = keys.flatMap(({ link }) => (link?.program === program.code ? [link] : []));
  const { rows: found } = await client.query<LinkRow>(linksSql, [
    program.id,
    links.map(({ partner }) => partner),
    links.map(({ ad }) => ad),
  ]);
  const { rows: codes } = await client.query<CodeRow>(codesSql, [
    program.id,
    [...new Set(keys.flatMap(({ promoCode }) => (promoCode === null ? [] : listItem(promoCode))))],
  ]);
  return {
    // Of several links to one ad the oldest, which stands last.
    links: new Map(found.map((row) => [`${program.code}/${row.partner}/${row.ad}`, row])),
    codes: Map.groupBy(codes, ({ key }) => key),
  };
}

/** By id and by code: those that are named outright, and those whom links and clicks credit. */
async function partnersOf(
  client: pg.ClientBase,
  program: ProgramSettings,
  named: readonly string[],
  ids: readonly string[],
): Promise<Map<string, SalePartner>> {
  const { rows } = await client.query<SalePartner>(partnersSql, [
    program.brandAccountId,
    [...new Set([...named.filter(isId), ...ids])],
    named,
  ]);
  return new Map(
    rows.flatMap(
      (one) =>
        [
          [one.id, one],
          [one.code, one],
        ] as const,
    ),
  );
}

/** `file`: a submission whose rows count, too, though none of them is booked yet. */
export async function findReferrals(
  client: pg.ClientBase,
  program: ProgramSettings,
  sales: readonly SubmittedSale[],
  file: string | null = null,
): Promise<FoundReferrals> {
  const keys = sales.map((sale) => sale.keys);
  const customers = await clicksOfCustomers(client, program, sales, file);
  const clicks = await clicksOf(client, program, [
    ...new Set([
      ...keys.flatMap(({ clickIds }) => clickIds),
      ...[...customers.values()].flatMap((ids) => [...ids]),
    ]),
  ]);
  const { links, codes } = await namedBy(client, program, keys);
  const credited = [...clicks.values(), ...links.values(), ...[...codes.values()].flat()];
  const partners = await partnersOf(
    client,
    program,
    keys.flatMap(({ partner }) => partner ?? []),
    credited.map(({ partnerId }) => partnerId),
  );
  const codeAt = (text: string | null, at: Instant): CodeRow | null => {
    const same = text === null ? [] : (codes.get(listItem(text)) ?? []);
    const isThen = ({ startsAt, endsAt }: CodeRow) =>
      startsAt <= at && (endsAt === null || at < endsAt);
    return same.find(isThen) ?? null;
  };
  const clicksIn = ({ clickIds, customer }: AttributionKeys): ReferringClick[] => {
    const known = customer === null ? [] : (customers.get(customer) ?? []);
    return [...new Set([...clickIds, ...known])].flatMap((id) => {
      const click = clicks.get(id);
      return click?.credits ? [click] : [];
    });
  };
  return {
    of: ({ keys: named, at }) => {
      const { partner, link, promoCode } = named;
      const forced = partner === null ? undefined : partners.get(partner);
      const row = link && links.get(`${link.program}/${link.partner}/${link.ad}`);
      return {
        partner: forced ? { partnerId: forced.id } : null,
        link: row ? { partnerId: row.partnerId, linkId: row.id, isTest: row.isTest } : null,
        code: codeAt(promoCode, at),
        clicks: clicksIn(named),
      };
    },
    missing: ({ keys: { clickIds } }) => clickIds.filter((id) => !clicks.has(id)),
    partner: (id) => partners.get(id),
  };
}
