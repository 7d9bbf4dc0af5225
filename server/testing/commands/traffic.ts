import { systemClock } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { liveLinks, trafficCommand as traffic } from "../../start/demo/traffic.ts";
import type { Command } from "../../start/commands/command.ts";
import { withWorkerPool } from "../../start/commands/database.ts";

export const trafficCommand: Command = {
  name: traffic.name,
  summary: "Sends real requests through the tracker; --help lists the options.",
  run: (argv) => {
    const env = readEnv();
    const links = () => withWorkerPool(env, liveLinks);
    return traffic.run(argv, {
      stdout: (text) => process.stdout.write(text),
      stderr: process.stderr,
      trackerUrl: env.trackerUrl,
      clock: systemClock,
      links,
    });
  },
};
