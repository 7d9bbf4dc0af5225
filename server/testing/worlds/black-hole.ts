/**
 * A way to the database on which, from some moment on, bytes are swallowed: nothing is refused, and
 * nothing answers.
 */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface BlackHole {
  /** The database's URL through it. */
  url: string;
  swallows: boolean;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

export async function createBlackHole(databaseUrl: string): Promise<BlackHole> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const hole: BlackHole = {
    url: "",
    swallows: false,
    open: () => sockets.size,
    close: async () => {},
  };
  const server = createServer((near) => {
    sockets.add(near);
    const far = connect(Number(target.port), target.hostname);
    near.on("data", (bytes) => !hole.swallows && far.write(bytes));
    far.on("data", (bytes) => !hole.swallows && near.write(bytes));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on("error", () => {});
      socket.on("close", () => other.destroy());
    }
    near.on("close", () => sockets.delete(near));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(databaseUrl);
  through.port = String((server.address() as AddressInfo).port);
  hole.url = through.href;
  hole.close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return hole;
}
