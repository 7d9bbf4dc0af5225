/**
 * Replays over a real past: the terms as they were give the ledger, other terms give what a model
 * says.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestbed, type Testbed } from "../../testing/money/testbed.ts";
import { replayLedger } from "../proofs/ledger-check.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { createRandom } from "../../start/demo/random.ts";
import {
  asked,
  click,
  day,
  firstDay,
  makePast,
  rulesAndLimits,
  run,
  termsOf,
  type PastWorld,
} from "../../testing/money/past-world.ts";

let bed: Testbed;
let past: PastWorld;
beforeAll(async () => {
  bed = await createTestbed();
  past = await makePast(bed, { seed: 2, perDay: 90 });
}, 120_000);
afterAll(() => bed.close());

const draft = (payout: Parameters<typeof click>[0]) => {
  const parsed = parseTerms(click(payout));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
interface Paid {
  outcome: string;
  count: number;
  micros: string;
}
const ledger = async (from: number): Promise<Paid[]> =>
  (
    await bed.owner.query<Paid>(
      `select outcome, count(*)::int as count, sum(amount_micros)::text as micros
        from decision
        where program_id = $1 and not is_test and occurred_at >= $2
        group by 1
        order by 1`,
      [past.program, new Date(from)],
    )
  ).rows;

describe("the terms as they were", () => {
  test("the past has what can go wrong: every outcome, and clicks out of order", async () => {
    const { rows } = await bed.owner.query<{ reason: string }>(
      `select distinct reason
        from decision
        where program_id = $1 and reason is not null
        order by 1`,
      [past.program],
    );
    expect(rows.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        "CONTRACT_NOT_FOUND",
        "DUPLICATE_CLICK",
        "FILTERED_RISK",
        "INVALID_CLASSIFICATION",
        "OVERLIMIT_CLICKS",
        "OVERLIMIT_PAYOUT",
        "RESTRICTED",
        "TEST_CLICK",
        "ZERO_RATE",
      ]),
    );
    const late = await bed.owner.query(
      `select
        from decision a
        join decision b
          on b.program_id = a.program_id
          and b.recorded_at > a.recorded_at
          and b.occurred_at < a.occurred_at - interval '6 hours'
        where a.program_id = $1
        limit 1`,
      [past.program],
    );
    expect(late.rowCount).toBe(1);
  });

  test.each([0, 3, 5, 8, 13])(
    "give the ledger's decisions and amounts to the micro, from day %i on [D83] [D105]",
    async (days) => {
      const from = day(firstDay, days * 24);
      const { result, moves } = await run(bed, asked(past, { from }));
      expect(result.check).toMatchObject({ equal: true, differing: 0, firstDifference: null });
      expect(moves).toEqual([]);
      const paid = await ledger(from);
      const sum = paid.reduce((micros, row) => micros + BigInt(row.micros), 0n);
      expect(result.total).toMatchObject({
        now: { USD: String(sum) },
        tried: { USD: String(sum) },
      });
      expect(result.check?.clicks).toBe(paid.reduce((count, row) => count + row.count, 0));
      expect(result.total.clicksThen).toEqual({
        paid: paid.find(({ outcome }) => outcome === "PAID")?.count,
        zero: paid.find(({ outcome }) => outcome === "PAID_ZERO")?.count,
        unpaid: paid.find(({ outcome }) => outcome === "UNPAID")?.count,
      });
    },
  );

  test("a decision changed behind the engine's back is found and named by its click", async () => {
    const client = await bed.owner.connect();
    const change = `update decision
        set uses = jsonb_set(uses, '{0,before}', $2::jsonb)
        where program_id = $1 and subject_id = $3`;
    try {
      await client.query("set session_replication_role = replica");
      const { rows } = await client.query<{ id: string; before: string }>(
        `select subject_id as id, (uses -> 0 -> 'before')::text as before
          from decision
          where program_id = $1
            and outcome = 'PAID'
            and uses -> 0 ->> 'limitId' like '%:DAY%'
            and not is_test
          order by recorded_at desc, occurred_at desc
          limit 1`,
        [past.program],
      );
      const [{ id, before } = { id: "", before: "" }] = rows;
      await client.query(change, [past.program, '"99"', id]);
      const { result } = await run(bed, asked(past));
      expect(result.check).toMatchObject({ equal: false, clickId: id });
      await client.query(change, [past.program, before, id]);
    } finally {
      client.release(true);
    }
    expect((await run(bed, asked(past))).result.check?.equal).toBe(true);
  });
});

test("the command line checks every program of the database", async () => {
  const checks = await replayLedger(bed.worker, {
    days: 10,
    program: null,
    now: day(firstDay, 13 * 24),
  });
  expect(checks.find(({ program }) => program === past.program)?.check).toMatchObject({
    equal: true,
    differing: 0,
  });
  expect(
    await replayLedger(bed.worker, { days: 1, program: past.program, now: day(firstDay, 13 * 24) }),
  ).toHaveLength(1);
});

describe("other terms", () => {
  test("a version that is in force, tried on its own contracts, changes nothing", async () => {
    const terms = await termsOf(bed, past.versions.first);
    const [, , b = "", , c = "", d = ""] = past.contracts;
    const { result, moves } = await run(
      bed,
      asked(past, {
        terms,
        versionId: past.versions.first,
        contractIds: [b, c, d],
        from: day(firstDay, 96),
      }),
    );
    expect(result.total.clicks).toBeGreaterThan(300);
    expect(result.total.tried).toEqual(result.total.now);
    expect(result.knockOn).toEqual({});
    expect(moves).toEqual([]);
  });

  test("the same terms as a draft give the same money", async () => {
    const [, , b = "", , c = "", d = ""] = past.contracts;
    for (const days of [0, 4, 9]) {
      const { result, moves } = await run(
        bed,
        asked(past, {
          terms: draft(rulesAndLimits),
          contractIds: [b, c, d],
          from: day(firstDay, days * 24),
        }),
      );
      expect(result.total.tried).toEqual(result.total.now);
      expect(moves).toEqual([]);
    }
  });

  test("other rates without limits: every clean click of a contract pays", async () => {
    const { result, detail } = await run(
      bed,
      asked(past, {
        terms: draft({ rate: "0.07", limits: [] }),
        contractIds: [past.contracts[2] ?? ""],
      }),
    );
    const { rows } = await bed.owner.query<{ clean: string; all: string; micros: string }>(
      `select
          count(*) filter (where classification = 'U') as clean,
          count(*) as all,
          sum(amount_micros) as micros
        from decision
        where contract_id = $1 and not is_test`,
      [past.contracts[2]],
    );
    expect(result.total.clicks).toBe(Number(rows[0]?.all));
    // The program's own limit still holds.
    const over = detail.cells
      .filter(({ to }) => to.kind === "OVER_LIMIT")
      .reduce((sum, { events }) => sum + events, 0);
    expect(result.total.clicksThen.paid + over).toBe(Number(rows[0]?.clean));
    expect(result.total.tried).toEqual({
      USD: String(BigInt(result.total.clicksThen.paid) * 70_000n),
    });
    expect(result.total.now).toEqual({ USD: rows[0]?.micros });
    expect(result.moved).toBe(
      detail.cells
        .filter(({ from, to }) => from.kind !== to.kind || from.groupId !== to.groupId)
        .reduce((sum, { events }) => sum + events, 0),
    );
  });

  test("the cuts add up to the whole, and the moves to the matrix", async () => {
    const { result, detail, moves } = await run(
      bed,
      asked(past, {
        terms: draft({ rate: "0.03", limits: [{ kind: "CLICKS", reset: "DAY", max: "4" }] }),
      }),
    );
    for (const cut of [detail.partners, detail.countries, detail.days]) {
      for (const side of ["now", "tried"] as const)
        expect(cut.reduce((sum, slice) => sum + BigInt(slice[side].USD ?? "0"), 0n)).toBe(
          BigInt(result.total[side].USD ?? "0"),
        );
      expect(cut.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(result.total.clicks);
    }
    expect(detail.cells.reduce((sum, { events }) => sum + events, 0)).toBe(result.total.clicks);
    expect(moves.length).toBe(result.moved);
    expect(moves.length).toBeGreaterThan(100);
    expect(result.spread[0]).toMatchObject({ currency: "USD", partners: detail.partners.length });
  });

  test("limits are hit in order: the instant of the first click that a limit stops", async () => {
    const contract = past.contracts[2] ?? "";
    const { result, moves } = await run(
      bed,
      asked(past, {
        terms: draft({ rate: "0.03", limits: [{ kind: "CLICKS", reset: "DAY", max: "4" }] }),
        contractIds: [contract],
      }),
    );
    const hit = result.hits.find(({ limitId }) => limitId === "CLICK:CLICKS:CONTRACT:DAY");
    const stopped = moves.filter(({ to }) => to.kind === "OVER_LIMIT");
    expect(hit).toMatchObject({
      contractId: contract,
      partner: past.partners[1],
      text: "4 clicks a day",
    });
    expect(stopped.map(({ at }) => at)).toContain(hit?.at);
  });

  test("a limit begun before the window goes on from what the ledger had paid in it", async () => {
    const contract = past.contracts[2] ?? "";
    // A limit that the contract never had, as large as what it had paid in the month before the
    // window, and one more.
    const from = day(firstDay, 10 * 24);
    const { rows } = await bed.owner.query<{ paid: string }>(
      `select count(*) as paid
        from decision
        where contract_id = $1 and outcome = 'PAID' and not is_test and occurred_at < $2`,
      [contract, new Date(from)],
    );
    const max = String(Number(rows[0]?.paid) + 1);
    const { result } = await run(
      bed,
      asked(past, {
        from,
        terms: draft({ rate: "0.03", limits: [{ kind: "CLICKS", reset: "QUARTER", max }] }),
        contractIds: [contract],
      }),
    );
    expect(result.total.clicksThen.paid).toBe(1);
  });

  test("a limit for each link goes on from what each link's clicks were paid before", async () => {
    const alone = await makePast(bed, { seed: 5, perDay: 30, programLimit: false });
    const contract = alone.contracts[2] ?? "";
    const from = day(firstDay, 8 * 24);
    const { rows } = await bed.owner.query<{ before: number; clean: number }>(
      `select
          (count(*) filter (where occurred_at < $2 and outcome = 'PAID'))::int as before,
          (count(*) filter (where occurred_at >= $2 and classification = 'U'))::int as clean
        from decision
        where contract_id = $1 and not is_test
        group by link_id`,
      [contract, new Date(from)],
    );
    const max = Math.max(...rows.map(({ before }) => before)) + 2;
    const { result } = await run(
      bed,
      asked(alone, {
        from,
        terms: draft({
          rate: "0.03",
          limits: [{ kind: "CLICKS", scope: "LINK", reset: "QUARTER", max: String(max) }],
        }),
        contractIds: [contract],
      }),
    );
    const paid = rows.map(({ before, clean }) => Math.min(max - before, clean));
    expect(rows).toHaveLength(3);
    expect(rows.some(({ before, clean }) => clean > max - before)).toBe(true);
    expect(result.total.clicksThen.paid).toBe(paid.reduce((sum, each) => sum + each, 0));
    expect(result.hits).toMatchObject([{ text: `${max} clicks a quarter for each link` }]);
  });

  test("partners without a contract can be given one", async () => {
    const partner = past.partners[1] ?? "";
    const whole = { terms: draft({ rate: "0.03", limits: [] }), partnerIds: [partner] };
    const [without, withOne] = [
      await run(bed, asked(past, whole)),
      await run(bed, asked(past, { ...whole, unsigned: true })),
    ];
    expect(withOne.result.total.clicks).toBe(without.result.total.clicks);
    expect(withOne.result.total.clicksThen.paid).toBeGreaterThan(
      without.result.total.clicksThen.paid,
    );
  });

  test("found 87: a change is compared with the terms before it on the same clicks", async () => {
    const [a = "", b = "", , d = ""] = past.partners;
    const [first, second] = [
      await termsOf(bed, past.versions.first),
      await termsOf(bed, past.versions.second),
    ];
    const change = { terms: draft({ rate: "0.07", limits: [] }), partnerIds: [a] };
    const { result, detail } = await run(bed, asked(past, { ...change, againstBefore: true }));
    // Partner a has the second terms since the seventh day.
    const [old, ledger] = [
      await run(bed, asked(past, { terms: second, partnerIds: [a] })),
      await run(bed, asked(past, change)),
    ];
    expect(result.total.now).toEqual(old.result.total.tried);
    expect(result.total.now).not.toEqual(ledger.result.total.now);
    expect(result.total.tried).toEqual(ledger.result.total.tried);
    expect(detail.partners.map(({ key, now, tried }) => [key, now, tried])).toEqual([
      [a, result.total.now, result.total.tried],
    ]);
    // What nobody has changes nothing: the terms that are in force already, for a, b and d, whose
    // contract has ended.
    for (const [partner, terms, versionId] of [
      [a, second, past.versions.second],
      [a, second, null],
      [b, first, null],
      [d, first, null],
    ] as const) {
      const { result: same, moves } = await run(
        bed,
        asked(past, { terms, versionId, partnerIds: [partner], againstBefore: true }),
      );
      if (versionId === null)
        expect([same.total.tried, moves.length], partner).toEqual([same.total.now, 0]);
    }
  });

  test("a program's limit is shared: what one contract leaves, others get", async () => {
    const { result } = await run(
      bed,
      asked(past, {
        terms: draft({ rate: "0", limits: [] }),
        contractIds: [past.contracts[1] ?? "", past.contracts[4] ?? ""],
      }),
    );
    expect(result.total.tried).toEqual({});
    // So in this past; where cheap clicks use up what dear ones would have taken, others may lose
    // by it.
    expect(BigInt(result.knockOn.USD ?? "0")).toBeGreaterThan(0n);
  });
});

test.each([1, 2, 3])(
  "a past of another seed gives its ledger again, whatever the window (seed %i)",
  async (seed) => {
    const other = await makePast(bed, { seed, perDay: 40, programLimit: seed % 2 === 0 });
    const { next } = createRandom(seed);
    for (let n = 0; n < 3; n += 1) {
      const { result } = await run(
        bed,
        asked(other, { from: day(firstDay, Math.floor(next() * 13) * 24) }),
      );
      expect(result.check).toMatchObject({ equal: true, firstDifference: null });
    }
  },
  60_000,
);
