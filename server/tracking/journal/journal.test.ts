import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import {
  pruneSegments,
  readJournal,
  segmentName,
  trackerIdOf,
  type Damage,
  type JournalPosition,
} from "./journal-read.ts";
import { openJournal, type Disk, type JournalOptions } from "./journal-file.ts";
import { JournalLocked } from "./journal-lock.ts";
import { NotDurable, type NewRecord } from "./journal.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "journal-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const record = (path: string): NewRecord => ({
  v: 1,
  kind: "MALFORMED",
  id: uuidv7(),
  at: 1,
  status: 404,
  brand: null,
  partner: null,
  program: null,
  link: null,
  path,
  ua: "ä€😀",
});
const openHere = (more: Partial<JournalOptions> = {}) =>
  openJournal({ dir, newId: uuidv7, onBroken: () => {}, ...more });
const start: JournalPosition = { segment: 0, byteOffset: 0 };
async function pathsFrom(position = start, batch = 3) {
  const paths: string[] = [];
  const seqs: number[] = [];
  for (let at = position; ;) {
    const { records, next } = await readJournal(dir, at, batch);
    paths.push(...records.map((r) => (r.kind === "CLICK" ? "" : r.path)));
    seqs.push(...records.map((r) => r.seq));
    if (records.length === 0) return { paths, seqs, next };
    at = next;
  }
}
const increasing = (seqs: number[]) =>
  seqs.every((seq, i) => i === 0 || seq > (seqs[i - 1] ?? Infinity));

test("records come back whole and in order; a reader goes on where it stopped", async () => {
  const journal = await openHere();
  await Promise.all(["a", "b", "c", "d"].map((path) => journal.append(record(path))));
  const first = await readJournal(dir, start, 3);
  expect(first.records.map((r) => r.seq)).toEqual([1, 2, 3]);
  await journal.append(record("e"));
  expect((await pathsFrom(first.next)).paths).toEqual(["d", "e"]);
  expect(first.records[0]?.ua).toBe("ä€😀");
  await journal.close();
});

test("an empty or absent directory reads as nothing yet", async () => {
  expect(await readJournal(join(dir, "none"), start, 10)).toEqual({
    records: [],
    damage: [],
    next: start,
  });
});

test("while one sync runs the next group gathers; appends resolve after their sync", async () => {
  const syncs: PromiseWithResolvers<void>[] = [];
  const writes: string[] = [];
  const disk: Disk = {
    write: async (_fd, bytes, from) => {
      writes.push(bytes.toString("utf8", from));
      return bytes.length - from;
    },
    sync: () => {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    },
  };
  const journal = await openHere({ disk });
  const settled: string[] = [];
  const add = (path: string) => journal.append(record(path)).then(() => settled.push(path));
  const until = async (count: number): Promise<void> => {
    await expect.poll(() => syncs.length).toBe(count);
  };
  const all = [add("a"), add("b")];
  await until(1);
  all.push(add("c"), add("d"), add("e"));
  expect(settled).toEqual([]);
  syncs[0]?.resolve();
  await until(2);
  expect(settled).toEqual(["a", "b"]);
  expect(writes.map((text) => text.split("\n").length - 1)).toEqual([2, 3]);
  syncs[1]?.resolve();
  await Promise.all(all);
  expect(settled).toEqual(["a", "b", "c", "d", "e"]);
  await journal.close();
});

test("segments rotate by size, readers cross them, old ones can be pruned", async () => {
  const journal = await openHere({ segmentBytes: 600 });
  const wanted = Array.from({ length: 30 }, (_, i) => `p${i}`);
  for (const path of wanted) await journal.append(record(path));
  const { paths, seqs, next } = await pathsFrom();
  expect(paths).toEqual(wanted);
  expect(increasing(seqs)).toBe(true);
  expect(next.segment).toBeGreaterThan(5);
  expect(await pruneSegments(dir, next.segment)).toBe(next.segment - 1);
  await journal.append(record("after"));
  expect((await pathsFrom(next)).paths).toEqual(["after"]);
  // A segment that is gone without having been read is told, and the reading goes on at the next.
  const gone = await readJournal(dir, { segment: 2, byteOffset: 10 }, 1);
  expect(gone).toMatchObject({
    damage: [{ segment: 2, from: 10, to: 10 }],
    records: [expect.anything()],
    next: { segment: next.segment },
  });
  await journal.close();
  const again = await openHere();
  await again.append(record("later"));
  expect(increasing((await pathsFrom()).seqs)).toBe(true);
  await again.close();
});

