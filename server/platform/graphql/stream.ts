/**
 * Subscriptions as server-sent events, behind the same parsing, validation, rights, cost and rate
 * limit as all else.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from "graphql";
import { createHandler } from "graphql-sse/lib/use/fastify";
import { isInvalid, viewerOf, type Presented } from "../auth/viewer-of.ts";
import { principalOf, Scope, type Viewer } from "../auth/viewer.ts";
import type { Context, Deps } from "../context.ts";
import type { ErrorCode } from "../../domain/codes.ts";
import { readAddress, readAsked, unnamed, type Asked } from "./asked.ts";
import { guardOperation, shapeRule } from "./guard.ts";
import { requestLimits } from "./limits.ts";
import { StreamSlots } from "./stream-slots.ts";
import { maskError } from "./mask.ts";
import { rateLimitHeaders, type RateLimit } from "./rate-limit.ts";
import {
  charge,
  coded,
  contextOf,
  presentedBy,
  tellAllowance,
  tooManyRequests,
} from "./request.ts";

type StreamArgs = ExecutionArgs & { contextValue: Record<PropertyKey, unknown> };

interface Asking {
  ctx: Context;
  reply: FastifyReply;
}
interface Opened {
  args: StreamArgs;
  /** Whether somebody may run this operation; an error where not. */
  guard: (viewer: Viewer) => number;
}

/** Several faults of one document or its variables. */
class Refusals extends Error {
  readonly faults: readonly GraphQLError[];
  constructor(faults: readonly GraphQLError[]) {
    super("refused");
    this.faults = faults;
  }
}
/** The same fault, at the same place, in other words. */
function reworded(fault: GraphQLError, message: string, extensions: object): GraphQLError {
  const { nodes, source, positions, path } = fault;
  return new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    ...(source ? { source } : {}),
    ...(positions ? { positions } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions },
  });
}
/** With the code of its kind, where it has none of its own. */
const withCode = (code: ErrorCode, fault: GraphQLError): GraphQLError =>
  reworded(fault, fault.message, { code, ...fault.extensions });
const faultsOf = (error: unknown): readonly GraphQLError[] => {
  if (error instanceof Refusals) return error.faults;
  if (error instanceof GraphQLError) return [error];
  return [new GraphQLError("Internal error", { originalError: error as Error })];
};

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: requestLimits.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? coded("GRAPHQL_PARSE_FAILED", error.message, 400) : error;
  }
}

/**
 * Parses, validates, guards and charges a subscription exactly as Apollo does the other operations.
 */
async function prepareStream(
  { ctx, reply }: Asking,
  schema: GraphQLSchema,
  limit: RateLimit,
  asked: Asked,
): Promise<Opened> {
  const document = parsed(asked.query);
  const faults = validate(schema, document, [...specifiedRules, shapeRule], {
    maxErrors: requestLimits.errors,
    hideSuggestions: true,
  });
  if (faults.length > 0)
    throw new Refusals(faults.map((fault) => withCode("GRAPHQL_VALIDATION_FAILED", fault)));
  const operation = getOperationAST(document, asked.operationName);
  if (!operation) throw unnamed(asked.operationName);
  if (operation.operation !== "subscription")
    throw coded(
      "BAD_REQUEST",
      "Only subscriptions are served here: send queries and mutations to /graphql",
      400,
    );
  const guard = (viewer: Viewer): number =>
    guardOperation(schema, document, operation, {
      variables: asked.variables,
      viewer,
      bodyBytes: ctx.bodyBytes,
    });
  const allowance = await charge(limit, ctx, guard(ctx.viewer));
  for (const [name, value] of rateLimitHeaders(allowance)) void reply.header(name, value);
  if (allowance.exceeded) throw tooManyRequests(allowance);
  const { errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    asked.variables,
    { maxErrors: requestLimits.errors },
  );
  if (errors) throw new Refusals(errors.map((fault) => withCode("BAD_INPUT", fault)));
  return {
    args: {
      schema,
      document,
      contextValue: { ...ctx },
      variableValues: asked.variables,
      operationName: operation.name?.value ?? null,
    },
    guard,
  };
}

/**
 * The results as long as `isAllowed`; asked before each, so that nobody hears more than they may at
 * that moment.
 */
