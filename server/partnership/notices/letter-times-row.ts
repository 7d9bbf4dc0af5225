/** When letters to a person may go out, as it is stored, and as long as nobody chose. */
import type { DigestPace, LetterTimes } from "../../domain/letter-times.ts";

export interface TimesRow {
  /** Null: nothing was chosen. */
  timeZone: string | null;
  quietFrom: number | null;
  quietUntil: number | null;
  digestPace: DigestPace | null;
  digestHour: number | null;
  digestWeekday: number | null;
}

const usualDigest = { pace: "DAILY", hour: 8, weekday: 1 } as const;

export const timesOf = (row: Partial<TimesRow>, accountZone: string): LetterTimes => ({
  zone: row.timeZone ?? accountZone,
  quiet:
    row.quietFrom == null || row.quietUntil == null
      ? null
      : { from: row.quietFrom, until: row.quietUntil },
  digest: {
    pace: row.digestPace ?? usualDigest.pace,
    hour: row.digestHour ?? usualDigest.hour,
    weekday: row.digestWeekday ?? usualDigest.weekday,
  },
});
