/**
 * Plain PostgreSQL connections for the append-only tables (COPY in, range reads out) and for
 * LISTEN.
 */
import pg from "pg";
import { letSilentConnectionsGo } from "./silence.ts";

export const databaseRoles = { api: "counterfoil_api", worker: "counterfoil_worker" } as const;
export type DatabaseRole = keyof typeof databaseRoles;

// bigint columns are counts and micros: exact bigints, never numbers. timestamptz stays a Date,
// date stays text.
const types = new pg.TypeOverrides();
types.setTypeParser(20, (text: string) => BigInt(text));
types.setTypeParser(1082, (text: string) => text);

/**
 * How long one statement of a request may take; whoever waits longer has gone, and the next one
 * needs the connection.
 */
const apiStatementMs = 10_000;

/**
 * How long a worker waits for the answer to one of its own statements; `api`: a little longer than
 * the server lets one take.
 */
export const silentMsOf = { api: apiStatementMs + 2_000, worker: 120_000 } as const;

/** How long to wait for a connection. */
export const connectionTimeoutMillis = 5_000;

/**
 * Start-up options of a session of this role. What it was told is stored is on disk, whatever the
 * database's own default is.
 */
export const sessionOptions = (role: DatabaseRole, statementMs = apiStatementMs): string =>
  `-c role=${databaseRoles[role]} -c synchronous_commit=on` +
  (role === "api" ? ` -c statement_timeout=${statementMs}` : "");

/**
 * Connection settings that act as one of the two database roles whatever login the URL names: the
 * login must be a member of the role (set-up grants that). `role` as a start-up option is what
 * RESET ROLE returns to.
 */
export const poolConfig = (url: string, role: DatabaseRole | "owner", max = 10): pg.PoolConfig => ({
  connectionString: url,
  max,
  types,
  connectionTimeoutMillis,
  keepAlive: true,
  ...(role === "owner" ? {} : { options: sessionOptions(role) }),
});

/**
 * A pool whose broken connections do not end the process: idle ones are dropped, and one that
 * breaks between two statements of a transaction fails the next statement. `silentMs`: a connection
 * that takes longer to answer a statement is given up.
 */
export function createPool(
  url: string,
  role: DatabaseRole | "owner",
  max = 10,
  silentMs?: number,
): pg.Pool {
  const pool = new pg.Pool(poolConfig(url, role, max));
  if (silentMs !== undefined) letSilentConnectionsGo(pool, silentMs);
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

/** Runs `work` in one transaction on its own connection. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

type Send = (...given: unknown[]) => unknown;
/** What a transaction's first and last words are, as the ORM says them. */
const edge = /^(begin|start transaction\b.*|rollback)$/i;

/**
 * Whoever leaves has a running statement cancelled by a connection of its own, which may cancel
 * what its login runs but not what that login runs as another role. So this one stays with the
 * login. The pool opens its own with its very options, the canceller with a copy of them.
 */
export function cancelAsLogin(pool: pg.Pool): void {
  const shared = pool as unknown as { Client: typeof pg.Client; options: pg.PoolConfig };
  const Plain = shared.Client;
  shared.Client = class extends Plain {
    constructor(config?: pg.ClientConfig) {
      super(config === shared.options ? config : { ...config, options: undefined });
    }
  };
}

/**
 * The ORM gives a transaction's connection back only when its beginning or its rollback succeeds;
 * on a connection that the server cut, or that nobody answers, neither does, and the pool would
 * lose one place each time until none is left. Where one of the two fails, the connection is given
 * back here, as broken.
 */
export function letBrokenConnectionsGo(pool: pg.Pool): void {
  pool.on("connect", (client) => {
    // Told by the statement that fails.
    client.on("error", () => {});
    const send = client.query.bind(client) as Send;
    const query: Send = (...given) => {
      const sent = send(...given);
      if (sent instanceof Promise && typeof given[0] === "string" && edge.test(given[0]))
        sent.catch((error: Error) => client.release(error));
      return sent;
    };
    Object.assign(client, { query });
  });
}
