/** What partners of a program earned, by how far it is on its way and by date. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import { dueDate, firstDateDue } from "../../domain/locking.ts";
import { ascending } from "../../domain/order.ts";
import { finalStage } from "../../domain/payout-stage.ts";
import { earnedSums, scheduleBy, schedulesOf } from "./earned-sums.ts";

export type OwedStage = "PENDING" | "APPROVED" | "DUE";
/** What of one partner's money changes its stage on one date. */
export interface OwedPart {
  partner: string;
  currency: string;
  stage: OwedStage;
  /**
   * On which it becomes final or falls due; null: nobody knows when it becomes final, or it is due
   * already.
   */
  on: string | null;
  micros: bigint;
  /** Of pending ones, how many sales and leads. */
  conversions: number;
}
export interface PartsAsked {
  programId: string;
  zone: string;
  now: number;
  partnerIds: readonly string[] | null;
  currency: string | null;
}

interface PendingRow {
  partner: string;
  currency: string;
  on: string | null;
  micros: string;
  conversions: number;
}
/** Past a limit a sale earns nothing until the brand approves it: it is not among them. */
async function pendingParts(ctx: Context, asked: PartsAsked): Promise<OwedPart[]> {
  const { programId, zone, partnerIds, currency } = asked;
  const rows = await ctx.em.execute<PendingRow[]>(
    `select
        c.partner_account_id as partner,
        c.currency,
        ${localDate("c.locks_at", "o")}::text as on,
        sum(c.payout_micros)::text as micros,
        count(*)::int as conversions
      from conversion c
      cross join ${zoneTable([zone])} o
      where c.program_id = ?
        and c.${ctx.scope.tenantColumn()} = ?
        and c.state = 'PENDING'
        and c.outcome = 'PAID'
        and not c.is_test
        and c.partner_account_id is not null
        and c.payout_micros <> 0
        and coalesce(c.partner_account_id = any(?::uuid[]), true)
        and c.currency = coalesce(?, c.currency)
      group by 1, 2, 3`,
    [
      programId,
      ctx.scope.requireAccountId(),
      partnerIds === null ? null : pgArray(partnerIds),
      currency,
    ],
  );
  return rows.map(({ micros, ...row }) => ({ ...row, stage: "PENDING", micros: BigInt(micros) }));
}

/** What is final: what is not due yet by the date on which it will be, all that is due as one. */
async function finalParts(ctx: Context, asked: PartsAsked): Promise<OwedPart[]> {
  const { programId, zone, now } = asked;
  const today = dateOf(now, zone);
  const schedules = await schedulesOf(ctx, programId);
  const scheduleOf = scheduleBy(schedules);
  const tomorrow = addDays(today, 1);
  const from = schedules
    .map(({ schedule }) => firstDateDue(schedule, tomorrow))
    .reduce((least, date) => (date < least ? date : least), addDays(today, -62));
  const sums = await earnedSums(ctx, { ...asked, from, to: null });
  const parts = new Map<string, OwedPart>();
  for (const { partner, currency, part, micros } of sums) {
    const dueOn = part && dueDate(scheduleOf(part.contract, part.event), part.date);
    const stage = dueOn === null ? "DUE" : finalStage(dueOn, today);
    const on = stage === "DUE" ? null : dueOn;
    const key = `${partner} ${currency} ${stage} ${on}`;
    const known = parts.get(key);
    if (known) known.micros += micros;
    else parts.set(key, { partner, currency, stage, on, micros, conversions: 0 });
  }
  return [...parts.values()].filter(({ micros }) => micros !== 0n);
}

const stages: readonly OwedStage[] = ["DUE", "APPROVED", "PENDING"];
/** What is due first, then by date; what has none last. */
const byDate = (a: OwedPart, b: OwedPart): number =>
  stages.indexOf(a.stage) - stages.indexOf(b.stage) || ascending(a.on ?? "~", b.on ?? "~");

export async function owedParts(ctx: Context, asked: PartsAsked): Promise<OwedPart[]> {
  const [final, pending] = [await finalParts(ctx, asked), await pendingParts(ctx, asked)];
  return [...final, ...pending].toSorted(byDate);
}
