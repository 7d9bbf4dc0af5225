/** Statement lines: closed months as they were written, open ones from the ledger as it is now. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { badInput, refusedInput } from "../../platform/api/bad-input.ts";
import { isText, page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { refuse } from "../../domain/result.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  monthEntriesSql,
  monthEntriesValues,
  type MonthEntries,
} from "../../platform/db/statement-entries.ts";
import type { Instant } from "../../domain/calendar.ts";
import { lineStage } from "../../domain/payout-stage.ts";
import {
  beforeAll,
  firstMonth,
  monthsUntil,
  nextMonth,
  roundLine,
  type StatementMonth,
} from "../../domain/statement.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { ascending } from "../../domain/order.ts";
import {
  StatementStateValue,
  type StatementFilter,
  type StatementLineView,
} from "./statement.types.ts";

interface Line extends Omit<MonthEntries<bigint>, "transfers"> {
  month: string;
  state: "OPEN" | "CLOSED";
  name: string;
  startsAt: Instant;
  endsAt: Instant;
  closesAt: Instant;
  opening: bigint;
  pending: bigint;
  transfers: bigint;
  amount: bigint;
  carry: bigint;
}
interface Read {
  programId: string;
  filter: Partial<StatementFilter>;
  /** Month, currency, partner's name and id of the last line shown. */
  after: readonly string[] | null;
}

type Turn = [month: string, currency: string, name: string, partner: string];
const keyOf = ({
  month,
  currency,
  name,
  partner,
}: Pick<Line, "month" | "currency" | "name" | "partner">): Turn => [month, currency, name, partner];
/** Newest month first, then by currency and partner. */
function byTurn(a: readonly string[], b: readonly string[]): number {
  const [month = 0, ...rest] = a.map((part, i) => ascending(part, b[i] ?? ""));
  return -month || rest.find((order) => order !== 0) || 0;
}

