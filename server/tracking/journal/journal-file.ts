/**
 * The journal as local append-only files with group commit: while one fdatasync is in flight the
 * next group gathers, so no append waits for a timer. On disk as journal-read.ts describes.
 *
 * A write error (no space) refuses its group, cuts what was half written and lets the next group
 * try again. After an fdatasync error nobody knows what is on disk: nothing is acknowledged any
 * more and `onBroken` must end the process.
 */
import { closeSync, fdatasync, ftruncate, openSync, writeSync, write } from "node:fs";
import { mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NewId } from "../../platform/clock.ts";
import type { RequestRecord } from "../../domain/facts.ts";
import {
  encodeLine,
  JournalCorrupt,
  segmentName,
  segmentsOf,
  syncedName,
  syncedPosition,
  trackerIdOf,
  walkLines,
  type JournalPosition,
} from "./journal-read.ts";
import { lockJournal } from "./journal-lock.ts";
import { LineBuffer } from "./journal-line.ts";
import { NotDurable, type Journal, type NewRecord } from "./journal.ts";

/** The two calls whose failure matters; tests hand in ones that fail. */
export interface Disk {
  write: (fd: number, bytes: Buffer, from: number, position: number) => Promise<number>;
  sync(fd: number): Promise<void>;
}
const truncate = promisify(ftruncate);
const realDisk: Disk = {
  write: (fd, bytes, from, position) =>
    new Promise((resolve, reject) =>
      write(fd, bytes, from, bytes.length - from, position, (error, written) =>
        error ? reject(error) : resolve(written),
      ),
    ),
  sync: promisify(fdatasync),
};

export interface JournalOptions {
  dir: string;
  newId: NewId;
  /** Called once, when a sync has failed. */
  onBroken: (error: Error) => void;
  /** Called for what is found damaged when the directory is opened, in words. */
  onDamage?: (what: string) => void;
  segmentBytes?: number;
  disk?: Disk;
}

interface Group {
  lines: LineBuffer;
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}
function newGroup(lines: LineBuffer): Group {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { lines, promise, resolve, reject };
}
/**
 * How long readers may lag behind while group follows group; behind the last one the mark is
 * written at once.
 */
const publishMs = 5;

class JournalFile implements Journal {
  readonly trackerId: string;
  writable = true;
  readonly #options: JournalOptions;
  readonly #disk: Disk;
  readonly #segmentBytes: number;
  readonly #syncedFd: number;
  readonly #release: () => Promise<void>;
  #fd: number;
  /** End of what is synced. */
  #end: JournalPosition;
  /** Something unsynced may lie behind #end. */
  #dirty = false;
  #publishedAt = 0;
  /** Of a group whose write is over, for the next but one. */
  #spare: LineBuffer | null = null;
  #nextSeq: number;
  #group: Group | null = null;
  #flushing: Promise<void> | null = null;
  #broken: Error | null = null;
  #closed = false;

