/** Notes of a brand's people about a partner, for each other: newest first. */
import { answer, mutation } from "../../platform/mutation.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { InvalidInput, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { gateText } from "../../domain/values/text.ts";
import { Partnership } from "../accounts/partnership.entity.ts";
import { User } from "../accounts/user.entity.ts";
import { PartnerNote } from "./partner-note.entity.ts";
import {
  AddPartnerNoteOk,
  DeletePartnerNoteOk,
  type PartnerNoteView,
} from "./partner-note.types.ts";

const bounds = { min: 1, max: 2_000, lines: true };

async function views(ctx: Context, notes: readonly PartnerNote[]): Promise<PartnerNoteView[]> {
  const authors = await ctx.em.find(User, {
    id: { $in: [...new Set(notes.map(({ authorId }) => authorId))] },
  });
  const names = new Map(authors.map(({ id, name }) => [id, name]));
  return notes.map(({ id, partnerAccountId, text, authorId, createdAt }) => ({
    id,
    partnerAccountId,
    text,
    author: names.get(authorId) ?? null,
    isOwn: authorId === actorId(ctx),
    createdAt,
  }));
}

export const partnerNotes = (
  ctx: Context,
  partnerAccountId: string,
  asked: PageArgs,
): Promise<Page<PartnerNoteView>> =>
  pageById(ctx.em, PartnerNote, { where: { partnerAccountId }, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );

async function note(ctx: Context, id: string): Promise<PartnerNoteView | null> {
  const found = await ctx.em.findOne(PartnerNote, { id }, { refresh: true });
  return found ? ((await views(ctx, [found]))[0] ?? null) : null;
}

/** Refused: an empty or too long text, and a partner that the brand does not work with. */
export async function addPartnerNote(
  ctx: Context,
  partnerAccountId: string,
  given: string,
  key: string,
): Promise<AddPartnerNoteOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "addPartnerNote",
    { input: { partnerAccountId, given }, key },
    async (tx) => {
      const brandAccountId = ctx.scope.requireAccountId();
      if ((await tx.count(Partnership, { partnerAccountId })) === 0)
        return NotFound.of("partner", "partnerId");
      const text = gateText("BAD_COMMENT", "A note", given, bounds, "text");
      if (!text.ok) return InvalidInput.of(text);
      return tx.create(PartnerNote, {
        id: ctx.newId(ctx.clock()),
        brandAccountId,
        partnerAccountId,
        text: text.value,
        authorId: actorId(ctx),
        createdAt: now(ctx),
      }).id;
    },
    answer(AddPartnerNoteOk, note),
  );
}

/** One's own alone: another's looks as if there were none. */
export const deletePartnerNote = (
  ctx: Context,
  id: string,
  key: string,
): Promise<DeletePartnerNoteOk | NotFound | IdempotencyKeyReused> =>
  mutation(
    ctx,
    "deletePartnerNote",
    { input: { id }, key },
    async (tx) => {
      const gone = await tx.nativeDelete(PartnerNote, { id, authorId: actorId(ctx) });
      return gone === 0 ? NotFound.of("note of yours", "id") : id;
    },
    async () => new DeletePartnerNoteOk(id),
  );
