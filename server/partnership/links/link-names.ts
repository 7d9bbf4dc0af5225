/** Readable names in links' addresses: who asks first has a name, and its link keeps it. */
import { mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { lookOf, readLinkName } from "../../domain/link-name.ts";
import { LinkName } from "./link-name.entity.ts";
import { TrackingLink } from "./link.entity.ts";
import type { TrackingLinkOk } from "./link.types.ts";
import { shownLink } from "./links.ts";

/** Of one link. */
const namesMax = 5;

export async function nameLink(
  ctx: Context,
  { id, name: text }: { id: string; name: string },
  key: string,
): Promise<TrackingLinkOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "nameLink",
    { input: { id, name: text }, key },
    async (tx) => {
      const link = await tx.findOne(TrackingLink, { id }, { refresh: true });
      if (!link) return NotFound.of("link", "id");
      const name = readLinkName(text);
      if (!name.ok) return InvalidInput.of(name);
      const look = lookOf(name.value);
      await hold(tx, "LINK", `name ${look}`);
      // Of any account's: a name that is taken is seen by whoever follows it.
      const [taken] = await tx.execute<{ taken: boolean }[]>("select link_name_taken(?) as taken", [
        look,
      ]);
      const own = await tx.find(LinkName, { linkId: id }, { refresh: true });
      if (own.some((each) => each.name === name.value)) return id;
      if (taken?.taken)
        return new Conflict(
          "LINK_NAME_TAKEN",
          `“${name.value}” is taken, or looks like a name that is: choose another`,
          ["name"],
        );
      if (own.length >= namesMax)
        return new Conflict(
          "TOO_MANY_NAMES",
          `A link has at most ${namesMax} names, which all stay with it`,
          ["name"],
        );
      const at = now(ctx);
      tx.create(LinkName, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: link.brandAccountId,
        partnerAccountId: link.partnerAccountId,
        linkId: id,
        adId: link.adId,
        name: name.value,
        look,
        createdBy: actorId(ctx),
        createdAt: at,
      });
      return id;
    },
    shownLink,
  );
}
