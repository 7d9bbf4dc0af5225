/** Cursor pagination: stable under inserts, forward only, at most 100 rows a page. */
import "reflect-metadata";
import { Field, ObjectType, type ClassType } from "type-graphql";
import { Needs } from "./right.ts";
import { accept, refuse, type Refused, type Result } from "../../domain/reason.ts";

export const firstText = "Rows to return, 1 to 100.";
export const afterText =
  "endCursor of the page before, with the same arguments; none for the first page.";

@Needs("public")
@ObjectType({ description: "Where the page ends and whether more follow.", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "More rows follow this page." })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Pass as `after` to read on; null on an empty page.",
  })
  endCursor!: string | null;
}

export interface Page<T> {
  nodes: T[];
  pageInfo: PageInfo;
}

/** A connection type for `node`; `name` is its plural, e.g. "Clicks". */
export function connectionOf<T extends object>(node: ClassType<T>, name: string) {
  @Needs("public")
  @ObjectType(`${name}Connection`, {
    description: `A page of ${name.toLowerCase()}.`,
    simpleResolvers: true,
  })
  class Connection implements Page<T> {
    @Field(() => [node], { description: "The rows of this page." })
    nodes!: T[];

    @Field(() => PageInfo, { description: "How to go on." })
    pageInfo!: PageInfo;
  }
  return Connection;
}

/** Reads one row more than asked for and cuts it off: that row tells whether more follow. */
export function pageOf<R, T>(
  rows: readonly R[],
  first: number,
  cursor: (row: R) => string[],
  view: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return {
    nodes: shown.map(view),
    pageInfo: {
      hasNextPage: rows.length > first,
      endCursor: last === undefined ? null : encodeCursor(cursor(last)),
    },
  };
}

export const encodeCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Every list ends its key with an id. */
const isKey = (read: unknown, parts: number): read is string[] =>
  Array.isArray(read) &&
  read.length === parts &&
  read.every((part) => typeof part === "string" && part.length < 200) &&
  uuid.test(String(read.at(-1)));

/** The refusal of a cursor that another list gave, or nobody. */
export const foreignCursor = (): Refused<"BAD_CURSOR"> =>
  refuse(
    "BAD_CURSOR",
    "This cursor belongs to another list, filter or person: begin again without after, or use " +
      "endCursor of this list's last page",
    "after",
  );

/**
 * The key after which to go on; null at the start. A cursor of another list is refused, not guessed
 * at.
 */
export function decodeCursor(
  cursor: string | null | undefined,
  parts: number,
): Result<string[] | null, "BAD_CURSOR"> {
  if (!cursor) return accept(null);
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (isKey(read, parts)) return accept(read);
  } catch {
    // falls through to the refusal
  }
  return foreignCursor();
}
