/**
 * What the worker's loops put aside, for those who run the installation and for the brand whose it
 * is.
 */
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { Conflict, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { ParkedItem } from "./parked-item.entity.ts";
import {
  kindTexts,
  ParkedState,
  reasonTexts,
  ReleaseParkedItemOk,
  type ParkedItemView,
} from "./parked-item.types.ts";

interface Waiting {
  id: string;
  clicks: number;
  since: Date | null;
}
/** Of queues by program and partner, of clocks by tracker. */
const waitingSql = `select i.id, count(k.ingest_seq)::int as clicks, min(k.clicked_at) as since
  from parked_item i
  join parked_click k
    on case i.kind when 'CLOCK' then k.due_at is not null
    and k.tracker_id = i.subject else k.due_at is null
    and k.program_id = i.program_id
    and k.partner_account_id = coalesce(i.partner_account_id, k.partner_account_id) end
  where i.id = any(?::uuid[]) and i.kind in ('CLICKS', 'CLOCK') and i.done_at is null
  group by i.id`;

const stateOf = ({ doneAt, nextTryAt }: ParkedItem): ParkedState => {
  if (doneAt) return ParkedState.DONE;
  if (nextTryAt) return ParkedState.WAITING;
  return ParkedState.NEEDS_OPERATOR;
};

async function views(ctx: Context, items: readonly ParkedItem[]): Promise<ParkedItemView[]> {
  const ids = (of: (item: ParkedItem) => string | null | undefined) => [
    ...new Set(items.flatMap((item) => of(item) ?? [])),
  ];
  const accounts = await ctx.em.find(Account, {
    id: { $in: [...ids((item) => item.accountId), ...ids((item) => item.partnerAccountId)] },
  });
  const programs = await ctx.em.find(Program, { id: { $in: ids((item) => item.programId) } });
  const waiting = await ctx.em.execute<Waiting[]>(waitingSql, [pgArray(items.map(({ id }) => id))]);
  const nameOf = (rows: readonly { id: string; name: string }[], id: string | null | undefined) =>
    rows.find((row) => row.id === id)?.name ?? null;
  const isOperator = ctx.scope.kind === "PLATFORM";
  return items.map((item) => {
    const clicks = waiting.find(({ id }) => id === item.id);
    return {
      id: item.id,
      kind: item.kind,
      reason: item.reason,
      message: `${kindTexts[item.kind]} ${reasonTexts[item.reason]}`,
      detail: isOperator ? item.detail : null,
      accountId: item.accountId ?? null,
      accountName: nameOf(accounts, item.accountId),
      programId: item.programId ?? null,
      programName: nameOf(programs, item.programId),
      partnerName: nameOf(accounts, item.partnerAccountId),
      clickId: item.doneAt ? null : (item.clickId ?? null),
      waitingClicks: clicks?.clicks ?? 0,
      waitingSince: clicks?.since ? new Date(clicks.since) : null,
      state: stateOf(item),
      attempts: item.attempts,
      parkedAt: item.parkedAt,
      triedAt: item.triedAt,
      nextTryAt: item.doneAt ? null : (item.nextTryAt ?? null),
      releasedAt: item.releasedAt ?? null,
      doneAt: item.doneAt ?? null,
    };
  });
}

/** Newest first. A brand finds its own alone. */
export async function parkedItems(
  ctx: Context,
  asked: PageArgs,
  done: boolean,
): Promise<Page<ParkedItemView>> {
  const where = done ? {} : { doneAt: null };
  return pageById(ctx.em, ParkedItem, { where, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );
}

/** As it stands now. */
export async function parkedItem(ctx: Context, id: string): Promise<ParkedItemView | undefined> {
  const item = await ctx.em.findOneOrFail(ParkedItem, { id }, { refresh: true });
  return (await views(ctx, [item]))[0];
}
const released = answer(ReleaseParkedItemOk, parkedItem);

/** In the transaction of whoever asks for it: the worker tries it within seconds. */
export function tryAgain(ctx: Context, item: ParkedItem): void {
  item.nextTryAt = now(ctx);
  item.releasedAt = now(ctx);
  item.releasedBy = actorId(ctx);
}

export async function releaseParkedItem(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ReleaseParkedItemOk | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "releaseParkedItem",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const item = await tx.findOne(ParkedItem, { id }, { refresh: true });
      if (!item) return NotFound.of("parked item", "id");
      if (item.doneAt)
        return new Conflict(
          "ILLEGAL_TRANSITION",
          "It is worked off already, or gone: there is nothing left to try",
          ["id"],
        );
      if (item.kind === "CLOCK")
        return new Conflict(
          "ILLEGAL_TRANSITION",
          "These clicks are decided once their instant has come: set the tracker's clock right",
          ["id"],
        );
      tryAgain(ctx, item);
      return item.id;
    },
    released,
  );
}
