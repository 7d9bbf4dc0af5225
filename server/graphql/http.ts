/**
 * GraphQL over HTTP: Apollo Server on Fastify for queries and mutations, graphql-sse for subscriptions, both behind the same
 * parsing, validation, rights, cost and rate limit. One request line in the log, never a secret.
 */
import { randomUUID } from "node:crypto";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { getOperationAST, GraphQLError, parse, specifiedRules, validate, type DocumentNode, type ExecutionArgs, type GraphQLSchema } from "graphql";
import { createHandler } from "graphql-sse/lib/use/fastify";
import { sessionCookie, sessionTokenOf } from "../auth/cookie.ts";
import { isInvalid, viewerOf } from "../auth/viewer-of.ts";
import { anonymous, principalOf } from "../auth/viewer.ts";
import { createContext, type Context, type Deps } from "../context.ts";
import { guardOperation, jsonDepth, shapeRule } from "./guard.ts";
import { requestLimits } from "./limits.ts";
import { maskError } from "./mask.ts";
import { createRateLimit, rateLimitHeaders, type Allowance, type RateLimit } from "./rate-limit.ts";

const coded = (code: string, message: string, status: number): GraphQLError => new GraphQLError(message, { extensions: { code, http: { status } } });

/** Turns a request's cookie or key into the context that everything below works with. */
async function contextOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<Context> {
  const { publicUrl } = deps.env;
  const viewer = await viewerOf(deps, { sessionToken: sessionTokenOf(publicUrl, request.headers.cookie), authorization: request.headers.authorization });
  if (isInvalid(viewer)) {
    if (viewer.invalid === "KEY") throw coded("UNAUTHENTICATED", "This API key is unknown, expired or revoked", 401);
    // An ended session is cleared and goes on as a stranger, so that signing in again is one step.
    void reply.header("set-cookie", sessionCookie(publicUrl, null));
  }
  return createContext(deps, {
    viewer: isInvalid(viewer) ? anonymous : viewer,
    requestId: request.id,
    client: { address: request.ip, userAgent: String(request.headers["user-agent"] ?? "").slice(0, 300) },
    setSessionToken: (token) => void reply.header("set-cookie", sessionCookie(publicUrl, token)),
  });
}

async function charge(limit: RateLimit, ctx: Context, cost: number): Promise<Allowance> {
  return limit.consume(principalOf(ctx.viewer, ctx.client.address), cost);
}
const tooManyRequests = (allowance: Allowance): GraphQLError =>
  coded("RATE_LIMITED", `The limit of ${allowance.limit} cost points a minute is used up: try again in ${allowance.resetSeconds} seconds`, 429);

function guardPlugin(schema: GraphQLSchema, limit: RateLimit): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let spent: { cost: number; allowance: Allowance } | null = null;
      return {
        didResolveOperation: async ({ document, operation, request, contextValue, response }) => {
          if (!operation) throw coded("BAD_REQUEST", "Name the operation to run", 400);
          const cost = guardOperation(schema, document, operation, { variables: request.variables ?? {}, viewer: contextValue.viewer });
          const allowance = await charge(limit, contextValue, cost);
          spent = { cost, allowance };
          for (const [name, value] of rateLimitHeaders(allowance)) response.http.headers.set(name, value);
          if (allowance.exceeded) throw tooManyRequests(allowance);
        },
        willSendResponse: async ({ response, contextValue }) => {
          response.http.headers.set("x-request-id", contextValue.requestId);
          response.http.headers.set("cache-control", "no-store");
          if (spent && response.body.kind === "single")
            response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost: { points: spent.cost, remaining: spent.allowance.remaining } };
        },
      };
    },
  };
}

function createApollo(deps: Deps, schema: GraphQLSchema, app: FastifyInstance, limit: RateLimit): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    validationRules: [shapeRule],
    parseOptions: { maxTokens: requestLimits.tokens },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: "production",
    logger: { debug: () => {}, info: () => {}, warn: (message?: string) => deps.log.warn(message), error: (message?: string) => deps.log.error(message) },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: app.server }),
      guardPlugin(schema, limit),
      { requestDidStart: async ({ contextValue }) => ({ didEncounterErrors: async ({ errors }) => void errors.forEach((error) => (error.extensions.requestId ??= contextValue.requestId)) }) },
    ],
    formatError: (formatted, error) => maskError(formatted, error, String(formatted.extensions?.requestId ?? randomUUID()), deps.log),
  });
}

type StreamArgs = ExecutionArgs & { contextValue: Record<PropertyKey, unknown> };

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: requestLimits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? coded("GRAPHQL_PARSE_FAILED", error.message, 400) : error;
  }
}

