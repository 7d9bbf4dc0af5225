/**
 * Every kind of limit through real accounting: journal, batches, budgets, and the proof that all of
 * it can be made again.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import { dateStart } from "../../domain/calendar.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import type { EventPayoutDraft, TermsDraft } from "../../domain/terms-draft.ts";
import { createTestbed, decisions, type Testbed } from "../../testing/money/testbed.ts";
import {
  clickRecord,
  makePartner,
  makeProgram,
  makeTerms,
  makeWorld,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { rebuild } from "../proofs/rebuild.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await createTestbed();
  await bed.owner.query("update account set financial_year_start = 2 where id = $1", [
    bed.world.brand,
  ]);
});
afterAll(() => bed.close());

const zone = "America/New_York";
const day = (date: string, hours = 12): number => dateStart(date, zone) + hours * 3_600_000;
const start = day("2025-01-01");
type Draft = Omit<EventPayoutDraft, "event">;

async function deal(...terms: [draft: Draft, from: number][]) {
  const program = await makeProgram(bed.world);
  const partner = await makePartner(bed.world);
  for (const [i, [draft, from]] of terms.entries()) {
    const version = await makeTerms(bed.world, program, {
      currency: "USD",
      eventPayouts: [{ event: "CLICK", ...draft }],
    });
    await sign(bed.world, { partner, program }, version, [from, terms[i + 1]?.[1] ?? null]);
  }
  const parties = { brand: bed.world.brand, partner, program };
  return {
    program,
    partner,
    click: (at: number, changes?: Partial<ClickRecord>) => clickRecord(parties, at, changes),
  };
}
async function reasons(program: string, clicks: ClickRecord[]): Promise<(string | null)[]> {
  await bed.ingest(clicks);
  await bed.account();
  return (await decisions(bed.worker, program)).map(({ reason }) => reason);
}
async function limitProgram(
  program: string,
  limit: {
    kind: "CLICKS" | "PAYOUT";
    max: string;
    reset?: string;
    currency?: string;
    countsFrom?: number;
  },
): Promise<string> {
  const id = uuidv7();
  await bed.owner.query(
    `insert into program_limit (
        id,
        brand_account_id,
        program_id,
        event,
        kind,
        reset,
        max,
        currency,
        shared,
        counts_from,
        created_by,
        created_at
      )
      values ($1, $2, $3, 'CLICK', $4, $5, $6, $7, false, $8, $9, $10)`,
    [
      id,
      bed.world.brand,
      program,
      limit.kind,
      limit.reset ?? "DAY",
      limit.max,
      limit.currency ?? "USD",
      new Date(limit.countsFrom ?? 0),
      bed.world.user,
      new Date(0),
    ],
  );
  return id;
}
const over = "OVERLIMIT_CLICKS";

test("a limit for each customer and day pays for another customer, and the next day", async () => {
  const { program, click } = await deal([
    { rate: "0.10", limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "1" }] },
    start,
  ]);
  const [anna, ben] = ["a".repeat(32), "b".repeat(32)];
  const clicks = [
    click(day("2026-11-02", 1), { visitor: anna }),
    click(day("2026-11-02", 3), { visitor: anna }),
    click(day("2026-11-02", 3.5), { visitor: ben }),
    click(day("2026-11-03", 0), { visitor: anna }),
  ];
  expect(await reasons(program, clicks)).toEqual([null, over, null, null]);
});

test("a customer is the same across the day's change of salts, in any click order", async () => {
  const { program, click } = await deal([
    { rate: "0.10", limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "2" }] },
    start,
  ]);
  const salts = ["0", "1", "2"].map((digit) => digit.repeat(32));
  const before = { visitor: salts[1] ?? "", visitorPrevious: salts[0] ?? null };
  const after = { visitor: salts[2] ?? "", visitorPrevious: salts[1] ?? null };
  const clicks = [
    click(day("2026-11-02", 15), before),
    click(day("2026-11-02", 19), after),
    click(day("2026-11-02", 20), after),
  ];
  expect(await reasons(program, clicks)).toEqual([null, null, over]);
  // One that was journalled by a slow tracker comes last and finds what was used under the later
  // salt.
  expect(await reasons(program, [click(day("2026-11-02", 16), before)])).toEqual([
    null,
    over,
    null,
    over,
  ]);
});

test("what a customer used is counted for each partner alone, and found again so", async () => {
  const { program, click } = await deal([
    { rate: "0.10", limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "3" }] },
    start,
  ]);
  const other = await makePartner(bed.world);
  const version = await makeTerms(bed.world, program, {
    currency: "USD",
    eventPayouts: [
      {
        event: "CLICK",
        rate: "0.10",
        limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "1" }],
      },
    ],
  });
  await sign(bed.world, { partner: other, program }, version, [start, null]);
  const visitor = "c".repeat(32);
  const theirs = (hours: number) =>
    clickRecord({ brand: bed.world.brand, partner: other, program }, day("2026-11-02", hours), {
      visitor,
    });
  expect(
    await reasons(program, [
      click(day("2026-11-02", 1), { visitor }),
      click(day("2026-11-02", 2), { visitor }),
      theirs(3),
      theirs(4),
    ]),
  ).toEqual([null, null, null, over]);
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
});

test("a limit for each link pays for another link, and counts what it paid before", async () => {
  const limited: Draft = {
    rate: "0.10",
    limits: [
      { kind: "CLICKS", scope: "LINK", reset: "DAY", max: "2" },
      { kind: "PAYOUT", scope: "LINK", reset: "MONTH", max: "0.35" },
    ],
  };
  const { program, partner, click } = await deal(
    [{ rate: "0.10", limits: [] }, start],
    [limited, day("2026-11-02", 2)],
  );
  const [one, two] = [uuidv7(1), uuidv7(2)];
  const at = (hours: number, link: string) => click(day("2026-11-02", hours), { link });
  // The first of each is paid before there is a limit.
  expect(
    await reasons(program, [at(1, one), at(1.5, two), at(3, one), at(4, one), at(5, two)]),
  ).toEqual([null, null, null, over, null]);
  // One that comes late, from before the limit was there, is paid and counts: of the month no more
  // than another is left.
  expect(await reasons(program, [at(1.2, one)])).toHaveLength(6);
  const tomorrow = [30, 31].map((hours) => at(hours, one));
  const [, last] = (await reasons(program, tomorrow)).slice(-2);
  expect(last).toBe("OVERLIMIT_PAYOUT");
  const { rows } = await bed.worker.query(
    `select b.scope_id as link, b.kind, b.used
      from limit_budget b
      where b.program_id = $1 and b.scope = 'LINK' and b.window_start < $2
      order by b.kind, b.used`,
    [program, new Date(day("2026-11-03", 0))],
  );
  expect(rows).toEqual([
    { link: two, kind: "CLICKS", used: 2n },
    { link: one, kind: "CLICKS", used: 3n },
    { link: two, kind: "PAYOUT", used: 200_000n },
    { link: one, kind: "PAYOUT", used: 300_000n },
  ]);
  const told = await bed.worker.query(
    `select scope_id as link, partner_account_id as partner, percent, used
      from limit_event
      where program_id = $1 and kind = 'CLICKS'
      order by percent, scope_id`,
    [program],
  );
  const full = { partner, used: 2n };
  expect(told.rows).toEqual(
    [80, 100].flatMap((percent) => [one, two].map((link) => ({ ...full, link, percent }))),
  );
  const refused = await bed.worker.query(
    `select scope_id as link, kind, paid_in as currency, clicks, micros
      from limit_refusal
      where program_id = $1
      order by kind`,
    [program],
  );
  expect(refused.rows).toEqual([
    { link: one, kind: "CLICKS", currency: "USD", clicks: 1n, micros: 100_000n },
    { link: one, kind: "PAYOUT", currency: "USD", clicks: 2n, micros: 200_000n },
  ]);
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
  expect((await rebuild(bed.worker, { program, write: true })).equal).toBe(true);
});

test("a limit for each click caps every one alone and never fills up", async () => {
  const { program, click } = await deal([
    {
      rate: "0.10",
      remainder: "PAY_REMAINDER",
      limits: [{ kind: "PAYOUT", scope: "EVENT", max: "0.07" }],
    },
    start,
  ]);
  await reasons(program, [click(noon), click(noon + 1)]);
  expect((await decisions(bed.worker, program)).map(({ amount }) => amount)).toEqual([
    70_000n,
    70_000n,
  ]);
});

test("[D101] a group's limit and the event's apply: the tighter wins and is named", async () => {
  const { program, click } = await deal([
    {
      rate: "0.05",
      groups: [
        {
          name: "US",
          rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
          rate: "0.10",
          limits: [{ kind: "PAYOUT", reset: "DAY", max: "0.25" }],
        },
      ],
      limits: [{ kind: "CLICKS", reset: "DAY", max: "4" }],
    },
    start,
  ]);
  const us = [0, 1, 2].map((i) => click(noon + i));
  const fr = [3, 4, 5].map((i) => click(noon + i, { country: "FR" }));
  // A full group pays 0 and never falls to a lower group's rate or to the default.
  expect(await reasons(program, [...us, ...fr])).toEqual([
    null,
    null,
    "OVERLIMIT_PAYOUT",
    null,
    null,
    over,
  ]);
});

test("[D95] a weekly limit new on Wednesday counts from Monday; a kept one goes on", async () => {
  const weekly = (max: string): Draft => ({
    rate: "0.10",
    limits: [{ kind: "CLICKS", reset: "WEEK", max }],
  });
  const { program, click } = await deal(
    [{ rate: "0.10", limits: [] }, start],
    [weekly("1"), day("2026-11-04", 0)],
    [weekly("2"), day("2026-11-11", 0)],
  );
  const clicks = [
    click(day("2026-11-04")),
    click(day("2026-11-06")),
    click(day("2026-11-08", 23.9)),
    click(day("2026-11-09", 0)),
    click(day("2026-11-10")),
    // The version of Wednesday 11th keeps the limit, so its week went on: one of two is used.
    click(day("2026-11-11")),
    click(day("2026-11-12")),
  ];
  expect(await reasons(program, clicks)).toEqual([null, null, null, null, over, null, over]);
});

test("[D95] a weekly limit keeps the Monday that was promised, whatever zone comes", async () => {
  const world = await makeWorld(bed.owner, "America/New_York");
  const program = await makeProgram(world);
  const partner = await makePartner(world);
  const [made, moved, changed] = [
    "2026-11-27T12:00Z",
    "2026-11-29T19:00Z",
    "2026-11-29T20:00Z",
  ].map((at) => Date.parse(at)) as [number, number, number];
  const weekly = (rate: string): TermsDraft => ({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate, limits: [{ kind: "CLICKS", reset: "WEEK", max: "1" }] }],
  });
  await bed.owner.query(
    `insert into account_calendar (account_id, until, time_zone, financial_year_start, changed_by)
      values ($1, $2, 'America/New_York', 1, $3)`,
    [world.brand, new Date(moved), world.user],
  );
  await bed.owner.query("update account set time_zone = 'Asia/Kathmandu' where id = $1", [
    world.brand,
  ]);
  for (const [rate, from, to] of [
    ["0.10", made, changed],
    ["0.12", changed, null],
  ] as const) {
    const version = await makeTerms(world, program, weekly(rate));
    await sign(world, { partner, program }, version, [from, to]);
  }
  const clicks = ["2026-11-29T21:00Z", "2026-11-30T04:59Z", "2026-11-30T05:00Z"].map((at) =>
    clickRecord({ brand: world.brand, partner, program }, Date.parse(at)),
  );
  // In Kathmandu it is Monday since 18:15: what was paid since then counts for this week.
  expect(await reasons(program, clicks)).toEqual([null, null, over]);
});

test("[D96] [D97] an edited limit counts from the 1st, or the financial quarter", async () => {
  const limits = (max: string): Draft => ({
    rate: "0.10",
    limits: [
      { kind: "CLICKS", reset: "MONTH", max },
      { kind: "PAYOUT", reset: "QUARTER", max: "0.35" },
    ],
  });
  const { program, click } = await deal([limits("9"), start], [limits("2"), day("2026-11-15", 0)]);
  const clicks = [
    click(day("2026-10-31")),
    click(day("2026-11-01")),
    click(day("2026-11-14")),
    click(day("2026-11-15")),
    click(day("2026-12-01")),
    click(day("2026-12-02")),
  ];
  expect(await reasons(program, clicks)).toEqual([
    null,
    null,
    null,
    over,
    null,
    "OVERLIMIT_PAYOUT",
  ]);
});

test("[D100] another limit on Saturdays and Sundays", async () => {
  const { program, click } = await deal([
    { rate: "0.10", limits: [{ kind: "CLICKS", reset: "DAY", max: "2", weekendMax: "1" }] },
    start,
  ]);
  const clicks = ["2026-11-06", "2026-11-07", "2026-11-08", "2026-11-09"].flatMap((date) => [
    click(day(date, 0)),
    click(day(date, 23.9)),
  ]);
  expect(await reasons(program, clicks)).toEqual([null, null, null, over, null, over, null, null]);
});

test("a program's limit stands over all partners; payouts count per currency", async () => {
  const { program, partner, click } = await deal([{ rate: "0.10", limits: [] }, start]);
  const other = await makePartner(bed.world);
  const version = await makeTerms(bed.world, program, {
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [] }],
  });
  await sign(bed.world, { partner: other, program }, version, [start, null]);
  const of = (who: string, at: number) =>
    clickRecord({ brand: bed.world.brand, partner: who, program }, at);
  await limitProgram(program, { kind: "PAYOUT", max: "250000" });
  await limitProgram(program, { kind: "PAYOUT", max: "0", currency: "EUR" });
  expect(await reasons(program, [of(partner, noon), of(other, noon + 1), click(noon + 2)])).toEqual(
    [null, null, "OVERLIMIT_PAYOUT"],
  );
  const { rows } = await bed.worker.query(
    `select partner_account_id as partner, scope_id as scope, used
      from limit_budget
      where program_id = $1`,
    [program],
  );
  expect(rows).toEqual([
    { partner: "00000000-0000-0000-0000-000000000000", scope: program, used: 200_000n },
  ]);
});

test("each refused click counts for the one limit that refused it, by its partner", async () => {
  const { program, partner, click } = await deal([
    { rate: "0.10", limits: [{ kind: "CLICKS", reset: "DAY", max: "2" }] },
    start,
  ]);
  const other = await makePartner(bed.world);
  const version = await makeTerms(bed.world, program, {
    currency: "USD",
    eventPayouts: [
      { event: "CLICK", rate: "0.20", limits: [{ kind: "PAYOUT", reset: "MONTH", max: "0.30" }] },
    ],
  });
  await sign(bed.world, { partner: other, program }, version, [start, null]);
  const of = (at: number, changes: Partial<ClickRecord> = {}) =>
    clickRecord({ brand: bed.world.brand, partner: other, program }, at, changes);
  await limitProgram(program, { kind: "CLICKS", max: "3" });
  // The first partner's third is past its own limit; the other's second costs more than is left;
  // then the program's is full.
  const clicks = [
    click(noon),
    click(noon + 1),
    click(noon + 2),
    of(noon + 3),
    of(noon + 4),
    of(noon + 5),
    of(noon + 6, { test: true }),
  ];
  const reached = [
    null,
    null,
    over,
    null,
    "OVERLIMIT_CLICKS",
    "OVERLIMIT_CLICKS",
    "OVERLIMIT_CLICKS",
  ];
  expect(await reasons(program, clicks)).toEqual(reached);
  const { rows } = await bed.worker.query(
    `select
        partner_account_id as partner,
        scope_id as scope,
        concat_ws(':', event, kind, scope, reset, currency) as limit,
        clicks
      from limit_refusal
      where program_id = $1
      order by clicks`,
    [program],
  );
  expect(rows).toEqual([
    { partner, scope: partner, limit: "CLICK:CLICKS:CONTRACT:DAY:", clicks: 1n },
    { partner: other, scope: program, limit: "CLICK:CLICKS:PROGRAM:DAY:USD", clicks: 2n },
  ]);
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
});

test("a program's limit, lowered, raised or removed, holds from the next batch on", async () => {
  const { program, click } = await deal([{ rate: "0.10", limits: [] }, start]);
  const set = async (max: string | null) => {
    await bed.owner.query(
      `update program_limit
        set ended_at = $2, ended_by = $3
        where program_id = $1 and ended_at is null`,
      [program, new Date(noon), bed.world.user],
    );
    if (max !== null) await limitProgram(program, { kind: "CLICKS", max });
  };
  await set("3");
  expect(
    await reasons(
      program,
      [0, 1, 2, 3].map((i) => click(noon + i)),
    ),
  ).toEqual([null, null, null, over]);
  await set("1");
  expect(await reasons(program, [click(noon + 10)])).toEqual([null, null, null, over, over]);
  await set("4");
  expect(await reasons(program, [click(noon + 20), click(noon + 21)])).toEqual([
    null,
    null,
    null,
    over,
    over,
    null,
    over,
  ]);
  await set(null);
  expect((await reasons(program, [click(noon + 30)])).at(-1)).toBeNull();
});

test("a program's weekly limit counts from the day it is said to", async () => {
  const { program, click } = await deal([{ rate: "0.10", limits: [] }, start]);
  await limitProgram(program, {
    kind: "CLICKS",
    reset: "WEEK",
    max: "0",
    countsFrom: day("2026-11-09", 0),
  });
  expect(
    await reasons(program, [click(day("2026-11-08", 23.9)), click(day("2026-11-09", 0))]),
  ).toEqual([null, over]);
});

test("[D106] 80 % and 100 % are one event each a period, even with a limit raised", async () => {
  const limits = (max: string): Draft => ({
    rate: "0.10",
    limits: [{ kind: "CLICKS", reset: "DAY", max }],
  });
  const { program, click } = await deal([limits("5"), start], [limits("6"), noon + 100]);
  const events = async () =>
    (
      await bed.worker.query<{ percent: number; used: bigint; max: bigint }>(
        `select percent, used, max
          from limit_event
          where program_id = $1
          order by window_start, percent`,
        [program],
      )
    ).rows.map(({ percent, used, max }) => `${percent} ${used} ${max}`);
  await reasons(
    program,
    [0, 1, 2].map((i) => click(noon + i)),
  );
  expect(await events()).toEqual([]);
  await reasons(
    program,
    [3, 4, 5].map((i) => click(noon + i)),
  );
  expect(await events()).toEqual(["80 4 5", "100 5 5"]);
  await reasons(program, [
    click(noon + 100),
    click(noon + 101),
    ...[0, 1, 2, 3, 4].map((i) => click(noon + 86_400_000 + i)),
  ]);
  expect(await events()).toEqual(["80 4 5", "100 5 5", "80 5 6"]);
});

test("[D105] budgets are what decisions took, and each decision is made again alike", async () => {
  expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();
});
