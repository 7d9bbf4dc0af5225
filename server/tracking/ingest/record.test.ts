import { trafficSourceOf } from "../../domain/traffic-source.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeLine } from "../journal/journal-read.ts";
import { clickColumns, lineOf } from "./record.ts";

const stored = (name: string) => readFileSync(new URL(name, import.meta.url));
const columns = clickColumns.split(", ");

const linesOf = (bytes: Buffer): unknown[] => {
  const lines: unknown[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(10, start);
    lines.push(decodeLine(bytes, start, end));
  }
  return lines;
};
const records = linesOf(stored("./lines-v1.journal")) as {
  at: number;
  referrerHost: string | null;
}[];
const origin = { trackerId: "t1", recordedAt: (records[0]?.at ?? 0) + 5 };

test("clicks written to the journal on 2026-11-29 are stored as they were on that day", () => {
  const expected = JSON.parse(stored("./lines-v1.json").toString("utf8")) as object[];
  expect(records).toHaveLength(expected.length);
  for (const [index, record] of records.entries()) {
    const { kind, bad, line } = lineOf(record, origin);
    expect({ kind, bad }).toEqual({ kind: "CLICK", bad: false });
    const values = line.split("\t");
    expect(values).toHaveLength(columns.length);
    const row = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    // What follows from another column is told of old ones, too.
    expect(row.traffic_source).toBe(trafficSourceOf(record.referrerHost));
    // Any other column that came later holds nothing for them.
    delete row.traffic_source;
    const later = Object.keys(row).filter((column) => !(column in (expected[index] ?? {})));
    expect(row).toEqual({
      ...expected[index],
      ...Object.fromEntries(later.map((c) => [c, "\\N"])),
    });
  }
});

test("a click that lacks a field of its version, or holds what is none, is malformed", () => {
  const [click] = records as unknown as Record<string, unknown>[];
  for (const [field, value] of Object.entries(click ?? {})) {
    const { [field]: _left, ...rest } = click ?? {};
    const wrong = typeof value === "object" ? 7 : { an: { object: 1 } };
    for (const broken of [rest, { ...click, [field]: wrong }])
      expect([field, lineOf(broken, origin).bad]).toEqual([field, true]);
  }
  const broken = [{ gesture: "MAYBE" }, { part: 4 }, { part: -1 }, { risk: [1] }, { seq: 1.5 }];
  for (const change of broken) expect(lineOf({ ...click, ...change }, origin).bad).toBe(true);
});
