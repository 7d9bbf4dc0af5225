/**
 * Where files live. One interface, so that another place than the database can be put behind it.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { createHash } from "node:crypto";

export interface NewFile {
  id: string;
  accountId: string;
  name: string;
  mediaType: "application/pdf";
  content: Buffer;
  createdBy: string;
  createdAt: Date;
}
export interface StoredFile {
  accountId: string;
  name: string;
  mediaType: string;
  content: Buffer;
}
export interface FileStore {
  put(file: NewFile): Promise<void>;
  get(id: string): Promise<StoredFile | null>;
}

/**
 * A file changed where it lies would bind partners to what they never read: it is not handed out.
 */
export const sha256 = (content: Buffer): string =>
  createHash("sha256").update(content).digest("hex");

interface FileRow {
  account_id: string;
  name: string;
  media_type: string;
  sha256: string;
  content: string;
}

/** Files in a table, seen through the policies of whoever the entity manager acts for. */
export const databaseFiles = (em: EntityManager): FileStore => ({
  put: async (file) => {
    await em.execute(
      `insert into stored_file (
          id, account_id, name, media_type, sha256, size, content, created_by, created_at
        )
        values (?, ?, ?, ?, ?, ?, decode(?, 'base64'), ?, ?)`,
      [
        file.id,
        file.accountId,
        file.name,
        file.mediaType,
        sha256(file.content),
        file.content.length,
        file.content.toString("base64"),
        file.createdBy,
        file.createdAt,
      ],
    );
  },
  get: async (id) => {
    const [row] = await em.execute<FileRow[]>(
      `select account_id, name, media_type, sha256, encode(content, 'base64') as content
        from stored_file
        where id = ?`,
      [id],
    );
    if (!row) return null;
    const content = Buffer.from(row.content, "base64");
    if (sha256(content) !== row.sha256) throw new Error(`file ${id} is not what was stored`);
    return { accountId: row.account_id, name: row.name, mediaType: row.media_type, content };
  },
});
