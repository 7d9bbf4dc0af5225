/**
 * Journal records as COPY lines. A record that is not what its version promises becomes a MALFORMED
 * request, never a stop.
 */
import { createHash } from "node:crypto";
import { instantOfId } from "../../platform/clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { ClickRecord, OtherRequestRecord } from "../../domain/facts.ts";
import {
  copyBoolean,
  copyInstant,
  copyJson,
  copyRecordedAt,
  copyText,
  copyTextArray,
} from "../../platform/db/copy.ts";

export interface Origin {
  trackerId: string;
  recordedAt: Instant;
}
export interface Line {
  kind: "CLICK" | "REQUEST";
  at: Instant;
  line: string;
  /** The record could not be read as its version promises. */
  bad: boolean;
}

/** As made by the schema; a click of any other partition would never be accounted. */
const accountingPartitions = 4;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isId = (value: unknown): value is string => typeof value === "string" && uuid.test(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isMap = (value: unknown): boolean =>
  value === null ||
  (typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isText));
const isFlag = (value: unknown): boolean => typeof value === "boolean";
/**
 * 2020 to 2100: a partition is made for each month that arrives, so a wild clock must not make one.
 */
const isInstant = (value: unknown): value is Instant =>
  Number.isInteger(value) &&
  (value as number) >= 1_577_836_800_000 &&
  (value as number) < 4_102_444_800_000;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

type Shape<R> = { [K in keyof R]-?: (value: unknown) => boolean };
const clickShape: Omit<Shape<ClickRecord>, "v" | "kind"> = {
  seq: isCount,
  id: isId,
  at: isInstant,
  brand: isId,
  partner: isId,
  program: isId,
  ad: isId,
  link: isId,
  part: (value) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < accountingPartitions,
  test: isFlag,
  programActive: isFlag,
  partnerActive: isFlag,
  adActive: isFlag,
  robot: isFlag,
  risk: isTexts,
  gesture: (value) => value === "USER" || value === "NONE" || value === "UNKNOWN",
  secFetch: isMap,
  device: isText,
  os: isText,
  browser: isText,
  ua: isText,
  country: isTextOrNull,
  region: isTextOrNull,
  city: isTextOrNull,
  referrer: isTextOrNull,
  referrerHost: isTextOrNull,
  landingPage: isText,
  destinationHost: isText,
  sharedId: isTextOrNull,
  subIds: (value) => Array.isArray(value) && value.every(isTextOrNull),
  custom: isMap,
  warnings: isTexts,
  lists: isText,
  visitor: isText,
  visitorPrevious: isTextOrNull,
};
const idOrNull = (value: unknown): boolean => value === null || isId(value);
const otherShape: Omit<Shape<OtherRequestRecord>, "v" | "kind"> = {
  seq: isCount,
  id: isId,
  at: isInstant,
  status: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1000,
  brand: idOrNull,
  partner: idOrNull,
  program: idOrNull,
  link: idOrNull,
  path: isText,
  ua: isText,
};
const clickFields = Object.entries(clickShape);
const otherFields = Object.entries(otherShape);
const otherKinds: readonly unknown[] = [
  "HEAD",
  "PREFETCH",
  "MALFORMED",
  "LINK_UNKNOWN",
  "METHOD_NOT_ALLOWED",
];

const fits = (record: Record<string, unknown>, fields: typeof clickFields): boolean =>
  fields.every(([name, holds]) => holds(record[name]));
const isClick = (record: Record<string, unknown>): boolean =>
  record.kind === "CLICK" &&
  fits(record, clickFields) &&
  instantOfId(record.id as string) === record.at;

export const clickColumns =
  "brand_account_id, clicked_at, id, accounting_partition, " +
  "partner_account_id, program_id, " +
  "ad_id, link_id, is_test, program_active, partner_active, " +
  "ad_active, robot, risk, gesture, " +
  "device, os, browser, user_agent, country, region, city, referrer, referrer_host, " +
  "landing_page, destination_host, shared_id, sub_id1, sub_id2, " +
  "sub_id3, custom, sec_fetch, " +
  "warnings, list_versions, visitor_hash, " +
  "visitor_hash_previous, tracker_id, tracker_seq, " +
  "recorded_at";
