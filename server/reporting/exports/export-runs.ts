/**
 * Makes the files that were asked for. A row is the queue, the advisory lock on it says that
 * somebody is at work; a file is there once it is whole, so one whose maker died is made again.
 * Everything is read and written as the account that asked, under both walls.
 */
import { createHash } from "node:crypto";
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { GraphQLError } from "graphql";
import type pg from "pg";
import { pageOfLetter } from "../../partnership/notices/dashboard-pages.ts";
import { instantText, keepLetters } from "../../partnership/notices/notices.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { Notice, type NoticeName } from "../../partnership/notices/notice.entity.ts";
import type { AccountKind } from "../../platform/auth/rights.ts";
import { createJobContext, now, type Context, type Deps } from "../../platform/context.ts";
import { alone, hold } from "../../platform/db/locks.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { Export } from "./export.entity.ts";
import { allRowsOf, fileOf } from "./making.ts";
import { endIfFailing } from "./schedule-ends.ts";

export interface ExportDeps extends Omit<Deps, "ticks"> {
  /** Of the ORM's database, as the same role: holds the lock of what is made. */
  pool: pg.Pool;
  /** Fires when the process ends: what is made is left to others. */
  stopping?: AbortSignal;
}
interface Waiting {
  id: string;
  account_id: string;
  account_kind: AccountKind;
}

export const partBytes = 1024 * 1024;
export const keptDays = 7;
const attemptsMax = 3;
const mostBytes = 16 * 1024 ** 3;
const tellEveryMs = 250;
const dayMs = 86_400_000;

/** It was cancelled, or the process ends. */
class GivenUp extends Error {}
/** Says in a sentence why no try will make it. */
class Hopeless extends Error {}

const interrupted = "The export was interrupted several times: ask for it again.";
const failed =
  "The file could not be made: ask for it again, and tell the operator if it fails again.";
const tooLarge = "The file has more than 16 GiB: ask for a shorter range, or for Parquet.";

/** Null: it is not its turn, or nobody waits for it any more. */
async function begin(ctx: Context, id: string): Promise<Export | null> {
  return ctx.em.fork().transactional(async (tx) => {
    await hold(tx, "EXPORTS", ctx.scope.requireAccountId());
    const row = await tx.findOne(Export, { id, state: { $in: ["QUEUED", "RUNNING"] } });
    if (!row) return null;
    const running = await tx.count(Export, { state: "RUNNING", id: { $ne: id } });
    if (row.state === "QUEUED" && running >= 2) return null;
    await tx.execute("delete from export_part where export_id = ?", [id]);
    if (row.attempts >= attemptsMax) {
      await end(ctx, tx, row, { state: "FAILED", failure: interrupted });
      return null;
    }
    Object.assign(row, { state: "RUNNING", startedAt: now(ctx), rowsDone: 0, bytes: 0 });
    row.attempts += 1;
    return row;
  });
}

const notices = { COMPLETED: "EXPORT_READY", FAILED: "EXPORT_FAILED" } as const satisfies Record<
  string,
  NoticeName
>;
/** Where it is read: the file itself is in no mail. */
async function writeLetter(
  ctx: Context,
  tx: EntityManager,
  row: Export,
  noticeId: string,
): Promise<void> {
  const program = await tx.findOne(Program, { id: row.programId });
  if (!program) return;
  const place = { kind: ctx.scope.kind, program: program.code };
  const page = pageOfLetter(ctx.env.publicUrl, place, "exports");
  const { fileName, failure, expiresAt, timeZone } = row;
  const until = expiresAt ? instantText(expiresAt.getTime(), timeZone) : "";
  const body = failure
    ? `${fileName} could not be made: ${failure}\n\nYour exports: ${page}\n`
    : `${fileName} is ready until ${until}. Sign in to read it: ${page}\n\n` +
      "You get this mail because you scheduled the export; the same page ends it.\n";
  const subject = failure ? `${fileName} could not be made` : `${fileName} is ready`;
  const { accountId, requestedBy: userId } = row;
  await keepLetters(tx, ctx, [
    { subject, body, noticeId, accountId, userId, fromAccountId: accountId },
  ]);
}

type Ended = { state: "FAILED"; failure: string } | { state: "COMPLETED"; sha256: string };
/** Whoever asked is told in the app, of one that is made again and again also by mail. */
async function end(ctx: Context, tx: EntityManager, row: Export, ended: Ended): Promise<void> {
  const at = now(ctx);
  const expiresAt = new Date(at.getTime() + keptDays * dayMs);
  Object.assign(row, ended, {
    finishedAt: at,
    expiresAt: ended.state === "COMPLETED" ? expiresAt : null,
  });
  const noticeId = ctx.newId(at.getTime());
  tx.create(Notice, {
    id: noticeId,
    accountId: row.accountId,
    fromAccountId: row.accountId,
    programId: row.programId,
    kind: notices[ended.state],
    comment: ended.state === "FAILED" ? `${row.fileName}: ${ended.failure}` : row.fileName,
    createdAt: at,
  });
  await tx.flush();
  if (row.scheduleId == null) return;
  await writeLetter(ctx, tx, row, noticeId);
  if (ended.state === "FAILED") await endIfFailing(ctx, tx, row.scheduleId, ended.failure);
}
/** One that is not even begun. */
export const failExport = (
  ctx: Context,
  tx: EntityManager,
  row: Export,
  failure: string,
): Promise<void> => end(ctx, tx, row, { state: "FAILED", failure });

/** As long as nobody cancelled it, or took it up again because its maker seemed dead. */
const mine = ({ id, attempts }: Export) => ({ id, attempts, state: "RUNNING" as const });

