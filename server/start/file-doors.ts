/** What every address at which files come and go has in common: who is let in, and refusals. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ErrorCode } from "../domain/codes.ts";
import type { Right } from "../platform/auth/rights.ts";
import type { Context, Deps } from "../platform/context.ts";
import { rateLimitHeaders, type RateLimit } from "../platform/graphql/rate-limit.ts";
import {
  answerRefusal,
  charge,
  coded,
  contextOf,
  isForeignOrigin,
  tooManyRequests,
} from "../platform/graphql/request.ts";

/** Cost points: a file is as dear as a page of rows. */
const storeCost = 200;
const readCost = 20;

const contexts = new WeakMap<FastifyRequest, Context>();
export const contextFor = (request: FastifyRequest): Context => {
  const ctx = contexts.get(request);
  if (!ctx) throw new Error("contextFor: the request was not let in");
  return ctx;
};

export interface Door {
  deps: Deps;
  limit: RateLimit;
  /** What a sender does, in words; default "send a file". */
  act?: string;
  /** To send something; whoever reads is asked by what is read. */
  needs?: Right;
}
/** Before the body is read: who asks, whether from our own pages, and whether they may. */
export async function letIn(
  { deps, limit, act = "send a file", needs = "terms:write" }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const ctx = await contextOf(deps, request, reply);
  const isUpload = request.method === "POST";
  const allowance = await charge(limit, ctx, isUpload ? storeCost : readCost);
  for (const [name, value] of rateLimitHeaders(allowance)) void reply.header(name, value);
  if (allowance.exceeded) throw tooManyRequests(allowance);
  if (isUpload && isForeignOrigin(request, deps.env.publicUrl))
    throw coded("FORBIDDEN", "This request comes from another site", 403);
  if (isUpload && ctx.viewer.kind === "ANONYMOUS")
    throw coded("UNAUTHENTICATED", `Sign in or send an API key to ${act}`, 401);
  if (isUpload && !ctx.viewer.rights.has(needs))
    throw coded("FORBIDDEN", `To ${act} you need the right ${needs}`, 403);
  contexts.set(request, ctx);
}

/** What the HTTP server itself refuses of a door's bodies, in words of that door. */
export interface Faults {
  tooLarge: string;
  notTaken: string;
  notTakenCode: ErrorCode;
}
export const answering =
  ({ tooLarge, notTaken, notTakenCode }: Faults) =>
  (
    error: Error & { statusCode?: number },
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply => {
    const words = new Map<number | undefined, readonly [ErrorCode, string, string]>([
      [413, ["BODY_TOO_LARGE", tooLarge, "body"]],
      [415, [notTakenCode, notTaken, "content-type"]],
    ]);
    const [code, message, part] = words.get(error.statusCode) ?? [];
    const fault =
      code && message && part ? coded(code, message, error.statusCode ?? 400, part) : error;
    return answerRefusal(fault, request, reply);
  };
/** What is done otherwise at an address than by these methods is refused as the API refuses it. */
export function refuseOthers(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  app.route({
    method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter(
      (method) => !allowed.includes(method === "HEAD" ? "GET" : method),
    ),
    url,
    exposeHeadRoute: false,
    handler: async (_request, reply) => {
      void reply.header("allow", allowed.join(", "));
      throw coded("BAD_REQUEST", `This address takes ${allowed.join(" and ")} alone`, 405);
    },
  });
}
