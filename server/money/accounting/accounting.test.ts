import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClickRecord } from "../../domain/facts.ts";
import type { Limit } from "../../domain/terms.ts";
import type { UniqueWindow } from "../../domain/validity.ts";
import { createTestbed, decisions, type Testbed } from "../../testing/money/testbed.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
  type ProgramOptions,
} from "../../testing/money/test-world.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed()));
afterAll(() => bed.close());

const minute = 60_000;
const dayMs = 1_440 * minute;
const start = Date.UTC(2025, 0, 1);
type LimitDraft = { kind: Limit["kind"]; reset: Limit["reset"]; max: string };

/** A program with one partner under terms of one click price. */
async function deal(
  rate: string,
  limits: LimitDraft[] = [],
  options: ProgramOptions & { remainder?: "PAY_ZERO" | "PAY_REMAINDER" } = {},
) {
  const program = await makeProgram(bed.world, options);
  const partner = await makePartner(bed.world);
  const version = await makeTerms(bed.world, program, clickTerms(rate, limits, options.remainder));
  const contract = await sign(bed.world, { partner, program }, version, [start, null]);
  const parties = { brand: bed.world.brand, partner, program };
  return {
    program,
    partner,
    contract,
    parties,
    click: (at: number, changes?: Partial<ClickRecord>) => clickRecord(parties, at, changes),
  };
}
async function accounted(program: string, clicks: ClickRecord[]) {
  await bed.ingest(clicks);
  await bed.account();
  return decisions(bed.worker, program);
}
const budgets = async (program: string) =>
  (
    await bed.worker.query<{ used: bigint }>(
      "select used from limit_budget where program_id = $1 order by window_start, kind, reset",
      [program],
    )
  ).rows.map((row) => row.used);
const reasons = (rows: { reason: string | null }[]) => rows.map((row) => row.reason);
const amounts = (rows: { amount: bigint }[]) => rows.map((row) => row.amount);

