/**
 * GraphQL over HTTP: Apollo Server on Fastify for queries and mutations, graphql-sse for
 * subscriptions, both behind the same parsing, validation, rights, cost and rate limit. One request
 * line in the log, never a secret.
 */
import { randomUUID } from "node:crypto";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { endWhenLeft, type Context, type Deps } from "../context.ts";
import { readAsked, readJson, unnamed } from "./asked.ts";
import { guardOperation, shapeRule } from "./guard.ts";
import { requestLimits } from "./limits.ts";
import { withDeadline } from "../db/silence.ts";
import { bodyText } from "../files/file-text.ts";
import { maskError } from "./mask.ts";
import { createRateLimit, rateLimitHeaders, type Allowance, type RateLimit } from "./rate-limit.ts";
import {
  answerRefusal,
  charge,
  coded,
  contextOf,
  isForeignOrigin,
  takeBytes,
  tellOnEveryAnswer,
  tooManyRequests,
} from "./request.ts";
import { mountStream } from "./stream.ts";

function guardPlugin(schema: GraphQLSchema, limit: RateLimit): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let spent: { cost: number; allowance: Allowance } | null = null;
      return {
        didResolveOperation: async ({ document, operation, request, contextValue, response }) => {
          if (!operation) throw unnamed(request.operationName);
          if (operation.operation === "subscription")
            throw coded(
              "BAD_REQUEST",
              "Subscriptions are served as server-sent events: send this to /graphql/stream " +
                "with the header accept: text/event-stream",
              400,
            );
          const cost = guardOperation(schema, document, operation, {
            variables: request.variables ?? {},
            viewer: contextValue.viewer,
            bodyBytes: contextValue.bodyBytes,
          });
          const allowance = await charge(limit, contextValue, cost);
          spent = { cost, allowance };
          for (const [name, value] of rateLimitHeaders(allowance))
            response.http.headers.set(name, value);
          if (allowance.exceeded) throw tooManyRequests(allowance);
          if (operation.operation === "query") endWhenLeft(contextValue);
        },
        willSendResponse: async ({ response }) => {
          response.http.headers.set("cache-control", "no-store");
          if (response.body.kind === "single") {
            const result = response.body.singleResult;
            // An answer that holds data is a success, whatever of it is missing.
            if (result.data) response.http.status = 200;
            else if (result.errors && result.errors.length > requestLimits.errors)
              result.errors = result.errors.slice(0, requestLimits.errors);
          }
          if (spent && response.body.kind === "single")
            response.body.singleResult.extensions = {
              ...response.body.singleResult.extensions,
              cost: { points: spent.cost, remaining: spent.allowance.remaining },
            };
        },
      };
    },
  };
}

function createApollo(
  deps: Deps,
  schema: GraphQLSchema,
  app: FastifyInstance,
  limit: RateLimit,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    validationRules: [shapeRule],
    parseOptions: { maxTokens: requestLimits.tokens },
    validationOptions: { maxErrors: requestLimits.errors },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: "production",
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message?: string) => deps.log.warn(message),
      error: (message?: string) => deps.log.error(message),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: app.server }),
      guardPlugin(schema, limit),
      {
        requestDidStart: async ({ contextValue }) => ({
          didEncounterErrors: async ({ errors }) =>
            void errors.forEach((error) => (error.extensions.requestId ??= contextValue.requestId)),
        }),
      },
    ],
    formatError: (formatted, error) =>
      maskError(
        formatted,
        error,
        (formatted.extensions?.requestId as string | undefined) ?? randomUUID(),
        deps.log,
      ),
  });
}

/** Text is UTF-8 alone: another charset would be read as something else than its sender meant. */
const isUtf8 = (contentType: string): boolean => {
  const charset = /charset *= *"?([^";\s]+)/i.exec(contentType)?.[1];
  return charset === undefined || charset.toLowerCase() === "utf-8";
};

/**
 * How long a call may wait for the database altogether, so that it ends within 10 seconds whatever
 * the database does.
 */
export const callDeadlineMs = 9_000;

const expectContext = (): never => {
  throw new Error("mountGraphql: a request without context");
};

/** A body is JSON in plain UTF-8, and is limited before anything walks it. */
function takeJson(api: FastifyInstance, deps: Deps): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: requestLimits.batchBytes },
    (request, body, done) => {
      if (!isUtf8(request.headers["content-type"] ?? ""))
        return done(coded("BAD_REQUEST", "The body's charset must be utf-8", 415, "content-type"));
      if (request.headers["content-encoding"] !== undefined)
        return done(
          coded("BAD_REQUEST", "The body must not be compressed", 415, "content-encoding"),
        );
      try {
        takeBytes(deps, request, body.length);
        const text = bodyText(Buffer.from(body));
        if (!text.ok) throw coded(text.code, text.message, 400);
        done(null, readJson(text.value, "The body"));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/**
 * Mounts /graphql and /graphql/stream. The body is limited in size and nesting before anything
 * walks it.
 */
export async function mountGraphql(
  app: FastifyInstance,
  deps: Deps,
  schema: GraphQLSchema,
  deadlineMs = callDeadlineMs,
): Promise<RateLimit> {
  const limit = createRateLimit(deps.env.RATE_LIMIT_PER_MINUTE, () => deps.orm.em.fork(), deps.log);
  const apollo = createApollo(deps, schema, app, limit);
  await apollo.start();
  app.addHook("onClose", async () => {
    limit.close();
    await apollo.stop();
  });
  await app.register(async (api) => {
    takeJson(api, deps);
    // Before it is read, where its length is told.
    api.addHook("onRequest", async (request) =>
      takeBytes(deps, request, Number(request.headers["content-length"] ?? 0)),
    );
    api.setErrorHandler(answerRefusal);
    api.addHook("preHandler", async (request) => {
      if (isForeignOrigin(request, deps.env.publicUrl))
        throw coded("FORBIDDEN", "This request comes from another site", 403);
    });
    tellOnEveryAnswer(api, limit);
    const contexts = new WeakMap<FastifyRequest, Context>();
    const handler = fastifyApolloHandler(apollo, {
      context: async (request) => contexts.get(request) ?? expectContext(),
    });
    // Streams live longer; each of their statements is bounded by itself.
    api.post("/graphql", (request, reply) =>
      withDeadline(deadlineMs, async () => {
        contexts.set(request, await contextOf(deps, request, reply));
        request.body = readAsked(request.body);
        return handler.call(api, request, reply);
      }),
    );
    api.route({
      method: ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: "/graphql",
      exposeHeadRoute: false,
      handler: async (_request, reply) => {
        void reply.header("allow", "POST");
        throw coded("BAD_REQUEST", "Operations are sent as POST with a JSON body", 405);
      },
    });
    mountStream(api, deps, schema, limit);
  });
  return limit;
}
