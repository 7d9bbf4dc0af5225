/**
 * Real HTTP requests through the tracker: what fills the demo world, and what throughput and
 * accounting are proved with.
 */
import { Agent, request as httpRequest } from "node:http";
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import { linkPath } from "../../domain/tracking.ts";
import {
  planTraffic,
  requestKinds,
  usualShares,
  type PlannedRequest,
  type RequestKind,
  type TrafficShares,
  type WeightedPath,
} from "./traffic-plan.ts";

interface TrafficOptions {
  /**
   * The tracker's address. It must trust this machine as a proxy (TRUSTED_PROXIES=127.0.0.1) to see
   * the visitors' addresses.
   */
  baseUrl: string;
  seed: number;
  count: number;
  /** 0 = as fast as answers come. */
  ratePerSecond: number;
  links: readonly WeightedPath[];
  shares?: Partial<TrafficShares>;
  /** Kept-alive connections, which is also how many requests are under way. */
  sockets?: number;
  clock: Clock;
  onProgress?: (answered: number) => void;
  /** No further request is sent after it is aborted. */
  signal?: AbortSignal;
}

interface TrafficSummary {
  sent: Record<RequestKind, number>;
  /** By HTTP status. */
  answers: Record<string, number>;
  /**
   * Requests whose connection broke before an answer: whether they were counted is not known here.
   */
  unanswered: number;
  /** GETs answered 302: each of them is one raw click. */
  redirectedGets: number;
  durationMs: number;
  perSecond: number;
}

const usualSockets = 32;

const checkedShares = (given: Partial<TrafficShares>): TrafficShares => {
  const shares = { ...usualShares, ...given };
  const { sharedIds: _ofClicks, ...ofAll } = shares;
  if (Object.values(ofAll).reduce((a, b) => a + b, 0) > 1)
    throw new RangeError(
      "The shares of duplicates, prefetches, heads, robots and garbage add up to more than 1",
    );
  return shares;
};

/** The answer's status, or 0 when the connection broke. */
function send(
  agent: Agent,
  target: { host: string; port: string },
  { method, path, headers }: PlannedRequest,
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const request = httpRequest({ agent, ...target, method, path, headers }, (response) => {
    response.resume();
    response.once("end", () => resolve(response.statusCode ?? 0));
    response.once("error", () => resolve(0));
  });
  request.once("error", () => resolve(0));
  request.end();
  return promise;
}

/** Sends the plan and counts the answers; rejects only for wrong options. */
export async function sendTraffic(options: TrafficOptions): Promise<TrafficSummary> {
  const {
    baseUrl,
    count,
    ratePerSecond,
    sockets = usualSockets,
    clock,
    onProgress,
    signal,
  } = options;
  const { hostname: host, port } = new URL(baseUrl);
  const plan = planTraffic({
    seed: options.seed,
    count,
    links: options.links,
    shares: checkedShares(options.shares ?? {}),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: sockets, scheduling: "fifo" });
  const sent = Object.fromEntries(requestKinds.map((kind) => [kind, 0])) as Record<
    RequestKind,
    number
  >;
  const answers: Record<string, number> = {};
  let [unanswered, redirectedGets, answered, planned] = [0, 0, 0, 0];
  const startedAt = clock();
  const started = performance.now();

  const work = async (): Promise<void> => {
    for (;;) {
      if (signal?.aborted) return;
      const next = plan.next();
      if (next.done) return;
      const request = next.value;
      const early =
        ratePerSecond > 0 ? started + (planned++ / ratePerSecond) * 1000 - performance.now() : 0;
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      sent[request.kind] += 1;
      const status = await send(agent, { host, port }, request);
      if (status === 0) unanswered += 1;
      else answers[status] = (answers[status] ?? 0) + 1;
      if (status === 302 && request.method === "GET") redirectedGets += 1;
      answered += 1;
      onProgress?.(answered);
    }
  };
  await Promise.all(Array.from({ length: sockets }, work));
  agent.destroy();
  const durationMs = Math.max(clock() - startedAt, 1);
  return {
    sent,
    answers,
    unanswered,
    redirectedGets,
    durationMs,
    perSecond: Math.round((answered / durationMs) * 1000),
  };
}

/**
 * Live links of active programs, the older the more often clicked: few partners have most of the
 * traffic.
 */
export async function liveLinks(pool: pg.Pool): Promise<WeightedPath[]> {
  const { rows } = await pool.query<{ partner: string; ad: string; program: string }>(
    `select partner.code as partner, ad.code as ad, p.code as program
      from tracking_link l
      join account partner on partner.id = l.partner_account_id
      join ad on ad.id = l.ad_id
      join program p on p.id = l.program_id
      where not l.is_test and ad.state = 'ACTIVE' and p.state = 'ACTIVE'
      order by l.created_at, l.id`,
  );
  return rows.map((row, rank) => ({ path: linkPath(row), weight: 1 / (rank + 3) }));
}

export interface TrafficDeps {
  stdout: (text: string) => void;
  stderr: NodeJS.WriteStream;
  trackerUrl: string;
  clock: Clock;
  /** Read only when no --link is given. */
  links: () => Promise<WeightedPath[]>;
  signal?: AbortSignal;
}

