/**
 * What the ledger had paid in periods that were running when a replay's window begins. Limits that
 * the ledger knows are corrected by its own decisions as they come (domain/limit-book.ts); what is
 * new in the draft counts all that was paid.
 */
import type pg from "pg";
import type { CalendarHistory, Instant, Period } from "../../domain/calendar.ts";
import type { ContractInForce } from "../../domain/decide.ts";
import { seedKey } from "../../domain/limit-book.ts";
import { currencyOf } from "../../domain/limit-scopes.ts";
import { windowsOf } from "../../domain/limits.ts";
import { limitsOf, payoutOf, type Limit, type Terms } from "../../domain/terms.ts";
import type { ProgramLimit } from "../accounting/catalog.ts";

interface Paid {
  partner: string;
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
    sum(payout_micros)::bigint as micros
  from click_rollup
  where program_id = $1
    and level = 'C'
    and not is_test
    and outcome = 'PAID'
    and bucket >= $2
    and bucket < $3
  group by 1, 2, 4`;
/** Rollups know no groups. */
const byGroup = `select
    d.partner_account_id as partner,
    d.contract_id as contract,
    d.group_id as "group",
    d.currency,
    count(*)::bigint as clicks,
    sum(d.amount_micros)::bigint as micros
  from decision d
  where d.brand_account_id = (select brand_account_id from program where id = $1)
    and d.program_id = $1
    and d.event = 'CLICK'
    and not d.is_test
    and d.outcome = 'PAID'
    and d.occurred_at >= $2
    and d.occurred_at < $3
  group by 1, 2, 3, 4`;

export interface SeedGround {
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

export async function readSeeds(
  client: pg.ClientBase,
  ground: SeedGround,
): Promise<Map<string, bigint>> {
  const { programId, from, calendar, draft, programLimits, contracts } = ground;
  const seeds = new Map<string, bigint>();
  const read = new Map<string, Paid[]>();
  const paidSince = async (start: Instant, withGroups: boolean): Promise<Paid[]> => {
    const key = `${start} ${withGroups}`;
    const known = read.get(key);
    if (known) return known;
    const { rows } = await client.query<Paid>(withGroups ? byGroup : byContract, [
      programId,
      new Date(start),
      new Date(from),
    ]);
    read.set(key, rows);
    return rows;
  };
  const add = (limit: Limit, currency: string, scope: string, window: Period, paid: Paid): void => {
    const key = seedKey(
      { limitId: limit.id, windowStart: window.start, windowEnd: window.end },
      currencyOf(limit, currency),
      scope,
    );
    seeds.set(key, (seeds.get(key) ?? 0n) + counted(limit, paid));
  };
  // A contract's own life begins with each contract.
  const windows = (limit: Limit): readonly Period[] =>
    windowsOf(limit, { at: from, calendar, contract: { start: 0, end: null } }).filter(
      ({ start }) => start < from,
    );

  const payout = draft && payoutOf(draft, "CLICK");
  const starts = new Map(contracts.map(({ contractId, validity }) => [contractId, validity.start]));
  for (const limit of payout ? limitsOf(payout) : []) {
    if (limit.scope !== "CONTRACT") continue;
    const { groupId: group } = limit;
    for (const window of windows(limit))
      for (const paid of await paidSince(window.start, group !== null)) {
        const start = limit.reset === "CONTRACT" ? starts.get(paid.contract) : window.start;
        if (
          start === undefined ||
          (group !== null && paid.group !== group) ||
          (limit.kind === "PAYOUT" && paid.currency !== draft?.currency)
        )
          continue;
        add(
          limit,
          draft?.currency ?? "",
          limit.reset === "CONTRACT" ? paid.contract : paid.partner,
          { ...window, start },
          paid,
        );
      }
  }
  for (const limit of programLimits)
    for (const window of windows(limit))
      for (const paid of await paidSince(window.start, false))
        if (limit.kind !== "PAYOUT" || paid.currency === limit.currency)
          add(limit, limit.currency, programId, window, paid);
  return seeds;
}
