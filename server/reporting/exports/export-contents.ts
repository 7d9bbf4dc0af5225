/** The bytes of a file that is ready. */
import type { Context } from "../../platform/context.ts";
import { partBytes } from "./export-runs.ts";

/** From one byte to another, the last one too; piece by piece. */
export async function* contentOf(
  ctx: Context,
  id: string,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  for (let number = Math.floor(start / partBytes); number * partBytes <= end; number++) {
    const [part] = await ctx.em.execute<{ content: Buffer }[]>(
      "select content from export_part where export_id = ? and number = ?",
      [id, number],
    );
    if (!part) throw new Error(`export ${id} has no part ${number}`);
    const at = number * partBytes;
    yield part.content.subarray(Math.max(start - at, 0), end + 1 - at);
  }
}
