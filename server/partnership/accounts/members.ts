/** The people of an account. There is always one who may manage it. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { Conflict, InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { roleFits, type Permission, type Role } from "../../platform/auth/rights.ts";
import { now, type Context } from "../../platform/context.ts";
import { Account } from "./account.entity.ts";
import { ApiKey } from "./api-key.entity.ts";
import { ownerRole } from "./creation.ts";
import {
  ChangeMemberRoleOk,
  RemoveMemberOk,
  SetMemberPermissionsOk,
  type Member,
} from "./member.types.ts";
import { Membership } from "./membership.entity.ts";
import { User } from "./user.entity.ts";

async function memberViews(
  em: EntityManager,
  memberships: readonly Membership[],
): Promise<Member[]> {
  const users = await em.find(User, {
    id: { $in: memberships.map((membership) => membership.userId) },
  });
  return memberships.flatMap((membership) => {
    const user = users.find((person) => person.id === membership.userId);
    return user
      ? [
          {
            id: membership.id,
            user: { id: user.id, name: user.name, email: user.email },
            role: membership.role,
            permissions: membership.permissions,
            createdAt: membership.createdAt,
          },
        ]
      : [];
  });
}

/** Members of the viewer's account, oldest first. */
export async function members(ctx: Context, asked: PageArgs): Promise<Page<Member>> {
  return pageById(ctx.em, Membership, { where: {}, order: "oldest" }, asked, (rows) =>
    memberViews(ctx.em, rows),
  );
}

interface Found {
  account: Account;
  member: Membership;
  isLastOwner: boolean;
}

/** Locks the account, so that two owners cannot remove each other at the same moment. */
async function findMember(ctx: Context, tx: EntityManager, id: string): Promise<Found | null> {
  const account = await tx.findOneOrFail(
    Account,
    { id: ctx.scope.requireAccountId() },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const member = await tx.findOne(Membership, { id }, { refresh: true });
  if (!member) return null;
  const role = ownerRole[account.kind];
  const isLastOwner = member.role === role && (await tx.count(Membership, { role })) === 1;
  return { account, member, isLastOwner };
}

const lastOwner = (role: Role, path: string): Conflict =>
  new Conflict(
    "LAST_OWNER",
    `An account keeps at least one ${role}: make somebody else one first`,
    [path],
  );

export async function changeMemberRole(
  ctx: Context,
  memberId: string,
  role: Role,
): Promise<ChangeMemberRoleOk | InvalidInput | NotFound | Conflict> {
  return ctx.em.transactional(async (tx) => {
    const found = await findMember(ctx, tx, memberId);
    if (!found) return NotFound.of("member", "memberId");
    const { account, member, isLastOwner } = found;
    const fitting = roleFits[account.kind];
    if (!fitting.includes(role))
      return new InvalidInput(
        "ROLE_DOES_NOT_FIT",
        `${role} is no role of this account: choose ${fitting.join(", ")}`,
        ["role"],
      );
    if (isLastOwner && role !== member.role) return lastOwner(member.role, "role");
    member.role = role;
    const [view] = await memberViews(tx, [member]);
    if (!view) throw new Error("memberViews: no view");
    return new ChangeMemberRoleOk(view);
  });
}

/**
 * Replaces what the member holds beside the role. Only brands have such permissions: they are about
 * their terms and contracts.
 */
export async function setMemberPermissions(
  ctx: Context,
  memberId: string,
  held: readonly Permission[],
): Promise<SetMemberPermissionsOk | InvalidInput | NotFound> {
  return ctx.em.transactional(async (tx) => {
    const found = await findMember(ctx, tx, memberId);
    if (!found) return NotFound.of("member", "memberId");
    if (found.account.kind !== "BRAND" && held.length > 0)
      return new InvalidInput(
        "PERMISSION_DOES_NOT_FIT",
        "Only members of a brand hold permissions",
        ["permissions"],
      );
    found.member.permissions = [...new Set(held)].sort();
    const [view] = await memberViews(tx, [found.member]);
    if (!view) throw new Error("memberViews: no view");
    return new SetMemberPermissionsOk(view);
  });
}

/** The person loses the account at once, and the keys that person made for it are revoked. */
export async function removeMember(
  ctx: Context,
  memberId: string,
): Promise<RemoveMemberOk | NotFound | Conflict> {
  return ctx.em.transactional(async (tx) => {
    const found = await findMember(ctx, tx, memberId);
    if (!found) return NotFound.of("member", "memberId");
    const { member, isLastOwner } = found;
    if (isLastOwner) return lastOwner(member.role, "memberId");
    await tx.nativeUpdate(
      ApiKey,
      { createdBy: member.userId, revokedAt: null },
      { revokedAt: now(ctx) },
    );
    await tx.nativeDelete(Membership, { id: member.id });
    return new RemoveMemberOk(memberId);
  });
}
