/** What a statement month holds: as it was cut when it was closed, or as it will be. */
import type { Context } from "../../platform/context.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Instant } from "../../domain/calendar.ts";
import { beforeAll } from "../../domain/statement.ts";
import { openMonths } from "./open-lines.ts";
import { ms } from "./statement-line.ts";

export interface MonthBounds {
  end: Instant;
  cut: Instant;
  /** Of the month before. */
  before: { end: Instant; cut: Instant };
}

interface Row {
  end: Instant;
  cut: Instant;
  before_end: Instant | null;
  before_cut: Instant | null;
}
/** `month`: YYYY-MM; null: the program has no such month. */
export async function boundsOfMonth(
  ctx: Context,
  program: Program,
  month: string,
): Promise<MonthBounds | null> {
  const [closed] = await ctx.em.execute<Row[]>(
    `select
        ${ms("m.ends_at", "end")},
        ${ms("m.cut_at", "cut")},
        ${ms("b.ends_at", "before_end")},
        ${ms("b.cut_at", "before_cut")}
      from statement_month m
      left join statement_month b
        on b.program_id = m.program_id
        and b.month = (m.month - interval '1 month')::date
      where m.program_id = ? and m.month = ?::date`,
    [program.id, `${month}-01`],
  );
  if (closed) {
    const { end, cut, before_end, before_cut } = closed;
    const isFirst = before_end === null || before_cut === null;
    return { end, cut, before: isFirst ? beforeAll : { end: before_end, cut: before_cut } };
  }
  const { before, months } = await openMonths(ctx, program);
  const at = months.findIndex((open) => open.month === month);
  const found = months[at];
  if (!found) return null;
  const { end, cut } = found;
  return { end, cut, before: months[at - 1] ?? before };
}
