/** How an export that is made again ends without being asked to: never without a word. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { pageOfLetter } from "../../partnership/notices/dashboard-pages.ts";
import { Notice } from "../../partnership/notices/notice.entity.ts";
import { keepLetters } from "../../partnership/notices/notices.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { now, type Context } from "../../platform/context.ts";
import { ExportSchedule } from "./export-schedule.entity.ts";
import { Export } from "./export.entity.ts";
import type { ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

/** So many of its files in a row may fail. */
const failuresMax = 3;

/** The account is told in the app, whoever scheduled it by letter. */
export async function endSchedule(
  ctx: Context,
  tx: EntityManager,
  row: ExportSchedule,
  why: string,
): Promise<void> {
  const at = now(ctx);
  row.endedAt = at;
  row.endedWhy = why;
  const { accountId, programId, createdBy: userId } = row;
  const { title }: ExportTable = exportTables[row.source];
  const noticeId = ctx.newId(at.getTime());
  tx.create(Notice, {
    id: noticeId,
    accountId,
    fromAccountId: accountId,
    programId,
    kind: "EXPORT_STOPPED",
    comment: `${title}: ${why}`,
    createdAt: at,
  });
  await tx.flush();
  const program = await tx.findOne(Program, { id: programId });
  if (!program) return;
  const place = { kind: ctx.scope.kind, program: program.code };
  const page = pageOfLetter(ctx.env.publicUrl, place, "exports");
  const subject = `${title} of ${program.name} is not made again any more`;
  const body = `${subject}.\n\n${why}\n\nYour exports: ${page}\n`;
  await keepLetters(tx, ctx, [
    { subject, body, noticeId, accountId, userId, fromAccountId: accountId },
  ]);
}

/** Called once one of its files failed, with the reason. */
export async function endIfFailing(
  ctx: Context,
  tx: EntityManager,
  scheduleId: string,
  failure: string,
): Promise<void> {
  const last = await tx.find(
    Export,
    { scheduleId, state: { $in: ["COMPLETED", "EXPIRED", "FAILED"] } },
    { orderBy: { id: "desc" }, limit: failuresMax },
  );
  if (last.length < failuresMax || last.some(({ state }) => state !== "FAILED")) return;
  const row = await tx.findOne(
    ExportSchedule,
    { id: scheduleId, endedAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (row)
    await endSchedule(
      ctx,
      tx,
      row,
      `Its file failed ${failuresMax} times in a row, at last: ${failure} Then schedule it anew.`,
    );
}
