/**
 * Makes one file of a program's clicks as a process of its own and throws it away; tells how long
 * that took, and how much memory. The arguments: a database's URL, brand, person, program, format.
 */
import { MikroORM } from "@mikro-orm/postgresql";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createJobContext } from "../../platform/context.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import type { ExportFormatName } from "../../reporting/exports/formats.ts";
import { fileOf } from "../../reporting/exports/making.ts";
import { entities } from "../../start/entities.ts";

export interface FileMade {
  rows: number;
  bytes: number;
  seconds: number;
  /** Of the process and its threads, in processor time; PostgreSQL's is not in it. */
  processorSeconds: number;
  /** Most that the process held, its threads too. */
  memoryBytes: number;
}

const [url = "", brand = "", userId = "", programId = "", format = ""] = process.argv.slice(2);
const orm = await MikroORM.init(ormConfig(url, "api", entities));
const deps = {
  orm,
  env: readEnv({ NODE_ENV: "test" }),
  clock: systemClock,
  newId: uuidv7,
  log: createLog("silent", "bench"),
};
const ctx = createJobContext(deps, { job: "bench", account: { id: brand, kind: "BRAND" }, userId });
let [rows, bytes] = [0, 0];
const usedBefore = process.cpuUsage();
const startedAt = performance.now();
const asked = { table: "CLICKS", programId, filters: {}, timeZone: "Europe/Berlin" } as const;
for await (const piece of fileOf(ctx, {
  ...asked,
  format: format as ExportFormatName,
  rights: ["clicks:read"],
  about: null,
})) {
  rows = piece.rows;
  bytes += piece.bytes.length;
}
const seconds = (performance.now() - startedAt) / 1_000;
const used = process.cpuUsage(usedBefore);
await orm.close(true);
const made: FileMade = {
  rows,
  bytes,
  seconds,
  processorSeconds: (used.user + used.system) / 1e6,
  // In kibibytes.
  memoryBytes: process.resourceUsage().maxRSS * 1_024,
};
process.stdout.write(JSON.stringify(made));
