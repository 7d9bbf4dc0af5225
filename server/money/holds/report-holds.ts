/** Reports that are held because they would take back too much: seen and decided by people. */
import { LockMode } from "@mikro-orm/postgresql";
import { readAdGroup } from "../../domain/attribution-tag.ts";
import type { HeldRow } from "../../domain/report-breaker.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { money } from "../../platform/api/money.ts";
import { Conflict, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { ReportHold } from "./report-hold.entity.ts";
import {
  DecideHeldReportOk,
  HoldState,
  type HeldReportView,
  type HoldDecision,
} from "./report-hold.types.ts";

const stateOf = ({ decision, outcome }: ReportHold): HoldState => {
  if (outcome) return HoldState[outcome];
  return decision ? HoldState.DECIDED : HoldState.OPEN;
};

const shownGroup = ({ adGroup }: HeldRow, names: ReadonlyMap<string, string>) => {
  const { partner, isTest } = readAdGroup(adGroup);
  return { adGroup, isTest, partnerName: names.get(partner) ?? null };
};

async function views(ctx: Context, holds: readonly ReportHold[]): Promise<HeldReportView[]> {
  const programs = await ctx.em.find(Program, { id: { $in: holds.map((one) => one.programId) } });
  const codes = holds.flatMap(({ rows }) => rows.map((row) => readAdGroup(row.adGroup).partner));
  const partners = await ctx.em.find(Account, { code: { $in: [...new Set(codes)] } });
  const names = new Map(partners.map(({ code, name }) => [code, name]));
  return holds.map((hold) => {
    const amount = (micros: bigint | string) => money(BigInt(micros), hold.currency);
    return {
      id: hold.id,
      programId: hold.programId,
      programName: programs.find(({ id }) => id === hold.programId)?.name ?? "",
      state: stateOf(hold),
      startDate: hold.startDate,
      endDate: hold.endDate,
      ordersBooked: Number(hold.ordersBooked),
      ordersTaken: Number(hold.ordersTaken),
      amountTaken: amount(hold.amountTakenMicros),
      rowCount: hold.rowCount,
      rows: hold.rows.map((row) => ({
        date: row.date,
        ...shownGroup(row, names),
        ordersBooked: Number(row.ordersBooked),
        ordersTold: Number(row.ordersTold),
        amountBooked: amount(row.amountBooked),
        amountTold: amount(row.amountTold),
      })),
      decision: (hold.decision as HoldDecision | null | undefined) ?? null,
      decidedAt: hold.decidedAt ?? null,
      heldAt: hold.heldAt,
      measuredAt: hold.measuredAt,
      closedAt: hold.closedAt ?? null,
    };
  });
}

/** Newest first: all of them for the operator, a brand's own for the brand. */
export async function heldReports(
  ctx: Context,
  asked: PageArgs,
  { done, programId }: { done: boolean; programId: string | null },
): Promise<Page<HeldReportView>> {
  const where = {
    ...(done ? {} : { closedAt: null }),
    ...(programId === null ? {} : { programId }),
  };
  return pageById(ctx.em, ReportHold, { where, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );
}

async function heldReport(ctx: Context, id: string): Promise<HeldReportView | undefined> {
  const hold = await ctx.em.findOneOrFail(ReportHold, { id }, { refresh: true });
  return (await views(ctx, [hold]))[0];
}
const decided = answer(DecideHeldReportOk, heldReport);

/** The worker carries it out; until then it may not be decided otherwise. */
export async function decideHeldReport(
  ctx: Context,
  { programId, decision }: { programId: string; decision: HoldDecision },
  idempotencyKey: string,
): Promise<DecideHeldReportOk | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "decideHeldReport",
    { input: { programId, decision }, key: idempotencyKey },
    async (tx) => {
      // One at a time: of two people the second is told that it is decided.
      const hold = await tx.findOne(
        ReportHold,
        { programId, closedAt: null },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!hold) return NotFound.of("held report", "programId");
      if (hold.decision)
        return new Conflict(
          "ILLEGAL_TRANSITION",
          "It is decided already, and carried out with the next whole reading",
          ["programId"],
        );
      hold.decision = decision;
      hold.decidedBy = actorId(ctx);
      hold.decidedAt = now(ctx);
      await tx.execute("select pg_notify('simulated_order', ?)", [programId]);
      return hold.id;
    },
    decided,
  );
}
