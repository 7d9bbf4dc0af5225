/** What a shop hands in, as the API leaves it for the worker. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { uuidv7 } from "../../platform/clock.ts";
import { storedRow, type SubmissionSource } from "../../domain/submission.ts";
import { readRow } from "../../domain/submitted-gates.ts";
import { eventNamesOf } from "../../domain/submitted-events.ts";
import { givenOfObject } from "../../domain/submitted-row.ts";
import type { SalesWorld } from "../worlds/sales-world.ts";

export type ShopRow = Record<string, unknown>;

/** As the API reads them. */
const asRead = (
  rows: readonly ShopRow[],
  { now, types }: { now: number; types: Parameters<typeof eventNamesOf>[0] },
): object[] =>
  rows.map((row, at) => {
    const gates = { now, events: eventNamesOf(types) };
    const { row: made, faults } = readRow(givenOfObject(row), gates);
    if (!made) throw new Error(JSON.stringify(faults));
    return {
      number: at + 1,
      change: made.change,
      order_id: made.orderId,
      event_at: new Date(made.at).toISOString(),
      customer: made.change === null ? made.keys.customer : null,
      body: row,
      read: storedRow(made),
    };
  });

/** Queues these rows at `now`; the submission's id. The same content twice is told apart here. */
export async function handIn(
  owner: pg.Pool,
  world: SalesWorld,
  rows: readonly ShopRow[],
  { now, source = "API" }: { now: number; source?: SubmissionSource },
): Promise<string> {
  const id = uuidv7();
  const { rows: types } = await owner.query<{ id: string; code: string; kind: string }>(
    "select id, code, kind from event_type where program_id = $1 and kind <> 'CLICK'",
    [world.program],
  );
  await owner.query(
    `insert into conversion_submission (
        id,
        brand_account_id,
        program_id,
        source,
        digest,
        state,
        row_count,
        submitted_by,
        submitted_at,
        queued_at
      )
      values ($1, $2, $3, $4, $5, 'QUEUED', $6, $7, $8, $8)`,
    [
      id,
      world.brand,
      world.program,
      source,
      createHash("sha256").update(id).digest("hex"),
      rows.length,
      world.user,
      new Date(now),
    ],
  );
  await owner.query(
    `insert into submitted_conversion (
        submission_id, number, brand_account_id, program_id, change, order_id, event_at, customer,
        body, read, state
      )
      select
        $1, w.number, $2, $3, w.change, w.order_id, w.event_at, w.customer, w.body, w.read, 'QUEUED'
      from jsonb_to_recordset($4::jsonb) w (
        number int, change text, order_id text, event_at timestamptz, customer text, body jsonb,
        read jsonb
      )`,
    [id, world.brand, world.program, JSON.stringify(asRead(rows, { now, types }))],
  );
  return id;
}
