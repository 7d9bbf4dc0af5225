/**
 * What became of each partner of a change: asked is not accepted, and accepted is not in effect.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { ChangePartnerState } from "./change.types.ts";

interface Row {
  change_id: string;
  partner: string;
  state: `${ChangePartnerState}`;
  reminded_at: Date | null;
}
export interface Answers {
  asked: number;
  accepted: number;
  declined: number;
  expired: number;
  withdrawn: number;
  inEffect: number;
  /** Not reached yet, asked, or planned without being asked: for whom it can be taken back. */
  takeable: number;
  /** Of those asked: who was not reminded within a day. */
  remindable: number;
  remindedAt: Date | null;
}
const none: Answers = {
  asked: 0,
  accepted: 0,
  declined: 0,
  expired: 0,
  withdrawn: 0,
  inEffect: 0,
  takeable: 0,
  remindable: 0,
  remindedAt: null,
};

/** A partner is reminded at most once in so long. */
export const reminderGapMs = 86_400_000;
export const mayBeReminded = (row: Row, at: number): boolean =>
  row.state === "PROPOSED" &&
  (row.reminded_at === null || row.reminded_at.getTime() + reminderGapMs <= at);

/**
 * A proposal by what became of it, a switch by whether its day has come. One that expired was never
 * declined, and one that was taken back, or accepted and replaced before its day, was neither.
 */
const stateSql = `case
    when p.state = 'SCHEDULED' and p.effective_at <= ? then 'APPLIED'
    when p.state <> 'PROPOSED' then p.state
    when c.decision = 'PROPOSED' and c.proposal_expires_at <= ? then 'EXPIRED'
    when c.decision = 'PROPOSED' then 'PROPOSED'
    when c.decision = 'SIGNED' and c.starts_at > ? then 'ACCEPTED'
    when c.decision = 'SIGNED' then 'APPLIED'
    when c.decision in ('WITHDRAWN', 'SUPERSEDED') then 'WITHDRAWN'
    else 'DECLINED'
  end`;

/** `partnerIds` null = all. By partner. */
export async function partnersOf(
  ctx: Context,
  changeIds: readonly string[],
  partnerIds: readonly string[] | null,
  em: EntityManager = ctx.em,
): Promise<Row[]> {
  if (changeIds.length === 0) return [];
  const at = new Date(ctx.clock());
  const rows = await em.execute<
    (Omit<Row, "reminded_at"> & { reminded_at: string | Date | null })[]
  >(
    `select p.change_id, p.partner_account_id as partner, ${stateSql} as state, p.reminded_at
      from contract_change_partner p
      left join contract c on c.id = p.new_contract_id
      where p.change_id = any(?::uuid[])
        and p.${ctx.scope.tenantColumn()} = ?
        and (?::uuid[] is null or p.partner_account_id = any(?::uuid[]))
      order by p.partner_account_id`,
    [
      at,
      at,
      at,
      pgArray(changeIds),
      ctx.scope.requireAccountId(),
      ...Array<string | null>(2).fill(partnerIds && pgArray(partnerIds)),
    ],
  );
  return rows.map((row) => ({
    ...row,
    reminded_at: row.reminded_at === null ? null : new Date(row.reminded_at),
  }));
}

export async function partnerStates(
  ctx: Context,
  changeId: string,
  partnerIds: readonly string[],
): Promise<Map<string, `${ChangePartnerState}`>> {
  return new Map(
    (await partnersOf(ctx, [changeId], partnerIds)).map(({ partner, state }) => [partner, state]),
  );
}

const takeable: readonly Row["state"][] = ["WAITING", "PROPOSED", "SCHEDULED"];

export async function answersTo(
  ctx: Context,
  changeIds: readonly string[],
  em: EntityManager = ctx.em,
): Promise<(changeId: string) => Answers> {
  const counts = new Map<string, Answers>();
  for (const row of await partnersOf(ctx, changeIds, null, em)) {
    const { change_id, state, reminded_at: last } = row;
    const of = counts.getOrInsertComputed(change_id, () => ({ ...none }));
    if (state === "PROPOSED") of.asked += 1;
    if (takeable.includes(state)) of.takeable += 1;
    if (mayBeReminded(row, ctx.clock())) of.remindable += 1;
    if (last && (of.remindedAt === null || of.remindedAt < last)) of.remindedAt = last;
    if (state === "ACCEPTED" || state === "SCHEDULED") of.accepted += 1;
    if (state === "DECLINED") of.declined += 1;
    if (state === "EXPIRED") of.expired += 1;
    if (state === "WITHDRAWN") of.withdrawn += 1;
    if (state === "APPLIED" || state === "OPTED_IN") of.inEffect += 1;
  }
  return (changeId) => counts.get(changeId) ?? none;
}