describe("limits", () => {
  test("7.11 example 2: click 101 pays 0, after midnight it pays [D91] [D94] [D103]", async () => {
    const { program, click } = await deal("0.05", [{ kind: "CLICKS", reset: "DAY", max: "100" }]);
    const midnight = Date.UTC(2026, 10, 3, 5);
    const clicks = Array.from({ length: 101 }, (_, i) => click(midnight - 1000 + i));
    const rows = await accounted(program, [...clicks, click(midnight - 1), click(midnight)]);
    expect(rows.filter((row) => row.outcome === "PAID")).toHaveLength(101);
    expect(rows.at(100)).toMatchObject({
      outcome: "UNPAID",
      reason: "OVERLIMIT_CLICKS",
      amount: 0n,
      classification: "U",
    });
    expect(rows.at(-1)).toMatchObject({ outcome: "PAID", amount: 50_000n });
    const { rows: rollup } = await bed.worker.query(
      `select sum(clicks)::int c, sum(unique_clicks)::int u, sum(payable_clicks)::int p
        from click_rollup
        where program_id = $1 and level = 'P'`,
      [program],
    );
    expect(rollup[0]).toEqual({ c: 103, u: 103, p: 101 });
  });

  test("7.11 example 3: too little left pays 0; a smaller click still fits [D93]", async () => {
    const { program, partner, click } = await deal("0.20", [
      { kind: "PAYOUT", reset: "DAY", max: "0.30" },
    ]);
    const first = await accounted(program, [click(noon), click(noon + 1)]);
    expect(reasons(first)).toEqual([null, "OVERLIMIT_PAYOUT"]);
    expect(await budgets(program)).toEqual([200_000n]);
    await bed.owner.query("update contract set ends_at = $2 where partner_account_id = $1", [
      partner,
      new Date(noon + 10),
    ]);
    const cheaper = await makeTerms(
      bed.world,
      program,
      clickTerms("0.05", [{ kind: "PAYOUT", reset: "DAY", max: "0.30" }]),
    );
    await sign(bed.world, { partner, program }, cheaper, [noon + 10, null]);
    const rows = await accounted(program, [click(noon + 10)]);
    expect(amounts(rows)).toEqual([200_000n, 0n, 50_000n]);
    expect(await budgets(program), "a calendar limit goes on under the next contract").toEqual([
      250_000n,
    ]);
  });

  test("PAY_REMAINDER pays what is left, once [D93]", async () => {
    const { program, click } = await deal("0.20", [{ kind: "PAYOUT", reset: "DAY", max: "0.30" }], {
      remainder: "PAY_REMAINDER",
    });
    const rows = await accounted(program, [click(noon), click(noon + 1), click(noon + 2)]);
    expect(amounts(rows)).toEqual([200_000n, 100_000n, 0n]);
    expect(reasons(rows)).toEqual([null, null, "OVERLIMIT_PAYOUT"]);
  });

  test.each([
    ["23 hours", Date.UTC(2026, 2, 8, 5), 23],
    ["25 hours", Date.UTC(2026, 10, 1, 4), 25],
  ])(
    "a daily limit on a day of %s resets at the zone's midnight [D94]",
    async (_name, dayStart, hours) => {
      const { program, click } = await deal("0.01", [{ kind: "CLICKS", reset: "DAY", max: "1" }]);
      const dayEnd = dayStart + hours * 60 * minute;
      const rows = await accounted(program, [click(dayStart), click(dayEnd - 1), click(dayEnd)]);
      expect(reasons(rows)).toEqual([null, "OVERLIMIT_CLICKS", null]);
    },
  );

  test("a contract-duration limit never resets; the next one starts at zero [D98]", async () => {
    const { program, partner, click } = await deal("0.01", [
      { kind: "CLICKS", reset: "CONTRACT", max: "1" },
    ]);
    const later = noon + 90 * 24 * 60 * minute;
    await bed.owner.query("update contract set ends_at = $2 where partner_account_id = $1", [
      partner,
      new Date(later),
    ]);
    const version = await makeTerms(
      bed.world,
      program,
      clickTerms("0.01", [{ kind: "CLICKS", reset: "CONTRACT", max: "1" }]),
    );
    await sign(bed.world, { partner, program }, version, [later, null]);
    const rows = await accounted(program, [
      click(noon),
      click(later - 1),
      click(later),
      click(later + 1),
    ]);
    expect(reasons(rows)).toEqual([null, "OVERLIMIT_CLICKS", null, "OVERLIMIT_CLICKS"]);
  });

  test("one partner's limit does not touch another's [D102]", async () => {
    const { program, click, parties } = await deal("0.01", [
      { kind: "CLICKS", reset: "DAY", max: "1" },
    ]);
    const other = await makePartner(bed.world);
    await sign(
      bed.world,
      { partner: other, program },
      await makeTerms(
        bed.world,
        program,
        clickTerms("0.01", [{ kind: "CLICKS", reset: "DAY", max: "1" }]),
      ),
      [start, null],
    );
    const rows = await accounted(program, [
      click(noon),
      click(noon + 1),
      clickRecord({ ...parties, partner: other }, noon + 2),
    ]);
    expect(reasons(rows)).toEqual([null, "OVERLIMIT_CLICKS", null]);
  });

  test("duplicate, robot, filtered, test and zero-rate clicks take nothing [D110]", async () => {
    const { program, click } = await deal("0.01", [{ kind: "CLICKS", reset: "DAY", max: "2" }]);
    const rows = await accounted(program, [
      click(noon, { visitor: "a" }),
      click(noon + 1, { visitor: "a" }),
      click(noon + 2, { robot: true }),
      click(noon + 3, { risk: ["DATA_CENTRE"] }),
      click(noon + 4, { test: true }),
      click(noon + 5, { programActive: false }),
      click(noon + 6),
      click(noon + 7),
    ]);
    expect(reasons(rows)).toEqual([
      null,
      "DUPLICATE_CLICK",
      "INVALID_CLASSIFICATION",
      "FILTERED_RISK",
      "TEST_CLICK",
      "PROGRAM_NOT_ACTIVE",
      null,
      "OVERLIMIT_CLICKS",
    ]);
    expect(await budgets(program)).toEqual([2n]);
    const zero = await deal("0", [{ kind: "CLICKS", reset: "DAY", max: "1" }]);
    expect(
      (await accounted(zero.program, [zero.click(noon), zero.click(noon + 1)])).map(
        (row) => row.outcome,
      ),
    ).toEqual(["PAID_ZERO", "PAID_ZERO"]);
    expect(await budgets(zero.program)).toEqual([]);
  });
});

