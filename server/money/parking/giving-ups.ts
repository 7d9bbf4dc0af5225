/** An operator gives up the click for which a queue stands still. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { gateText } from "../../domain/values/text.ts";
import { hold } from "../../platform/db/locks.ts";
import { ClickGivenUp } from "./click-given-up.entity.ts";
import { ParkedItem } from "./parked-item.entity.ts";
import { GiveUpParkedItemOk } from "./parked-item.types.ts";
import { parkedItem, tryAgain } from "./parked-items.ts";

const reasonBounds = { min: 1, max: 1_000, lines: true };

interface Asked {
  id: string;
  clickId: string;
  reason: string;
}
type GiveUpRefusal = InvalidInput | NotFound | Conflict;

const conflict = (message: string, field: "id" | "clickId"): Conflict =>
  new Conflict("ILLEGAL_TRANSITION", message, [field]);

/** Whose the click is that the others wait for, or why it is not given up. */
async function standing(
  tx: EntityManager,
  item: ParkedItem,
  clickId: string,
): Promise<{ brand: string; partner: string; program: string } | Conflict> {
  if (item.kind !== "CLICKS")
    return conflict(
      "Only a click can be given up: mend the cause of anything else, and try it again",
      "id",
    );
  if (item.doneAt)
    return conflict("It is worked off already, or gone: there is nothing left to give up", "id");
  const [click] = await tx.execute<{ brand: string; partner: string; program: string }[]>(
    `select
        brand_account_id as brand,
        partner_account_id as partner,
        program_id as program
      from parked_click
      where program_id = ? and id = ? and due_at is null`,
    [item.programId, clickId],
  );
  if (!click || item.clickId !== clickId)
    return conflict(
      "This is not the click that the others wait for any more: look at the item again",
      "clickId",
    );
  return (await tx.findOne(ClickGivenUp, { clickId }))
    ? conflict("This click is given up already: it is decided within seconds", "clickId")
    : click;
}

const givenUp = answer(GiveUpParkedItemOk, parkedItem);

export async function giveUpParkedItem(
  ctx: Context,
  asked: Asked,
  idempotencyKey: string,
): Promise<GiveUpParkedItemOk | GiveUpRefusal | IdempotencyKeyReused> {
  const { id, clickId } = asked;
  const gated = gateText("BAD_COMMENT", "A reason", asked.reason, reasonBounds, "reason");
  if (!gated.ok) return InvalidInput.of(gated);
  const { value: reason } = gated;
  return mutation(
    ctx,
    "giveUpParkedItem",
    { input: { id, clickId, reason }, key: idempotencyKey },
    async (tx): Promise<string | GiveUpRefusal> => {
      const found = await tx.findOne(ParkedItem, { id });
      if (!found) return NotFound.of("parked item", "id");
      // Batches hold it shared: none decides the click before it is known that it was given up.
      if (found.programId) await hold(tx, "CONTRACTS", found.programId);
      const item = await tx.findOneOrFail(ParkedItem, { id }, { refresh: true });
      const click = await standing(tx, item, clickId);
      if (click instanceof Conflict) return click;
      tx.create(ClickGivenUp, {
        clickId,
        brandAccountId: click.brand,
        partnerAccountId: click.partner,
        programId: click.program,
        parkedItemId: id,
        reason,
        givenUpBy: actorId(ctx),
        givenUpAt: now(ctx),
      });
      tryAgain(ctx, item);
      return id;
    },
    givenUp,
  );
}
