/**
 * How much of a month's sales, or of its leads, people took back under a contract, beside the share
 * that it lets
 * them. A month is that of the sales' dates at the marketplace. Counted are sales that terms pay
 * for, pending, approved or taken back by people, or by the shop that handed them in; tests are
 * not, nor what Amazon took back itself.
 */
import type { ReturnShare } from "../../domain/conversion.ts";

export interface ReturnShareRow extends Omit<ReturnShare, "percent"> {
  /** The sale that was asked about. */
  id: string;
  contractId: string;
  percent: number;
  /** Others that are asked to be taken back, not booked yet; 0 for who may not see requests. */
  asked: number;
}

/** SQL: a row for each of the sales `ids` (an array's place) whose contract bounds its returns. */
export const returnSharesSql = (ids: string): string =>
  `select
      a.id,
      a.kind,
      a.contract_id as "contractId",
      to_char(a.date, 'YYYY-MM') as month,
      (v.body ->> 'maxReturnPercent')::int as percent,
      count(*)::int as sales,
      count(*) filter (where s.state = 'REVERSED')::int as reversed,
      count(*) filter (where s.id <> a.id and s.state = 'PENDING' and exists (
        select
        from conversion_request r
        where r.conversion_id = s.id
          and r.state = 'QUEUED'
          and (r.kind = 'REVERSE' or (r.amount_micros = 0 and s.amount_micros <> 0))
      ))::int as asked
    from conversion a
    join terms_version v on v.id = a.terms_version_id
    join conversion s
      on s.partner_account_id = a.partner_account_id
      and s.program_id = a.program_id
      and s.date >= date_trunc('month', a.date)::date
      and s.date < (date_trunc('month', a.date) + interval '1 month')::date
      and s.contract_id = a.contract_id
      and s.kind = a.kind
    where a.id = any(${ids}::uuid[])
      and not a.is_test
      and a.outcome <> 'DISCARDED'
      and (v.body ->> 'maxReturnPercent')::int < 100
      and not s.is_test
      and s.outcome <> 'DISCARDED'
      and (s.state <> 'REVERSED' or s.decided_by is not null or s.source <> 'REPORT')
    group by 1, 2, 3, 4, 5`;
