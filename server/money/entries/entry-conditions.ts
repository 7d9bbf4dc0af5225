/** Which entries of the ledger are asked for: of whom, when, of which month, and in which stage. */
import type { Program } from "../../partnership/programs/program.entity.ts";
import { badInput, refusedInput } from "../../platform/api/bad-input.ts";
import { now, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { addDays, dateEnd, dateOf, dateStart, type Instant } from "../../domain/calendar.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import { firstDateDue } from "../../domain/locking.ts";
import { refuse } from "../../domain/result.ts";
import { defaultSchedule, type PayoutSchedule } from "../../domain/terms.ts";
import { otherJoins, otherKind, schedulesOf } from "../owed/earned-sums.ts";
import { boundsOfMonth, type MonthBounds } from "../statements/month-bounds.ts";
import type { LedgerEntryFilter } from "./ledger-entry.types.ts";

/** By "contract event" the instant from which on, or before which, what is final is asked for. */
type Edges = Record<string, string>;
export interface Spans {
  month: MonthBounds | null;
  /** A month of which the program has no line. */
  isNone: boolean;
  since: Edges | null;
  until: Edges | null;
}
export const noSpans: Spans = { month: null, isNone: false, since: null, until: null };
export interface AskedEntries extends Spans {
  programId: string;
  filter: Partial<LedgerEntryFilter>;
  zone: string;
  after: readonly string[] | null;
  limit: number;
}

const ranges = [
  ["from", "to"],
  ["stageFrom", "stageTo"],
] as const;
export function checkRanges(filter: Partial<LedgerEntryFilter>): void {
  for (const [from, to] of ranges) {
    const [first, last] = [filter[from], filter[to]];
    if (first && last && last < first)
      throw refusedInput(refuse("BAD_RANGE", "The range ends before it starts", "filter", to));
  }
  const needsStage = (["stageFrom", "stageTo", "undated"] as const).find((name) => filter[name]);
  if (needsStage && !filter.stage)
    throw badInput(`${needsStage} needs a stage that it is of`, "filter", needsStage);
}

const other = "other";
/** The first instant of the dates that fall due on `due` or later, by contract and event. */
function edgesOf(
  schedules: readonly { contract: string; event: EventKind; schedule: PayoutSchedule }[],
  due: string,
  zone: string,
): Edges {
  const edge = (schedule: PayoutSchedule): string =>
    new Date(dateStart(firstDateDue(schedule, due), zone)).toISOString();
  return Object.fromEntries([
    [other, edge(defaultSchedule)],
    ...schedules.map(({ contract, event, schedule }) => [`${contract} ${event}`, edge(schedule)]),
  ]) as Edges;
}
const later = (...dates: (string | null | undefined)[]): string | null =>
  dates
    .flatMap((date) => date ?? [])
    .reduce<string | null>((last, date) => (last === null || date > last ? date : last), null);

/** Of the dates on which what is final falls due, the first and the one after the last. */
function dueRange(filter: Partial<LedgerEntryFilter>, today: string) {
  const tomorrow = addDays(today, 1);
  const end = filter.stageTo ? addDays(filter.stageTo, 1) : null;
  if (filter.stage === "APPROVED") return { from: later(tomorrow, filter.stageFrom), end };
  return {
    from: filter.stageFrom ?? null,
    end: end !== null && end < tomorrow ? end : tomorrow,
  };
}

/** What is read before the entries are: the month's bounds, and what falls due when. */
export async function spansOf(
  ctx: Context,
  program: Program,
  filter: Partial<LedgerEntryFilter>,
  zone: string,
): Promise<Spans> {
  const month = filter.month ? await boundsOfMonth(ctx, program, filter.month) : null;
  const spans = { ...noSpans, month, isNone: Boolean(filter.month) && month === null };
  if (filter.stage === "PAID") return { ...spans, isNone: true };
  if (filter.stage !== "APPROVED" && filter.stage !== "DUE") return spans;
  const schedules = await schedulesOf(ctx, program.id);
  const { from, end } = dueRange(filter, dateOf(now(ctx).getTime(), zone));
  return {
    ...spans,
    since: from === null ? null : edgesOf(schedules, from, zone),
    until: end === null ? null : edgesOf(schedules, end, zone),
  };
}

interface Columns {
  at: string;
  id: string;
  /** The row of the ledger beside `p`. */
  entry: "t" | "p";
}
interface Added {
  where: string[];
  values: unknown[];
}
const add = ({ where, values }: Added, sql: string, ...more: unknown[]): void => {
  where.push(sql);
  values.push(...more);
};
const isOwed = (entry: string) => `'PARTNER_PAYABLE' in (${entry}.debit, ${entry}.credit)`;

/** As statement-entries.ts says which entries a month holds. */
function addMonth(to: Added, bounds: MonthBounds, entry: string): void {
  const [beforeCut, cut, end, beforeEnd] = [
    bounds.before.cut,
    bounds.cut,
    bounds.end,
    bounds.before.end,
  ].map((at: Instant) => new Date(at));
  add(
    to,
    `${isOwed(entry)} and ${entry}.effective_at < ? and (
        (${entry}.posted_at >= ? and ${entry}.posted_at < ?)
          or (${entry}.posted_at < ? and ${entry}.effective_at >= ?)
      )`,
    end,
    beforeCut,
    cut,
    beforeCut,
    beforeEnd,
  );
}

/** Pending money waits at a sale or lead that is pending; clicks are final at once. */
function addPending(to: Added, asked: AskedEntries, entry: string): void {
  const { stageFrom, stageTo, undated } = asked.filter;
  if (entry === "t") return add(to, "false");
  add(to, `a.state = 'PENDING' and not ${isOwed(entry)}`);
  if (stageFrom) add(to, "a.locks_at >= ?", new Date(dateStart(stageFrom, asked.zone)));
  if (stageTo) add(to, "a.locks_at < ?", new Date(dateEnd(stageTo, asked.zone)));
  if (undated) add(to, "a.locks_at is null");
}

function addStage(to: Added, asked: AskedEntries, { at, entry }: Columns): void {
  const { filter, since, until } = asked;
  if (!filter.stage) return;
  if (filter.stage === "PENDING") return addPending(to, asked, entry);
  add(to, filter.undated ? "false" : isOwed(entry));
  const kind = entry === "t" ? "'CLICK'" : otherKind;
  for (const [edges, operator] of [
    [since, ">="],
    [until, "<"],
  ] as const) {
    if (edges === null) continue;
    const all = Object.values(edges).toSorted();
    // The widest edge, which an index knows; then each contract's own.
    add(to, `p.${at} ${operator} ?`, new Date((operator === "<" ? all.at(-1) : all[0]) ?? 0));
    const of = `?::jsonb ->> (${entry}.contract_id::text || ' ' || ${kind})`;
    add(
      to,
      `p.${at} ${operator} coalesce(${of}, ?)::timestamptz`,
      JSON.stringify(edges),
      edges[other],
    );
  }
}

/** Of rows `p`, whose instant and id are the columns `at` and `id`. */
export function conditionsOf(
  ctx: Context,
  asked: AskedEntries,
  columns: Columns,
): { joins: string; sql: string; values: unknown[] } {
  const { programId, filter, zone, after } = asked;
  const { at, id, entry } = columns;
  const made: Added = { where: [], values: [] };
  add(made, "p.program_id = ?", programId);
  add(made, `p.${ctx.scope.tenantColumn()} = ?`, ctx.scope.requireAccountId());
  if (asked.isNone) add(made, "false");
  if (filter.partnerIds)
    add(made, "p.partner_account_id = any(?::uuid[])", pgArray(filter.partnerIds));
  if (filter.currency) add(made, `${entry}.currency = ?`, filter.currency);
  if (filter.from) add(made, `p.${at} >= ?`, new Date(dateStart(filter.from, zone)));
  if (filter.to) add(made, `p.${at} < ?`, new Date(dateEnd(filter.to, zone)));
  if (asked.month) addMonth(made, asked.month, entry);
  addStage(made, asked, columns);
  if (after) add(made, `(p.${at}, p.${id}) < (?, ?::uuid)`, new Date(Number(after[0])), after[1]);
  const joins = filter.stage && entry === "p" ? otherJoins("p") : "";
  return { joins, sql: made.where.join(" and "), values: made.values };
}
