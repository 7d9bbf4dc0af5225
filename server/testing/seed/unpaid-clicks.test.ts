/**
 * What is not paid is redirected and counted like any other click: through the real tracker and
 * worker.
 */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestbed, decisions, type Testbed } from "../money/testbed.ts";
import { makeTerms, sign } from "../money/test-world.ts";
import { startWorker } from "../../money/accounting/worker.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import type { EventPayoutDraft } from "../../domain/terms-draft.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { linkRows, type LinkRows } from "../tracking/link-fixture.ts";
import { startTracker } from "../../tracking/redirect/server.ts";

let bed: Testbed;
let rows: LinkRows;
beforeAll(async () => {
  bed = await createTestbed("UTC");
  rows = linkRows(bed.url);
});
afterAll(async () => {
  await rows.pool.end();
  await bed.close();
});

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

/**
 * Clicks a link under these terms once for each of `visitors`; resolves with answers, reasons and
 * counts.
 */
async function clickUnder(payout: Omit<EventPayoutDraft, "event" | "rate">, visitors: number) {
  const program = await rows.program();
  const parties = { partner: program.partnerId, program: program.id };
  const world = { ...bed.world, brand: program.brandId };
  const version = await makeTerms(world, program.id, {
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.05", ...payout }],
  });
  await sign(world, parties, version, [0, null]);
  await bed.owner.query(
    `
      insert into event_type (id, brand_account_id, program_id, kind, code, name, state, created_at)
      values ($1, $2, $3, 'CLICK', 'CLICK', 'Click', 'ACTIVE', now())`,
    [uuidv7(), program.brandId, program.id],
  );
  const { path } = await rows.link(program);
  const parts = {
    env: readEnv({
      TRACKER_PORT: "0",
      JOURNAL_DIR: bed.dir,
      TRUSTED_PROXIES: "127.0.0.1",
      NODE_ENV: "test",
    }),
    databaseUrl: bed.url,
    clock: systemClock,
    newId: uuidv7,
  };
  const tracker = await startTracker({ ...parts, log: createLog("silent", "tracker") });
  const worker = await startWorker({ ...parts, log: createLog("silent", "worker") });
  const get = (where: string, visitor = 0) =>
    fetch(`http://127.0.0.1:${tracker.port}${where}`, {
      redirect: "manual",
      headers: { "user-agent": firefox, "x-forwarded-for": `203.0.113.${visitor + 1}` },
    });
  await vi.waitUntil(async () => (await get("/readyz")).status === 200, { timeout: 30_000 });
  const answers: number[] = [];
  for (let visitor = 0; visitor < visitors; visitor++)
    answers.push((await get(path, visitor)).status);
  await worker.idle();
  await worker.close();
  await tracker.close();
  const counted = await bed.worker.query<{
    raw: bigint;
    unique: bigint;
    payable: bigint;
    payout: bigint;
  }>(
    `select
        sum(clicks)::bigint as raw,
        sum(unique_clicks)::bigint as unique,
        sum(payable_clicks)::bigint as payable,
        sum(payout_micros)::bigint as payout
      from click_rollup
      where program_id = $1 and level = 'P'`,
    [program.id],
  );
  return {
    answers,
    reasons: (await decisions(bed.worker, program.id)).map(({ reason }) => reason),
    counts: counted.rows[0],
  };
}

test("[D78] a click that a restriction blocks is redirected and counted, and pays 0", async () => {
  const restrictions = [
    { name: "No Firefox", rules: [{ variable: "BROWSER", operator: "IS", values: ["FIREFOX"] }] },
  ];
  const { answers, reasons, counts } = await clickUnder({ limits: [], restrictions }, 2);
  expect([answers, reasons]).toEqual([
    [302, 302],
    ["RESTRICTED", "RESTRICTED"],
  ]);
  expect(counts).toEqual({ raw: 2n, unique: 2n, payable: 0n, payout: 0n });
});

test("[D103] a click past a limit is redirected, and is among raw and unique clicks", async () => {
  const { answers, reasons, counts } = await clickUnder(
    { limits: [{ kind: "CLICKS", reset: "CONTRACT", max: "1" }] },
    3,
  );
  expect([answers, reasons]).toEqual([
    [302, 302, 302],
    [null, "OVERLIMIT_CLICKS", "OVERLIMIT_CLICKS"],
  ]);
  expect(counts).toEqual({ raw: 3n, unique: 3n, payable: 1n, payout: 50_000n });
});