  constructor(options: JournalOptions, opened: Opened, release: () => Promise<void>) {
    this.#options = options;
    this.#disk = options.disk ?? realDisk;
    this.#segmentBytes = options.segmentBytes ?? 64 * 2 ** 20;
    this.trackerId = opened.trackerId;
    this.#fd = opened.fd;
    this.#end = opened.end;
    this.#nextSeq = opened.nextSeq;
    this.#syncedFd = openSync(join(options.dir, syncedName), "a");
    closeSync(this.#syncedFd);
    this.#syncedFd = openSync(join(options.dir, syncedName), "r+");
    this.#release = release;
    this.#publish();
  }

  append(record: NewRecord): Promise<void> {
    if (this.#broken || this.#closed)
      return Promise.reject(new NotDurable("The journal is closed", { cause: this.#broken }));
    const group = (this.#group ??= this.#gather());
    const numbered = record as RequestRecord;
    numbered.seq = this.#nextSeq++;
    group.lines.add(numbered);
    this.#flushing ??= this.#flush();
    return group.promise;
  }

  #gather(): Group {
    const lines = this.#spare ?? new LineBuffer();
    this.#spare = null;
    return newGroup(lines);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#flushing;
    closeSync(this.#fd);
    closeSync(this.#syncedFd);
    await this.#release();
  }

  async #flush(): Promise<void> {
    while (this.#group) {
      // Not a timer: the end of this turn of the loop, so that all requests that are already here
      // share the group.
      await new Promise(setImmediate);
      const group = this.#group;
      this.#group = null;
      try {
        await this.#commit(group.lines.bytes);
        this.writable = true;
        if (!this.#group || performance.now() - this.#publishedAt >= publishMs) this.#publish();
        group.resolve();
      } catch (error) {
        this.writable = false;
        this.#publish();
        group.reject(new NotDurable("The journal could not be written", { cause: error }));
      }
      group.lines.clear();
      this.#spare = group.lines;
    }
    this.#flushing = null;
  }

  async #commit(bytes: Buffer): Promise<void> {
    if (this.#broken) throw this.#broken;
    if (this.#dirty) await truncate(this.#fd, this.#end.byteOffset);
    this.#dirty = false;
    if (this.#end.byteOffset >= this.#segmentBytes) await this.#rotate();
    this.#dirty = true;
    await this.#write(this.#fd, bytes, this.#end.byteOffset);
    await this.#sync(this.#fd);
    this.#dirty = false;
    this.#end = { segment: this.#end.segment, byteOffset: this.#end.byteOffset + bytes.length };
  }

  async #write(fd: number, bytes: Buffer, position: number): Promise<void> {
    for (let from = 0; from < bytes.length;)
      from += await this.#disk.write(fd, bytes, from, position + from);
  }

  async #sync(fd: number): Promise<void> {
    try {
      await this.#disk.sync(fd);
    } catch (error) {
      this.#broken = error as Error;
      // The kernel may now show as written what is not on disk; nobody shall read it after a
      // restart.
      await truncate(this.#fd, this.#end.byteOffset).catch(() => {});
      this.#options.onBroken(this.#broken);
      throw error;
    }
  }

  async #rotate(): Promise<void> {
    const segment = this.#end.segment + 1;
    // The first record of the waiting group has a lower seq than #nextSeq; a header only promises
    // "not below".
    const firstSeq = this.#nextSeq;
    const { fd, byteOffset } = await createSegment(this.#options.dir, segment, {
      tracker: this.trackerId,
      firstSeq,
    });
    closeSync(this.#fd);
    this.#fd = fd;
    this.#end = { segment, byteOffset };
    this.#publish();
  }

  /** Lets readers see up to #end. Fixed width, so that one write replaces the other whole. */
  #publish(): void {
    this.#publishedAt = performance.now();
    try {
      writeSync(
        this.#syncedFd,
        `${String(this.#end.segment).padStart(8, "0")} ` +
          `${String(this.#end.byteOffset).padStart(15, "0")}\n`,
        0,
      );
    } catch {
      // The records themselves are safe; the next group publishes them.
    }
  }
}

interface Opened {
  trackerId: string;
  fd: number;
  end: JournalPosition;
  nextSeq: number;
}

async function createSegment(
  dir: string,
  segment: number,
  start: { tracker: string; firstSeq: number },
): Promise<{ fd: number; byteOffset: number }> {
  const path = join(dir, segmentName(segment));
  const header = encodeLine({ v: 1, kind: "SEGMENT", ...start });
  const file = await open(path, "w");
  try {
    await file.writeFile(header);
    await file.datasync();
  } catch (error) {
    await unlink(path).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return { fd: openSync(path, "r+"), byteOffset: Buffer.byteLength(header) };
}

interface Scan {
  tracker: string | null;
  nextSeq: number;
  /** The end of its last whole line. */
  goodBytes: number;
  bytes: number;
  /** Bytes before that which are not what was written. */
  damaged: number;
}
/**
 * Passes over what is damaged below `syncedBytes`; what was never synced ends at its first fault.
 */
async function scanSegment(path: string, syncedBytes: number): Promise<Scan> {
  const bytes = await readFile(path);
  const scan: Scan = { tracker: null, nextSeq: 1, goodBytes: 0, bytes: bytes.length, damaged: 0 };
  for (let isGood = true; isGood;) {
    isGood = false;
    const [base, damage] = [scan.goodBytes, { from: Infinity, bytes: 0 }];
    const onLine = (line: Parameters<typeof encodeLine>[0]): boolean => {
      isGood = base + damage.from < syncedBytes || damage.bytes === 0;
      if (isGood && line.kind === "SEGMENT") scan.tracker = line.tracker;
      if (isGood)
        scan.nextSeq = Math.max(
          scan.nextSeq,
          line.kind === "SEGMENT" ? line.firstSeq : line.seq + 1,
        );
      return false;
    };
    const walked = walkLines(bytes.subarray(base), onLine, (from, to) => {
      damage.from = Math.min(damage.from, from);
      damage.bytes += to - from;
    });
    if (isGood)
      Object.assign(scan, { goodBytes: base + walked, damaged: scan.damaged + damage.bytes });
  }
  return scan;
}

/**
 * A header of one short line fits well into this; a longer segment without one was damaged, not
 * torn.
 */
const tornHeaderBytesMax = 4096;
/** No line is shorter: so many numbers at most were given to what cannot be read any more. */
const lineBytesMin = 64;

async function cut(path: string, bytes: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** How much of a segment was on stable storage for certain. */
const syncedBytesOf = (synced: JournalPosition | null, segment: number): number => {
  if (synced === null || synced.segment < segment) return 0;
  if (synced.segment > segment) return Infinity;
  return synced.byteOffset;
};

/**
 * Finds where to go on: cuts a torn tail, drops a last segment whose header was never finished.
 * What was synced and is damaged stays as it is, for the reader to tell; where the end itself is
 * damaged or missing, a new segment begins.
 */
async function openLast(
  { dir, onDamage = () => {} }: JournalOptions,
  trackerId: string,
): Promise<Opened> {
  const synced = await syncedPosition(dir);
  let fresh: number | null = null;
  let lostBytes = 0;
  for (const segment of (await segmentsOf(dir)).reverse()) {
    const path = join(dir, segmentName(segment));
    const syncedBytes = syncedBytesOf(synced, segment);
    const scan = await scanSegment(path, syncedBytes);
    if (scan.tracker !== null && scan.tracker !== trackerId)
      throw new JournalCorrupt(
        `Journal ${path} belongs to tracker ${scan.tracker}, not to ${trackerId}`,
      );
    if (scan.goodBytes === 0 && syncedBytes === 0 && scan.bytes <= tornHeaderBytesMax) {
      await unlink(path);
      continue;
    }
    if (scan.damaged > 0)
      onDamage(
        `Journal ${path} holds ${scan.damaged} bytes that are not what was written; what is ` +
          "whole is read",
      );
    const isEndLost = scan.goodBytes < syncedBytes || scan.goodBytes === 0;
    lostBytes +=
      scan.damaged +
      (isEndLost
        ? Math.max(scan.bytes, Number.isFinite(syncedBytes) ? syncedBytes : 0) - scan.goodBytes
        : 0);
    if (isEndLost && fresh === null) {
      fresh = Math.max(segment, synced?.segment ?? 0) + 1;
      onDamage(
        `Journal ${path} is whole up to byte ${scan.goodBytes} only, although it was synced ` +
          `further; segment ${fresh} begins`,
      );
      if (syncedBytes < scan.bytes) await cut(path, syncedBytes);
    }
    // The numbers in a segment without one whole line are not known; the one before it says from
    // where on.
    if (scan.goodBytes === 0) continue;
    const nextSeq = scan.nextSeq + Math.ceil(lostBytes / lineBytesMin);
    if (fresh !== null) return begin(dir, fresh, { tracker: trackerId, firstSeq: nextSeq });
    await cut(path, scan.goodBytes);
    return {
      trackerId,
      fd: openSync(path, "r+"),
      end: { segment, byteOffset: scan.goodBytes },
      nextSeq,
    };
  }
  return begin(dir, fresh ?? (synced?.segment ?? 0) + 1, {
    tracker: trackerId,
    firstSeq: 1 + Math.ceil(lostBytes / lineBytesMin),
  });
}

async function begin(
  dir: string,
  segment: number,
  start: { tracker: string; firstSeq: number },
): Promise<Opened> {
  const { fd, byteOffset } = await createSegment(dir, segment, start);
  return { trackerId: start.tracker, fd, end: { segment, byteOffset }, nextSeq: start.firstSeq };
}

/** Opens the directory for this process alone; throws JournalLocked or JournalCorrupt. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  await mkdir(options.dir, { recursive: true });
  const release = await lockJournal(options.dir);
  try {
    const trackerId = await trackerIdOf(options.dir, options.newId);
    return new JournalFile(options, await openLast(options, trackerId), release);
  } catch (error) {
    await release();
    throw error;
  }
}
