/**
 * What a replay needs besides the events: contracts, the program's limits as they were, and what
 * was used before.
 */
import type pg from "pg";
import {
  loadContractsById,
  loadPrograms,
  lookBackMs,
  programLimitsFor,
  type ProgramSettings,
  type ProgramLimit,
} from "../accounting/catalog.ts";
import { markNewLimits } from "../accounting/partner-contracts.ts";
import type { CalendarHistory, Instant } from "../../domain/calendar.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { unsavedVersion, type ReplayPlan } from "../../domain/replay.ts";
import type { Limit, Terms } from "../../domain/terms.ts";
import { programLimitName } from "../../domain/limit-scopes.ts";
import type { AskedReplay } from "./asked.ts";
import { readSeeds } from "./seeds.ts";

/** In force from `since` to `until`; the program's limits are set anew, never changed. */
export interface PastProgramLimit extends ProgramLimit {
  since: Instant;
  until: Instant | null;
}
interface LimitRow extends Omit<PastProgramLimit, "id" | "scope" | "groupId" | "weekendMax"> {
  weekendMax: bigint | null;
}

const instant = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

async function loadProgramLimits(
  client: pg.ClientBase,
  { programId, from, to }: AskedReplay,
): Promise<PastProgramLimit[]> {
  const { rows } = await client.query<LimitRow>(
    `select
        event,
        kind,
        reset,
        max,
        weekend_max as "weekendMax",
        currency,
        ${instant("counts_from")} as "countsFrom",
        ${instant("created_at")} as since,
        ${instant("ended_at")} as until
      from program_limit
      where program_id = $1 and created_at < $3 and (ended_at is null or ended_at > $2)
      order by id`,
    [programId, new Date(from), new Date(to)],
  );
  return rows.map((row) => ({ ...row, ...programLimitName(row) }));
}

interface Signed {
  contract: ContractInForce;
  partner: string;
  termsId: string;
}

/**
 * From before the window on: whether a weekly limit is new depends on what was in force when the
 * week began.
 */
async function loadContracts(
  client: pg.ClientBase,
  { programId, from }: AskedReplay,
): Promise<Signed[]> {
  const { rows } = await client.query<{ id: string; partner: string; terms: string }>(
    `select c.id, c.partner_account_id as partner, v.terms_id as terms
      from contract_in_force c
      join terms_version v on v.id = c.terms_version_id
      where c.program_id = $1 and c.until > $2`,
    [programId, new Date(from - lookBackMs)],
  );
  const contracts = await loadContractsById(
    client,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, partner, terms }) => {
    const contract = contracts.get(id);
    return contract ? [{ contract, partner, termsId: terms }] : [];
  });
}

/** By id, each knowing which of its weekly limits were new. */
function asTheyWere(
  all: readonly Signed[],
  calendar: CalendarHistory,
): Map<string, ContractInForce> {
  const marked = [...Map.groupBy(all, ({ partner }) => partner).values()].flatMap((own) => {
    const list = own.map(({ contract }) => ({ ...contract }));
    markNewLimits(list, calendar);
    return list;
  });
  return new Map(marked.map((contract) => [contract.contractId, contract]));
}

/** Terms as a version of them; null = a draft. */
interface Given {
  terms: Terms;
  versionId: string | null;
  versionNumber: number;
}
/** What a partner is given; null = nothing but what was in force. */
type GivenTo = (partner: string) => Given | null;

const contractUnder = (
  contract: ContractInForce,
  { terms, versionId, versionNumber }: Given,
): ContractInForce => ({
  ...contract,
  termsVersionId: versionId ?? unsavedVersion,
  versionNumber,
  terms,
});

/**
 * The contracts that are looked at as they would have been, one object each, so that their compiled
 * rules are found again.
 */
function contractsThen(
  asked: AskedReplay,
  all: readonly Signed[],
  calendar: CalendarHistory,
  given: GivenTo,
): ReplayPlan["tried"] {
  const { contractIds, partnerIds, onTermsId, terms } = asked;
  if (terms === null) return null;
  const [only, partners] = [contractIds && new Set(contractIds), partnerIds && new Set(partnerIds)];
  const isCovered = ({ contract, partner, termsId }: Signed): boolean =>
    (only?.has(contract.contractId) ?? true) &&
    (partners?.has(partner) ?? true) &&
    (onTermsId === null || termsId === onTermsId);
  const tried = new Map<string, ContractInForce | null>();
  for (const [partner, own] of Map.groupBy(all, (signed) => signed.partner)) {
    const other = given(partner);
    const list = own.map((signed): ContractInForce => {
      const { contract } = signed;
      if (!isCovered(signed)) return { ...contract };
      const isSame = other === null || contract.termsVersionId === other.versionId;
      const made = isSame ? { ...contract } : contractUnder(contract, other);
      tried.set(contract.contractId, isSame ? null : made);
      return made;
    });
    markNewLimits(list, calendar);
  }
  return tried;
}

/**
 * A replay of the whole program looks at every event, also at those that no contract covers; one of
 * partners at theirs.
 */
