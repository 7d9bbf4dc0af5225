/** What a report was asked for, checked and cut. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { salesDelayHours } from "../../domain/attribution.ts";
import {
  minuteMs,
  parseZone,
  type FirstWeekday,
  type Grain,
  type Instant,
} from "../../domain/calendar.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { CellQuery } from "./cells.ts";
import type { AskedCompare } from "./compare.ts";
import { salesReadUntil, trackedSince } from "./freshness.ts";
import { cutRange, defaultGrain, readRange, type ReportBucket, type ReportRange } from "./range.ts";
import {
  ReportMode,
  type GrainValue,
  type RangeInput,
  type ReportFilter,
  type ReportScope,
} from "./report.types.ts";

export interface AskedReport {
  scope: ReportScope;
  range: RangeInput;
  grain: GrainValue | null;
  timeZone: string | null;
  filter: ReportFilter | null;
  compare?: AskedCompare | null;
}

export interface Plan {
  program: Program;
  zone: string;
  marketplaceZone: string;
  range: ReportRange;
  grain: Grain;
  firstWeekday: FirstWeekday;
  buckets: ReportBucket[];
  filter: ReportFilter;
  isForBrand: boolean;
  now: Instant;
  /** Null: nothing could be measured yet. */
  trackedSince: Instant | null;
  /** Before it no more sales are to come. Null: none were read. */
  salesSettled: Instant | null;
}
const everything: ReportFilter = {
  mode: ReportMode.LIVE,
  outcomes: null,
};
const salesDelayMs = salesDelayHours * 60 * minuteMs;

/** Before it no more sales are to come, as far as they were read. */
async function salesSettled(ctx: Context, programId: string, now: Instant) {
  const readUntil = await salesReadUntil(ctx, programId);
  return readUntil === null ? null : Math.min(readUntil, now) - salesDelayMs;
}

/** Checks what was asked and cuts the buckets; null when the program is not in the scope. */
export async function plan(ctx: Context, asked: AskedReport): Promise<Plan | null> {
  const program = await findProgram(ctx, asked.scope.programId);
  if (!program) return null;
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  const zone = parseZone(asked.timeZone ?? brand?.timeZone ?? "UTC", "timeZone");
  if (!zone.ok) throw refusedInput(zone);
  const now = ctx.clock();
  const firstWeekday: FirstWeekday = brand?.firstWeekday ?? "MONDAY";
  const range = readRange(
    asked.range,
    { zone: zone.value, yearStartMonth: brand?.financialYearStart ?? 1, firstWeekday },
    now,
  );
  if (!range.ok) throw refusedInput(range);
  const grain: Grain = asked.grain ?? defaultGrain(range.value);
  const buckets = cutRange(range.value, zone.value, grain, firstWeekday);
  if (!buckets.ok) throw refusedInput(buckets);
  const marketplaceZone = storefrontOf(program)?.zone ?? "UTC";
  const shared = {
    program,
    zone: zone.value,
    marketplaceZone,
    range: range.value,
    grain,
    firstWeekday,
    buckets: buckets.value,
  };
  return {
    ...shared,
    filter: asked.filter ?? everything,
    isForBrand: ctx.scope.kind === "BRAND",
    now,
    trackedSince: await trackedSince(ctx, program.id, marketplaceZone),
    salesSettled: await salesSettled(ctx, program.id, now),
  };
}

export const queryOf = (made: Plan, byPartner: boolean): CellQuery => ({
  programId: made.program.id,
  brandAccountId: made.program.brandAccountId,
  filter: made.filter,
  buckets: made.buckets,
  zone: made.zone,
  byPartner,
  isOfDates: made.range.isOfDates,
});
export const datesOf = ({ range }: Plan) => ({ from: range.fromDate, to: range.toDate });
