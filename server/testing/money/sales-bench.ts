/**
 * The hands of the tests of sales: a world whose clock moves, reports, requests as the API writes
 * them, and what is booked.
 */
import type pg from "pg";
import { expect } from "vitest";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";
import type { EventPayoutDraft } from "../../domain/terms-draft.ts";
import type { RequestKind } from "../../domain/conversion.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { createTestDatabase } from "../worlds/database.ts";
import {
  addContract,
  addLink,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../worlds/sales-world.ts";
import { bookPair, type BookedPair } from "./report-pair.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

export interface Sale {
  date?: string;
  creative?: string;
  orders?: number;
  units?: number;
  amount?: string;
  /** What the row names of product and customer. */
  traits?: SaleTraits;
}
export interface Conversion extends Record<string, unknown> {
  id: string;
  state: string;
  reason: string | null;
  payout_micros: bigint;
  amount_micros: bigint;
  orders: bigint;
  updates: number;
}

type Lead = Pick<EventPayoutDraft, "rate"> & Partial<EventPayoutDraft>;
export interface SalesBench {
  owner: pg.Pool;
  clock: { now: number };
  desk: WorkerDeps;
  close(): Promise<void>;
  /** A partner with a contract that pays `rate`. */
  stage(sale?: Partial<EventPayoutDraft>, rate?: string, lead?: Lead): Promise<Stage>;
}
export interface Stage {
  world: SalesWorld;
  partner: { id: string; code: string };
  contract: string;
  testAd: string;
  report(...sales: Sale[]): Promise<BookedPair>;
  conversions(): Promise<Conversion[]>;
  /** The only conversion, or that of a creative. */
  conversion(creative?: string): Promise<Conversion>;
  updates(conversionId: string): Promise<Record<string, unknown>[]>;
  /** As the API writes it; resolves with its id. */
  ask(
    conversionId: string,
    kind: RequestKind,
    more?: { amount?: bigint; units?: bigint; code?: string; comment?: string },
  ): Promise<string>;
  request(id: string): Promise<Record<string, unknown>>;
  balanced(): Promise<void>;
}

let stages = 0;
const creativeRow = (
  world: SalesWorld,
  partner: string,
  { date = "2026-06-10", creative, orders = 1, units = orders, amount = "100", traits = {} }: Sale,
) => ({
  date: date.replaceAll("-", ""),
  advertiserName: "Brand",
  publisher: "P",
  campaignId: world.programCode,
  adGroupId: partner,
  creativeId: creative ?? world.adCode,
  "Click-throughs": "12",
  attributedTotalPurchases14d: String(orders),
  totalUnitsSold14d: String(units),
  totalAttributedSales14d: amount,
  ...traits,
});

interface BenchBase {
  owner: pg.Pool;
  desk: WorkerDeps;
  clock: { now: number };
}
interface Asked {
  conversionId: string;
  kind: RequestKind;
  more: NonNullable<Parameters<Stage["ask"]>[2]>;
}

/** As the API writes it. */
async function insertRequest(
  { owner, clock }: BenchBase,
  world: SalesWorld,
  { conversionId, kind, more }: Asked,
): Promise<string> {
  const { amount, units, code, comment } = more;
  const id = uuidv7();
  await owner.query(
    `insert into conversion_request (
        id,
        batch_id,
        conversion_id,
        brand_account_id,
        program_id,
        kind,
        amount_micros,
        units,
        code,
        comment,
        requested_by,
        requested_at
      )
      values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      conversionId,
      world.brand,
      world.program,
      kind,
      amount ?? null,
      units ?? null,
      code ?? null,
      comment ?? null,
      world.user,
      new Date((clock.now += 1)),
    ],
  );
  return id;
}

async function makeStage(
  ground: BenchBase,
  { sale, rate, lead }: { sale: Partial<EventPayoutDraft>; rate: string; lead?: Lead },
): Promise<Stage> {
  const { owner, desk, clock } = ground;
  stages += 1;
  const world = await createSalesWorld(owner, { name: `${stages}stage` });
  const partner = await addPartner(owner, world, `part${world.programCode}`);
  const contract = await addContract(owner, world, partner, {
    startsAt: "2026-01-01T00:00:00Z",
    saleRate: rate,
    sale,
    ...(lead ? { lead } : {}),
  });
  await addLink(owner, world, partner);
  const test = await addLink(owner, world, partner, {
    isTest: true,
    adCode: `test${world.programCode}`,
  });
  const all = async (sql: string, ...values: unknown[]) =>
    (await owner.query(sql, values)).rows as Record<string, unknown>[];
  const conversions = async () =>
    (await all(
      "select * from conversion where program_id = $1 order by occurred_at, row_key",
      world.program,
    )) as Conversion[];
  return {
    world,
    partner,
    contract,
    testAd: test.adCode,
    conversions,
    report: (...sales) =>
      bookPair({
        ...desk,
        programId: world.program,
        advertiserId: world.advertiserId,
        simulated: false,
        rows: sales.map((each) => creativeRow(world, partner.code, each)),
        startedAt: (clock.now += 1),
      }),
    conversion: async (creative = world.adCode) => {
      const found = (await conversions()).find(({ row_key: key }) =>
        String(key).endsWith(`|${creative}`),
      );
      if (!found) throw new Error(`no conversion of ${creative}`);
      return found;
    },
    updates: (id) =>
      all("select * from conversion_update where conversion_id = $1 order by number", id),
    ask: (conversionId, kind, more = {}) =>
      insertRequest(ground, world, { conversionId, kind, more }),
    request: async (id) =>
      (await all("select * from conversion_request where id = $1", id))[0] ?? {},
    balanced: async () =>
      expect(
        (await verifyLedger(desk.pool, { program: world.program })).firstDifference,
      ).toBeNull(),
  };
}

export async function createSalesBench(): Promise<SalesBench> {
  const database = await createTestDatabase();
  const [owner, worker] = [createPool(database.url, "owner"), createPool(database.url, "worker")];
  const clock = { now: Date.parse("2026-06-20T12:00:00Z") };
  const desk: WorkerDeps = {
    pool: worker,
    clock: () => clock.now,
    newId: uuidv7,
    log: createLog("silent", "test"),
  };
  return {
    owner,
    clock,
    desk,
    stage: (sale = {}, rate = "10%", lead) =>
      makeStage({ owner, desk, clock }, { sale, rate, ...(lead ? { lead } : {}) }),
    close: async () => {
      await Promise.all([owner.end(), worker.end()]);
      await database.drop();
    },
  };
}
