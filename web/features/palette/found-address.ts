/** Where something that was found stands. */
import type { FoundKind } from "../../gql/graphql.ts";
import { brandPages, pagesOf } from "../../lib/addresses.ts";

interface Found {
  kind: FoundKind;
  id: string;
  title: string;
  /** Null: of all programs. */
  programCode: string | null;
}

/** @param current - Code of the program that is open: partners are shown in it. */
export function foundAddress(
  { kind, id, title, programCode }: Found,
  space: "brand" | "partner",
  current: string,
): string {
  const program = programCode ?? current;
  const pages = pagesOf(space, program);
  switch (kind) {
    case "PARTNER":
      return `${brandPages(program).partners}/${id}`;
    case "LINK":
      return `${pages.links}?search=${encodeURIComponent(title)}`;
    case "CLICK":
      return `${pages.clicks}/${id}`;
    case "CONVERSION":
      return `${pages.conversions}/${id}`;
    case "CONTRACT":
      return space === "brand" ? `${pages.contracts}/${id}` : `${pages.contracts}#c-${id}`;
    case "TERMS":
      return `${brandPages(program).terms}/${id}`;
  }
}
