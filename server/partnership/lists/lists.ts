/**
 * Exception lists: what rules on sales name as one. Items are replaced whole; every version stays,
 * for sales of its time.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotEntitled,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { isEntitled } from "../../domain/entitlement.ts";
import { unknownIds } from "../../domain/known-ids.ts";
import { isListVariable, recordOf } from "../../domain/rule-variables.ts";
import {
  listKinds,
  type ListKind,
  type ListsHolding,
  type SaleTraits,
} from "../../domain/rule-rows.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import { listItem, listsIn, traitOfList, type ListState } from "../../domain/sale-facts.ts";
import type { Terms } from "../../domain/terms.ts";
import { ExceptionList, ExceptionListVersion } from "./exception-list.entity.ts";
import { maxItemLength, maxItems } from "./list-file.ts";
import {
  ExceptionListOk,
  type ExceptionListInput,
  type ExceptionListKindValue,
  type ExceptionListStateValue,
  type ExceptionListView,
} from "./exception-list.types.ts";
import { hold } from "../../platform/db/locks.ts";
import { gateShortName } from "../../domain/values/name.ts";
import { lengthOf, quoted } from "../../domain/values/text.ts";

const maxLists = 200;
const shownItems = 100;

interface ItemsRow {
  list_id: string;
  items: string[];
  count: number;
  since: Date;
}
async function views(
  em: EntityManager,
  lists: readonly ExceptionList[],
  itemsShown: number,
): Promise<ExceptionListView[]> {
  const newest = await em.execute<ItemsRow[]>(
    `select distinct on (list_id)
        list_id,
        items[1:?::int] as items,
        cardinality(items) as count,
        since
      from exception_list_version
      where list_id = any(?::uuid[])
      order by list_id, number desc`,
    [itemsShown, pgArray(lists.map(({ id }) => id))],
  );
  return lists.flatMap(({ id, kind, name, state }) => {
    const found = newest.find((row) => row.list_id === id);
    if (!found) throw new Error(`list ${id} has no items`);
    const { items, count, since } = found;
    return [
      {
        id,
        kind: kind as ExceptionListKindValue,
        name,
        state: state as ExceptionListStateValue,
        count,
        items,
        since: new Date(since),
      },
    ];
  });
}

/** By name. */
export async function exceptionLists(
  ctx: Context,
  state: ListState | null,
): Promise<ExceptionListView[]> {
  const found = await ctx.em.find(ExceptionList, state === null ? {} : { state }, {
    orderBy: { name: "asc" },
    limit: maxLists,
    refresh: true,
  });
  return views(ctx.em, found, shownItems);
}

export async function exceptionList(ctx: Context, id: string): Promise<ExceptionListView | null> {
  const found = await ctx.em.findOne(ExceptionList, { id }, { refresh: true });
  return found ? ((await views(ctx.em, [found], maxItems))[0] ?? null) : null;
}

function readItems(given: readonly string[], ...path: string[]): string[] | InvalidInput {
  const items = given.map(listItem);
  const wrong = items.findIndex((item) => item === "" || lengthOf(item) > maxItemLength);
  if (wrong >= 0)
    return new InvalidInput(
      "BAD_ITEM",
      `An item has 1 to ${maxItemLength} characters, which ${quoted(given[wrong] ?? "")} has not`,
      [...path, String(wrong)],
    );
  const each = [...new Set(items)];
  if (each.length < 1 || each.length > maxItems)
    return new InvalidInput(
      "BAD_ITEMS",
      `A list holds 1 to ${maxItems} items, and here are ${each.length}`,
      path,
    );
  return each;
}

const shown = answer(ExceptionListOk, exceptionList);
const lockLists = (tx: EntityManager, brand: string): Promise<unknown> => hold(tx, "LISTS", brand);

/** Lists are locked from here on, so that no name is taken twice. */
async function cannotAdd(
  tx: EntityManager,
  brandAccountId: string,
  name: string,
): Promise<NotEntitled | Conflict | null> {
  const brand = await tx.findOneOrFail(Account, { id: brandAccountId });
  if (!isEntitled(brand.edition ?? "STARTER", "EXCEPTION_LISTS"))
    return new NotEntitled(
      "EDITION_NOT_ENTITLED",
      "EXCEPTION_LISTS is not part of your account's edition: Pro and Enterprise have it",
      ["input"],
    );
  await lockLists(tx, brandAccountId);
  if ((await tx.count(ExceptionList, { name })) > 0)
    return new Conflict("NAME_TAKEN", `There is already a list named "${name}"`, ["input", "name"]);
  return (await tx.count(ExceptionList)) >= maxLists
    ? new Conflict("TOO_MANY_LISTS", `An account has at most ${maxLists} lists`, ["input", "name"])
    : null;
}

type CreateRefusal = InvalidInput | NotEntitled | Conflict | IdempotencyKeyReused;
export async function createExceptionList(
  ctx: Context,
  input: ExceptionListInput,
  idempotencyKey: string,
): Promise<ExceptionListOk | CreateRefusal> {
  const brandAccountId = ctx.scope.requireAccountId();
  const checked = gateShortName(input.name, "input", "name");
  if (!checked.ok) return InvalidInput.of(checked);
  const name = checked.value;
  const items = readItems(input.items, "input", "items");
  if (isRefusal(items)) return items;
  return mutation(
    ctx,
    "createExceptionList",
    { input, key: idempotencyKey },
    async (tx) => {
      const refused = await cannotAdd(tx, brandAccountId, name);
      if (refused) return refused;
      const [at, by] = [now(ctx), actorId(ctx)];
      const id = ctx.newId(ctx.clock());
      tx.create(ExceptionList, {
        id,
        brandAccountId,
        kind: input.kind,
        name,
        state: "ACTIVE",
        createdBy: by,
        createdAt: at,
        changedBy: null,
        closedAt: null,
        deactivatedAt: null,
      });
      await tx.flush();
      tx.create(ExceptionListVersion, {
        listId: id,
        number: 1,
        brandAccountId,
        items,
        since: at,
        changedBy: by,
      });
      return id;
    },
    shown,
  );
}

type ChangeRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
async function changed(
  ctx: Context,
  name: string,
  { input, key }: { input: { id: string }; key: string },
  change: (tx: EntityManager, list: ExceptionList) => Promise<Conflict | null>,
) {
  const brandAccountId = ctx.scope.requireAccountId();
  const { id } = input;
  return mutation(
    ctx,
    name,
    { input, key },
    async (tx) => {
      await lockLists(tx, brandAccountId);
      const list = await tx.findOne(ExceptionList, { id }, { refresh: true });
      return list ? ((await change(tx, list)) ?? id) : NotFound.of("list", "id");
    },
    shown,
  );
}

export async function replaceExceptionListItems(
  ctx: Context,
  of: { id: string; items: string[] },
  idempotencyKey: string,
): Promise<ExceptionListOk | ChangeRefusal> {
  const items = readItems(of.items, "items");
  if (isRefusal(items)) return items;
  return changed(
    ctx,
    "replaceExceptionListItems",
    { input: of, key: idempotencyKey },
    async (tx, list) => {
      if (list.state !== "ACTIVE")
        return new Conflict(
          "LIST_NOT_ACTIVE",
          "This list is closed: its items stay as they are. Make a new list",
          ["id"],
        );
      const [last] = await tx.find(
        ExceptionListVersion,
        { listId: list.id },
        { orderBy: { number: "desc" }, limit: 1 },
      );
      tx.create(ExceptionListVersion, {
        listId: list.id,
        number: (last?.number ?? 0) + 1,
        brandAccountId: list.brandAccountId,
        items,
        since: now(ctx),
        changedBy: actorId(ctx),
      });
      return null;
    },
  );
}

const endings = { CLOSED: "closeExceptionList", DEACTIVATED: "deactivateExceptionList" } as const;
export const endExceptionList = (
  ctx: Context,
  of: { id: string; state: "CLOSED" | "DEACTIVATED" },
  idempotencyKey: string,
): Promise<ExceptionListOk | ChangeRefusal> =>
  changed(ctx, endings[of.state], { input: of, key: idempotencyKey }, (_tx, list) => {
    if (list.state === of.state || list.state === "DEACTIVATED")
      return Promise.resolve(
        new Conflict("LIST_NOT_ACTIVE", `This list is ${list.state.toLowerCase()} already`, ["id"]),
      );
    Object.assign(list, {
      state: of.state,
      changedBy: actorId(ctx),
      ...(of.state === "CLOSED" ? { closedAt: now(ctx) } : { deactivatedAt: now(ctx) }),
    });
    return Promise.resolve(null);
  });

/**
 * Which of the lists that the terms name held what a sale names, at its instant; also for the
 * partner of the sale.
 */
export async function listsHolding(
  ctx: Context,
  { terms, kind: of }: { terms: Terms; kind: ConversionKind },
  traits: SaleTraits | null,
  at: Date,
): Promise<ListsHolding> {
  const named = pgArray(listsIn(terms, of));
  const lists: Partial<Record<ListKind, string[]>> = {};
  for (const kind of listKinds) {
    const item = traits?.[traitOfList[kind]];
    if (item === undefined) continue;
    const found = await ctx.em.execute<{ id: string }[]>(
      "select id from exception_lists_with(?::uuid[], ?, ?) id",
      [named, listItem(item), at],
    );
    lists[kind] = found.map(({ id }) => id);
  }
  return lists;
}

/**
 * Rules that name lists get their names, so that whoever reads the terms can; or the refusal that
 * says which list cannot be named.
 */
export async function nameLists(
  tx: EntityManager,
  brandAccountId: string,
  terms: Terms,
  { at, placeOf }: { at: readonly string[]; placeOf: (place: string) => string },
): Promise<InvalidInput | null> {
  const named = terms.eventPayouts.flatMap((payout, i) =>
    (["groups", "restrictions"] as const).flatMap((list) =>
      payout[list].flatMap(({ rules }, g) =>
        rules.map((rule, r) => ({
          rule,
          path: [...at, ...placeOf(`eventPayouts.${i}.${list}.${g}.rules.${r}.values`).split(".")],
        })),
      ),
    ),
  );
  const ofLists = named.filter(({ rule }) => isListVariable(rule.variable));
  const uuids = ofLists
    .flatMap(({ rule }) => rule.values)
    .filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const lists =
    uuids.length === 0 ? [] : await tx.find(ExceptionList, { brandAccountId, id: { $in: uuids } });
  for (const { rule, path } of ofLists) {
    if (!isListVariable(rule.variable)) continue;
    const found = rule.values.map((id) => lists.find((list) => list.id === id));
    const missing = rule.values.filter((_, i) => found[i] === undefined);
    if (missing.length > 0)
      return new InvalidInput(
        "UNKNOWN_ID",
        `This condition can never be read: ${unknownIds(rule.variable, missing)}`,
        path,
      );
    const wrong = found.find(
      (list) =>
        list !== undefined &&
        (list.kind !== recordOf(rule.variable).list || list.state === "DEACTIVATED"),
    );
    if (wrong)
      return new InvalidInput(
        "BAD_LIST",
        `The list "${wrong.name}" is ` +
          (wrong.state === "DEACTIVATED" ? "deactivated" : `one of ${wrong.kind}`) +
          ": choose another",
        path,
      );
    rule.name = found.map((list) => `“${list?.name ?? ""}”`).join(", ") || null;
  }
  return null;
}
