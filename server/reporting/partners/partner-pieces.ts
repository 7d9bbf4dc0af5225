/** The statements' parts of a table of partners: how each stands, what it brought and earned. */
import { clickCounts } from "../../platform/db/click-counts.ts";
import { filteredReason } from "../../platform/db/breakdown-sums.ts";
import type { Stretch } from "../../domain/date-cut.ts";
import { standingRanks } from "../../domain/partner-standing.ts";
import { ReportMode } from "../reports/report.types.ts";
import type {
  PartnerOrder,
  PartnerTraffic,
  ProgramPartnerFilter,
} from "./program-partner.types.ts";

/** A stretch of time in rows of one level of the rollup. */
export interface RollupSpan extends Stretch {
  level: "C" | "D";
}
export interface PartnerQuery {
  programId: string;
  brandAccountId: string;
  /** Of EPC and EARNED. */
  currency: string;
  now: Date;
  filter: Omit<ProgramPartnerFilter, "traffic" | "partnerIds"> & {
    traffic: Exclude<PartnerTraffic, "BELOW_USUAL"> | null;
  };
  /** Only these; null: all. */
  partnerIds: readonly string[] | null;
  range: readonly RollupSpan[];
  /** What of the range is compared with what; null: nothing is. */
  compared: { now: readonly RollupSpan[]; before: readonly RollupSpan[] } | null;
  /** Of sales, inclusive. */
  dates: { from: string; to: string };
  order: PartnerOrder;
  descending: boolean;
}
export interface Piece {
  sql: string;
  values: unknown[];
}
export const piece = (sql: string, ...values: unknown[]): Piece => ({ sql, values });

/** SQL: one of a closed list by its place in it. */
export const placeIn = (list: readonly string[], column: string): string =>
  `array_position(array[${list.map((word) => `'${word}'`).join(", ")}]::text[], ${column})`;

/** SQL of domain/partner-standing.ts: what one contract `c` says at an instant. */
const standingSql = `case
          when c.decision = 'DECLINED' then 'DECLINED'
          when c.decision = 'PROPOSED' and c.proposal_expires_at <= ?::timestamptz
            then 'NOT_ANSWERED'
          when c.decision = 'PROPOSED' and c.proposed_by_account_id = c.brand_account_id
            then 'ASKED'
          when c.decision = 'PROPOSED' then 'ASKS_YOU'
          when c.decision <> 'SIGNED' then null
          when c.starts_at > ?::timestamptz then 'ACCEPTED'
          when c.ends_at is null or c.ends_at > ?::timestamptz then 'IN_EFFECT'
          else 'ENDED'
        end`;
const rankSql = `case k.standing ${standingRanks
  .map(([standing, rank]) => `when '${standing}' then ${rank}`)
  .join(" ")} end`;

/** How each partner of the program stands, and by which contract. */
export const standings = ({ programId, brandAccountId, now }: PartnerQuery): Piece =>
  piece(
    `standings as (
        select distinct on (c.partner_account_id)
          c.partner_account_id,
          c.id as contract_id,
          t.id as terms_id,
          t.name as terms_name,
          k.standing,
          bool_or(k.standing = 'ASKED') over (partition by c.partner_account_id) as is_asked
        from contract c
        join terms_version tv on tv.id = c.terms_version_id
        join template_terms t on t.id = tv.terms_id
        cross join lateral (select ${standingSql} as standing) k
        where c.program_id = ? and c.brand_account_id = ? and k.standing is not null
        order by c.partner_account_id, ${rankSql}, c.id desc
      )`,
    now,
    now,
    now,
    programId,
    brandAccountId,
  );

export const partners = ({ programId, brandAccountId }: PartnerQuery): Piece =>
  piece(
    `partners as materialized (
        select
          a.id,
          a.name,
          a.code,
          a.state,
          p.created_at as since,
          coalesce(s.standing, 'NOT_ASKED') as standing,
          coalesce(s.is_asked, false) as is_asked,
          s.contract_id,
          s.terms_id,
          s.terms_name,
          coalesce(v.result, 'NOT_STARTED') as verification
        from partnership p
        join account a on a.id = p.partner_account_id
        left join standings s on s.partner_account_id = a.id
        left join verification v on v.program_id = ? and v.partner_account_id = a.id
        where p.brand_account_id = ?
      )`,
    programId,
    brandAccountId,
  );

