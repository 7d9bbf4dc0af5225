/** What a page needs to know to offer its table as a file. */
import { pagesOf } from "../../lib/addresses.ts";

export interface Files {
  programId: string;
  /** In which dates are cut on the page. */
  timeZone: string;
  /** Where files are listed. */
  href: string;
}
/** Null for who may have none. */
export const filesFor = (
  { rights }: { rights: readonly string[] },
  space: "brand" | "partner",
  { id, code, timeZone }: { id: string; code: string; timeZone: string },
): Files | null =>
  rights.includes("exports:write")
    ? { programId: id, timeZone, href: pagesOf(space, code).exports }
    : null;