test("a torn tail of any length is cut at the next start, and nothing before it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.boolean(), async (bytes, garbage) => {
      rmSync(dir, { recursive: true, force: true });
      const journal = await openHere();
      await journal.append(record("kept"));
      const path = join(dir, segmentName(1));
      const keptBytes = statSync(path).size;
      await journal.append(record("x".repeat(300)));
      await journal.close();
      truncateSync(path, Math.max(keptBytes, statSync(path).size - bytes));
      if (garbage) appendFileSync(path, "00000000 {}\nabc");
      // As after a power cut: the unsynced watermark was older.
      writeFileSync(join(dir, "synced"), `00000001 ${String(keptBytes).padStart(15, "0")}\n`);
      const again = await openHere();
      expect(statSync(path).size).toBe(keptBytes);
      await again.append(record("next"));
      const { paths, seqs } = await pathsFrom();
      expect(paths).toEqual(["kept", "next"]);
      expect(increasing(seqs)).toBe(true);
      await again.close();
    }),
    { numRuns: 25 },
  );
});

test("readers do not see what is written but not synced", async () => {
  const journal = await openHere();
  await journal.append(record("synced"));
  const whole = readFileSync(join(dir, segmentName(1)), "latin1").split("\n")[1];
  appendFileSync(join(dir, segmentName(1)), `${whole}\n`);
  expect((await pathsFrom()).paths).toEqual(["synced"]);
  await journal.close();
});

test("without the synced mark a reader stops at an unfinished last line", async () => {
  const journal = await openHere();
  await journal.append(record("a"));
  await journal.close();
  rmSync(join(dir, "synced"));
  appendFileSync(join(dir, segmentName(1)), "0123");
  expect((await pathsFrom()).paths).toEqual(["a"]);
});

async function readAll() {
  const [paths, damage]: [string[], Damage[]] = [[], []];
  for (let at = start; ;) {
    const read = await readJournal(dir, at, 3);
    paths.push(...read.records.map((r) => (r.kind === "CLICK" ? "" : r.path)));
    damage.push(...read.damage);
    if (
      read.records.length === 0 &&
      read.next.segment === at.segment &&
      read.next.byteOffset === at.byteOffset
    )
      return { paths, damage };
    at = read.next;
  }
}

test("found 107: a flipped byte is told with its place; the tracker starts again", async () => {
  const journal = await openHere({ segmentBytes: 600 });
  for (let i = 0; i < 12; i++) await journal.append(record(`p${i}`));
  await journal.close();
  const path = join(dir, segmentName(1));
  const bytes = readFileSync(path);
  const at = bytes.indexOf("MALFORMED");
  bytes[at] = 0x58;
  writeFileSync(path, bytes);
  const { paths, damage } = await readAll();
  expect(paths).toEqual(Array.from({ length: 11 }, (_, i) => `p${i + 1}`));
  const [from, to] = [bytes.lastIndexOf(10, at) + 1, bytes.indexOf(10, at) + 1];
  expect(damage).toEqual([{ segment: 1, from, to, bytes: bytes.subarray(from, to) }]);
  const again = await openHere();
  await again.append(record("after"));
  await again.close();
  expect((await readAll()).paths.at(-1)).toBe("after");
});

test("found 107: whatever bit flips, each other record is delivered exactly once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat(7),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      async (where, bit, count, atEnd) => {
        rmSync(dir, { recursive: true, force: true });
        const journal = await openHere({ segmentBytes: 600 });
        const wanted = Array.from({ length: count }, (_, i) => `path-${i}`);
        for (const path of wanted) await journal.append(record(path));
        await journal.close();
        const files = [
          ...readdirSync(dir).filter((name) => name.endsWith(".journal")),
          "synced",
        ].toSorted((a, b) => (a < b ? -1 : 1));
        const sizes = files.map((name) => statSync(join(dir, name)).size);
        let at = where % sizes.reduce((sum, size) => sum + size, 0);
        const file = sizes.findIndex((size) => at < size || ((at -= size), false));
        const path = join(dir, files[file] ?? "");
        const bytes = readFileSync(path);
        // The ends of lines are few, and worth as much as all else together: without them two lines
        // are one.
        if (atEnd) at = bytes.indexOf(10, at);
        const line = bytes
          .subarray(at === 0 ? 0 : bytes.lastIndexOf(10, at - 1) + 1, bytes.indexOf(10, at) + 1)
          .toString();
        const hit = /"path":"([^"]+)"/.exec(line)?.[1];
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        writeFileSync(path, bytes);
        const damaged: string[] = [];
        const again = await openHere({ segmentBytes: 600, onDamage: (what) => damaged.push(what) });
        await again.append(record("after"));
        await again.append(record("last"));
        await again.close();
        const read = await readAll();
        const others = [...wanted, "after", "last"].filter((each) => each !== hit);
        expect(read.paths.filter((each) => each !== hit)).toEqual(others);
        expect(read.paths.length - others.length).toBeLessThanOrEqual(hit === undefined ? 0 : 1);
        if (hit !== undefined && !read.paths.includes(hit))
          expect(read.damage.map(({ bytes: kept }) => kept.length)).not.toEqual([]);
        expect(increasing((await pathsFrom()).seqs)).toBe(true);
      },
    ),
    { numRuns: 120, seed: 107 },
  );
});

