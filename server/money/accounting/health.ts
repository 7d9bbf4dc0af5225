/** /healthz: the process answers. /readyz: it works, with its backlog. */
import { createServer } from "node:http";
import { once } from "node:events";

export interface Readiness {
  ready: boolean;
  /** Clicks stored and not yet priced; counted up to 100,000. */
  unaccountedClicks: number | null;
  /** Clicks that were put aside, counted up to 100,000. */
  parkedClicks: number | null;
  /** Journal bytes not yet in the database. */
  journalBytes: number | null;
  partitions: number[];
}
export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

export async function serveHealth(
  host: string,
  port: number,
  readiness: () => Promise<Readiness>,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response
        .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
        .end(JSON.stringify(body));
    if (request.url === "/healthz") return answer(200, { ok: true });
    if (request.url !== "/readyz") return answer(404, { ok: false });
    readiness().then(
      (state) => answer(state.ready ? 200 : 503, state),
      () => answer(503, { ready: false }),
    );
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
