/**
 * What the tracker writes down about every request, with all facts that rules may test later.
 * Versioned: a record is read for ever by the version it carries. The raw client address is never
 * part of it.
 */
import type { Instant } from "./calendar.ts";
import type { ClickValues } from "./click-fields.ts";

/**
 * Ids are UUIDs. `id` is a UUIDv7 whose milliseconds are `at`. Its fields are described where they
 * are named: click-fields.ts.
 */
export type ClickRecord = { v: 1; kind: "CLICK" } & ClickValues;
export type Gesture = ClickRecord["gesture"];
export type Device = ClickRecord["device"];

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
