/**
 * The attribution simulator: a small server that answers as Amazon Attribution does, for
 * advertisers whose id starts with SIM, and says so in every answer. Never used with a real Amazon
 * account. Bound to this machine only.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import { z } from "zod";
import { groupings } from "../../domain/attribution.ts";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import type { Clock } from "../../platform/clock.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { WrongVariable } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { maxPageRows } from "./report-client.ts";
import { createClickCounts, simulatedPrefix } from "./simulated-clicks.ts";
import {
  reportMetrics,
  simulatedReport,
  type HiddenCreatives,
  type ReportMetric,
  type ReportRequest,
  type ReportSource,
} from "./simulated-report.ts";

interface SimulatorOptions {
  /** Reads as the worker. */
  pool: pg.Pool;
  clock: Clock;
  log: Log;
  /** 0 takes a free one. */
  port: number;
  /** How old the click-throughs may be; orders are always the newest. */
  clicksEveryMs?: number;
  /** Creatives that are not told; asked with every report. */
  hidden?: () => HiddenCreatives | null;
}
export interface Simulator {
  url: string;
  stop(): Promise<void>;
}

const tokenLifeMs = 3_600_000;
const maxBodyBytes = 100_000;
const maxRangeDays = 400;

class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    details: string,
  ) {
    super(details);
  }
}
const badRequest = (details: string): Fault => new Fault(400, "INVALID_ARGUMENT", details);

const requestShape = z.object({
  reportType: z.string().default("PERFORMANCE"),
  advertiserIds: z.string().max(5_000).default(""),
  startDate: z.string(),
  endDate: z.string(),
  metrics: z.string().max(5_000).default(""),
  groupBy: z.enum(groupings).default("CREATIVE"),
  count: z.number().int().min(1).max(maxPageRows).default(1_000),
  cursorId: z.string().max(4_000).nullish(),
});

const list = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

function compactDate(text: string, field: string): string {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (!/^\d{8}$/.test(text) || !gateDate(date).ok)
    throw badRequest(`${field} must be a date in the form YYYYMMDD`);
  return date;
}

const isMetric = (name: string): name is ReportMetric =>
  (reportMetrics as readonly string[]).includes(name);

function parseRequest(body: unknown): ReportRequest & { count: number; after: string } {
  const parsed = requestShape.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(`${String(issue?.path[0] ?? "body")}: ${issue?.message ?? "invalid"}`);
  }
  const { reportType, groupBy, count, cursorId } = parsed.data;
  if (reportType !== "PERFORMANCE")
    throw badRequest("reportType: the simulator answers PERFORMANCE reports only");
  const startDate = compactDate(parsed.data.startDate, "startDate");
  const endDate = compactDate(parsed.data.endDate, "endDate");
  if (endDate < startDate) throw badRequest("endDate lies before startDate");
  if (Temporal.PlainDate.from(startDate).until(endDate).days > maxRangeDays)
    throw badRequest(`The range is longer than ${maxRangeDays} days`);
  const advertiserIds = list(parsed.data.advertiserIds);
  const stranger = advertiserIds.find((id) => !id.startsWith(simulatedPrefix));
  if (stranger !== undefined || advertiserIds.length === 0)
    throw badRequest(
      "advertiserIds: the simulator serves only advertisers whose id starts with " +
        simulatedPrefix,
    );
  const names = list(parsed.data.metrics);
  const wrong = names.find((name) => !isMetric(name));
  if (wrong !== undefined)
    throw badRequest(`metrics: ${wrong.slice(0, 100)} is not a PERFORMANCE metric`);
  const metrics = names.length === 0 ? [...reportMetrics] : names.filter(isMetric);
  return {
    advertiserIds,
    startDate,
    endDate,
    metrics,
    groupBy,
    count,
    after: readCursor(cursorId ?? ""),
  };
}

const writeCursor = (key: string): string =>
  Buffer.from(JSON.stringify({ after: key })).toString("base64url");
