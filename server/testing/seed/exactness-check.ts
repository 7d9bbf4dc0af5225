/**
 * Adds up what was paid from the decisions alone and holds it against limits: nothing past them,
 * nothing left that was asked for.
 */
import type pg from "pg";
import { parseDecimal, type Micros } from "../../domain/money.ts";

/** Over every click, in the zone UTC. */
export interface Limits {
  /** Paid clicks of one visitor at one partner. */
  customerPerDay: bigint;
  /** Paid clicks of one partner. */
  clicksPerDay: bigint;
  /** Micros, of one partner. */
  payoutPerMonth: Micros;
  /** Micros, of one program. */
  programPerDay: Micros;
}
export type LimitName = keyof Limits;
export interface LimitCheck {
  /** Windows in which more was paid than the limit allows. */
  exceeded: string[];
  /** Clicks refused although each of their limits had room for them. */
  refusedWithRoom: string[];
  /** Refused clicks for which this limit had no room: how often demand met it. */
  met: Record<LimitName, number>;
}

interface Row {
  id: string;
  at: Date;
  program: string;
  partner: string;
  visitor: string;
  reason: string | null;
  rate: string | null;
  amount: bigint;
}
interface Use {
  name: LimitName;
  window: string;
  takes: bigint;
}

const rowsSql = `
  select
    d.subject_id as id,
    d.occurred_at as at,
    d.program_id as program,
    d.partner_account_id as partner,
    c.visitor_hash as visitor,
    d.reason,
    d.rate,
    d.amount_micros as amount
  from decision d
  join click c
    on c.brand_account_id = d.brand_account_id
    and c.clicked_at = d.occurred_at
    and c.id = d.subject_id
  where d.outcome = 'PAID' or d.reason like 'OVERLIMIT%'`;

/** What a click of this price takes of each limit. */
function usesOf({ at, program, partner, visitor }: Row, price: Micros): Use[] {
  const day = at.toISOString().slice(0, 10);
  return [
    { name: "customerPerDay", window: `${program} ${partner} ${visitor} ${day}`, takes: 1n },
    { name: "clicksPerDay", window: `${program} ${partner} ${day}`, takes: 1n },
    { name: "payoutPerMonth", window: `${program} ${partner} ${day.slice(0, 7)}`, takes: price },
    { name: "programPerDay", window: `${program} ${day}`, takes: price },
  ];
}

function priceOf({ id, rate }: Row): Micros {
  const price = parseDecimal(rate ?? "", "rate");
  if (!price.ok) throw new Error(`Decision ${id} has the rate ${String(rate)}`);
  return price.value;
}

export async function checkLimits(worker: pg.Pool, limits: Limits): Promise<LimitCheck> {
  const { rows } = await worker.query<Row>(rowsSql);
  const used = new Map<string, bigint>();
  const key = ({ name, window }: Use): string => `${name} ${window}`;
  for (const row of rows.filter(({ reason }) => reason === null))
    for (const use of usesOf(row, row.amount))
      used.set(key(use), (used.get(key(use)) ?? 0n) + use.takes);
  const exceeded = [...used].flatMap(([window, sum]) =>
    sum > limits[window.split(" ")[0] as LimitName] ? [`${window}: ${sum}`] : [],
  );
  const met: Record<LimitName, number> = {
    customerPerDay: 0,
    clicksPerDay: 0,
    payoutPerMonth: 0,
    programPerDay: 0,
  };
  const refusedWithRoom: string[] = [];
  for (const row of rows.filter(({ reason }) => reason !== null)) {
    const full = usesOf(row, priceOf(row)).filter(
      (use) => (used.get(key(use)) ?? 0n) + use.takes > limits[use.name],
    );
    for (const { name } of full) met[name] += 1;
    if (full.length === 0) refusedWithRoom.push(row.id);
  }
  return { exceeded, refusedWithRoom, met };
}
