/**
 * What a click earns around a change of contracts: always by the version in force at its instant,
 * whenever it is priced.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAccounting } from "../../money/accounting/accounting.ts";
import { replayLedger } from "../../money/proofs/ledger-check.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { inline, intent, makeTerms, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
/** Keys end, and the clock goes far here. */
const signIn = async () =>
  void (brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) }));
beforeAll(async () => {
  // Brand A lives in Berlin: 25 October 2026 has 25 hours there, 28 March 2027 has 23.
  world = await createWorld({ start: "2026-10-20T09:00:00Z" });
});
afterAll(() => world?.close());

const payouts = (rate: string) => [
  { event: "CLICK", rate, limits: [{ kind: "CLICKS", reset: "CONTRACT", max: "100000" }] },
];
const change = (input: object) =>
  run(
    brand,
    "applyContractChange(input: " +
      `${inline({ comment: "A change.", ...input })}, draftId: ` +
      `null, idempotencyKey: "${intent()}")`,
    "ContractChangeOk",
    "change { id done }",
  );
const modify = (rate: string, effectiveOn: string) =>
  change({
    strategy: "MODIFY",
    termsId: world.ax.terms,
    terms: { name: "Terms A-X", currency: "USD", eventPayouts: payouts(rate) },
    effectiveOn,
  });

interface Decided {
  id: string;
  at: Date;
  contract_id: string | null;
  in_force: string | null;
  rate: string | null;
}
const decided = (ids: readonly string[]): Promise<Decided[]> =>
  world.people.sql<Decided>(
    `select
        d.subject_id as id,
        d.occurred_at as at,
        d.contract_id,
        d.rate,
        (
          select c.id
          from contract c
          where c.partner_account_id = d.partner_account_id
            and c.program_id = d.program_id
            and c.decision = 'SIGNED'
            and c.starts_at <= d.occurred_at
            and (c.ends_at is null or c.ends_at > d.occurred_at)
        ) as in_force
      from decision d
      where d.subject_id = any($1::uuid[])
      order by d.occurred_at, d.subject_id`,
    [ids],
  );

test("a trial is the partner's, not the contract's; ledger, replay and trace agree", async () => {
  await signIn();
  const terms = { name: "Terms A-Y", currency: "USD", eventPayouts: payouts("0.12"), trialDays: 1 };
  const onTrial = (effectiveOn: string) =>
    change({ strategy: "MODIFY", termsId: world.ay.terms, terms, effectiveOn });
  const before = world.clock.now;
  await onTrial("2026-10-20");
  // Midnight in Berlin, after the day on which the partner's first contract began.
  const ends = Date.parse("2026-10-20T22:00:00Z");
  world.clock.now = ends + 3_600_000;
  const first = await world.clicks(world.ay, [ends - 1, ends, before + 60_000]);
  terms.eventPayouts = payouts("0.13");
  await onTrial("2026-10-21");
  world.clock.now += 60_000;
  const second = await world.clicks(world.ay, [world.clock.now - 1_000]);
  const rows = await world.people.sql<{ id: string; reason: string | null; rate: string | null }>(
    `select subject_id as id, reason, rate
      from decision
      where subject_id = any($1::uuid[])
      order by occurred_at`,
    [[...first, ...second]],
  );
  expect(rows.map(({ reason, rate }) => reason ?? rate)).toEqual([
    "IN_TRIAL",
    "IN_TRIAL",
    "0.12",
    "0.13",
  ]);
  for (const { id, reason } of rows) {
    const { click } = await brand.data<{ click: { trace: object } }>(
      `{ click(id: "${id}") { trace { consistent steps { step seen } } } }`,
    );
    expect(click.trace).toMatchObject({ consistent: true });
    const said = "Clicks of the partner’s first 1 day in the program are tracked and earn nothing";
    expect(JSON.stringify(click.trace).includes(said)).toBe(reason === "IN_TRIAL");
  }
  const pool = createPool(world.people.url, "worker", 2);
  try {
    expect((await verifyLedger(pool)).firstDifference).toBeNull();
    const of = { program: world.ay.program, days: 5, now: world.clock.now };
    const [replayed] = await replayLedger(pool, of);
    expect(replayed?.check).toMatchObject({ equal: true, firstDifference: null });
  } finally {
    await pool.end();
  }
  // A version that is tried for a partner begins no trial anew either.
  const tried = async (at: number) =>
    (
      await run<Ok & { reason: string | null }>(
        brand,
        `dryRunClick(input: ${inline({
          programId: world.ay.program,
          partnerId: world.partnerY.accountId,
          at: new Date(at).toISOString(),
          draft: terms,
        })})`,
        "DryRunOk",
        "reason",
      )
    ).reason;
  expect([await tried(ends - 1), await tried(ends)]).toEqual(["IN_TRIAL", null]);
});

