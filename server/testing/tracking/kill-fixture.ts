/**
 * A tracker in a process of its own, to be killed: `kill-fixture.ts <databaseUrl> <journalDir>`;
 * prints its port once ready. Also the writer of load for kill.test.ts and the long soak.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { readJournal, type JournalPosition } from "../../tracking/journal/journal-read.ts";
import { startTracker } from "../../tracking/redirect/server.ts";

const self = fileURLToPath(import.meta.url);
const connections = 64;

async function spawnTracker(
  databaseUrl: string,
  journalDir: string,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["--import", "tsx", self, databaseUrl, journalDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, port: Number(line.toString()) };
}

/**
 * Asks again as soon as it is answered; notes the ordinal of each 302. Ends when the connection
 * breaks.
 */
function press(
  port: number,
  path: string,
  ordinals: { next: number },
  acknowledged: number[],
): Socket {
  const socket = connect(port, "127.0.0.1");
  let ordinal = 0;
  const ask = (): void => {
    ordinal = ordinals.next++;
    socket.write(
      `GET ${path}?subId1=${ordinal} HTTP/1.1\r\nHost: t\r\nUser-Agent: Mozilla/5.0 (X11; Linux ` +
        "x86_64) Firefox/130.0\r\n\r\n",
    );
  };
  socket.on("connect", ask);
  socket.on("error", () => {});
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
    if (!answer.includes("\r\n\r\n")) return;
    if (answer.startsWith("HTTP/1.1 302 ")) acknowledged.push(ordinal);
    answer = "";
    ask();
  });
  return socket;
}

async function journalled(
  journalDir: string,
): Promise<{ ordinals: Map<number, number>; seqs: number[] }> {
  const ordinals = new Map<number, number>();
  const seqs: number[] = [];
  for (let position: JournalPosition = { segment: 0, byteOffset: 0 }; ;) {
    const { records, next } = await readJournal(journalDir, position, 5_000);
    if (records.length === 0) return { ordinals, seqs };
    for (const record of records) {
      seqs.push(record.seq);
      if (record.kind === "CLICK")
        ordinals.set(Number(record.subIds[0]), (ordinals.get(Number(record.subIds[0])) ?? 0) + 1);
    }
    position = next;
  }
}

export interface KillReport {
  acknowledged: number;
  /** Acknowledged, but not in the journal. */
  lost: number;
  /** In the journal more than once. */
  twice: number;
  increasing: boolean;
}

/**
 * Kills a tracker under load `rounds` times at random moments and compares what it acknowledged
 * with its journal.
 */
export async function killRounds(options: {
  databaseUrl: string;
  journalDir: string;
  path: string;
  rounds: number;
  seed: number;
}): Promise<KillReport> {
  const { databaseUrl, journalDir, path, rounds } = options;
  const ordinals = { next: 1 };
  const acknowledged: number[] = [];
  let random = options.seed;
  for (let round = 0; round < rounds; round++) {
    const { child, port } = await spawnTracker(databaseUrl, journalDir);
    const before = acknowledged.length;
    const sockets = Array.from({ length: connections }, () =>
      press(port, path, ordinals, acknowledged),
    );
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const enough = before + 200 + (random % 1500);
    while (acknowledged.length < enough) await new Promise(setImmediate);
    child.kill("SIGKILL");
    await once(child, "exit");
    for (const socket of sockets) socket.destroy();
  }
  // The next start cuts the last round's torn tail, as it would in life.
  const { child } = await spawnTracker(databaseUrl, journalDir);
  const found = await journalled(journalDir);
  child.kill("SIGKILL");
  await once(child, "exit");
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((ordinal) => !found.ordinals.has(ordinal)).length,
    twice: [...found.ordinals.values()].filter((count) => count > 1).length,
    increasing: found.seqs.every((seq, at) => at === 0 || seq > (found.seqs[at - 1] ?? Infinity)),
  };
}

const [databaseUrl, journalDir] = process.argv.slice(2);
if (process.argv[1] === self && databaseUrl && journalDir) {
  const env = readEnv({ TRACKER_PORT: "0", JOURNAL_DIR: journalDir });
  const tracker = await startTracker({
    env,
    databaseUrl,
    clock: systemClock,
    newId: uuidv7,
    log: createLog("silent", "tracker"),
  });
  const ready = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${tracker.port}/readyz`)).ok;
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(tracker.port);
}
