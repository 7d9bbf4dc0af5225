/** Partners that somebody named. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { Partnership } from "../../partnership/accounts/partnership.entity.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";

/**
 * Each once; all of them are partners of the program's brand, or none is done anything with.
 * `parent`: the arguments above `partnerIds`.
 */
export async function readPartners(
  tx: EntityManager,
  { brandAccountId }: Program,
  given: readonly string[],
  max: number,
  ...parent: string[]
): Promise<string[] | InvalidInput | NotFound> {
  const ids = [...new Set(given)];
  const path = [...parent, "partnerIds"];
  if (ids.length < 1 || ids.length > max)
    return new InvalidInput("BAD_IDS", `Name 1 to ${max} partners`, path);
  const found = await tx.count(Partnership, { brandAccountId, partnerAccountId: { $in: ids } });
  return found === ids.length ? ids : NotFound.of("partner", ...path);
}