const modeSql = (mode: ReportMode, row: string): string =>
  ({
    [ReportMode.LIVE]: `not ${row}.is_test`,
    [ReportMode.TEST]: `${row}.is_test`,
    [ReportMode.BOTH]: "true",
  })[mode];

/** One query a span: joined to a list of spans the database reads every row there is. */
const inSpan = (
  { programId, brandAccountId, filter }: PartnerQuery,
  { name, level, start, end }: RollupSpan & { name: string },
): Piece =>
  piece(
    `select '${name}' as period, r.*
          from click_rollup r
          where r.program_id = ?
            and r.brand_account_id = ?
            and r.level = '${level}'
            and r.bucket >= ?
            and r.bucket < ?
            and ${modeSql(filter.mode, "r")}
            and r.reason is distinct from '${filteredReason}'`,
    programId,
    brandAccountId,
    new Date(start),
    new Date(end),
  );

/** Clicks by partner as the report counts them: without those that the click filter leaves out. */
export function clicks(query: PartnerQuery, isCompared: boolean): Piece {
  const { currency, range, compared } = query;
  const periods = { range, now: [], before: [], ...(isCompared ? compared : null) };
  const spans = Object.entries(periods).flatMap(([name, own]) =>
    own.map((span) => inSpan(query, { name, ...span })),
  );
  const rows = joined(spans, "\n          union all\n          ");
  const sum = (column: string, period: keyof typeof periods) =>
    `coalesce(sum(r.${column}) filter (where r.period = '${period}'), 0)`;
  return piece(
    `clicks as (
        select
          r.partner_account_id,
          ${sum(clickCounts.raw.column, "range")} as raw,
          ${sum(clickCounts.raw.column, "now")} as raw_now,
          ${sum(clickCounts.raw.column, "before")} as raw_before,
          ${sum(clickCounts.payable.column, "range")} as payable,
          coalesce(
            sum(r.payout_micros) filter (where r.period = 'range' and r.currency = ?),
            0
          ) as micros
        from (
          ${rows.sql}
        ) r
        group by 1
      )`,
    currency,
    ...rows.values,
  );
}

export const sold = ({ programId, brandAccountId, currency, filter, dates }: PartnerQuery): Piece =>
  piece(
    `sold as (
        select r.partner_account_id, sum(r.payout_micros) as micros
        from sales_daily r
        where r.program_id = ?
          and r.brand_account_id = ?
          and r.date between ?::date and ?::date
          and r.currency = ?
          and r.outcome <> 'DISCARDED'
          and ${modeSql(filter.mode, "r")}
        group by 1
      )`,
    programId,
    brandAccountId,
    dates.from,
    dates.to,
    currency,
  );

/**
 * SQL: the newest click of partner `m`, looked for in the newest quarter hour that has one. A
 * lateral join's body.
 */
export const lastClick = (mode: ReportMode): string =>
  `select k.clicked_at as last_at
      from (
        select r.bucket
        from click_rollup r
        where r.partner_account_id = m.id
          and r.program_id = ?
          and r.brand_account_id = ?
          and r.level = 'C'
          and ${modeSql(mode, "r")}
        order by r.bucket desc
        limit 1
      ) b
      cross join lateral (
        select c.clicked_at
        from click c
        where c.partner_account_id = m.id
          and c.program_id = ?
          and c.clicked_at >= b.bucket
          and c.clicked_at < b.bucket + interval '15 minutes'
          and ${modeSql(mode, "c")}
        order by c.clicked_at desc
        limit 1
      ) k`;
export const lastJoin = ({ filter, programId, brandAccountId }: PartnerQuery): Piece =>
  piece(
    `left join lateral (
        ${lastClick(filter.mode)}
      ) l on true`,
    programId,
    brandAccountId,
    programId,
  );

export const joined = (pieces: readonly Piece[], by: string): Piece =>
  piece(pieces.map(({ sql }) => sql).join(by), ...pieces.flatMap(({ values }) => values));
