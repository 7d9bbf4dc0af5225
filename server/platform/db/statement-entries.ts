/**
 * What one statement month holds of the ledger: read alike by the worker that closes it and by who
 * looks at an open one.
 */
import type { StatementMonth } from "../../domain/statement.ts";

/**
 * Sums per partner and currency, in micros as they change what the partner is owed; bigints as text
 * or bigint, as the connection reads them.
 */
export interface MonthEntries<N> {
  partner: string;
  currency: string;
  clicks: N;
  sales: N;
  adjustments: N;
  bonuses: N;
  /** Of all of them, what is dated before the month. */
  earlier: N;
  transfers: N;
}

const signed = "case credit when 'PARTNER_PAYABLE' then amount_micros else -amount_micros end";
const sum = (name: string, where: string) =>
  `coalesce(sum(${signed}) filter (where ${where}), 0)::bigint as ${name}`;
const owed = "program_id = ? and 'PARTNER_PAYABLE' in (debit, credit)";

/** `condition` narrows further; its values come last. */
export const monthEntriesSql = (condition = "true"): string => `
  select
    partner_account_id as partner,
    currency,
    ${sum("clicks", "event = 'CLICK'")},
    ${sum("sales", "event = 'APPROVAL'")},
    ${sum("adjustments", "event = 'ADJUSTMENT'")},
    ${sum("bonuses", "event = 'BONUS'")},
    ${sum("earlier", "effective_at < ?")},
    count(*) as transfers
  from (
    select *
    from ledger_transfer
    where ${owed} and posted_at >= ? and posted_at < ? and effective_at < ?
    union all select *
    from ledger_transfer
    where ${owed} and posted_at < ? and effective_at >= ? and effective_at < ?
  ) t
  where ${condition}
  group by 1, 2
  order by 2, 1`;

/** In the order of the question marks. */
export const monthEntriesValues = (
  program: string,
  month: StatementMonth,
  before: Pick<StatementMonth, "end" | "cut">,
): unknown[] => {
  const [start, end, cut, beforeCut, beforeEnd] = [
    month.start,
    month.end,
    month.cut,
    before.cut,
    before.end,
  ].map((at) => new Date(at));
  return [start, program, beforeCut, cut, end, program, beforeCut, beforeEnd, end];
};
