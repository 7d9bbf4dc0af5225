/**
 * Views of Explore by name. A private one is its owner's alone, a shared one its account's; an
 * administrator says with which one the people of a role begin.
 */
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
import { roleFits, type Role } from "../../platform/auth/rights.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { gateShortName } from "../../domain/values/name.ts";
import { SavedView } from "./saved-view.entity.ts";
import {
  SavedViewOk,
  RemoveViewOk,
  type SavedViewChange,
  type SavedViewInput,
  type SavedViewView,
} from "./saved-view.types.ts";

/** Of one account and program. */
const viewsMax = 200;
const queryMax = 4_000;

/** Those that the reader has: own ones, and what the account shares. */
const seenBy = (ctx: Context) => ({
  accountId: ctx.scope.requireAccountId(),
  $or: [{ shared: true }, { ownerId: actorId(ctx) }],
});
const isAdministrator = (ctx: Context): boolean => ctx.viewer.rights.has("account:write");
const roleOf = ({ viewer }: Context): Role | null =>
  viewer.kind === "PERSON" ? (viewer.account?.role ?? null) : null;

async function views(ctx: Context, found: readonly SavedView[]): Promise<SavedViewView[]> {
  const me = actorId(ctx);
  const owners = new Map(
    (await ctx.em.find(User, { id: { $in: [...new Set(found.map((one) => one.ownerId))] } })).map(
      ({ id, name }) => [id, name],
    ),
  );
  return found.map(({ id, name, query, shared, ownerId, defaultFor, changedAt }) => {
    const role = roleOf(ctx);
    return {
      id,
      name,
      query,
      isShared: shared,
      isMine: ownerId === me,
      mayChange: ownerId === me || (shared && isAdministrator(ctx)),
      defaultFor,
      isDefault: role !== null && defaultFor.includes(role),
      ownerName: owners.get(ownerId) ?? "",
      changedAt,
    };
  });
}

export async function savedViews(ctx: Context, programId: string): Promise<SavedViewView[]> {
  const found = await ctx.em.find(
    SavedView,
    { programId, ...seenBy(ctx) },
    { orderBy: { name: "asc", id: "asc" }, limit: viewsMax * 2, refresh: true },
  );
  return views(ctx, found);
}

