/**
 * For tests that deliver rows by creative: what a complete pair of runs would tell. The ad groups'
 * own rows are the sums of what their creatives were told last, so nothing is left to be split.
 */
import { settleProgram } from "../../money/attribution/conversion-job.ts";
import { bookTold, type BookedTold } from "../../money/attribution/conversions.ts";
import { tellReport, type Told, type ToldReport } from "../../money/attribution/telling.ts";

export type PairReport = Omit<ToldReport, "grouping">;
export type BookedPair = Told & BookedTold;

interface GroupSum {
  advertiser: string;
  date: string;
  campaign: string;
  adGroup: string;
  clicks: bigint;
  orders: bigint;
  units: bigint;
  amount: bigint;
  asOf: number;
}
const sumsSql = `
  select
    advertiser_id as advertiser,
    to_char(date, 'YYYYMMDD') as date,
    campaign_id as campaign,
    ad_group_id as "adGroup",
    (sum(click_throughs) filter (where grouping = 'CREATIVE'))::bigint as clicks,
    (sum(orders) filter (where grouping = 'CREATIVE'))::bigint as orders,
    (sum(units) filter (where grouping = 'CREATIVE'))::bigint as units,
    (sum(amount_micros) filter (where grouping = 'CREATIVE'))::bigint as amount,
    (extract(epoch from max(as_of)) * 1000)::float8 as "asOf"
  from report_row
  where ad_group_key in (select ad_group_key from report_news where program_id = $1)
  group by 1, 2, 3, 4
  having count(*) filter (where grouping = 'CREATIVE') > 0`;

const decimal = (micros: bigint): string =>
  `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, "0")}`;
const rowOf = ({ date, campaign, adGroup, ...sum }: GroupSum) => ({
  date,
  advertiserName: "Brand",
  publisher: "P",
  campaignId: campaign,
  adGroupId: adGroup,
  "Click-throughs": `${sum.clicks}`,
  attributedTotalPurchases14d: `${sum.orders}`,
  totalUnitsSold14d: `${sum.units}`,
  totalAttributedSales14d: decimal(sum.amount),
});

/** A whole reading of the program's sales, as far as reports tell of it. */
export const readWhole = async (
  run: (sql: string, values: unknown[]) => Promise<unknown>,
  programId: string,
  at: number,
): Promise<void> => {
  await run(
    `insert into attribution_run (program_id, grouping, brand_account_id, complete_at)
      select p.id, g.grouping, p.brand_account_id, $2
      from program p, unnest(array['ADGROUP', 'CREATIVE']) g (grouping)
      where p.id = $1
      on conflict (program_id, grouping) do update
      set complete_at = greatest(attribution_run.complete_at, excluded.complete_at)`,
    [programId, new Date(at)],
  );
};

/** Tells the rows by creative, then their ad groups, and books both. */
export async function bookPair(report: PairReport): Promise<BookedPair> {
  const told = await tellReport({ ...report, grouping: "CREATIVE" });
  const { rows: sums } = await report.pool.query<GroupSum>(sumsSql, [report.programId]);
  for (const [advertiserId, own] of Map.groupBy(sums, ({ advertiser }) => advertiser))
    await tellReport({
      ...report,
      advertiserId,
      grouping: "ADGROUP",
      rows: own.map(rowOf),
      startedAt: Math.max(report.startedAt, ...own.map(({ asOf }) => asOf)),
    });
  const booked = await bookTold(report, report.programId);
  // As the poller does: the same totals may be worth something else.
  if (booked.booked === 0) await settleProgram(report, report.programId);
  const { pool, programId, startedAt } = report;
  await readWhole((sql, values) => pool.query(sql, values), programId, startedAt);
  return { ...told, ...booked };
}
