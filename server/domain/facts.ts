/**
 * What the tracker writes down about every request, with all facts that rules may test later.
 * Versioned: a record is read for ever by the version it carries. The raw client address is never
 * part of it.
 */
import type { Instant } from "./calendar.ts";

export type Gesture = "USER" | "NONE" | "UNKNOWN";
export const devices = [
  "DESKTOP",
  "PHONE",
  "TABLET",
  "GAME",
  "WATCH",
  "TV",
  "ROBOT",
  "CAR",
  "UNKNOWN",
] as const;
export type Device = (typeof devices)[number];

/** Ids are UUIDs. `id` is a UUIDv7 whose milliseconds are `at`. */
export interface ClickRecord {
  v: 1;
  kind: "CLICK";
  seq: number;
  id: string;
  at: Instant;
  brand: string;
  partner: string;
  program: string;
  ad: string;
  link: string;
  /** Accounting partition of the program. */
  part: number;
  test: boolean;
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  robot: boolean;
  /** Names of risk signals, e.g. IMAGE_CLICK (domain/gesture.ts). */
  risk: string[];
  /**
   * USER: Sec-Fetch-User said ?1. NONE: Sec-Fetch headers deny a gesture. UNKNOWN: none, or of a
   * browser that never tells.
   */
  gesture: Gesture;
  secFetch: Record<string, string> | null;
  device: Device;
  os: string;
  browser: string;
  /** Cut to 512 characters. */
  ua: string;
  /** ISO 3166-1 alpha-2, or null when unknown. */
  country: string | null;
  region: string | null;
  city: string | null;
  referrer: string | null;
  /** A host, or "android-app://" or "ios-app://" and an app's name, in small letters. */
  referrerHost: string | null;
  landingPage: string;
  destinationHost: string;
  sharedId: string | null;
  subIds: [string | null, string | null, string | null];
  custom: Record<string, string> | null;
  /** E.g. SHARED_ID_DROPPED. */
  warnings: string[];
  /** Versions of the lists behind the derived facts, e.g. "isbot 5.2.3; geo 2.3.2026061719". */
  lists: string;
  /** Keyed hashes of address and user agent under today's and yesterday's salt, hex. */
  visitor: string;
  visitorPrevious: string | null;
}

export type OtherRequestKind =
  | "HEAD"
  | "PREFETCH"
  | "MALFORMED"
  | "LINK_UNKNOWN"
  | "METHOD_NOT_ALLOWED";
/** A link request that is no click, with the reason as its kind. */
export interface OtherRequestRecord {
  v: 1;
  kind: OtherRequestKind;
  seq: number;
  id: string;
  at: Instant;
  status: number;
  brand: string | null;
  partner: string | null;
  program: string | null;
  link: string | null;
  /** Without the query, cut to 300 characters. */
  path: string;
  ua: string;
}
export type RequestRecord = ClickRecord | OtherRequestRecord;