describe("uniqueness", () => {
  const classes = async (window: UniqueWindow, minutes: number[]) => {
    const { program, click } = await deal("0.01", [], { window });
    return (
      await accounted(
        program,
        minutes.map((m) => click(noon + m * minute, { visitor: "v" })),
      )
    )
      .map((row) => row.classification)
      .join("");
  };
  test("7.11 example 4: 0, 20, 45 minutes [D108]", async () => {
    expect(await classes({ minutes: 30, type: "ROLLING" }, [0, 20, 45])).toBe("UDD");
    expect(await classes({ minutes: 30, type: "FIXED" }, [0, 20, 45])).toBe("UDU");
  });
  test("29 minutes apart is one unique, 31 are two, exactly 30 is new [D107]", async () => {
    expect(await classes({ minutes: 30, type: "ROLLING" }, [0, 29])).toBe("UD");
    expect(await classes({ minutes: 30, type: "ROLLING" }, [0, 31])).toBe("UU");
    expect(await classes({ minutes: 30, type: "ROLLING" }, [0, 30])).toBe("UU");
  });
  test.each([1, 5, 15, 30, 60, 360, 720, 1440])(
    "a window of %i minutes, both types [D109]",
    async (minutes) => {
      const times = [0, minutes * 0.6, minutes * 1.2, minutes * 2.5];
      expect(await classes({ minutes, type: "ROLLING" }, times)).toBe("UDDU");
      expect(await classes({ minutes, type: "FIXED" }, times)).toBe("UDUU");
    },
  );

  test("robots and filtered clicks open or extend no window; tests have their own", async () => {
    const { program, click } = await deal("0.01");
    const rows = await accounted(program, [
      click(noon, { visitor: "v", robot: true }),
      click(noon + 1, { visitor: "v", risk: ["DATA_CENTRE"] }),
      click(noon + 2, { visitor: "v", test: true }),
      click(noon + 3, { visitor: "v" }),
      click(noon + 20 * minute, { visitor: "v", robot: true }),
      click(noon + 31 * minute, { visitor: "v" }),
    ]);
    expect(rows.map((row) => row.classification).join("")).toBe("RFUURU");
  });

  test("a visitor is recognised over the change of the day's salt", async () => {
    const { program, click } = await deal("0.01");
    const rows = await accounted(program, [
      click(noon, { visitor: "new-a", visitorPrevious: "old-a" }),
      click(noon + minute, { visitor: "later", visitorPrevious: "new-a" }),
    ]);
    expect(rows.map((row) => row.classification).join("")).toBe("UD");
  });

  test.each(["at once", "one by one, each by a new owner"])(
    "a visitor is new to the program once, whichever partner brings it: %s",
    async (how) => {
      const { program, partner, click } = await deal("0.01");
      const parties = { brand: bed.world.brand, partner: await makePartner(bed.world), program };
      const other: typeof click = (at, changes) => clickRecord(parties, at, changes);
      const v = { visitor: "v", visitorPrevious: "u" };
      // Over midnight a visitor's hash becomes another, beside which the old one stands.
      const w = { visitor: "w", visitorPrevious: "v" };
      const midnight = Math.ceil(noon / dayMs) * dayMs;
      const clicks = [
        click(noon - 9 * minute, { ...v, robot: true }),
        click(noon, v),
        other(noon + 10 * minute, v),
        click(noon + 20 * minute, v),
        // Unique to its partner, not new to the program; the next is new to test clicks.
        other(noon + 45 * minute, v),
        other(noon + 46 * minute, { ...v, test: true }),
        // Exactly the window after the last one.
        click(noon + 75 * minute, v),
        other(noon + 76 * minute, { visitor: "someone" }),
        click(noon + 200 * minute, v),
        click(midnight - minute, v),
        other(midnight + 28 * minute, w),
        click(midnight + 58 * minute, w),
      ];
      if (how === "at once") await accounted(program, clicks);
      else for (const each of clicks) await accounted(program, [each]);
      // Late: another partner's came soon after it.
      const rows = await accounted(program, [other(noon + 171 * minute, v)]);
      expect(
        rows.map(({ classification: c, newVisitor }) => `${c}${newVisitor ? "+" : ""}`),
      ).toEqual(["R", "U+", "U", "D", "U", "U+", "U+", "U+", "U", "U+", "U+", "U", "U+"]);
      expect(partner).not.toBe(parties.partner);
    },
  );

  test("with a fixed window a visitor who goes on clicking is unique again, not new", async () => {
    const { program, click } = await deal("0.01", [], { window: { minutes: 30, type: "FIXED" } });
    const rows = await accounted(
      program,
      [0, 20, 45, 75].map((m) => click(noon + m * minute, { visitor: "v" })),
    );
    expect(rows.map(({ classification }) => classification).join("")).toBe("UDUU");
    expect(rows.map(({ newVisitor }) => newVisitor)).toEqual([true, false, false, true]);
  });

  test("a restart between any two clicks changes nothing", async () => {
    for (const type of ["ROLLING", "FIXED"] as const) {
      const plain = await deal("0.01", [{ kind: "CLICKS", reset: "DAY", max: "4" }], {
        window: { minutes: 30, type },
      });
      const restarted = await deal("0.01", [{ kind: "CLICKS", reset: "DAY", max: "4" }], {
        window: { minutes: 30, type },
      });
      const times = [0, 20, 31, 45, 50, 62, 80, 95, 126].map((m, i) => ({
        at: noon + m * minute,
        changes: { visitor: `v${i % 2}`, robot: i === 4 },
      }));
      await accounted(
        plain.program,
        times.map(({ at, changes }) => plain.click(at, changes)),
      );
      for (const { at, changes } of times)
        await accounted(restarted.program, [restarted.click(at, changes)]);
      const strip = (rows: Awaited<ReturnType<typeof decisions>>) =>
        rows.map(({ classification, reason, amount }) => ({ classification, reason, amount }));
      expect(strip(await decisions(bed.worker, restarted.program))).toEqual(
        strip(await decisions(bed.worker, plain.program)),
      );
    }
  });

  test("a click that arrives days late is compared with its neighbours in time", async () => {
    const { program, click } = await deal("0.01");
    await accounted(program, [
      click(noon, { visitor: "v" }),
      click(noon + 3 * 24 * 60 * minute, { visitor: "v" }),
    ]);
    const rows = await accounted(program, [
      click(noon + 5 * minute, { visitor: "v" }),
      click(noon - 5 * minute, { visitor: "v" }),
      click(noon + 50 * minute, { visitor: "v" }),
    ]);
    expect(rows.map((row) => row.classification).join("")).toBe("DUDUU");
  });
});

