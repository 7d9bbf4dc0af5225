/**
 * What the ledger had paid in periods that were running when a replay's window begins. Limits that
 * the ledger knows are corrected by its own decisions as they come (domain/limit-book.ts); what is
 * new in the draft counts all that was paid.
 */
import type pg from "pg";
import type { CalendarHistory, Instant } from "../../domain/calendar.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { seedKey } from "../../domain/limit-book.ts";
import {
  currencyOf,
  noClick,
  scopeRecords,
  takersOf,
  type EachField,
  type Scoped,
} from "../../domain/limit-scopes.ts";
import { windowsOf } from "../../domain/limits.ts";
import { limitsOf, payoutOf, type Limit, type Terms } from "../../domain/terms.ts";
import { eachColumns } from "../limits/limit-sql.ts";
import type { ProgramLimit } from "../accounting/catalog.ts";

interface Paid extends Pick<Scoped, "partner">, Partial<Pick<Scoped, EachField>> {
  contract: string;
  group: string | null;
  currency: string;
  clicks: bigint;
  micros: bigint;
}

const byContract = `select
    partner_account_id as partner,
    contract_id as contract,
    null as "group",
    currency,
    sum(clicks)::bigint as clicks,
    sum(payout_micros)::text as micros
  from click_rollup
  where program_id = $1
    and level = 'C'
    and not is_test
    and outcome = 'PAID'
    and bucket >= $2
    and bucket < $3
  group by 1, 2, 4`;
/** Rollups know no groups, and nothing else that has a counter of its own. */
const byGroup = (each: readonly EachField[]): string => `select
    d.partner_account_id as partner,
    d.contract_id as contract,
    d.group_id as "group",
    d.currency,
    count(*)::bigint as clicks,
    sum(d.amount_micros)::text as micros${eachColumns(each)}
  from decision d
  ${each.length === 0 ? "" : ofClick}
  where d.brand_account_id = (select brand_account_id from program where id = $1)
    and d.program_id = $1
    and d.event = 'CLICK'
    and not d.is_test
    and d.outcome = 'PAID'
    and d.occurred_at >= $2
    and d.occurred_at < $3
  group by ${[1, 2, 3, 4, ...each.map((_, i) => i + 7)].join(", ")}`;
const ofClick = `join click c
    on c.brand_account_id = d.brand_account_id
    and c.clicked_at = d.occurred_at
    and c.id = d.subject_id`;

export interface SeedContext {
  programId: string;
  from: Instant;
  calendar: CalendarHistory;
  draft: Terms | null;
  programLimits: readonly ProgramLimit[];
  /** All that may be given the draft. */
  contracts: readonly ContractInForce[];
}

const counted = ({ kind }: Pick<Limit, "kind">, { clicks, micros }: Paid): bigint =>
  kind === "PAYOUT" ? micros : clicks;

/** What was paid from an instant on, read once for each; by group and field if asked so. */
function paidReader(client: pg.ClientBase, { programId, from }: SeedContext) {
  const read = new Map<string, Paid[]>();
  return async (
    start: Instant,
    { groupId, scope }: Pick<Limit, "groupId" | "scope">,
  ): Promise<Paid[]> => {
    const each = scopeRecords[scope].each ?? [];
    const sql = groupId === null && each.length === 0 ? byContract : byGroup(each);
    const key = `${start} ${sql}`;
    const known = read.get(key);
    if (known) return known;
    const { rows } = await client.query<Omit<Paid, "micros"> & { micros: string }>(sql, [
      programId,
      new Date(start),
      new Date(from),
    ]);
    const paid = rows.map((row) => ({ ...row, micros: BigInt(row.micros) }));
    read.set(key, paid);
    return paid;
  };
}

/** What is not remembered for long begins with each window. */
const isSeeded = ({ scope }: Limit): boolean =>
  scopeRecords[scope].each !== null && !scopeRecords[scope].isPassing;

export async function readSeeds(
  client: pg.ClientBase,
  context: SeedContext,
): Promise<Map<string, bigint>> {
  const { programId, from, calendar, draft, programLimits, contracts } = context;
  const seeds = new Map<string, bigint>();
  const paidSince = paidReader(client, context);
  const starts = new Map(contracts.map(({ contractId, validity }) => [contractId, validity.start]));
  const payout = draft && payoutOf(draft, "CLICK");
  const asked = [
    ...(payout ? limitsOf(payout) : []).map((limit) => ({
      limit,
      currency: draft?.currency ?? "",
    })),
    ...programLimits.map((limit) => ({ limit, currency: limit.currency })),
  ].filter(({ limit }) => isSeeded(limit));
  for (const { limit, currency } of asked) {
    const { id, kind, groupId, scope } = limit;
    const isLife = limit.reset === "CONTRACT" && scopeRecords[scope].setIn === "TERMS";
    // A contract's own life begins with each contract.
    const place = { at: from, calendar, contract: { start: 0, end: null } };
    for (const window of windowsOf(limit, place).filter(({ start }) => start < from))
      for (const paid of await paidSince(window.start, limit)) {
        const start = isLife ? starts.get(paid.contract) : window.start;
        if (
          start === undefined ||
          (groupId !== null && paid.group !== groupId) ||
          (kind === "PAYOUT" && paid.currency !== currency)
        )
          continue;
        const counter = { limitId: id, windowStart: start, windowEnd: window.end };
        const taker = { ...noClick, ...paid, program: programId };
        for (const scopeId of takersOf(limit, paid.contract, taker)) {
          const key = seedKey(counter, currencyOf(limit, currency), scopeId);
          seeds.set(key, (seeds.get(key) ?? 0n) + counted(limit, paid));
        }
      }
  }
  return seeds;
}
