/**
 * One PostgreSQL for all test files: TEST_DATABASE_URL when given, else the embedded one in a
 * scratch folder.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { testDatabaseUrl } from "../../platform/env.ts";
import { databaseUrl, onServer } from "./database.ts";

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const external = testDatabaseUrl();
  if (external) return { url: external, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), "counterfoil-test-"));
  const server = await startEmbeddedPostgres({
    folder,
    settings: [
      "fsync=off",
      "synchronous_commit=off",
      "full_page_writes=off",
      "max_connections=300",
      "shared_buffers=128MB",
    ],
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const templateName = `template_${randomBytes(6).toString("hex")}`;
  await onServer(server.url, `create database ${templateName}`);
  await migrate(databaseUrl(server.url, templateName));
  project.provide("serverUrl", server.url);
  project.provide("templateName", templateName);
  return async () => {
    await onServer(server.url, `drop database if exists ${templateName} with (force)`);
    await server.stop();
  };
}
