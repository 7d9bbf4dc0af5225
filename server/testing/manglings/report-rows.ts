/**
 * Rows of Amazon's report as services send them on a bad day: other types, other words, too long,
 * too large, half of it, twice. Each is read as what it says, or is kept as unreadable with its
 * reason; none is dropped, and none takes another with it.
 */
import { groupings } from "../../domain/attribution.ts";
import { readRows } from "../../money/attribution/report-rows.ts";
import type { Random } from "../../start/demo/random.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const of = {
  programId: "0190a000-0000-7000-8000-000000000001",
  advertiserId: "ADV1",
  campaignId: "PROGRAM1",
  minorDigits: 2,
  lastDate: "2026-11-30",
};
const largest = 2n ** 63n;

const good = (random: Random): Record<string, unknown> => ({
  date: `202611${String(1 + random.below(29)).padStart(2, "0")}`,
  advertiserName: "Brand",
  publisher: "P",
  campaignId: random.chance(0.9) ? of.campaignId : "OTHER",
  adGroupId: `partner-${random.below(3)}`,
  creativeId: `ad-${random.below(3)}`,
  "Click-throughs": String(random.below(1_000)),
  attributedTotalPurchases14d: String(random.below(20)),
  totalUnitsSold14d: String(random.below(40)),
  totalAttributedSales14d: `${random.below(5_000)}.${String(random.below(100)).padStart(2, "0")}`,
});
const names = [
  "date",
  "campaignId",
  "adGroupId",
  "creativeId",
  "Click-throughs",
  "attributedTotalPurchases14d",
  "totalUnitsSold14d",
  "totalAttributedSales14d",
  "sku",
  "__proto__",
  "constructor",
];
const odd: readonly unknown[] = [
  null,
  undefined,
  "",
  " ",
  "NaN",
  "-1",
  "+3",
  "1e3",
  "9.99999999E8",
  "1.42E-14",
  "-0.0",
  "1E400",
  "0x10",
  "١٢",
  "1,234.50",
  "12.5.1",
  "9".repeat(40),
  `-${"9".repeat(19)}`,
  "20261332",
  "00000000",
  "2026-11-02",
  "99991231",
  "a\0b",
  "\uD800",
  "x".repeat(5_000),
  0,
  12.5,
  Infinity,
  true,
  [],
  ["1"],
  {},
  { toString: "1" },
];
const shapes: readonly unknown[] = [null, undefined, [], "row", 7, true, [[]], {}];

function mangled(random: Random): unknown {
  if (random.chance(0.05)) return pick(random, shapes);
  const row = good(random);
  for (let n = random.below(4); n > 0; n--) {
    const name = pick(random, names);
    if (random.chance(0.3)) delete row[name];
    else
      Object.defineProperty(row, name, {
        value: pick(random, odd),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return row;
}

function check(random: Random): void {
  const rows = Array.from({ length: 1 + random.below(8) }, () => mangled(random));
  // As they come over the wire.
  const sent = JSON.parse(JSON.stringify(rows)) as unknown[];
  const grouping = pick(random, groupings);
  const { named, unreadable, repeated, foreign, hidden } = readRows({ ...of, grouping }, sent);
  const told = named.length + unreadable.length + repeated + foreign + hidden.length;
  holds(told === sent.length, () => `of ${sent.length} rows ${told} are accounted for`);
  holds(
    unreadable.every(({ fault, row }) => fault.length > 0 && sent.includes(row)),
    () => "an unreadable row has no reason",
  );
  for (const { key, tag, totals, body } of named) {
    const row = body.row as unknown as Record<string, string | undefined>;
    holds(
      sent.includes(body.row) &&
        row.date === tag.date.replaceAll("-", "") &&
        tag.adGroupId === (grouping === "CAMPAIGN" ? "" : row.adGroupId),
      () => `the row ${key} says another thing than was sent`,
    );
    const numbers = [totals.clickThroughs, totals.orders, totals.units, totals.amount];
    holds(
      numbers.every((number) => number >= 0n && number < largest),
      () => `the row ${key} holds ${numbers.join(", ")}`,
    );
    holds(!key.includes("\0") && key.isWellFormed(), () => "a key cannot be stored");
  }
}

export const reportRows: Mangling = {
  name: "report-rows",
  run: (seed, runs) => eachCase("report-rows", seed, runs, check),
};
