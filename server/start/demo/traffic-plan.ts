/**
 * What is sent, request by request: the same list for the same seed, whatever answers and however
 * fast.
 */
import { createPicker, createRandom, type Random } from "./random.ts";
import { visitorSource, type Visitor } from "./visitors.ts";

/**
 * CLICK a new visitor · DUPLICATE the same visitor on the same link again · GARBAGE what is no
 * link, or no GET.
 */
export const requestKinds = ["CLICK", "DUPLICATE", "PREFETCH", "HEAD", "ROBOT", "GARBAGE"] as const;
export type RequestKind = (typeof requestKinds)[number];

/** Path of a link, e.g. "/c/partner/ad/program". */
export interface WeightedPath {
  path: string;
  weight: number;
}

/** Shares of all requests, 0 to 1; what is left are clicks of new visitors. */
export interface TrafficShares {
  duplicates: number;
  prefetches: number;
  heads: number;
  robots: number;
  garbage: number;
  /** Of the clicks: how many carry a shared id, and how many a sub id. */
  sharedIds: number;
}
export const usualShares: TrafficShares = {
  duplicates: 0.12,
  prefetches: 0.04,
  heads: 0.02,
  robots: 0.06,
  garbage: 0.01,
  sharedIds: 0.15,
};

export interface PlannedRequest {
  kind: RequestKind;
  method: "GET" | "HEAD" | "POST";
  path: string;
  headers: Record<string, string>;
}

interface PlanOptions {
  seed: number;
  count: number;
  links: readonly WeightedPath[];
  shares: TrafficShares;
}

const referrers = [
  { url: "https://www.youtube.com/", weight: 24 },
  { url: "https://www.instagram.com/", weight: 20 },
  { url: "https://www.google.com/", weight: 16 },
  { url: "https://www.tiktok.com/", weight: 12 },
  { url: "https://www.facebook.com/", weight: 10 },
  { url: "https://t.co/", weight: 6 },
  { url: "https://www.reddit.com/", weight: 6 },
  { url: "https://www.pinterest.com/", weight: 6 },
];
const pickReferrer = createPicker(referrers, (referrer) => referrer.weight);
const sharedIds = [
  "spring26",
  "video1",
  "video2",
  "story",
  "newsletter",
  "Bio",
  "review2026",
  "giftguide",
];
const garbagePaths = [
  "/",
  "/favicon.ico",
  "/wp-login.php",
  "/c/",
  "/c/only",
  "/c/../../etc/passwd",
  "/c/a/b/c",
  "/c/UPPER/case/code",
  "/.env",
  "/c/unknown0/unknown0/unknown0",
  "/c/%00/x/y",
];
/** How many past clicks a repeat may come from. */
const remembered = 5_000;
const noGestureShare = 0.05;
const noFetchHeadersShare = 0.07;

const garbagePath = (random: Random): string =>
  garbagePaths[random.below(garbagePaths.length)] ?? "/";
const sharedId = (random: Random): string =>
  sharedIds[random.below(sharedIds.length)] ?? "spring26";

function browserHeaders(random: Random, { address, agent }: Visitor): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": agent.text,
    "x-forwarded-for": address,
    accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": agent.language,
  };
  if (agent.chromium) headers["sec-ch-ua-mobile"] = agent.mobile ? "?1" : "?0";
  if (random.chance(0.75)) headers.referer = pickReferrer(random).url;
  // Apps' own browsers send no such headers; scripts that fetch send them without a person's
  // gesture.
  if (!random.chance(noFetchHeadersShare)) {
    Object.assign(headers, {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    });
    if (!random.chance(noGestureShare)) headers["sec-fetch-user"] = "?1";
  }
  return headers;
}

function withIds(random: Random, path: string, share: number): string {
  const query: string[] = [];
  if (random.chance(share)) query.push(`sharedId=${sharedId(random)}`);
  if (random.chance(share / 5)) query.push(`subId1=s${random.below(50)}`);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

function kindPicker(shares: PlanOptions["shares"]): (random: Random) => RequestKind {
  const special =
    shares.duplicates + shares.prefetches + shares.heads + shares.robots + shares.garbage;
  const pick = createPicker<[RequestKind, number]>(
    [
      ["CLICK", 1 - special],
      ["DUPLICATE", shares.duplicates],
      ["PREFETCH", shares.prefetches],
      ["HEAD", shares.heads],
      ["ROBOT", shares.robots],
      ["GARBAGE", shares.garbage],
    ],
    ([, share]) => share,
  );
  return (random) => pick(random)[0];
}

/** A request that no person makes; null for a click. */
function otherThanClick(
  kind: RequestKind,
  random: Random,
  {
    path,
    headers,
    robotAgent,
  }: Pick<PlannedRequest, "path" | "headers"> & { robotAgent: (random: Random) => string },
): PlannedRequest | null {
  switch (kind) {
    case "PREFETCH": {
      const purpose = random.chance(0.3) ? "prefetch;prerender" : "prefetch";
      return { kind, method: "GET", path, headers: { ...headers, "sec-purpose": purpose } };
    }
    case "HEAD":
      return { kind, method: "HEAD", path, headers };
    case "ROBOT":
      return {
        kind,
        method: "GET",
        path,
        headers: {
          "user-agent": robotAgent(random),
          "x-forwarded-for": headers["x-forwarded-for"] ?? "",
          accept: "*/*",
        },
      };
    case "GARBAGE":
      return random.chance(0.2)
        ? { kind, method: "POST", path, headers }
        : { kind, method: "GET", path: garbagePath(random), headers };
    default:
      return null;
  }
}

export function* planTraffic({
  seed,
  count,
  links,
  shares,
}: PlanOptions): Generator<PlannedRequest> {
  const random = createRandom(seed);
  const source = visitorSource();
  const robotAgent = (of: Random): string => source.robotAgent(of);
  const pickLink = createPicker(links, (link) => link.weight);
  const pickKind = kindPicker(shares);
  const past: PlannedRequest[] = [];
  for (let i = 0; i < count; i++) {
    const kind = pickKind(random);
    const { path } = pickLink(random);
    if (kind === "DUPLICATE" && past.length > 0) {
      const earlier = past[random.below(past.length)];
      if (earlier) yield { ...earlier, kind };
      continue;
    }
    const headers = browserHeaders(random, source.visitor(random));
    const other = otherThanClick(kind, random, { path, headers, robotAgent });
    if (other) {
      yield other;
      continue;
    }
    const click: PlannedRequest = {
      kind: "CLICK",
      method: "GET",
      path: withIds(random, path, shares.sharedIds),
      headers,
    };
    if (past.length < remembered) past.push(click);
    else past[random.below(remembered)] = click;
    yield click;
  }
}
