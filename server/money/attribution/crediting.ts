/**
 * Whom a report row credits: partner and link by its tag. Reports of earlier days name older forms:
 * test links under the partner's ad group, and a shared id alone as the creative.
 */
import type pg from "pg";
import type { ProgramSettings } from "../accounting/catalog.ts";
import type { RowTag } from "../../domain/attribution.ts";
import { readAdGroup, readCreative } from "../../domain/attribution-tag.ts";
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

const adIn = (creative: string): string => readCreative(creative)?.ad ?? creative;

/**
 * A creative names an ad, else a shared id. A shared id on several links names none of them,
 * but the test link in a simulated report.
 */
function linkOf(
  links: readonly CreativeLink[],
  partner: Partner,
  { adGroupId, creativeId: creative }: RowTag,
  simulated: boolean,
): CreativeLink | null {
  const ofTests = readAdGroup(adGroupId).isTest;
  const own = links.filter((link) => link.partnerId === partner.id && (!ofTests || link.isTest));
  const byAd = own.find((link) => link.adCode === adIn(creative));
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
  const codes = distinct(rows.map(({ tag }) => readAdGroup(tag.adGroupId).partner));
  const { rows: partners } = await client.query<Partner>(partnersSql, [
    codes,
    program.brandAccountId,
  ]);
  const ids = partners.map((partner) => partner.id);
  const creatives = distinct(
    rows.flatMap(({ tag: { creativeId } }) => [creativeId, adIn(creativeId)]),
  );
  const { rows: links } = await client.query<CreativeLink>(linksSql, [program.id, ids, creatives]);
  const byCode = new Map(partners.map((partner) => [partner.code, partner]));
  return ({ tag, notSplit, simulated }) => {
    const adGroup = readAdGroup(tag.adGroupId);
    const partner = byCode.get(adGroup.partner) ?? null;
    const link = notSplit ? null : partner && linkOf(links, partner, tag, simulated);
    return { partner, linkId: link?.id ?? null, isTest: link?.isTest ?? adGroup.isTest };
  };
}
