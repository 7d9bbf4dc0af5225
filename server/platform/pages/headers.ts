/**
 * What every answer tells browsers, so that a page of ours runs no code but ours and stands in no
 * page of others.
 */
import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";

const yearSeconds = 31_536_000;

/** Of answers that are no pages: whoever opens one by itself is given nothing to run. */
const noPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Before anything is answered; pages replace the policy by their own. */
export function protectAnswers(app: FastifyInstance, publicUrl: string): void {
  const isHttps = publicUrl.startsWith("https:");
  app.addHook("onRequest", async (_request, reply) => {
    // On the raw answer, which streams and pages write by themselves.
    reply.raw.setHeader("x-content-type-options", "nosniff");
    reply.raw.setHeader("x-frame-options", "DENY");
    reply.raw.setHeader("referrer-policy", "same-origin");
    reply.raw.setHeader("cross-origin-opener-policy", "same-origin");
    reply.raw.setHeader(
      "permissions-policy",
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    reply.raw.setHeader("content-security-policy", noPage);
    if (isHttps) reply.raw.setHeader("strict-transport-security", `max-age=${yearSeconds}`);
  });
}

/**
 * Scripts run by this answer's nonce, and what they load; the explorer's editor has its workers
 * from here too. Charts and menus place themselves by style attributes, which no nonce can name. A
 * page under development needs eval.
 */
export const pagePolicy = (nonce: string, isDevelopment: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/**
 * Gives a page its nonce: to the browser by the policy, and to the renderer by the request,
 * whatever the client sent there.
 */
export function protectPage(
  request: FastifyRequest,
  isDevelopment: boolean,
): { nonce: string; policy: string } {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, isDevelopment);
  request.raw.headers["content-security-policy"] = policy;
  request.raw.headers["x-nonce"] = nonce;
  return { nonce, policy };
}
