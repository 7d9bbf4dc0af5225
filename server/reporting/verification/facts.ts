/**
 * What is stored of a program and its partners that decides a verification, read by sets: a handful
 * of statements whatever the number of partners.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { hasAttribution } from "../../domain/amazon-region.ts";
import { adGroupOf, readTemplate, type TagTemplate } from "../../domain/attribution-tag.ts";
import type { Instant } from "../../domain/calendar.ts";
import { reasonSentences } from "../../domain/reason.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import type {
  ClickFacts,
  ContractFacts,
  CountedClicks,
  LinkFacts,
  PartnerFacts,
  PassFacts,
  ProgramFacts,
  SaleFacts,
} from "../../domain/verification.ts";
import { addressOf, pageOf } from "../../partnership/links/link-destinations.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import * as sql from "./facts-sql.ts";
import type { KeptClick } from "./verification.entity.ts";

/** Of whom facts are read: one program, all of its brand's partners or some. */
export interface FactsOf {
  em: EntityManager;
  program: Program;
  now: Instant;
  trackerHost: string;
  /** Null: all. */
  partnerIds: readonly string[] | null;
}

/** A partner's facts beside what its row and its pages name. */
export interface PartnerRow {
  facts: PartnerFacts;
  name: string;
  linkPath: { ad: string } | null;
  linkName: string | null;
  /** The row of `verification`; null: no run covers it. */
  own: sql.OwnRow | null;
  pass: sql.PassRow | null;
}

const instant = (ms: string | null): Instant | null => (ms === null ? null : Number(ms));
const byPartner = <R extends { partner: string }>(rows: readonly R[]): Map<string, R> =>
  new Map(rows.map((row) => [row.partner, row]));

export async function programFacts({
  em,
  program,
  trackerHost,
}: Omit<FactsOf, "partnerIds">): Promise<ProgramFacts> {
  const { id } = program;
  const [row] = await em.execute<sql.ProgramRow[]>(sql.programSql, [id, id, id, id, id]);
  const storefront = storefrontOf(program);
  if (!row || !storefront) throw new Error(`programFacts: nothing of program ${program.id}`);
  return {
    clickEventType: row.click ?? "NONE",
    cpc: row.cpc ?? "NONE",
    source: program.salesSource,
    hasAttribution: hasAttribution(program.marketplace),
    country: storefront.country,
    host: storefront.host,
    trackerHost,
    campaignTold: row.campaign,
    hasActiveTerms: row.active,
    hasDraftTerms: row.draft,
    hasProgramLimit: row.limited,
  };
}

const contractOf = (row: sql.VersionRow | undefined): ContractFacts | null =>
  row
    ? {
        termsVersionId: row.id,
        versionNumber: row.number,
        newestNumber: row.newest,
        paysClicks: row.clicks,
        paysSales: row.sales,
        limitsClicks: row.limited,
      }
    : null;

function linkOf(
  program: Program,
  template: TagTemplate | null,
  party: sql.PartyRow,
  row: sql.LinkRow | undefined,
): LinkFacts | null {
  if (!row) return null;
  const parts = {
    template: program.attributionTemplate ?? null,
    program,
    partnerCode: party.code,
    ad: { code: row.ad_code, landingPage: row.landing_page },
    link: { isTest: true, sharedId: row.shared_id },
    stands: program.isActive() && party.active && row.ad_active,
  };
  return {
    id: row.id,
    isActive: row.active,
    adIsActive: row.ad_active,
    destination: addressOf(parts),
    page: pageOf(parts),
    tag: template && { parameters: template.parameters, adGroup: adGroupOf(party.code, true) },
  };
}

const clickOf = (kept: KeptClick | null): ClickFacts | null =>
  kept && {
    ...kept,
    decision: kept.decision && {
      ...kept.decision,
      wouldPay: BigInt(kept.decision.wouldPay),
      reasonText: kept.decision.reason && reasonSentences[kept.decision.reason],
    },
  };

const noClicks: CountedClicks = {
  tag: 0,
  group: 0,
  firstAt: null,
  lastAt: null,
  countries: [],
  withSubIds: 0,
};
/** Of a partner's test links: what the one link has, and the group of all. */
function countedOf(rows: readonly sql.ClicksRow[], linkId: string | undefined): CountedClicks {
  const group = rows.reduce((sum, row) => sum + row.counted, 0);
  const own = rows.find(({ link }) => link === linkId);
  if (!own) return { ...noClicks, group };
  return {
    tag: own.counted,
    group,
    firstAt: instant(own.first_ms),
    lastAt: instant(own.last_ms),
    countries: [...new Set([own.country_min ?? "", own.country_max ?? "", own.home ?? ""])].filter(
      Boolean,
    ),
    withSubIds: own.shared,
  };
}

/**
 * Of the link; where none is told of it, what was not split among the partner's test links: the ad
 * group is the partner's own, and the same sale is not counted twice once its creative is told.
 */
