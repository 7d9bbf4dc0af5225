/** What accounting must know about programs and contracts, read in the accounting transaction. */
import type pg from "pg";
import {
  calendarHistory,
  type Calendar,
  type CalendarHistory,
  type Instant,
} from "../../domain/calendar.ts";
import { pastCalendars } from "../../platform/db/calendars.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { programLimitName } from "../../domain/limit-scopes.ts";
import { termsFromJson, type EventKind, type Limit, type Terms } from "../../domain/terms.ts";
import type { PastFilter, PastWindow, RiskFilter, UniqueWindow } from "../../domain/validity.ts";
import { pastRiskFilters, pastUniqueWindows } from "../../platform/db/past-settings.ts";
import { markNewLimits } from "./partner-contracts.ts";

export interface ProgramSettings {
  id: string;
  code: string;
  brandAccountId: string;
  /** The brand account's: days, weeks and months of limits are cut by it. */
  calendar: CalendarHistory;
  zone: string;
  /** The zone in which its rollup's dates are cut so far; null before its first click. */
  rollupZone: string | null;
  /** The brand account's currency. */
  currency: string;
  active: boolean;
  marketplace: string;
  /** As its connected profile reports; null: as its storefront does. */
  reportZone: string | null;
  reportCurrency: string | null;
  advertiserId: string;
  publisherId: string;
  uniqueWindow: UniqueWindow;
  riskFilter: RiskFilter;
  /** Those that held before, by the end of their time. */
  pastFilters: PastFilter[];
  pastWindows: PastWindow[];
  clickEventTypeActive: boolean;
  saleEventTypeActive: boolean;
  /** Ids of its active event types of leads. */
  activeLeadTypes: string[];
  accountingPartition: number;
  /** Its own limits as they are now. */
  limits: ProgramLimit[];
}
export interface ProgramLimit extends Limit {
  /** A payout limit applies to contracts in its currency alone, a count to all. */
  currency: string;
  countsFrom: Instant;
}

interface LimitRow extends Pick<Limit, "kind" | "reset"> {
  event: EventKind;
  max: string;
  weekendMax: string | null;
  currency: string;
  countsFrom: number;
}
type ProgramRow = Omit<
  ProgramSettings,
  "uniqueWindow" | "calendar" | "limits" | "pastFilters" | "pastWindows"
> & {
  pastFilters: PastFilter[] | null;
  pastWindows: PastWindow[] | null;
  windowMinutes: number;
  windowType: UniqueWindow["type"];
  yearStartMonth: number;
  limits: LimitRow[] | null;
  past: (Calendar & { until: Instant })[] | null;
};

const programSql = `
  select
    p.id,
    p.code,
    p.brand_account_id as "brandAccountId",
    a.time_zone as zone,
    a.currency,
    p.state = 'ACTIVE' as active,
    p.marketplace,
    p.report_zone as "reportZone",
    p.report_currency as "reportCurrency",
    p.advertiser_id as "advertiserId",
    p.publisher_id as "publisherId",
    p.unique_window_minutes as "windowMinutes",
    p.unique_window_type as "windowType",
    p.risk_filter as "riskFilter",
    exists (
      select from event_type e where e.program_id = p.id and e.kind = 'CLICK' and e.state = 'ACTIVE'
    ) as "clickEventTypeActive",
    exists (
      select from event_type e where e.program_id = p.id and e.kind = 'SALE' and e.state = 'ACTIVE'
    ) as "saleEventTypeActive",
    array(
      select e.id::text
      from event_type e
      where e.program_id = p.id and e.kind = 'LEAD' and e.state = 'ACTIVE'
    ) as "activeLeadTypes",
    p.accounting_partition as "accountingPartition",
    z.zone as "rollupZone",
    a.financial_year_start as "yearStartMonth",
    (
      select json_agg(
        json_build_object(
          'event', l.event,
          'kind', l.kind,
          'reset', l.reset,
          'max', l.max::text,
          'weekendMax', l.weekend_max::text,
          'currency', l.currency,
          'countsFrom', (extract(epoch from l.counts_from) * 1000)::bigint
        )
        order by l.id
      )
      from program_limit l
      where l.program_id = p.id and l.ended_at is null
    ) as limits,
    ${pastCalendars} as past,
    ${pastRiskFilters} as "pastFilters",
    ${pastUniqueWindows} as "pastWindows"
  from program p
  join account a on a.id = p.brand_account_id
  left join rollup_zone z on z.program_id = p.id
  where p.id = any($1::uuid[])`;

export async function loadPrograms(
  client: pg.ClientBase,
  programIds: string[],
): Promise<Map<string, ProgramSettings>> {
  const { rows } = await client.query<ProgramRow>({
    name: "load_programs",
    text: programSql,
    values: [programIds],
  });
  return new Map(
    rows.map(({ windowMinutes, windowType, yearStartMonth, limits, past, ...facts }) => {
      const calendar = calendarHistory({ zone: facts.zone, yearStartMonth }, past ?? []);
      return [
        facts.id,
        {
          ...facts,
          calendar,
          uniqueWindow: { minutes: windowMinutes, type: windowType },
          limits: (limits ?? []).map(programLimit),
          pastFilters: facts.pastFilters ?? [],
          pastWindows: facts.pastWindows ?? [],
        },
      ];
    }),
  );
}

