/** Lists of this feature are read in the order of their ids, oldest first, or newest first. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import { decodeCursor, foreignCursor } from "../../platform/api/connection.ts";

export interface PageArgs {
  first: number;
  after: string | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id after which to go on; null at the start. */
export function afterId(page: PageArgs): string | null {
  const cursor = decodeCursor(page.after, 1);
  if (!cursor.ok) throw refusedInput(cursor);
  const id = cursor.value?.[0] ?? null;
  if (id !== null && !uuid.test(id)) throw refusedInput(foreignCursor());
  return id;
}