const shareOptions = {
  duplicates: "duplicates",
  prefetches: "prefetches",
  heads: "heads",
  robots: "robots",
  garbage: "garbage",
  "shared-ids": "sharedIds",
} as const;
const text = { type: "string" } as const;
const optionShapes = {
  url: text,
  count: text,
  rate: text,
  seed: text,
  sockets: text,
  link: { type: "string", multiple: true },
  duplicates: text,
  prefetches: text,
  heads: text,
  robots: text,
  garbage: text,
  "shared-ids": text,
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const help = `Usage: npm run cli -- traffic [options]
Sends real HTTP requests through the tracker: agents and addresses as in the world, the same list
for the same seed. The tracker must trust this machine as a proxy (TRUSTED_PROXIES=127.0.0.1) to see
the visitors' addresses.

  --count N        requests to send (1000)
  --rate N         requests per second; 0 = as fast as answers come (0)
  --seed N         number that decides everything that is sent (1)
  --link PATH      link to use, e.g. /c/partner/ad/program; may be repeated (all live links)
  --url URL        the tracker's address (from the settings)
  --sockets N      connections kept open (${usualSockets})
  --duplicates S   share of repeats by the same visitor, 0 to 1 (${usualShares.duplicates})
  --prefetches S   share of prefetches (${usualShares.prefetches})
  --heads S        share of HEAD requests (${usualShares.heads})
  --robots S       share of robots (${usualShares.robots})
  --garbage S      share of requests that are no link (${usualShares.garbage})
  --shared-ids S   share of clicks with a shared id (${usualShares.sharedIds})
  --json           the summary as one line of JSON
`;

class WrongOption extends Error {}

function number(
  name: string,
  given: string | undefined,
  fallback: number,
  [min, max]: [number, number],
): number {
  if (given === undefined) return fallback;
  const value = Number(given);
  const whole = max > 1;
  if (
    given.trim() === "" ||
    !(value >= min && value <= max) ||
    (whole && name !== "rate" && !Number.isInteger(value))
  )
    throw new WrongOption(
      `--${name} is "${given.slice(0, 40)}"; allowed is a ${whole ? "whole " : ""}number from ` +
        `${min} to ${max}`,
    );
  return value;
}

function parseOptions(argv: string[]) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: optionShapes,
      strict: true,
      allowPositionals: false,
    }));
  } catch (error) {
    throw new WrongOption(
      error instanceof Error ? (error.message.split(". ")[0] ?? "wrong option") : "wrong option",
    );
  }
  const { url } = values;
  if (url !== undefined && !/^http:\/\/[^/]+\/?$/.test(url))
    throw new WrongOption(
      `--url is "${url.slice(0, 80)}"; wanted is an address such as http://127.0.0.1:3100`,
    );
  const path = values.link?.find((link) => !link.startsWith("/"));
  if (path !== undefined)
    throw new WrongOption(
      `--link is "${path.slice(0, 80)}"; wanted is a path such as /c/partner/ad/program`,
    );
  const shares: Partial<TrafficShares> = {};
  for (const [option, share] of Object.entries(shareOptions) as [
    keyof typeof shareOptions,
    keyof TrafficShares,
  ][])
    shares[share] = number(option, values[option], usualShares[share], [0, 1]);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    url,
    paths: values.link,
    shares: checkedShares(shares),
    count: number("count", values.count, 1_000, [1, 100_000_000]),
    ratePerSecond: number("rate", values.rate, 0, [0, 1_000_000]),
    seed: number("seed", values.seed, 1, [0, 2_147_483_647]),
    sockets: number("sockets", values.sockets, usualSockets, [1, 4_096]),
  };
}

const counts = (record: Record<string, number>): string =>
  Object.entries(record)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${name} ${n}`)
    .join(", ") || "none";

const summaryText = (summary: TrafficSummary): string => `Sent       ${counts(summary.sent)}
Answers    ${counts(summary.answers)}${summary.unanswered > 0 ? `, none ${summary.unanswered}` : ""}
Clicks     ${summary.redirectedGets} GETs answered 302
Duration   ${(summary.durationMs / 1000).toFixed(1)} s, ${summary.perSecond} requests/s
`;

async function run(argv: string[], deps: TrafficDeps): Promise<number> {
  const options = parseOptions(argv);
  if (options.help) {
    deps.stdout(help);
    return 0;
  }
  const links = options.paths?.map((path) => ({ path, weight: 1 })) ?? (await deps.links());
  if (links.length === 0)
    throw new WrongOption("there is no live link yet; create one, or name one by --link");
  const bar = deps.stderr.isTTY
    ? new SingleBar(
        { stream: deps.stderr, format: "{bar} {percentage}% | {value}/{total} | {eta_formatted}" },
        Presets.shades_classic,
      )
    : null;
  bar?.start(options.count, 0);
  const { clock, signal } = deps;
  const { count, ratePerSecond, seed, sockets, shares } = options;
  const baseUrl = options.url ?? deps.trackerUrl;
  const summary = await sendTraffic({
    baseUrl,
    count,
    ratePerSecond,
    seed,
    sockets,
    shares,
    links,
    clock,
    onProgress: (answered) => bar?.update(answered),
    ...(signal ? { signal } : {}),
  });
  bar?.stop();
  if (Object.keys(summary.answers).length === 0 && summary.unanswered > 0)
    throw new WrongOption(
      `nothing answers at ${baseUrl}; start the tracker, or name its address by --url`,
    );
  deps.stdout(options.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  return 0;
}

/**
 * For the table of commands. `run` resolves to the exit code; a wrong option is one line on stderr.
 */
export const trafficCommand = {
  name: "traffic",
  summary: "send real requests through the tracker",
  run: async (argv: string[], deps: TrafficDeps): Promise<number> => {
    try {
      return await run(argv, deps);
    } catch (error) {
      if (!(error instanceof WrongOption || error instanceof RangeError)) throw error;
      deps.stderr.write(`traffic: ${error.message}. --help lists the options.\n`);
      return 1;
    }
  },
};
