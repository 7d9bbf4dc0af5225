/** Many links ended or reopened at once: named ones, or all that a list's filter finds. */
import { mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import {
  endChosen,
  endedByBrand,
  endingFault,
  reopenChosen,
  type ChosenLink,
} from "../../partnership/links/link-ends.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { matchingLinks } from "./link-lists.ts";
import {
  EndLinksOk,
  ReopenLinksOk,
  type EndLinksInput,
  type LinkSelection,
  type ReopenLinksInput,
} from "./link-list.types.ts";

const idsMax = 1_000;
const matchingMax = 10_000;
type Refusal = InvalidInput | NotFound | Conflict;

async function named(ctx: Context, ids: readonly string[]): Promise<ChosenLink[] | Refusal> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0 || wanted.length > idsMax)
    return new InvalidInput(
      "BAD_IDS",
      `Name 1 to ${idsMax} links, or say which of a program you mean`,
      ["input", "links", "ids"],
    );
  const rows = await ctx.em.find(TrackingLink, { id: { $in: wanted } }, { refresh: true });
  return rows.length === wanted.length
    ? rows.map((row) => ({ id: row.id, program: row.programId, brand: row.brandAccountId }))
    : NotFound.of("link", "input", "links", "ids");
}

const tooMany = (): InvalidInput =>
  new InvalidInput(
    "BAD_COUNT",
    `At most ${matchingMax} links are changed at once, and more match: narrow the filter`,
    ["input", "links", "matching", "filter"],
  );

async function chosenOf(
  ctx: Context,
  { ids, matching }: LinkSelection,
): Promise<ChosenLink[] | Refusal> {
  if ((ids == null) === (matching == null))
    return new InvalidInput("BAD_SELECTION", "Name links by id, or all that match: one of both", [
      "input",
      "links",
    ]);
  if (ids != null) return named(ctx, ids);
  if (matching == null) throw new Error("chosenOf: neither");
  const { programId, filter, total } = matching;
  if (total > matchingMax) return tooMany();
  const found = await matchingLinks(ctx, { programId, filter }, matchingMax + 1);
  if (!found) return NotFound.of("program", "input", "links", "matching", "programId");
  if (found.length > matchingMax) return tooMany();
  if (found.length !== total)
    return new Conflict(
      "LINKS_CHANGED",
      `${found.length} links match by now, and the list said ${total}: look at them again`,
      ["input", "links", "matching", "total"],
    );
  return found;
}

export async function endLinks(
  ctx: Context,
  input: EndLinksInput,
  key: string,
): Promise<EndLinksOk | Refusal | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "endLinks",
    { input, key },
    async (tx) => {
      const fault = endingFault(ctx, input.ending);
      if (fault) return fault;
      const chosen = await chosenOf(ctx, input.links);
      if (isRefusal(chosen)) return chosen;
      await endChosen(ctx, tx, chosen, input.ending);
      return String(chosen.length);
    },
    async (_, count) => new EndLinksOk(Number(count)),
  );
}

export async function reopenLinks(
  ctx: Context,
  input: ReopenLinksInput,
  key: string,
): Promise<ReopenLinksOk | Refusal | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "reopenLinks",
    { input, key },
    async (tx) => {
      const chosen = await chosenOf(ctx, input.links);
      if (isRefusal(chosen)) return chosen;
      const { lifted, reopened, kept } = await reopenChosen(ctx, tx, chosen);
      return lifted === 0 && kept > 0 ? endedByBrand(kept) : `${reopened}/${kept}`;
    },
    async (_, counts) => {
      const [reopened, kept] = counts.split("/").map(Number);
      return new ReopenLinksOk(reopened ?? 0, kept ?? 0);
    },
  );
}