const ms = (column: string, name: string) =>
  `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;
const text = (columns: readonly string[]) =>
  columns
    .map((column) => `l.${column}_micros::text as "${column.replace("_carry", "")}"`)
    .join(", ");
const amounts = [
  "opening_carry",
  "clicks",
  "sales",
  "adjustments",
  "bonuses",
  "earlier",
  "amount",
  "carry",
] as const;
type Stored = Record<
  Exclude<keyof Line, "pending" | "state" | "startsAt" | "endsAt" | "closesAt">,
  string
> &
  Pick<Line, "startsAt" | "endsAt" | "closesAt">;

const monthText = /^\d{4}-(0[1-9]|1[0-2])$/;
const byMonth: Key<Line, Turn> = {
  of: keyOf,
  parts: [(text) => monthText.test(text), isText, isText, isId],
};
function monthGiven(filter: Partial<StatementFilter>, field: "from" | "to"): string | null {
  const given = filter[field] ?? null;
  if (given !== null && !monthText.test(given))
    throw badInput(`"${given.slice(0, 20)}" is not a month such as 2026-11`, "filter", field);
  return given;
}
const isWithin = (month: string, filter: Partial<StatementFilter>): boolean =>
  month >= (filter.from ?? "") && month <= (filter.to ?? "9999-12");

function closedConditions(
  ctx: Context,
  { programId, filter, after }: Read,
): { where: string[]; values: unknown[] } {
  const where = ["l.program_id = ?", `l.${ctx.scope.tenantColumn()} = ?`];
  const values: unknown[] = [programId, ctx.scope.requireAccountId()];
  const add = (sql: string, ...more: unknown[]) => {
    where.push(sql);
    values.push(...more);
  };
  if (filter.partnerIds) add("l.partner_account_id = any(?::uuid[])", pgArray(filter.partnerIds));
  if (filter.currency) add("l.currency = ?", filter.currency);
  for (const [field, operator] of [
    ["from", ">="],
    ["to", "<="],
  ] as const) {
    const month = monthGiven(filter, field);
    if (month) add(`l.month ${operator} ?::date`, `${month}-01`);
  }
  if (after) {
    const [month, ...rest] = after;
    add(
      `(
          l.month < ?::date
            or (
              l.month = ?::date
                and (l.currency, a.name collate "C", l.partner_account_id) > (?, ?, ?::uuid)
            )
        )`,
      `${month}-01`,
      `${month}-01`,
      ...rest,
    );
  }
  return { where, values };
}

async function closedLines(ctx: Context, read: Read, limit: number): Promise<Line[]> {
  const { where, values } = closedConditions(ctx, read);
  const rows = await ctx.em.execute<Stored[]>(
    `select
        to_char(l.month, 'YYYY-MM') as month,
        l.partner_account_id as partner,
        a.name,
        l.currency,
        l.transfers::text as transfers,
        ${text(amounts)},
        ${ms("m.starts_at", "startsAt")},
        ${ms("m.ends_at", "endsAt")},
        ${ms("m.cut_at", "closesAt")}
      from statement_line l
      join statement_month m using (program_id, month)
      join account a on a.id = l.partner_account_id
      where ${where.join(" and ")}
      order by l.month desc, l.currency, a.name collate "C", l.partner_account_id
      limit ?`,
    [...values, limit],
  );
  return rows.map(({ month, partner, name, currency, startsAt, endsAt, closesAt, ...numbers }) => ({
    ...(Object.fromEntries(
      Object.entries(numbers).map(([field, value]) => [field, BigInt(value)]),
    ) as unknown as Pick<Line, keyof MonthEntries<bigint> | "opening" | "amount" | "carry">),
    month,
    partner,
    name,
    currency,
    state: "CLOSED",
    pending: 0n,
    startsAt,
    endsAt,
    closesAt,
  }));
}

interface LastClosed {
  month: string;
  end: Instant;
  cut: Instant;
}

/** The months that are not closed, with what lies before the first of them. */
async function openMonths(
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
  };
}

async function openLines(
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

function lineView({
  month,
  state,
  partner,
  name,
  currency,
  startsAt,
  endsAt,
  closesAt,
  ...line
}: Line): StatementLineView {
  const of = (micros: bigint) => money(micros, currency);
  return {
    month,
    state: StatementStateValue[state],
    payoutStage: lineStage(state),
    partnerId: partner,
    partnerName: name,
    currency,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    closesAt: new Date(closesAt),
    openingCarry: of(line.opening),
    clicks: of(line.clicks),
    sales: of(line.sales),
    pending: of(line.pending),
    adjustments: of(line.adjustments),
    bonuses: of(line.bonuses),
    earlier: of(line.earlier),
    entries: of(line.clicks + line.sales + line.adjustments + line.bonuses),
    transfers: Number(line.transfers),
    amount: of(line.amount),
    carry: of(line.carry),
  };
}

/** Open months come first: they are the newest. */
export async function statementLines(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  given: Partial<StatementFilter> | null,
): Promise<Page<StatementLineView>> {
  const filter = {
    ...given,
    from: monthGiven(given ?? {}, "from"),
    to: monthGiven(given ?? {}, "to"),
  };
  if (filter.from && filter.to && filter.to < filter.from)
    throw refusedInput(refuse("BAD_RANGE", "The range ends before it starts", "filter", "to"));
  const program = await findProgram(ctx, programId);
  const rows = async (after: Turn | null, limit: number): Promise<Line[]> => {
    if (!program) return [];
    const open = filter.state === "CLOSED" ? [] : await openLines(ctx, program, filter);
    const lines = open
      .filter((line) => isWithin(line.month, filter))
      .filter((line) => after === null || byTurn(keyOf(line), after) > 0)
      .toSorted((a, b) => byTurn(keyOf(a), keyOf(b)))
      .slice(0, limit);
    if (filter.state !== "OPEN" && lines.length < limit)
      lines.push(...(await closedLines(ctx, { programId, filter, after }, limit - lines.length)));
    return lines;
  };
  return page(rows, asked, byMonth, (shown) => shown.map(lineView));
}
