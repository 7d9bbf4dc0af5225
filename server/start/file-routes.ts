/**
 * POST /files takes a PDF, GET /files/{id} gives it to whoever may read terms that name it; POST
 * /files/list reads the file of an exception list and stores nothing; POST /files/report takes
 * Amazon's report. Not GraphQL: bytes go in or come out.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Conflict, isRefusal, NotFound, type InvalidInput } from "../platform/api/refusal.ts";
import type { Deps } from "../platform/context.ts";
import { maxFileBytes, readableFile, storeFile } from "../platform/files/files.ts";
import { maxReportBytes, storeReportUpload } from "../money/uploads/report-uploads.ts";
import { listKinds } from "../domain/rule-rows.ts";
import { isId } from "../domain/values/id.ts";
import { encodings } from "../platform/files/file-text.ts";
import {
  maxFileBytes as maxListFileBytes,
  readListFile,
  type FileAsked,
} from "../partnership/lists/list-file.ts";
import { separators } from "../partnership/lists/list-table.ts";
import type { RateLimit } from "../platform/graphql/rate-limit.ts";
import { coded, tellOnEveryAnswer } from "../platform/graphql/request.ts";
import {
  answering,
  contextFor,
  letIn,
  refuseOthers,
  type Door,
  type Faults,
} from "./file-doors.ts";

/** Up to 32 MB come by it, which may take long. */
export const reportAddress = "/files/report";

/** A file's name as RFC 5987 has it. */
const encodedName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

const pdfFaults: Faults = {
  tooLarge: "A file has at most 5 MB: make the PDF smaller",
  notTaken: "Send the PDF as the body, with the header content-type: application/pdf",
  notTakenCode: "NOT_A_PDF",
};
const listFaults: Faults = {
  tooLarge: "A file has at most 1 MB: split it, or leave out columns that are no items",
  notTaken: "Send the file itself as the body, as text/csv or text/plain, without a form around it",
  notTakenCode: "BAD_FILE",
};

const reportFaults: Faults = {
  tooLarge: "A report has at most 32 MB: send it in parts, by date",
  notTaken:
    "Send the file itself as the body, with the header content-type: application/octet-stream, " +
    "without a form around it",
  notTakenCode: "BAD_FILE",
};

