/**
 * Clicks by 15 UTC minutes and by local date, added up in memory and merged into click_rollup once
 * per batch.
 */
import type pg from "pg";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import { dateOf, quarterHourMs, type Instant } from "../../domain/calendar.ts";
import type { Decision } from "../../domain/decide.ts";
import type { Micros } from "../../domain/money.ts";
import {
  addCounts,
  amountNames,
  clickAmounts,
  countNames,
  countsOf,
  perAmount,
  rollupColumns,
  sumColumns,
  type AmountName,
  type CountedClick,
  type Counts,
} from "../../platform/db/click-counts.ts";
import type { RawClick } from "./raw-click.ts";

/** P program · C partner and contract · T test link · D partner and contract by local date. */
type Level = "P" | "C" | "T" | "D";
interface Sums {
  counts: Counts;
  amounts: Record<AmountName, Micros>;
}
interface Bucket extends Sums {
  at: Instant;
  level: Level;
  brand: string;
  program: string;
  partner: string | null;
  contract: string | null;
  link: string | null;
  decision: Pick<Decision, "outcome" | "reason" | "currency">;
  isTest: boolean;
}
/** Clicks of one kind in one quarter hour: what all levels are added up from. */
interface Cell
  extends
    Sums,
    Pick<Bucket, "at" | "brand" | "program" | "contract" | "link" | "decision" | "isTest"> {
  partner: string;
  /** The brand account's; null for a program that is gone, whose dates nobody asks for. */
  zone: string | null;
}

const bucketOf = (at: Instant): Instant => at - (at % quarterHourMs);

/**
 * Midnight UTC of the local date: a date cannot be doubled or skipped by a clock change. Zones
 * change on quarter hours.
 */
