/**
 * What must hold of sales: their updates, day cells and transfers add up to them, and their states
 * follow from their updates.
 */
import { cellSums } from "../attribution/conversion-rows.ts";
import { keySql, type Sides } from "./compare.ts";

const scoped = (column: string): string => `($1::uuid is null or ${column} = $1)`;
/** What left an account, less what came back. */
const out = (account: "BRAND_BUDGET" | "CLEARING"): string =>
  `sum(case debit when '${account}' then amount_micros else -amount_micros end)`;
const none = "select null::text as key, null::bigint[] as counts where false and $1::uuid is null";
const notZero = (sql: string, zero: string): string =>
  `select * from (${sql}) s where counts <> array[${zero}]::numeric[]`;

export const saleChecks: Sides[] = [
  {
    check:
      "conversion updates = conversions: leads / orders / units / amount / payout / " +
      "adjusted orders / adjusted amount / adjusted payout",
    left: `select
        ${keySql("u.conversion_id")} as key,
        array[
          sum(u.delta_leads),
          sum(u.delta_orders),
          sum(u.delta_units),
          sum(u.delta_amount_micros),
          sum(u.delta_payout_micros),
          sum(u.adjusted_orders),
          sum(u.adjusted_amount_micros),
          sum(u.adjusted_payout_micros)
        ] as counts
      from conversion_update u
      join conversion a on a.id = u.conversion_id
      where ${scoped("a.program_id")}
      group by 1`,
    right: `select
        ${keySql("id")} as key,
        array[
          leads,
          orders,
          units,
          amount_micros,
          payout_micros,
          adjusted_orders,
          adjusted_amount_micros,
          adjusted_payout_micros
        ]::numeric[] as counts
      from conversion
      where ${scoped("program_id")}`,
  },
  {
    check:
      "each conversion's updates are numbered 1, 2, 3 …, and the last one left it in its state",
    left: `select
        ${keySql("u.conversion_id", `(array_agg(u.state order by u.number desc))[1]`)} as key,
        array[count(*), max(u.number)]::bigint[] as counts
      from conversion_update u
      join conversion a on a.id = u.conversion_id
      where ${scoped("a.program_id")}
      group by u.conversion_id`,
    right: `select ${keySql("id", "state")} as key, array[updates, updates]::bigint[] as counts
      from conversion
      where ${scoped("program_id")}`,
  },
  {
    check:
      "conversions = sales by day, by kind: leads / orders / units / amount / payout / would pay",
    left: notZero(
      `select
          ${keySql("program_id", "kind", "date", "currency", "is_test")} as key,
          array[${cellSums.map((sum) => `sum(${sum})`).join(", ")}] as counts
        from conversion
        where ${scoped("program_id")}
        group by 1`,
      cellSums.map(() => "0").join(", "),
    ),
    right: notZero(
      `select
          ${keySql("program_id", "kind", "date", "currency", "is_test")} as key,
          array[${cellSums.map((sum) => `sum(${sum})`).join(", ")}] as counts
        from sales_daily
        where ${scoped("program_id")}
        group by 1`,
      cellSums.map(() => "0").join(", "),
    ),
  },
  ...(
    [
      {
        event: "SALE",
        column: "payout_micros",
        where: "kind = 'SALE'",
        from: "BRAND_BUDGET",
        check: "conversions = ledger, per partner and currency, for sales",
      },
      {
        event: "LEAD",
        column: "payout_micros",
        where: "kind = 'LEAD'",
        from: "BRAND_BUDGET",
        check: "conversions = ledger, per partner and currency, for leads",
      },
      {
        event: "APPROVAL",
        column: "payout_micros",
        where: "state = 'APPROVED'",
        from: "CLEARING",
        check:
          "approved conversions = what left clearing for the partner, per partner and currency",
      },
      {
        event: "ADJUSTMENT",
        column: "adjusted_payout_micros",
        where: "true",
        from: "BRAND_BUDGET",
        check: "what was adjusted after locking = ledger, per partner and currency",
      },
    ] as const
  ).map(({ event, column, where, from, check }) => ({
    check,
    left: notZero(
      `select ${keySql("partner_account_id", "currency")} as key, array[sum(${column})] as counts
        from conversion
        where ${where} and ${scoped("program_id")}
        group by 1`,
      "0",
    ),
    right: notZero(
      `select ${keySql("partner_account_id", "currency")} as key, array[${out(from)}] as counts
        from ledger_transfer
        where event = '${event}' and ${scoped("program_id")}
        group by 1`,
      "0",
    ),
  })),
  {
    check:
      "bonuses and what was granted to inquiries = ledger, per contract and currency, and what " +
      "each tier brought is the sum of its postings",
    left: notZero(
      `select
          ${keySql("contract_id", "currency")} as key,
          array[sum(amount_micros), sum(amount_micros)] as counts
        from (
          select program_id, contract_id, currency, amount_micros from bonus
          union all
          select program_id, contract_id, currency, amount_micros from inquiry_posting
        ) b
        where ${scoped("program_id")}
        group by 1`,
      "0, 0",
    ),
    right: notZero(
      `select key, array[sum(posted), sum(total)]::numeric[] as counts
        from (
          select
            ${keySql("contract_id", "currency")} as key,
            ${out("BRAND_BUDGET")} as posted,
            0 as total
          from ledger_transfer
          where event = 'BONUS' and ${scoped("program_id")}
          group by 1
          union all select ${keySql("contract_id", "currency")}, 0, sum(total_micros)
          from (
            select distinct on (contract_id, month, tier) *
            from bonus
            where ${scoped("program_id")}
            order by contract_id, month, tier, number desc
          ) b
          group by 1
          union all select ${keySql("contract_id", "currency")}, 0, sum(amount_micros)
          from inquiry_posting
          where ${scoped("program_id")}
          group by 1
        ) s
        group by 1`,
      "0, 0",
    ),
  },
  {
    check:
      "sales outside of terms that pay without the brand's approval, and test sales that pay or " +
      "are approved = none",
    left: `select
        ${keySql("id", "state")} as key,
        array[payout_micros + adjusted_payout_micros] as counts
      from conversion
      where ${scoped("program_id")}
        and (
          (
            outside_of_terms
              and outside_approved_at is null
              and (payout_micros <> 0 or adjusted_payout_micros <> 0 or state = 'APPROVED')
          )
            or (
              is_test and (payout_micros <> 0 or adjusted_payout_micros <> 0 or state = 'APPROVED')
            )
        )`,
    right: none,
  },
  {
    check: "sales approved past their limits without an update that says so = none",
    left: `select ${keySql("a.id")} as key, array[1]::bigint[] as counts
      from conversion a
      where ${scoped("a.program_id")}
        and a.outside_approved_at is not null
        and not exists (
          select
          from conversion_update u
          where u.conversion_id = a.id and u.kind = 'OUTSIDE_APPROVED'
        )`,
    right: none,
  },
  {
    check: "figures changed after locking or reversal by people = none",
    left: `select
        ${keySql("u.conversion_id", "u.number")} as key,
        array[u.delta_payout_micros] as counts
      from conversion_update u
      join conversion a on a.id = u.conversion_id
      join conversion_update f
        on f.conversion_id = u.conversion_id
        and f.number < u.number
        and (f.state = 'APPROVED' or (f.state = 'REVERSED' and f.code is not null))
      where ${scoped("a.program_id")}
        and (
          u.delta_leads,
          u.delta_orders,
          u.delta_units,
          u.delta_amount_micros,
          u.delta_payout_micros
        ) <> (0, 0, 0, 0, 0)`,
    right: none,
  },
  {
    check: "paid sales and leads whose limit was exceeded = none",
    left: `select
        ${keySql("u.subject_id", "u.n")} as key,
        array[u.after] as counts
      from limit_use u
      where u.of_event <> 'CLICK'
        and u.outcome = 'PAID'
        and u.after > u.max
        and ${scoped("u.program_id")}`,
    right: none,
  },
];
