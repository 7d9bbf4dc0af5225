/**
 * `npm run bench [-- redirect|accounting|booking|rules|replay|contracts|report|…]`, by the names of
 * `parts`: ours and its baselines in the same run, median with minimum and maximum. `exports` takes
 * `--clicks 10000000` for so many clicks; without it they are a million. `interaction` takes
 * `--only drawer` for the presses whose names hold it.
 */
import { cpus, totalmem, release } from "node:os";
import { parseArgs } from "node:util";
import { benchAccounting } from "./accounting.ts";
import { benchBooking } from "./booking.ts";
import { benchBreakdown } from "./breakdown.ts";
import { benchContracts } from "./contracts.ts";
import { benchExports } from "./exports.ts";
import { benchInteraction } from "./interaction.ts";
import { benchPage } from "./page.ts";
import { benchReconciliation } from "./reconciliation.ts";
import { benchRedirect } from "./redirect.ts";
import { benchReplay } from "./replay.ts";
import { benchReport } from "./report.ts";
import { benchRules } from "./rules.ts";
import { benchVerification } from "./verification.ts";
import type { Spread } from "./spread.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const spread = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;

const parts: Record<string, () => Promise<void>> = {
  redirect: async () => {
    for (const row of await benchRedirect())
      say(`| ${row.name} | ${spread(row)} ${row.unit} | ${row.goal} | ${row.met ? "yes" : "no"} |`);
  },
  accounting: async () => {
    for (const row of await benchAccounting())
      say(
        `| ${row.name} | ${Math.round(row.ours)}/s against ${Math.round(row.rival)}/s | ` +
          `${spread(row.ratio)} |`,
      );
  },
  booking: async () => {
    const { reports, file } = await benchBooking();
    for (const { name, rows, ours, rival, goal, met } of reports)
      say(
        `| ${rows} rows of a report, ${name} | ${Math.round(ours)}/s against ` +
          `${Math.round(rival)}/s put into a plain table | ${goal} | ${met ? "yes" : "no"} |`,
      );
    say(
      `| a file of ${file.rows} rows | previewed ${Math.round(file.previewed)}/s, booked ` +
        `${Math.round(file.booked)}/s | a report of Amazon's waits ` +
        `${file.waitedSeconds.toFixed(1)} s behind its preview |`,
    );
  },
  rules: async () => {
    for (const row of await benchRules())
      say(
        `| ${row.name} | ${Math.round(row.ours)} ns against ${Math.round(row.rival)} ns: ` +
          `${spread(row.ratio)} | ${row.goal} | ${row.met ? "yes" : "no"} |`,
      );
  },
  replay: async () => {
    for (const { name, median, min, max, goal, met } of await benchReplay())
      say(
        `| ${name} | ${Math.round(median)}/s (${Math.round(min)} to ${Math.round(max)}) | ` +
          `${goal} | ${met ? "yes" : "no"} |`,
      );
  },
  contracts: async () => {
    const { small, large, ratio, heapGrowthMiB } = await benchContracts();
    say(
      `| change of ${large.partners} partners against ${small.partners} | ` +
        `${Math.round(large.ms)} ms against ${Math.round(small.ms)} ms: ${ratio.toFixed(0)} ` +
        `times (goal at most 120) | ${heapGrowthMiB.toFixed(0)} MiB more held between batches |`,
    );
  },
  report: async () => {
    for (const row of await benchReport())
      say(`| ${row.name} | ${row.clicks} clicks | ${spread(row)} ms |`);
  },
  breakdown: async () => {
    for (const row of await benchBreakdown(clicks))
      say(
        `| ${row.name} | ${row.clicks} clicks | ${spread(row.ms)} ms | ${row.goal} | ` +
          `${row.met ? "yes" : "no"} |`,
      );
  },
  exports: async () => {
    for (const row of await benchExports(clicks))
      say(
        `| ${row.rows} clicks as ${row.name}, ${row.megabytes.toFixed(0)} MB | ` +
          `${Math.round(row.perSecond)}/s, ${Math.round(row.perProcessorSecond)} in a second of ` +
          `its own processor time, the process holds ${row.memory.toFixed(0)} MB | ` +
          `${row.goal} | ${row.met ? "yes" : "no"} |`,
      );
  },
  verification: async () => {
    const { partners, goal, met, ...times } = await benchVerification();
    say(
      `| page of the board, ${partners} partners | ${spread(times)} ms | at most ${goal} ms | ` +
        `${met ? "yes" : "no"} |`,
    );
  },
  reconciliation: async () => {
    for (const row of await benchReconciliation())
      say(`| 5,000 partners × 90 days, ${row.name} | ${spread(row)} ms |`);
  },
  interaction: async () => {
    for await (const row of benchInteraction(values.only))
      say(`| ${row.name} | ${row.measured} | ${row.goal} | ${row.met ? "yes" : "no"} |`);
  },
  page: async () => {
    for (const row of await benchPage())
      say(`| ${row.name} | ${row.measured} | ${row.goal} | ${row.met ? "yes" : "no"} |`);
  },
};

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { clicks: { type: "string" }, only: { type: "string" } },
});
const clicks = values.clicks === undefined ? {} : { clicks: Number(values.clicks) };
if (values.clicks !== undefined && !/^[1-9]\d*$/.test(values.clicks)) {
  process.stderr.write(
    `--clicks ${values.clicks}: it takes a number of clicks, such as 10000000.\n`,
  );
  process.exit(2);
}
const unknown = asked.find((name) => !(name in parts));
if (unknown) {
  process.stderr.write(`There is no benchmark "${unknown}": ${Object.keys(parts).join(", ")}.\n`);
  process.exit(2);
}
say(
  `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ` +
    process.version,
);
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  say(`\n${name}`);
  await parts[name]?.();
}
