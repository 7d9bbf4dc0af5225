/**
 * Files that custom terms name: sent by the brand, read by whoever may read a version that names
 * them.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput } from "../api/refusal.ts";
import { actorId, now, type Context } from "../context.ts";
import { gateText } from "../../domain/values/text.ts";
import { databaseFiles, type StoredFile } from "./file-store.ts";

export const maxFileBytes = 5 * 1024 * 1024;
const maxNameLength = 200;
/** Of one account: five gigabytes at most, and nobody needs as many clauses. */
const maxFiles = 1000;

const isPdf = (content: Buffer): boolean => content.subarray(0, 5).toString("latin1") === "%PDF-";

/**
 * Stores a PDF for the viewer's account and gives its id. The bytes decide what it is, not what the
 * sender calls it.
 */
export async function storeFile(
  ctx: Context,
  file: { name: string; content: Buffer },
): Promise<string | InvalidInput> {
  const named = gateText(
    "BAD_NAME",
    "A file's name",
    file.name,
    { min: 1, max: maxNameLength },
    "name",
  );
  if (!named.ok) return InvalidInput.of(named);
  const { value: name } = named;
  if (file.content.length > maxFileBytes)
    return new InvalidInput("TOO_LARGE", "A file has at most 5 MB: make the PDF smaller", ["body"]);
  if (!isPdf(file.content))
    return new InvalidInput(
      "NOT_A_PDF",
      "Only PDF files are taken, and this is none: save it as a PDF, and send that",
      ["body"],
    );
  if ((await ownFiles(ctx.em)) >= maxFiles)
    return new InvalidInput("TOO_MANY_FILES", `An account stores at most ${maxFiles} files`, [
      "body",
    ]);
  const id = ctx.newId(ctx.clock());
  await databaseFiles(ctx.em).put({
    id,
    accountId: ctx.scope.requireAccountId(),
    name,
    mediaType: "application/pdf",
    content: file.content,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
  return id;
}

const ownFiles = async (em: EntityManager): Promise<number> =>
  (
    await em.execute<{ count: number }[]>(
      "select count(*)::int as count from stored_file where account_id = app_account()",
    )
  )[0]?.count ?? 0;

export interface ReadableFile {
  name: string;
  mediaType: string;
  content: Buffer;
}
/**
 * To others than its owner a file goes by a neutral name: what the brand calls it is the brand's
 * own [D32].
 */
const neutralName = "terms.pdf";
const shown = (
  ctx: Context,
  { accountId, name, mediaType, content }: StoredFile,
): ReadableFile => ({
  name: accountId === ctx.scope.accountId ? name : neutralName,
  mediaType,
  content,
});

/**
 * `code`: of a branded link whose terms name the file, for readers without an account. Null:
 * absent, whoever asks.
 */
export async function readableFile(
  ctx: Context,
  id: string,
  code: string | null,
): Promise<ReadableFile | null> {
  // A key without this right reads no terms, so no files of terms either.
  const own = ctx.viewer.rights.has("terms:read") ? await databaseFiles(ctx.em).get(id) : null;
  if (own) return shown(ctx, own);
  if (code === null) return null;
  const [row] = await ctx.em.execute<{ media_type: string; content: string }[]>(
    "select media_type, content from file_behind_link(?, ?)",
    [code, id],
  );
  return row
    ? { name: neutralName, mediaType: row.media_type, content: Buffer.from(row.content, "base64") }
    : null;
}

/** Those of these files that are the account's own: only they can be put into its terms. */
export async function fileIdsIn(em: EntityManager, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await em.execute<{ id: string }[]>(
    `select id
      from stored_file
      where account_id = app_account() and id in (${ids.map(() => "?").join(", ")})`,
    [...ids],
  );
  return new Set(rows.map(({ id }) => id));
}
