/**
 * Files of conversions as they come: kept on disk until they are whole, then handed to the worker
 * in parts. A file that breaks off leaves nothing behind.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { gateText } from "../../domain/values/text.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { ConversionSubmission } from "./submission.entity.ts";
import { conversionSubmission, knownSubmission } from "./submissions.ts";
import type { SubmissionView } from "./submission.types.ts";

export const maxFileBytes = 512 * 1024 * 1024;
const partBytes = 512 * 1024;
export const tooLargeText = "A file has at most 512 MB: split it";

export class TooLarge extends Error {}

interface Kept {
  path: string;
  bytes: number;
  digest: string;
}
async function keep(body: Readable, folder: string): Promise<Kept> {
  const path = join(folder, "file");
  const hash = createHash("sha256");
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > maxFileBytes ? new TooLarge(tooLargeText) : null, chunk);
    },
  });
  await pipeline(body, counting, createWriteStream(path));
  return { path, bytes, digest: hash.digest("hex") };
}

async function write(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  { name, kept }: { name: string; kept: Kept },
): Promise<string> {
  const id = ctx.newId(ctx.clock());
  tx.create(ConversionSubmission, {
    id,
    brandAccountId: program.brandAccountId,
    programId: program.id,
    source: "CSV",
    name,
    bytes: BigInt(kept.bytes),
    digest: kept.digest,
    state: "READING",
    rowCount: 0,
    malformed: 0,
    done: 0,
    booked: 0,
    failed: 0,
    faults: [],
    submittedBy: actorId(ctx),
    submittedAt: now(ctx),
  });
  await tx.flush();
  let number = 0;
  for await (const bytes of createReadStream(kept.path, { highWaterMark: partBytes }))
    await tx.execute(
      `insert into conversion_file_part (submission_id, number, brand_account_id, bytes)
        values (?, ?, ?, ?)`,
      [id, (number += 1), program.brandAccountId, bytes],
    );
  return id;
}

/** The file's submission: the same content is the same one, as long as it was not refused. */
export async function handInConversionFile(
  ctx: Context,
  { programId, name, body }: { programId: string; name: string; body: Readable },
): Promise<SubmissionView | UserError> {
  const named = gateText("BAD_NAME", "A file's name", name, { min: 1, max: 200 }, "name");
  if (!named.ok) return InvalidInput.of(named);
  const program = await ctx.em.findOne(Program, { id: programId });
  if (!program) return NotFound.of("program", "programId");
  const folder = await mkdtemp(join(tmpdir(), "conversions-"));
  try {
    const kept = await keep(body, folder);
    const id = await ctx.em.transactional(async (tx) => {
      const known = await knownSubmission(tx, { programId, source: "CSV", digest: kept.digest });
      return known ?? (await write(ctx, tx, program, { name: named.value, kept }));
    });
    const view = await conversionSubmission(ctx, id);
    if (!view) throw new Error(`submission ${id} is not found after its file was handed in`);
    return view;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
