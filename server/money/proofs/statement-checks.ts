/**
 * What must hold of closed statements: their lines are the ledger, each carries on what the one
 * before left, and is rounded as it says.
 */
import type pg from "pg";
import { minorDigits } from "../../domain/values/currency.ts";
import type { Micros } from "../../domain/money.ts";
import { roundLine } from "../../domain/statement.ts";
import { keySql, type Comparison, type Sides } from "./compare.ts";

const scoped = (column: string): string => `($1::uuid is null or ${column} = $1)`;
const lineKey = (line: string, month: string) =>
  keySql(`${line}.program_id`, `${line}.partner_account_id`, `${line}.currency`, month);

export const statementLines: Sides = {
  check:
    "statement lines = ledger, per program, partner, currency and month: micros / micros of " +
    "earlier months / transfers",
  left: `select
      ${lineKey("l", "l.month")} as key,
      array[
        clicks_micros + sales_micros + adjustments_micros + bonuses_micros,
        earlier_micros,
        transfers
      ]::numeric[] as counts
    from statement_line l
    where ${scoped("l.program_id")}`,
  right: `select
      ${lineKey("t", "m.month")} as key,
      array[
        sum(case t.credit when 'PARTNER_PAYABLE' then t.amount_micros else -t.amount_micros end),
        coalesce(
          sum(
            case t.credit when 'PARTNER_PAYABLE' then t.amount_micros else -t.amount_micros end
          ) filter (where t.effective_at < m.starts_at),
          0
        ),
        count(*)
      ] as counts
    from (
      select
        s.*,
        lag(ends_at, 1, '-infinity') over w as before_end,
        lag(cut_at, 1, '-infinity') over w as before_cut
      from statement_month s
      where ${scoped("s.program_id")}
      window w as (partition by program_id order by month)
    ) m
    join ledger_transfer t
      on t.program_id = m.program_id
      and t.posted_at < m.cut_at
      and t.effective_at < m.ends_at
      and not (t.posted_at < m.before_cut and t.effective_at < m.before_end)
    where 'PARTNER_PAYABLE' in (t.debit, t.credit)
    group by 1`,
};

interface Line {
  program: string;
  partner: string;
  currency: string;
  month: string;
  opening: Micros;
  entries: Micros;
  amount: Micros;
  carry: Micros;
}

/** Lines, and what the last of each carries, add up to the ledger to the micro. */
export async function checkCarries(
  client: pg.ClientBase,
  program: string | null,
): Promise<Comparison> {
  const { rows } = await client.query<Line>(
    `select
        program_id as program,
        partner_account_id as partner,
        currency,
        month,
        opening_carry_micros as opening,
        clicks_micros + sales_micros + adjustments_micros + bonuses_micros as entries,
        amount_micros as amount,
        carry_micros as carry
      from statement_line
      where ${scoped("program_id")}
      order by 1, 2, 3, 4`,
    [program],
  );
  let [posted, stated, carried] = [0n, 0n, new Map<string, Micros>()];
  let difference: string | null = null;
  for (const { program, partner, currency, month, opening, entries, amount, carry } of rows) {
    const account = [program, partner, currency].join(" ");
    const wanted = roundLine(carried.get(account) ?? 0n, entries, minorDigits(currency));
    if (
      difference === null &&
      (opening !== (carried.get(account) ?? 0n) ||
        amount !== wanted.amount ||
        carry !== wanted.carry)
    )
      difference =
        `${account} ${month}: ${opening} + ${entries} = ${amount} + ${carry} against ` +
        `${carried.get(account) ?? 0n} + ${entries} = ${wanted.amount} + ${wanted.carry}`;
    carried = carried.set(account, carry);
    posted += entries;
    stated += amount;
  }
  const rest = [...carried.values()].reduce((sum, carry) => sum + carry, 0n);
  if (posted !== stated + rest) difference ??= `${posted} against ${stated} + ${rest}`;
  return {
    check: "statements + carry = ledger, in micros",
    left: String(posted),
    right: String(stated + rest),
    equal: difference === null,
    difference,
  };
}