test.each([
  ["a day of 25 hours begins", "2026-10-25", "2026-10-24T22:00:00Z"],
  ["a day after one of 25 hours begins", "2026-10-26", "2026-10-25T23:00:00Z"],
  ["a day of 23 hours begins", "2027-03-28", "2027-03-27T23:00:00Z"],
  ["a day after one of 23 hours begins", "2027-03-29", "2027-03-28T22:00:00Z"],
])(
  "%s on the very millisecond; clicks ingested long after are priced by their own instant [D69]",
  async (_name, effectiveOn, begins) => {
    const instant = Date.parse(begins);
    world.clock.now = Math.max(world.clock.now, instant - 3 * 86_400_000);
    await signIn();
    const [before] = await world.people.sql<{ rate: string }>(
      `select v.body -> 'eventPayouts' -> 0 -> 'defaultRate' ->> 'micros' as rate
        from terms_version v
        where v.terms_id = $1
        order by number desc
        limit 1`,
      [world.ax.terms],
    );
    const rate = `0.${10 + (Math.floor(instant / 86_400_000) % 80)}`;
    await modify(rate, effectiveOn);
    world.clock.now = instant + 20 * 3_600_000;
    const ids = await world.clicks(world.ax, [
      instant + 1,
      instant,
      instant - 1,
      instant - 3_600_000,
      instant + 3_600_000,
    ]);
    const seen = new Map((await decided(ids)).map((row) => [row.at.getTime() - instant, row]));
    const old = (Number(before?.rate) / 1_000_000).toFixed(2);
    expect([-3_600_000, -1, 0, 1, 3_600_000].map((offset) => seen.get(offset)?.rate)).toEqual([
      old,
      old,
      rate,
      rate,
      rate,
    ]);
    for (const row of seen.values()) expect(row.contract_id).toBe(row.in_force);
  },
);

test("a test link under terms at 0% shows its clicks and sales but pays 0 [D194]", async () => {
  await signIn();
  const transfers = () =>
    world.people.sql("select subject_id from ledger_transfer where partner_account_id = $1", [
      world.partnerY.accountId,
    ]);
  const before = await transfers();
  world.clock.now += 3 * 86_400_000;
  const today = Temporal.Instant.fromEpochMilliseconds(world.clock.now)
    .toZonedDateTimeISO("Europe/Berlin")
    .toPlainDate()
    .toString();
  await change({
    strategy: "MODIFY",
    termsId: world.ay.terms,
    terms: {
      name: "Terms A-Y",
      currency: "USD",
      eventPayouts: [
        { event: "CLICK", rate: "0%", limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }] },
        { event: "SALE", rate: "0%", limits: [] },
      ],
    },
    effectiveOn: today,
  });
  world.clock.now += 60_000;
  await world.clicks(world.ay, [world.clock.now - 1_000], { test: true });
  await world.sale(world.ay, { date: today, orders: 1, amount: "20.00", test: true });
  const { report } = await brand.data<{ report: { totals: object } }>(
    `{
      report(
        scope: { programId: "${world.ay.program}" },
        range: { last: "2d" },
        filter: { mode: TEST, partnerIds: ["${world.partnerY.accountId}"] }
      ) {
        totals {
          clicks { raw paid } sales { orders } payout { clicks { amount } sales { amount } }
        }
      }
    }`,
  );
  expect(report.totals).toMatchObject({ clicks: { raw: 1, paid: 0 }, sales: { orders: 1 } });
  expect(await transfers()).toEqual(before);
});

test(
  "clicks, pricing and changes at the same time: no click is priced by what was not in force at " +
    "its instant [D69]",
  { timeout: 60_000 },
  async () => {
    const started = { real: performance.now(), now: world.clock.now + 86_400_000 };
    // From here on the clock runs, for requests and worker alike.
    Object.defineProperty(world.clock, "now", {
      get: () => Math.floor(started.now + performance.now() - started.real),
      configurable: true,
    });
    await signIn();
    const pool = createPool(world.people.url, "worker", 6);
    const accounting = createAccounting({
      pool,
      clock: () => world.clock.now,
      log: world.people.deps.log,
      owner: "race",
    });
    const other = await makeTerms(brand, world.ax.program, "Other", payouts("0.33"));
    const zone = "Europe/Berlin";
    const today = () =>
      Temporal.Instant.fromEpochMilliseconds(world.clock.now)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .toString();
    const ids: string[] = [];
    let running = true;
    const clicking = async (): Promise<void> => {
      while (running) {
        const now = world.clock.now;
        ids.push(
          ...(await world.journalClicks(
            world.ax,
            Array.from({ length: 20 }, (_, i) => now - i),
          )),
        );
      }
    };
    const pricing = async (): Promise<void> => {
      while (running) await accounting.runOnce();
    };
    const changing = async (): Promise<void> => {
      for (let round = 0; round < 12; round += 1)
        await change({
          strategy: "SWITCH",
          approval: "REPLACE",
          termsId: round % 2 === 0 ? other : world.ay.terms,
          partnerIds: [world.partnerX.accountId],
          effectiveOn: today(),
        });
      running = false;
    };
    try {
      await Promise.all([clicking(), pricing(), changing()]);
      while ((await accounting.runOnce()) > 0);
      const rows = await decided(ids);
      expect(rows.length).toBe(ids.length);
      expect(rows.length).toBeGreaterThan(200);
      expect(rows.filter((row) => row.contract_id !== row.in_force)).toEqual([]);
      expect(new Set(rows.map(({ contract_id }) => contract_id)).size).toBeGreaterThan(5);
      const verified = await verifyLedger(pool);
      expect(verified.firstDifference).toBeNull();
    } finally {
      await accounting.close();
      await pool.end();
    }
  },
);