test("the tracker's id is made once and stays", async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => trackerIdOf(dir)));
  expect(new Set(ids).size).toBe(1);
  const journal = await openHere();
  expect(journal.trackerId).toBe(ids[0]);
  await journal.close();
  expect(await trackerIdOf(dir)).toBe(ids[0]);
});

test("a second tracker is refused, in any process; a dead one's lock is taken over", async () => {
  const journal = await openHere();
  await expect(openHere()).rejects.toThrow(JournalLocked);
  await journal.close();
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6); console.log('up')"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  writeFileSync(join(dir, "lock"), `${child.pid} - token\n`);
  await expect(openHere()).rejects.toThrow(String(child.pid));
  child.kill("SIGKILL");
  await once(child, "exit");
  const again = await openHere();
  await again.append(record("a"));
  await again.close();
  expect(readdirSync(dir).filter((name) => name.startsWith("lock"))).toEqual([]);
});

test("of many that start at once on a stale lock exactly one gets the directory", async () => {
  for (let round = 0; round < 20; round += 1) {
    writeFileSync(join(dir, "lock"), "999999999 - token\n");
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => openHere()));
    const opened = results.filter((result) => result.status === "fulfilled");
    expect(opened.length).toBe(1);
    await opened[0]?.value.close();
  }
});

test.runIf(process.platform === "linux")("a zombie holds no lock", async () => {
  // The shell's child dies while the shell, turned into sleep, never waits for it.
  const parent = spawn("/bin/sh", ["-c", "sleep 1 & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = line.toString().trim();
  await expect
    .poll(
      () =>
        execFileSync("cut", ["-d", " ", "-f", "3", `/proc/${pid}/stat`])
          .toString()
          .trim(),
      { timeout: 30_000 },
    )
    .toBe("Z");
  writeFileSync(join(dir, "lock"), `${pid} - token\n`);
  const journal = await openHere();
  await journal.close();
  parent.kill("SIGKILL");
  await once(parent, "exit");
});

/** The real disk but for the next `failures` calls. */
function failing(call: "write" | "sync", code: string, failures: { left: number }): Disk {
  const error = () => Object.assign(new Error(code), { code });
  return {
    write: async (fd, bytes, from, position) => {
      const { writeSync } = await import("node:fs");
      if (call === "write" && failures.left-- > 0) {
        // Half of it arrives before the space is gone.
        writeSync(fd, bytes, from, Math.ceil((bytes.length - from) / 2), position);
        throw error();
      }
      return writeSync(fd, bytes, from, bytes.length - from, position);
    },
    sync: async (fd) => {
      if (call === "sync" && failures.left-- > 0) throw error();
      const { fdatasyncSync } = await import("node:fs");
      fdatasyncSync(fd);
    },
  };
}

test("[F6] without space appends are refused; with space it goes on by itself", async () => {
  const failures = { left: 0 };
  const journal = await openHere({ disk: failing("write", "ENOSPC", failures) });
  await journal.append(record("before"));
  failures.left = 2;
  await expect(journal.append(record("refused 1"))).rejects.toThrow(NotDurable);
  expect(journal.writable).toBe(false);
  await expect(journal.append(record("refused 2"))).rejects.toThrow(NotDurable);
  await journal.append(record("after"));
  expect(journal.writable).toBe(true);
  const { paths, seqs } = await pathsFrom();
  expect(paths).toEqual(["before", "after"]);
  expect(increasing(seqs)).toBe(true);
  await journal.close();
});

test("a group that is refused hides none that was acknowledged just before it", async () => {
  const failures = { left: 0 };
  const inner = failing("write", "ENOSPC", failures);
  const refused: Promise<unknown>[] = [];
  const disk: Disk = {
    write: inner.write,
    sync: async (fd) => {
      if (refused.length === 0)
        refused.push(journal.append(record("refused")).catch((error: unknown) => error));
      failures.left = 1;
      await inner.sync(fd);
    },
  };
  const journal = await openHere({ disk });
  await journal.append(record("kept"));
  expect(await Promise.all(refused)).toEqual([expect.any(NotDurable)]);
  expect((await pathsFrom()).paths).toEqual(["kept"]);
  await journal.close();
});

test("[F7] after a failed sync nothing is acknowledged any more, and it is said once", async () => {
  const failures = { left: 0 };
  const broken: string[] = [];
  const journal = await openHere({
    disk: failing("sync", "EIO", failures),
    onBroken: (error) => broken.push(error.message),
  });
  await journal.append(record("before"));
  failures.left = 1;
  await expect(journal.append(record("lost"))).rejects.toThrow(NotDurable);
  await expect(journal.append(record("never"))).rejects.toThrow(NotDurable);
  expect(broken).toEqual(["EIO"]);
  expect(journal.writable).toBe(false);
  await journal.close();
  const again = await openHere();
  await again.append(record("restarted"));
  expect((await pathsFrom()).paths).toEqual(["before", "restarted"]);
  await again.close();
});