function gateQuery(text: string): string | InvalidInput {
  const query = text.replace(/^\?/, "");
  return query.length > queryMax || /[\s#]/.test(query)
    ? new InvalidInput(
        "BAD_TEXT",
        `A view is the part of the address after the question mark, at most ${queryMax} ` +
          "characters without spaces",
        ["input", "query"],
      )
    : query;
}

const shown = answer(SavedViewOk, async (ctx, id) => {
  const found = await ctx.em.findOne(SavedView, { id, ...seenBy(ctx) }, { refresh: true });
  return found && (await views(ctx, [found]))[0];
});
const lock = (ctx: Context, tx: EntityManager): Promise<unknown> =>
  hold(tx, "SAVED_VIEWS", ctx.scope.requireAccountId());

/** Somebody who would see both could not tell them apart. */
async function nameRefusal(
  ctx: Context,
  tx: EntityManager,
  { id, programId, name, shared }: Pick<SavedView, "id" | "programId" | "name" | "shared">,
): Promise<Conflict | null> {
  const others = {
    accountId: ctx.scope.requireAccountId(),
    programId,
    name,
    id: { $ne: id },
    ...(shared ? {} : { $or: [{ shared: true }, { ownerId: actorId(ctx) }] }),
  };
  return (await tx.count(SavedView, others)) > 0
    ? new Conflict("NAME_TAKEN", `There is a view named "${name}" already: choose another name`, [
        "input",
        "name",
      ])
    : null;
}

export async function saveView(
  ctx: Context,
  input: SavedViewInput,
  idempotencyKey: string,
): Promise<SavedViewOk | UserError> {
  const { programId, isShared: shared } = input;
  const accountId = ctx.scope.requireAccountId();
  if (!(await findProgram(ctx, programId))) return NotFound.of("program", "input", "programId");
  const name = gateShortName(input.name, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  const query = gateQuery(input.query);
  if (isRefusal(query)) return query;
  return mutation(
    ctx,
    "saveView",
    { input, key: idempotencyKey },
    async (tx) => {
      await lock(ctx, tx);
      if ((await tx.count(SavedView, { accountId, programId })) >= viewsMax)
        return new Conflict("TOO_MANY_VIEWS", `A program has at most ${viewsMax} saved views`, [
          "input",
          "name",
        ]);
      const id = ctx.newId(ctx.clock());
      const taken = await nameRefusal(ctx, tx, { id, programId, name: name.value, shared });
      if (taken) return taken;
      const at = now(ctx);
      const times = { createdAt: at, changedAt: at };
      const of = { accountId, programId, ownerId: actorId(ctx), defaultFor: [] };
      return tx.create(SavedView, { id, ...of, name: name.value, query, shared, ...times }).id;
    },
    shown,
  );
}

type Refusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
/** A view that the person may change; a private one of another is none at all. */
async function changeable(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<SavedView | NotFound | Conflict> {
  await lock(ctx, tx);
  const view = await tx.findOne(SavedView, { id, ...seenBy(ctx) }, { refresh: true });
  if (!view) return NotFound.of("view", "id");
  return view.ownerId === actorId(ctx) || isAdministrator(ctx)
    ? view
    : new Conflict("NOT_YOURS", "Who made the view, or an administrator, changes it", ["id"]);
}

/** The roles begin with this view and with no other of the program. */
async function beginWith(
  ctx: Context,
  tx: EntityManager,
  view: SavedView,
  roles: readonly Role[],
): Promise<Refusal | null> {
  if (!isAdministrator(ctx))
    return new Conflict("NOT_YOURS", "An administrator says with which view people begin", [
      "input",
      "defaultFor",
    ]);
  const path = ["input", "defaultFor"];
  const { kind } = ctx.scope;
  if (roles.some((role) => kind === null || !roleFits[kind].includes(role)))
    return new InvalidInput("ROLE_DOES_NOT_FIT", "There is no such role in your account", path);
  if (roles.length > 0 && !view.shared)
    return new InvalidInput("BAD_INPUT", "Share the view: others cannot begin with it", path);
  const others = await tx.find(SavedView, {
    accountId: view.accountId,
    programId: view.programId,
    id: { $ne: view.id },
  });
  for (const other of others)
    other.defaultFor = other.defaultFor.filter((role) => !roles.includes(role));
  view.defaultFor = [...new Set(roles)];
  return null;
}

async function apply(
  ctx: Context,
  tx: EntityManager,
  view: SavedView,
  { name: nameText, query: queryText, isShared, defaultFor }: SavedViewChange,
): Promise<Refusal | null> {
  const name = gateShortName(nameText ?? view.name, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  const query = gateQuery(queryText ?? view.query);
  if (isRefusal(query)) return query;
  const shared = isShared ?? view.shared;
  if (!shared && view.ownerId !== actorId(ctx))
    return new Conflict("NOT_YOURS", "Only who made it can take it back: remove it for all", [
      "input",
      "isShared",
    ]);
  const { id, programId } = view;
  const taken = await nameRefusal(ctx, tx, { id, programId, name: name.value, shared });
  if (taken) return taken;
  Object.assign(view, { name: name.value, query, shared, changedAt: now(ctx) });
  if (!shared) view.defaultFor = [];
  return defaultFor ? beginWith(ctx, tx, view, defaultFor) : null;
}

export const changeSavedView = (
  ctx: Context,
  id: string,
  input: SavedViewChange,
  idempotencyKey: string,
): Promise<SavedViewOk | UserError> =>
  mutation(
    ctx,
    "changeSavedView",
    { input: { id, change: input }, key: idempotencyKey },
    async (tx): Promise<string | Refusal> => {
      const view = await changeable(ctx, tx, id);
      if (isRefusal(view)) return view;
      return (await apply(ctx, tx, view, input)) ?? id;
    },
    shown,
  );

export const removeSavedView = (
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<RemoveViewOk | UserError> =>
  mutation(
    ctx,
    "removeSavedView",
    { input: { id }, key: idempotencyKey },
    async (tx): Promise<string | Refusal> => {
      const view = await changeable(ctx, tx, id);
      if (isRefusal(view)) return view;
      tx.remove(view);
      return id;
    },
    async (_, gone) => new RemoveViewOk(gone),
  );
