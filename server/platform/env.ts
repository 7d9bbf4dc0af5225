/**
 * The only reader of process.env. One frozen, validated Env; a wrong variable is one clear line.
 */
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export const roles = ["all", "control", "api", "web", "tracker", "worker"] as const;
export type Role = (typeof roles)[number];

/** The folder that holds package.json, from source and from dist alike. */
export const rootFolder = (() => {
  const server = dirname(dirname(fileURLToPath(import.meta.url)));
  return server.endsWith(join("dist", "server")) ? dirname(dirname(server)) : dirname(server);
})();

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);
export const secretsKeyMin = 32;
const shape = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  ROLE: z.enum(roles).default("all"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port(3000),
  TRACKER_PORT: port(3100),
  SIMULATOR_PORT: port(3200),
  WORKER_PORT: port(3101),
  /** External PostgreSQL ≥ 15; without it the embedded one is used. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default(join(rootFolder, "data")),
  JOURNAL_DIR: z.string().optional(),
  /** Public addresses, as written into links and mails. */
  PUBLIC_URL: z.url().optional(),
  TRACKER_URL: z.url().optional(),
  /** Where the API itself reaches a tracker, for the clicks of verifications. */
  TRACKER_INTERNAL_URL: z.url().optional(),
  /** Comma list of addresses or CIDR ranges whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.string().default(""),
  /** Comma list of name servers, such as 9.9.9.9 or 127.0.0.1:5353; without it the system's. */
  DNS_SERVERS: z.string().optional(),
  /** Mail: smtp://user:password@host:port; without it mails stay readable in the outbox. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default("Counterfoil <no-reply@counterfoil.invalid>"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("warn"),
  /** Requests' cost points per minute and principal. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(10).default(300_000),
  /**
   * Whether an empty database gets the demo world, whose passwords are public: by default the
   * embedded one alone.
   */
  DEMO: z.enum(["yes", "no"]).optional(),
  ATTRIBUTION_POLL_SECONDS: z.coerce.number().min(0.05).default(2),
  API_URL: z.url().optional(),
  /** Login with Amazon: the operator's own, for all brands; without them none can connect. */
  AMAZON_CLIENT_ID: z.string().optional(),
  AMAZON_CLIENT_SECRET: z.string().optional(),
  /** Seals what others entrust; without it a key file beside the data. */
  SECRETS_KEY: z.string().min(secretsKeyMin).optional(),
  /** Where the API and people's browsers reach the attribution simulator. */
  SIMULATOR_URL: z.url().optional(),
});
const checkedShape = shape.refine(
  (env) => (env.AMAZON_CLIENT_ID === undefined) === (env.AMAZON_CLIENT_SECRET === undefined),
  {
    path: ["AMAZON_CLIENT_ID"],
    message: "AMAZON_CLIENT_ID and AMAZON_CLIENT_SECRET are given together",
  },
);

export interface Env extends Readonly<z.infer<typeof shape>> {
  readonly journalDir: string;
  readonly publicUrl: string;
  readonly trackerUrl: string;
  readonly trackerInternalUrl: string;
  readonly withDemo: boolean;
  readonly simulatorUrl: string;
}

export class WrongVariable extends Error {}

/** Who listens everywhere is reached on this machine. */
const reachedAt = (host: string): string =>
  host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;

export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = checkedShape.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "environment");
    throw new WrongVariable(
      `The variable ${name} is wrong: ${issue?.message ?? "invalid"}. Correct or unset it and ` +
        "start again.",
    );
  }
  const env = parsed.data;
  return Object.freeze({
    ...env,
    withDemo: (env.DEMO ?? (env.DATABASE_URL ? "no" : "yes")) === "yes",
    journalDir: env.JOURNAL_DIR ?? join(env.DATA_DIR, "journal"),
    publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/$/, ""),
    simulatorUrl: (env.SIMULATOR_URL ?? `http://127.0.0.1:${env.SIMULATOR_PORT}`).replace(
      /\/$/,
      "",
    ),
    trackerInternalUrl: (
      env.TRACKER_INTERNAL_URL ?? `http://${reachedAt(env.HOST)}:${env.TRACKER_PORT}`
    ).replace(/\/$/, ""),
    trackerUrl: (env.TRACKER_URL ?? `http://${env.HOST}:${env.TRACKER_PORT}`).replace(/\/$/, ""),
  });
}

/** An external server for the tests; they create and drop databases of their own on it. */
export const testDatabaseUrl = (
  source: Record<string, string | undefined> = process.env,
): string | undefined => source.TEST_DATABASE_URL || undefined;

/** What a child process is started with: this process's variables and the ones given. */
export const childVariables = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...given,
});

/** Next reads these two from the environment of its process. */
export function setPageVariables(internalApiUrl: string): void {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.env.INTERNAL_API_URL = internalApiUrl;
}
