/**
 * A program with a past, through real ingest and accounting: limits of every kind, rules, repeats,
 * changes of terms, clicks that came late.
 */
import type { Testbed } from "./testbed.ts";
import { clickRecord, makePartner, makeProgram, makeTerms, sign } from "./test-world.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { dateStart, type Instant } from "../../domain/calendar.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import type { EventPayoutDraft, TermsDraft } from "../../domain/terms-draft.ts";
import { termsFromJson, type Terms } from "../../domain/terms.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { createRandom } from "../../start/demo/random.ts";
import type { AskedReplay } from "../../money/replay/asked.ts";
import { runReplay, type ReplayDone } from "../../money/replay/run-replay.ts";

export const zone = "America/New_York";
export const day = (date: string, hours = 12): Instant => dateStart(date, zone) + hours * 3_600_000;
const hourMs = 3_600_000;

export const click = (payout: Omit<EventPayoutDraft, "event">): TermsDraft => ({
  currency: "USD",
  eventPayouts: [{ event: "CLICK", ...payout }],
});
const rule = (variable: string, operator: string, ...values: string[]) => ({
  variable,
  operator,
  values,
});
export const rulesAndLimits: Omit<EventPayoutDraft, "event"> = {
  rate: "0.02",
  remainder: "PAY_REMAINDER",
  groups: [
    {
      id: "mobile",
      name: "American phones",
      rules: [rule("COUNTRY", "IN", "US", "CA"), rule("DEVICE", "IS", "PHONE")],
      rate: "0.14",
      limits: [{ kind: "CLICKS", reset: "DAY", max: "9" }],
    },
    { id: "america", name: "America", rules: [rule("COUNTRY", "IN", "US", "CA")], rate: "0.10" },
    { id: "free", name: "Free", rules: [rule("COUNTRY", "IS", "GB")], rate: "0" },
  ],
  restrictions: [{ id: "de", name: "No Germany", rules: [rule("COUNTRY", "IS", "DE")] }],
  limits: [
    { kind: "CLICKS", reset: "DAY", max: "14" },
    { kind: "PAYOUT", reset: "WEEK", max: "4.21" },
    { kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "3" },
    { kind: "CLICKS", reset: "CONTRACT", max: "90" },
  ],
};

export interface PastWorld {
  program: string;
  brand: string;
  partners: string[];
  contracts: string[];
  /** Terms versions by name. */
  versions: { first: string; second: string };
  clicks: ClickRecord[];
}

