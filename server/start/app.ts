/**
 * The one composition root of the control plane: what a request needs, put together where it can be
 * read.
 */
import { randomUUID } from "node:crypto";
import { MikroORM } from "@mikro-orm/postgresql";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { Clock, NewId } from "../platform/clock.ts";
import { connectionsMax, watchConnections } from "../platform/connections.ts";
import type { Deps } from "../platform/context.ts";
import { createTicks } from "../platform/db/ticks.ts";
import { entities } from "./entities.ts";
import { endSlowBodies, longestMs } from "./slow-bodies.ts";
import { filesAddress, mountConversions } from "./conversion-routes.ts";
import { mountFiles, reportAddress } from "./file-routes.ts";
import { mountLinkHosts } from "./link-host-routes.ts";
import { mountLinks } from "./link-routes.ts";
import { mountExports } from "./export-routes.ts";
import { mountTables } from "./table-routes.ts";
import type { Env } from "../platform/env.ts";
import { mountGraphql } from "../platform/graphql/http.ts";
import { answerRefusal } from "../platform/graphql/request.ts";
import { buildApiSchema } from "./schema.ts";
import type { Log } from "../platform/log.ts";
import { ormConfig } from "../platform/db/orm.config.ts";
import { protectAnswers } from "../platform/pages/headers.ts";

export interface AppParts {
  env: Env;
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Serves everything that is not the API, e.g. the dashboard. */
  mountPages?: (app: FastifyInstance) => Promise<void>;
}

export interface App {
  /** Resolves to the address it listens on. */
  listen(port: number): Promise<string>;
  deps: Deps;
  fastify: FastifyInstance;
  close(): Promise<void>;
}

const connectionsWanted = 10_000;
const drainMs = 10_000;

function mountHealth(app: FastifyInstance, deps: Deps): void {
  app.get("/healthz", async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );
  app.get("/readyz", async (_request, reply) => {
    try {
      await deps.orm.em.fork().execute("select 1");
      return reply.header("cache-control", "no-store").send({ status: "ready" });
    } catch {
      return reply
        .code(503)
        .header("cache-control", "no-store")
        .send({ status: "the database cannot be reached" });
    }
  });
}

export async function createApp(parts: AppParts): Promise<App> {
  const { env, databaseUrl, clock, newId, log } = parts;
  const orm = await MikroORM.init(ormConfig(databaseUrl, "api", entities));
  const ticks = createTicks(databaseUrl, log, clock);
  const deps: Deps = { env, orm, clock, newId, log, ticks };
  const trusted = env.TRUSTED_PROXIES.split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const loggerInstance: FastifyBaseLogger = log;
  const fastify = Fastify({
    loggerInstance,
    // One line per API request is written below; pages and assets are not worth one.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: trusted.length > 0 ? trusted : false,
    forceCloseConnections: true,
    requestTimeout: longestMs,
    // An address that cannot be read.
    frameworkErrors: (error, request, reply) => void answerRefusal(error, request, reply),
  });
  fastify.addHook("onResponse", async (request, reply) => {
    if (request.url.startsWith("/graphql"))
      log.info(
        { requestId: request.id, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      );
  });
  endSlowBodies(fastify, [filesAddress, reportAddress]);
  protectAnswers(fastify, env.publicUrl);
  mountHealth(fastify, deps);
  mountLinkHosts(fastify, deps);
  const schema = buildApiSchema();
  const limit = await mountGraphql(fastify, deps, schema);
  await mountFiles(fastify, deps, limit);
  await mountLinks(fastify, deps, limit);
  await mountConversions(fastify, deps, limit);
  await mountTables(fastify, deps, limit);
  await mountExports(fastify, deps, limit, schema);
  await parts.mountPages?.(fastify);
  const connections = watchConnections(fastify.server, connectionsMax(connectionsWanted));
  return {
    deps,
    fastify,
    listen: (port) => fastify.listen({ port, host: env.HOST }),
    close: async () => {
      // Streams end by themselves when there is nothing more to hear.
      await ticks.close();
      await connections.drain(drainMs);
      await fastify.close();
      await orm.close(true);
    },
  };
}
