/** Asks for exports that are made again when their time has come, as whoever scheduled them. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { Membership } from "../../partnership/accounts/membership.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { rightsOfMember, type AccountKind, type Right } from "../../platform/auth/rights.ts";
import { createJobContext, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { nextRun, type Run } from "../../domain/export-schedule.ts";
import { aboutOf, fileNameOf } from "./export-file.ts";
import { failExport, type ExportDeps } from "./export-runs.ts";
import { ExportSchedule } from "./export-schedule.entity.ts";
import { Export } from "./export.entity.ts";
import { tooMuch } from "./exports.ts";
import { endSchedule } from "./schedule-ends.ts";
import { filterOf, rightsFor, type ExportTable } from "./table.ts";
import { exportTables } from "./tables.ts";

interface Due {
  id: string;
  account_id: string;
  account_kind: AccountKind;
}

/**
 * The rights with which the table is read; null where whoever scheduled it is no more a member who
 * may have it as a file.
 */
async function rightsStill(ctx: Context, row: ExportSchedule): Promise<Right[] | null> {
  const member = await ctx.em.findOne(Membership, {
    userId: row.createdBy,
    accountId: row.accountId,
  });
  if (!member || ctx.scope.kind === null) return null;
  const rights = rightsOfMember(ctx.scope.kind, member.role, member.permissions);
  const table: ExportTable = exportTables[row.source];
  const may = rights.has("exports:write") && table.needs.every((right) => rights.has(right));
  return may ? rightsFor(table, rights) : null;
}

/** The export of one run; what is asked for stands in the file's own words. */
async function addExport(
  ctx: Context,
  tx: EntityManager,
  row: ExportSchedule,
  { program, run, rights }: { program: Program; run: Run; rights: Right[] },
): Promise<Export> {
  const { source: table, format, programId, timeZone } = row;
  const exported: ExportTable = exportTables[table];
  const within = exported.within?.(filterOf(exported, row.filters), run.of, timeZone);
  const filters = within && exported.filter ? { [exported.filter.name]: within } : row.filters;
  const asked = { table, format, programId, filters, timeZone, rights };
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
    rights,
    about: row.about ? await aboutOf(ctx, asked, program, by) : null,
    fileName: fileNameOf(asked, program),
    requestedBy: row.createdBy,
    requestedAt: now(ctx),
    scheduleId: row.id,
  });
}

const inactive = "The program is not active any more.";
const noMore = "Whoever asked for it may have this table no more: schedule it anew.";
const broken = "It could not be run any more: schedule it anew.";

async function runOne(ctx: Context, id: string): Promise<void> {
  await ctx.em.transactional(async (tx) => {
    const inside = { ...ctx, em: tx };
    await hold(tx, "EXPORTS", ctx.scope.requireAccountId());
    const row = await tx.findOne(
      ExportSchedule,
      { id, endedAt: null, nextAt: { $lte: now(ctx) } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (!row) return;
    const run = nextRun(row.pace, row.nextAt.getTime() - 1, row.timeZone);
    row.nextAt = new Date(nextRun(row.pace, run.at, row.timeZone).at);
    const refused = await tooMuch(inside, tx);
    const program = await findProgram(inside, row.programId);
    if (!program?.isActive()) return endSchedule(inside, tx, row, inactive);
    const rights = await rightsStill(inside, row);
    if (!rights) return endSchedule(inside, tx, row, noMore);
    const made = await addExport(inside, tx, row, { program, run, rights });
    if (refused) await failExport(inside, tx, made, refused.message);
  });
}

async function endBroken(ctx: Context, id: string): Promise<void> {
  await ctx.em.fork().transactional(async (tx) => {
    const row = await tx.findOne(ExportSchedule, { id, endedAt: null });
    if (row) await endSchedule({ ...ctx, em: tx }, tx, row, broken);
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
