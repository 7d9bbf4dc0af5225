/**
 * Client of the Amazon Attribution report: pages until the cursor is empty, waits when told to,
 * refreshes a refused token once, and stops with its cursor kept on anything else. Source: the
 * Attribution API as seen in public client code.
 */
import { bonusMetric, performanceMetrics, type RunKind } from "../../domain/attribution.ts";
import { productMetrics } from "../../domain/attributed-products.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";

/**
 * Gives the bearer token; `refused` is true when the last one was answered with 401 and must be
 * replaced.
 */
type TokenProvider = (refused: boolean) => Promise<string>;

interface ReportClientOptions {
  /** Without a slash at the end. */
  baseUrl: string;
  /**
   * Sent as Amazon-Advertising-API-ClientId and Amazon-Advertising-API-Scope (the profile's id).
   */
  credentials: { clientId: string; scope: string };
  token: TokenProvider;
  clock: Clock;
  log: Log;
  /** How to wait; a test counts instead. */
  wait?: (ms: number) => Promise<void>;
}

interface ReportQuery {
  advertiserId: string;
  grouping: RunKind;
  /** Whether the referral bonus is asked for as well. */
  withBonus?: boolean;
  /** YYYY-MM-DD in the marketplace's zone, both included. */
  startDate: string;
  endDate: string;
  /** Rows per page, 1 to 5,000. Halved once for the rest of a run that is answered with 400. */
  count?: number;
  /** Where an earlier run stopped; empty starts from the first page. */
  cursorId?: string;
}

export interface ReportPage {
  rows: unknown[];
  /** When this page was asked for: the page is at least as new as this. */
  startedAt: Instant;
  /** The answer calls itself simulated. */
  simulated: boolean;
  /** The page behind this one; empty: this was the last. */
  nextCursorId: string;
}

/**
 * `cursorId` is that of the page that could not be read: a later run goes on there. `status` 0 = no
 * answer at all.
 */
export interface ReportFailure {
  status: number;
  code: string;
  details: string;
  cursorId: string;
}
type RunAnswer = { ok: true; rows: number } | { ok: false; rows: number; failure: ReportFailure };

export interface ReportClient {
  readReport(query: ReportQuery, onPage: (page: ReportPage) => Promise<void>): Promise<RunAnswer>;
}

export const maxPageRows = 5_000;
const firstDelayMs = 1_000;
const maxAttempts = 6;
const answerWithinMs = 30_000;

const compactDate = (date: string): string => date.replaceAll("-", "");
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Answer {
  status: number;
  body: Record<string, unknown>;
  simulated: boolean;
  retryAfterMs: number;
}

async function readAnswer(response: Response): Promise<Answer> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // A body that is no JSON is told by its status below.
  }
  return {
    status: response.status,
    body: typeof body === "object" && body !== null ? { ...body } : {},
    simulated: response.headers.get("x-counterfoil-simulated") === "yes",
    retryAfterMs: Number(response.headers.get("retry-after") ?? 0) * 1000 || 0,
  };
}

const text = (value: unknown, fallback: string): string =>
  typeof value === "string" ? value.slice(0, 300) : fallback;
const failureOf = (answer: Answer, cursorId: string): ReportFailure => ({
  status: answer.status,
  code: text(answer.body.code, String(answer.status)),
  details: text(answer.body.details, "no details"),
  cursorId,
});

const noAnswer = (code: "NO_TOKEN" | "UNREACHABLE", error: unknown): Answer => ({
  status: 0,
  body: { code, details: error instanceof Error ? error.message : String(error) },
  simulated: false,
  retryAfterMs: 0,
});

/** Asks once. What cannot be reached is an answer too, of status 0. */
async function post(
  { baseUrl, credentials, token: tokenOf }: ReportClientOptions,
  body: unknown,
  tokenRefused: boolean,
): Promise<Answer> {
  let token: string;
  try {
    token = await tokenOf(tokenRefused);
  } catch (error) {
    return noAnswer("NO_TOKEN", error);
  }
  try {
    const response = await fetch(`${baseUrl}/attribution/report`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "Amazon-Advertising-API-ClientId": credentials.clientId,
        "Amazon-Advertising-API-Scope": credentials.scope,
      },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return await readAnswer(response);
  } catch (error) {
    return noAnswer("UNREACHABLE", error);
  }
}

interface RunState {
  /** A token is replaced at most once. */
  refreshed: boolean;
  /** Amazon's own texts disagree on how many rows a page may have. */
  halved: boolean;
  count: number;
}

