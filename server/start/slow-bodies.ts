/**
 * How long a request may take to arrive. A file of a million rows over a slow line takes minutes;
 * whoever sends anything else so slowly holds a connection for nothing.
 */
import type { FastifyInstance } from "fastify";

/** Headers, and the bodies of all requests but files. */
export const usualMs = 30_000;
/** Of anything. */
export const longestMs = 900_000;

/** Ends requests that are not whole in time, but for `long` routes; before routes are added. */
export function endSlowBodies(
  app: FastifyInstance,
  long: readonly string[],
  withinMs = usualMs,
): void {
  app.server.headersTimeout = withinMs;
  app.addHook("onRequest", (request, reply, done) => {
    const { raw, routeOptions } = request;
    const endInTime = () => {
      const timer = setTimeout(() => {
        // An answer may take longer: what counts is whether the request is here.
        if (!raw.complete) raw.destroy();
      }, withinMs);
      timer.unref();
      raw.once("close", () => clearTimeout(timer));
    };
    // Who was refused already, and sends on, waits for nothing.
    if (long.includes(routeOptions.url ?? "")) reply.raw.once("finish", endInTime);
    else endInTime();
    done();
  });
}
