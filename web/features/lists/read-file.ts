/**
 * Has the server read the file of a list: it stores nothing, and says how it understood each row.
 */
import type { ExceptionListKind } from "../../gql/graphql.ts";

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export const separators = ["", ";", ",", "\t", "|"] as const;

export interface FileRead {
  encoding: (typeof encodings)[number];
  separator: (typeof separators)[number];
  header: boolean;
  column: number;
  columns: { name: string | null; sample: string }[];
  rows: number;
  items: string[];
  left: { row: number; text: string; message: string }[];
}
/** What a person sets right; the rest is found. */
export type FileChoices = Partial<Pick<FileRead, "encoding" | "separator" | "header" | "column">>;

export type FileAnswer = { ok: true; read: FileRead } | { ok: false; message: string | null };

export async function readFile(
  file: File,
  kind: ExceptionListKind,
  choices: FileChoices,
): Promise<FileAnswer> {
  const query = new URLSearchParams({
    kind,
    ...Object.fromEntries(Object.entries(choices).map(([name, value]) => [name, String(value)])),
  });
  try {
    const response = await fetch(`/files/list?${query.toString()}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    const answer = (await response.json()) as FileRead & { errors?: { message: string }[] };
    return answer.errors
      ? { ok: false, message: answer.errors[0]?.message ?? null }
      : { ok: true, read: answer };
  } catch {
    return { ok: false, message: null };
  }
}
