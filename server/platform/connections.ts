/**
 * Connections of an HTTP server, kept and let go. When there is no room for a new one, one on which
 * nothing is being answered goes: of an address that holds a great share of all its own oldest,
 * else the oldest of all. So those who open thousands and say nothing push out one another, and who
 * asks is answered. At the end listening stops first; what is here is finished and told that its
 * connection closes, and only what nobody uses is closed.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { setImmediate as turn, setTimeout as delay } from "node:timers/promises";

export interface Connections {
  /** Open now. */
  readonly size: number;
  /** Resolves when every connection is closed, at the latest after `lateMs`. */
  drain(lateMs: number): Promise<void>;
}

/**
 * A client that uses a connection sends its next request within this time, and is then told that it
 * closes.
 */
const idleMs = 300;
const checkMs = 20;
const takeInMs = 250;
const quietRoundsMin = 2;
/** An address with more than this part of all connections loses its own first. */
const greatShare = 8;
const searchMax = 1_000;

interface Use {
  address: string;
  answering: number;
  lastAt: number;
}

class WatchedConnections implements Connections {
  readonly #server: Server;
  readonly #max: number;
  readonly #uses = new Map<Socket, Use>();
  readonly #byAddress = new Map<string, number>();
  /** Nothing is being answered on them; the longest quiet comes first. */
  readonly #quiet = new Set<Socket>();
  readonly #answers = new Set<ServerResponse>();
  #openedCount = 0;
  #draining = false;

  constructor(server: Server, max: number) {
    this.#server = server;
    this.#max = max;
    server.on("connection", this.#opened);
    server.prependListener("request", this.#asked);
  }

  get size(): number {
    return this.#uses.size;
  }

  #opened = (socket: Socket): void => {
    const address = socket.remoteAddress ?? "";
    this.#openedCount++;
    this.#uses.set(socket, { address, answering: 0, lastAt: performance.now() });
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
    if (this.#uses.size > this.#max) this.#makeRoom(address);
    this.#quiet.add(socket);
    socket.once("close", () => this.#closed(socket, address));
  };

  #closed(socket: Socket, address: string): void {
    this.#uses.delete(socket);
    this.#quiet.delete(socket);
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }

  #makeRoom(address: string): void {
    let [leaving] = this.#quiet;
    if ((this.#byAddress.get(address) ?? 0) > this.#max / greatShare) {
      let looked = 0;
      for (const socket of this.#quiet) {
        if (this.#uses.get(socket)?.address === address) {
          leaving = socket;
          break;
        }
        if (++looked >= searchMax) break;
      }
    }
    leaving?.destroy();
  }

  #asked = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    const use = this.#uses.get(socket);
    if (!use) return;
    if (this.#draining) response.shouldKeepAlive = false;
    if (use.answering++ === 0) this.#quiet.delete(socket);
    this.#answers.add(response);
    response.once("close", () => {
      this.#answers.delete(response);
      use.lastAt = performance.now();
      if (--use.answering === 0 && this.#uses.has(socket)) this.#quiet.add(socket);
    });
  };

  /**
   * What the system has accepted for us is reset when the port closes: it closes at a moment when
   * nothing waits there. The event loop takes in one connection a round.
   */
  async #takeIn(): Promise<void> {
    const until = performance.now() + takeInMs;
    for (let quietRounds = 0; quietRounds < quietRoundsMin && performance.now() < until;) {
      const seen = this.#openedCount;
      await turn();
      quietRounds = seen === this.#openedCount ? quietRounds + 1 : 0;
    }
  }

  async drain(lateMs: number): Promise<void> {
    await this.#takeIn();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    // http's own close() would at once close connections on which a request may be on its way.
    if (this.#server.listening) NetServer.prototype.close.call(this.#server, () => resolve());
    else resolve();
    // Not before: who is told that a connection closes opens the next.
    this.#draining = true;
    for (const response of this.#answers) response.shouldKeepAlive = false;
    const until = performance.now() + lateMs;
    while (this.#uses.size > 0) {
      const now = performance.now();
      for (const [socket, { answering, lastAt }] of this.#uses) {
        if (now >= until) socket.destroy();
        else if (answering === 0 && now - lastAt >= idleMs) socket.destroySoon();
      }
      await delay(checkMs);
    }
    await closed;
  }
}

/**
 * `max`: connections at the same time. Takes the place of the server's own maxConnections, which
 * turns away who comes last.
 */
export const watchConnections = (server: Server, max: number): Connections =>
  new WatchedConnections(server, max);

const reservedDescriptors = 256;

/**
 * How many connections this process can hold, with descriptors left for files, the database and the
 * rest.
 */
export function connectionsMax(wanted: number): number {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
  // Else it would look up the names of all peers.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as {
    userLimits?: { open_files?: { soft?: number | string } };
  };
  const limit = Number(userLimits?.open_files?.soft);
  return Number.isFinite(limit)
    ? Math.max(64, Math.min(wanted, limit - reservedDescriptors))
    : wanted;
}
