/**
 * GET /files/export?table=…&format=…&programId=… answers a small table at once, as
 * `requestExport` would make it; GET /files/exports/{id} gives the file of an export, whole or a
 * range of it.
 */
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { coerceInputValue, GraphQLError, type GraphQLInputType, type GraphQLSchema } from "graphql";
import type { ErrorCode } from "../domain/codes.ts";
import { isId } from "../domain/values/id.ts";
import type { Deps } from "../platform/context.ts";
import { turnedAway } from "../platform/graphql/gates.ts";
import type { RateLimit } from "../platform/graphql/rate-limit.ts";
import { answerRefusal, coded, tellOnEveryAnswer } from "../platform/graphql/request.ts";
import type { ExportInput } from "../reporting/exports/export.types.ts";
import { exportOf, rowsAtOnce, smallFile, type SmallFile } from "../reporting/exports/exports.ts";
import { contentOf } from "../reporting/exports/export-contents.ts";
import { exportFormats } from "../reporting/exports/formats.ts";
import type { ExportTable } from "../reporting/exports/table.ts";
import { exportTables } from "../reporting/exports/tables.ts";
import { contextFor, letIn, refuseOthers } from "./file-doors.ts";

type Asked = FastifyRequest<{ Querystring: Partial<Record<string, string | string[]>> }>;

const parameters = ["table", "format", "programId", "timeZone", "about", "filter"] as const;
type Given = Partial<Record<(typeof parameters)[number], string>>;
const bad = (message: string, name: string): GraphQLError => coded("BAD_INPUT", message, 400, name);

function given({ query }: Asked): Given {
  const other = Object.keys(query).find((name) => !parameters.some((known) => known === name));
  if (other !== undefined)
    throw bad(`There is no parameter "${other}": ${parameters.join(", ")}`, other);
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, String([value].flat().at(-1))]),
  );
}
function filterOf({ filter }: Given): unknown {
  try {
    return filter === undefined ? null : JSON.parse(filter);
  } catch {
    throw bad('filter is JSON, such as {"from":"2026-11-01T00:00:00Z"}', "filter");
  }
}
/** Under its own name, not by where it stands among the API's fields. */
function parameterOf(path: readonly (string | number)[]): string[] {
  const [name = "", ...inner] = path.map(String);
  return name === "filters" ? ["filter", ...inner.slice(1)] : [name];
}
/** By the API's own types, so that an address takes what the mutation takes. */
function inputOf(type: GraphQLInputType, request: Asked): ExportInput {
  const asked = given(request);
  const table = asked.table?.toUpperCase() ?? "";
  if (!(table in exportTables))
    throw bad(`table is one of ${Object.keys(exportTables).join(", ")}`, "table");
  const { about = "true", timeZone = null } = asked;
  if (about !== "true" && about !== "false") throw bad("about is true or false", "about");
  const { filter }: ExportTable = exportTables[table as keyof typeof exportTables];
  const wanted = filterOf(asked);
  if (!filter && Object.keys(wanted ?? {}).length > 0)
    throw bad(`${table} takes no filter: leave it out`, "filter");
  const input = {
    table,
    format: asked.format?.toUpperCase() ?? "CSV",
    programId: asked.programId,
    timeZone,
    about: about === "true",
    filters: filter ? { [filter.name]: wanted } : null,
  };
  const read = coerceInputValue(input, type, (path, _value, error) => {
    throw coded("BAD_INPUT", error.message, 400, ...parameterOf(path));
  }) as ExportInput;
  const found = turnedAway(read);
  if (!found) return read;
  const { code, message } = found.turned;
  throw coded(code, message, 400, ...parameterOf(found.path));
}

/** What the API refuses of an input is refused of an address. */
function asRefusal(error: unknown): never {
  if (!(error instanceof GraphQLError) || error.extensions.http) throw error;
  const { code, path } = error.extensions as { code: ErrorCode; path: string[] };
  throw coded(code, error.message, 400, ...path);
}

