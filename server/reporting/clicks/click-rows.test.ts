import { afterAll, beforeAll, expect, test } from "vitest";
import { createJobContext } from "../../platform/context.ts";
import { rowsRead } from "../../testing/worlds/plans.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { clickRows } from "./clicks.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

test("the clicks of an hour are read beside the decisions of that hour alone", async () => {
  const hourMs = 3_600_000;
  const end = world.clock.now - hourMs;
  // Ten in each of six hours.
  const instants = Array.from({ length: 60 }, (_, i) => end - Math.trunc(i / 10) * hourMs - i - 1);
  await world.clicks(world.ax, instants);
  await world.account();
  const account = { id: world.brandA.accountId, kind: "BRAND" } as const;
  const ctx = createJobContext(world.app.deps, { job: "test", account, userId: "" });
  const read = (hours: number, table: RegExp) =>
    ctx.em.transactional(async (em) => {
      // Of many clicks both tables are read along their indexes and merged.
      for (const way of ["seqscan", "bitmapscan", "nestloop", "hashjoin"])
        await em.execute(`set local enable_${way} = off`);
      const filter = {
        from: new Date(end - hours * hourMs),
        to: new Date(end),
        outcomes: null,
        isTest: null,
        includeHidden: true,
        timeZone: null,
      };
      const { sql, values } = await clickRows({ ...ctx, em }, world.ax.program, filter);
      return rowsRead(
        em,
        table,
        `select c.id, d.outcome ${sql} order by c.clicked_at, c.id`,
        values,
      );
    });
  for (const table of [/^click_\d/, /^decision_\d/]) {
    expect(await read(1, table), String(table)).toBe(10);
    expect(await read(3, table), String(table)).toBe(30);
  }
});
