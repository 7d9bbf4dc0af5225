/** Notes beside the charts: an account's people read all of them, others none. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { User } from "../../partnership/accounts/user.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { gateText } from "../../domain/values/text.ts";
import {
  ReportNoteOk,
  RemoveReportNoteOk,
  type ReportNoteChange,
  type ReportNoteInput,
  type ReportNoteView,
} from "./annotation.types.ts";
import { ReportNote } from "./report-note.entity.ts";

const textMax = 1_000;
/** A note is about what was, or is planned. */
const yearsMax = 10;

const isAdministrator = (ctx: Context): boolean => ctx.viewer.rights.has("account:write");

async function views(ctx: Context, notes: readonly ReportNote[]): Promise<ReportNoteView[]> {
  const ids = [...new Set(notes.map(({ authorId }) => authorId))];
  const authors = new Map(
    (await ctx.em.find(User, { id: { $in: ids } })).map(({ id, name }) => [id, name]),
  );
  const me = actorId(ctx);
  return notes.map(({ id, at, text, authorId }) => ({
    id,
    at,
    text,
    authorName: authors.get(authorId) ?? "",
    mayChange: authorId === me || isAdministrator(ctx),
  }));
}

/** The newest of a time. */
export async function notesIn(
  ctx: Context,
  programId: string,
  [since, until]: readonly [Date, Date],
  most: number,
): Promise<ReportNoteView[]> {
  const accountId = ctx.scope.requireAccountId();
  const found = await ctx.em.find(
    ReportNote,
    { accountId, programId, at: { $gte: since, $lt: until } },
    { orderBy: { at: "desc", id: "desc" }, limit: most, refresh: true },
  );
  return views(ctx, found);
}

function gate(
  ctx: Context,
  { at, text }: ReportNoteChange,
): { at: Date; text: string } | InvalidInput {
  const gated = gateText("BAD_TEXT", "A note", text, { min: 1, max: textMax }, "input", "text");
  if (!gated.ok) return InvalidInput.of(gated);
  const years = Math.abs(at.getTime() - ctx.clock()) / (365 * 86_400_000);
  return years > yearsMax
    ? new InvalidInput("BAD_DATE", `A note is about a time within ${yearsMax} years`, [
        "input",
        "at",
      ])
    : { at, text: gated.value };
}

const shown = answer(ReportNoteOk, async (ctx, id) => {
  const accountId = ctx.scope.requireAccountId();
  const found = await ctx.em.findOne(ReportNote, { id, accountId }, { refresh: true });
  return found && (await views(ctx, [found]))[0];
});

export async function addReportNote(
  ctx: Context,
  input: ReportNoteInput,
  idempotencyKey: string,
): Promise<ReportNoteOk | UserError> {
  const { programId } = input;
  if (!(await findProgram(ctx, programId))) return NotFound.of("program", "input", "programId");
  const given = gate(ctx, input);
  if (isRefusal(given)) return given;
  return mutation(
    ctx,
    "addReportNote",
    { input, key: idempotencyKey },
    async (tx) =>
      tx.create(ReportNote, {
        id: ctx.newId(ctx.clock()),
        accountId: ctx.scope.requireAccountId(),
        programId,
        ...given,
        authorId: actorId(ctx),
        createdAt: now(ctx),
        changedAt: now(ctx),
      }).id,
    shown,
  );
}

type Refusal = NotFound | Conflict | IdempotencyKeyReused;
async function changeable(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<ReportNote | NotFound | Conflict> {
  const accountId = ctx.scope.requireAccountId();
  const note = await tx.findOne(ReportNote, { id, accountId }, { refresh: true });
  if (!note) return NotFound.of("note", "id");
  return note.authorId === actorId(ctx) || isAdministrator(ctx)
    ? note
    : new Conflict("NOT_YOURS", "Who wrote the note, or an administrator, changes it", ["id"]);
}

export const changeReportNote = (
  ctx: Context,
  id: string,
  input: ReportNoteChange,
  idempotencyKey: string,
): Promise<ReportNoteOk | UserError> =>
  mutation(
    ctx,
    "changeReportNote",
    { input: { id, change: input }, key: idempotencyKey },
    async (tx): Promise<string | Refusal | InvalidInput> => {
      const note = await changeable(ctx, tx, id);
      if (isRefusal(note)) return note;
      const given = gate(ctx, input);
      if (isRefusal(given)) return given;
      Object.assign(note, given, { changedAt: now(ctx) });
      return id;
    },
    shown,
  );

export const removeReportNote = (
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<RemoveReportNoteOk | UserError> =>
  mutation(
    ctx,
    "removeReportNote",
    { input: { id }, key: idempotencyKey },
    async (tx): Promise<string | Refusal> => {
      const note = await changeable(ctx, tx, id);
      if (isRefusal(note)) return note;
      tx.remove(note);
      return id;
    },
    async (_, gone) => new RemoveReportNoteOk(gone),
  );
