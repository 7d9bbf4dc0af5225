/**
 * What a link request's headers say, read in one pass over the raw list: building node's object of
 * all of them costs more than everything else that is read. As there, the first User-Agent and
 * Referer count, and other repeated ones are joined.
 */
import { isUtf8 } from "node:buffer";
import { testVisitorHeader } from "./test-visitor.ts";

export interface LinkHeaders {
  agent: string;
  referrer: string | undefined;
  forwardedFor: string | undefined;
  accept: string | undefined;
  range: string | undefined;
  language: string | undefined;
  mobileHint: string | undefined;
  platformHint: string | undefined;
  /** Sealed by the API (test-visitor.ts). */
  testVisitor: string | undefined;
  /** The parts of Sec-Fetch-* by name, each cut to 40 characters; null when there is none. */
  secFetch: Record<string, string> | null;
  /** Asked for in advance, not by a visitor. */
  prefetch: boolean;
}

const hintLengthMax = 40;
/**
 * "instant" is the word of instant-page and search results that are made ready before anyone asks
 * for them.
 */
const prefetchWords = /prefetch|prerender|preview|instant/i;
const secFetchStart = "sec-fetch-";
const secFetchNames = new Set(["site", "mode", "dest", "user"]);

/**
 * HTTP reads a header's bytes one by one; apps that escape nothing send an address in UTF-8, of
 * which that makes "mÃ¼nchen".
 */
function asWritten(value: string): string {
  if (/^\p{ASCII}*$/u.test(value)) return value;
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : value;
}

const joined = (before: string | undefined, value: string): string =>
  before === undefined ? value : `${before}, ${value}`;

/** `raw`: name, value, name, value …, names as they came. */
export function readHeaders(raw: readonly string[]): LinkHeaders {
  const found: LinkHeaders = {
    agent: "",
    referrer: undefined,
    forwardedFor: undefined,
    accept: undefined,
    range: undefined,
    language: undefined,
    mobileHint: undefined,
    platformHint: undefined,
    testVisitor: undefined,
    secFetch: null,
    prefetch: false,
  };
  let agentSeen = false;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const value = raw[at + 1] ?? "";
    switch (name) {
      case "user-agent":
        if (!agentSeen) found.agent = value;
        agentSeen = true;
        break;
      case "referer":
        found.referrer ??= asWritten(value);
        break;
      case "x-forwarded-for":
        found.forwardedFor = joined(found.forwardedFor, value);
        break;
      case "accept":
        found.accept = joined(found.accept, value);
        break;
      case "range":
        found.range ??= value;
        break;
      case "accept-language":
        found.language ??= value;
        break;
      case "sec-ch-ua-mobile":
        found.mobileHint = joined(found.mobileHint, value);
        break;
      case "sec-ch-ua-platform":
        found.platformHint = joined(found.platformHint, value);
        break;
      case testVisitorHeader:
        found.testVisitor ??= value;
        break;
      case "sec-purpose":
      case "purpose":
      case "x-purpose":
      case "x-moz":
        found.prefetch ||= prefetchWords.test(value);
        break;
      default:
        if (name.startsWith(secFetchStart))
          takeSecFetch(found, name.slice(secFetchStart.length), value);
    }
  }
  return found;
}

function takeSecFetch(found: LinkHeaders, name: string, value: string): void {
  if (!secFetchNames.has(name)) return;
  found.secFetch ??= {};
  found.secFetch[name] = joined(found.secFetch[name], value).slice(0, hintLengthMax);
}
