/** GET /files/verification/{programId} gives the evidence of a program's verifications as CSV. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isId } from "../domain/values/id.ts";
import type { Deps } from "../platform/context.ts";
import type { RateLimit } from "../platform/graphql/rate-limit.ts";
import { answerRefusal, coded, tellOnEveryAnswer } from "../platform/graphql/request.ts";
import { verificationEvidence } from "../reporting/verification/evidences.ts";
import { contextFor, letIn, refuseOthers } from "./file-doors.ts";

type Asked = FastifyRequest<{
  Params: { programId: string };
  Querystring: { partnerId?: string | string[] };
}>;

async function evidence(request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const ctx = contextFor(request);
  if (!ctx.viewer.rights.has("reports:read"))
    throw coded("FORBIDDEN", "Reading this file needs the right reports:read", 403);
  const programId = request.params.programId.toLowerCase();
  const given = request.query.partnerId;
  const partnerId = given === undefined ? null : String(given).toLowerCase();
  const isAsked = isId(programId) && (partnerId === null || isId(partnerId));
  const file = isAsked ? await verificationEvidence(ctx, programId, partnerId) : null;
  if (!file) throw coded("NOT_FOUND", "There is no such program in your account", 404);
  return reply
    .headers({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file.name}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    })
    .send(file.text);
}

export async function mountEvidence(
  app: FastifyInstance,
  deps: Deps,
  limit: RateLimit,
): Promise<void> {
  const url = "/files/verification/:programId";
  await app.register(async (files) => {
    files.setErrorHandler(answerRefusal);
    tellOnEveryAnswer(files, limit);
    files.addHook("onRequest", (request, reply) => letIn({ deps, limit }, request, reply));
    files.get(url, evidence);
    refuseOthers(files, url, ["GET"]);
  });
}
