/**
 * Media properties: where a partner promotes. They are the partner's own; brands read those of
 * their partners.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Partnership } from "../accounts/partnership.entity.ts";
import { badInput } from "../../platform/api/bad-input.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { gateWebsite } from "../../domain/values/website.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { MediaProperty } from "./media-property.entity.ts";
import {
  MediaPropertyOk,
  type MediaPropertyInput,
  type MediaPropertyView,
} from "./media-property.types.ts";
import { hold } from "../../platform/db/locks.ts";
import { gateShortName } from "../../domain/values/name.ts";

const propertiesMax = 100;

export const mediaPropertyView = ({
  id,
  partnerAccountId,
  name,
  url,
  createdAt,
  removedAt,
}: MediaProperty): MediaPropertyView => ({
  id,
  partnerAccountId,
  name,
  url,
  createdAt,
  removedAt: removedAt ?? null,
});

/**
 * By name; without those that were taken away. Nothing of partners that the brand does not work
 * with.
 */
export async function mediaProperties(
  ctx: Context,
  partnerId: string | null,
): Promise<MediaPropertyView[]> {
  const own = ctx.scope.requireAccountId();
  const isPartner = ctx.scope.kind === "PARTNER";
  const partnerAccountId = isPartner ? own : partnerId;
  if (partnerAccountId === null) throw badInput("Say whose media properties", "partnerId");
  if (isPartner && partnerId !== null && partnerId !== own) return [];
  if (
    !isPartner &&
    (await ctx.em.count(Partnership, { brandAccountId: own, partnerAccountId })) === 0
  )
    return [];
  const found = await ctx.em.find(
    MediaProperty,
    { partnerAccountId, removedAt: null },
    { orderBy: { name: "asc" }, limit: propertiesMax, refresh: true },
  );
  return found.map(mediaPropertyView);
}

function read({
  name: nameText,
  url: urlText,
}: MediaPropertyInput): { name: string; url: string } | InvalidInput {
  const name = gateShortName(nameText, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  const url = gateWebsite(urlText);
  if (!url.ok) return new InvalidInput(url.code, url.message, ["input", "url"]);
  return { name: name.value, url: url.value };
}

const nameTaken = (name: string): Conflict =>
  new Conflict("NAME_TAKEN", `You already have a media property named "${name}"`, [
    "input",
    "name",
  ]);
const isNamed = async (
  tx: EntityManager,
  partnerAccountId: string,
  name: string,
  except: string | null,
): Promise<boolean> =>
  (await tx.count(MediaProperty, {
    partnerAccountId,
    name,
    removedAt: null,
    ...(except === null ? {} : { id: { $ne: except } }),
  })) > 0;
const lock = (tx: EntityManager, partner: string): Promise<unknown> =>
  hold(tx, "MEDIA_PROPERTIES", partner);

const shown = answer(MediaPropertyOk, async (ctx, id) =>
  mediaPropertyView(await ctx.em.findOneOrFail(MediaProperty, { id }, { refresh: true })),
);

export async function createMediaProperty(
  ctx: Context,
  input: MediaPropertyInput,
  idempotencyKey: string,
): Promise<MediaPropertyOk | UserError> {
  const partnerAccountId = ctx.scope.requireAccountId();
  if (ctx.scope.kind !== "PARTNER")
    return new Conflict(
      "NOT_YOURS",
      "Media properties are the partner's own: ask the partner to add it",
      ["input"],
    );
  const given = read(input);
  if (isRefusal(given)) return given;
  return mutation(
    ctx,
    "createMediaProperty",
    { input, key: idempotencyKey },
    async (tx) => {
      await lock(tx, partnerAccountId);
      if (await isNamed(tx, partnerAccountId, given.name, null)) return nameTaken(given.name);
      if ((await tx.count(MediaProperty, { partnerAccountId, removedAt: null })) >= propertiesMax)
        return new Conflict(
          "TOO_MANY_PROPERTIES",
          `A partner has at most ${propertiesMax} media properties`,
          ["input", "name"],
        );
      return tx.create(MediaProperty, {
        id: ctx.newId(ctx.clock()),
        partnerAccountId,
        ...given,
        createdBy: actorId(ctx),
        createdAt: now(ctx),
      }).id;
    },
    shown,
  );
}

type ChangeRefusal = NotFound | Conflict | InvalidInput | IdempotencyKeyReused;
async function changed(
  ctx: Context,
  name: string,
  { input, key }: { input: { id: string; name?: string; url?: string }; key: string },
  change: (tx: EntityManager, property: MediaProperty) => Promise<Conflict | null>,
): Promise<MediaPropertyOk | UserError> {
  const partnerAccountId = ctx.scope.requireAccountId();
  const { id } = input;
  return mutation(
    ctx,
    name,
    { input, key },
    async (tx): Promise<string | ChangeRefusal> => {
      await lock(tx, partnerAccountId);
      const property = await tx.findOne(
        MediaProperty,
        { id, partnerAccountId, removedAt: null },
        { refresh: true },
      );
      return property ? ((await change(tx, property)) ?? id) : NotFound.of("media property", "id");
    },
    shown,
  );
}

export async function changeMediaProperty(
  ctx: Context,
  id: string,
  input: MediaPropertyInput,
  idempotencyKey: string,
): Promise<MediaPropertyOk | UserError> {
  const given = read(input);
  if (isRefusal(given)) return given;
  return changed(
    ctx,
    "changeMediaProperty",
    { input: { id, name: input.name, url: input.url }, key: idempotencyKey },
    async (tx, property) => {
      if (await isNamed(tx, property.partnerAccountId, given.name, id))
        return nameTaken(given.name);
      Object.assign(property, given);
      return null;
    },
  );
}

export const removeMediaProperty = (
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<MediaPropertyOk | UserError> =>
  changed(
    ctx,
    "removeMediaProperty",
    { input: { id }, key: idempotencyKey },
    async (_, property) => {
      property.removedAt = now(ctx);
      return null;
    },
  );
