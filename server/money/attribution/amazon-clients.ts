/**
 * Who asks for a program's reports: its connection, with the sign-in that is stored sealed; for
 * simulated programs without one, the simulator's common sign-in. A sign-in that Amazon takes no
 * longer is remembered with its connection, and so is that it works again.
 */
import type pg from "pg";
import type { AmazonRegion, SalesSource } from "../../domain/amazon-region.ts";
import {
  accessOf,
  freshTokens,
  simulatedAccess,
  type AmazonAccess,
  type Answered,
  type Tokens,
} from "../../platform/amazon/amazon-api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { openSecrets, SecretUnreadable } from "../../platform/secrets.ts";
import { createReportClient, keptToken, type ReportClient } from "./report-client.ts";
import { commonRefreshToken } from "./simulator-peer.ts";

interface ClientOptions {
  /** Reads and writes as the worker. */
  pool: pg.Pool;
  env: Pick<
    Env,
    "AMAZON_CLIENT_ID" | "AMAZON_CLIENT_SECRET" | "SECRETS_KEY" | "DATA_DIR" | "simulatorUrl"
  >;
  clock: Clock;
  log: Log;
}

/** The token that was answered; what was said in its place is thrown. */
export function tokenIn(fresh: Answered<Tokens>): Tokens {
  if (!fresh.ok) throw new Error(fresh.message);
  return fresh.value;
}

/** Reads what is simulated without a connection. */
export function commonClient(url: string, clock: Clock, log: Log): ReportClient {
  const access = simulatedAccess(url);
  return createReportClient({
    baseUrl: url,
    credentials: { clientId: access.app.clientId, scope: "simulated" },
    token: keptToken(clock, async () => tokenIn(await freshTokens(access, commonRefreshToken))),
    clock,
    log,
  });
}

const notConnected = (cursorId: string) => ({
  ok: false as const,
  rows: 0,
  failure: { status: 401, code: "NOT_CONNECTED", details: "There is no connection", cursorId },
});

interface Stored {
  source: SalesSource;
  id: string | null;
  region: AmazonRegion | null;
  profile: string | null;
  sealed: string | null;
}
const storedSql = `
  select
    p.sales_source as source,
    c.id,
    c.region,
    c.profile_id as profile,
    c.refresh_token as sealed
  from program p
  left join amazon_connection c on c.id = p.amazon_connection_id
  where p.id = $1`;

const problemSql = `
  update amazon_connection
  set problem = $2, problem_at = case when $2::text is null then null else $3::timestamptz end
  where id = $1 and refresh_token = $4 and problem is distinct from $2`;

interface Sign {
  id: string;
  region: AmazonRegion;
  profile: string;
  sealed: string;
}
/** A stored sign-in that cannot be opened is one that Amazon never gets to see. */
function tokensOf(
  access: AmazonAccess,
  env: ClientOptions["env"],
  { sealed, id }: Sign,
): Promise<Answered<Tokens>> {
  try {
    return freshTokens(access, openSecrets(env).open(sealed, id));
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return Promise.resolve({ ok: false, kind: "REFUSED", message: error.message });
  }
}

function clientOfSign({ pool, env, clock, log }: ClientOptions, sign: Sign): ReportClient {
  const access = accessOf(env, sign.region);
  const token = keptToken(clock, async () => {
    if (!access) throw new Error("Login with Amazon is not set up: AMAZON_CLIENT_ID is missing");
    const fresh = await tokensOf(access, env, sign);
    if (fresh.ok || fresh.kind === "REFUSED") {
      const problem = fresh.ok ? null : fresh.message;
      await pool.query(problemSql, [sign.id, problem, new Date(clock()), sign.sealed]);
    }
    return tokenIn(fresh);
  });
  return createReportClient({
    baseUrl: access?.addresses.api ?? "",
    credentials: { clientId: access?.app.clientId ?? "", scope: sign.profile },
    token,
    clock,
    log,
  });
}

/** Who asks for a program's reports; the connection is looked up anew for every run. */
export function connectionClients(
  options: ClientOptions,
): (program: { id: string }) => ReportClient {
  const { pool, env, clock, log } = options;
  const common = commonClient(env.simulatorUrl, clock, log);
  const known = new Map<string, { sign: string; client: ReportClient }>();
  const clientOf = async (programId: string): Promise<ReportClient | null> => {
    const { rows } = await pool.query<Stored>(storedSql, [programId]);
    const [stored] = rows;
    if (!stored || stored.source === "NONE") return null;
    const { id, region, profile, sealed } = stored;
    if (id === null || region === null) return stored.source === "SIMULATED" ? common : null;
    if (profile === null || sealed === null) return null;
    const sign = `${region}/${profile}/${sealed}`;
    const last = known.get(id);
    if (last?.sign === sign) return last.client;
    const client = clientOfSign(options, { id, region, profile, sealed });
    known.set(id, { sign, client });
    return client;
  };
  return ({ id }) => ({
    async readReport(query, onPage) {
      const client = await clientOf(id);
      // Between two looks at the programs this one lost its connection: no report is none.
      return client ? client.readReport(query, onPage) : notConnected(query.cursorId ?? "");
    },
  });
}
