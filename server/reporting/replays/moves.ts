/** The events that a replay moved, one by one. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money, type Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { PlaceKind } from "../../domain/replay-tally.ts";
import { placeView } from "./replays.ts";
import type { ReplayView } from "./replay.types.ts";
import type { ReplayMoveView } from "./replay-move.types.ts";

interface MoveRow {
  number: number;
  event: EventKind;
  at_ms: string;
  subject_id: string;
  partner_account_id: string;
  from_kind: PlaceKind;
  from_group: string | null;
  from_name: string | null;
  to_kind: PlaceKind;
  to_group: string | null;
  to_name: string | null;
  now_micros: string;
  now_currency: string | null;
  then_micros: string;
  then_currency: string | null;
  reason_now: ReasonCode | null;
  reason_then: ReasonCode | null;
}
const columns = `number,
  event,
  (extract(epoch from occurred_at) * 1000)::bigint::text as at_ms,
  subject_id,
  partner_account_id,
  from_kind,
  from_group,
  from_name,
  to_kind,
  to_group,
  to_name,
  now_micros::text as now_micros,
  now_currency,
  then_micros::text as then_micros,
  then_currency,
  reason_now,
  reason_then`;

const paid = (micros: string, currency: string | null): Money | null =>
  currency === null ? null : money(BigInt(micros), currency);

const moveView = (
  row: MoveRow,
  replayId: string,
  names: ReadonlyMap<string, string>,
): ReplayMoveView => ({
  replayId,
  number: row.number,
  thenMicros: BigInt(row.then_micros),
  event: row.event,
  subjectId: row.subject_id,
  at: new Date(Number(row.at_ms)),
  partnerId: row.partner_account_id,
  partnerName: names.get(row.partner_account_id) ?? "",
  from: placeView({ kind: row.from_kind, groupId: row.from_group, groupName: row.from_name }),
  to: placeView({ kind: row.to_kind, groupId: row.to_group, groupName: row.to_name }),
  paidNow: paid(row.now_micros, row.now_currency),
  paidThen: paid(row.then_micros, row.then_currency),
  reasonNow: row.reason_now,
  reasonThen: row.reason_then,
});

const keyOf = (side: "from" | "to"): string =>
  `case ${side}_kind when 'GROUP' then 'GROUP:' || ${side}_group else ${side}_kind end`;

export interface MovePage extends PageArgs {
  fromGroup: string | null;
  toGroup: string | null;
  subjectId: string | null;
}
const byNumber: Key<MoveRow, [number: string, subjectId: string]> = {
  of: (row) => [String(row.number), row.subject_id],
  parts: [(text) => /^\d{1,15}$/.test(text), isId],
};
/** In the order of the replay. `view` was read in the viewer's scope. */
export async function replayMoves(
  ctx: Context,
  view: ReplayView,
  asked: MovePage,
): Promise<Page<ReplayMoveView>> {
  const where = ["replay_id = ?"];
  const values: unknown[] = [view.id];
  for (const [side, key] of [
    ["from", asked.fromGroup],
    ["to", asked.toGroup],
  ] as const) {
    if (key === null) continue;
    where.push(`${keyOf(side)} = ?`);
    values.push(key);
  }
  if (asked.subjectId !== null) {
    where.push("subject_id = ?");
    values.push(asked.subjectId);
  }
  const rows = (after: [number: string, subjectId: string] | null, limit: number) =>
    ctx.em.execute<MoveRow[]>(
      `select ${columns}
        from replay_move
        where ${where.join(" and ")} and number > ?
        order by number
        limit ?`,
      [...values, after?.[0] ?? "-1", limit],
    );
  return page(rows, asked, byNumber, async (shown) => {
    const accounts = await ctx.em.find(Account, {
      id: { $in: [...new Set(shown.map((row) => row.partner_account_id))] },
    });
    const names = new Map(accounts.map(({ id, name }) => [id, name]));
    return shown.map((row) => moveView(row, view.id, names));
  });
}
