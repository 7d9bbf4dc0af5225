/**
 * What signing a proposal does: room is made for it, and what follows a temporary contract is
 * signed with it.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { lockEdition } from "../accounts/accounts.ts";
import { Conflict, isRefusal } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { switchSteps } from "../../domain/change.ts";
import { isEntitled } from "../../domain/entitlement.ts";
import { payoutOf, termsFromJson } from "../../domain/terms.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import { ContractChangePartner, plannedAfter } from "./change.entity.ts";
import { Contract } from "./contract.entity.ts";
import { endSteps, loadTimelines, noTimeline, record, actorOf } from "./timeline.ts";

/** A proposal with clicks made before a downgrade cannot be signed after it [D3]. */
async function paysOnlyWhatEditionAllows(tx: EntityManager, row: Contract): Promise<boolean> {
  await lockEdition(tx, row.brandAccountId);
  const version = await tx.findOneOrFail(TermsVersion, { id: row.termsVersionId });
  if (!payoutOf(termsFromJson(version.body), "CLICK")) return true;
  const brand = await tx.findOneOrFail(Account, { id: row.brandAccountId }, { refresh: true });
  return isEntitled(brand.edition ?? "STARTER", "CPC");
}

/**
 * Makes room for a contract that is being signed: switches what is in force, or says that something
 * is in its way.
 */
async function makeRoom(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
): Promise<{ followsId: string | null } | Conflict> {
  const timeline =
    (await loadTimelines(tx, row.programId, [row.partnerAccountId], row.startsAt.getTime())).get(
      row.partnerAccountId,
    ) ?? noTimeline;
  const [from, until] = [row.startsAt.getTime(), row.endsAt?.getTime() ?? null];
  // What follows a temporary contract has no end: it needs the room of all that comes later, too.
  const lastsUntil = row.fallbackVersionId ? null : until;
  const inTheWay = timeline.signed.filter(
    ({ validity }) => lastsUntil === null || validity.start < lastsUntil,
  );
  if (inTheWay.length === 0) return { followsId: null };
  if (!row.switches)
    return new Conflict(
      "CONTRACT_IN_FORCE",
      "Another contract with this program is in force in that time: it must end or be " +
        "switched first",
      ["id"],
    );
  const planned = {
    programId: row.programId,
    partnerAccountId: row.partnerAccountId,
    ...plannedAfter(now(ctx)),
  };
  if ((await tx.count(ContractChangePartner, planned)) > 0)
    return new Conflict(
      "CHANGE_ALREADY_SCHEDULED",
      "A change of this contract is already planned: it takes effect or is withdrawn first",
      ["id"],
    );
  const steps = switchSteps(timeline.signed, {
    versionId: row.termsVersionId,
    from,
    until,
    fallbackVersionId: row.fallbackVersionId ?? null,
  });
  const { old, superseded } = endSteps(timeline, steps, null);
  await tx.flush();
  const comment = row.comment ?? null;
  for (const given of [...(old ? [old] : []), ...superseded])
    record(tx, ctx, given, {
      kind: "CHANGE_SCHEDULED",
      actor: actorOf(ctx),
      comment,
      beforeVersionId: given.termsVersionId,
      afterVersionId: row.termsVersionId,
    });
  for (const given of superseded)
    record(tx, ctx, given, {
      kind: "REPLACED",
      actor: actorOf(ctx),
      comment,
      beforeVersionId: given.termsVersionId,
      afterVersionId: row.termsVersionId,
    });
  return { followsId: old?.id ?? null };
}

export async function sign(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
): Promise<Conflict | null> {
  if (row.startsAt.getTime() < ctx.clock()) row.startsAt = now(ctx);
  if (row.endsAt && row.endsAt <= row.startsAt)
    return new Conflict("PROPOSAL_EXPIRED", "The proposed validity has already ended", ["id"]);
  if (!(await paysOnlyWhatEditionAllows(tx, row)))
    return new Conflict(
      "EDITION_NOT_ENTITLED",
      "These terms pay for clicks, which the brand's edition no longer includes",
      ["id"],
    );
  const room = await makeRoom(ctx, tx, row);
  if (isRefusal(room)) return room;
  row.followsId = room.followsId;
  row.decision = "SIGNED";
  await tx.flush();
  if (row.fallbackVersionId && row.endsAt) {
    const fallback = tx.create(Contract, {
      id: ctx.newId(ctx.clock()),
      brandAccountId: row.brandAccountId,
      partnerAccountId: row.partnerAccountId,
      programId: row.programId,
      termsVersionId: row.fallbackVersionId,
      decision: "SIGNED",
      proposedByAccountId: row.proposedByAccountId,
      proposedBy: row.proposedBy,
      proposedAt: row.proposedAt,
      comment: row.comment ?? null,
      startsAt: row.endsAt,
      endsAt: null,
      decidedBy: actorId(ctx),
      decidedAt: now(ctx),
      followsId: row.id,
    });
    await tx.flush();
    record(tx, ctx, fallback, {
      kind: "ACCEPTED",
      actor: actorOf(ctx),
      afterVersionId: fallback.termsVersionId,
    });
  }
  return null;
}
