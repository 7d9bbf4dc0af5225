/** A page that may not ask for more in this minute. Server only. */
import { headers } from "next/headers";
import { unauthorized } from "next/navigation";
import type { Failure } from "./failure.ts";

/** The limit is one of each minute. */
const minuteSeconds = 60;

/**
 * Seconds by the nonces of pages, for the server around them (server/platform/pages/waits.ts): a
 * page itself can say neither 429 nor Retry-After.
 */
const waits = (): Map<string, number> | undefined =>
  (globalThis as { [key: symbol]: Map<string, number> | undefined })[
    Symbol.for("counterfoil.pageWaits")
  ];

/** Ends the page: of those that Next has for a status, the one of 401 is shown for nothing else. */
export async function refuseBusy({ retryAfterSeconds }: Failure): Promise<never> {
  const nonce = (await headers()).get("x-nonce");
  const pages = waits();
  // Whoever went away meanwhile is answered no more, and is not kept.
  if (nonce !== null && pages?.has(nonce)) pages.set(nonce, retryAfterSeconds ?? minuteSeconds);
  unauthorized();
}
