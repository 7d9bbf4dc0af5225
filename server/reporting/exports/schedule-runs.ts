/** Asks for exports that are made again when their time has come, as whoever scheduled them. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { Membership } from "../../partnership/accounts/membership.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { rightsOfMember, type AccountKind } from "../../platform/auth/rights.ts";
import { createJobContext, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { nextRun, type Run } from "../../domain/export-schedule.ts";
import { aboutOf, fileNameOf } from "./export-file.ts";
import { failExport, type ExportDeps } from "./export-runs.ts";
import { ExportSchedule } from "./export-schedule.entity.ts";
import { Export } from "./export.entity.ts";
import { tooMuch } from "./exports.ts";
import { filterOf, type ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

interface Due {
  id: string;
  account_id: string;
  account_kind: AccountKind;
}

/** Whether whoever scheduled it is still a member who may have the table as a file. */
async function mayStill(ctx: Context, row: ExportSchedule): Promise<boolean> {
  const member = await ctx.em.findOne(Membership, {
    userId: row.createdBy,
    accountId: row.accountId,
  });
  if (!member || ctx.scope.kind === null) return false;
  const rights = rightsOfMember(ctx.scope.kind, member.role, member.permissions);
  const { needs }: ExportTable = exportTables[row.source];
  return rights.has("exports:write") && needs.every((right) => rights.has(right));
}

/** The export of one run; what is asked for stands in the file's own words. */
async function addExport(
  ctx: Context,
  tx: EntityManager,
  row: ExportSchedule,
  run: Run,
): Promise<Export | null> {
  const program = await findProgram(ctx, row.programId);
  if (!program) return null;
  const { source: table, format, programId, timeZone } = row;
  const exported: ExportTable = exportTables[table];
  const within = exported.within?.(filterOf(exported, row.filters), run.of, timeZone);
  const filters = within ? { [exported.filter.name]: within } : row.filters;
  const asked = { table, format, programId, filters, timeZone };
  const user = await ctx.em.findOne(User, { id: row.createdBy });
  const account = await ctx.em.findOne(Account, { id: row.accountId });
  const by = `${user?.name ?? ""}, ${account?.name ?? ""}, by schedule`;
  return tx.create(Export, {
    id: ctx.newId(ctx.clock()),
    accountId: row.accountId,
    programId,
    source: table,
    format,
    filters,
    timeZone,
    about: row.about ? await aboutOf(ctx, asked, program, by) : null,
    fileName: fileNameOf(asked, program),
    requestedBy: row.createdBy,
    requestedAt: now(ctx),
    scheduleId: row.id,
  });
}

async function runOne(ctx: Context, id: string): Promise<void> {
  await ctx.em.transactional(async (tx) => {
    const inside = { ...ctx, em: tx };
    const row = await tx.findOne(
      ExportSchedule,
      { id, endedAt: null, nextAt: { $lte: now(ctx) } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (!row) return;
    await hold(tx, "EXPORTS", row.accountId);
    const run = nextRun(row.pace, row.nextAt.getTime() - 1, row.timeZone);
    row.nextAt = new Date(nextRun(row.pace, run.at, row.timeZone).at);
    const refused = await tooMuch(inside, tx);
    const made = (await mayStill(inside, row)) ? await addExport(inside, tx, row, run) : null;
    if (!made) {
      row.endedAt = now(ctx);
      row.endedWhy = "Whoever asked for it may have this table no more: schedule it anew.";
    } else if (refused) await failExport(inside, tx, made, refused.message);
  });
}

async function endBroken(ctx: Context, id: string): Promise<void> {
  await ctx.em.fork().transactional(async (tx) => {
    const row = await tx.findOne(ExportSchedule, { id, endedAt: null });
    if (!row) return;
    row.endedAt = now(ctx);
    row.endedWhy = "It could not be run any more: schedule it anew.";
  });
}

/** Those whose time has come, each once; resolves with their number. */
export async function runSchedules(deps: ExportDeps): Promise<number> {
  const { rows } = await deps.pool.query<Due>("select * from export_schedules_due($1)", [
    new Date(deps.clock()),
  ]);
  for (const { id, account_id, account_kind } of rows) {
    if (deps.stopping?.aborted) return 0;
    const account = { id: account_id, kind: account_kind };
    const ctx = createJobContext(deps, { job: "schedules", account, userId: "" });
    try {
      await runOne(ctx, id);
    } catch (error) {
      if (isOutage(error)) throw error;
      // Else it would be the first one each time, and no other's time would come.
      deps.log.error({ job: "schedules", schedule: id, err: error }, "a schedule cannot be run");
      await endBroken(ctx, id);
    }
  }
  return rows.length;
}
