/** What a report reads follows its dates, and not how many clicks there are. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createJobContext } from "../../platform/context.ts";
import { rowsRead } from "../../testing/worlds/plans.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { GrainValue } from "./report.types.ts";
import { report } from "./reports.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld({ start: "2026-02-27T00:00:00Z", now: "2026-04-10T12:00:00Z" });
});
afterAll(() => world?.close());

test("[D183] ten million clicks are answered from rollups, in rows that follow days", async () => {
  const { program, brand: owner } = world.ax;
  // Of a quarter hour there is one row, however many clicks it counts.
  await world.people.sql(
    `insert into click_rollup (
        bucket, level, brand_account_id, program_id, outcome, currency, is_test, clicks,
        unique_clicks, payable_clicks, payout_micros
      )
      select q, 'P', $1, $2, 'PAID', 'USD', false, 3500, 3000, 3000, 360000000
      from generate_series(
        '2026-03-01T00:00Z'::timestamptz,
        '2026-03-31T23:45Z',
        interval '15 minutes'
      ) q`,
    [owner.accountId, program],
  );
  const account = { id: owner.accountId, kind: "BRAND" } as const;
  const ctx = createJobContext(world.app.deps, { job: "test", account, userId: "" });
  const whole = { from: "2026-03-01", to: "2026-03-31" };
  const ask = (range: object) =>
    report(ctx, {
      scope: { programId: program },
      range: { last: null, from: null, to: null, ...range },
      grain: GrainValue.DAY,
      timeZone: "UTC",
      filter: null,
    });
  // No click is stored: rollups alone can tell.
  const found = await ask(whole);
  expect(found?.totals.clicks.raw).toBe(10_416_000);
  expect(found?.meta.source).toBe("ROLLUP");
  const execute = vi.spyOn(ctx.em, "execute");
  const read = async (range: object): Promise<number> => {
    execute.mockClear();
    await ask(range);
    let rows = 0;
    const asked = execute.mock.calls.slice();
    for (const [sql, values] of asked)
      if (typeof sql === "string" && sql.includes("click_rollup"))
        rows += await rowsRead(ctx.em, /^click_rollup$/, sql, values);
    return rows;
  };
  const day = await read({ from: "2026-03-10", to: "2026-03-10" });
  // A row a quarter hour of a day, and 31 times as many of 31 days.
  expect(day).toBe(96);
  expect(await read(whole)).toBe(31 * day);
  execute.mockRestore();
});
