/**
 * The attribution simulator: a small server that answers as Amazon Attribution does, for programs
 * whose source of sales it is, and says so in every answer. Never used with a real Amazon account.
 * Bound to this machine only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import { z } from "zod";
import { bonusMetric, groupings, type Grouping } from "../../domain/attribution.ts";
import { productDays, productMetrics } from "../../domain/attributed-products.ts";
import { consentPath, tokenPath } from "../../domain/amazon-region.ts";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import type { Clock } from "../../platform/clock.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { WrongVariable } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { SimulatorFault } from "./simulator-fault.ts";
import {
  answerAddress,
  consentPage,
  newSeller,
  SimulatorPeer,
  usualSwitches,
  type PeerSwitches,
} from "./simulator-peer.ts";
import { createClickCounts } from "./simulated-clicks.ts";
import { simulatedProducts } from "./simulated-products.ts";
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
  /** Variants and errors, on demand. */
  switches: PeerSwitches;
  stop(): Promise<void>;
}

const maxBodyBytes = 100_000;
const maxRangeDays = 400;

const badRequest = (details: string): SimulatorFault =>
  new SimulatorFault(400, "INVALID_ARGUMENT", details);

const requestShape = z.object({
  reportType: z.enum(["PERFORMANCE", "PRODUCTS"]).default("PERFORMANCE"),
  advertiserIds: z.string().max(5_000).default(""),
  startDate: z.string(),
  endDate: z.string(),
  metrics: z.string().max(5_000).default(""),
  groupBy: z.enum(groupings).default("CREATIVE"),
  count: z.number().int().min(1).default(1_000),
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

const isProductMetric = (name: string): boolean =>
  (productMetrics as readonly string[]).includes(name);
const isMetric = (name: string): name is ReportMetric =>
  (reportMetrics as readonly string[]).includes(name);

interface ParsedRequest extends ReportRequest {
  reportType: "PERFORMANCE" | "PRODUCTS";
  count: number;
  after: string;
}
/** Each report has metrics of its own; the bonus is told of no creative [D137]. */
function readMetrics(reportType: string, groupBy: Grouping, text: string): ReportMetric[] {
  const names = list(text);
  const isKnown = reportType === "PRODUCTS" ? isProductMetric : isMetric;
  const wrong = names.find((name) => !isKnown(name));
  if (wrong !== undefined)
    throw badRequest(`metrics: ${wrong.slice(0, 100)} is not a ${reportType} metric`);
  if (groupBy === "CREATIVE" && names.includes(bonusMetric))
    throw badRequest(`metrics: ${bonusMetric} is not told by CREATIVE`);
  const told = names.length === 0 ? reportMetrics.filter((name) => name !== bonusMetric) : names;
  return told.filter(isMetric);
}

function parseRequest(body: unknown): ParsedRequest {
  const parsed = requestShape.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(`${String(issue?.path[0] ?? "body")}: ${issue?.message ?? "invalid"}`);
  }
  const { reportType, groupBy, count, cursorId } = parsed.data;
  const startDate = compactDate(parsed.data.startDate, "startDate");
  const endDate = compactDate(parsed.data.endDate, "endDate");
  if (endDate < startDate) throw badRequest("endDate lies before startDate");
  if (Temporal.PlainDate.from(startDate).until(endDate).days > maxRangeDays)
    throw badRequest(`The range is longer than ${maxRangeDays} days`);
  const advertiserIds = list(parsed.data.advertiserIds);
  if (advertiserIds.length === 0) throw badRequest("advertiserIds is missing");
  const metrics = readMetrics(reportType, groupBy, parsed.data.metrics);
  return {
    reportType,
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

/** A profile has its own programs alone; the common sign-in, those without a connection. */
const ownProgram = `p.sales_source = 'SIMULATED'
    and coalesce(
        (select c.profile_id from amazon_connection c where c.id = p.amazon_connection_id),
        ''
      ) = coalesce($1, '')`;
const ownAdvertisersSql = `
  select count(distinct p.advertiser_id)::int as count
  from program p
  where p.advertiser_id = any($2) and ${ownProgram}`;
async function requireOwn(
  { pool }: ReportSource,
  advertiserIds: string[],
  profile: string | null,
): Promise<void> {
  const { rows } = await pool.query<{ count: number }>(ownAdvertisersSql, [profile, advertiserIds]);
  if ((rows[0]?.count ?? 0) < new Set(advertiserIds).size)
    throw badRequest("advertiserIds: not all of them are this profile's");
}

interface Asked {
  source: ReportSource;
  switches: PeerSwitches;
  clock: Clock;
}
async function report(
  { source, switches, clock }: Asked,
  request: IncomingMessage,
  profile: string | null,
): Promise<unknown> {
  let body: unknown;
  try {
    body = JSON.parse(await readBody(request));
  } catch (error) {
    throw error instanceof SimulatorFault ? error : badRequest("The body is not JSON");
  }
  const { reportType, count, after, ...query } = parseRequest(body);
  if (count > switches.maxCount) throw badRequest(`count: at most ${switches.maxCount} rows`);
  await requireOwn(source, query.advertiserIds, profile);
  const isOfProducts = reportType === "PRODUCTS";
  const oldest = addDays(dateOf(clock(), "UTC"), -productDays - 1);
  if (isOfProducts && query.startDate < oldest)
    throw badRequest(`startDate: products are told for ${productDays} days`);
  const rows = await (isOfProducts
    ? simulatedProducts(source, query)
    : simulatedReport(source, query));
  const rest = rows.filter(({ key }) => key > after);
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
  where ${ownProgram}
  group by 1
  order by 1`;
const publishersSql = `
  select distinct publisher_id as id, 'Counterfoil simulator' as name, false as "macroEnabled"
  from program
  where sales_source = 'SIMULATED'
  order by 1`;

async function templates({ pool }: ReportSource, query: URLSearchParams): Promise<unknown> {
  const publisherIds = list(query.get("publisherIds") ?? "");
  if (publisherIds.length === 0) throw badRequest("publisherIds is missing");
  const wanted = list(query.get("advertiserIds") ?? "");
  const { rows } = await pool.query<{ advertiserId: string }>(advertisersSql, [null]);
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

const requestUrl = ({ url = "/" }: IncomingMessage): URL =>
  new URL(url, "http://simulator.invalid");

function createRoutes(source: ReportSource, peer: SimulatorPeer, clock: Clock) {
  return async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = requestUrl(request);
    const route = `${request.method} ${pathname}`;
    if (route === `POST ${tokenPath}`)
      return peer.token(new URLSearchParams(await readBody(request)));
    const grant = peer.grantOf(pathname, request.headers);
    if (route === "GET /v2/profiles") return peer.profiles(grant);
    const scope = String(request.headers["amazon-advertising-api-scope"]);
    const profile = peer.profileOf(grant, scope);
    switch (route) {
      case "POST /attribution/report":
        return report({ source, switches: peer.switches, clock }, request, profile);
      case "GET /attribution/advertisers":
        return {
          advertisers: (await source.pool.query(advertisersSql, [profile])).rows,
        };
      case "GET /attribution/publishers":
        if (profile !== null) return peer.publishers();
        return {
          publishers: (await source.pool.query(publishersSql)).rows,
        };
      case "GET /attribution/tags/nonMacroTemplateTag":
        if (profile !== null) return peer.templates(profile, searchParams);
        return templates(source, searchParams);
      default:
        throw new SimulatorFault(
          404,
          "NOT_FOUND",
          `The simulator has no ${request.method} ${pathname.slice(0, 200)}`,
        );
    }
  };
}

const sellerCookie = "simulated_seller";
const cookieRules = "Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000";
const sellerIn = ({ headers }: IncomingMessage): string | null =>
  new RegExp(`(?:^|; *)${sellerCookie}=([\\w-]{24})(?:;|$)`).exec(headers.cookie ?? "")?.[1] ??
  null;

/** In the place of Amazon's page: the person says yes or no, and goes back to who asked. */
async function consent(
  peer: SimulatorPeer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked =
    request.method === "POST"
      ? new URLSearchParams(await readBody(request))
      : requestUrl(request).searchParams;
  if (answerAddress(asked, {}) === null) throw badRequest("redirect_uri is missing");
  const headers = { "cache-control": "no-store", "X-Counterfoil-Simulated": "yes" };
  const known = sellerIn(request);
  if (request.method === "POST") {
    const answered = asked.get("answer");
    const seller = (answered === "other" ? null : known) ?? newSeller();
    const isYes = answered === "yes" || answered === "other";
    const said: Record<string, string> = isYes
      ? { code: peer.consent(asked, seller), scope: asked.get("scope") ?? "" }
      : { error: "access_denied", error_description: "The person said no" };
    response.writeHead(303, {
      ...headers,
      ...(isYes ? { "set-cookie": `${sellerCookie}=${seller}; ${cookieRules}` } : {}),
      location: answerAddress(asked, said) ?? "/",
    });
    response.end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(consentPage(asked, known !== null));
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  // Numbers beyond what a number holds are written out.
  const text = JSON.stringify(body).replace(/\{"number":"(\d+)"\}/g, "$1");
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
  const switches = usualSwitches();
  const peer = new SimulatorPeer(clock, switches);
  const route = createRoutes(
    {
      pool,
      clickCounts: createClickCounts(pool, clock, clicksEveryMs),
      hidden,
      bonus: () => switches.bonus,
    },
    peer,
    clock,
  );
  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      if (requestUrl(request).pathname === consentPath) await consent(peer, request, response);
      else answer(response, 200, await route(request));
    };
    handle().catch((error: unknown) => {
      if (error instanceof SimulatorFault) return answer(response, error.status, error.body);
      log.error({ err: error }, "attribution simulator failed");
      answer(response, 500, {
        code: "INTERNAL_ERROR",
        details: "The simulator failed; its log says why",
      });
    });
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
    switches,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
