/**
 * A change of terms for 10,000 signed partners against one for 100, in the same run: request, job,
 * notices and mails until all is done.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { uuidv7 } from "../../platform/clock.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { readEnv } from "../../platform/env.ts";
import { createContractChanges, type ContractChanges } from "../../start/jobs/contract-changes.ts";
import { createLog } from "../../platform/log.ts";
import { modifyMany, outcomeOf, seedManyContracts } from "../seed/many-contracts.ts";
import { Stage } from "../../start/demo/stage.ts";

export interface ContractBench {
  small: { partners: number; ms: number };
  large: { partners: number; ms: number };
  ratio: number;
  /**
   * Most heap that is held between two batches of the large change, over what was held before it.
   */
  heapGrowthMiB: number;
}

interface Run {
  ms: number;
  heapGrowthMiB: number;
}
const mib = 2 ** 20;
const measuredEvery = 10;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
/** What is held: garbage that nobody collected yet is not part of it. */
function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

async function changeAll(stage: Stage, job: ContractChanges, partners: number): Promise<Run> {
  const many = await seedManyContracts(stage, partners);
  await stage.owner.query("analyze");
  const day = Temporal.Now.plainDateISO("America/New_York").add({ days: 3 }).toString();
  const before = heldBytes();
  let most = before;
  let measuringMs = 0;
  const started = performance.now();
  const id = await modifyMany(stage, many, day);
  for (let done = 1, batch = 1; done > 0; batch += 1) {
    done = await job.runOnce();
    if (batch % measuredEvery !== 0) continue;
    const measuring = performance.now();
    most = Math.max(most, heldBytes());
    measuringMs += performance.now() - measuring;
  }
  const ms = performance.now() - started - measuringMs;
  const outcome = await outcomeOf(stage, many, id);
  if (outcome.once !== partners || outcome.notices !== partners)
    throw new Error(`the change did not reach everyone: ${JSON.stringify(outcome)}`);
  return { ms, heapGrowthMiB: (most - before) / mib };
}

export async function benchContracts(
  sizes = { small: 100, large: 10_000 },
): Promise<ContractBench> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-bench-"));
  const server = await startEmbeddedPostgres({ folder });
  try {
    await migrate(server.url);
    const stage = await Stage.open({
      env: readEnv(),
      ownerUrl: server.url,
      log: createLog("silent", "bench"),
      startsAt: Date.now(),
      password: "not used by anyone",
    });
    const job = await createContractChanges({
      databaseUrl: server.url,
      log: createLog("silent", "bench"),
      telling: { clock: Date.now, newId: uuidv7, publicUrl: "http://127.0.0.1:3000" },
    });
    await changeAll(stage, job, sizes.small);
    const small: number[] = [];
    for (let round = 0; round < 5; round += 1)
      small.push((await changeAll(stage, job, sizes.small)).ms);
    const large = await changeAll(stage, job, sizes.large);
    await job.close();
    await stage.close();
    const median = small.toSorted((a, b) => a - b)[2] ?? NaN;
    return {
      small: { partners: sizes.small, ms: median },
      large: { partners: sizes.large, ms: large.ms },
      ratio: large.ms / median,
      heapGrowthMiB: large.heapGrowthMiB,
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
