/** Lines of closed months, as they were written. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { MonthEntries } from "../../platform/db/statement-entries.ts";
import type { StatementFilter } from "./statement.types.ts";
import { type Line, ms } from "./statement-line.ts";

interface Read {
  programId: string;
  filter: Partial<StatementFilter>;
  /** Month, currency, partner's name and id of the last line shown. */
  after: readonly string[] | null;
}
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
  Exclude<keyof Line, "pending" | "state" | "startsAt" | "endsAt" | "closesAt" | "seal" | "dueOn">,
  string
> &
  Pick<Line, "startsAt" | "endsAt" | "closesAt" | "seal" | "dueOn">;

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
    const month = filter[field];
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

export async function closedLines(ctx: Context, read: Read, limit: number): Promise<Line[]> {
  const { where, values } = closedConditions(ctx, read);
  const rows = await ctx.em.execute<Stored[]>(
    `select
        to_char(l.month, 'YYYY-MM') as month,
        l.partner_account_id as partner,
        a.name,
        l.currency,
        l.transfers::text as transfers,
        encode(l.seal, 'hex') as seal,
        l.due_on::text as "dueOn",
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
  return rows.map(({ month, partner, name, currency, startsAt, endsAt, closesAt, ...rest }) => {
    const { seal, dueOn, ...numbers } = rest;
    return {
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
      seal,
      dueOn,
    };
  });
}
