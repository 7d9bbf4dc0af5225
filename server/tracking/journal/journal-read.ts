/**
 * The journal's form on disk and its reading side. One directory per tracker:
 *   tracker-id            made once
 *   00000001.journal …    segments of text lines "crc32 SP json LF"; the first line of each is its
 *                         header
 *   synced                "segment byteOffset", written after every fdatasync: readers never pass
 *                         it, so nothing is read that a power cut could take back or that was
 *                         refused to the visitor
 */
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { uuidv7, type NewId } from "../../platform/clock.ts";
import type { RequestRecord } from "../../domain/facts.ts";

/**
 * Byte position of the next record. { segment: 0, byteOffset: 0 } is the oldest record that is
 * kept.
 */
export interface JournalPosition {
  segment: number;
  byteOffset: number;
}
export interface SegmentHeader {
  v: 1;
  kind: "SEGMENT";
  tracker: string;
  /** Where `seq` goes on after a restart, should the segment hold no record yet. */
  firstSeq: number;
}
type Line = RequestRecord | SegmentHeader;

export class JournalCorrupt extends Error {}

const newline = 10;
const space = 32;
const openBrace = 123;
const crcLength = 8;
const chunkBytes = 1 << 20;
/** No record comes near: paths, agents, referrers and parameters are all cut. */
const lineBytesMax = 1 << 20;

export const segmentName = (segment: number): string =>
  `${String(segment).padStart(8, "0")}.journal`;
export const syncedName = "synced";
const trackerIdName = "tracker-id";

export const encodeLine = (line: Line): string => {
  const json = JSON.stringify(line);
  return `${crc32(json).toString(16).padStart(crcLength, "0")} ${json}\n`;
};

/** The line in bytes [start, end), without its newline; null when its checksum is wrong. */
export function decodeLine(bytes: Buffer, start: number, end: number): Line | null {
  const jsonStart = start + crcLength + 1;
  if (end < jsonStart) return null;
  const crc = Number.parseInt(bytes.toString("latin1", start, start + crcLength), 16);
  if (crc !== crc32(bytes.subarray(jsonStart, end))) return null;
  return JSON.parse(bytes.toString("utf8", jsonStart, end)) as Line;
}

const absent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/** Numbers of the segments in the directory, oldest first; none when there is no directory yet. */
export async function segmentsOf(dir: string): Promise<number[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => /^\d{8,}\.journal$/.test(name))
      .map(Number.parseFloat)
      .sort((a, b) => a - b);
  } catch (error) {
    if (absent(error)) return [];
    throw error;
  }
}

/** Where the tracker's last fdatasync ended; null before its first start. */
export async function syncedPosition(dir: string): Promise<JournalPosition | null> {
  try {
    const [segment, byteOffset] = (await readFile(join(dir, syncedName), "latin1"))
      .trim()
      .split(" ")
      .map(Number);
    return segment && byteOffset !== undefined ? { segment, byteOffset } : null;
  } catch (error) {
    if (absent(error)) return null;
    throw error;
  }
}

