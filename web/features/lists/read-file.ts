/**
 * Has the server read the file of a list: it stores nothing, and says how it understood each row.
 */
import type { ExceptionListKind } from "../../gql/graphql.ts";
import { sendFile, type FileSent } from "../../lib/send-file.ts";

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

export async function readFile(
  file: File,
  kind: ExceptionListKind,
  choices: FileChoices,
): Promise<FileSent<FileRead>> {
  return sendFile<FileRead>(file, "/files/list", {
    kind,
    ...Object.fromEntries(Object.entries(choices).map(([name, value]) => [name, String(value)])),
  });
}
