/**
 * The worker's part in telling a brand of a report that is held, once, with what it would lose; and
 * of one that is hidden.
 */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import { readAdGroup } from "../../domain/attribution-tag.ts";
import { formatMicros } from "../../domain/money.ts";
import type { HeldRow } from "../../domain/report-breaker.ts";
import { tell, type NoticeDeps } from "../../partnership/notices/notices.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { pgArray } from "../../platform/db/array.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { isParkedSql, startRound } from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import { entities } from "../entities.ts";
import { hiddenSql, tellHidden, type HiddenReport } from "./hidden-notices.ts";

export interface HoldNotices {
  /** One round; resolves with the number of held and hidden reports told. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

interface Hold {
  id: string;
  brand: string;
  program: string;
  since: string;
  until: string;
  booked: string;
  taken: string;
  currency: string;
  rowCount: number;
  rows: HeldRow[];
  isOver: boolean;
}
const untoldSql = `
  select h.id, h.brand_account_id as brand, h.program_id as program
  from attribution_hold h
  where h.told_at is null and not ${isParkedSql("REPORT_NOTICE", "h.id::text", "$1")}
  order by h.held_at
  limit 50`;

type Names = ReadonlyMap<string, string>;
/** By its name; an ad group that names no partner as the report names it. */
function groupText(adGroup: string, names: Names): string {
  const { partner, isTest } = readAdGroup(adGroup);
  const name = names.get(partner);
  if (name === undefined) return `"${adGroup}"`;
  return isTest ? `test links of ${name}` : name;
}
/** As one line of plain words: what of which partner's day would go. */
const rowLine = (row: HeldRow, currency: string, names: Names): string =>
  `${row.date}, ${groupText(row.adGroup, names)}: ` +
  `${row.ordersBooked} orders booked, ${row.ordersTold} told; ` +
  `${formatMicros(BigInt(row.amountBooked))} ${currency} booked, ` +
  `${formatMicros(BigInt(row.amountTold))} told`;

/** What the brand reads, in the app and by mail. */
function heldText(
  { taken, booked, since, until, rows, rowCount, currency }: Hold,
  names: Names,
): string {
  const more = rowCount - rows.length;
  return [
    `Amazon's report would take back ${taken} of ${booked} orders of ${since} to ${until}. ` +
      "Nothing of it is booked until an admin of yours or an operator lets it pass or drops it, " +
      "or until Amazon tells something else.",
    ...rows.map((row) => rowLine(row, currency, names)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join("\n");
}

async function tellHold(
  tx: EntityManager,
  telling: NoticeDeps,
  { id, brand, program }: Pick<Hold, "id" | "brand" | "program">,
): Promise<number> {
  const [hold] = await tx.execute<Hold[]>(
    `select
        id,
        brand_account_id as brand,
        program_id as program,
        start_date::text as since,
        end_date::text as until,
        orders_booked::text as booked,
        orders_taken::text as taken,
        currency,
        row_count as "rowCount",
        rows,
        closed_at is not null as "isOver"
      from attribution_hold
      where id = ? and told_at is null
      for update skip locked`,
    [id],
  );
  if (!hold) return 0;
  await tx.execute("update attribution_hold set told_at = ? where id = ?", [
    new Date(telling.clock()),
    id,
  ]);
  // Nobody is asked any more: it passed, was dropped or dissolved before it could be told.
  if (hold.isOver) return 0;
  const codes = hold.rows.map(({ adGroup }) => readAdGroup(adGroup).partner);
  const partners = await tx.execute<{ code: string; name: string }[]>(
    "select code, name from account where kind = 'PARTNER' and code = any(?::text[])",
    [pgArray(codes)],
  );
  const names = new Map(partners.map(({ code, name }) => [code, name]));
  await tell(tx, telling, [
    {
      kind: "REPORT_HELD",
      accountId: brand,
      fromAccountId: brand,
      brandAccountId: brand,
      programId: program,
      contractId: null,
      changeId: null,
      beforeVersionId: null,
      afterVersionId: null,
      comment: heldText(hold, names),
      howTo: false,
      effectiveAt: null,
    },
  ]);
  return 1;
}

/** `databaseUrl` is opened as the worker. One that cannot be told is parked; the others go on. */
export async function createHoldNotices({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): Promise<HoldNotices> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 1, silentMsOf.worker);
  const parking = { pool, clock: telling.clock, newId: telling.newId, log };
  return {
    async runOnce() {
      const now = [new Date(telling.clock())];
      const { rows: holds } = await pool.query<Hold>(untoldSql, now);
      const { rows: hidden } = await pool.query<HiddenReport>(hiddenSql, now);
      if (holds.length + hidden.length === 0) return 0;
      const round = await startRound(parking, "REPORT_NOTICE");
      const tellOne = async (
        subject: string,
        { brand, program }: HiddenReport,
        work: (tx: EntityManager) => Promise<number>,
      ): Promise<number> => {
        const em = emFor(orm, { kind: "BRAND", accountId: brand });
        const item = { subject, accountId: brand, programId: program };
        return (await round.attempt(item, () => em.transactional(work))) ?? 0;
      };
      let told = 0;
      for (const hold of holds)
        told += await tellOne(hold.id, hold, (tx) => tellHold(tx, telling, hold));
      for (const report of hidden)
        told += await tellOne(report.program, report, (tx) => tellHidden(tx, telling, report));
      return told;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