class LocalDates {
  #known = new Map<string, Instant>();
  of(at: Instant, zone: string): Instant {
    const key = `${bucketOf(at)}${zone}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const date = Date.parse(`${dateOf(at, zone)}T00:00:00Z`);
    this.#known.set(key, date);
    return date;
  }
}

/**
 * Cuts a program's dates anew from its quarter hours, when its brand's zone is new or has changed.
 */
export async function rezone(client: pg.ClientBase, program: string, zone: string): Promise<void> {
  await client.query("delete from click_rollup where program_id = $1 and level = 'D'", [program]);
  await client.query(
    `insert into click_rollup (${rollupColumns})
      select
        ${localDate("bucket", "o")}::timestamp at time zone 'UTC',
        'D',
        brand_account_id,
        program_id,
        partner_account_id,
        contract_id,
        null,
        outcome,
        reason,
        currency,
        is_test,
        ${sumColumns.map((column) => `sum(${column})`).join(", ")}
      from click_rollup
      cross join ${zoneTable([zone])} o
      where program_id = $1 and level = 'C'
      group by 1, 3, 4, 5, 6, 8, 9, 10, 11`,
    [program],
  );
  await client.query(
    `insert into rollup_zone (program_id, zone)
      values ($1, $2)
      on conflict (program_id) do update
      set zone = excluded.zone`,
    [program, zone],
  );
}

function addUp(sum: Sums, { counts, amounts }: Sums): void {
  addCounts(sum.counts, counts);
  for (const name of amountNames) sum.amounts[name] += amounts[name];
}

const sumArrays = sumColumns.map((_, i) => `$${i + 12}::bigint[]`).join(",\n          ");
const added = sumColumns.map((column) => `${column} = r.${column} + excluded.${column}`);

export class Rollup {
  #cells = new Map<string, Cell>();
  #buckets = new Map<string, Bucket>();
  #dates = new LocalDates();

  add(click: RawClick, counted: CountedClick, decision: Decision, zone: string | null): void {
    const at = bucketOf(click.at);
    const link = click.isTest ? click.link : null;
    const { contractId, outcome, reason } = decision;
    const key = `${at}${click.partner}${click.program}${contractId}${link}${outcome}${reason}`;
    const amounts = perAmount((name) => clickAmounts[name].ofDecision(decision));
    const sums = { counts: countsOf(counted, decision), amounts };
    const cell = this.#cells.get(key);
    if (cell) return addUp(cell, sums);
    const { brand, program, partner, isTest } = click;
    this.#cells.set(key, {
      at,
      brand,
      program,
      partner,
      contract: decision.contractId,
      link,
      decision,
      isTest,
      zone,
      ...sums,
    });
  }

  #merge(bucket: Bucket): void {
    const { level, at, program, partner, contract, link, isTest, decision } = bucket;
    const { outcome, reason, currency } = decision;
    const place = `${level}${at}${program}${partner}${contract}${link}`;
    const key = `${place}${outcome}${reason}${currency}${isTest}`;
    const sum = this.#buckets.get(key);
    if (sum) addUp(sum, bucket);
    else
      this.#buckets.set(key, {
        ...bucket,
        counts: { ...bucket.counts },
        amounts: { ...bucket.amounts },
      });
  }

  #levels({ zone, ...cell }: Cell): void {
    this.#merge({ ...cell, level: "C", link: null });
    this.#merge({ ...cell, level: "P", partner: null, contract: null, link: null });
    if (zone !== null)
      this.#merge({ ...cell, at: this.#dates.of(cell.at, zone), level: "D", link: null });
    if (cell.isTest) this.#merge({ ...cell, level: "T" });
  }

  /**
   * The quarter hours that a fold has to read, for breakdowns. Always touched anew, so that a fold
   * that read before this commits leaves the mark; in their order, so that two never wait for each
   * other.
   */
  async #mark(client: pg.ClientBase, now: Instant): Promise<void> {
    const marks = [...this.#buckets.values()].filter(({ level }) => level === "P");
    await client.query({
      name: "mark_breakdown",
      text: `insert into click_breakdown_mark as m (
          program_id, quarter, brand_account_id, marked_at
        )
        select distinct on (1, 2) program, quarter, brand, $4::timestamptz
        from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) t (program, quarter, brand)
        order by 1, 2
        on conflict (program_id, quarter) do update
        set touches = m.touches + 1, marked_at = excluded.marked_at`,
      values: [
        marks.map(({ program }) => program),
        marks.map(({ at }) => new Date(at)),
        marks.map(({ brand }) => brand),
        new Date(now),
      ],
    });
  }

  async store(client: pg.ClientBase, now: Instant): Promise<void> {
    for (const cell of this.#cells.values()) this.#levels(cell);
    const b = [...this.#buckets.values()];
    if (b.length === 0) return;
    await client.query(
      `insert into click_rollup as r (${rollupColumns})
        select *
        from unnest(
          $1::timestamptz[],
          $2::text[],
          $3::uuid[],
          $4::uuid[],
          $5::uuid[],
          $6::uuid[],
          $7::uuid[],
          $8::text[],
          $9::text[],
          $10::text[],
          $11::boolean[],
          ${sumArrays}
        )
        on conflict (
          program_id,
          level,
          bucket,
          partner_account_id,
          contract_id,
          link_id,
          outcome,
          reason,
          currency,
          is_test
        ) do update
        set
          ${added.join(",\n          ")}`,
      [
        b.map((x) => new Date(x.at)),
        b.map((x) => x.level),
        b.map((x) => x.brand),
        b.map((x) => x.program),
        b.map((x) => x.partner),
        b.map((x) => x.contract),
        b.map((x) => x.link),
        b.map((x) => x.decision.outcome),
        b.map((x) => x.decision.reason),
        b.map((x) => x.decision.currency),
        b.map((x) => x.isTest),
        ...countNames.map((name) => b.map((x) => x.counts[name])),
        ...amountNames.map((name) => b.map((x) => x.amounts[name])),
      ],
    );
    await this.#mark(client, now);
  }
}
