/**
 * A file of a million orders, read and booked by a worker process of its own: how much memory it
 * takes at most, and how fast it is.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";
import { fileColumns } from "../../domain/submitted-row.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { addContract, addPartner, createSalesWorld } from "../worlds/sales-world.ts";

export interface LargeGround {
  url: string;
  owner: pg.Pool;
  desk: WorkerDeps;
  clock: { now: number };
}
const mostMegabytes = 300;
/** What grows with the file ends at this heap; without it, it is the collector that is lazy. */
const heapMegabytes = 128;
const rowsOfPart = 5_000;

/** Puts the file where the API leaves it. */
async function putFile(
  { owner, clock }: LargeGround,
  rows: number,
): Promise<{ id: string; program: string }> {
  const world = await createSalesWorld(owner, { name: "large" });
  const partner = await addPartner(owner, world, "largepartner");
  await addContract(owner, world, partner, { startsAt: "2026-01-01T00:00:00Z", saleRate: "5%" });
  const id = uuidv7();
  await owner.query(
    `insert into conversion_submission (
        id, brand_account_id, program_id, source, name, digest, state, submitted_by, submitted_at
      )
      values ($1, $2, $3, 'CSV', 'large.csv', 'large', 'READING', $4, $5)`,
    [id, world.brand, world.program, world.user, new Date(clock.now)],
  );
  const line = (n: number): string => {
    const cells: Record<string, string> = {
      event: "SALE",
      orderId: `L-${n}`,
      eventDate: new Date(clock.now - 3_600_000 - (n % 86_400) * 1_000).toISOString(),
      partner: partner.code,
      currency: "USD",
      subtotal: `${(n % 500) + 1}.${String(n % 100).padStart(2, "0")}`,
      customerCountry: "US",
    };
    return `${fileColumns.map((name) => cells[name] ?? "").join(",")}\r\n`;
  };
  for (let first = 0, part = 1; first < rows; first += rowsOfPart, part += 1) {
    const lines = Array.from({ length: Math.min(rowsOfPart, rows - first) }, (_, n) =>
      line(first + n),
    );
    const head = part === 1 ? `${fileColumns.join(",")}\r\n` : "";
    await owner.query("insert into conversion_file_part values ($1, $2, $3, $4)", [
      id,
      part,
      world.brand,
      Buffer.from(head + lines.join("")),
    ]);
  }
  return { id, program: world.program };
}

interface Told {
  megabytes: number;
  seconds: number;
}
/** Reads or books in a process of its own. */
async function inChild(url: string, step: "read" | "book", now: number): Promise<Told> {
  const script = fileURLToPath(new URL("large-file-child.ts", import.meta.url));
  const heap = `--max-old-space-size=${heapMegabytes}`;
  const child = spawn(process.execPath, [heap, "--import", "tsx", script, url, step, `${now}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`the worker of the file ended with ${code}`);
  return JSON.parse(said) as Told;
}

/** Null: it held; else what did not. */
export async function readLargeFile(
  ground: LargeGround,
  say: (line: string) => void,
  { rows = 1_000_000, books = 100_000 } = {},
): Promise<string | null> {
  const { owner, url, clock } = ground;
  clock.now = Date.parse("2026-06-20T12:00:00Z");
  const { id } = await putFile(ground, rows);
  const read = await inChild(url, "read", clock.now);
  const { rows: found } = await owner.query<{ state: string; row_count: number }>(
    "select state, row_count from conversion_submission where id = $1",
    [id],
  );
  say(
    `file: ${found[0]?.row_count} rows read in ${read.seconds} s, at most ${read.megabytes} MB ` +
      `(${found[0]?.state})`,
  );
  if (found[0]?.state !== "PREVIEW" || found[0].row_count !== rows) return "the file was not read";
  // What is booked of it is as many as tell the pace; each batch is like the one before.
  await owner.query("delete from submitted_conversion where number > $1", [books + 1]);
  await owner.query(
    "update conversion_submission set state = 'QUEUED', queued_at = now() where id = $1",
    [id],
  );
  const book = await inChild(url, "book", clock.now);
  say(
    `file: ${books} orders booked in ${book.seconds} s ` +
      `(${Math.round(books / book.seconds)} a second), at most ${book.megabytes} MB`,
  );
  const most = Math.max(read.megabytes, book.megabytes);
  return most <= mostMegabytes ? null : `${most} MB are more than ${mostMegabytes}`;
}
