/** Entries of the ledger as its two sides read them, each with its reason. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import {
  isMillis,
  page,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { UpdateKind } from "../../domain/conversion.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import {
  changeOf,
  effectOn,
  ledgerEvents,
  type LedgerAccount,
  type LedgerEvent,
} from "../../domain/ledger.ts";
import { formatMicros } from "../../domain/money.ts";
import {
  checkRanges,
  conditionsOf,
  noSpans,
  spansOf,
  type AskedEntries,
} from "./entry-conditions.ts";
import type { LedgerEntryFilter, LedgerEntryView } from "./ledger-entry.types.ts";

interface Row {
  id: string;
  event: LedgerEvent;
  at_ms: string;
  posted_ms: string;
  partner: string;
  partner_name: string;
  contract: string;
  debit: LedgerAccount;
  credit: LedgerAccount;
  amount: string;
  currency: string;
  /** Of a click. */
  rate: string | null;
  group_id: string | null;
  /** Of a sale or lead. */
  update_kind: UpdateKind | null;
  conversion: string | null;
  conversion_kind: ConversionKind | null;
  /** Of a bonus. */
  bonus_reason: string | null;
  inquiry_reason: string | null;
}

const updateWords: Record<UpdateKind, string> = {
  TRACKED: "A sale was reported.",
  RESTATED: "Amazon reported other totals of a sale.",
  REPRICED: "Another contract came into force at the date of a sale.",
  MODIFIED: "The brand changed the amount of a sale.",
  APPROVED: "A sale was approved.",
  OUTSIDE_APPROVED: "The brand approved a sale past a limit.",
  REVERSED: "A sale was taken back whole.",
  ADJUSTED: "Amazon reported other totals of a sale after its approval.",
};
function reasonOf(row: Row): string {
  if (row.event === "BONUS")
    return row.bonus_reason ?? row.inquiry_reason ?? "A performance bonus.";
  if (row.update_kind) {
    const words = updateWords[row.update_kind];
    return row.conversion_kind === "LEAD" ? words.replace(/\bsale\b/, "lead") : words;
  }
  const price = row.group_id === null ? "the default payout" : "the price of a payout group";
  const left = row.rate === formatMicros(BigInt(row.amount)) ? "" : "; a limit had no more left";
  return `A click at ${price}, ${row.rate} ${row.currency}${left}.`;
}

function view(row: Row): LedgerEntryView {
  const { debit, credit, currency } = row;
  const transfer = { debit, credit, amount: BigInt(row.amount) };
  const effect = (account: LedgerAccount) => money(effectOn(account, transfer), currency);
  return {
    id: row.id,
    kind: row.event,
    at: new Date(Number(row.at_ms)),
    postedAt: new Date(Number(row.posted_ms)),
    partnerId: row.partner,
    partnerName: row.partner_name,
    contractId: row.contract,
    amount: money(changeOf(row.event, transfer), currency),
    owed: effect("PARTNER_PAYABLE"),
    pending: effect("CLEARING"),
    reason: reasonOf(row),
    clickId: row.event === "CLICK" ? row.id : null,
    conversionId: row.conversion,
  };
}

/** The clicks' entries by their clicks, the others by an index of their own; the newest of each. */
function entriesSql(ctx: Context, asked: AskedEntries): { sql: string; values: unknown[] } {
  const kinds = asked.filter.kinds ?? ledgerEvents;
  const others = kinds.filter((kind) => kind !== "CLICK");
  const ofClicks = conditionsOf(ctx, asked, { at: "clicked_at", id: "id", entry: "t" });
  const ofOthers = conditionsOf(ctx, asked, { at: "effective_at", id: "subject_id", entry: "p" });
  // Without clicks none is looked at: their search ends at the first entries it finds.
  const parts = [
    {
      isAsked: kinds.includes("CLICK"),
      sql: `(
          select t.*
          from click p
          join ledger_transfer t on t.effective_at = p.clicked_at and t.subject_id = p.id
          where t.event = 'CLICK' and ${ofClicks.sql}
          order by p.clicked_at desc, p.id desc
          limit ?
        )`,
      values: [...ofClicks.values, asked.limit],
    },
    {
      isAsked: others.length > 0,
      sql: `(
          select p.*
          from ledger_transfer p
          ${ofOthers.joins}
          where p.event <> 'CLICK' and p.event = any(?::text[]) and ${ofOthers.sql}
          order by p.effective_at desc, p.subject_id desc
          limit ?
        )`,
      values: [pgArray(others), ...ofOthers.values, asked.limit],
    },
  ].filter(({ isAsked }) => isAsked);
  return {
    sql: parts.map(({ sql }) => sql).join(" union all "),
    values: parts.flatMap(({ values }) => values),
  };
}

async function rowsOf(ctx: Context, asked: AskedEntries): Promise<Row[]> {
  const entries = entriesSql(ctx, asked);
  return ctx.em.execute<Row[]>(
    `select
        e.subject_id as id,
        e.event,
        (extract(epoch from e.effective_at) * 1000)::bigint::text as at_ms,
        (extract(epoch from e.posted_at) * 1000)::bigint::text as posted_ms,
        e.partner_account_id as partner,
        n.name as partner_name,
        e.contract_id as contract,
        e.debit,
        e.credit,
        e.amount_micros::text as amount,
        e.currency,
        d.rate,
        d.group_id,
        u.kind as update_kind,
        a.id as conversion,
        a.kind as conversion_kind,
        b.reason as bonus_reason,
        g.reason as inquiry_reason
      from (
        ${entries.sql}
      ) e
      left join account n on n.id = e.partner_account_id
      left join decision d
        on e.event = 'CLICK'
        and d.brand_account_id = e.brand_account_id
        and d.occurred_at = e.effective_at
        and d.subject_id = e.subject_id
      left join conversion_update u on u.id = e.subject_id
      left join conversion a
        on a.id = u.conversion_id
        and a.${ctx.scope.tenantColumn()} = e.${ctx.scope.tenantColumn()}
      left join bonus b on b.id = e.subject_id
      left join inquiry_posting g on g.id = e.subject_id
      order by e.effective_at desc, e.subject_id desc
      limit ?`,
    [...entries.values, asked.limit],
  );
}

const byInstant: Key<Row, [at: string, id: string]> = {
  of: ({ at_ms, id }) => [at_ms, id],
  parts: [isMillis, isId],
};
/** Newest first, keyset by (instant, id): stable while entries are posted. */
export async function ledgerEntries(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  filter: LedgerEntryFilter | null,
): Promise<Page<LedgerEntryView>> {
  checkRanges(filter ?? {});
  const program = await findProgram(ctx, programId);
  const brand = program && (await ctx.em.findOne(Account, { id: program.brandAccountId }));
  const zone = brand?.timeZone ?? "UTC";
  const spans = program ? await spansOf(ctx, program, filter ?? {}, zone) : noSpans;
  const of = { programId, filter: filter ?? {}, zone, ...spans };
  // No kind at all: nothing is asked.
  const isAsked = program && filter?.kinds?.length !== 0;
  const rows = async (after: [at: string, id: string] | null, limit: number) =>
    isAsked ? rowsOf(ctx, { ...of, after, limit }) : [];
  return page(rows, asked, byInstant, (shown) => shown.map(view));
}
