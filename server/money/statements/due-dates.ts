/**
 * On which date all of a statement line has fallen due, by the schedules of its contracts: as it is
 * now while its month is open, and as it is written once it closes.
 */
import { dateOf } from "../../domain/calendar.ts";
import { dueDate } from "../../domain/locking.ts";
import { earnedSums, scheduleBy, schedulesOf, type SumsReader } from "../owed/earned-sums.ts";
import type { Line } from "./statement-line.ts";

type DatedLine = Pick<Line, "month" | "partner" | "currency" | "closesAt">;
const keyOf = ({ month, partner, currency }: Omit<DatedLine, "closesAt">) =>
  `${month} ${partner} ${currency}`;

/**
 * The last date on which an entry that is dated in the line's month falls due. A line that holds
 * what came late for earlier months alone is due once it can take no more.
 */
export async function dueDatesOf(
  ctx: SumsReader,
  programId: string,
  lines: readonly DatedLine[],
  zone: string,
): Promise<(line: DatedLine) => string> {
  const months = lines.map(({ month }) => month).toSorted();
  const [first, last] = [months[0], months.at(-1)];
  const due = new Map<string, string>();
  if (first !== undefined && last !== undefined) {
    const scheduleOf = scheduleBy(await schedulesOf(ctx, programId));
    const sums = await earnedSums(ctx, {
      programId,
      zone,
      partnerIds: [...new Set(lines.map(({ partner }) => partner))],
      currency: null,
      from: `${first}-01`,
      to: Temporal.PlainYearMonth.from(last).add({ months: 1 }).toPlainDate({ day: 1 }).toString(),
    });
    for (const { partner, currency, part } of sums) {
      if (!part) continue;
      const key = keyOf({ month: part.date.slice(0, 7), partner, currency });
      const on = dueDate(scheduleOf(part.contract, part.event), part.date);
      if (on > (due.get(key) ?? "")) due.set(key, on);
    }
  }
  return (line) => due.get(keyOf(line)) ?? dateOf(line.closesAt, zone);
}
