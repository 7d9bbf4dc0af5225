/**
 * Drafts of terms: kept while one writes, by anybody of the brand who may try terms, and shared
 * among them. Nothing in a draft is checked, so that nothing of it is lost.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { gateShortName } from "../../domain/values/name.ts";
import { shortened } from "../../domain/values/text.ts";
import { Conflict, InvalidInput, isRefusal, NotFound } from "../../platform/api/refusal.ts";
import type { IdempotencyKeyReused, UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { User } from "../accounts/user.entity.ts";
import { findProgram } from "../programs/programs.ts";
import { TemplateTerms } from "../terms/terms.entity.ts";
import { changedMeanwhile, seenDraft, type SeenSave } from "../terms/seen-drafts.ts";
import { TermsDraft } from "../terms/terms-draft.entity.ts";
import {
  DeleteTermsDraftOk,
  TermsDraftOk,
  type TermsDraftInput,
  type TermsDraftView,
} from "./terms-draft.types.ts";

/** Of one program. */
export const draftsMax = 50;
const contentMax = 80_000;

/** A list shows names: of contents those that are asked for, all of a list together. */
function contentsOf(ctx: Context, drafts: readonly TermsDraft[]) {
  const read = async (): Promise<Map<string, string>> => {
    const found = await ctx.em
      .fork()
      .find(TermsDraft, { id: { $in: drafts.map(({ id }) => id) } }, { populate: ["content"] });
    return new Map(found.map(({ id, content }) => [id, content]));
  };
  let all: Promise<Map<string, string>> | null = null;
  return async (id: string): Promise<string> => (await (all ??= read())).get(id) ?? "{}";
}

async function views(ctx: Context, drafts: readonly TermsDraft[]): Promise<TermsDraftView[]> {
  const [people, templates] = [
    await ctx.em.find(User, { id: { $in: [...new Set(drafts.map((each) => each.changedBy))] } }),
    await ctx.em.find(TemplateTerms, {
      id: { $in: [...new Set(drafts.flatMap(({ termsId }) => termsId ?? []))] },
    }),
  ];
  const names = new Map([...people, ...templates].map(({ id, name }) => [id, name]));
  const contentOf = contentsOf(ctx, drafts);
  return drafts.map((draft) => ({
    id: draft.id,
    programId: draft.programId,
    termsId: draft.termsId ?? null,
    termsName: names.get(draft.termsId ?? "") ?? null,
    baseVersion: draft.baseVersion ?? null,
    name: draft.name,
    content: () => contentOf(draft.id),
    number: draft.number,
    isMine: draft.createdBy === actorId(ctx),
    changedByName: names.get(draft.changedBy) ?? null,
    changedAt: draft.changedAt,
    createdAt: draft.createdAt,
  }));
}

/** Last saved first. */
export async function termsDrafts(ctx: Context, programId: string): Promise<TermsDraftView[]> {
  const found = await ctx.em.find(
    TermsDraft,
    { programId },
    { orderBy: { changedAt: "desc", id: "desc" }, limit: draftsMax, refresh: true },
  );
  return views(ctx, found);
}

export async function termsDraft(ctx: Context, id: string): Promise<TermsDraftView | null> {
  const found = await ctx.em.findOne(TermsDraft, { id }, { refresh: true });
  return found ? ((await views(ctx, [found]))[0] ?? null) : null;
}
const shown = answer(TermsDraftOk, termsDraft);

const tooMuch = ({ length }: string): InvalidInput | null =>
  length <= contentMax
    ? null
    : new InvalidInput(
        "BAD_DRAFT",
        `A draft has at most ${contentMax.toLocaleString("en")} characters, not ` +
          `${length.toLocaleString("en")}: keep long lists of values as a list of their own`,
        ["input", "content"],
      );

/** The terms that the draft belongs to, where they are the program's; null: none, as it says. */
async function termsFor(
  tx: EntityManager,
  { programId, termsId, baseVersion }: TermsDraftInput,
): Promise<TemplateTerms | null | UserError> {
  if ((termsId == null) !== (baseVersion == null))
    return new InvalidInput("BAD_INPUT", "termsId and baseVersion go together: send both or none", [
      "input",
      "baseVersion",
    ]);
  if (termsId == null) return null;
  const found = await tx.findOne(TemplateTerms, { id: termsId, programId, partnerAccountId: null });
  return found ?? NotFound.of("terms", "input", "termsId");
}

