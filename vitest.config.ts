import { defineConfig } from "vitest/config";

export default defineConfig({
  // type-graphql loads graphql's CommonJS build; Vite must pick the same copy.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["server/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "web/.next/**"],
    globalSetup: ["server/test/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // How long a poll waits in vain, not how fast anything must be: machines are shared.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