const soldOf = (
  rows: readonly sql.SalesRow[],
  linkId: string | undefined,
): sql.SalesRow | undefined =>
  rows.find(({ link }) => link !== null && link === linkId) ??
  rows.find(({ link }) => link === null);
const saleFacts = (sold: sql.SalesRow | undefined): SaleFacts => ({
  orders: sold?.orders ?? 0,
  discarded: sold?.discarded ?? 0,
  lastAt: instant(sold?.last_ms ?? null),
});
const passOf = (row: sql.PassRow | undefined): PassFacts | null =>
  row
    ? {
        at: Number(row.at_ms),
        termsVersionId: row.version_id,
        destination: row.destination,
        source: row.source,
        eventTypes: row.event_types,
      }
    : null;

/** What a pass is bound to besides terms and destination. */
const boundTo = (program: Program, facts: ProgramFacts): PartnerFacts["now"] => ({
  source: `${program.salesSource} ${program.amazonConnectionId ?? "-"}`,
  eventTypes: `CLICK ${facts.clickEventType}`,
});

type OwnFacts = Pick<
  PartnerFacts,
  "startedAt" | "request" | "click" | "forecast" | "order" | "isReported"
>;
/** What the partner's own row, and what was placed for it, tells. */
function ownFacts(
  own: sql.OwnRow | undefined,
  request: sql.RequestRow | undefined,
  placed: sql.OrderRow | undefined,
): OwnFacts {
  const click = clickOf(own?.click ?? null);
  const startedAt = instant(own?.started_ms ?? null);
  const recordedAt = instant(own?.ordered_ms ?? null);
  const placedAt = instant(placed?.at_ms ?? null);
  const isPlaced = placedAt !== null && startedAt !== null && placedAt >= startedAt;
  const placedOrder = isPlaced ? { at: placedAt, number: null } : null;
  return {
    startedAt,
    request: request
      ? {
          at: Number(request.at_ms),
          status: request.status,
          location: request.location,
          creditedTo: own?.request_id === request.id ? own.credited_to : null,
        }
      : null,
    click,
    forecast: own?.agrees == null ? null : { agrees: own.agrees, step: own.differs_at },
    order:
      recordedAt === null ? placedOrder : { at: recordedAt, number: own?.order_number ?? null },
    // What is decided stands in the rollups, which are written with it.
    isReported: click?.decision != null,
  };
}

/** All partners of the program's brand, or those asked for, by name. */
export async function partnerRows(of: FactsOf, facts: ProgramFacts): Promise<PartnerRow[]> {
  const { em, program, now } = of;
  const sets = await sql.readSets(em, {
    brandId: program.brandAccountId,
    programId: program.id,
    advertiserId: program.advertiserId,
    source: facts.source,
    country: facts.country,
    now: new Date(now),
    partnerIds: of.partnerIds,
  });
  const read = program.attributionTemplate ? readTemplate(program.attributionTemplate) : null;
  const template = read?.ok ? read.value : null;
  const [links, owns, passes, orders, requests, told] = [
    byPartner(sets.links),
    byPartner(sets.owns),
    byPartner(sets.passes),
    byPartner(sets.orders),
    byPartner(sets.requests),
    new Map(sets.told.map((row) => [row.group, row])),
  ];
  const agreements = byPartner(sets.agreed);
  const versions = new Map(sets.versions.map((row) => [row.id, row]));
  const clicks = Map.groupBy(sets.clicks, ({ partner }) => partner);
  const sales = Map.groupBy(sets.sales, ({ partner }) => partner);
  const bound = boundTo(program, facts);
  return sets.parties.map((party): PartnerRow => {
    const linkRow = links.get(party.partner);
    const own = owns.get(party.partner) ?? null;
    const sold = soldOf(sales.get(party.partner) ?? [], linkRow?.id);
    const agreed = agreements.get(party.partner);
    const toldRow = told.get(adGroupOf(party.code, true));
    return {
      name: party.name,
      linkPath: linkRow ? { ad: linkRow.ad_code } : null,
      linkName: linkRow?.name ?? null,
      own,
      pass: passes.get(party.partner) ?? null,
      facts: {
        partnerId: party.partner,
        code: party.code,
        isActive: party.active,
        hasReader: own?.has_reader ?? true,
        contract: contractOf(versions.get(agreed?.version_id ?? "")),
        upcoming: agreed?.upcoming_ms ? { startsAt: Number(agreed.upcoming_ms) } : null,
        hasProposal: agreed?.proposed ?? false,
        link: linkOf(program, template, party, linkRow),
        ...ownFacts(own ?? undefined, requests.get(party.partner), orders.get(party.partner)),
        clicks: countedOf(clicks.get(party.partner) ?? [], linkRow?.id),
        told: toldRow ? { clickThroughs: toldRow.clicks, orders: toldRow.orders } : null,
        sales: saleFacts(sold),
        pass: passOf(passes.get(party.partner)),
        now: bound,
      },
    };
  });
}
