/** Exports that are made again: who asks for them, and what the next one is of. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { User } from "../../partnership/accounts/user.entity.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { Conflict, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { nextRun, type ExportPace } from "../../domain/export-schedule.ts";
import { findExport, readable } from "./exports.ts";
import { ExportSchedule } from "./export-schedule.entity.ts";
import { ExportScheduleOk, type ExportScheduleView } from "./export-schedule.types.ts";
import type { ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

const most = 20;

async function views(ctx: Context, rows: readonly ExportSchedule[]): Promise<ExportScheduleView[]> {
  const people = await ctx.em.find(User, { id: { $in: rows.map(({ createdBy }) => createdBy) } });
  return rows.map((row) => {
    const { source, pace, timeZone, nextAt, endedAt } = row;
    const table: ExportTable = exportTables[source];
    const ended = endedAt != null;
    const dates = ended || !table.within ? null : nextRun(pace, nextAt.getTime() - 1, timeZone).of;
    return {
      id: row.id,
      table: source,
      title: table.title,
      format: row.format,
      programId: row.programId,
      pace,
      timeZone,
      createdBy: people.find(({ id }) => id === row.createdBy)?.name ?? null,
      createdAt: row.createdAt,
      nextAt: ended ? null : nextAt,
      nextFrom: dates?.from ?? null,
      nextTo: dates?.to ?? null,
      endedWhy: row.endedWhy ?? null,
    };
  });
}

/** Those that run, and those that ended without being asked to; newest first. */
export const exportSchedules = (
  ctx: Context,
  asked: PageArgs,
  programId: string | null,
): Promise<Page<ExportScheduleView>> =>
  pageById(
    ctx.em,
    ExportSchedule,
    {
      where: {
        source: { $in: readable(ctx) },
        ...(programId ? { programId } : {}),
        $or: [{ endedAt: null }, { endedWhy: { $ne: null } }],
      },
      order: "newest",
    },
    asked,
    (rows) => views(ctx, rows),
  );

const find = (ctx: Context, em: EntityManager, id: string): Promise<ExportSchedule | null> =>
  em.findOne(ExportSchedule, { id, source: { $in: readable(ctx) } }, { refresh: true });
async function scheduleOf(ctx: Context, id: string): Promise<ExportScheduleView | null> {
  const row = await find(ctx, ctx.em, id);
  return row && ((await views(ctx, [row]))[0] ?? null);
}

export async function scheduleExport(
  ctx: Context,
  input: { exportId: string; pace: ExportPace },
  key: string,
) {
  const work = async (tx: EntityManager): Promise<string | UserError> => {
    const asked = await findExport(ctx, input.exportId);
    if (!asked) return NotFound.of("export", "exportId");
    const accountId = ctx.scope.requireAccountId();
    await hold(tx, "EXPORTS", accountId);
    if ((await tx.count(ExportSchedule, { accountId, endedAt: null })) >= most)
      return new Conflict(
        "TOO_MANY_EXPORTS",
        `An account has at most ${most} exports that are made again: end one`,
      );
    const { pace } = input;
    const { programId, source, format, filters, timeZone } = asked;
    const made = tx.create(ExportSchedule, {
      id: ctx.newId(ctx.clock()),
      accountId,
      programId,
      source,
      format,
      filters,
      timeZone,
      about: asked.about != null,
      pace,
      createdBy: actorId(ctx),
      createdAt: now(ctx),
      nextAt: new Date(nextRun(pace, ctx.clock(), timeZone).at),
    });
    return made.id;
  };
  return mutation(
    ctx,
    "scheduleExport",
    { input, key },
    work,
    answer(ExportScheduleOk, scheduleOf),
  );
}

export async function endExportSchedule(ctx: Context, id: string, key: string) {
  const work = async (tx: EntityManager): Promise<string | UserError> => {
    const row = await find(ctx, tx, id);
    if (!row) return NotFound.of("schedule", "id");
    row.endedAt ??= now(ctx);
    row.endedWhy = null;
    return id;
  };
  const input = { id };
  return mutation(
    ctx,
    "endExportSchedule",
    { input, key },
    work,
    answer(ExportScheduleOk, scheduleOf),
  );
}
