/**
 * How much of the visits is held (found 123): a window and a little more, whatever the traffic was
 * before; what is unique says accounting.test.ts.
 */
import type pg from "pg";
import { expect, test } from "vitest";
import { minuteMs } from "../../domain/calendar.ts";
import type { RawClick } from "./raw-click.ts";
import { Visits, windowAt } from "./visits.ts";

const none = { query: () => Promise.resolve({ rows: [] }) } as unknown as pg.ClientBase;
const programs = new Map();
const click = (program: string, at: number, visitor: string): RawClick =>
  ({
    program,
    at,
    visitor,
    visitorPrevious: `${visitor}-`,
    partner: "p",
    isTest: false,
  }) as RawClick;

async function batch(visits: Visits, program: string, from: number, count: number): Promise<void> {
  const clicks = Array.from({ length: count }, (_, i) =>
    click(program, from + (i * minuteMs) / count, `${program} ${from} ${i}`),
  );
  await visits.prepare(none, clicks, programs, from + minuteMs);
  for (const each of clicks) visits.take(each, windowAt(undefined, each.at));
}

test("a day of steady clicks of ever new visitors holds no more than its first hour", async () => {
  const visits = new Visits();
  const perMinute = 20;
  let mostOfHour = 0;
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    await batch(visits, "steady", minute * minuteMs, perMinute);
    if (minute < 60) mostOfHour = Math.max(mostOfHour, visits.size);
    else expect(visits.size).toBeLessThanOrEqual(mostOfHour);
  }
  // Two hashes a click for its partner, one for the program, or two by midnight: for the window of
  // 30 minutes, ten for what comes late, and a quarter before it is cleared.
  expect(mostOfHour).toBeLessThanOrEqual(4 * perMinute * (40 * 1.25 + 2));
});

test("a program that rests is let go", async () => {
  const visits = new Visits();
  for (let n = 0; n < 50; n += 1) await batch(visits, `campaign ${n}`, n * minuteMs, 10);
  expect(visits.size).toBeLessThanOrEqual(4 * 10 * 42);
  await batch(visits, "later", 1_000 * minuteMs, 10);
  expect(visits.size).toBe(30);
});