/** The tracker's id, made on first use and kept with its journal. */
export async function trackerIdOf(dir: string, newId: NewId = uuidv7): Promise<string> {
  const path = join(dir, trackerIdName);
  try {
    return (await readFile(path, "latin1")).trim();
  } catch (error) {
    if (!absent(error)) throw error;
  }
  await mkdir(dir, { recursive: true });
  // A link is made whole or not at all, and the first of two wins: nobody ever reads half an id.
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${newId()}\n`, { flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  return (await readFile(path, "latin1")).trim();
}

/** A stretch that is not what was written. `bytes` are empty where a whole segment is missing. */
export interface Damage {
  segment: number;
  from: number;
  to: number;
  bytes: Buffer;
}

/** Where an intact line begins inside [start, end): a damaged line end runs two lines into one. */
function intactStart(bytes: Buffer, start: number, end: number): number | null {
  for (
    let brace = bytes.indexOf(openBrace, start + crcLength + 1);
    brace !== -1 && brace < end;
    brace = bytes.indexOf(openBrace, brace + 1)
  ) {
    const at = brace - crcLength - 1;
    if (at > start && bytes[brace - 1] === space && decodeLine(bytes, at, end) !== null) return at;
  }
  return null;
}

/**
 * Walks whole lines until `onLine` answers false; resolves with the bytes that were walked. What
 * does not match its checksum is told as [from, to), and the walk goes on where the next line
 * begins.
 */
export function walkLines(
  bytes: Buffer,
  onLine: (line: Line) => boolean,
  onDamage: (from: number, to: number) => void,
): number {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(newline, start);
    if (end === -1) return start;
    let line = decodeLine(bytes, start, end);
    if (line === null) {
      const intact = intactStart(bytes, start, end);
      onDamage(start, intact ?? end + 1);
      line = intact === null ? null : decodeLine(bytes, intact, end);
    }
    start = end + 1;
    if (line !== null && !onLine(line)) return start;
  }
}

interface Chunk {
  records: RequestRecord[];
  damage: Damage[];
  byteOffset: number;
}

function noteDamage(chunk: Chunk, found: Damage): void {
  const last = chunk.damage.at(-1);
  if (last?.to !== found.from) return void chunk.damage.push(found);
  last.to = found.to;
  last.bytes = Buffer.concat([last.bytes, found.bytes]);
}

function takeLines(bytes: Buffer, segment: number, chunk: Chunk, maxRecords: number): number {
  const base = chunk.byteOffset;
  return walkLines(
    bytes,
    (line) => {
      if (line.kind !== "SEGMENT") chunk.records.push(line);
      return chunk.records.length < maxRecords;
    },
    (from, to) =>
      noteDamage(chunk, {
        segment,
        from: base + from,
        to: base + to,
        bytes: Buffer.from(bytes.subarray(from, to)),
      }),
  );
}

/**
 * Reads whole lines of [byteOffset, limit) until `maxRecords`; stops before an unfinished line,
 * which in a segment that `grows` no more is damage.
 */
async function readSegment(
  dir: string,
  from: JournalPosition,
  limit: number,
  maxRecords: number,
  grows: boolean,
): Promise<Chunk> {
  const file = await open(join(dir, segmentName(from.segment)), "r");
  const chunk: Chunk = { records: [], damage: [], byteOffset: from.byteOffset };
  try {
    const end = Math.min(limit, (await file.stat()).size);
    let size = chunkBytes;
    while (chunk.byteOffset < end && chunk.records.length < maxRecords) {
      const bytes = Buffer.allocUnsafe(Math.min(size, end - chunk.byteOffset));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, chunk.byteOffset);
      const read = bytes.subarray(0, bytesRead);
      let consumed = takeLines(read, from.segment, chunk, maxRecords);
      const isAll = chunk.byteOffset + bytesRead >= end || bytesRead < bytes.length;
      if (consumed === 0 && isAll && grows) break;
      if (consumed === 0 && (isAll || size > lineBytesMax)) {
        consumed = bytesRead;
        noteDamage(chunk, {
          segment: from.segment,
          from: chunk.byteOffset,
          to: chunk.byteOffset + bytesRead,
          bytes: Buffer.from(read),
        });
      }
      chunk.byteOffset += consumed;
      size = consumed > 0 ? chunkBytes : size * 2;
      if (bytesRead === 0) break;
    }
    return chunk;
  } finally {
    await file.close();
  }
}

export interface JournalRead {
  records: RequestRecord[];
  /** What of the stretch that was read is not what was written, oldest first. */
  damage: Damage[];
  next: JournalPosition;
}

/**
 * At most `maxRecords` records from `position` on, and the position after them. Stops at what is
 * synced; without a tracker's `synced` file, at the last whole line. What is damaged before that is
 * told with file, place and bytes, and the reading goes on at the next line that is whole.
 */
export async function readJournal(
  dir: string,
  position: JournalPosition,
  maxRecords: number,
): Promise<JournalRead> {
  // In this order: a segment older than the synced one never grows again.
  const synced = await syncedPosition(dir);
  const segments = await segmentsOf(dir);
  const newest = segments.at(-1);
  const read: JournalRead = { records: [], damage: [], next: position };
  if (newest === undefined) return read;
  const last = Math.min(synced?.segment ?? newest, newest);
  if (position.segment === 0) read.next = { segment: segments[0] ?? 0, byteOffset: 0 };
  while (read.next.segment <= last && read.records.length < maxRecords) {
    const { segment, byteOffset } = read.next;
    if (segments.includes(segment)) {
      const limit = segment === synced?.segment ? synced.byteOffset : Infinity;
      const chunk = await readSegment(
        dir,
        read.next,
        limit,
        maxRecords - read.records.length,
        segment === last,
      );
      read.records.push(...chunk.records);
      read.damage.push(...chunk.damage);
      read.next = { segment, byteOffset: chunk.byteOffset };
    } else if (segment !== last)
      read.damage.push({ segment, from: byteOffset, to: byteOffset, bytes: Buffer.alloc(0) });
    if (segment === last || read.records.length >= maxRecords) break;
    read.next = { segment: segments.find((each) => each > segment) ?? last, byteOffset: 0 };
  }
  return read;
}

/**
 * Deletes segments older than `beforeSegment`: call it only with the segment of a stored position.
 */
export async function pruneSegments(dir: string, beforeSegment: number): Promise<number> {
  const old = (await segmentsOf(dir)).filter((segment) => segment < beforeSegment);
  for (const segment of old) await unlink(join(dir, segmentName(segment)));
  return old.length;
}
