/**
 * How fast a month of clicks becomes a file, and in how much memory: each format by a process of
 * its own, so that none holds what another left.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { exportFormatNames } from "../../reporting/exports/formats.ts";
import { addClicks, makeGround } from "./breakdown.ts";
import type { FileMade } from "./export-maker.ts";
import { onApp } from "./ground.ts";

export interface ExportBenchOptions {
  clicks?: number;
}
export interface ExportRow {
  name: string;
  rows: number;
  perSecond: number;
  /** Of the process's own time, all its threads together: what others do beside it counts not. */
  perProcessorSecond: number;
  megabytes: number;
  /** Most that the process held, in megabytes. */
  memory: number;
  goal: string;
  met: boolean;
}
const [leastPerSecond, mostMemory] = [100_000, 300];
/** For these the goal is set. */
const measured: readonly string[] = ["CSV", "PARQUET"];

// As it is called where it runs: compiled or not.
const maker = fileURLToPath(import.meta.url.replace(/exports(?=\.\w+$)/, "export-maker"));
/** What is needed at once is a third of it; unbound, garbage is let lie where there is room. */
const boundHeap = ["--max-old-space-size=128", "--max-semi-space-size=8"];
async function made(args: readonly string[]): Promise<FileMade> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [
    ...process.execArgv,
    ...boundHeap,
    maker,
    ...args,
  ]);
  return JSON.parse(stdout) as FileMade;
}

/** Of more clicks those formats alone for which the goal is set. */
const allFormatsUpTo = 1_000_000;

export const benchExports = ({ clicks = 1_000_000 }: ExportBenchOptions = {}): Promise<
  ExportRow[]
> =>
  onApp(async (app) => {
    const ground = await makeGround(app.owner);
    await addClicks(app, ground, 0, clicks);
    await app.owner.query("vacuum analyze click");
    await app.owner.query("vacuum analyze decision");
    const found: ExportRow[] = [];
    for (const format of exportFormatNames) {
      if (clicks > allFormatsUpTo && !measured.includes(format)) continue;
      const { brand, user, program } = ground;
      const file = await made([app.url, brand, user, program, format]);
      const { rows, bytes, seconds, processorSeconds, memoryBytes } = file;
      const [perSecond, memory] = [rows / seconds, memoryBytes / 1e6];
      const hasGoal = measured.includes(format);
      found.push({
        name: format,
        rows,
        perSecond,
        perProcessorSecond: rows / processorSeconds,
        megabytes: bytes / 1e6,
        memory,
        goal: hasGoal ? `${leastPerSecond}/s in ${mostMemory} MB` : "none",
        met: !hasGoal || (perSecond >= leastPerSecond && memory <= mostMemory),
      });
    }
    return found;
  });
