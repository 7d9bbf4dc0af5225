/** Statement lines: closed months as they were written, open ones from the ledger as it is now. */
import { badInput, refusedInput } from "../../platform/api/bad-input.ts";
import { page, type Page, type PageArgs } from "../../platform/api/connection.ts";
import type { Context } from "../../platform/context.ts";
import { dateOf } from "../../domain/calendar.ts";
import { refuse } from "../../domain/result.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { StatementFilter, StatementLineView } from "./statement.types.ts";
import {
  type Line,
  type Turn,
  keyOf,
  byTurn,
  monthText,
  byMonth,
  lineView,
} from "./statement-line.ts";
import { closedLines } from "./closed-lines.ts";
import { dueDatesOf } from "./due-dates.ts";
import { openLines } from "./open-lines.ts";
import { quoted } from "../../domain/values/text.ts";

export const isMonth = (text: string): boolean => monthText.test(text);
function monthGiven(filter: Partial<StatementFilter>, field: "from" | "to"): string | null {
  const given = filter[field] ?? null;
  if (given !== null && !isMonth(given))
    throw badInput(`${quoted(given)} is not a month such as 2026-11`, "filter", field);
  return given;
}
const isWithin = (month: string, filter: Partial<StatementFilter>): boolean =>
  month >= (filter.from ?? "") && month <= (filter.to ?? "9999-12");

async function lineViews(
  ctx: Context,
  program: Program | null,
  lines: readonly Line[],
): Promise<StatementLineView[]> {
  const brand = program && (await ctx.em.findOne(Account, { id: program.brandAccountId }));
  if (!program || !brand) return [];
  const zone = brand.timeZone;
  const unwritten = lines.filter((line) => line.dueOn === null);
  const reckoned = await dueDatesOf(ctx, program.id, unwritten, zone);
  const dueOn = (line: Line): string => line.dueOn ?? reckoned(line);
  const today = dateOf(ctx.clock(), zone);
  return lines.map((line) => lineView(program.id, line, { dueOn: dueOn(line), today }));
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
  return page(rows, asked, byMonth, (shown) => lineViews(ctx, program, shown));
}
