/** Where links stand by their readable names. */
import type { Context } from "../../platform/context.ts";
import { linkNamePath } from "../../domain/link-name.ts";
import { LinkName } from "./link-name.entity.ts";

/** The newest name's path, by link. */
export async function readablePaths(
  ctx: Context,
  links: readonly string[],
): Promise<Map<string, string>> {
  const rows = await ctx.em.find(
    LinkName,
    { linkId: { $in: [...links] } },
    { orderBy: { id: "asc" }, refresh: true },
  );
  return new Map(rows.map(({ linkId, name }) => [linkId, linkNamePath(name)]));
}
