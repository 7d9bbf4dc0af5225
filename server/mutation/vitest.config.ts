/** The domain's tests alone: no database, no browser. Every odd day of every zone takes too long to be asked for each change. */
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["server/domain/**/*.test.ts"], exclude: ["server/domain/odd-days.test.ts"], testTimeout: 60_000 } });
