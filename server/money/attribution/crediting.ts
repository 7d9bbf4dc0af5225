/** Whom a report row credits: partner and link by its tag. */
import type pg from "pg";
import type { ProgramSettings } from "../accounting/catalog.ts";
import type { SaleRow } from "./report-news.ts";

interface Partner {
  id: string;
  code: string;
  active: boolean;
}
interface CreativeLink {
  id: string;
  partnerId: string;
  isTest: boolean;
  adCode: string;
  sharedId: string | null;
}

/**
 * Who a row belongs to. No partner: the row names none known to this program, and is credited to
 * nobody [D146].
 */
export interface Credit {
  partner: Partner | null;
  linkId: string | null;
  isTest: boolean;
}

const partnersSql = `
  select a.id, a.code, a.state = 'ACTIVE' as active
  from account a
  where a.code = any($1)
    and a.kind = 'PARTNER'
    and exists (
      select from partnership p where p.brand_account_id = $2 and p.partner_account_id = a.id
    )`;
const linksSql = `
  select
    l.id,
    l.partner_account_id as "partnerId",
    l.is_test as "isTest",
    ad.code as "adCode",
    l.shared_id as "sharedId"
  from tracking_link l
  join ad on ad.id = l.ad_id
  where l.program_id = $1
    and l.partner_account_id = any($2::uuid[])
    and (ad.code = any($3) or l.shared_id = any($3))
  order by l.created_at, l.id`;

const distinct = (values: Iterable<string>): string[] => [...new Set(values)];

/**
 * A creative is an ad's code, else a shared id. A shared id on several links names none of them,
 * but the test link in a simulated report.
 */
function linkOf(
  links: readonly CreativeLink[],
  partner: Partner,
  creative: string,
  simulated: boolean,
): CreativeLink | null {
  const own = links.filter((link) => link.partnerId === partner.id);
  const byAd = own.find((link) => link.adCode === creative);
  if (byAd) return byAd;
  const shared = own.filter((link) => link.sharedId === creative);
  if (shared.length === 1) return shared[0] ?? null;
  return (simulated && shared.find((link) => link.isTest)) || null;
}

/** Reads in a few queries what all these rows need. */
export async function loadCredits(
  client: pg.ClientBase,
  program: ProgramSettings,
  rows: readonly SaleRow[],
): Promise<(row: SaleRow) => Credit> {
  const codes = distinct(rows.map(({ tag }) => tag.adGroupId));
  const { rows: partners } = await client.query<Partner>(partnersSql, [
    codes,
    program.brandAccountId,
  ]);
  const ids = partners.map((partner) => partner.id);
  const creatives = distinct(rows.map(({ tag }) => tag.creativeId));
  const { rows: links } = await client.query<CreativeLink>(linksSql, [program.id, ids, creatives]);
  const byCode = new Map(partners.map((partner) => [partner.code, partner]));
  return ({ tag, notSplit, simulated }) => {
    const partner = byCode.get(tag.adGroupId) ?? null;
    const link = notSplit ? null : partner && linkOf(links, partner, tag.creativeId, simulated);
    return { partner, linkId: link?.id ?? null, isTest: link?.isTest ?? false };
  };
}
