import { expect, test } from "vitest";
import { eachCase, runManglings } from "./mangling.ts";
import { manglings } from "./kinds.ts";

test("20,000 manglings: no exception, nothing wrong, nothing silently dropped", async () => {
  const done = new Map<string, number>();
  await runManglings(manglings, {
    seed: 1,
    runs: 20_000,
    done: (name, runs) => done.set(name, runs),
  });
  expect([...done.keys()]).toEqual(manglings.map(({ name }) => name));
  expect([...done.values()].reduce((sum, runs) => sum + runs, 0)).toBeGreaterThanOrEqual(20_000);
});

test("a case that goes wrong is named with its kind and its seed", () => {
  const run = () =>
    eachCase("links", 7, 10, (_, seed) => {
      if (seed === 12) throw new Error("the sub id is lost");
    });
  expect(run).toThrow(
    'The mangling "links" broke at seed 12: the sub id is lost\nTo ' +
      "see it again: npm run cli -- soak --only manglings --kinds links --manglings 1 --seed 12",
  );
});
