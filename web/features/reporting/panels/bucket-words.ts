/**
 * Names of buckets: the server cuts them and gives a machine key, the wording is made here, in the
 * zone it returned.
 */
import type { Grain } from "../../../gql/graphql.ts";
import { formatInstant, formatPlainDate, formatPlainDay } from "../../../lib/format.ts";

interface Cut {
  key: string;
  start: string;
  end: string;
}
export interface BucketWords {
  /** For the axis. */
  short: string;
  /** For the cursor, the table and the drawer. */
  long: string;
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const day = { day: "numeric", month: "short" } as const;
const fullDay = { day: "numeric", month: "long", year: "numeric" } as const;

const span = (start: number, end: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone })
    .formatRange(start, end)
    .replaceAll(/\s*–\s*/g, " – ");

/** First to last day of a period whose end is the first instant after it. */
export const spanOf = (start: string, end: string, timeZone: string): string =>
  span(Date.parse(start), Date.parse(end) - 1, timeZone);

function dayWords({ key }: Cut): BucketWords {
  return { short: formatPlainDay(key), long: formatPlainDate(key) };
}

function clockWords({ start }: Cut, timeZone: string, isSecond: boolean): BucketWords {
  const time = formatInstant(start, timeZone, clock);
  const again = isSecond ? " (2nd)" : "";
  const short = time === "00:00" ? formatInstant(start, timeZone, day) : `${time}${again}`;
  return { short, long: `${formatInstant(start, timeZone, fullDay)}, ${time}${again}` };
}

/** When clocks go back an hour comes twice; its second pass says so. */
export function bucketWords(
  buckets: readonly Cut[],
  grain: Grain,
  timeZone: string,
): BucketWords[] {
  const seen = new Set<string>();
  return buckets.map((bucket) => {
    switch (grain) {
      case "DAY":
        return dayWords(bucket);
      case "WEEK":
        return {
          short: formatInstant(bucket.start, timeZone, day),
          long: spanOf(bucket.start, bucket.end, timeZone),
        };
      case "MONTH":
        return {
          short: formatInstant(bucket.start, timeZone, { month: "short", year: "2-digit" }),
          long: formatInstant(bucket.start, timeZone, { month: "long", year: "numeric" }),
        };
      default: {
        const local = formatInstant(bucket.start, timeZone, { ...fullDay, ...clock });
        const isSecond = seen.has(local);
        seen.add(local);
        return clockWords(bucket, timeZone, isSecond);
      }
    }
  });
}
