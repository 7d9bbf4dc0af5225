/** One tracker per journal directory: a pid file that outlives kill -9, but not its process. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export class JournalLocked extends Error {}

const lockName = "lock";
const retryMs = 5;

/**
 * State letter and start time of a process, where the system tells (Linux). A reused pid has
 * another start time.
 */
function processStat(pid: number): { state: string; startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything; the fields are counted from behind it: state is
    // the 3rd, start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startedAt: fields[19] ?? "" };
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the process that wrote `owner` ("pid startedAt token") still runs; a zombie does not. */
function alive(owner: string, ownTokens: ReadonlySet<string>): boolean {
  const [pidText = "", startedAt = "", token = ""] = owner.trim().split(" ");
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return ownTokens.has(token);
  if (!exists(pid)) return false;
  const stat = processStat(pid);
  if (stat === null) return true;
  return (
    stat.state !== "Z" && stat.state !== "X" && (startedAt === "-" || stat.startedAt === startedAt)
  );
}

const heldHere = new Set<string>();
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Takes the directory or throws JournalLocked naming the holder. Returns the release. */
export async function lockJournal(dir: string): Promise<() => Promise<void>> {
  const token = randomBytes(8).toString("hex");
  const path = join(dir, lockName);
  const draft = `${path}.${token}`;
  await writeFile(draft, `${process.pid} ${processStat(process.pid)?.startedAt || "-"} ${token}\n`);
  heldHere.add(token);
  try {
    for (;;) {
      try {
        // A link appears whole or not at all: two starters cannot both succeed.
        await link(draft, path);
        return async () => {
          heldHere.delete(token);
          await unlink(path);
        };
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        await removeStale(path, token);
      }
    }
  } catch (error) {
    heldHere.delete(token);
    throw error;
  } finally {
    await unlink(draft);
  }
}

/**
 * Removes the lock of a dead process. Only one starter may remove a given one: the file that says
 * so is named after its owner, and whoever holds it looks again first. So a lock that another
 * starter has made meanwhile is never touched.
 */
async function removeStale(path: string, token: string): Promise<void> {
  const owner = await readFile(path, "latin1").catch(() => null);
  if (owner === null) return;
  if (alive(owner, heldHere))
    throw new JournalLocked(
      `The journal directory of ${path} is in use by process ${owner.split(" ")[0]}: one tracker ` +
        "per JOURNAL_DIR",
    );
  const taking = `${path}.taking.${createHash("sha256").update(owner).digest("hex").slice(0, 16)}`;
  try {
    await writeFile(
      taking,
      `${process.pid} ${processStat(process.pid)?.startedAt || "-"} ${token}\n`,
      { flag: "wx" },
    );
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const taker = await readFile(taking, "latin1").catch(() => null);
    // A starter that died in between leaves its word behind; one that is at it needs a moment.
    if (taker !== null && taker !== "" && !alive(taker, heldHere))
      await unlink(taking).catch(() => {});
    else await delay(retryMs);
    return;
  }
  try {
    if ((await readFile(path, "latin1").catch(() => null)) === owner) await unlink(path);
  } finally {
    await unlink(taking);
  }
}