export function createReportClient(options: ReportClientOptions): ReportClient {
  const { clock, log, wait = sleep } = options;

  /** One page with its retries. `run` lives for the whole run. */
  const askPage = async (
    query: ReportQuery,
    run: RunState,
  ): Promise<Answer & { startedAt: Instant }> => {
    let delay = firstDelayMs;
    let refused = false;
    for (let attempt = 1; ; attempt++) {
      const startedAt = clock();
      const answer = await post(options, requestBody(query, run), refused);
      if (answer.status === 401 && !run.refreshed) {
        run.refreshed = true;
        refused = true;
        continue;
      }
      refused = false;
      if (answer.status === 400 && !run.halved && run.count > 1) {
        run.halved = true;
        run.count = Math.floor(run.count / 2);
        continue;
      }
      if (answer.status === 429 && attempt < maxAttempts) {
        const waitMs = Math.max(delay, answer.retryAfterMs);
        log.debug({ waitMs, attempt }, "attribution report: asked to slow down");
        await wait(waitMs);
        delay *= 2;
      } else return { ...answer, startedAt };
    }
  };

  return {
    async readReport(query, onPage) {
      const { count = maxPageRows } = query;
      if (!Number.isInteger(count) || count < 1 || count > maxPageRows)
        throw new RangeError(`readReport: count is ${count}, allowed are 1 to ${maxPageRows}`);
      const run: RunState = { refreshed: false, halved: false, count };
      const seen: Seen = { cursors: new Set(), rows: "", times: 0 };
      let cursorId = query.cursorId ?? "";
      let rows = 0;
      for (;;) {
        const answer = await askPage({ ...query, cursorId }, run);
        if (answer.status !== 200) return { ok: false, rows, failure: failureOf(answer, cursorId) };
        const page = readPage(answer, cursorId);
        if (page && repeats(seen, page, cursorId))
          return { ok: false, rows, failure: { ...repeatedPage, cursorId } };
        if (!page) return { ok: false, rows, failure: { ...badAnswer, cursorId } };
        await onPage(page);
        rows += page.rows.length;
        if (page.nextCursorId === "") return { ok: true, rows };
        cursorId = page.nextCursorId;
      }
    },
  };
}

const badAnswer = { status: 200, code: "BAD_ANSWER", details: "the answer is not a report page" };
const repeatedPage = {
  status: 200,
  code: "PAGE_REPEATS",
  details: "the report leads back to a page that was read already",
};
interface Seen {
  cursors: Set<string>;
  /** Of the page before. */
  rows: string;
  /** How often it came in a row. */
  times: number;
}
/** A page may come again, behind another cursor; so often it is no slip. */
const sameTimesMax = 5;
/** Followed on, such pages would never end. */
function repeats(seen: Seen, { rows, nextCursorId }: ReportPage, cursorId: string): boolean {
  const text = rows.length === 0 ? "" : JSON.stringify(rows);
  seen.times = text !== "" && text === seen.rows ? seen.times + 1 : 1;
  seen.rows = text;
  seen.cursors.add(cursorId);
  return seen.times > sameTimesMax || (nextCursorId !== "" && seen.cursors.has(nextCursorId));
}

/** Null: it is none, or its cursor comes back unchanged and would be followed for ever. */
function readPage(
  { body, startedAt, simulated }: Answer & { startedAt: Instant },
  cursorId: string,
): ReportPage | null {
  const { reports, cursorId: next = "" } = body;
  if (!Array.isArray(reports) || (next !== null && typeof next !== "string")) return null;
  if (next && next === cursorId) return null;
  return { rows: reports, startedAt, simulated, nextCursorId: next ?? "" };
}
function metricsOf({ grouping, withBonus = false }: ReportQuery): readonly string[] {
  if (grouping === "PRODUCTS") return productMetrics;
  return withBonus ? [...performanceMetrics, bonusMetric] : performanceMetrics;
}
const requestBody = (query: ReportQuery, { count }: RunState) => ({
  reportType: query.grouping === "PRODUCTS" ? "PRODUCTS" : "PERFORMANCE",
  advertiserIds: query.advertiserId,
  startDate: compactDate(query.startDate),
  endDate: compactDate(query.endDate),
  metrics: metricsOf(query).join(","),
  // Products are always told by ad group.
  ...(query.grouping === "PRODUCTS" ? {} : { groupBy: query.grouping }),
  count,
  cursorId: query.cursorId,
});

/** A minute before its end a token is replaced. */
const spareMs = 60_000;

/** Keeps a token of `fresh` until a minute before its end, or until it is refused. */
export function keptToken(
  clock: Clock,
  fresh: () => Promise<{ accessToken: string; expiresInMs: number }>,
): TokenProvider {
  let kept: { token: string; until: Instant } | null = null;
  return async (refused) => {
    if (kept && !refused && clock() < kept.until) return kept.token;
    kept = null;
    const { accessToken, expiresInMs } = await fresh();
    kept = { token: accessToken, until: clock() + expiresInMs - spareMs };
    return accessToken;
  };
}
