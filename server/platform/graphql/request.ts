/** From an HTTP request to the context of an operation, and what the operation may still cost. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { deviceCookie, deviceTokenOf, sessionCookie, sessionTokenOf } from "../auth/cookie.ts";
import { deviceDays } from "../auth/devices.ts";
import { isInvalid, viewerOf, type Presented } from "../auth/viewer-of.ts";
import { anonymous, principalOf } from "../auth/viewer.ts";
import { createContext, type Context, type Deps } from "../context.ts";
import { rateLimitHeaders, type Allowance, type RateLimit } from "./rate-limit.ts";

export const coded = (code: string, message: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** What a request presents to be known by. */
export const presentedBy = (deps: Pick<Deps, "env">, request: FastifyRequest): Presented => ({
  sessionToken: sessionTokenOf(deps.env.publicUrl, request.headers.cookie),
  authorization: request.headers.authorization,
});

function leaving(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Turns a request's cookie or key into the context that everything below works with. */
export async function contextOf(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  const { publicUrl } = deps.env;
  const viewer = await viewerOf(deps, presentedBy(deps, request));
  if (isInvalid(viewer)) {
    if (viewer.invalid === "KEY")
      throw coded("UNAUTHENTICATED", "This API key is unknown, expired or revoked", 401);
    // An ended session is cleared and goes on as a stranger, so that signing in again is one step.
    void reply.header("set-cookie", sessionCookie(publicUrl, null));
  }
  const ctx = createContext(deps, {
    viewer: isInvalid(viewer) ? anonymous : viewer,
    requestId: request.id,
    left: leaving(reply),
    client: {
      address: request.ip,
      userAgent: (request.headers["user-agent"] ?? "").slice(0, 300),
      device: deviceTokenOf(publicUrl, request.headers.cookie),
    },
    setSessionToken: (token) => void reply.header("set-cookie", sessionCookie(publicUrl, token)),
    setDeviceToken: (token) =>
      void reply.header("set-cookie", deviceCookie(publicUrl, token, deviceDays)),
  });
  knowPrincipal(request, ctx);
  return ctx;
}

/** Whom an answer's headers speak of. */
const told = new WeakMap<FastifyRequest, string>();

/** Charges an operation; the answer says what is left. */
export async function charge(limit: RateLimit, ctx: Context, cost: number): Promise<Allowance> {
  return limit.consume(principalOf(ctx.viewer, ctx.client.address), cost);
}

/** Remembers who asks, so that what is refused before its cost is known is charged to them. */
const knowPrincipal = (request: FastifyRequest, ctx: Context): void =>
  void told.set(request, principalOf(ctx.viewer, ctx.client.address));

/**
 * Every answer says what is left of the minute: what was refused before its cost was known costs
 * the price of a refusal.
 */
export async function tellAllowance(
  limit: RateLimit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  // Where something of ours is broken, most likely the database that counts, nobody waits for it
  // twice.
  if (reply.statusCode >= 500 || reply.hasHeader("ratelimit-limit")) return;
  const principal = told.get(request) ?? principalOf(anonymous, request.ip);
  for (const [name, value] of rateLimitHeaders(await limit.consume(principal, 0)))
    if (name !== "Retry-After") void reply.header(name, value);
}
export const tooManyRequests = (allowance: Allowance): GraphQLError =>
  coded(
    "RATE_LIMITED",
    `The limit of ${allowance.limit} cost points a minute is used up: try again in ` +
      `${allowance.resetSeconds} seconds`,
    429,
  );

/**
 * Cookies ride along with any site's request: a state-changing one must come from our own pages.
 */
export function isForeignOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, cookie } = request.headers;
  return (
    cookie !== undefined &&
    origin !== undefined &&
    origin !== new URL(publicUrl).origin &&
    origin !== `http://${request.headers.host}`
  );
}
