/**
 * Whether a person's gesture led to a click, as browsers vouch for it (Fetch Metadata), and which
 * risk signals follow. Measured in Chromium 156: nine ways in which a person opens a link carry
 * `Sec-Fetch-User: ?1`; eleven without a gesture (automatic location, meta refresh, scripted click,
 * popunder, hidden frame, image …) do not.
 */
import type { Gesture } from "./facts.ts";

/** The parts of Sec-Fetch-* by name; null when the browser sends none at all. */
export type FetchMetadata = Record<string, string> | null;

/** An image, script or hidden frame asked for the link · a page went to the link by itself. */
export const riskSignals = ["IMAGE_CLICK", "NO_GESTURE"] as const;
export type RiskSignal = (typeof riskSignals)[number];

/**
 * Chromium and Gecko say it of every navigation; WebKit, and so every browser of iOS, sends the
 * other parts but never this one.
 */
const vouches = /\bChrom(?:e|ium)\/|\bHeadlessChrome\/|\bFirefox\//;

/**
 * Services that carry a person's click on by a script or a refresh of their own: the click was made
 * on the page before, and its gesture cannot reach us. Their absence of one says nothing.
 */
const carriers = new Set([
  "t.co",
  "l.facebook.com",
  "lm.facebook.com",
  "l.messenger.com",
  "l.instagram.com",
  "l.threads.com",
  "l.threads.net",
  "l.wl.co",
  "lnkd.in",
  "out.reddit.com",
  "away.vk.com",
]);

export function gestureOf(metadata: FetchMetadata, agent: string): Gesture {
  if (metadata === null) return "UNKNOWN";
  if (metadata["user"] === "?1") return "USER";
  return vouches.test(agent) ? "NONE" : "UNKNOWN";
}

/**
 * Whether a request without Fetch Metadata may ask for a page. Every browser asks for one by a type
 * that it can show as a page or by any, and none for a range of its bytes: what asks otherwise is
 * an image, a film, a font.
 */
export const isForPage = (accept: string | undefined, range: string | undefined): boolean =>
  range === undefined &&
  (accept === undefined ||
    accept.trim() === "" ||
    /\btext\/(?:html|\*)|\bapplication\/xhtml\+xml|\*\/\*/i.test(accept));

export interface Navigation {
  metadata: FetchMetadata;
  /** By its other headers (isForPage). */
  forPage: boolean;
  gesture: Gesture;
  referrerHost: string | null;
}

/**
 * A risk is what a browser says, never what it leaves out: without any Sec-Fetch header a click
 * stays neutral unless it asks for what is no page, and `Sec-Fetch-Site: none` says that no page
 * but an app, a bookmark or the address bar opened the link.
 */
export function risksOf(navigation: Navigation): RiskSignal[] {
  const { metadata, forPage, gesture, referrerHost } = navigation;
  if (metadata === null) return forPage ? [] : ["IMAGE_CLICK"];
  if (gesture === "USER") return [];
  const { dest, site } = metadata;
  // Browsers that send any of it name the destination: without it this is none of them.
  if (dest === undefined) return [];
  if (dest !== "document") return ["IMAGE_CLICK"];
  if (
    gesture !== "NONE" ||
    site === "none" ||
    (referrerHost !== null && carriers.has(referrerHost))
  )
    return [];
  return ["NO_GESTURE"];
}
