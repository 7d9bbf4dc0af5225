/**
 * Clients that say nothing, half of something, or too much, beside those who ask; and what a stop
 * does to both.
 */
import { Agent, request as httpRequest, type Server } from "node:http";
import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connectionsMax, watchConnections, type Connections } from "./connections.ts";
import { createPatientServer } from "../tracking/redirect/server.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Running {
  server: Server;
  connections: Connections;
  port: number;
}
async function start(
  max: number,
  options: Parameters<typeof createPatientServer>[1] = {},
): Promise<Running> {
  const server = createPatientServer(
    (_request, response) => void setImmediate(() => response.end("ok")),
    options,
  );
  const connections = watchConnections(server, max);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => connections.drain(0));
  return { server, connections, port: (server.address() as AddressInfo).port };
}
/**
 * Opens sockets that never close their own half, says `bytes` on each, and tells when all were
 * closed.
 */
async function open(port: number, count: number, bytes: string, localAddress = "127.0.0.1") {
  const sockets = await Promise.all(
    Array.from({ length: count }, () => {
      const { promise, resolve } = Promise.withResolvers<Socket>();
      const socket: Socket = connect(
        { port, host: "127.0.0.1", localAddress, allowHalfOpen: true },
        () => {
          if (bytes) socket.write(bytes);
          resolve(socket);
        },
      );
      socket.on("error", () => resolve(socket));
      return promise;
    }),
  );
  closing.push(async () => sockets.forEach((socket) => socket.destroy()));
  return sockets;
}
/** Clients that keep their connections; says when 200 answers came, and what came in all. */
const loadScript = `
import { Agent, request } from "node:http";
import { parentPort } from "node:worker_threads";
const ask = (port, agent) => new Promise((resolve) => {
  const asked = request({ host: "127.0.0.1", port, agent, path: "/" }, (response) =>
    response.resume().on("end", () => resolve("ok")).on("error", () => resolve("reset")));
  asked.on("error", ({ code }) => resolve(code === "ECONNREFUSED" ? "refused" : "reset")).end();
});
parentPort.on("message", async ({ port, clients }) => {
  const said = { ok: 0, refused: 0, reset: 0 };
  await Promise.all(Array.from({ length: clients }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let answer = "ok"; answer !== "refused"; ) {
      said[(answer = await ask(port, agent))]++;
      if (said.ok === 200 && answer === "ok") parentPort.postMessage(said);
    }
    agent.destroy();
  }));
  parentPort.postMessage(said);
});`;

type Said = "ok" | "refused" | "reset";
function ask(port: number, agent: Agent, localAddress = "127.0.0.1"): Promise<Said> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const asked = httpRequest(
    { host: "127.0.0.1", port, agent, path: "/", localAddress },
    (response) => {
      response.resume().on("end", () => resolve("ok"));
      response.on("error", () => resolve("reset"));
    },
  );
  asked.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ECONNREFUSED") resolve("refused");
    else if (error.code === "ECONNRESET" || error.code === "EPIPE") resolve("reset");
    else reject(error);
  });
  asked.end();
  return promise;
}

describe("clients that hold on", () => {
  test("[found 66] slow and silent connections close within the header timeout", async () => {
    const { connections, port } = await start(2_000, {
      headersTimeout: 200,
      requestTimeout: 300,
      connectionsCheckingInterval: 50,
    });
    await open(port, 200, "");
    await open(port, 200, "GET /c/a/b/c HTTP/1.1\r\nHost: x\r\n");
    await open(port, 100, "\0\0\r\n\r\n");
    await expect.poll(() => connections.size, { interval: 20 }).toBe(0);
  });

  test("[found 106] silent sockets push out one another, who asks is answered", async () => {
    const { connections, port } = await start(400);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await ask(port, agent, "127.0.0.2")).toBe("ok");
    for (let round = 0; round < 6; round++) {
      await open(port, 150, round % 2 === 0 ? "" : "GET / HTTP/1.1\r\n");
      expect(await ask(port, new Agent(), "127.0.0.3")).toBe("ok");
      expect(connections.size).toBeLessThanOrEqual(401);
    }
    // An address with few connections keeps them: the one that was opened first is still the same.
    expect(await ask(port, agent, "127.0.0.2")).toBe("ok");
    expect(Object.values(agent.sockets).concat(Object.values(agent.freeSockets))).toHaveLength(1);
    agent.destroy();
  });

  test("a process holds as many connections as it has descriptors left for them", () => {
    expect(connectionsMax(100)).toBe(100);
    expect(connectionsMax(1_000_000_000)).toBeLessThanOrEqual(1_000_000_000);
  });
});

describe("a stop", () => {
  test("[found 112] under load, 20 times: all is answered, nothing is reset", async () => {
    // Clients of a thread of their own: in this one nothing could arrive while the stop runs.
    const load = new Worker(new URL("data:text/javascript," + encodeURIComponent(loadScript)));
    closing.push(async () => void (await load.terminate()));
    const heard = async (): Promise<Record<Said, number>> =>
      (await once(load, "message"))[0] as Record<Said, number>;
    for (let round = 0; round < 20; round++) {
      const { connections, port } = await start(1_000);
      const warm = heard();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      load.postMessage({ port, clients: 24 });
      await warm;
      const said = heard();
      await connections.drain(5_000);
      expect(connections.size).toBe(0);
      // Each client ends when it is refused: nobody listens any more.
      expect(await said).toEqual({ ok: expect.any(Number), refused: 24, reset: 0 });
    }
  });

  test("unused connections end the stop soon; a silent one is closed too", async () => {
    const { connections, port } = await start(100);
    const agent = new Agent({ keepAlive: true });
    expect(await ask(port, agent)).toBe("ok");
    const [silent] = await open(port, 1, "");
    await connections.drain(5_000);
    expect(connections.size).toBe(0);
    await vi.waitUntil(() => silent?.readableEnded ?? true);
    agent.destroy();
  });
});
