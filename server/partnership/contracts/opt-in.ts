/**
 * A partner takes a planned change before its day, where the brand allowed it. Source: "View &
 * Accept Upcoming Contract Changes".
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { now, type Context } from "../../platform/context.ts";
import { ContractChange, ContractChangePartner } from "./change.entity.ts";
import { Contract } from "./contract.entity.ts";
import type { ContractOk } from "./contract.types.ts";
import { contractOk, tellOther } from "./proposals.ts";
import { lockContracts, record, signContract, actorOf } from "./timeline.ts";

/**
 * The planned contract gives way to the same terms from now on, with the same end; its own start
 * never moves.
 */
async function takeEarly(
  ctx: Context,
  tx: EntityManager,
  planned: Contract,
  old: Contract,
): Promise<Contract> {
  const at = ctx.clock();
  const actor = actorOf(ctx);
  planned.decision = "SUPERSEDED";
  old.endsAt = new Date(at);
  await tx.flush();
  const by = {
    brandAccountId: planned.brandAccountId,
    partnerAccountId: planned.partnerAccountId,
    programId: planned.programId,
    actor,
    comment: planned.comment ?? null,
    changeId: planned.changeId ?? null,
  };
  const signed = signContract(tx, ctx, by, {
    versionId: planned.termsVersionId,
    start: at,
    end: planned.endsAt?.getTime() ?? null,
    followsId: old.id,
  });
  signed.proposedBy = planned.proposedBy;
  await tx.flush();
  const versions = { beforeVersionId: old.termsVersionId, afterVersionId: planned.termsVersionId };
  record(tx, ctx, planned, { kind: "REPLACED", actor, ...versions });
  record(tx, ctx, signed, { kind: "CHANGE_OPTED_IN", actor, ...versions });
  record(tx, ctx, old, { kind: "CHANGE_OPTED_IN", actor, ...versions });
  return signed;
}

async function optInLocked(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<string | UserError> {
  const known = await tx.findOne(Contract, { id }, { refresh: true });
  if (!known) return NotFound.of("contract", "id");
  await lockContracts(tx, known.programId);
  const planned = await tx.findOneOrFail(Contract, { id }, { refresh: true });
  if (ctx.scope.accountId !== planned.partnerAccountId || planned.changeId == null)
    return new Conflict(
      "OPT_IN_NOT_ALLOWED",
      "This is no change that your account may take early",
      ["id"],
    );
  const change = await tx.findOneOrFail(
    ContractChange,
    { id: planned.changeId },
    { refresh: true },
  );
  if (!change.earlyOptIn)
    return new Conflict(
      "OPT_IN_NOT_ALLOWED",
      "The brand did not allow this change to be taken early",
      ["id"],
    );
  if (planned.state(ctx.clock()) !== "UPCOMING")
    return new Conflict("CHANGE_IN_FORCE", "This change has taken effect or was taken back", [
      "id",
    ]);
  const partner = await tx.findOneOrFail(
    ContractChangePartner,
    { changeId: change.id, partnerAccountId: planned.partnerAccountId },
    { refresh: true },
  );
  const old = partner.oldContractId
    ? await tx.findOne(Contract, { id: partner.oldContractId }, { refresh: true })
    : null;
  // Only what is in force can give way: a contract that is still to come keeps its own start.
  if (old?.state(ctx.clock()) !== "ACTIVE" || planned.followsId !== old.id)
    return new Conflict(
      "OPT_IN_NOT_ALLOWED",
      "The contract that this change is about has not started yet: its new terms begin with it",
      ["id"],
    );
  const signed = await takeEarly(ctx, tx, planned, old);
  partner.state = "OPTED_IN";
  partner.newContractId = signed.id;
  partner.effectiveAt = signed.startsAt;
  partner.updatedAt = now(ctx);
  await tellOther(ctx, tx, signed, "CHANGE_OPTED_IN", null);
  return signed.id;
}

/** In force at once, for this partner alone [D44]. */
export async function optInToChange(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ContractOk | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "optInToChange",
    { input: { id }, key: idempotencyKey },
    (tx) => optInLocked(ctx, tx, id),
    contractOk,
  );
}
