/** Where the links of brands stand: below a domain of the brand's own, or below the tracker's. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";

/** "https://go.example.com" by brand; the reader is the brand, or works with it. */
export async function linkBases(
  ctx: Context,
  brandIds: readonly string[],
): Promise<(brandId: string) => string> {
  const own = await ctx.em.execute<{ brand: string; host: string }[]>(
    "select brand, host from shown_link_hosts(?::uuid[])",
    [pgArray([...new Set(brandIds)])],
  );
  const hosts = new Map(own.map(({ brand, host }) => [brand, host]));
  return (brandId) => {
    const host = hosts.get(brandId);
    return host === undefined ? ctx.env.trackerUrl : `https://${host}`;
  };
}
