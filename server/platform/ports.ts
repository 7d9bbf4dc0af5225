/** Ports are asked for before anything starts, so that a busy one is one clear line. */
import { once } from "node:events";
import { createServer } from "node:net";

export class PortBusy extends Error {}

export async function checkPort(host: string, port: number, variable: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new PortBusy(
        `Port ${port} on ${host} is in use: stop what uses it, or set ${variable} to another port.`,
      );
    throw new PortBusy(
      `${host}:${port} cannot be listened on (${code}): correct HOST or ${variable}.`,
    );
  } finally {
    server.close();
  }
}