export const requestColumns =
  "at, id, kind, status, brand_account_id, partner_account_id, " +
  "program_id, link_id, path, " +
  "user_agent, tracker_id, tracker_seq, recorded_at";

function clickLine(click: ClickRecord, { trackerId, recordedAt }: Origin): string {
  const t = copyText;
  return [
    click.brand,
    copyInstant(click.at),
    click.id,
    click.part,
    click.partner,
    click.program,
    click.ad,
    click.link,
    copyBoolean(click.test),
    copyBoolean(click.programActive),
    copyBoolean(click.partnerActive),
    copyBoolean(click.adActive),
    copyBoolean(click.robot),
    copyTextArray(click.risk),
    click.gesture,
    t(click.device),
    t(click.os),
    t(click.browser),
    t(click.ua),
    t(click.country),
    t(click.region),
    t(click.city),
    t(click.referrer),
    t(click.referrerHost),
    t(click.landingPage),
    t(click.destinationHost),
    t(click.sharedId),
    t(click.subIds[0] ?? null),
    t(click.subIds[1] ?? null),
    t(click.subIds[2] ?? null),
    copyJson(click.custom),
    copyJson(click.secFetch),
    copyTextArray(click.warnings),
    t(click.lists),
    t(click.visitor),
    t(click.visitorPrevious),
    t(trackerId),
    click.seq,
    copyRecordedAt(recordedAt),
  ].join("\t");
}

function requestLine(record: OtherRequestRecord, { trackerId, recordedAt }: Origin): string {
  const id = (value: string | null) => value ?? "\\N";
  return [
    copyInstant(record.at),
    record.id,
    record.kind,
    record.status,
    id(record.brand),
    id(record.partner),
    id(record.program),
    id(record.link),
    copyText(record.path),
    copyText(record.ua),
    copyText(trackerId),
    record.seq,
    copyRecordedAt(recordedAt),
  ].join("\t");
}

/**
 * What can still be told about a record nobody can read; its id follows from its content, so a
 * replay finds it again.
 */
function malformed(record: Record<string, unknown>, origin: Origin): OtherRequestRecord {
  const digest = createHash("sha256")
    .update(`${origin.trackerId} ${JSON.stringify(record)}`)
    .digest("hex");
  const [start, low] = [digest.slice(0, 8), digest.slice(8, 12)];
  const [high, clock] = [`8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  const derived = [start, low, high, clock, digest.slice(20, 32)].join("-");
  const path = isText(record.path)
    ? record.path
    : isText(record.landingPage)
      ? record.landingPage
      : JSON.stringify(record);
  return {
    v: 1,
    kind: "MALFORMED",
    status: 0,
    seq: isCount(record.seq) ? (record.seq as number) : 0,
    id: isId(record.id) ? record.id : derived,
    at: isInstant(record.at) ? record.at : origin.recordedAt,
    brand: isId(record.brand) ? record.brand : null,
    partner: isId(record.partner) ? record.partner : null,
    program: isId(record.program) ? record.program : null,
    link: isId(record.link) ? record.link : null,
    path: path.slice(0, 300),
    ua: isText(record.ua) ? record.ua.slice(0, 512) : "",
  };
}

/** `record` is whatever a journal line held. */
export function lineOf(record: unknown, origin: Origin): Line {
  const fields: Record<string, unknown> =
    typeof record === "object" && record !== null ? { ...record } : { value: record };
  if (fields.v === 1 && isClick(fields)) {
    const click = record as ClickRecord;
    return { kind: "CLICK", at: click.at, line: clickLine(click, origin), bad: false };
  }
  const readable = fields.v === 1 && otherKinds.includes(fields.kind) && fits(fields, otherFields);
  const request = readable ? (record as OtherRequestRecord) : malformed(fields, origin);
  return { kind: "REQUEST", at: request.at, line: requestLine(request, origin), bad: !readable };
}
