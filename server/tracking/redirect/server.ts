/** The redirect process: journal, link table and HTTP server, put together. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Clock, NewId } from "../../platform/clock.ts";
import { connectionsMax, watchConnections, type Connections } from "../../platform/connections.ts";
import { WrongVariable, type Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { agentVerdicts } from "./agent.ts";
import { clientAddress } from "./client-address.ts";
import { loadCountries } from "./country.ts";
import { openJournal } from "../journal/journal-file.ts";
import { openLinks } from "../link-table/links.ts";
import { headLengthMax, mendRequest } from "./mended-request.ts";
import { Redirect, type RedirectParts } from "./redirect.ts";
import { testVisitorReader } from "./test-visitor.ts";
import { openVisitors } from "./visitor.ts";

export interface TrackerOptions {
  env: Env;
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** At the same time; as many as the process may hold by default. */
  connectionsMax?: number;
  /** After a failed sync nothing may be acknowledged any more; by default the process ends. */
  onBroken?: () => void;
}
export interface Tracker {
  port: number;
  connections: Pick<Connections, "size">;
  /** Finishes the requests that are here, then closes the journal. */
  close(): Promise<void>;
}

const closeMs = 10_000;
const connectionsWanted = 20_000;

/**
 * Limits against slow and greedy clients. A header block of 32 kB lets through a 16 kB user agent.
 */
const patience = {
  maxHeaderSize: headLengthMax,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  noDelay: true,
};

export const createTrackerServer = (parts: RedirectParts): Server =>
  createPatientServer(new Redirect(parts).handle);

/** The tracker's server whatever it answers. */
export function createPatientServer(
  handle: RequestListener,
  options: Partial<typeof patience> = {},
): Server {
  const server = createServer({ ...patience, ...options }, handle);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (mendRequest(server, socket, error)) return;
    const status =
      error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
    if (socket.writable)
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    // Closed whether or not the other side ever closes its half.
    (socket as Socket).destroySoon();
  });
  return server;
}

async function listen(server: Server, env: Env): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (error: NodeJS.ErrnoException) =>
    reject(
      error.code === "EADDRINUSE"
        ? new WrongVariable(
            `The port ${env.TRACKER_PORT} is in use. Set TRACKER_PORT to a free one and ` +
              "start again.",
          )
        : error,
    ),
  );
  server.listen(env.TRACKER_PORT, env.HOST, resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}

/**
 * Rejects with WrongVariable, JournalLocked or JournalCorrupt; a database that is away only delays
 * readiness.
 */
export async function startTracker(options: TrackerOptions): Promise<Tracker> {
  const { env, databaseUrl, clock, newId, log } = options;
  const addressOf = clientAddress(env.TRUSTED_PROXIES);
  const countries = await loadCountries();
  const journal = await openJournal({
    dir: env.journalDir,
    newId,
    onDamage: (what) => log.error({ what }, "journal: damaged; the tracker goes on"),
    onBroken: (error) => {
      log.fatal(
        { error: error.message },
        "journal: a sync failed; nothing is acknowledged any more",
      );
      if (options.onBroken) options.onBroken();
      else process.exit(1);
    },
  });
  const links = openLinks(databaseUrl, log);
  const visitors = openVisitors(links.pool, clock, log);
  const closeParts = async (): Promise<void> => {
    await journal.close();
    await visitors.close();
    await links.close();
  };
  try {
    await visitors.started;
    const server = createTrackerServer({
      clock,
      newId,
      links,
      journal,
      agentOf: agentVerdicts(),
      countries,
      addressOf,
      visitors,
      testVisitorOf: testVisitorReader(env),
    });
    const connections = watchConnections(
      server,
      connectionsMax(options.connectionsMax ?? connectionsWanted),
    );
    const port = await listen(server, env);
    log.info({ port, tracker: journal.trackerId }, "tracker: listening");
    return { port, connections, close: () => connections.drain(closeMs).then(closeParts) };
  } catch (error) {
    await closeParts();
    throw error;
  }
}