/** Puts a file away, piece by piece; throws where it was cancelled. */
class Parts {
  readonly #em: EntityManager;
  readonly #row: Export;
  readonly #hash = createHash("sha256");
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #number = 0;
  bytes = 0;
  toldAt = performance.now();

  constructor(em: EntityManager, row: Export) {
    this.#em = em;
    this.#row = row;
  }
  async take(bytes: Uint8Array, rows: number): Promise<void> {
    this.#hash.update(bytes);
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.bytes += bytes.length;
    if (this.bytes > mostBytes) throw new Hopeless(tooLarge);
    if (this.#heldBytes < partBytes && performance.now() - this.toldAt < tellEveryMs) return;
    await this.#tell(rows);
    if (this.#heldBytes >= partBytes) await this.#put(false);
  }
  async #tell(rows: number): Promise<void> {
    const found = await this.#em.nativeUpdate(Export, mine(this.#row), {
      rowsDone: rows,
      bytes: this.bytes,
    });
    if (found === 0) throw new GivenUp();
    this.toldAt = performance.now();
  }
  async #put(isLast: boolean): Promise<void> {
    let rest = Buffer.concat(this.#held);
    const parts: Buffer[] = [];
    while (rest.length >= partBytes || (isLast && rest.length > 0)) {
      parts.push(rest.subarray(0, partBytes));
      rest = rest.subarray(partBytes);
    }
    this.#held = [Buffer.from(rest)];
    this.#heldBytes = rest.length;
    for (const part of parts)
      await this.#em.execute(
        `insert into export_part (export_id, number, account_id, content)
          values (?, ?, ?, decode(?, 'base64'))`,
        [this.#row.id, this.#number++, this.#row.accountId, part.toString("base64")],
      );
  }
  /** The whole file's hash. */
  async finish(rows: number): Promise<string> {
    await this.#tell(rows);
    await this.#put(true);
    return this.#hash.digest("hex");
  }
}

async function make(ctx: Context, { stopping }: ExportDeps, row: Export): Promise<void> {
  const { source: table, format, programId, filters, timeZone } = row;
  const { rights, about = null } = row;
  const asked = { table, format, programId, filters, timeZone, rights, about };
  const em = ctx.em.fork();
  if (row.rowsTotal == null)
    await em.nativeUpdate(Export, mine(row), { rowsTotal: await allRowsOf(ctx, asked) });
  const parts = new Parts(em, row);
  let rows = 0;
  for await (const piece of fileOf(ctx, asked)) {
    if (stopping?.aborted) throw new GivenUp();
    rows = piece.rows;
    await parts.take(piece.bytes, rows);
  }
  const sha256 = await parts.finish(rows);
  // What was counted before may have changed until the file's own moment.
  const written = { rowsTotal: rows, rowsDone: rows, bytes: parts.bytes };
  await settle(ctx, row, { state: "COMPLETED", sha256 }, written);
}

/** Of a file that is given up nothing is left; what somebody else makes of it by now is theirs. */
const dropParts = async (em: EntityManager, { id, attempts }: Export): Promise<void> => {
  await em.execute(
    `delete from export_part
      where export_id = ?
        and not exists (select from export_job where id = ? and attempts <> ?)`,
    [id, id, attempts],
  );
};

/** Unless it is no more this maker's. */
const settle = (ctx: Context, own: Export, ended: Ended, figures: object = {}): Promise<void> =>
  ctx.em.fork().transactional(async (tx) => {
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE };
    const row = await tx.findOne(Export, mine(own), options);
    if (!row) return dropParts(tx, own);
    if (ended.state === "FAILED") await dropParts(tx, own);
    Object.assign(row, figures);
    await end(ctx, tx, row, ended);
  });

async function makeSafely(ctx: Context, deps: ExportDeps, row: Export): Promise<void> {
  const { id } = row;
  const again = (less: number) =>
    ctx.em
      .fork()
      .nativeUpdate(Export, mine(row), { state: "QUEUED", attempts: row.attempts - less });
  try {
    await make(ctx, deps, row);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (error instanceof GivenUp) {
      // It was cancelled, or another process makes what this one cannot end.
      await dropParts(ctx.em, row);
      return void (await again(1));
    }
    if (error instanceof Hopeless || error instanceof GraphQLError)
      return settle(ctx, row, { state: "FAILED", failure: error.message });
    ctx.log.error({ err: error, export: id }, "an export cannot be made");
    if (row.attempts < attemptsMax) return void (await again(0));
    await settle(ctx, row, { state: "FAILED", failure: failed });
  }
}

/** Makes the one whose turn it is; resolves with the number that was taken up, 0 or 1. */
export async function runExports(deps: ExportDeps): Promise<number> {
  const { rows } = await deps.pool.query<Waiting>("select * from exports_waiting()");
  for (const waiting of rows) {
    if (deps.stopping?.aborted) return 0;
    const taken = await alone(deps.pool, "EXPORT", waiting.id, async () => {
      const account = { id: waiting.account_id, kind: waiting.account_kind };
      const ctx = createJobContext(deps, { job: "exports", account, userId: "" });
      const row = await begin(ctx, waiting.id);
      if (row) await makeSafely(ctx, deps, row);
      return row !== null;
    });
    if (taken) return 1;
  }
  return 0;
}

/** Files whose week is over. */
export const expireExports = async ({
  pool,
  clock,
}: Pick<ExportDeps, "pool" | "clock">): Promise<void> =>
  void (await pool.query("select expire_exports($1)", [new Date(clock())]));