test("a click is priced by the contract of its instant, however late it is [D69]", async () => {
  const { program, partner, click, contract } = await deal("0.01");
  await bed.owner.query("update contract set ends_at = $2 where id = $1", [
    contract,
    new Date(noon),
  ]);
  const next = await sign(
    bed.world,
    { partner, program },
    await makeTerms(bed.world, program, clickTerms("0.07")),
    [noon + 5, null],
  );
  await accounted(program, [click(noon + 6)]);
  const rows = await accounted(program, [click(noon - 1), click(noon)]);
  expect(rows.map(({ amount, reason, contract: used }) => [amount, reason, used])).toEqual([
    [10_000n, null, contract],
    [0n, "CONTRACT_NOT_FOUND", null],
    [70_000n, null, next],
  ]);
});

test("a click event type that is missing or inactive pays nothing", async () => {
  for (const clickEventType of ["NONE", "INACTIVE"] as const) {
    const { program, click } = await deal("0.01", [], { clickEventType });
    expect(reasons(await accounted(program, [click(noon)]))).toEqual(["CLICK_TRACKER_NOT_FOUND"]);
  }
});

test("every paid click has its transfer, owed at once; debits equal credits [D184]", async () => {
  const { program, click } = await deal("0.0333");
  await accounted(program, [click(noon), click(noon + 1), click(noon + 2)]);
  const { rows } = await bed.worker.query(
    `select debit, credit, sum(amount_micros)::text as sum, count(*)::int as n
      from ledger_transfer
      where program_id = $1
      group by 1, 2`,
    [program],
  );
  expect(rows).toEqual([{ debit: "BRAND_BUDGET", credit: "PARTNER_PAYABLE", sum: "99900", n: 3 }]);
});
