/**
 * Files of conversions, read in a stream: of a million rows only those that are under way are in
 * memory. A file is taken whole or not at all: rows are copied in one transaction, which a fault
 * undoes. What was read waits as a preview until a person confirms it.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse, CsvError, type CsvErrorCode } from "csv-parse";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyInstant, copyJson, copyText } from "../../platform/db/copy.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import {
  encodingNames,
  encodingOf,
  kindOf,
  type FileKind,
} from "../../platform/files/file-text.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { FileReading, type FileRow } from "../../domain/conversion-file.ts";
import { eventNamesOf } from "../../domain/submitted-events.ts";
import type { ShownFault } from "../../domain/submission.ts";
import { loadProgramContext } from "./sales-booking.ts";
import {
  findFailing,
  findScattered,
  freshOrders,
  type FileSubmission,
} from "./submission-previews.ts";
import { dedupeMsOf } from "./submitted-sales.ts";

const progressRows = 5_000;
const firstLineMax = 100_000;

async function* partsOf(pool: pg.Pool, id: string): AsyncGenerator<Buffer> {
  for (let number = 1; ; number += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      "select bytes from conversion_file_part where submission_id = $1 and number = $2",
      [id, number],
    );
    const [part] = rows;
    if (!part) return;
    yield part.bytes;
  }
}

/** What the whole file is refused for, with its line. */
class FileFault extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
const linesIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1;
const kindWords: Record<FileKind, string> = {
  workbook: "a workbook: save its sheet as CSV in UTF-8",
  "old workbook": "an old workbook: save its sheet as CSV in UTF-8",
  PDF: "a PDF: send the orders as CSV in UTF-8",
  archive: "an archive: send the file that is in it",
};
function kindFault(bytes: Buffer): string | null {
  const kind = kindOf(bytes);
  if (kind !== null) return `The file is ${kindWords[kind]}`;
  const encoding = encodingOf(bytes);
  return encoding.startsWith("utf-16")
    ? `The file is in ${encodingNames[encoding]}: save it as CSV in UTF-8`
    : null;
}

/** As text; tells the reading what it sees, and what is no text as a FileFault. */
async function* textOf(parts: AsyncIterable<Buffer>, reading: FileReading): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 0;
  const decoded = (bytes?: Buffer): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const [before = ""] = (bytes ?? Buffer.of()).toString("utf8").split("\uFFFD", 1);
      const at = Math.max(1, line) + linesIn(before);
      throw new FileFault(
        `Line ${at} holds a byte that is not UTF-8: save the file as CSV in UTF-8`,
        at,
      );
    }
  };
  const told = (text: string): string => {
    const nul = text.indexOf("\0");
    const at = Math.max(1, line) + linesIn(nul < 0 ? text : text.slice(0, nul));
    if (nul >= 0)
      throw new FileFault(
        `Line ${at} holds a NUL, a sign that no text has: the file is damaged, or no CSV`,
        at,
      );
    line = at;
    reading.sees(text);
    return text;
  };
  for await (const bytes of parts) {
    const kind = line === 0 ? kindFault(bytes) : null;
    if (kind !== null) throw new FileFault(kind, 1);
    const text = decoded(bytes);
    if (text !== "") yield told(text);
  }
  const rest = decoded();
  if (rest !== "") yield told(rest);
}

/** The signs that part cells are found in the first line, before the rest is parsed. */
async function* recordsOf(
  text: AsyncGenerator<string>,
  reading: FileReading,
): AsyncGenerator<{ line: number; cells: string[] }> {
  let begun = "";
  // Not by a loop over it, whose end would end the text, too.
  while (!/[\r\n]/.test(begun) && begun.length < firstLineMax) {
    const more = await text.next();
    if (more.done) break;
    begun += more.value;
  }
  const whole = async function* () {
    yield begun;
    yield* text;
  };
  const parser = parse({
    delimiter: reading.separatorOf(begun),
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    // Sheets are exported with rows that hold nothing.
    skip_records_with_empty_values: true,
    info: true,
    max_record_size: 1_000_000,
  });
  const source = Readable.from(whole(), { objectMode: true });
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>)
    yield { line: info.lines, cells: record };
}

const nullable = (text: string | null): string => copyText(text);
function copyLine({ id, brand, programId }: FileSubmission, row: FileRow): string {
  const { number, change, orderId, at, customer, body, read } = row;
  return (
    [
      id,
      String(number),
      brand,
      programId,
      nullable(change),
      copyText(orderId),
      copyInstant(at),
      nullable(customer),
      copyJson(body),
      copyJson(read),
      "QUEUED",
    ].join("\t") + "\n"
  );
}
const target =
  "submitted_conversion (submission_id, number, brand_account_id, program_id, change, order_id, " +
  "event_at, customer, body, read, state)";