export async function setProgramLimit(
  bed: Testbed,
  program: string,
  limit: { kind: "CLICKS" | "PAYOUT"; reset: string; max: string; from?: Instant; until?: Instant },
): Promise<void> {
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
        created_at,
        ended_by,
        ended_at
      )
      values ($1, $2, $3, 'CLICK', $4, $5, $6, 'USD', false, $7, $8, $9, $10, $11)`,
    [
      uuidv7(),
      bed.world.brand,
      program,
      limit.kind,
      limit.reset,
      limit.max,
      new Date(0),
      bed.world.user,
      new Date(limit.from ?? 0),
      limit.until === undefined ? null : bed.world.user,
      limit.until === undefined ? null : new Date(limit.until),
    ],
  );
}

const countries = ["US", "US", "CA", "DE", "GB", "FR", null] as const;
const devices = ["PHONE", "DESKTOP", "TABLET"] as const;
const pick = <T>(of: readonly T[], next: () => number): T =>
  of[Math.floor(next() * of.length)] as T;

export const firstDay = "2026-10-20";
const days = 14;
const partnersCount = 4;

/**
 * Partner 0 changes terms on the seventh day, 1 has no contract before the third, 2 another one
 * between, 3 none at all at the end.
 */
async function signAll(
  bed: Testbed,
  program: string,
  partners: readonly string[],
  { first, second }: PastWorld["versions"],
): Promise<string[]> {
  const [a = "", b = "", c = "", d = ""] = partners;
  const start = day(firstDay, -1000);
  const at = (n: number) => day(firstDay, n * 24 + 7);
  const spans: [string, string, Instant, Instant | null][] = [
    [a, first, start, at(7)],
    [a, second, at(7), null],
    [b, first, at(3), null],
    [c, second, start, at(5)],
    [c, first, at(6), null],
    [d, first, start, at(11)],
  ];
  const ids: string[] = [];
  for (const [partner, version, from, to] of spans)
    ids.push(await sign(bed.world, { partner, program }, version, [from, to]));
  return ids;
}

async function makeVersions(bed: Testbed, program: string) {
  return {
    first: await makeTerms(bed.world, program, click(rulesAndLimits)),
    second: await makeTerms(
      bed.world,
      program,
      click({
        rate: "0.05",
        limits: [
          { kind: "CLICKS", reset: "DAY", max: "11" },
          { kind: "PAYOUT", reset: "MONTH", max: "6" },
        ],
      }),
    ),
  };
}

/**
 * `perDay` clicks a day, some of which are ingested a day or two late, in batches of at most a few
 * dozen.
 */
export async function makePast(
  bed: Testbed,
  options: { seed: number; perDay: number; programLimit?: boolean },
): Promise<PastWorld> {
  const { seed, perDay, programLimit = true } = options;
  const { next } = createRandom(seed);
  const { brand } = bed.world;
  const program = await makeProgram(bed.world);
  const partners: string[] = [];
  for (let n = 0; n < partnersCount; n += 1) partners.push(await makePartner(bed.world));
  const versions = await makeVersions(bed, program);
  const contracts = await signAll(bed, program, partners, versions);
  if (programLimit)
    await setProgramLimit(bed, program, { kind: "PAYOUT", reset: "DAY", max: "2500000" });
  if (programLimit)
    await setProgramLimit(bed, program, { kind: "CLICKS", reset: "MONTH", max: "400" });
  const links = new Map(partners.map((partner) => [partner, [uuidv7(), uuidv7(), uuidv7()]]));
  let made = 0;
  const record = (at: Instant): ClickRecord => {
    const partner = pick(partners, next);
    return clickRecord({ brand, partner, program }, at, {
      visitor: Math.floor(next() * 40)
        .toString(16)
        .padStart(32, "0"),
      country: pick(countries, next),
      link: links.get(partner)?.[made++ % 3] ?? "",
      device: pick(devices, next),
      robot: next() < 0.05,
      test: next() < 0.05,
      risk: next() < 0.05 ? ["DATA_CENTRE"] : [],
    });
  };
  const clicks: ClickRecord[] = [];
  let late: ClickRecord[] = [];
  for (let n = 0; n < days; n += 1) {
    const today = Array.from({ length: perDay }, () =>
      record(day(firstDay, n * 24) + Math.floor(next() * 24 * hourMs)),
    );
    const held = today.filter(() => next() < 0.1);
    await bed.ingest([
      ...today.filter((one) => !held.includes(one)).sort((x, y) => x.at - y.at),
      ...late,
    ]);
    await bed.account({ batchMin: 20, batchMax: 60 });
    clicks.push(...today);
    late = held;
  }
  await bed.ingest(late);
  await bed.account();
  return { program, brand, partners, contracts, versions, clicks };
}

export const asked = (
  { brand, program }: Pick<PastWorld, "brand" | "program">,
  more: Partial<AskedReplay> = {},
): AskedReplay => ({
  id: uuidv7(),
  brandId: brand,
  partnerId: null,
  programId: program,
  terms: null,
  versionId: null,
  versionNumber: 1,
  contractIds: null,
  partnerIds: null,
  onTermsId: null,
  unsigned: false,
  againstBefore: false,
  from: day(firstDay, 0),
  to: day(firstDay, days * 24),
  attempts: 1,
  ...more,
});

export async function termsOf(bed: Testbed, version: string): Promise<Terms> {
  const { rows } = await bed.owner.query<{ body: unknown }>(
    "select body from terms_version where id = $1",
    [version],
  );
  return termsFromJson(rows[0]?.body);
}

export const run = (bed: Testbed, replay: AskedReplay): Promise<ReplayDone> =>
  inTransaction(bed.worker, async (client) => {
    await client.query("set transaction isolation level repeatable read read only");
    return runReplay(client, replay, async () => {});
  });
