/** Partner groups: a brand sorts its partners for itself. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { once } from "../api/idempotency.ts";
import { Conflict, InvalidInput, isRefusal, NotFound, type IdempotencyKeyReused } from "../api/refusal.ts";
import { actorId, now, type Context } from "../context.ts";
import { PartnerGroup, PartnerGroupMember } from "./partner-group.entity.ts";
import { PartnerGroupOk, type PartnerGroupView } from "./partner-group.types.ts";

async function views(ctx: Context, groups: readonly PartnerGroup[]): Promise<PartnerGroupView[]> {
  const members = await ctx.em.find(PartnerGroupMember, { groupId: { $in: groups.map(({ id }) => id) } }, { orderBy: { partnerAccountId: "asc" } });
  return groups.map(({ id, name }) => ({ id, name, partnerIds: members.filter(({ groupId }) => groupId === id).map(({ partnerAccountId }) => partnerAccountId) }));
}

const groupsMax = 100;
/** All groups of the brand, by name. */
export async function partnerGroups(ctx: Context): Promise<PartnerGroupView[]> {
  return views(ctx, await ctx.em.find(PartnerGroup, { brandAccountId: ctx.scope.requireAccountId() }, { orderBy: { name: "asc" }, limit: groupsMax }));
}

export async function createPartnerGroup(ctx: Context, nameText: string, idempotencyKey: string): Promise<PartnerGroupOk | InvalidInput | Conflict | IdempotencyKeyReused> {
  const brandAccountId = ctx.scope.requireAccountId();
  const name = nameText.trim();
  if (name.length < 1 || name.length > 100) return new InvalidInput("BAD_NAME", "A group's name has 1 to 100 characters", ["name"]);
  const result = await once(ctx.em, { accountId: brandAccountId, key: idempotencyKey, operation: "createPartnerGroup", input: { name }, at: now(ctx) }, async (tx) => {
    await tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 5))", [brandAccountId]);
    if ((await tx.count(PartnerGroup, { brandAccountId, name })) > 0) return new Conflict("NAME_TAKEN", `There is already a group named "${name}"`, ["name"]);
    if ((await tx.count(PartnerGroup, { brandAccountId })) >= groupsMax) return new Conflict("TOO_MANY_GROUPS", `An account has at most ${groupsMax} groups`, ["name"]);
    return tx.create(PartnerGroup, { id: ctx.newId(ctx.clock()), brandAccountId, name, createdAt: now(ctx) }).id;
  });
  if (isRefusal(result)) return result;
  const [view] = await views(ctx, await ctx.em.find(PartnerGroup, { id: result }));
  if (!view) throw new Error("group not found after creation");
  return new PartnerGroupOk(view);
}

/** Adds a partner to each group, or to none: one unknown id refuses them all [D61]. */
export async function addToGroups(ctx: Context, tx: EntityManager, partnerAccountId: string, groupIds: readonly string[]): Promise<NotFound | null> {
  const wanted = [...new Set(groupIds)];
  if (wanted.length === 0) return null;
  const brandAccountId = ctx.scope.requireAccountId();
  const found = await tx.find(PartnerGroup, { id: { $in: wanted }, brandAccountId });
  if (found.length !== wanted.length) return NotFound.of("partner group", "groupIds");
  const known = await tx.find(PartnerGroupMember, { groupId: { $in: wanted }, partnerAccountId });
  for (const groupId of wanted.filter((id) => !known.some((member) => member.groupId === id)))
    tx.create(PartnerGroupMember, { groupId, partnerAccountId, brandAccountId, addedAt: now(ctx) });
  await tx.flush();
  await writeProfile(ctx, tx, partnerAccountId);
  return null;
}

/** What rules see of the partner from now on; clicks before keep what held at their instant. */
async function writeProfile(ctx: Context, tx: EntityManager, partnerAccountId: string): Promise<void> {
  const pair = [ctx.scope.requireAccountId(), partnerAccountId];
  await tx.execute(
    `insert into partner_profile (brand_account_id, partner_account_id, since, value1, value2, value3, group_ids, changed_by)
     select w.brand, w.partner, greatest(?::timestamptz, last.since + interval '1 millisecond'), last.value1, last.value2, last.value3,
       array(select group_id from partner_group_member m where m.brand_account_id = w.brand and m.partner_account_id = w.partner order by group_id), ?::uuid
     from (values (?::uuid, ?::uuid)) w (brand, partner) left join lateral (select * from partner_profile p
       where p.brand_account_id = w.brand and p.partner_account_id = w.partner order by p.since desc limit 1) last on true`,
    [now(ctx), actorId(ctx), ...pair],
  );
}