function whileAllowed<T>(
  source: AsyncIterable<T>,
  isAllowed: () => Promise<boolean>,
): AsyncIterableIterator<T> {
  const results = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await results.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const step = await results.next();
      return step.done || (await isAllowed()) ? step : end();
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * Whether what opened the stream would still open it: the same account, with every right the
 * operation needs.
 */
async function isStillAllowed(
  ctx: Context,
  presented: Presented,
  guard: Opened["guard"],
): Promise<boolean> {
  try {
    const viewer = await viewerOf(ctx, presented, "WATCH");
    if (isInvalid(viewer) || Scope.of(viewer).accountId !== ctx.scope.accountId) return false;
    guard(viewer);
    return true;
  } catch (error) {
    ctx.log.debug({ err: error }, "stream ends");
    return false;
  }
}

function shownErrors(ctx: Context, errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.slice(0, requestLimits.errors).map((error) => {
    const shown = maskError(error.toJSON(), error, ctx.requestId, ctx.log);
    return reworded(error, shown.message, shown.extensions ?? {});
  });
}

/**
 * One subscription, one response ("distinct connections"): no token is given out and nothing is
 * kept for a caller who has gone.
 */
function streamHandler(deps: Deps, schema: GraphQLSchema, limit: RateLimit) {
  type Run = Asking & { asked: Asked; guard?: Opened["guard"] };
  const running = new WeakMap<FastifyRequest, Run>();
  const of = (request: FastifyRequest) => {
    const found = running.get(request);
    if (!found) throw new Error("stream without context");
    return found;
  };
  const handler = createHandler({
    schema,
    authenticate: () => null,
    onSubscribe: async ({ raw }) => {
      const run = of(raw);
      try {
        const { args, guard } = await prepareStream(run, schema, limit, run.asked);
        run.guard = guard;
        return args;
      } catch (error) {
        await tellAllowance(limit, raw, run.reply);
        // Without `data` graphql-sse would not take this for a result.
        return { data: null, errors: shownErrors(run.ctx, faultsOf(error)) };
      }
    },
    onOperation: (_context, { raw }, _args, result) => {
      const { ctx, guard } = of(raw);
      if (!guard || !(Symbol.asyncIterator in result)) return;
      return whileAllowed(result, () => isStillAllowed(ctx, presentedBy(deps, raw), guard));
    },
    onNext: (_context, { raw }, result) =>
      result.errors ? { ...result, errors: shownErrors(of(raw).ctx, result.errors) } : undefined,
  });
  return {
    handler,
    start: (request: FastifyRequest, asking: Run) => void running.set(request, asking),
  };
}

const eventStream = "text/event-stream";
/** Whether an Accept header takes event streams; without one anything is taken. */
function takesEvents(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return (
      [eventStream, "text/*", "*/*"].includes(type) &&
      !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
    );
  });
}
export function mountStream(
  app: FastifyInstance,
  deps: Deps,
  schema: GraphQLSchema,
  limit: RateLimit,
): void {
  const { handler, start } = streamHandler(deps, schema, limit);
  const slots = new StreamSlots();
  app.route({
    method: ["GET", "POST"],
    url: "/graphql/stream",
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      if (!takesEvents(request.headers.accept))
        throw coded("BAD_REQUEST", `Ask with the header accept: ${eventStream}`, 406);
      const ctx = await contextOf(deps, request, reply);
      const asked =
        request.method === "GET"
          ? readAddress(request.query as Record<string, unknown>)
          : readAsked(request.body);
      // graphql-sse reads a body again; what it reads is what was read.
      if (request.method === "POST") request.body = asked;
      const giveBack = slots.take(principalOf(ctx.viewer, ctx.client.address), ctx.client.address);
      if (!giveBack)
        throw coded("TOO_MANY_STREAMS", "Too many streams are open: close one first", 429);
      reply.raw.once("close", giveBack);
      start(request, { ctx, reply, asked });
      // graphql-sse knows the header in one spelling alone, and writes the answer by itself.
      request.headers.accept = eventStream;
      reply.hijack();
      await handler(request, reply).catch((error: unknown) => {
        request.log.error({ err: error }, "stream failed");
        reply.raw.destroy();
      });
      return reply;
    },
  });
  app.route({
    method: ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/graphql/stream",
    handler: async (_request, reply) => {
      void reply.header("allow", "GET, POST");
      throw coded("BAD_REQUEST", "A subscription is a GET or a POST", 405);
    },
  });
}
