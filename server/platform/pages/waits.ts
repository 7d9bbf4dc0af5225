/**
 * Pages that may ask for no more in this minute answer 429 and say when to go on. Next lets a page
 * say neither: it tells the seconds here, by its nonce (web/lib/busy.ts), and the answer is put
 * right on its way out.
 */
import type { ServerResponse } from "node:http";

/** Of each page that is not answered yet; 0: nothing is told. */
const seconds = new Map<string, number>();
/** The pages are built by themselves and share no module with the server. */
export const shareWaits = (): void => {
  (globalThis as { [key: symbol]: unknown })[Symbol.for("counterfoil.pageWaits")] = seconds;
};

export function tellWait(raw: ServerResponse, nonce: string): void {
  seconds.set(nonce, 0);
  const writeHead = raw.writeHead.bind(raw) as (status: number, ...rest: unknown[]) => typeof raw;
  raw.writeHead = (status: number, ...rest: unknown[]) => {
    const wait = seconds.get(nonce) ?? 0;
    if (wait === 0) return writeHead(status, ...rest);
    raw.setHeader("retry-after", String(wait));
    return writeHead(429, ...rest);
  };
  raw.once("close", () => seconds.delete(nonce));
}