/** Parses, validates, guards and charges a subscription exactly as Apollo does the other operations. */
async function prepareStream(ctx: Context, schema: GraphQLSchema, limit: RateLimit, asked: { query: string; variables: Record<string, unknown>; operationName: string | undefined }): Promise<StreamArgs> {
  const document = parsed(asked.query);
  const faults = validate(schema, document, [...specifiedRules, shapeRule], { maxErrors: 5, hideSuggestions: true });
  if (faults[0]) throw new GraphQLError(faults[0].message, { extensions: { code: "GRAPHQL_VALIDATION_FAILED", ...faults[0].extensions } });
  const operation = getOperationAST(document, asked.operationName);
  if (operation?.operation !== "subscription") throw coded("BAD_REQUEST", "Only subscriptions are served here: send queries and mutations to /graphql", 400);
  const cost = guardOperation(schema, document, operation, { variables: asked.variables, viewer: ctx.viewer });
  const allowance = await charge(limit, ctx, cost);
  if (allowance.exceeded) throw tooManyRequests(allowance);
  return { schema, document, contextValue: { ...ctx }, variableValues: asked.variables, operationName: operation.name?.value ?? null };
}

function mountStream(app: FastifyInstance, deps: Deps, schema: GraphQLSchema, limit: RateLimit): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  const handler = createHandler({
    schema,
    onSubscribe: async (request, { query, variables, operationName }) => {
      const ctx = contexts.get(request.raw);
      if (!ctx) throw new Error("stream without context");
      try {
        return await prepareStream(ctx, schema, limit, { query: String(query), variables: (variables ?? {}) as Record<string, unknown>, operationName: operationName ?? undefined });
      } catch (error) {
        const fault = error instanceof GraphQLError ? error : new GraphQLError("Internal error", { originalError: error as Error });
        const shown = maskError(fault.toJSON(), error, ctx.requestId, ctx.log);
        // Without `data` graphql-sse would not take this for a result.
        return { data: null, errors: [new GraphQLError(shown.message, { extensions: shown.extensions ?? {} })] };
      }
    },
    onNext: (_context, request, result) => {
      const ctx = contexts.get(request.raw);
      if (!result.errors || !ctx) return;
      return {
        ...result,
        errors: result.errors.map((error) => {
          const shown = maskError(error.toJSON(), error, ctx.requestId, ctx.log);
          return new GraphQLError(shown.message, { extensions: shown.extensions ?? {} });
        }),
      };
    },
  });
  app.all("/graphql/stream", async (request, reply) => {
    try {
      contexts.set(request, await contextOf(deps, request, reply));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return reply.code(401).send({ errors: [{ message: error.message, extensions: { code: error.extensions.code, requestId: request.id } }] });
    }
    return handler(request, reply);
  });
}

/** Cookies ride along with any site's request: a state-changing one must come from our own pages. */
function foreignOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, cookie } = request.headers;
  return cookie !== undefined && origin !== undefined && origin !== new URL(publicUrl).origin && origin !== `http://${request.headers.host}`;
}

/** Text is UTF-8 alone: another charset would be read as something else than its sender meant. */
const isUtf8 = (contentType: string): boolean => {
  const charset = /charset *= *"?([^";\s]+)/i.exec(contentType)?.[1];
  return charset === undefined || charset.toLowerCase() === "utf-8";
};

/** Mounts /graphql and /graphql/stream. The body is limited in size and nesting before anything walks it. */
export async function mountGraphql(app: FastifyInstance, deps: Deps, schema: GraphQLSchema): Promise<void> {
  const limit = createRateLimit(deps.env.RATE_LIMIT_PER_MINUTE);
  const apollo = createApollo(deps, schema, app, limit);
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  await app.register(async (api) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: requestLimits.bodyBytes }, (request, body, done) => {
      const text = String(body);
      if (!isUtf8(request.headers["content-type"] ?? "")) return done(Object.assign(new Error("The body's charset must be utf-8"), { statusCode: 415 }));
      if (request.headers["content-encoding"] !== undefined) return done(Object.assign(new Error("The body must not be compressed"), { statusCode: 415 }));
      if (jsonDepth(text) > requestLimits.jsonDepth) return done(Object.assign(new Error(`JSON may be nested at most ${requestLimits.jsonDepth} levels`), { statusCode: 400 }));
      try {
        done(null, JSON.parse(text));
      } catch {
        done(Object.assign(new Error("The body is not JSON"), { statusCode: 400 }));
      }
    });
    api.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error }, "unexpected error");
      const code = status === 413 ? "BODY_TOO_LARGE" : status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
      const message = status >= 500 ? `Internal error. Quote ${request.id} to support.` : error.message;
      return reply.code(status).header("cache-control", "no-store").send({ errors: [{ message, extensions: { code, requestId: request.id } }] });
    });
    api.addHook("preHandler", async (request) => {
      if (foreignOrigin(request, deps.env.publicUrl)) throw Object.assign(new Error("This request comes from another site"), { statusCode: 403 });
    });
    const handler = fastifyApolloHandler(apollo, { context: (request, reply) => contextOf(deps, request, reply) });
    api.post("/graphql", handler);
    mountStream(api, deps, schema, limit);
  });
}

