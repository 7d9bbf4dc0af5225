/** A fresh, migrated database for one test file, copied from a template in some 50 ms. */
import pg from "pg";
import { randomBytes } from "node:crypto";
import { inject } from "vitest";

export interface TestDatabase {
  /** Login that owns the database. */
  url: string;
  drop(): Promise<void>;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser URL of the test server. */
    serverUrl: string;
    /** Name of the migrated template database. */
    templateName: string;
  }
}

export const databaseUrl = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

export async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("serverUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(
    serverUrl,
    `create database ${name} template ${inject("templateName")} strategy file_copy`,
  );
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`),
  };
}