async function store(
  request: FastifyRequest<{ Querystring: { name?: string | string[] } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const content = request.body;
  if (!Buffer.isBuffer(content)) throw coded("NOT_A_PDF", pdfFaults.notTaken, 415, "body");
  const result = await storeFile(contextFor(request), {
    name: String(request.query.name ?? "terms.pdf"),
    content,
  });
  if (isRefusal(result)) throw coded(result.code, result.message, 400, ...result.path);
  return reply.code(201).send({ id: result });
}

const linkCode = /^[\w-]{22}$/;

async function read(
  request: FastifyRequest<{ Params: { id: string }; Querystring: { code?: string | string[] } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const id = request.params.id.toLowerCase();
  const code = linkCode.exec(String(request.query.code ?? ""))?.[0] ?? null;
  const file = isId(id) ? await readableFile(contextFor(request), id, code) : null;
  if (!file) throw coded("NOT_FOUND", "There is no such file, or none that you may read", 404);
  return reply
    .headers({
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename*=UTF-8''${encodedName(file.name)}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    })
    .send(file.content);
}

type Asked = Partial<
  Record<"kind" | "encoding" | "separator" | "header" | "column", string | string[]>
>;
/** Absent = to be found. */
function chosen<T extends string>(given: Asked, name: keyof Asked, values: readonly T[]): T | null {
  const text = given[name];
  if (text === undefined) return null;
  const found = values.find((value) => value === text);
  if (found === undefined)
    throw coded(
      "BAD_INPUT",
      `"${name}" is one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
      400,
      name,
    );
  return found;
}
function listFileAsked(given: Asked): FileAsked {
  const kind = chosen(given, "kind", listKinds);
  if (kind === null)
    throw coded(
      "BAD_INPUT",
      `Say what the list holds: kind is one of ${listKinds.join(", ")}`,
      400,
      "kind",
    );
  const header = chosen(given, "header", ["true", "false"]);
  const named = /^\d{1,5}$/.test(String(given.column)) ? Number(given.column) : -1;
  const column = given.column === undefined ? null : named;
  return {
    kind,
    encoding: chosen(given, "encoding", encodings),
    separator: chosen(given, "separator", ["", ...separators]),
    header: header === null ? null : header === "true",
    column,
  };
}

/**
 * What a list would hold, and which rows would not be in it and why; the list itself is made by
 * createExceptionList.
 */
async function readList(
  request: FastifyRequest<{ Querystring: Asked }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (/^multipart\//i.test(request.headers["content-type"] ?? ""))
    throw coded("BAD_FILE", listFaults.notTaken, 415, "content-type");
  const read = readListFile(
    Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    listFileAsked(request.query),
  );
  if (!read.ok) throw coded(read.code, read.message, 400, ...read.path);
  return reply.header("cache-control", "no-store").send(read.value);
}

type ReportAsked = Partial<Record<"programId" | "name" | "downloadedAt", string | string[]>>;
/** Gives its id: `reportUpload` shows what it would change, bookReportUpload books it. */
async function sendReport(
  request: FastifyRequest<{ Querystring: ReportAsked }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!Buffer.isBuffer(request.body) || /^multipart\//i.test(request.headers["content-type"] ?? ""))
    throw coded("BAD_FILE", reportFaults.notTaken, 415, "content-type");
  const { programId, name = "report", downloadedAt } = request.query;
  const at = downloadedAt === undefined ? null : new Date(String(downloadedAt));
  if (at && Number.isNaN(at.getTime()))
    throw coded(
      "BAD_DATE",
      "downloadedAt is no instant: write 2026-06-30T12:00:00Z",
      400,
      "downloadedAt",
    );
  const asked = String(programId ?? "").toLowerCase();
  if (!isId(asked))
    throw coded("BAD_INPUT", "Say of which program the report is: programId", 400, "programId");
  const result = await storeReportUpload(contextFor(request), {
    programId: asked,
    name: String(name),
    bytes: request.body,
    downloadedAt: at,
  });
  if (isRefusal(result)) throw coded(result.code, result.message, statusOf(result), ...result.path);
  return reply.code(201).send({ id: result });
}
const statusOf = (refusal: InvalidInput | NotFound | Conflict): number => {
  if (refusal instanceof NotFound) return 404;
  return refusal instanceof Conflict ? 409 : 400;
};

export async function mountFiles(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
): Promise<void> {
  await app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser(
      "application/pdf",
      { parseAs: "buffer", bodyLimit: maxFileBytes },
      (_request, body, done) => done(null, body),
    );
    files.setErrorHandler(answering(pdfFaults));
    tellOnEveryAnswer(files, limit);
    files.addHook("onRequest", (request, reply) => letIn({ deps, limit }, request, reply));
    files.post("/files", store);
    files.get("/files/:id", read);
    refuseOthers(files, "/files", ["POST"]);
    refuseOthers(files, "/files/:id", ["GET"]);
  });
  await app.register(async (lists) => {
    lists.removeAllContentTypeParsers();
    // Whatever the browser calls it: the bytes say what it is.
    lists.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: maxListFileBytes },
      (_request, body, done) => done(null, body),
    );
    lists.setErrorHandler(answering(listFaults));
    tellOnEveryAnswer(lists, limit);
    lists.addHook("onRequest", (request, reply) => letIn({ deps, limit }, request, reply));
    lists.post("/files/list", readList);
    refuseOthers(lists, "/files/list", ["POST"]);
  });
  await app.register(async (reports) => {
    reports.removeAllContentTypeParsers();
    reports.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: maxReportBytes },
      (_request, body, done) => done(null, body),
    );
    reports.setErrorHandler(answering(reportFaults));
    tellOnEveryAnswer(reports, limit);
    const door: Door = { deps, limit, needs: "conversions:write" };
    reports.addHook("onRequest", (request, reply) => letIn(door, request, reply));
    reports.post(reportAddress, sendReport);
    refuseOthers(reports, reportAddress, ["POST"]);
  });
}
