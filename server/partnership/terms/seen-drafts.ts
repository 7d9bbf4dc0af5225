/** Drafts as whoever goes on with them has seen them: never over what somebody saved meanwhile. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Conflict, isRefusal, NotFound } from "../../platform/api/refusal.ts";
import { actorId, type Context } from "../../platform/context.ts";
import { User } from "../accounts/user.entity.ts";
import { TermsDraft } from "./terms-draft.entity.ts";

interface Meanwhile {
  /** Who saved it last. */
  by: string;
  number: number;
  /** The save that the writer has seen; null: none was named. */
  draftNumber: number | null;
}
/** Why a draft is not saved over what its writer has not seen. */
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

/** A draft, and the save of it that was seen; null: none. */
export interface SeenSave {
  draftId: string | null;
  draftNumber: number | null;
}
export const noDraft: SeenSave = { draftId: null, draftNumber: null };
interface Seen {
  programId: string;
  draftId: string;
  draftNumber: number | null;
}
/** The draft, held until the transaction ends, as whoever saves it has seen it. */
export async function seenDraft(
  ctx: Context,
  tx: EntityManager,
  { draftId, draftNumber, programId }: Seen,
): Promise<TermsDraft | NotFound | Conflict> {
  const draft = await tx.findOne(
    TermsDraft,
    { id: draftId, programId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!draft) return NotFound.of("draft", "draftId");
  if (draft.number === draftNumber) return draft;
  return changedMeanwhile(tx, ctx, { by: draft.changedBy, number: draft.number, draftNumber });
}

/**
 * What was published takes its draft away with it, as its writer has seen it: never what somebody
 * saved in between.
 */
export async function takePublished(
  ctx: Context,
  tx: EntityManager,
  of: { programId: string; termsId: string | null },
  { draftId, draftNumber }: SeenSave = noDraft,
): Promise<NotFound | Conflict | null> {
  if (draftId === null) return null;
  if (!ctx.viewer.rights.has("contracts:draft")) return NotFound.of("draft", "draftId");
  const draft = await seenDraft(ctx, tx, {
    draftId,
    draftNumber,
    programId: of.programId,
  });
  if (isRefusal(draft)) return draft;
  if ((draft.termsId ?? null) !== of.termsId) return NotFound.of("draft", "draftId");
  await tx.nativeDelete(TermsDraft, { id: draftId });
  return null;
}
