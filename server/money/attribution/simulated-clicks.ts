/**
 * What the simulator takes for Amazon's click-throughs: stored clicks of simulated programs, by tag
 * and date. Counted once at the start and then only by what was ingested since, so that a poll
 * costs nothing while nothing happens.
 */
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import { marketplaces } from "../../domain/tracking.ts";

export interface ClickCount {
  advertiserId: string;
  /** YYYY-MM-DD in the marketplace's zone. */
  date: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
  clicks: number;
}

export interface ClickCounts {
  /** All counts of these advertisers; at most `everyMs` old. */
  of(advertiserIds: readonly string[]): Promise<ClickCount[]>;
}

// Amazon filters robots out of its click-throughs. Ad group and creative are what the
// tracker wrote into the tag.
const countClicks = (zones: readonly string[]): string => `
  select
    p.advertiser_id as "advertiserId",
    ${localDate("c.clicked_at", "o")} as date,
    p.code as "campaignId",
    partner.code || case when c.is_test then '-test' else '' end as "adGroupId",
    left(
      ad.code
        || case when c.landing_page <> ad.landing_page then '_off' else '' end
        || coalesce('-' || c.shared_id, ''),
      255
    ) as "creativeId",
    count(*)::int as clicks
  from click c
  join program p on p.id = c.program_id
  join account partner on partner.id = c.partner_account_id
  join ad on ad.id = c.ad_id
  join unnest($1::text[], $2::text[]) z(country, zone) on z.country = p.marketplace
  join ${zoneTable(zones)} o on o.zone = z.zone
  where p.sales_source = 'SIMULATED'
    and not c.robot
    and not c.warnings @> '{NOT_CREDITED}'
    and c.ingest_seq > $3
    and c.ingest_seq <= $4
    and c.accounting_partition in (select number from accounting_partition)
  group by 1, 2, 3, 4, 5`;

export function createClickCounts(pool: pg.Pool, clock: Clock, everyMs: number): ClickCounts {
  const counts = new Map<string, ClickCount>();
  let lastSeq = 0n;
  let readAt: number | null = null;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    // Sequence numbers are given out in commit order, so everything up to the counter is visible.
    const { rows: counter } = await pool.query<{ last_seq: bigint }>(
      "select last_seq from ingest_counter",
    );
    const upTo = counter[0]?.last_seq ?? 0n;
    if (upTo > lastSeq) {
      const zones = [marketplaces.map((m) => m.country), marketplaces.map((m) => m.zone)];
      const { rows } = await pool.query<ClickCount>(
        countClicks([...new Set(marketplaces.map((m) => m.zone))]),
        [...zones, lastSeq, upTo],
      );
      for (const row of rows) {
        const key = [
          row.advertiserId,
          row.date,
          row.campaignId,
          row.adGroupId,
          row.creativeId,
        ].join("|");
        const known = counts.get(key);
        if (known) known.clicks += row.clicks;
        else counts.set(key, row);
      }
      lastSeq = upTo;
    }
    readAt = clock();
  };

  return {
    async of(advertiserIds) {
      if (readAt === null || Math.abs(clock() - readAt) >= everyMs) {
        reading ??= read().finally(() => (reading = null));
        await reading;
      }
      return [...counts.values()].filter((count) => advertiserIds.includes(count.advertiserId));
    },
  };
}
