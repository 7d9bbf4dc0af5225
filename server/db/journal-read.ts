/**
 * The journal's form on disk and its reading side. One directory per tracker:
 *   tracker-id            made once
 *   00000001.journal …    segments of text lines "crc32 SP json LF"; the first line of each is its header
 *   synced                "segment byteOffset", written after every fdatasync: readers never pass it, so nothing is read
 *                         that a power cut could take back or that was refused to the visitor
 */
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { uuidv7, type NewId } from "../clock.ts";
import type { RequestRecord } from "../domain/facts.ts";

/** Byte position of the next record. { segment: 0, byteOffset: 0 } is the oldest record that is kept. */
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
const crcLength = 8;
const chunkBytes = 1 << 20;
/** No record comes near: paths, agents, referrers and parameters are all cut. */
const lineBytesMax = 1 << 20;

export const segmentName = (segment: number): string => `${String(segment).padStart(8, "0")}.journal`;
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
    const [segment, byteOffset] = (await readFile(join(dir, syncedName), "latin1")).trim().split(" ").map(Number);
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

interface Chunk {
  records: RequestRecord[];
  byteOffset: number;
}

/** Reads whole lines of [byteOffset, limit) until `maxRecords`; stops before an unfinished line. */
async function readSegment(path: string, from: number, limit: number, maxRecords: number): Promise<Chunk> {
  const file = await open(path, "r");
  try {
    const end = Math.min(limit, (await file.stat()).size);
    const records: RequestRecord[] = [];
    let byteOffset = from;
    let size = chunkBytes;
    while (byteOffset < end && records.length < maxRecords) {
      const bytes = Buffer.allocUnsafe(Math.min(size, end - byteOffset));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, byteOffset);
      const consumed = takeLines(bytes.subarray(0, bytesRead), { path, byteOffset }, records, maxRecords);
      byteOffset += consumed;
      if (consumed > 0) size = chunkBytes;
      else if (bytesRead < bytes.length || byteOffset + bytesRead >= end) break;
      else if (size > lineBytesMax) throw new JournalCorrupt(`Journal ${path} holds no line end after byte ${byteOffset}`);
      else size *= 2;
    }
    return { records, byteOffset };
  } finally {
    await file.close();
  }
}

function takeLines(bytes: Buffer, at: { path: string; byteOffset: number }, records: RequestRecord[], maxRecords: number): number {
  let start = 0;
  while (records.length < maxRecords) {
    const end = bytes.indexOf(newline, start);
    if (end === -1) break;
    const line = decodeLine(bytes, start, end);
    if (line === null) throw new JournalCorrupt(`Journal ${at.path} is corrupt at byte ${at.byteOffset + start}: the checksum does not match`);
    if (line.kind !== "SEGMENT") records.push(line);
    start = end + 1;
  }
  return start;
}

/**
 * At most `maxRecords` records from `position` on, and the position after them. Stops at what is synced; without a tracker's
 * `synced` file, at the last whole line. A wrong or unfinished line before that throws JournalCorrupt with file and byte.
 */
export async function readJournal(dir: string, position: JournalPosition, maxRecords: number): Promise<{ records: RequestRecord[]; next: JournalPosition }> {
  // In this order: a segment older than the synced one never grows again.
  const synced = await syncedPosition(dir);
  const segments = await segmentsOf(dir);
  const last = synced?.segment ?? segments.at(-1);
  const records: RequestRecord[] = [];
  let next = position;
  if (position.segment === 0 && segments[0] !== undefined) next = { segment: segments[0], byteOffset: 0 };
  while (last !== undefined && next.segment !== 0 && next.segment <= last && records.length < maxRecords) {
    const path = join(dir, segmentName(next.segment));
    if (!segments.includes(next.segment)) throw new JournalCorrupt(`Journal ${path} is missing, but was not read to its end`);
    const limit = next.segment === synced?.segment ? synced.byteOffset : Infinity;
    const chunk = await readSegment(path, next.byteOffset, limit, maxRecords - records.length);
    records.push(...chunk.records);
    next = { segment: next.segment, byteOffset: chunk.byteOffset };
    if (records.length >= maxRecords) break;
    if (next.segment !== last || synced !== null) await refuseUnfinished(path, chunk.byteOffset, limit);
    if (next.segment === last) break;
    next = { segment: next.segment + 1, byteOffset: 0 };
  }
  return { records, next };
}

async function refuseUnfinished(path: string, byteOffset: number, limit: number): Promise<void> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (byteOffset >= Math.min(size, limit)) return;
  } finally {
    await file.close();
  }
  throw new JournalCorrupt(`Journal ${path} is corrupt at byte ${byteOffset}: the line has no end`);
}

/** Deletes segments older than `beforeSegment`: call it only with the segment of a stored position. */
export async function pruneSegments(dir: string, beforeSegment: number): Promise<number> {
  const old = (await segmentsOf(dir)).filter((segment) => segment < beforeSegment);
  for (const segment of old) await unlink(join(dir, segmentName(segment)));
  return old.length;
}
