import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Without times of an earlier run, files go by size. The one that visits every page takes longest
 * of all and builds the product; what else needs the product comes last, so that nobody waits for
 * the build.
 */
class BrowsersLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.endsWith("web/test/pages.test.ts") ? 0 : moduleId.includes("/web/test/") ? 2 : 1;
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  // type-graphql loads graphql's CommonJS build; Vite must pick the same copy.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["server/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "web/.next/**"],
    globalSetup: ["server/testing/worlds/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Waits end with what they wait for; this only bounds one in vain, on a machine under load too.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    // Files share what they import: loading it anew for each took half of all time. What a file
    // needs for itself it makes (test/world.ts).
    isolate: false,
    sequence: { sequencer: BrowsersLast },
    passWithNoTests: false,
  },
});
