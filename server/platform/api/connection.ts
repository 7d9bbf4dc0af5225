/** Cursor pagination: stable under inserts, forward only, at most 100 rows a page. */
import "reflect-metadata";
import type { EntityManager, EntityName, FilterQuery } from "@mikro-orm/postgresql";
import { Field, ObjectType, type ClassType } from "type-graphql";
import { refusedInput } from "./bad-input.ts";
import { Needs } from "./right.ts";
import { isStorable } from "./storable.ts";
import { refuse, type Refused } from "../../domain/result.ts";
import { isId } from "../../domain/values/id.ts";

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

/**
 * As resolvers get it: `first` is 1 to 100, `after` the key of this very list (graphql/cursors.ts).
 */
export interface PageArgs {
  first: number;
  after: string | null;
}

/** By what a list is ordered: the last part is unique, and every part a text that orders alike. */
export interface Key<R, K extends string[]> {
  of: (row: R) => K;
  /** Whether a text can be that part: a cursor comes from outside. */
  parts: { [I in keyof K]: (text: string) => boolean };
}

/** An instant in milliseconds. */
export const isMillis = (text: string): boolean => /^\d{1,13}$/.test(text);
/** Of a part that can be anything: a name, a currency. */
export const isText = isStorable;
export const byId: Key<{ id: string }, [id: string]> = { of: ({ id }) => [id], parts: [isId] };

/**
 * One page of a list. `rows` reads from behind a key on, in the list's order, at most `limit`: one
 * more than is shown, which tells whether more follow. `view` sees the shown ones alone, at once.
 */
export async function page<R, K extends string[], T>(
  rows: (after: K | null, limit: number) => Promise<readonly R[]>,
  { first, after }: PageArgs,
  key: Key<R, K>,
  view: (shown: R[]) => T[] | Promise<T[]>,
): Promise<Page<T>> {
  const found = await rows(keyIn(after, key), first + 1);
  const shown = found.slice(0, first);
  const last = shown.at(-1);
  return {
    nodes: await view(shown),
    pageInfo: {
      hasNextPage: found.length > first,
      endCursor: last === undefined ? null : encodeCursor(key.of(last)),
    },
  };
}

/** Of a list that is whole in memory, in its own order. A key that is gone is the start. */
export const rowsOf =
  <R, K extends string[]>(all: readonly R[], { of }: Key<R, K>) =>
  async (after: K | null, limit: number): Promise<R[]> => {
    const behind = after === null ? "" : encodeCursor(after);
    const from = all.findIndex((row) => encodeCursor(of(row)) === behind) + 1;
    return all.slice(from, from + limit);
  };

/**
 * One page of a table in the order of its ids, which is that of their making: oldest first, or
 * newest.
 */
export const pageById = <E extends { id: string }, T>(
  em: EntityManager,
  entity: EntityName<E>,
  { where, order }: { where: FilterQuery<NoInfer<E>>; order: "oldest" | "newest" },
  asked: PageArgs,
  view: (shown: E[]) => T[] | Promise<T[]>,
): Promise<Page<T>> => {
  const newest = order === "newest";
  const rows = async (after: [id: string] | null, limit: number) => {
    const onward = after ? { id: newest ? { $lt: after[0] } : { $gt: after[0] } } : {};
    const found = await em.find(
      // The ORM's types tell an order by `id` of a named table alone.
      entity as EntityName<{ id: string }>,
      { $and: [where as FilterQuery<{ id: string }>, onward] },
      { orderBy: { id: newest ? "desc" : "asc" }, limit, refresh: true },
    );
    return found as E[];
  };
  return page(rows, asked, byId, view);
};

const encodeCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");

/** The refusal of a cursor that another list gave, or nobody. */
export const foreignCursor = (): Refused<"BAD_CURSOR"> =>
  refuse(
    "BAD_CURSOR",
    "This cursor belongs to another list, filter or person: begin again without after, or use " +
      "endCursor of this list's last page",
    "after",
  );

function partsOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return null;
  }
}
/**
 * The key after which to go on; null at the start. A cursor of another list is refused, not guessed
 * at.
 */
function keyIn<R, K extends string[]>(after: string | null, { parts }: Key<R, K>): K | null {
  if (after === null) return null;
  const read = partsOf(after);
  const isPart = (part: unknown, i: number): boolean =>
    typeof part === "string" && parts[i]?.(part) === true;
  if (Array.isArray(read) && read.length === parts.length && read.every(isPart)) return read as K;
  throw refusedInput(foreignCursor());
}
