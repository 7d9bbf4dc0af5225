import { statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkDatabase } from "../../platform/db/migrate.ts";
import { runningEmbedded } from "../../platform/db/embedded-postgres.ts";
import { readEnv, rootFolder } from "../../platform/env.ts";
import { checkPort } from "../../platform/ports.ts";
import { out, type Command } from "./command.ts";

const leastFreeBytes = 1_000_000_000;

interface Finding {
  what: string;
  fault: string | null;
}
const attempt = async (
  what: string,
  check: () => Promise<string | null | void>,
): Promise<Finding> => {
  try {
    return { what, fault: (await check()) ?? null };
  } catch (error) {
    return { what, fault: error instanceof Error ? error.message : String(error) };
  }
};

async function freeSpace(folder: string): Promise<string | null> {
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : rootFolder);
  return bavail * bsize < leastFreeBytes
    ? `Only ${Math.round((bavail * bsize) / 1e6)} MB are free: a full disk stops the journal, ` +
        "and with it the redirects."
    : null;
}

export const doctorCommand: Command = {
  name: "doctor",
  summary: "Checks Node, variables, ports, database and disk, and says what to do.",
  run: async () => {
    const env = readEnv();
    const embedded = join(env.DATA_DIR, "postgres");
    const runs = env.DATABASE_URL === undefined && runningEmbedded(embedded) !== null;
    const ports = (
      [
        ["PORT", env.PORT],
        ["TRACKER_PORT", env.TRACKER_PORT],
        ["WORKER_PORT", env.WORKER_PORT],
        ["SIMULATOR_PORT", env.SIMULATOR_PORT],
      ] as const
    ).map(([name, port]) =>
      attempt(`${name} ${port}${runs ? " (in use by the running Counterfoil)" : ""}`, async () =>
        runs ? null : checkPort(env.HOST, port, name),
      ),
    );
    const findings = await Promise.all([
      attempt(`Node ${process.version}`, async () =>
        typeof Temporal === "undefined"
          ? "Node 26 or newer is needed: start by npm, which uses the shipped one."
          : null,
      ),
      attempt("Variables", async () => null),
      attempt(env.DATABASE_URL ? "External database" : "Embedded database", () =>
        env.DATABASE_URL ? checkDatabase(env.DATABASE_URL) : Promise.resolve(null),
      ),
      attempt("Disk space", () => freeSpace(env.DATA_DIR)),
      ...ports,
    ]);
    for (const { what, fault } of findings)
      out(`${fault === null ? "ok    " : "FAULT "} ${what}${fault === null ? "" : `: ${fault}`}`);
    return findings.some((finding) => finding.fault !== null) ? 1 : 0;
  },
};
