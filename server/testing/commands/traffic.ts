import { systemClock } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readEnv } from "../../platform/env.ts";
import { liveLinks, trafficCommand as traffic } from "../../start/demo/traffic.ts";
import type { Command } from "../../start/commands/command.ts";
import { withDatabase } from "../../start/commands/database.ts";

export const trafficCommand: Command = {
  name: traffic.name,
  summary: "Sends real requests through the tracker; --help lists the options.",
  run: (argv) => {
    const env = readEnv();
    const links = () =>
      withDatabase(env, async (ownerUrl) => {
        const pool = createPool(ownerUrl, "worker", 1);
        try {
          return await liveLinks(pool);
        } finally {
          await pool.end();
        }
      });
    return traffic.run(argv, {
      stdout: (text) => process.stdout.write(text),
      stderr: process.stderr,
      trackerUrl: env.trackerUrl,
      clock: systemClock,
      links,
    });
  },
};
