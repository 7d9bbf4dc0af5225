/**
 * The journal as local append-only files with group commit: while one fdatasync is in flight the next group gathers, so
 * no append waits for a timer. On disk as db/journal-read.ts describes.
 *
 * A write error (no space) refuses its group, cuts what was half written and lets the next group try again. After an
 * fdatasync error nobody knows what is on disk: nothing is acknowledged any more and `onBroken` must end the process.
 */
import { closeSync, fdatasync, ftruncate, openSync, writeSync, write } from "node:fs";
import { mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NewId } from "../clock.ts";
import type { RequestRecord } from "../domain/facts.ts";
import { decodeLine, encodeLine, JournalCorrupt, segmentName, segmentsOf, syncedName, syncedPosition, trackerIdOf, type JournalPosition } from "../db/journal-read.ts";
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
    new Promise((resolve, reject) => write(fd, bytes, from, bytes.length - from, position, (error, written) => (error ? reject(error) : resolve(written)))),
  sync: promisify(fdatasync),
};

export interface JournalOptions {
  dir: string;
  newId: NewId;
  /** Called once, when a sync has failed. */
  onBroken: (error: Error) => void;
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
/** How long readers may lag behind while group follows group; behind the last one the mark is written at once. */
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
    if (this.#broken || this.#closed) return Promise.reject(new NotDurable("The journal is closed", { cause: this.#broken }));
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
      // Not a timer: the end of this turn of the loop, so that all requests that are already here share the group.
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
    for (let from = 0; from < bytes.length;) from += await this.#disk.write(fd, bytes, from, position + from);
  }

  async #sync(fd: number): Promise<void> {
    try {
      await this.#disk.sync(fd);
    } catch (error) {
      this.#broken = error as Error;
      // The kernel may now show as written what is not on disk; nobody shall read it after a restart.
      await truncate(this.#fd, this.#end.byteOffset).catch(() => {});
      this.#options.onBroken(this.#broken);
      throw error;
    }
  }

  async #rotate(): Promise<void> {
    const segment = this.#end.segment + 1;
    // The first record of the waiting group has a lower seq than #nextSeq; a header only promises "not below".
    const firstSeq = this.#nextSeq;
    const { fd, byteOffset } = await createSegment(this.#options.dir, segment, { tracker: this.trackerId, firstSeq });
    closeSync(this.#fd);
    this.#fd = fd;
    this.#end = { segment, byteOffset };
    this.#publish();
  }

  /** Lets readers see up to #end. Fixed width, so that one write replaces the other whole. */
  #publish(): void {
    this.#publishedAt = performance.now();
    try {
      writeSync(this.#syncedFd, `${String(this.#end.segment).padStart(8, "0")} ${String(this.#end.byteOffset).padStart(15, "0")}\n`, 0);
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

async function createSegment(dir: string, segment: number, start: { tracker: string; firstSeq: number }): Promise<{ fd: number; byteOffset: number }> {
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
  goodBytes: number;
  bytes: number;
}
async function scanSegment(path: string): Promise<Scan> {
  const bytes = await readFile(path);
  const scan: Scan = { tracker: null, nextSeq: 1, goodBytes: 0, bytes: bytes.length };
  for (;;) {
    const end = bytes.indexOf(10, scan.goodBytes);
    const line = end === -1 ? null : decodeLine(bytes, scan.goodBytes, end);
    if (line === null || (scan.tracker === null && line.kind !== "SEGMENT")) return scan;
    if (line.kind === "SEGMENT") {
      scan.tracker = line.tracker;
      scan.nextSeq = line.firstSeq;
    } else scan.nextSeq = Math.max(scan.nextSeq, line.seq + 1);
    scan.goodBytes = end + 1;
  }
}

/** A header of one short line fits well into this; a longer segment without one was damaged, not torn. */
const tornHeaderBytesMax = 4096;

/** Finds where to go on: cuts a torn tail, drops a last segment whose header was never finished. */
async function openLast(dir: string, trackerId: string): Promise<Opened> {
  const synced = await syncedPosition(dir);
  for (const segment of (await segmentsOf(dir)).reverse()) {
    const path = join(dir, segmentName(segment));
    const scan = await scanSegment(path);
    const syncedBytes = synced?.segment === segment ? synced.byteOffset : 0;
    const lost = scan.goodBytes < syncedBytes || (synced !== null && synced.segment > segment);
    if (lost || (scan.tracker === null && scan.bytes > tornHeaderBytesMax))
      throw new JournalCorrupt(`Journal ${path} is corrupt at byte ${scan.goodBytes}, although it was synced further`);
    if (scan.tracker === null) {
      await unlink(path);
      continue;
    }
    if (scan.tracker !== trackerId) throw new JournalCorrupt(`Journal ${path} belongs to tracker ${scan.tracker}, not to ${trackerId}`);
    const file = await open(path, "r+");
    try {
      await file.truncate(scan.goodBytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    return { trackerId, fd: openSync(path, "r+"), end: { segment, byteOffset: scan.goodBytes }, nextSeq: scan.nextSeq };
  }
  const segment = (synced?.segment ?? 0) + 1;
  const created = await createSegment(dir, segment, { tracker: trackerId, firstSeq: 1 });
  return { trackerId, fd: created.fd, end: { segment, byteOffset: created.byteOffset }, nextSeq: 1 };
}

/** Opens the directory for this process alone; throws JournalLocked or JournalCorrupt. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  await mkdir(options.dir, { recursive: true });
  const release = await lockJournal(options.dir);
  try {
    const trackerId = await trackerIdOf(options.dir, options.newId);
    return new JournalFile(options, await openLast(options.dir, trackerId), release);
  } catch (error) {
    await release();
    throw error;
  }
}
