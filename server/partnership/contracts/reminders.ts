/**
 * Partners who were asked by a change and have not answered are told once more, each at most once a
 * day.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { now, type Context } from "../../platform/context.ts";
import { Account } from "../accounts/account.entity.ts";
import { instantText, tell, type Notification } from "../notices/notices.ts";
import { mayBeReminded, partnersOf, reminderGapMs } from "./change-answers.ts";
import { ContractChange, ContractChangePartner } from "./change.entity.ts";
import { ContractChangeOk } from "./change.types.ts";
import { contractChange } from "./changes.ts";
import { Contract } from "./contract.entity.ts";
import { tellingOf } from "./proposals.ts";
import { loadTimelines, lockContracts } from "./timeline.ts";

/** Told in one transaction; who is left is reminded by the next call. */
export const remindedAtOnce = 500;

async function toldOf(
  ctx: Context,
  tx: EntityManager,
  change: ContractChange,
  partnerIds: string[],
): Promise<Notification[]> {
  const rows = await tx.find(ContractChangePartner, {
    changeId: change.id,
    partnerAccountId: { $in: partnerIds },
  });
  const offers = await tx.find(Contract, {
    id: { $in: rows.flatMap(({ newContractId }) => newContractId ?? []) },
  });
  const timelines = await loadTimelines(tx, change.programId, partnerIds, ctx.clock());
  return offers.map((offer) => ({
    kind: "CONTRACT_REMINDED",
    accountId: offer.partnerAccountId,
    fromAccountId: change.brandAccountId,
    brandAccountId: change.brandAccountId,
    programId: change.programId,
    contractId: offer.id,
    // A change tells each partner one notice of a kind; a reminder may come again, and leads to its
    // offer.
    changeId: null,
    beforeVersionId:
      timelines
        .get(offer.partnerAccountId)
        ?.signed.find(({ validity }) => validity.start <= ctx.clock())?.versionId ?? null,
    afterVersionId: offer.termsVersionId,
    comment: change.comment,
    howTo: change.howTo,
    effectiveAt: offer.startsAt.getTime(),
  }));
}

async function remindLocked(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<string | UserError> {
  const change = await tx.findOne(ContractChange, {
    id,
    brandAccountId: ctx.scope.requireAccountId(),
  });
  if (!change) return NotFound.of("contract change", "id");
  // No answer comes between looking and telling, and two reminders at once are one.
  await lockContracts(tx, change.programId);
  const asked = (await partnersOf(ctx, [id], null, tx)).filter(({ state }) => state === "PROPOSED");
  if (asked.length === 0)
    return new Conflict(
      "NOBODY_ASKED",
      "No partner of this change was asked and has still to answer",
      ["id"],
    );
  const at = ctx.clock();
  const due = asked.filter((row) => mayBeReminded(row, at)).slice(0, remindedAtOnce);
  if (due.length === 0) {
    const brand = await tx.findOneOrFail(Account, { id: change.brandAccountId });
    const times = asked.map(({ reminded_at: last }) => last?.getTime() ?? at);
    const [last, next] = [Math.max(...times), Math.min(...times) + reminderGapMs].map((instant) =>
      instantText(instant, brand.timeZone),
    );
    return new Conflict(
      "REMINDED_TODAY",
      `Those who have not answered were reminded last at ${last}: remind them again from ${next} ` +
        "on",
      ["id"],
    );
  }
  const partnerIds = due.map(({ partner }) => partner);
  await tell(tx, tellingOf(ctx), await toldOf(ctx, tx, change, partnerIds));
  await tx.nativeUpdate(
    ContractChangePartner,
    { changeId: id, partnerAccountId: { $in: partnerIds } },
    { remindedAt: now(ctx) },
  );
  return id;
}

/**
 * Tells those who were asked and have not answered once more; refused while each of them was
 * reminded within a day.
 */
export async function remindContractChange(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ContractChangeOk | NotFound | Conflict | IdempotencyKeyReused | UserError> {
  return mutation(
    ctx,
    "remindContractChange",
    { input: { id }, key: idempotencyKey },
    (tx) => remindLocked(ctx, tx, id),
    answer(ContractChangeOk, contractChange),
  );
}
