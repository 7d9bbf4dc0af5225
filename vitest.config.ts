import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Without times of an earlier run, files go by size. The one that visits every page takes longest
 * of all and builds the product; what else needs the product comes last, so that nobody waits for
 * the build.
 */
class BrowsersLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      if (moduleId.endsWith("web/test/pages.test.ts")) return 0;
      return moduleId.includes("/web/test/") ? 2 : 1;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const everywhere = ["**/node_modules/**", "dist/**", "web/.next/**"];

/**
 * Three projects, each by itself as `npx vitest run --project unit`: what is pure and what one
 * component draws; what stands on PostgreSQL and the API; what is seen in a real browser.
 */
export default defineConfig({
  // type-graphql loads graphql's CommonJS build; Vite must pick the same copy.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Waits end with what they wait for; this only bounds one in vain, on a machine under load too.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    // Files share what they import: loading it anew for each took half of all time. What a file
    // needs for itself it makes (testing/worlds/world.ts).
    isolate: false,
    sequence: { sequencer: BrowsersLast },
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "server/domain/**/*.test.ts",
            "web/{charts,features,lib,shell,ui}/**/*.test.{ts,tsx}",
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "api",
          include: ["server/**/*.test.ts"],
          exclude: [...everywhere, "server/domain/**"],
          globalSetup: ["server/testing/worlds/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          // A whole piece of work of somebody; each of its waits ends by itself.
          testTimeout: 120_000,
          include: ["web/test/**/*.test.ts"],
          globalSetup: ["web/test/global-setup.ts"],
        },
      },
    ],
  },
});
