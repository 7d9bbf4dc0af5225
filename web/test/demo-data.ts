/**
 * The demo world, made once per test run by the first command and copied by whoever needs it:
 * seeding sends its clicks through the real tracker and takes half a minute. Made when it is first
 * asked for; files without a browser never do.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createPlainServer, type AddressInfo } from "node:net";
import { randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootFolder } from "./root.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where `demoFolder` asks. */
    demoUrl: string;
  }
}

/** Starts the product as the first command does. */
export const startFirstCommand = (variables: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [join(rootFolder, "server", "start.mjs")], {
    env: { ...process.env, NODE_ENV: "production", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Resolves when it says how to end it, which is its last word before it serves. */
export function untilServing(child: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text: Buffer) => {
        said += text.toString();
        if (said.includes("Ctrl+C")) resolve();
      });
    child.on("exit", (code) => reject(new Error(`The product ended with ${code}:\n${said}`)));
  });
}

export async function endProduct(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM"))
    await once(child, "exit");
}

/** Below the range that connections have theirs from: none of them takes it until it is used. */
async function freePort(): Promise<string> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createPlainServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await once(server.close(), "close");
    return String(port);
  }
}

/** Ports of the product by the variables that set them. */
export async function freePorts(): Promise<
  Record<"PORT" | "TRACKER_PORT" | "WORKER_PORT" | "SIMULATOR_PORT", string>
> {
  const [PORT, TRACKER_PORT, WORKER_PORT, SIMULATOR_PORT] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  return { PORT, TRACKER_PORT, WORKER_PORT, SIMULATOR_PORT };
}

async function seed(folder: string): Promise<void> {
  const child = startFirstCommand({ ...(await freePorts()), DATA_DIR: folder });
  try {
    await untilServing(child);
  } finally {
    await endProduct(child);
  }
}

export interface DemoData {
  /** Answers with the folder that holds the demo world, once it is there. */
  url: string;
  stop(): Promise<void>;
}
export async function serveDemoData(): Promise<DemoData> {
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-demo-"));
  let seeded: Promise<void> | undefined;
  const server = createServer((_, response) => {
    seeded ??= seed(folder);
    seeded.then(
      () => response.end(folder),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      await seeded?.catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function demoFolder(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