async function begin(
  ctx: Context,
  tx: EntityManager,
  input: TermsDraftInput,
  name: string,
): Promise<string | UserError> {
  const brandAccountId = ctx.scope.requireAccountId();
  const { programId, content } = input;
  await hold(tx, "DRAFTS", programId);
  if ((await tx.count(TermsDraft, { programId })) >= draftsMax)
    return new Conflict(
      "TOO_MANY_DRAFTS",
      `A program has at most ${draftsMax} drafts of terms: delete one that nobody needs`,
      ["input"],
    );
  const who = actorId(ctx);
  const at = now(ctx);
  return tx.create(TermsDraft, {
    id: ctx.newId(ctx.clock()),
    brandAccountId,
    programId,
    termsId: input.termsId ?? null,
    baseVersion: input.baseVersion ?? null,
    name,
    content,
    number: 1,
    createdBy: who,
    createdAt: at,
    changedBy: who,
    changedAt: at,
  }).id;
}

/**
 * Refused: a program or terms of others, what is too long, a 51st draft, and what
 * somebody saved in between (DRAFT_CHANGED).
 */
export async function saveTermsDraft(
  ctx: Context,
  input: TermsDraftInput,
  { draftId, draftNumber }: SeenSave,
  idempotencyKey: string,
): Promise<TermsDraftOk | UserError> {
  const bad = tooMuch(input.content);
  if (bad) return bad;
  const name = input.name == null ? null : gateShortName(input.name, "input", "name");
  if (name && !name.ok) return InvalidInput.of(name);
  if (!(await findProgram(ctx, input.programId)))
    return NotFound.of("program", "input", "programId");
  return mutation(
    ctx,
    "saveTermsDraft",
    { input: { input, draftId, draftNumber }, key: idempotencyKey },
    async (tx): Promise<string | UserError> => {
      const terms = await termsFor(tx, input);
      if (isRefusal(terms)) return terms;
      if (draftId === null)
        return begin(ctx, tx, input, name?.value ?? shortened(terms?.name ?? "New terms", 100));
      const draft = await seenDraft(ctx, tx, { draftId, draftNumber, programId: input.programId });
      if (isRefusal(draft)) return draft;
      Object.assign(draft, {
        termsId: input.termsId ?? null,
        baseVersion: input.baseVersion ?? null,
        name: name?.value ?? draft.name,
        content: input.content,
        number: draft.number + 1,
        changedBy: actorId(ctx),
        changedAt: now(ctx),
      });
      return draftId;
    },
    shown,
  );
}

/** Its name alone: who writes in it meanwhile goes on unhindered. */
export async function renameTermsDraft(
  ctx: Context,
  id: string,
  given: string,
  idempotencyKey: string,
): Promise<TermsDraftOk | UserError> {
  const name = gateShortName(given, "name");
  if (!name.ok) return InvalidInput.of(name);
  return mutation(
    ctx,
    "renameTermsDraft",
    { input: { id, given }, key: idempotencyKey },
    async (tx): Promise<string | UserError> =>
      (await tx.nativeUpdate(TermsDraft, { id }, { name: name.value })) > 0
        ? id
        : NotFound.of("draft", "id"),
    shown,
  );
}

/** Where a save is named, that one alone: what somebody saved after it stays. */
export const deleteTermsDraft = (
  ctx: Context,
  { id, draftNumber }: { id: string; draftNumber: number | null },
  idempotencyKey: string,
): Promise<DeleteTermsDraftOk | NotFound | Conflict | IdempotencyKeyReused> =>
  mutation(
    ctx,
    "deleteTermsDraft",
    { input: draftNumber === null ? { id } : { id, draftNumber }, key: idempotencyKey },
    async (tx): Promise<string | NotFound | Conflict> => {
      const draft = await tx.findOne(
        TermsDraft,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!draft) return NotFound.of("draft", "id");
      const { number, changedBy } = draft;
      if (draftNumber !== null && draftNumber !== number)
        return changedMeanwhile(tx, ctx, { by: changedBy, number, draftNumber });
      await tx.nativeDelete(TermsDraft, { id });
      return id;
    },
    async (_, gone) => new DeleteTermsDraftOk(gone),
  );
