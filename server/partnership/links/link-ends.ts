/**
 * Ending links and reopening them. Each side has one end of a link at most; a brand, which pays,
 * lifts either's, a partner its own.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput } from "../../platform/api/refusal.ts";
import { actorId, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { hold } from "../../platform/db/locks.ts";
import type { Instant } from "../../domain/calendar.ts";
import { LinkEndRow } from "./link-end.entity.ts";
import type { LinkEndingInput, LinkEndView } from "./link-end.types.ts";
import type { LinkState } from "./link.types.ts";

export const endingClicksMax = 10_000_000;
const yearsMax = 10;
const yearMs = 366 * 86_400_000;

/** A link that is chosen to be ended or reopened. */
export interface ChosenLink {
  id: string;
  program: string;
  brand: string;
}

/** Null: it fits. Without instant and number the end is at once. */
export function endingFault(
  ctx: Context,
  { endsAt, afterClicks }: LinkEndingInput,
): InvalidInput | null {
  const now = ctx.clock();
  if (endsAt && endsAt.getTime() <= now)
    return new InvalidInput(
      "BAD_DATE",
      "This instant has passed: choose a later one, or leave it out to end the links at once",
      ["input", "ending", "endsAt"],
    );
  if (endsAt && endsAt.getTime() > now + yearsMax * yearMs)
    return new InvalidInput("BAD_DATE", `A link ends within ${yearsMax} years`, [
      "input",
      "ending",
      "endsAt",
    ]);
  if (afterClicks != null && (afterClicks < 1 || afterClicks > endingClicksMax))
    return new InvalidInput(
      "BAD_COUNT",
      `A link ends after 1 to ${endingClicksMax} unique clicks`,
      ["input", "ending", "afterClicks"],
    );
  return null;
}

/**
 * Waits for the batch that is being decided, and keeps the next from beginning; gives the instant
 * from which on the change holds. Clicks that a tracker whose clock is ahead stamped later, and
 * that are decided already, come before it.
 */
async function changeAt(
  ctx: Context,
  tx: EntityManager,
  chosen: readonly ChosenLink[],
): Promise<Instant> {
  for (const program of [...new Set(chosen.map(({ program }) => program))].toSorted())
    await hold(tx, "CONTRACTS", program);
  const now = ctx.clock();
  const [row] = await tx.execute<{ newest: string | null }[]>(
    `select (extract(epoch from max(d.occurred_at)) * 1000)::bigint::text as newest
      from decision d
      where d.brand_account_id = any(?::uuid[])
        and d.occurred_at >= ?
        and d.event = 'CLICK'
        and d.link_id = any(?::uuid[])`,
    [
      pgArray([...new Set(chosen.map(({ brand }) => brand))]),
      new Date(now),
      pgArray(chosen.map(({ id }) => id)),
    ],
  );
  return row?.newest == null ? now : Number(row.newest) + 1;
}

const liftSql = `update link_end
  set lifted_at = greatest(set_at, ?::timestamptz), lifted_by = ?
  where link_id = any(?::uuid[]) and lifted_at is null`;

const endSql = `insert into link_end (
    id,
    brand_account_id,
    partner_account_id,
    program_id,
    link_id,
    account_id,
    set_by,
    set_at,
    ends_at,
    after_clicks
  )
  select
    made.id,
    l.brand_account_id,
    l.partner_account_id,
    l.program_id,
    l.id,
    ?::uuid,
    ?::uuid,
    ?::timestamptz,
    ?::timestamptz,
    ?::int
  from unnest(?::uuid[], ?::uuid[]) made (id, link)
  join tracking_link l on l.id = made.link`;

/** Sets the reader's own end of each, in the place of one that stands. */
export async function endChosen(
  ctx: Context,
  tx: EntityManager,
  chosen: readonly ChosenLink[],
  { endsAt, afterClicks }: LinkEndingInput,
): Promise<void> {
  if (chosen.length === 0) return;
  const at = await changeAt(ctx, tx, chosen);
  const links = pgArray(chosen.map(({ id }) => id));
  const own = ctx.scope.requireAccountId();
  const setAt = new Date(at);
  await tx.execute(`${liftSql} and account_id = ?`, [setAt, actorId(ctx), links, own]);
  const isAtOnce = endsAt == null && afterClicks == null;
  const later = endsAt == null ? null : new Date(Math.max(endsAt.getTime(), at));
  await tx.execute(endSql, [
    own,
    actorId(ctx),
    setAt,
    isAtOnce ? setAt : later,
    afterClicks ?? null,
    pgArray(chosen.map(() => ctx.newId(at))),
    links,
  ]);
}

/**
 * Lifts what the reader may lift: `lifted` ends. `reopened`: links that no end is left of; `kept`:
 * links for which the other side's end still stands.
 */
export async function reopenChosen(
  ctx: Context,
  tx: EntityManager,
  chosen: readonly ChosenLink[],
): Promise<{ lifted: number; reopened: number; kept: number }> {
  if (chosen.length === 0) return { lifted: 0, reopened: 0, kept: 0 };
  const at = await changeAt(ctx, tx, chosen);
  const links = pgArray(chosen.map(({ id }) => id));
  const isBrand = ctx.scope.kind === "BRAND";
  const own = isBrand ? [] : [ctx.scope.requireAccountId()];
  const lifted = await tx.execute<{ link_id: string }[]>(
    `${liftSql} ${isBrand ? "" : "and account_id = ?"} returning link_id`,
    [new Date(at), actorId(ctx), links, ...own],
  );
  const standing = await tx.execute<{ link_id: string }[]>(
    "select distinct link_id from link_end where lifted_at is null and link_id = any(?::uuid[])",
    [links],
  );
  const kept = new Set(standing.map(({ link_id: id }) => id));
  const reopened = new Set(lifted.map(({ link_id: id }) => id).filter((id) => !kept.has(id)));
  return { lifted: lifted.length, reopened: reopened.size, kept: kept.size };
}

export const endedByBrand = (links: number): Conflict =>
  new Conflict(
    "ENDED_BY_BRAND",
    links === 1
      ? "The brand ended this link, and it alone reopens it: ask the brand"
      : `The brand ended these ${links} links, and it alone reopens them: ask the brand`,
    ["input", "links"],
  );

const viewOf = (row: LinkEndRow): LinkEndView => ({
  isBrands: row.accountId === row.brandAccountId,
  setAt: row.setAt,
  endsAt: row.endsAt ?? null,
  afterClicks: row.afterClicks ?? null,
  countedClicks: Math.min(row.counted, row.afterClicks ?? 0),
  filledAt: row.filledAt ?? null,
});

/** What stands, by link. */
export async function standingEnds(
  ctx: Context,
  links: readonly string[],
): Promise<Map<string, LinkEndView[]>> {
  const rows = await ctx.em.find(
    LinkEndRow,
    { linkId: { $in: [...links] }, liftedAt: null },
    { orderBy: { id: "asc" }, refresh: true },
  );
  const byLink = Map.groupBy(rows, ({ linkId }) => linkId);
  return new Map([...byLink].map(([link, own]) => [link, own.map(viewOf)]));
}

/** Ended before its ad was switched off, or the other way round: it is ended. */
export function stateOf(
  ends: readonly LinkEndView[],
  ad: { state: string },
  now: Instant,
): keyof typeof LinkState {
  const isEnded = ends.some(
    ({ endsAt, filledAt }) => filledAt !== null || (endsAt !== null && endsAt.getTime() <= now),
  );
  if (isEnded) return "ENDED";
  return ad.state === "ACTIVE" ? "ACTIVE" : "AD_OFF";
}
