/**
 * Serves the dashboard from the control plane's process: Next answers everything that is not the
 * API.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Env } from "../env.ts";
import { rootFolder, setPageVariables } from "../env.ts";
import { protectPage } from "./headers.ts";
import { shareWaits, tellWait } from "./waits.ts";

export async function mountPages(app: FastifyInstance, env: Env): Promise<void> {
  if (!existsSync(join(rootFolder, "web", "app"))) return;
  // The dashboard's server side asks this process for its data, whatever public address stands in
  // front.
  setPageVariables(env.API_URL ?? `http://${env.HOST}:${env.PORT}`);
  shareWaits();
  const { default: imported } = await import("next");
  // The package's types put the function one level deeper than its CommonJS build does.
  const next = imported as unknown as typeof imported.default;
  const isDevelopment = env.NODE_ENV === "development";
  const pages = next({ dev: isDevelopment, dir: join(rootFolder, "web"), httpServer: app.server });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.all("/*", async (request, reply) => {
      const { nonce, policy } = protectPage(request, isDevelopment);
      reply.raw.setHeader("content-security-policy", policy);
      tellWait(reply.raw, nonce);
      reply.hijack();
      await handle(request.raw, reply.raw);
    });
  });
  app.addHook("onClose", () => pages.close());
}
