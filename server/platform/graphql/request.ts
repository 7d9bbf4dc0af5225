/** From an HTTP request to the context of an operation, and what the operation may still cost. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { deviceCookie, deviceTokenOf, sessionCookie, sessionTokenOf } from "../auth/cookie.ts";
import { deviceDays } from "../auth/devices.ts";
import { isInvalid, viewerOf, type Presented } from "../auth/viewer-of.ts";
import { anonymous, principalOf } from "../auth/viewer.ts";
import { createContext, type Context, type Deps } from "../context.ts";
import { isAway } from "../db/outage.ts";
import { errorCodes, type ErrorCode } from "../../domain/codes.ts";
import { quoted } from "../../domain/values/text.ts";
import { requestLimits } from "./limits.ts";
import { rateLimitHeaders, type Allowance, type RateLimit } from "./rate-limit.ts";

/** A refusal before or beside the operation, with the path of what is at fault in the request. */
export const coded = (
  code: ErrorCode,
  message: string,
  status: number,
  ...path: string[]
): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code, http: { status }, ...(path.length > 0 ? { path } : {}) },
  });

/** Of what the HTTP server itself refuses: too many bytes, another type, a bad address. */
const codeOf = (error: { code?: string }, status: number): ErrorCode => {
  if (error.code === "FST_ERR_BAD_URL") return "BAD_ENCODING";
  if (status === 413) return "BODY_TOO_LARGE";
  return status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
};

const notUtf8 = (part: string): string =>
  `${quoted(part)} in the address is not UTF-8: encode it so, and "%" itself as %25`;

/** Which part of a request the HTTP server refuses. */
const partOf = ({ code = "" }: { code?: string }): string[] | undefined =>
  ({ FST_ERR_CTP_BODY_TOO_LARGE: ["body"], FST_ERR_CTP_INVALID_MEDIA_TYPE: ["content-type"] })[
    code
  ];

const tooLargeText = (most: number, sent: number): string => {
  const bytes = sent ? `, not ${sent.toLocaleString("en")}` : "";
  const bound = `at most ${most.toLocaleString("en")} bytes${bytes}`;
  return `A request's body has ${bound}: send less at once, in several requests`;
};
export const bodyTooLarge = (most: number, sent: number): GraphQLError =>
  coded("BODY_TOO_LARGE", tooLargeText(most, sent), 413, "body");

/** What the HTTP server refuses in words of its own, in ours: the bound and the fix. */
function wordsOf({ code, message }: Error & { code?: string }, request: FastifyRequest): string {
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    const sent = Number(request.headers["content-length"]);
    return tooLargeText(requestLimits.batchBytes, sent);
  }
  if (code === "FST_ERR_BAD_URL") return notUtf8(request.url.split("?", 1)[0] ?? "");
  return code === "FST_ERR_CTP_INVALID_MEDIA_TYPE"
    ? 'A request\'s body is JSON: send it with the header "content-type: application/json"'
    : message;
}

/** The one form in which what never became an operation is refused. */
export function answerRefusal(
  error: Error & { statusCode?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const {
    http,
    code,
    path = partOf(error),
  } = (error instanceof GraphQLError ? error.extensions : {}) as {
    http?: { status: number };
    code?: ErrorCode;
    path?: string[];
  };
  const status = http?.status ?? error.statusCode ?? 500;
  const isOurs = code !== undefined && code !== "INTERNAL_SERVER_ERROR";
  if (status >= 500 && !isOurs) request.log.error({ err: error }, "unexpected error");
  const message =
    status >= 500 && !isOurs
      ? `Internal error. Quote ${request.id} to support.`
      : wordsOf(error, request);
  const extensions = {
    code: code ?? codeOf(error, status),
    ...(path ? { path } : {}),
    requestId: request.id,
  };
  return reply
    .code(status)
    .header("cache-control", "no-store")
    .send({ errors: [{ message, extensions }] });
}

/** What a request presents to be known by. */
export const presentedBy = (deps: Pick<Deps, "env">, request: FastifyRequest): Presented => ({
  sessionToken: sessionTokenOf(deps.env.publicUrl, request.headers.cookie),
  authorization: request.headers.authorization,
});

/** Bytes of the JSON that a request brought. */
const bodies = new WeakMap<FastifyRequest, number>();
/**
 * The bound of a request that presents nothing to be known by is that of any operation; the others'
 * is a batch's, until it is known what they ask for.
 */
export function takeBytes(deps: Pick<Deps, "env">, request: FastifyRequest, bytes: number): void {
  const { sessionToken, authorization } = presentedBy(deps, request);
  if (!sessionToken && !authorization && bytes > requestLimits.bodyBytes)
    throw bodyTooLarge(requestLimits.bodyBytes, bytes);
  bodies.set(request, bytes);
}

function leaving(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Who asks cannot be told without the database. */
function tellAway(error: unknown): never {
  throw isAway(error) ? coded("DATABASE_UNAVAILABLE", errorCodes.DATABASE_UNAVAILABLE, 503) : error;
}

/** What an address says is UTF-8 too: else its escapes would be taken as they are written. */
function refuseOtherText({ url }: FastifyRequest): void {
  const query = url.slice(url.indexOf("?") + 1);
  for (const part of url.includes("?") ? query.split("&") : [])
    try {
      decodeURIComponent(part);
    } catch {
      const name = part.split("=", 1)[0] ?? "";
      throw coded("BAD_ENCODING", notUtf8(part), 400, ...(name.includes("%") ? [] : [name]));
    }
}

/** Turns a request's cookie or key into the context that everything below works with. */
export async function contextOf(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  const { publicUrl } = deps.env;
  refuseOtherText(request);
  const viewer = await viewerOf(deps, presentedBy(deps, request)).catch(tellAway);
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
    bodyBytes: bodies.get(request),
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

/** Whatever an answer is, it says by what id it can be asked about, and what may still be asked. */
export function tellOnEveryAnswer(app: FastifyInstance, limit: RateLimit): void {
  app.addHook("onSend", async (request, reply) => {
    void reply.header("x-request-id", request.id);
    if (reply.statusCode === 401)
      void reply.header("www-authenticate", 'Bearer realm="Counterfoil"');
    await tellAllowance(limit, request, reply);
  });
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
