/**
 * Rules' facts are read only for clicks whose terms have groups or restrictions: most have none.
 */
import type pg from "pg";
import { factColumns, factJoins } from "../../platform/db/click-facts.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { FactRow } from "../../domain/rule-rows.ts";

export interface ClickKey {
  brand: string;
  at: Instant;
  id: string;
}

export async function readFacts(
  client: pg.ClientBase,
  clicks: readonly ClickKey[],
): Promise<Map<string, FactRow>> {
  if (clicks.length === 0) return new Map();
  const { rows } = await client.query<FactRow>(
    `select ${factColumns}
      from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) w (brand, at, id)
      join click c
        on c.brand_account_id = w.brand
        and c.clicked_at = w.at
        and c.id = w.id ${factJoins}`,
    [
      clicks.map(({ brand }) => brand),
      clicks.map(({ at }) => new Date(at)),
      clicks.map(({ id }) => id),
    ],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
