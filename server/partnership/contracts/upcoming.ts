/**
 * Contracts to come: signed, and not begun, e.g. the fallback of a temporary contract. A brand that
 * ends the contract before them may take them back; else they begin on their own day.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { now, type Context } from "../../platform/context.ts";
import { ContractChangePartner, plannedAfter } from "./change.entity.ts";
import { Contract } from "./contract.entity.ts";
import { tellOther } from "./proposals.ts";
import { actorOf, record } from "./timeline.ts";

type Pair = Pick<Contract, "programId" | "partnerAccountId">;

/** In the order in which they begin. */
export const upcomingOf = async (
  ctx: Context,
  em: EntityManager,
  pairs: readonly Pair[],
): Promise<Contract[]> =>
  em.find(
    Contract,
    {
      $or: pairs.map(({ programId, partnerAccountId }) => ({ programId, partnerAccountId })),
      decision: "SIGNED",
      startsAt: { $gt: now(ctx) },
    },
    { orderBy: { startsAt: "asc", id: "asc" }, refresh: true },
  );

/** Whether it begins with a change that can be taken back as a whole, old contract and all. */
export async function isPlanned(
  ctx: Context,
  tx: EntityManager,
  { changeId, partnerAccountId }: Contract,
): Promise<boolean> {
  if (changeId == null) return false;
  const planned = { changeId, partnerAccountId, ...plannedAfter(now(ctx)) };
  return (await tx.count(ContractChangePartner, planned)) > 0;
}

/** It never comes into force, and the partner is told. Nothing that was to end goes on instead. */
export async function takeBackUpcoming(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  message: string | null,
): Promise<void> {
  row.decision = "SUPERSEDED";
  await tx.flush();
  record(tx, ctx, row, {
    kind: "WITHDRAWN",
    actor: actorOf(ctx),
    comment: message,
    beforeVersionId: row.termsVersionId,
  });
  await tellOther(ctx, tx, row, "CONTRACT_WITHDRAWN", message);
}
