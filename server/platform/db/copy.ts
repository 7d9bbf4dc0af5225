/** COPY in text form: the fastest way into PostgreSQL, with every value escaped. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { remembered } from "../../domain/calendar.ts";
import { pgArray } from "./array.ts";

const special = /[\\\t\n\r\0\b\f\v]/;
const escapes: Record<string, string> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
  "\0": "\uFFFD",
};

/** One value of a COPY line. PostgreSQL stores no NUL character; it becomes U+FFFD. */
export const copyText = (value: string | null): string => {
  if (value === null) return "\\N";
  if (special.test(value))
    return value.replace(/[\\\t\n\r\0\b\f\v]/g, (character) => escapes[character] ?? "");
  return value;
};

const padded = (count: number, width: number): string[] =>
  Array.from({ length: count }, (_, n) => String(n).padStart(width, "0"));
const [seconds, milliseconds] = [padded(60, 2), padded(1_000, 3)];
/** Writes instants; those that follow each other mostly share their minute. */
function instantWriter(): (at: number) => string {
  let minute = Number.NaN;
  let text = "";
  return (at) => {
    const whole = Math.trunc(at);
    const found = Math.floor(whole / 60_000);
    if (found !== minute) {
      minute = found;
      text = new Date(found * 60_000).toISOString().slice(0, -"00.000Z".length);
    }
    const rest = whole - found * 60_000;
    return `${text}${seconds[Math.floor(rest / 1_000)]}.${milliseconds[rest % 1_000]}Z`;
  };
}
/** When something happened. */
export const copyInstant = instantWriter();
/** When a row is written: the same for all rows of a batch. */
export const copyRecordedAt = instantWriter();
/** ISO 8601, of rows that share most of theirs. */
export const instantText = remembered(String, (at: number): string => new Date(at).toISOString());
export const copyBoolean = (value: boolean): string => (value ? "t" : "f");

/** A text[] literal, escaped for COPY. */
export const copyTextArray = (values: readonly string[]): string =>
  values.length === 0 ? "{}" : copyText(pgArray(values));

const storable = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\uFFFD") : value;
/** A jsonb value: jsonb refuses NUL and lone surrogates, so both become U+FFFD. */
export const copyJson = (value: unknown): string =>
  value === null ? "\\N" : copyText(JSON.stringify(value, storable));

const linesPerChunk = 500;
const chunksAhead = 2;
function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  let count = 0;
  for (const line of lines) {
    chunk += `${line}\n`;
    count += 1;
    if (count < linesPerChunk) continue;
    yield chunk;
    [chunk, count] = ["", 0];
  }
  if (count > 0) yield chunk;
}
function* resumed(first: string, rest: Iterable<string>): Generator<string> {
  yield first;
  yield* rest;
}

/**
 * Copies lines of tab-separated, escaped values into `target`, e.g. "decision (id, event)". They
 * are written while PostgreSQL stores those before.
 */
export async function copyLines(
  client: pg.ClientBase,
  target: string,
  lines: Iterable<string>,
): Promise<void> {
  const rest = chunks(lines);
  const first = rest.next();
  if (first.done) return;
  await pipeline(
    Readable.from(resumed(first.value, rest), { objectMode: true, highWaterMark: chunksAhead }),
    client.query(copyFrom(`copy ${target} from stdin`)),
  );
}
