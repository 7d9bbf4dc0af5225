/** Writes a finished replay: its figures, and the events that it moved. */
import type pg from "pg";
import type { Move } from "../../domain/replay-tally.ts";
import { usesToJson } from "../../domain/stored-use.ts";
import type { AskedReplay } from "./asked.ts";
import type { ReplayDone } from "./run-replay.ts";

const moveColumns = `event text,
  occurred_at timestamptz,
  subject_id uuid,
  partner_account_id uuid,
  from_kind text,
  from_group text,
  from_name text,
  to_kind text,
  to_group text,
  to_name text,
  now_micros bigint,
  now_currency text,
  then_micros bigint,
  then_currency text,
  reason_now text,
  reason_then text,
  uses jsonb`;
const moveNames = moveColumns.replaceAll(/ (text|timestamptz|uuid|bigint|jsonb)/g, "");
const movesAtOnce = 1_000;

const moveRow = ({ event, at, id, partner, from, to, now, tried, uses }: Move) => ({
  event,
  occurred_at: new Date(at).toISOString(),
  subject_id: id,
  partner_account_id: partner,
  from_kind: from.kind,
  from_group: from.groupId,
  from_name: from.groupName,
  to_kind: to.kind,
  to_group: to.groupId,
  to_name: to.groupName,
  now_micros: now.amount.toString(),
  now_currency: now.currency,
  then_micros: tried.amount.toString(),
  then_currency: tried.currency,
  reason_now: now.reason,
  reason_then: tried.reason,
  uses: JSON.parse(usesToJson(uses)) as unknown,
});

export async function storeReplay(
  pool: pg.Pool,
  { id }: Pick<AskedReplay, "id">,
  { result, detail, moves }: ReplayDone,
  now: Date,
): Promise<void> {
  await pool.query("delete from replay_move where replay_id = $1", [id]);
  for (let at = 0; at < moves.length; at += movesAtOnce)
    await pool.query(
      `insert into replay_move (replay_id, number, ${moveNames})
        select $1, $2 + n, ${moveNames}
        from rows
        from (jsonb_to_recordset($3::jsonb) as (${moveColumns}))
        with ordinality m (${moveNames}, n)`,
      [id, at, JSON.stringify(moves.slice(at, at + movesAtOnce).map(moveRow))],
    );
  await pool.query(
    `update replay
      set state = 'DONE', result = $2, detail = $3, finished_at = $4, events_done = events_total
      where id = $1 and state = 'RUNNING'`,
    [id, JSON.stringify(result), JSON.stringify(detail), now],
  );
}