const programLimit = ({ max, weekendMax, ...row }: LimitRow): ProgramLimit => ({
  ...programLimitName(row),
  countsFrom: row.countsFrom,
  max: BigInt(max),
  weekendMax: weekendMax === null ? null : BigInt(weekendMax),
});
/** The program's limits that apply to an event under terms in this currency. */
export const programLimitsFor = (
  limits: readonly ProgramLimit[],
  event: EventKind,
  currency: string,
  at: Instant,
): ProgramLimit[] =>
  limits.filter(
    (limit) =>
      limit.event === event &&
      at >= limit.countsFrom &&
      (limit.kind !== "PAYOUT" || limit.currency === currency),
  );

export interface ContractPair {
  partner: string;
  program: string;
}
export const pairKey = (partner: string, program: string): string => `${partner}/${program}`;

/**
 * Bodies of terms versions never change, so one that was read stays right; the oldest read goes
 * first.
 */
const termsCacheSize = 10_000;
const termsCache = new Map<string, { number: number; terms: Terms }>();

async function loadTerms(
  client: pg.ClientBase,
  ids: Iterable<string>,
): Promise<Map<string, { number: number; terms: Terms }>> {
  const wanted = [...new Set(ids)];
  const missing = wanted.filter((id) => !termsCache.has(id));
  if (missing.length > 0) {
    const { rows } = await client.query<{ id: string; number: number; body: unknown }>(
      "select id, number, body from terms_version where id = any($1::uuid[])",
      [missing],
    );
    for (const { id, number, body } of rows)
      termsCache.set(id, { number, terms: termsFromJson(body) });
  }
  const found = new Map(
    wanted.flatMap((id) => (termsCache.has(id) ? [[id, termsCache.get(id)] as const] : [])),
  );
  for (const id of termsCache.keys()) {
    if (termsCache.size <= termsCacheSize) break;
    termsCache.delete(id);
  }
  return found as Map<string, { number: number; terms: Terms }>;
}

interface ContractRow {
  id: string;
  partner: string;
  program: string;
  version: string;
  starts: number;
  ends: number | null;
  since: number | null;
}

const contractColumns = `c.id,
  c.partner_account_id as partner,
  c.program_id as program,
  c.terms_version_id as version,
  (extract(epoch from c.starts_at) * 1000)::float8 as starts,
  (extract(epoch from c.ends_at) * 1000)::float8 as ends,
  (
    select (extract(epoch from min(f.starts_at)) * 1000)::float8
    from contract_in_force f
    where f.partner_account_id = c.partner_account_id
      and f.program_id = c.program_id
      and f.until > f.starts_at
  ) as since`;

async function inForce(
  client: pg.ClientBase,
  rows: readonly ContractRow[],
): Promise<(ContractInForce & ContractPair)[]> {
  const versions = await loadTerms(
    client,
    rows.map((row) => row.version),
  );
  return rows.map(({ id, partner, program, version, starts, ends, since }) => {
    const body = versions.get(version);
    if (!body)
      throw new Error(`Contract ${id} names the terms version ${version}, which does not exist`);
    return {
      partner,
      program,
      contractId: id,
      termsVersionId: version,
      versionNumber: body.number,
      validity: { start: starts, end: ends },
      ...(since === null ? {} : { partnerSince: since }),
      terms: body.terms,
    };
  });
}

/**
 * Long enough before and after an event to hold what is paid in the quarter in which it is, and the
 * week before that began.
 */
export const lookBackMs = 110 * 86_400_000;

/**
 * Signed contracts of the pairs that are in force at some instant of [from, to], or a quarter
 * before or after, by "partner/program".
 */
export async function loadContracts(
  client: pg.ClientBase,
  pairs: readonly ContractPair[],
  from: Instant,
  to: Instant,
  calendarOf: (program: string) => CalendarHistory,
): Promise<Map<string, ContractInForce[]>> {
  const { rows } = await client.query<ContractRow>({
    name: "load_contracts",
    text: `select ${contractColumns} from unnest($1::uuid[], $2::uuid[]) w (partner, program)
      join contract_in_force c on c.partner_account_id = w.partner and c.program_id = w.program
      where c.starts_at <= $4 and c.until > $3`,
    values: [
      pairs.map((pair) => pair.partner),
      pairs.map((pair) => pair.program),
      new Date(from - lookBackMs),
      new Date(to + lookBackMs),
    ],
  });
  const byPair = new Map<string, ContractInForce[]>();
  for (const { partner, program, ...contract } of await inForce(client, rows)) {
    const key = pairKey(partner, program);
    const list = byPair.get(key);
    if (list) list.push(contract);
    else byPair.set(key, [contract]);
  }
  for (const { partner, program } of pairs)
    markNewLimits(byPair.get(pairKey(partner, program)) ?? [], calendarOf(program));
  return byPair;
}

/** Contracts by id, whatever became of them: what a stored decision was made under. */
export async function loadContractsById(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, ContractInForce>> {
  const { rows } = await client.query<ContractRow>(
    `select ${contractColumns} from contract c where c.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(
    (await inForce(client, rows)).map(({ partner: _partner, program: _program, ...contract }) => [
      contract.contractId,
      contract,
    ]),
  );
}
