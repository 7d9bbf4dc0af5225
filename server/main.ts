/** Start: variables → the roles of this process → drain on signal; nothing else. */
import { EmbeddedPostgresError } from "./platform/db/embedded-postgres.ts";
import { DatabaseUnusable } from "./platform/db/migrate.ts";
import { readEnv, WrongVariable } from "./platform/env.ts";
import { startRole } from "./start/roles.ts";
import type { Running } from "./start/supervisor.ts";
import { PortBusy } from "./platform/ports.ts";

const hardExitMs = 15_000;

function explain(error: unknown): string {
  const known =
    error instanceof WrongVariable ||
    error instanceof DatabaseUnusable ||
    error instanceof EmbeddedPostgresError ||
    error instanceof PortBusy;
  if (known) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}

async function start(): Promise<void> {
  let running: Running | null = null;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), hardExitMs).unref();
    await running?.close();
    process.exit(code);
  };
  process.on("SIGINT", () => void stop(0));
  process.on("SIGTERM", () => void stop(0));
  // A child whose supervisor is gone ends too.
  process.on("disconnect", () => void stop(0));
  running = await startRole(readEnv());
  if (process.send) process.send("ready");
}

// Where output goes to a full disk or to nobody, its lines are lost, and the process goes on.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  await start();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
