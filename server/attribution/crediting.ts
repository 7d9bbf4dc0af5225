/** Whom a report row credits, and what a sale of that row is worth: partner, link and contract by tag and date. */
import type pg from "pg";
import { contractAt, loadContracts, pairKey, type ProgramFacts } from "../accounting/catalog.ts";
import type { Instant } from "../domain/calendar.ts";
import { decide, type ContractInForce, type Decision, type Standing } from "../domain/decide.ts";
import type { ReasonCode } from "../domain/reason.ts";
import type { NamedRow } from "./report-rows.ts";

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

/** Who a row belongs to. No partner: the row names none known to this program, and is credited to nobody [D146]. */
export interface Credit {
  partner: Partner | null;
  linkId: string | null;
  isTest: boolean;
}

export interface Credits {
  creditOf(row: NamedRow): Credit;
  contractAt(partnerId: string, at: Instant): ContractInForce | null;
}

const partnersSql = `
  select a.id, a.code, a.state = 'ACTIVE' as active from account a
  where a.code = any($1) and a.kind = 'PARTNER'
    and exists (select from partnership p where p.brand_account_id = $2 and p.partner_account_id = a.id)`;
const linksSql = `
  select l.id, l.partner_account_id as "partnerId", l.is_test as "isTest", ad.code as "adCode", l.shared_id as "sharedId"
  from tracking_link l join ad on ad.id = l.ad_id
  where l.program_id = $1 and l.partner_account_id = any($2::uuid[]) and (ad.code = any($3) or l.shared_id = any($3))
  order by l.created_at, l.id`;

const distinct = (values: Iterable<string>): string[] => [...new Set(values)];

/** A creative is an ad's code, else a shared id. A shared id on several links names none of them, but the test link in a simulated report. */
function linkOf(links: readonly CreativeLink[], partner: Partner, creative: string, simulated: boolean): CreativeLink | null {
  const own = links.filter((link) => link.partnerId === partner.id);
  const byAd = own.find((link) => link.adCode === creative);
  if (byAd) return byAd;
  const shared = own.filter((link) => link.sharedId === creative);
  if (shared.length === 1) return shared[0] ?? null;
  return (simulated && shared.find((link) => link.isTest)) || null;
}

/** Reads in a few queries what all these rows need. `days` are the rows' instants. */
export async function loadCredits(client: pg.ClientBase, program: ProgramFacts, rows: readonly { row: NamedRow; at: Instant }[], simulated: boolean): Promise<Credits> {
  const codes = distinct(rows.map(({ row }) => row.totals.adGroupId));
  const { rows: partners } = await client.query<Partner>(partnersSql, [codes, program.brandAccountId]);
  const ids = partners.map((partner) => partner.id);
  const creatives = distinct(rows.map(({ row }) => row.totals.creativeId));
  const { rows: links } = await client.query<CreativeLink>(linksSql, [program.id, ids, creatives]);
  const instants = rows.map(({ at }) => at);
  const pairs = ids.map((partner) => ({ partner, program: program.id }));
  const from = instants.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER);
  const to = instants.reduce((a, b) => Math.max(a, b), 0);
  const contracts = pairs.length === 0 ? new Map<string, ContractInForce[]>() : await loadContracts(client, pairs, from, to);
  const byCode = new Map(partners.map((partner) => [partner.code, partner]));
  return {
    creditOf({ totals }) {
      const partner = byCode.get(totals.adGroupId) ?? null;
      const link = partner && linkOf(links, partner, totals.creativeId, simulated);
      return { partner, linkId: link?.id ?? null, isTest: link?.isTest ?? false };
    },
    contractAt: (partnerId, at) => contractAt(contracts.get(pairKey(partnerId, program.id)), at),
  };
}

const standingReasons = ["PROGRAM_NOT_ACTIVE", "PARTNER_NOT_ACTIVE", "ACTIONTRACKER_NOT_ACTIVE"] as const satisfies ReasonCode[];

/**
 * Whether program, partner and event type were active is asked once, when the sale is first seen: what happens to them
 * later must not take back, on a restatement, what was owed.
 */
export function standingOf(program: ProgramFacts, partner: Partner, firstReason: ReasonCode | null | undefined): Standing {
  const was = (reason: (typeof standingReasons)[number], now: boolean) => (firstReason === undefined ? now : firstReason !== reason);
  return {
    programActive: was("PROGRAM_NOT_ACTIVE", program.active),
    partnerActive: was("PARTNER_NOT_ACTIVE", partner.active),
    adActive: true,
    eventTypeActive: was("ACTIONTRACKER_NOT_ACTIVE", program.saleEventTypeActive),
  };
}

interface SaleInput {
  program: ProgramFacts;
  credit: Credit;
  contract: ContractInForce | null;
  standing: Standing | null;
  /** The last instant of the row's date in the marketplace's zone. */
  at: Instant;
  /** Currency of the reported amounts: the marketplace's. */
  currency: string;
  totals: { orders: bigint; units: bigint; amount: bigint };
}

const unattributed: Decision = {
  outcome: "UNPAID",
  reason: "UNATTRIBUTED",
  groupId: null,
  rate: null,
  amount: 0n,
  wouldPay: 0n,
  currency: null,
  contractId: null,
  termsVersionId: null,
  uses: [],
};

/** decide() on the sale's totals. Limits bind clicks only, so no usage is read. */
export function decideSale({ program, credit, contract, standing, at, currency, totals }: SaleInput): Decision {
  if (!standing) return unattributed;
  return decide({ event: { kind: "SALE", at, isTest: credit.isTest, currency, ...totals }, standing, contract, zone: program.zone, usage: () => 0n });
}