function unsignedOf(
  { contractIds, partnerIds, onTermsId, unsigned, from }: AskedReplay,
  calendar: CalendarHistory,
  given: GivenTo,
): ReplayPlan["unsigned"] {
  if (partnerIds === null)
    return contractIds === null && onTermsId === null ? () => null : () => undefined;
  const made = new Map(
    partnerIds.map((partner): [string, ContractInForce | null] => {
      const other = unsigned ? given(partner) : null;
      if (!other) return [partner, null];
      const { terms, versionId, versionNumber } = other;
      const contract: ContractInForce = {
        contractId: partner,
        termsVersionId: versionId ?? unsavedVersion,
        versionNumber,
        terms,
        validity: { start: from, end: null },
      };
      markNewLimits([contract], calendar);
      return [partner, contract];
    }),
  );
  return (partner) => made.get(partner);
}

/**
 * The terms that each partner has, or had, without what is tried: of the contract that is in force
 * now, or was when that came.
 */
function termsBefore({ versionId, to }: AskedReplay, all: readonly Signed[]): GivenTo {
  const before = new Map<string, Given>();
  for (const [partner, own] of Map.groupBy(all, (signed) => signed.partner)) {
    const contracts = own
      .map(({ contract }) => contract)
      .toSorted((a, b) => a.validity.start - b.validity.start);
    const since =
      contracts.find(({ termsVersionId }) => termsVersionId === versionId)?.validity.start ??
      Infinity;
    const last = contracts.findLast(({ validity }) => validity.start < Math.min(since, to));
    if (last)
      before.set(partner, {
        terms: last.terms,
        versionId: last.termsVersionId,
        versionNumber: last.versionNumber,
      });
  }
  return (partner) => before.get(partner) ?? null;
}

/** null = all, because a limit of the whole program is used by everybody. */
function partnersToRead(
  { contractIds, partnerIds, onTermsId, terms }: AskedReplay,
  all: readonly Signed[],
  tried: ReplayPlan["tried"],
  isShared: boolean,
): string[] | null {
  const isWhole = contractIds === null && partnerIds === null && onTermsId === null;
  if (terms === null || isWhole || isShared) return null;
  return [
    ...new Set([
      ...all
        .filter(({ contract }) => tried?.has(contract.contractId))
        .map(({ partner }) => partner),
      ...(partnerIds ?? []),
    ]),
  ];
}

const noLimits: readonly Limit[] = [];

export interface ReplaySnapshot {
  program: ProgramSettings;
  plan: ReplayPlan;
  /** The terms that what is tried is compared with; null = the ledger. */
  before: ReplayPlan | null;
  /** Partners whose events must be read; null = all. */
  partners: string[] | null;
  contracts: Map<string, ContractInForce>;
  /** The program's own limits as they were when something was decided. */
  limitsAt: (decidedAt: Instant) => ProgramLimit[];
}

interface SeedsAsked {
  calendar: CalendarHistory;
  onClicks: readonly PastProgramLimit[];
  all: readonly Signed[];
  given: GivenTo;
}
/**
 * What was used before the window of the limits of all terms that anybody is given: of one limit
 * the same, whoever asks.
 */
async function seedsOf(
  client: pg.ClientBase,
  { programId, from, partnerIds }: AskedReplay,
  { calendar, onClicks, all, given }: SeedsAsked,
): Promise<Map<string, bigint>> {
  const partners = [...new Set([...all.map(({ partner }) => partner), ...(partnerIds ?? [])])];
  const drafts = new Map(
    partners
      .flatMap((partner) => given(partner) ?? [])
      .map(({ terms, versionId }) => [versionId, terms]),
  );
  const context = {
    programId,
    from,
    calendar,
    programLimits: onClicks,
    contracts: all.map(({ contract }) => contract),
  };
  const seeds = await readSeeds(client, { ...context, draft: null });
  for (const draft of drafts.values())
    for (const [key, used] of await readSeeds(client, { ...context, draft })) seeds.set(key, used);
  return seeds;
}

export async function loadSnapshot(
  client: pg.ClientBase,
  asked: AskedReplay,
): Promise<ReplaySnapshot> {
  const program = (await loadPrograms(client, [asked.programId])).get(asked.programId);
  if (!program) throw new Error(`no program ${asked.programId}`);
  const limits = await loadProgramLimits(client, asked);
  const all = await loadContracts(client, asked);
  const { calendar } = program;
  const { from, terms, versionId, versionNumber } = asked;
  const limitsAt = (decidedAt: Instant) =>
    limits.filter(
      ({ since, until }) => since <= decidedAt && (until === null || until > decidedAt),
    );
  const onClicks = limits.filter(({ event }) => event === "CLICK");
  const planOf = async (given: GivenTo): Promise<ReplayPlan> => ({
    from,
    calendar,
    side: asked.partnerId === null ? "BRAND" : "PARTNER",
    tried: contractsThen(asked, all, calendar, given),
    unsigned: unsignedOf(asked, calendar, given),
    programLimitsAt: (currency, at, decidedAt) =>
      onClicks.length === 0
        ? noLimits
        : programLimitsFor(limitsAt(decidedAt), "CLICK", currency, at),
    seeds: await seedsOf(client, asked, { calendar, onClicks, all, given }),
  });
  const plan = await planOf(() => terms && { terms, versionId, versionNumber });
  return {
    program,
    plan,
    before: asked.againstBefore && terms !== null ? await planOf(termsBefore(asked, all)) : null,
    partners: partnersToRead(asked, all, plan.tried, limits.length > 0),
    contracts: asTheyWere(all, calendar),
    limitsAt,
  };
}
