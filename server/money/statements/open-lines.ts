/** Lines of open months, from the ledger as it is now. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  monthEntriesSql,
  monthEntriesValues,
  type MonthEntries,
} from "../../platform/db/statement-entries.ts";
import type { Instant } from "../../domain/calendar.ts";
import {
  beforeAll,
  firstMonth,
  monthsUntil,
  nextMonth,
  roundLine,
  type StatementMonth,
} from "../../domain/statement.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { StatementFilter } from "./statement.types.ts";
import { type Line, ms } from "./statement-line.ts";

interface LastClosed {
  month: string;
  end: Instant;
  cut: Instant;
}

/** The months that are not closed, with what lies before the first of them. */
export async function openMonths(
  ctx: Context,
  program: Program,
): Promise<{ before: Pick<StatementMonth, "end" | "cut">; months: StatementMonth[] }> {
  const brand = await ctx.em.findOneOrFail(Account, { id: program.brandAccountId });
  const [last] = await ctx.em.execute<LastClosed[]>(
    `select to_char(month, 'YYYY-MM') as month, ${ms("ends_at", "end")}, ${ms("cut_at", "cut")}
      from statement_month
      where program_id = ?
      order by statement_month.month desc
      limit 1`,
    [program.id],
  );
  if (last) {
    const before = { end: last.end, cut: last.cut };
    return {
      before,
      months: monthsUntil(
        nextMonth({ month: last.month, end: before.end }, brand.timeZone),
        ctx.clock(),
        brand.timeZone,
      ),
    };
  }
  const [first] = await ctx.em.execute<{ at: Instant | null }[]>(
    `select ${ms("min(starts_at)", "at")}
      from contract
      where program_id = ? and decision = 'SIGNED' and ${ctx.scope.tenantColumn()} = ?`,
    [program.id, ctx.scope.requireAccountId()],
  );
  return {
    before: beforeAll,
    months:
      first?.at == null
        ? []
        : monthsUntil(firstMonth(first.at, brand.timeZone), ctx.clock(), brand.timeZone),
  };
}

interface PendingSum {
  partner: string;
  currency: string;
  micros: string;
}
/**
 * What sales earn that are not approved yet, by partner and currency. Past a limit a sale earns
 * nothing until the brand approves it.
 */
async function pendingSums(
  ctx: Context,
  program: Program,
  condition: string,
  mine: readonly unknown[],
): Promise<Map<string, PendingSum>> {
  const rows = await ctx.em.execute<PendingSum[]>(
    `select t.partner_account_id as partner, t.currency, sum(t.payout_micros)::text as micros
      from conversion t
      where t.program_id = ?
        and t.state = 'PENDING'
        and t.outcome = 'PAID'
        and not t.is_test
        and t.partner_account_id is not null
        and ${condition}
      group by 1, 2`,
    [program.id, ...mine],
  );
  return new Map(
    rows
      .filter(({ micros }) => micros !== "0")
      .map((row) => [`${row.partner} ${row.currency}`, row]),
  );
}

/** A partner of whom nothing but pending sales is there yet has a line as well. */
function withPending(
  rows: readonly MonthEntries<string>[],
  pending: ReadonlyMap<string, PendingSum>,
): MonthEntries<string>[] {
  const known = new Set(rows.map(({ partner, currency }) => `${partner} ${currency}`));
  const none = {
    clicks: "0",
    sales: "0",
    adjustments: "0",
    bonuses: "0",
    earlier: "0",
    transfers: "0",
  };
  return [
    ...rows,
    ...[...pending]
      .filter(([key]) => !known.has(key))
      .map(([, { partner, currency }]) => ({ partner, currency, ...none })),
  ];
}

/** What the closed months left over, by partner and currency. */
async function carriedOf(ctx: Context, program: Program): Promise<Map<string, bigint>> {
  const carries = await ctx.em.execute<{ partner: string; currency: string; carry: string }[]>(
    `select distinct on (partner_account_id, currency)
        partner_account_id as partner,
        currency,
        carry_micros::text as carry
      from statement_line
      where program_id = ? and ${ctx.scope.tenantColumn()} = ?
      order by partner_account_id, currency, month desc`,
    [program.id, ctx.scope.requireAccountId()],
  );
  return new Map(
    carries.map(({ partner, currency, carry }) => [`${partner} ${currency}`, BigInt(carry)]),
  );
}

/** One line of an open month, rounded with what is left over until then. */
function openLine(
  row: MonthEntries<string>,
  month: StatementMonth,
  opening: bigint,
): Omit<Line, "name" | "pending"> {
  const { partner, currency } = row;
  const [clicks, sales, adjustments, bonuses, earlier, transfers] = [
    row.clicks,
    row.sales,
    row.adjustments,
    row.bonuses,
    row.earlier,
    row.transfers,
  ].map(BigInt) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const { amount, carry } = roundLine(
    opening,
    clicks + sales + adjustments + bonuses,
    minorDigits(currency),
  );
  return {
    month: month.month,
    state: "OPEN",
    startsAt: month.start,
    endsAt: month.end,
    closesAt: month.cut,
    partner,
    currency,
    opening,
    clicks,
    sales,
    adjustments,
    bonuses,
    earlier,
    transfers,
    amount,
    carry,
    seal: null,
    dueOn: null,
  };
}

export async function openLines(
  ctx: Context,
  program: Program,
  filter: Partial<StatementFilter>,
): Promise<Line[]> {
  const { before, months } = await openMonths(ctx, program);
  if (months.length === 0) return [];
  const mine = [
    ctx.scope.requireAccountId(),
    filter.partnerIds ? pgArray(filter.partnerIds) : null,
    filter.currency ?? null,
  ];
  const condition = `t.${ctx.scope.tenantColumn()} = ?
      and coalesce(t.partner_account_id = any(?::uuid[]), true)
      and t.currency = coalesce(?, t.currency)`;
  const carried = await carriedOf(ctx, program);
  const lines: Omit<Line, "name">[] = [];
  for (const [n, month] of months.entries()) {
    const values = [...monthEntriesValues(program.id, month, months[n - 1] ?? before), ...mine];
    const rows = await ctx.em.execute<MonthEntries<string>[]>(monthEntriesSql(condition), values);
    const pending =
      n === months.length - 1
        ? await pendingSums(ctx, program, condition, mine)
        : new Map<string, PendingSum>();
    for (const row of withPending(rows, pending)) {
      const key = `${row.partner} ${row.currency}`;
      const line = openLine(row, month, carried.get(key) ?? 0n);
      carried.set(key, line.carry);
      lines.push({ ...line, pending: BigInt(pending.get(key)?.micros ?? 0) });
    }
  }
  const partners = await ctx.em.find(Account, {
    id: { $in: [...new Set(lines.map(({ partner }) => partner))] },
  });
  const names = new Map(partners.map(({ id, name }) => [id, name]));
  return lines.map((line) => ({ ...line, name: names.get(line.partner) ?? "" }));
}
