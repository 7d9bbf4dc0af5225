/**
 * What is read as a file of its own form: GET /files/verification/{programId} gives the evidence of
 * a brand's verifications as CSV, GET /files/reconciliation/{programId} a reconciliation, GET
 * /files/statements/{programId}?month=2026-11 a partner's statement as PDF.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { ErrorCode } from "../domain/codes.ts";
import { isId } from "../domain/values/id.ts";
import { gateDate } from "../domain/values/place-and-time.ts";
import type { Right } from "../platform/auth/rights.ts";
import type { Context, Deps } from "../platform/context.ts";
import type { RateLimit } from "../platform/graphql/rate-limit.ts";
import { answerRefusal, coded, tellOnEveryAnswer } from "../platform/graphql/request.ts";
import { reconciliationFile } from "../reporting/reconciliation/reconciliation-file.ts";
import { ReconciliationBy } from "../reporting/reconciliation/reconciliation.types.ts";
import { statementFile } from "../reporting/statements/statement-file.ts";
import { verificationEvidence } from "../reporting/verification/evidences.ts";
import { contextFor, letIn, refuseOthers } from "./file-doors.ts";

type Asked = FastifyRequest<{
  Params: { programId: string };
  Querystring: Partial<Record<string, string | string[]>>;
}>;
interface Table {
  name: string;
  content: string | Buffer;
}
/** Null: it is not there for this viewer. */
type Maker = (ctx: Context, programId: string, request: Asked) => Promise<Table | null>;

/** Of a parameter that is given twice, the first. */
const parameter = ({ query }: Asked, name: string): string | null =>
  [query[name]].flat()[0] ?? null;
const bad = (code: ErrorCode, message: string, name: string): GraphQLError =>
  coded(code, message, 400, name);

function partnerOf(request: Asked): string | null {
  const given = parameter(request, "partnerId")?.toLowerCase() ?? null;
  if (given !== null && !isId(given))
    throw coded("NOT_FOUND", "There is no such partner in your account", 404, "partnerId");
  return given;
}
function dateOf(request: Asked, name: "from" | "to"): string {
  const date = gateDate(parameter(request, name) ?? "", name);
  if (!date.ok) throw bad(date.code, date.message, name);
  return date.value;
}
function byOf(request: Asked): ReconciliationBy {
  const given = parameter(request, "by") ?? ReconciliationBy.DAY;
  const by = Object.values(ReconciliationBy).find((way) => way === given.toUpperCase());
  if (!by) throw bad("BAD_INPUT", "by is DAY, PARTNER or LINK", "by");
  return by;
}

const tableOf = (file: { name: string; text: string } | null): Table | null =>
  file && { name: file.name, content: file.text };
const evidence: Maker = async (ctx, programId, request) =>
  tableOf(await verificationEvidence(ctx, programId, partnerOf(request)));
const reconciliation: Maker = async (ctx, programId, request) =>
  tableOf(
    await reconciliationFile(ctx, {
      programId,
      from: dateOf(request, "from"),
      to: dateOf(request, "to"),
      by: byOf(request),
      partnerId: partnerOf(request),
    }),
  );
const statement: Maker = (ctx, programId, request) =>
  statementFile(ctx, {
    programId,
    month: parameter(request, "month") ?? "",
    partnerId: partnerOf(request),
  });

/** What the API refuses of an input is refused of a parameter, by its name. */
function asParameter(error: unknown): never {
  if (!(error instanceof GraphQLError) || error.extensions.http) throw error;
  const { code, path } = error.extensions as { code: ErrorCode; path: string[] };
  throw bad(code, error.message, path.at(-1) ?? "");
}

interface Door {
  make: Maker;
  needs: Right;
  type: string;
}
const csv = "text/csv; charset=utf-8";
const doors: Readonly<Record<string, Door>> = {
  verification: { make: evidence, needs: "reports:read", type: csv },
  reconciliation: { make: reconciliation, needs: "reports:read", type: csv },
  statements: { make: statement, needs: "payouts:read", type: "application/pdf" },
};

const answering =
  ({ make, needs, type }: Door) =>
  async (request: Asked, reply: FastifyReply): Promise<FastifyReply> => {
    const ctx = contextFor(request);
    if (ctx.viewer.kind === "ANONYMOUS")
      throw coded("UNAUTHENTICATED", "Sign in or send an API key to read this file", 401);
    if (!ctx.viewer.rights.has(needs))
      throw coded("FORBIDDEN", `Reading this file needs the right ${needs}`, 403);
    const programId = request.params.programId.toLowerCase();
    const file = isId(programId) ? await make(ctx, programId, request).catch(asParameter) : null;
    if (!file) throw coded("NOT_FOUND", "There is no such file in your account", 404);
    return reply
      .headers({
        "content-type": type,
        "content-disposition": `attachment; filename="${file.name}"`,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      })
      .send(file.content);
  };

export async function mountTables(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
): Promise<void> {
  await app.register(async (files) => {
    files.setErrorHandler(answerRefusal);
    tellOnEveryAnswer(files, limit);
    files.addHook("onRequest", (request, reply) => letIn({ deps, limit }, request, reply));
    for (const [name, door] of Object.entries(doors)) {
      const url = `/files/${name}/:programId`;
      files.get(url, answering(door));
      refuseOthers(files, url, ["GET"]);
    }
  });
}