const headersOf = (name: string, format: SmallFile["format"]) => ({
  "content-type": exportFormats[format].mediaType,
  "content-disposition": `attachment; filename="${name}"`,
  "x-content-type-options": "nosniff",
  "cache-control": "private, no-store",
});

/** Files that are made at once by a process; who comes later waits for one of them. */
const atOnce = 3;
function inTurn() {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}

const answerSmall = (type: GraphQLInputType) => {
  const takeTurn = inTurn();
  return async (request: Asked, reply: FastifyReply): Promise<FastifyReply> => {
    const ctx = contextFor(request);
    if (ctx.viewer.kind === "ANONYMOUS")
      throw coded("UNAUTHENTICATED", "Sign in or send an API key to read this file", 401);
    const input = inputOf(type, request);
    const file = await takeTurn(() => smallFile(ctx, input)).catch(asRefusal);
    if (!file)
      throw coded("NOT_FOUND", "There is no such program in your account", 404, "programId");
    if (file === "LARGE")
      throw coded(
        "TOO_MANY_ROWS",
        `This table has more than ${rowsAtOnce.toLocaleString("en")} rows: ask for it by ` +
          "requestExport, or narrow the filter",
        400,
        "filter",
      );
    return reply.headers(headersOf(file.name, file.format)).send(file.content);
  };
};

interface Range {
  start: number;
  /** The last byte, too. */
  end: number;
}
/** Null: the whole. "NONE": there is no such range. Several ranges are answered by the whole. */
function rangeOf({ headers }: FastifyRequest, bytes: number, etag: string): Range | "NONE" | null {
  const asked = headers["if-range"] ?? etag;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (asked !== etag || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(bytes - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start > end || (first === "" && Number(last) === 0) ? "NONE" : { start, end };
}

type File = FastifyRequest<{ Params: { id: string } }>;
/** 202 while it is made, 200 or 206 when it is ready, 410 when there is no file any more. */
async function download(request: File, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = contextFor(request);
  const id = request.params.id.toLowerCase();
  if (ctx.viewer.kind === "ANONYMOUS")
    throw coded("UNAUTHENTICATED", "Sign in or send an API key to read this file", 401);
  if (!ctx.viewer.rights.has("exports:read"))
    throw coded("FORBIDDEN", "Reading this file needs the right exports:read", 403);
  const found = isId(id) ? await exportOf(ctx, id) : null;
  if (!found) throw coded("NOT_FOUND", "There is no such export, or none that you may read", 404);
  void reply.header("cache-control", "private, no-store");
  const { state, rowsDone, rowsTotal, bytes, sha256, fileName, failure } = found;
  if (state === "QUEUED" || state === "RUNNING")
    return reply.code(202).header("retry-after", "2").send({ id, state, rowsDone, rowsTotal });
  if (state !== "COMPLETED" || sha256 === null)
    throw coded("EXPORT_OVER", failure ?? "There is no file any more: ask for it again", 410);
  const etag = `"${sha256}"`;
  void reply.headers({ ...headersOf(fileName, found.format), etag, "accept-ranges": "bytes" });
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const range = rangeOf(request, bytes, etag);
  if (range === "NONE") {
    void reply.header("content-range", `bytes */${bytes}`);
    throw coded("BAD_RANGE", `The file has ${bytes} bytes: the range lies outside`, 416, "range");
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) void reply.code(206).header("content-range", `bytes ${start}-${end}/${bytes}`);
  return reply
    .header("content-length", String(end - start + 1))
    .send(Readable.from(contentOf(ctx, id, start, end)));
}

export async function mountExports(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
  schema: GraphQLSchema,
): Promise<void> {
  const type = schema.getType("ExportInput") as GraphQLInputType;
  await app.register(async (files) => {
    files.setErrorHandler(answerRefusal);
    tellOnEveryAnswer(files, limit);
    files.addHook("onRequest", (request, reply) => letIn({ deps, limit }, request, reply));
    files.get("/files/export", answerSmall(type));
    files.get("/files/exports/:id", download);
    for (const url of ["/files/export", "/files/exports/:id"]) refuseOthers(files, url, ["GET"]);
  });
}
