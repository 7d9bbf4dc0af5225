/** A table as a file at once, as far as it is small. */
import type { ExportFilters, ExportFormat, ExportTable } from "../../gql/graphql.ts";
import { withSession } from "../../lib/session-end.ts";
import { saveFile } from "../../lib/save-file.ts";

export interface TableAsked {
  programId: string;
  table: ExportTable;
  filters: ExportFilters;
  timeZone: string;
}
export type Saved =
  | { state: "SAVED"; name: string }
  | { state: "LARGE" }
  /** The session ended, and nobody signed in again. */
  | { state: "ENDED" }
  /** `message` null: it did not come through. */
  | { state: "REFUSED"; message: string | null };

const nameIn = (disposition: string | null): string =>
  /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "export";
interface Refusal {
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Signs of an address that every server between takes. */
const addressMost = 8_000;

export async function saveSmall(
  { programId, table, filters, timeZone }: TableAsked,
  format: ExportFormat,
): Promise<Saved> {
  const query = new URLSearchParams({ programId, table, format, timeZone });
  const [filter] = Object.values(filters);
  if (filter) query.set("filter", JSON.stringify(filter));
  // A long choice of partners goes the way of a large table.
  if (query.toString().length > addressMost) return { state: "LARGE" };
  try {
    const answer = await withSession(() => fetch(`/files/export?${query.toString()}`));
    if (answer.ok) {
      const name = nameIn(answer.headers.get("content-disposition"));
      saveFile(await answer.blob(), name);
      return { state: "SAVED", name };
    }
    const { errors } = (await answer.json()) as Refusal;
    const code = errors?.[0]?.extensions?.code;
    if (code === "TOO_MANY_ROWS") return { state: "LARGE" };
    if (code === "UNAUTHENTICATED") return { state: "ENDED" };
    return { state: "REFUSED", message: errors?.[0]?.message ?? null };
  } catch {
    return { state: "REFUSED", message: null };
  }
}