function readCursor(cursor: string): string {
  if (cursor === "") return "";
  try {
    return z
      .object({ after: z.string() })
      .parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).after;
  } catch {
    throw badRequest("cursorId was not given out by this service");
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw badRequest("The body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function report(source: ReportSource, request: IncomingMessage): Promise<unknown> {
  let body: unknown;
  try {
    body = JSON.parse(await readBody(request));
  } catch (error) {
    throw error instanceof Fault ? error : badRequest("The body is not JSON");
  }
  const { count, after, ...query } = parseRequest(body);
  const rest = (await simulatedReport(source, query)).filter(({ key }) => key > after);
  const page = rest.slice(0, count);
  const last = page.at(-1);
  return {
    reports: page.map(({ row }) => row),
    size: page.length,
    cursorId: last && rest.length > count ? writeCursor(last.key) : "",
  };
}

const advertisersSql = `select p.advertiser_id as "advertiserId", min(a.name) as "advertiserName"
  from program p
  join account a on a.id = p.brand_account_id
  where p.advertiser_id like $1
  group by 1
  order by 1`;
const publishersSql = `
  select distinct publisher_id as id, 'Counterfoil simulator' as name, false as "macroEnabled"
  from program
  where advertiser_id like $1
  order by 1`;

async function templates({ pool }: ReportSource, query: URLSearchParams): Promise<unknown> {
  const publisherIds = list(query.get("publisherIds") ?? "");
  if (publisherIds.length === 0) throw badRequest("publisherIds is missing");
  const wanted = list(query.get("advertiserIds") ?? "");
  const { rows } = await pool.query<{ advertiserId: string }>(advertisersSql, [
    `${simulatedPrefix}%`,
  ]);
  const served = rows
    .map((row) => row.advertiserId)
    .filter((id) => wanted.length === 0 || wanted.includes(id));
  return Object.fromEntries(
    served.map((advertiser) => [
      advertiser,
      Object.fromEntries(
        publisherIds.map((publisher) => [publisher, simulatedTemplate(advertiser, publisher)]),
      ),
    ]),
  );
}

/**
 * Access tokens of this run: after a restart every client is answered 401 and gets a new one, as
 * after their hour.
 */
function createTokens(clock: Clock) {
  const tokens = new Map<string, number>();
  return {
    issue(): { access_token: string; token_type: "bearer"; expires_in: number } {
      for (const [token, until] of tokens) if (until <= clock()) tokens.delete(token);
      const token = `simulated-${randomBytes(24).toString("base64url")}`;
      tokens.set(token, clock() + tokenLifeMs);
      return { access_token: token, token_type: "bearer", expires_in: tokenLifeMs / 1000 };
    },
    check(request: IncomingMessage): void {
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
      if ((tokens.get(bearer) ?? 0) <= clock())
        throw new Fault(401, "UNAUTHORIZED", "The access token is missing, unknown or expired");
      for (const name of ["Amazon-Advertising-API-ClientId", "Amazon-Advertising-API-Scope"])
        if (!request.headers[name.toLowerCase()])
          throw new Fault(401, "UNAUTHORIZED", `The header ${name} is missing`);
    },
  };
}

/** Where the token service of the simulator lives, in the shape of Login with Amazon. */
export const simulatorTokenPath = "/auth/o2/token";

function createRoutes(source: ReportSource, clock: Clock) {
  const tokens = createTokens(clock);
  return async (request: IncomingMessage): Promise<unknown> => {
    const url = new URL(request.url ?? "/", "http://simulator.invalid");
    const route = `${request.method} ${url.pathname}`;
    if (route === `POST ${simulatorTokenPath}`) {
      if (new URLSearchParams(await readBody(request)).get("grant_type") !== "refresh_token")
        throw badRequest("grant_type must be refresh_token");
      return tokens.issue();
    }
    tokens.check(request);
    switch (route) {
      case "POST /attribution/report":
        return report(source, request);
      case "GET /attribution/advertisers":
        return {
          advertisers: (await source.pool.query(advertisersSql, [`${simulatedPrefix}%`])).rows,
        };
      case "GET /attribution/publishers":
        return {
          publishers: (await source.pool.query(publishersSql, [`${simulatedPrefix}%`])).rows,
        };
      case "GET /attribution/tags/nonMacroTemplateTag":
        return templates(source, url.searchParams);
      default:
        throw new Fault(
          404,
          "NOT_FOUND",
          `The simulator has no ${request.method} ${url.pathname.slice(0, 200)}`,
        );
    }
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "X-Counterfoil-Simulated": "yes",
  });
  response.end(text);
}

/** Starts listening on 127.0.0.1. Rejects with WrongVariable when the port is taken. */
export async function startSimulator({
  pool,
  clock,
  log,
  port,
  clicksEveryMs = 60_000,
  hidden = () => null,
}: SimulatorOptions): Promise<Simulator> {
  const route = createRoutes(
    { pool, clickCounts: createClickCounts(pool, clock, clicksEveryMs), hidden },
    clock,
  );
  const server = createServer((request, response) => {
    route(request).then(
      (body) => answer(response, 200, body),
      (error: unknown) => {
        if (error instanceof Fault)
          return answer(response, error.status, { code: error.code, details: error.message });
        log.error({ err: error }, "attribution simulator failed");
        answer(response, 500, {
          code: "INTERNAL_ERROR",
          details: "The simulator failed; its log says why",
        });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new WrongVariable(
              `The port ${port} is in use. Set SIMULATOR_PORT to a free one and start again.`,
            )
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
