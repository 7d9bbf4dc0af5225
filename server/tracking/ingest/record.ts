/**
 * Journal records as COPY lines. A record that is not what its version promises becomes a MALFORMED
 * request, never a stop.
 */
import { createHash } from "node:crypto";
import { instantOfId } from "../../platform/clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import {
  columnsOf,
  everyClickField,
  type ClickField,
  type ClickFieldName,
  type Kind,
  type KindValues,
} from "../../domain/click-fields.ts";
import { trafficSourceOf } from "../../domain/traffic-source.ts";
import { isId } from "../../domain/values/id.ts";
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

const isUuid = (value: unknown): value is string => typeof value === "string" && isId(value);
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
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

const isPart = (value: unknown): boolean => isCount(value) && value < accountingPartitions;

const holds: Record<Kind, (value: unknown) => boolean> = {
  count: isCount,
  part: isPart,
  id: isUuid,
  instant: isInstant,
  flag: isFlag,
  word: isText,
  mark: isText,
  text: isText,
  maybe: isTextOrNull,
  texts: isTexts,
  map: isMap,
  three: (value) => Array.isArray(value) && value.every(isTextOrNull),
};
/** What a field's value must be; a line written before the field was there lacks it. */
function checkOf({ kind, words, later }: ClickField): (value: unknown) => boolean {
  const check =
    kind === "word" ? (value: unknown) => isText(value) && words?.includes(value) : holds[kind];
  return (value) => (value === undefined && later === true) || check(value) === true;
}
const idOrNull = (value: unknown): boolean => value === null || isUuid(value);
type Shape<R> = { [K in keyof R]-?: (value: unknown) => boolean };
const otherShape: Omit<Shape<OtherRequestRecord>, "v" | "kind"> = {
  seq: isCount,
  id: isUuid,
  at: isInstant,
  status: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1000,
  brand: idOrNull,
  partner: idOrNull,
  program: idOrNull,
  link: idOrNull,
  path: isText,
  ua: isText,
};
const clickChecks = everyClickField.map(([name, field]) => [name, checkOf(field)] as const);
const otherFields = Object.entries(otherShape);
const otherKinds: readonly unknown[] = [
  "HEAD",
  "PREFETCH",
  "MALFORMED",
  "LINK_UNKNOWN",
  "METHOD_NOT_ALLOWED",
];

const fits = (
  record: Record<string, unknown>,
  fields: readonly (readonly [string, (value: unknown) => boolean])[],
): boolean => fields.every(([name, check]) => check(record[name]));
const isClick = (record: Record<string, unknown>): boolean =>
  record.kind === "CLICK" &&
  fits(record, clickChecks) &&
  instantOfId(record.id as string) === record.at;

export const clickColumns = [
  ...everyClickField.flatMap(([, field]) => columnsOf(field)),
  "traffic_source",
  "tracker_id",
  "recorded_at",
].join(", ");
export const requestColumns =
  "at, id, kind, status, brand_account_id, partner_account_id, program_id, link_id, path, " +
  "user_agent, tracker_id, tracker_seq, recorded_at";

type CopyKinds = { [K in Kind]: (value: KindValues[K]) => string | number };
const asIs = <V>(value: V): V => value;
const copy: CopyKinds = {
  count: asIs,
  part: asIs,
  id: asIs,
  instant: copyInstant,
  flag: copyBoolean,
  word: asIs,
  mark: copyText,
  text: copyText,
  maybe: copyText,
  texts: copyTextArray,
  map: copyJson,
  three: ([first, second, third]) =>
    `${copyText(first ?? null)}\t${copyText(second ?? null)}\t${copyText(third ?? null)}`,
};
const clickCopies = everyClickField.map(([name, { kind }]) => ({
  name: name as ClickFieldName,
  write: copy[kind] as (value: unknown) => string | number,
}));

function clickLine(click: ClickRecord, { trackerId, recordedAt }: Origin): string {
  let line = "";
  // What a line written before a field was there lacks is null.
  for (const { name, write } of clickCopies) line += `${write(click[name] ?? null)}\t`;
  const source = trafficSourceOf(click.referrerHost);
  return `${line}${source}\t${copyText(trackerId)}\t${copyRecordedAt(recordedAt)}`;
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
  const path = [record.path, record.landingPage].find(isText) ?? JSON.stringify(record);
  return {
    v: 1,
    kind: "MALFORMED",
    status: 0,
    seq: isCount(record.seq) ? record.seq : 0,
    id: isUuid(record.id) ? record.id : derived,
    at: isInstant(record.at) ? record.at : origin.recordedAt,
    brand: isUuid(record.brand) ? record.brand : null,
    partner: isUuid(record.partner) ? record.partner : null,
    program: isUuid(record.program) ? record.program : null,
    link: isUuid(record.link) ? record.link : null,
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
