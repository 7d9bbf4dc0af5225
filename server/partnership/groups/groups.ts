/** Partner groups: a brand sorts its partners for itself. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { PartnerGroup, PartnerGroupMember } from "./partner-group.entity.ts";
import { Partnership } from "../accounts/partnership.entity.ts";
import {
  PartnerGroupOk,
  PartnerValuesOk,
  type PartnerGroupView,
  type PartnerValuesView,
} from "./partner-group.types.ts";
import { hold } from "../../platform/db/locks.ts";
import { gateShortName } from "../../domain/values/name.ts";

async function views(ctx: Context, groups: readonly PartnerGroup[]): Promise<PartnerGroupView[]> {
  const members = await ctx.em.find(
    PartnerGroupMember,
    { groupId: { $in: groups.map(({ id }) => id) } },
    { orderBy: { partnerAccountId: "asc" } },
  );
  return groups.map(({ id, name }) => ({
    id,
    name,
    partnerIds: members
      .filter(({ groupId }) => groupId === id)
      .map(({ partnerAccountId }) => partnerAccountId),
  }));
}

async function partnerGroup(ctx: Context, id: string): Promise<PartnerGroupView | null> {
  const found = await ctx.em.findOne(PartnerGroup, { id });
  return found ? ((await views(ctx, [found]))[0] ?? null) : null;
}

const groupsMax = 100;
/** All groups of the brand, by name. */
export async function partnerGroups(ctx: Context): Promise<PartnerGroupView[]> {
  return views(
    ctx,
    await ctx.em.find(PartnerGroup, {}, { orderBy: { name: "asc" }, limit: groupsMax }),
  );
}

export async function createPartnerGroup(
  ctx: Context,
  nameText: string,
  idempotencyKey: string,
): Promise<PartnerGroupOk | InvalidInput | Conflict | IdempotencyKeyReused> {
  const brandAccountId = ctx.scope.requireAccountId();
  const checked = gateShortName(nameText, "name");
  if (!checked.ok) return InvalidInput.of(checked);
  const name = checked.value;
  return mutation(
    ctx,
    "createPartnerGroup",
    { input: { name }, key: idempotencyKey },
    async (tx) => {
      await hold(tx, "GROUPS", brandAccountId);
      if ((await tx.count(PartnerGroup, { name })) > 0)
        return new Conflict("NAME_TAKEN", `There is already a group named "${name}"`, ["name"]);
      if ((await tx.count(PartnerGroup)) >= groupsMax)
        return new Conflict("TOO_MANY_GROUPS", `An account has at most ${groupsMax} groups`, [
          "name",
        ]);
      return tx.create(PartnerGroup, {
        id: ctx.newId(ctx.clock()),
        brandAccountId,
        name,
        createdAt: now(ctx),
      }).id;
    },
    answer(PartnerGroupOk, partnerGroup),
  );
}

/** Adds a partner to each group, or to none: one unknown id refuses them all [D61]. */
export async function addToGroups(
  ctx: Context,
  tx: EntityManager,
  partnerAccountId: string,
  groupIds: readonly string[],
): Promise<NotFound | null> {
  const wanted = [...new Set(groupIds)];
  if (wanted.length === 0) return null;
  const brandAccountId = ctx.scope.requireAccountId();
  const found = await tx.find(PartnerGroup, { id: { $in: wanted } });
  if (found.length !== wanted.length) return NotFound.of("partner group", "groupIds");
  const known = await tx.find(PartnerGroupMember, { groupId: { $in: wanted }, partnerAccountId });
  for (const groupId of wanted.filter((id) => !known.some((member) => member.groupId === id)))
    tx.create(PartnerGroupMember, { groupId, partnerAccountId, brandAccountId, addedAt: now(ctx) });
  await tx.flush();
  await writeProfile(ctx, tx, partnerAccountId);
  return null;
}

export interface PartnerValues {
  partnerId: string;
  /** Null: none. */
  value1: string | null;
  value2: string | null;
  value3: string | null;
}
const maxValueLength = 100;
/**
 * What the brand calls a partner, for its rules; partners never see it. What was set before is kept
 * for clicks before.
 */
export async function setPartnerValues(
  ctx: Context,
  given: PartnerValues,
  idempotencyKey: string,
): Promise<PartnerValuesOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const brandAccountId = ctx.scope.requireAccountId();
  const { partnerId } = given;
  const values = [given.value1, given.value2, given.value3].map((value) => value?.trim() || null);
  for (const [i, value] of values.entries()) {
    const long = tooLong("A value", value, maxValueLength, "input", `value${i + 1}`);
    if (long) return long;
  }
  return mutation(
    ctx,
    "setPartnerValues",
    { input: given, key: idempotencyKey },
    async (tx) => {
      if ((await tx.count(Partnership, { brandAccountId, partnerAccountId: partnerId })) === 0)
        return NotFound.of("partner", "input", "partnerId");
      await hold(tx, "GROUPS", brandAccountId);
      await writeProfile(ctx, tx, partnerId, values);
      return partnerId;
    },
    answer(PartnerValuesOk, partnerValues),
  );
}

/** As they are now; null for whom the brand does not work with. */
export async function partnerValues(
  ctx: Context,
  partnerId: string,
): Promise<PartnerValuesView | null> {
  const [row] = await ctx.em.execute<
    { value1: string | null; value2: string | null; value3: string | null; since: Date | null }[]
  >(
    `select k.value1, k.value2, k.value3, k.since
      from partnership p
      left join lateral (
        select *
        from partner_profile k
        where k.brand_account_id = p.brand_account_id
          and k.partner_account_id = p.partner_account_id
        order by k.since desc
        limit 1
      ) k
        on true
      where p.brand_account_id = ? and p.partner_account_id = ?`,
    [ctx.scope.requireAccountId(), partnerId],
  );
  return row
    ? {
        partnerId,
        value1: row.value1,
        value2: row.value2,
        value3: row.value3,
        since: row.since && new Date(row.since),
      }
    : null;
}

/**
 * What rules see of the partner from now on; clicks before keep what held at their instant. Without
 * `values` those before stay.
 */
async function writeProfile(
  ctx: Context,
  tx: EntityManager,
  partnerAccountId: string,
  values: readonly (string | null)[] | null = null,
): Promise<void> {
  const pair = [ctx.scope.requireAccountId(), partnerAccountId];
  await tx.execute(
    `insert into partner_profile (
        brand_account_id, partner_account_id, since, value1, value2, value3, group_ids, changed_by
      )
      select
        w.brand,
        w.partner,
        greatest(?::timestamptz, last.since + interval '1 millisecond'),
        ${values ? "?::text, ?::text, ?::text" : "last.value1, last.value2, last.value3"},
        array(
          select group_id
          from partner_group_member m
          where m.brand_account_id = w.brand and m.partner_account_id = w.partner
          order by group_id
        ),
        ?::uuid
      from (values (?::uuid, ?::uuid)) w (brand, partner)
      left join lateral (
        select *
        from partner_profile p
        where p.brand_account_id = w.brand and p.partner_account_id = w.partner
        order by p.since desc
        limit 1
      ) last
        on true`,
    [now(ctx), ...(values ?? []), actorId(ctx), ...pair],
  );
}
