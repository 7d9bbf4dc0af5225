/**
 * A link ends exactly: at its instant, and after so many unique clicks in the order in which clicks
 * are decided, whatever comes late, is cut into which batches, or is lifted meanwhile.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { minuteMs } from "../../domain/calendar.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createTestbed, decisions, type Testbed } from "../../testing/money/testbed.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed("UTC")));
afterAll(() => bed.close());

interface Deal {
  program: string;
  partner: string;
  link: string;
}
async function deal(): Promise<Deal> {
  const [program, partner] = [await makeProgram(bed.world), await makePartner(bed.world)];
  await sign(
    bed.world,
    { program, partner },
    await makeTerms(bed.world, program, clickTerms("1")),
    [noon, null],
  );
  const [ad, link] = [uuidv7(), uuidv7()];
  await bed.owner.query(
    `with made as (
        insert into ad (id, brand_account_id, program_id, code, type, name, state, created_at)
        values ($1, $2, $3, $7, 'TEXT_LINK', 'Ad', 'ACTIVE', now())
      )
      insert into tracking_link (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        ad_id,
        level,
        name,
        is_test,
        created_by,
        created_at
      )
      values ($4, $2, $5, $3, $1, 'AD', 'Link', false, $6, now())`,
    [ad, bed.world.brand, program, link, partner, bed.world.user, ad.slice(-12)],
  );
  return { program, partner, link };
}

interface Ending {
  by?: "BRAND" | "PARTNER";
  set?: number;
  lifted?: number | null;
  at?: number | null;
  clicks?: number | null;
}
const end = (of: Deal, { by = "BRAND", set = noon, lifted, at, clicks }: Ending) =>
  bed.owner.query(
    `insert into link_end (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        link_id,
        account_id,
        set_at,
        lifted_at,
        ends_at,
        after_clicks
      )
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      uuidv7(),
      bed.world.brand,
      of.partner,
      of.program,
      of.link,
      by === "BRAND" ? bed.world.brand : of.partner,
      new Date(set),
      lifted == null ? null : new Date(lifted),
      at == null ? null : new Date(at),
      clicks ?? null,
    ],
  );
const record = ({ program, partner, link }: Deal, at: number, changes = {}) =>
  clickRecord({ brand: bed.world.brand, partner, program }, at, { link, ...changes });
const reasons = async ({ program }: Deal) =>
  (await decisions(bed.worker, program)).map(({ reason }) => reason);

test("from its instant on nothing is paid; what came before it is, however late", async () => {
  const one = await deal();
  await end(one, { at: noon + 10 * minuteMs });
  await bed.ingest([record(one, noon + 10 * minuteMs), record(one, noon + 20 * minuteMs)]);
  await bed.account();
  await bed.ingest([record(one, noon + 10 * minuteMs - 1)]);
  await bed.account();
  expect(await reasons(one)).toEqual([null, "LINK_ENDED", "LINK_ENDED"]);
});

test("lifted, it pays again from then on; both sides' ends hold", async () => {
  const one = await deal();
  const at = (minutes: number) => noon + minutes * minuteMs;
  await end(one, { at: at(10), lifted: at(20) });
  await end(one, { set: at(30), at: at(40) });
  await end(one, { by: "PARTNER", set: at(32), at: at(35), lifted: at(38) });
  const minutes = [5, 10, 19, 20, 34, 35, 37, 38, 40];
  await bed.ingest(minutes.map((each) => record(one, at(each))));
  await bed.account();
  const E = "LINK_ENDED";
  expect(await reasons(one)).toEqual([null, E, E, null, null, E, E, null, E]);
  expect((await verifyLedger(bed.worker, { program: one.program })).firstDifference).toBeNull();
});

const scenario = fc.record({
  ends: fc.array(
    fc.record({
      set: fc.integer({ min: 0, max: 60 }),
      lasts: fc.option(fc.integer({ min: 0, max: 60 })),
      clicks: fc.integer({ min: 1, max: 8 }),
      date: fc.option(fc.integer({ min: 0, max: 50 })),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  clicks: fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 120 }),
      visitor: fc.integer({ min: 0, max: 7 }),
      robot: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
      off: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 5, maxLength: 40, size: "max" },
  ),
  batch: fc.integer({ min: 1, max: 9 }),
  parts: fc.integer({ min: 1, max: 4 }),
});

test("after n unique clicks it ends, as a model counts them in the order of deciding", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (s) => {
      const one = await deal();
      const at = (minutes: number) => noon + minutes * minuteMs;
      const sides = ["BRAND", "PARTNER"] as const;
      const ends = s.ends.map((each, i) => ({
        by: sides[i] ?? "BRAND",
        set: at(each.set),
        lifted: each.lasts === null ? null : at(each.set + each.lasts),
        at: each.date === null ? null : at(each.set + each.date),
        clicks: each.clicks,
        counted: 0,
      }));
      for (const each of ends) await end(one, each);
      const size = Math.ceil(s.clicks.length / s.parts);
      // A batch is so many in the order of their arrival, and decided by their instants.
      const order: ClickRecord[] = [];
      for (let from = 0; from < s.clicks.length; from += size) {
        const part = s.clicks.slice(from, from + size).map((click, i) =>
          record(one, at(click.minute) + from + i, {
            visitor: `v${click.visitor}`,
            robot: click.robot,
            adActive: !click.off,
          }),
        );
        await bed.ingest(part);
        await bed.account({ batchMin: s.batch, batchMax: s.batch });
        const { rows } = await bed.worker.query<{ id: string }>(
          "select id from click where id = any($1::uuid[]) order by ingest_seq",
          [part.map(({ id }) => id)],
        );
        const arrived = rows.flatMap(({ id }) => part.filter((click) => click.id === id));
        for (let n = 0; n < arrived.length; n += s.batch)
          order.push(...arrived.slice(n, n + s.batch).toSorted((a, b) => a.at - b.at));
      }
      const made = new Map((await decisions(bed.worker, one.program)).map((row) => [row.id, row]));
      for (const click of order) {
        const under = ends.filter(
          ({ set, lifted }) => click.at >= set && (lifted === null || click.at < lifted),
        );
        const isOver = under.some(
          (each) => each.counted === each.clicks || (each.at !== null && click.at >= each.at),
        );
        const { reason, classification } = made.get(click.id) ?? {};
        expect(reason === "LINK_ENDED").toBe(isOver && click.adActive);
        if (classification === "U" && click.adActive && !isOver)
          for (const each of under) each.counted += 1;
      }
      expect((await verifyLedger(bed.worker, { program: one.program })).firstDifference).toBeNull();
    }),
    { numRuns: 8, seed: 20_261_130 },
  );
}, 60_000);

test("many owners, one after the other and at once, decide exactly so many", async () => {
  const one = await deal();
  await end(one, { clicks: 7 });
  await bed.ingest(Array.from({ length: 40 }, (_, i) => record(one, noon + i)));
  await Promise.all([1, 2, 3].map(() => bed.account({ batchMin: 2, batchMax: 3 })));
  const paid = (await reasons(one)).filter((reason) => reason === null);
  expect(paid).toHaveLength(7);
  const { rows } = await bed.owner.query(
    "select counted, filled_at from link_end where link_id = $1",
    [one.link],
  );
  expect(rows).toEqual([{ counted: 7, filled_at: new Date(noon + 6) }]);
});

test("the proof finds an end that was not kept", async () => {
  const one = await deal();
  await end(one, { clicks: 2 });
  await bed.ingest([0, 1, 2].map((i) => record(one, noon + i)));
  await bed.account();
  const proof = async () => (await verifyLedger(bed.worker, { program: one.program })).equal;
  expect(await proof()).toBe(true);
  await bed.owner.query("update link_end set counted = 1 where link_id = $1", [one.link]);
  expect(await proof()).toBe(false);
  await bed.owner.query(
    "update link_end set counted = 2, ends_at = set_at + interval '1 ms' where link_id = $1",
    [one.link],
  );
  expect(await proof()).toBe(false);
});