async function* linesOf(
  deps: WorkerDeps,
  file: FileSubmission,
  reading: FileReading,
): AsyncGenerator<string> {
  const text = textOf(partsOf(deps.pool, file.id), reading);
  for await (const { line, cells } of recordsOf(text, reading)) {
    const orders = reading.take(line, cells);
    if (reading.isHopeless) return;
    if (reading.rows % progressRows === 0) await tellProgress(deps.pool, file.id, reading.rows);
    for (const order of orders) yield copyLine(file, order);
  }
  for (const order of reading.last()) yield copyLine(file, order);
}
const tellProgress = (pool: pg.Pool, id: string, rows: number): Promise<unknown> =>
  pool.query("update conversion_submission set row_count = $2 where id = $1", [id, rows]);

/** What parser and decoder say, in the file's own words; null: it is no fault of the file. */
function faultOf(error: unknown): FileFault | null {
  if (error instanceof FileFault) return error;
  if (!(error instanceof CsvError)) return null;
  const line = Number(error.lines);
  const words: Partial<Record<CsvErrorCode, string>> = {
    CSV_QUOTE_NOT_CLOSED:
      `The file ends within a quoted cell, which begins in line ${line} or above, so it may be ` +
      "cut off: send it whole",
    CSV_MAX_RECORD_SIZE:
      `The row that ends in line ${line} is longer than any order's, or a quote in it never ` +
      "ends",
  };
  return new FileFault(
    words[error.code] ??
      `Line ${line} has a quote where none may be: a cell that holds quotes stands in quotes, ` +
        "and each quote within it twice",
    line,
  );
}

class Refused extends Error {}

async function readInto(
  deps: WorkerDeps,
  client: pg.ClientBase,
  file: FileSubmission,
  reading: FileReading,
): Promise<void> {
  try {
    await pipeline(
      Readable.from(linesOf(deps, file, reading), { objectMode: true, highWaterMark: 500 }),
      client.query(copyFrom(`copy ${target} from stdin`)),
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    reading.failsAt(fault.line, fault.message, "BAD_FILE");
  }
  reading.ends();
  if (!reading.isFaulty) await findScattered(client, file, reading);
  // Nothing of what was copied is kept.
  if (reading.isFaulty) throw new Refused();
  const { program } = await loadProgramContext(deps.pool, file.programId);
  const failing = await findFailing(client, file, { program, now: deps.clock() });
  const fresh = await freshOrders(client, file);
  await client.query(
    `update conversion_submission
      set state = 'PREVIEW', row_count = $2, preview = $3
      where id = $1 and state = 'READING'`,
    [file.id, reading.taken, JSON.stringify(reading.preview(fresh, failing))],
  );
  await dropParts(client, file.id);
}
const dropParts = (client: pg.ClientBase | pg.Pool, id: string): Promise<unknown> =>
  client.query("delete from conversion_file_part where submission_id = $1", [id]);

async function refuse(
  deps: WorkerDeps,
  { id }: FileSubmission,
  told: { rows: number; malformed: number; faults: ShownFault[] },
): Promise<void> {
  await inTransaction(deps.pool, async (client) => {
    await client.query(
      `update conversion_submission
        set state = 'REFUSED', row_count = $2, malformed = $3, faults = $4, completed_at = $5
        where id = $1`,
      [id, told.rows, told.malformed, JSON.stringify(told.faults), new Date(deps.clock())],
    );
    await dropParts(client, id);
  });
}

/** Ends as a preview or refused. */
export async function readFile(deps: WorkerDeps, file: FileSubmission): Promise<void> {
  const { rows } = await deps.pool.query<{ id: string; code: string; kind: string }>(
    "select id, code, kind from event_type where program_id = $1 and kind <> 'CLICK'",
    [file.programId],
  );
  const windowOf = await dedupeMsOf(deps.pool, file.programId);
  const reading = new FileReading({ now: deps.clock(), events: eventNamesOf(rows) }, { windowOf });
  try {
    await inTransaction(deps.pool, (client) => readInto(deps, client, file, reading));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await refuse(deps, file, reading);
  }
}

const keptDays = 7;
/** What nobody confirmed within a week is left; the rows of what was left are gone. */
export async function clearFiles({ pool, clock }: WorkerDeps): Promise<void> {
  const at = new Date(clock());
  await pool.query(
    `update conversion_submission
      set state = 'DISCARDED'
      where state = 'PREVIEW' and submitted_at < $1::timestamptz - make_interval(days => $2)`,
    [at, keptDays],
  );
  const { rows } = await pool.query<{ id: string }>(
    "select id from conversion_submission where state = 'DISCARDED' and completed_at is null",
  );
  for (const { id } of rows)
    await inTransaction(pool, async (client) => {
      await client.query("delete from submitted_conversion where submission_id = $1", [id]);
      await client.query("update conversion_submission set completed_at = $2 where id = $1", [
        id,
        at,
      ]);
    });
}
