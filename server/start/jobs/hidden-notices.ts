/**
 * The worker's part in telling a brand that Amazon hides most of what it told before: once a day of
 * the brand's, until a whole reading tells it again.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { tell, type NoticeDeps } from "../../partnership/notices/notices.ts";
import { isParkedSql } from "../../platform/db/parking.ts";

export interface HiddenReport {
  program: string;
  brand: string;
}
interface HiddenRun {
  grouping: "ADGROUP" | "CREATIVE";
  known: string;
  hidden: string;
}

/** `r`: attribution_run, `a`: the brand's account. `now`: the placeholder of the instant. */
const isUntold = (now: string): string => `
  r.grouping in ('ADGROUP', 'CREATIVE')
  and r.rows_hidden * 2 > r.rows_known
  and (
    r.hidden_told_at is null
    or (r.hidden_told_at at time zone a.time_zone)::date
      < (${now}::timestamptz at time zone a.time_zone)::date
  )`;

/** By program; $1: now. */
export const hiddenSql = `
  select
    r.program_id as program,
    r.brand_account_id as brand
  from attribution_run r
  join account a on a.id = r.brand_account_id
  where ${isUntold("$1")} and not ${isParkedSql("REPORT_NOTICE", "r.program_id::text", "$1")}
  group by 1, 2
  order by 1
  limit 50`;

const words = { ADGROUP: "by partner", CREATIVE: "by ad" };
const hiddenText = (runs: readonly HiddenRun[]): string =>
  [
    "Amazon's newest report hides most of what it told before:",
    ...runs.map(
      ({ grouping, known, hidden }) => `${hidden} of ${known} rows ${words[grouping]} are hidden`,
    ),
    "Nothing of it is taken back, and no cent moves: what was booked stays as it is. The next " +
      "reading that tells them again books on, and there is nothing to do. You read this once a " +
      "day as long as it lasts.",
  ].join("\n");

/** Resolves with 1 where it was told, 0 where there is nothing to tell any more. */
export async function tellHidden(
  tx: EntityManager,
  telling: NoticeDeps,
  { program, brand }: HiddenReport,
): Promise<number> {
  const now = new Date(telling.clock());
  const runs = await tx.execute<HiddenRun[]>(
    `select
        r.grouping,
        r.rows_known::text as known,
        r.rows_hidden::text as hidden
      from attribution_run r
      join account a on a.id = r.brand_account_id
      where r.program_id = ? and ${isUntold("?")}
      order by r.grouping
      for update of r`,
    [program, now],
  );
  if (runs.length === 0) return 0;
  await tx.execute(
    `update attribution_run
      set hidden_told_at = ?
      where program_id = ? and grouping in ('ADGROUP', 'CREATIVE')`,
    [now, program],
  );
  await tell(tx, telling, [
    {
      kind: "REPORT_HIDDEN",
      accountId: brand,
      fromAccountId: brand,
      brandAccountId: brand,
      programId: program,
      contractId: null,
      changeId: null,
      beforeVersionId: null,
      afterVersionId: null,
      comment: hiddenText(runs),
      howTo: false,
      effectiveAt: null,
    },
  ]);
  return 1;
}
