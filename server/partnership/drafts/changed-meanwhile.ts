/** Why a draft is not saved over what its writer has not seen. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict } from "../../platform/api/refusal.ts";
import { actorId, type Context } from "../../platform/context.ts";
import { User } from "../accounts/user.entity.ts";

interface Meanwhile {
  /** Who saved it last. */
  by: string;
  number: number;
  /** The save that the writer has seen; null: none was named. */
  draftNumber: number | null;
}
export async function changedMeanwhile(
  tx: EntityManager,
  ctx: Context,
  { by, number, draftNumber }: Meanwhile,
): Promise<Conflict> {
  const person = by === actorId(ctx) ? null : await tx.findOne(User, { id: by });
  const who = by === actorId(ctx) ? "You" : (person?.name ?? "A former member");
  return new Conflict(
    "DRAFT_CHANGED",
    draftNumber === null
      ? `Say which save of this draft you have seen: ${number} is the newest`
      : `${who} saved this draft meanwhile${by === actorId(ctx) ? ", in another place" : ""}: ` +
          "look at it, then save yours on top of it or as another draft",
    ["draftNumber"],
  );
}
