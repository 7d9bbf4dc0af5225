/**
 * Tables that leave as files. What is small is made while it is asked for; all else is queued here
 * and made by `export-runs.ts`.
 */
import { GraphQLError } from "graphql";
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { User } from "../../partnership/accounts/user.entity.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { badInput } from "../../platform/api/bad-input.ts";
import { Conflict, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { rolesWith, type Right } from "../../platform/auth/rights.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { aboutOf, fileNameOf } from "./export-file.ts";
import { Export } from "./export.entity.ts";
import {
  ExportOk,
  type ExportedTableView,
  type ExportInput,
  type ExportView,
} from "./export.types.ts";
import { fileOf, rowsIn, rowsOf, type FileAsked } from "./making.ts";
import { filterOf, rightsFor, type ExportTable } from "./table.ts";
import { exportTableNames, exportTables, type ExportTableName } from "./tables.ts";

/** Rows that are answered at once. */
export const rowsAtOnce = 50_000;
const perDay = 100;
const waitingMost = 20;
const gibibyte = 1024 ** 3;
const keptGibibytes = 20;

const missing = (ctx: Context, table: ExportTableName): Right | undefined => {
  const { needs }: ExportTable = exportTables[table];
  return needs.find((right) => !ctx.viewer.rights.has(right));
};
const isOf = (table: ExportTable, { scope }: Context): boolean =>
  !table.only || table.only === scope.kind;
export const readable = (ctx: Context): ExportTableName[] =>
  exportTableNames.filter(
    (table) => missing(ctx, table) === undefined && isOf(exportTables[table], ctx),
  );

export const exportedTables = (ctx: Context): ExportedTableView[] =>
  readable(ctx).map((table) => {
    const { title, words } = exportTables[table];
    return { table, title, text: words };
  });

/** A table needs the rights of its list, too. */
function mayRead(ctx: Context, table: ExportTableName): void {
  const right = missing(ctx, table);
  const { only, title }: ExportTable = exportTables[table];
  if (only && !isOf(exportTables[table], ctx))
    throw new GraphQLError(
      `"${title}" is ${only === "BRAND" ? "a brand's" : "a partner's"} alone: choose another ` +
        "table. exportedTables names those that you may have",
      { extensions: { code: "FORBIDDEN", http: { status: 403 } } },
    );
  if (right === undefined) return;
  throw new GraphQLError(`Exporting ${table} needs the right ${right}`, {
    extensions: {
      code: "FORBIDDEN",
      right,
      grantedByRoles: rolesWith(right),
      http: { status: 403 },
    },
  });
}

/** A filter that would say nothing of the rows is no filter. */
function refuseOthers(table: ExportTableName, filters: ExportInput["filters"]): void {
  const { filter }: ExportTable = exportTables[table];
  for (const [name, value] of Object.entries(filters ?? {}))
    if (value != null && name !== filter?.name)
      throw badInput(
        `${name} is no filter of ${table}: ${filter ? `send ${filter.name}` : "it takes none"}`,
        "input",
        "filters",
        name,
      );
}

interface Found {
  asked: FileAsked;
  program: Program;
  fileName: string;
}
/** Null: no program of the viewer's. Throws where the right is missing or a filter is none. */
async function read(ctx: Context, input: ExportInput): Promise<Found | null> {
  mayRead(ctx, input.table);
  const program = await findProgram(ctx, input.programId);
  if (!program) return null;
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  const { table, format, programId } = input;
  const exported: ExportTable = exportTables[table];
  const { filter } = exported;
  refuseOthers(table, input.filters);
  const asked = {
    table,
    format,
    programId,
    filters: filter ? { [filter.name]: filterOf(exported, input.filters ?? {}) } : {},
    timeZone: input.timeZone ?? brand?.timeZone ?? "UTC",
    rights: rightsFor(exported, ctx.viewer.rights),
  };
  const about = input.about ? await aboutOf(ctx, asked, program) : null;
  return { asked: { ...asked, about }, program, fileName: fileNameOf(asked, program) };
}

/** A filter that cannot be used is refused when it is asked for, and not by the file's making. */
async function tryFilter(ctx: Context, asked: FileAsked): Promise<number | null> {
  const counted = await rowsOf(ctx, asked, rowsAtOnce);
  if (counted !== null) return counted < rowsAtOnce ? counted : null;
  const found = await rowsIn(ctx, asked);
  if ("batches" in found) for await (const _ of found.batches) break;
  return null;
}

interface Use {
  waiting: number;
  today: number;
  bytes: string;
}
/** What an account may have at once is refused in words, before anything is made. */
export async function tooMuch(ctx: Context, tx: EntityManager): Promise<Conflict | null> {
  const [use] = await tx.execute<Use[]>(
    `select
        count(*) filter (where state in ('QUEUED', 'RUNNING'))::int as waiting,
        count(*) filter (where requested_at > ?::timestamptz - interval '1 day')::int as today,
        coalesce(sum(bytes) filter (where state = 'COMPLETED'), 0)::text as bytes
      from export_job
      where account_id = ?`,
    [now(ctx), ctx.scope.requireAccountId()],
  );
  const refused = (text: string) => new Conflict("TOO_MANY_EXPORTS", text);
  if (!use) return null;
  if (use.waiting >= waitingMost)
    return refused(`${waitingMost} exports of your account wait: cancel one, or wait for one`);
  if (use.today >= perDay)
    return refused(`An account asks for at most ${perDay} exports in 24 hours: try again later`);
  if (Number(use.bytes) >= keptGibibytes * gibibyte)
    return refused(
      `Your account's files fill the ${keptGibibytes} GiB that are kept: throw one away`,
    );
  return null;
}

export async function requestExport(ctx: Context, input: ExportInput, key: string) {
  const found = await read(ctx, input);
  const rows = found && (await tryFilter(ctx, found.asked));
  const work = async (tx: EntityManager): Promise<string | UserError> => {
    if (!found) return NotFound.of("program", "input", "programId");
    const accountId = ctx.scope.requireAccountId();
    await hold(tx, "EXPORTS", accountId);
    const refused = await tooMuch(ctx, tx);
    if (refused) return refused;
    const { table: source, ...asked } = found.asked;
    const made = tx.create(Export, {
      ...asked,
      source,
      id: ctx.newId(ctx.clock()),
      accountId,
      rowsTotal: rows,
      fileName: found.fileName,
      requestedBy: actorId(ctx),
      requestedAt: now(ctx),
    });
    return made.id;
  };
  return mutation(ctx, "requestExport", { input, key }, work, answer(ExportOk, exportOf));
}

/** The address at which a file is read. */
export const addressOf = (ctx: Context, id: string): string =>
  `${ctx.env.publicUrl}/files/exports/${id}`;

async function views(ctx: Context, rows: readonly Export[]): Promise<ExportView[]> {
  const idsOf = (name: "programId" | "requestedBy") => [...new Set(rows.map((row) => row[name]))];
  const programs = await ctx.em.find(Program, { id: { $in: idsOf("programId") } });
  const people = await ctx.em.find(User, { id: { $in: idsOf("requestedBy") } });
  return rows.map((row) => ({
    id: row.id,
    table: row.source,
    title: exportTables[row.source].title,
    format: row.format,
    programId: row.programId,
    programName: programs.find(({ id }) => id === row.programId)?.name ?? "",
    timeZone: row.timeZone,
    state: row.state,
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal ?? null,
    bytes: row.bytes,
    sha256: row.sha256 ?? null,
    fileName: row.fileName,
    url: addressOf(ctx, row.id),
    failure: row.failure ?? null,
    requestedBy: people.find(({ id }) => id === row.requestedBy)?.name ?? null,
    requestedAt: row.requestedAt,
    finishedAt: row.finishedAt ?? null,
    expiresAt: row.expiresAt ?? null,
  }));
}

/** Of tables that the viewer may read, with no rows but those that the viewer may read. */
const readableFiles = (ctx: Context) => ({
  source: { $in: readable(ctx) },
  rights: { $contained: [...ctx.viewer.rights] },
});

/** The account's, of tables that the viewer may read, newest first. */
export const exportsOf = (
  ctx: Context,
  asked: PageArgs,
  programId: string | null,
): Promise<Page<ExportView>> =>
  pageById(
    ctx.em,
    Export,
    {
      where: { ...readableFiles(ctx), ...(programId ? { programId } : {}) },
      order: "newest",
    },
    asked,
    (rows) => views(ctx, rows),
  );

export const findExport = (ctx: Context, id: string): Promise<Export | null> =>
  ctx.em.findOne(Export, { id, ...readableFiles(ctx) }, { refresh: true });
export async function exportOf(ctx: Context, id: string): Promise<ExportView | null> {
  const row = await findExport(ctx, id);
  return row && ((await views(ctx, [row]))[0] ?? null);
}

/** One that waits or is made ends within a batch; of one that is ready the file is thrown away. */
export async function cancelExport(
  ctx: Context,
  id: string,
): Promise<ExportOk | NotFound | Conflict> {
  const refused = await ctx.em.transactional(async (tx) => {
    const row = await tx.findOne(
      Export,
      { id, ...readableFiles(ctx) },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (!row) return NotFound.of("export", "id");
    if (row.state !== "COMPLETED" && row.state !== "QUEUED" && row.state !== "RUNNING")
      return new Conflict("EXPORT_OVER", "This export is over already: there is no file", ["id"]);
    row.finishedAt ??= now(ctx);
    row.state = row.state === "COMPLETED" ? "EXPIRED" : "CANCELLED";
    await tx.execute("delete from export_part where export_id = ?", [id]);
    return null;
  });
  return refused ?? answer(ExportOk, exportOf)(ctx, id);
}

/** A file that is made while it is asked for. */
export interface SmallFile {
  name: string;
  format: FileAsked["format"];
  content: Buffer;
}
/** Null: there is no such program; "LARGE": it has more rows than are answered at once. */
export async function smallFile(
  ctx: Context,
  input: ExportInput,
): Promise<SmallFile | "LARGE" | null> {
  const found = await read(ctx, input);
  if (!found) return null;
  const { asked } = found;
  const counted = await rowsOf(ctx, asked, rowsAtOnce + 1);
  if (counted !== null && counted > rowsAtOnce) return "LARGE";
  const pieces: Uint8Array[] = [];
  for await (const { bytes, rows } of fileOf(ctx, asked)) {
    if (rows > rowsAtOnce) return "LARGE";
    pieces.push(bytes);
  }
  return { name: found.fileName, format: asked.format, content: Buffer.concat(pieces) };
}
