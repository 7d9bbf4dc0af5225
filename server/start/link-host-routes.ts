/**
 * GET /link-domains/ask?domain=go.example.com answers 200 where links stand below that name, else
 * 404: for the proxy in front of the tracker, which asks before it has a certificate made
 * ("on-demand TLS"). It tells what everybody could see by calling the name.
 */
import type { FastifyInstance } from "fastify";
import { hostForm } from "../domain/values/host.ts";
import { beforeTenant } from "../platform/auth/before-tenant.ts";
import type { Deps } from "../platform/context.ts";

export function mountLinkHosts(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { domain?: string | string[] } }>(
    "/link-domains/ask",
    async (request, reply) => {
      const host = hostForm(String(request.query.domain ?? ""));
      const [found] =
        host === null
          ? []
          : await beforeTenant(deps).execute<{ is: boolean }[]>("select is_link_host(?) as is", [
              host,
            ]);
      return reply
        .code(found?.is ? 200 : 404)
        .headers({ "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" })
        .send(found?.is ? "yes" : "no");
    },
  );
}
