/**
 * What partners earned that is final, added up by contract and date: of clicks from the dates of
 * the rollup, of all else from the ledger. By both it is known on which date each part falls due.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import { isEventKind, type EventKind } from "../../domain/event-kinds.ts";
import { defaultSchedule, type PayoutSchedule } from "../../domain/terms.ts";

/** Who reads: a person by the API, or the worker for a brand. */
export interface SumsReader {
  em: Pick<Context["em"], "execute">;
  scope: Pick<Context["scope"], "tenantColumn" | "requireAccountId">;
}

/** The kind of event whose schedule says when an entry falls due, by contract. */
export interface ContractSchedule {
  contract: string;
  event: EventKind;
  schedule: PayoutSchedule;
}
/** Of every contract that was ever signed in the program, as far as the reader sees them. */
export async function schedulesOf(ctx: SumsReader, programId: string): Promise<ContractSchedule[]> {
  const rows = await ctx.em.execute<
    { contract: string; event: string; schedule: PayoutSchedule | null }[]
  >(
    `select
        c.id as contract,
        p ->> 'event' as event,
        p -> 'schedule' as schedule
      from contract c
      join terms_version v on v.id = c.terms_version_id
      cross join lateral jsonb_array_elements(v.body -> 'eventPayouts') p
      where c.program_id = ?
        and c.${ctx.scope.tenantColumn()} = ?
        and c.decision in ('SIGNED', 'SUPERSEDED')`,
    [programId, ctx.scope.requireAccountId()],
  );
  return rows.flatMap(({ contract, event, schedule }) =>
    isEventKind(event) ? [{ contract, event, schedule: schedule ?? defaultSchedule }] : [],
  );
}

/** By "contract event"; what a contract does not name is due as the field's default says. */
export function scheduleBy(
  schedules: readonly ContractSchedule[],
): (contract: string, event: EventKind) => PayoutSchedule {
  const known = new Map(
    schedules.map(({ contract, event, schedule }) => [`${contract} ${event}`, schedule]),
  );
  return (contract, event) => known.get(`${contract} ${event}`) ?? defaultSchedule;
}

/** Of an entry that is no click: the kind of event that it books, by joins `a` and `q`. */
export const otherKind = "coalesce(a.kind, q.kind_of, 'SALE')";
export const otherJoins = (entry: string): string => `
      left join conversion_update u on u.id = ${entry}.subject_id
      left join conversion a on a.id = u.conversion_id
      left join lateral (
        select case when i.click_id is not null then 'CLICK' else s.kind end as kind_of
        from inquiry_posting g
        join inquiry i on i.id = g.inquiry_id
        left join conversion s on s.id = i.conversion_id
        where g.id = ${entry}.subject_id
      ) q
        on true`;

export interface SumsAsked {
  programId: string;
  zone: string;
  partnerIds: readonly string[] | null;
  currency: string | null;
  /** YYYY-MM-DD: what is dated before is one sum without date and contract. */
  from: string;
  /** The last date; null: all. */
  to: string | null;
}
export interface EarnedSum {
  partner: string;
  currency: string;
  /** Null: of dates before `from`. */
  part: { contract: string; event: EventKind; date: string } | null;
  micros: bigint;
}
interface Row {
  partner: string;
  currency: string;
  contract: string | null;
  event: EventKind | null;
  date: string | null;
  micros: string;
}

/** Dates are kept in one zone per program: right after a change of it, not yet in the new one. */
async function clicksSql(ctx: SumsReader, { programId, zone }: SumsAsked): Promise<string> {
  const [kept] = await ctx.em.execute<{ zone: string }[]>(
    "select zone from rollup_zone where program_id = ?",
    [programId],
  );
  const isKept = kept?.zone === zone;
  const date = isKept ? "(r.bucket at time zone 'UTC')::date" : localDate("r.bucket", "o");
  return `select
          r.partner_account_id as partner,
          r.currency,
          r.contract_id as contract,
          'CLICK' as event,
          ${date} as date,
          r.payout_micros as micros
        from click_rollup r
        cross join zone o
        where r.program_id = ?
          and r.${ctx.scope.tenantColumn()} = ?
          and r.level = '${isKept ? "D" : "C"}'
          and r.payout_micros <> 0`;
}
const othersSql = (ctx: SumsReader): string => `select
          t.partner_account_id as partner,
          t.currency,
          t.contract_id as contract,
          ${otherKind} as event,
          ${localDate("t.effective_at", "o")} as date,
          case t.credit when 'PARTNER_PAYABLE' then t.amount_micros else -t.amount_micros end
            as micros
        from ledger_transfer t
        cross join zone o
        ${otherJoins("t")}
        where t.program_id = ?
          and t.${ctx.scope.tenantColumn()} = ?
          and t.event <> 'CLICK'
          and 'PARTNER_PAYABLE' in (t.debit, t.credit)`;

export async function earnedSums(ctx: SumsReader, asked: SumsAsked): Promise<EarnedSum[]> {
  const { programId, zone, partnerIds, currency, from, to } = asked;
  const whose = [programId, ctx.scope.requireAccountId()];
  const recent = (column: string) => `case when e.date >= ?::date then e.${column} end`;
  const rows = await ctx.em.execute<Row[]>(
    `with
      zone as materialized (select * from ${zoneTable([zone])} z),
      earned as (
        ${await clicksSql(ctx, asked)}
        union all
        ${othersSql(ctx)}
      )
      select
        e.partner,
        e.currency,
        ${recent("contract")} as contract,
        ${recent("event")} as event,
        ${recent("date")}::text as date,
        sum(e.micros)::text as micros
      from earned e
      where coalesce(e.partner = any(?::uuid[]), true)
        and e.currency = coalesce(?, e.currency)
        and e.date <= coalesce(?::date, e.date)
      group by 1, 2, 3, 4, 5
      order by 1, 2, 5, 3, 4`,
    [
      ...whose,
      ...whose,
      from,
      from,
      from,
      partnerIds === null ? null : pgArray(partnerIds),
      currency,
      to,
    ],
  );
  return rows.map(({ partner, currency, contract, event, date, micros }) => ({
    partner,
    currency,
    part: contract === null || event === null || date === null ? null : { contract, event, date },
    micros: BigInt(micros),
  }));
}
