/**
 * How fast a month of clicks becomes a file, and in how much memory: of the process that makes it,
 * its threads too, while it does.
 */
import { exportFormatNames } from "../../reporting/exports/formats.ts";
import { fileOf } from "../../reporting/exports/making.ts";
import { addClicks, makeGround } from "./breakdown.ts";
import { onApp } from "./ground.ts";

export interface ExportBenchOptions {
  clicks?: number;
}
export interface ExportRow {
  name: string;
  rows: number;
  perSecond: number;
  megabytes: number;
  /** Most that the process held, in megabytes. */
  memory: number;
  goal: string;
  met: boolean;
}
const [leastPerSecond, mostMemory] = [100_000, 300];
/** For these the goal is set. */
const measured: readonly string[] = ["CSV", "PARQUET"];
const everyMs = 20;

export const benchExports = ({ clicks = 1_000_000 }: ExportBenchOptions = {}): Promise<
  ExportRow[]
> =>
  onApp(async (app) => {
    const ground = await makeGround(app.owner);
    await addClicks(app, ground, 0, clicks);
    await app.owner.query("vacuum analyze click");
    await app.owner.query("vacuum analyze decision");
    const asked = {
      table: "CLICKS" as const,
      programId: ground.program,
      filters: {},
      timeZone: "Europe/Berlin",
      about: null,
    };
    const found: ExportRow[] = [];
    for (const format of exportFormatNames) {
      let [rows, bytes, most] = [0, 0, 0];
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), everyMs);
      const startedAt = performance.now();
      for await (const piece of fileOf(app.contextOf(ground), { ...asked, format })) {
        rows = piece.rows;
        bytes += piece.bytes.length;
      }
      const perSecond = (rows / (performance.now() - startedAt)) * 1_000;
      clearInterval(watch);
      const memory = most / 1e6;
      const hasGoal = measured.includes(format);
      found.push({
        name: format,
        rows,
        perSecond,
        megabytes: bytes / 1e6,
        memory,
        goal: hasGoal ? `${leastPerSecond}/s in ${mostMemory} MB` : "none",
        met: !hasGoal || (perSecond >= leastPerSecond && memory <= mostMemory),
      });
    }
    return found;
  });
