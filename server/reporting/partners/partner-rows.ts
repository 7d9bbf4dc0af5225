/**
 * Which partners of a program a page of the table holds: filtered, in order and counted by one
 * statement, whatever their number. Only what the order or the filter asks for is added up.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { partnerStandings, type PartnerStanding } from "../../domain/partner-standing.ts";
import { results } from "../../domain/verification.ts";
import { oneForm } from "../../domain/values/text.ts";
import type { ReportMode } from "../reports/report.types.ts";
import {
  clicks,
  joined,
  lastClick,
  lastJoin,
  partners,
  piece,
  placeIn,
  sold,
  standings,
  type PartnerQuery,
  type Piece,
} from "./partner-pieces.ts";
import type { PartnerOrder } from "./program-partner.types.ts";

type Needed = "clicks" | "change" | "sold" | "last";
interface OrderSql {
  /** Of partner `m`; null where it has none. */
  value: string;
  type: "text" | "numeric";
  needs: readonly Needed[];
}
const earnedSql = "(coalesce(k.micros, 0) + coalesce(e.micros, 0))";
const orders: Record<PartnerOrder, OrderSql> = {
  NAME: { value: "lower(m.name)", type: "text", needs: [] },
  STANDING: { value: placeIn(partnerStandings, "m.standing"), type: "numeric", needs: [] },
  TERMS: { value: "lower(m.terms_name)", type: "text", needs: [] },
  VERIFICATION: { value: placeIn(results, "m.verification"), type: "numeric", needs: [] },
  RAW: { value: "coalesce(k.raw, 0)", type: "numeric", needs: ["clicks"] },
  PAYABLE: { value: "coalesce(k.payable, 0)", type: "numeric", needs: ["clicks"] },
  CHANGE: {
    value: "coalesce(k.raw_now - k.raw_before, 0)",
    type: "numeric",
    needs: ["change"],
  },
  EPC: {
    value: `${earnedSql} / nullif(k.raw, 0)`,
    type: "numeric",
    needs: ["clicks", "sold"],
  },
  EARNED: { value: earnedSql, type: "numeric", needs: ["clicks", "sold"] },
  LAST_CLICK: {
    value: "extract(epoch from l.last_at)",
    type: "numeric",
    needs: ["last"],
  },
};
const traffics: Record<NonNullable<PartnerQuery["filter"]["traffic"]>, string> = {
  SOME: "k.raw > 0",
  NONE: "coalesce(k.raw, 0) = 0",
  LESS: "k.raw_now < k.raw_before",
  MORE: "k.raw_now > k.raw_before",
};

function conditions({ filter, partnerIds }: PartnerQuery): Piece[] {
  const { search, standings: stand, verification, termsId, groupId, traffic } = filter;
  const text = oneForm(search).trim();
  const of = (asked: unknown, sql: string, ...values: unknown[]): Piece[] =>
    asked == null ? [] : [piece(sql, ...values)];
  return [
    ...of(
      text === "" ? null : text,
      "(strpos(lower(m.name), lower(?)) > 0 or strpos(lower(m.code), lower(?)) > 0)",
      text,
      text,
    ),
    ...of(stand, "m.standing = any(?::text[])", pgArray(stand ?? [])),
    ...of(verification, "m.verification = any(?::text[])", pgArray(verification ?? [])),
    ...of(termsId, "m.terms_id = ?::uuid", termsId),
    ...of(
      groupId,
      `exists (
          select 1
          from partner_group_member g
          where g.group_id = ?::uuid and g.partner_account_id = m.id
        )`,
      groupId,
    ),
    ...of(partnerIds, "m.id = any(?::uuid[])", pgArray(partnerIds ?? [])),
    ...of(traffic, traffic == null ? "" : traffics[traffic]),
  ];
}

export interface PartnerKey {
  id: string;
  /** What it is ordered by, as the cursor holds it; "" where it has none. */
  value: string;
}
export interface PartnerRow extends PartnerKey {
  name: string;
  code: string;
  state: "ACTIVE";
  since: Date;
  standing: PartnerStanding;
  is_asked: boolean;
  contract_id: string | null;
  terms_id: string | null;
  terms_name: string | null;
  verification: (typeof results)[number];
}

interface Ranked {
  with: Piece[];
  from: Piece;
  where: Piece;
}
/** Partners under the filter, joined with what the order and the filter need. */
function matching(query: PartnerQuery): Ranked {
  const { needs } = orders[query.order];
  const { traffic } = query.filter;
  const isCompared = needs.includes("change") || traffic === "LESS" || traffic === "MORE";
  const needsClicks = isCompared || needs.includes("clicks") || traffic != null;
  const parts: [boolean, Piece | null, Piece][] = [
    [
      needsClicks,
      clicks(query, isCompared),
      piece("left join clicks k on k.partner_account_id = m.id"),
    ],
    [needs.includes("sold"), sold(query), piece("left join sold e on e.partner_account_id = m.id")],
    [needs.includes("last"), null, lastJoin(query)],
  ];
  const used = parts.filter(([isNeeded]) => isNeeded);
  const where = [piece("true"), ...conditions(query)];
  return {
    with: [
      standings(query),
      partners(query),
      ...used.flatMap(([, made]) => (made === null ? [] : [made])),
    ],
    from: joined([piece("from partners m"), ...used.map(([, , join]) => join)], "\n        "),
    where: joined(where, "\n          and "),
  };
}
/** Those behind the cursor, at most `limit`. */
export async function partnerRows(
  ctx: Context,
  query: PartnerQuery,
  after: [value: string, id: string] | null,
  limit: number,
): Promise<PartnerRow[]> {
  const { value, type } = orders[query.order];
  const direction = query.descending ? "desc" : "asc";
  const beyond = query.descending ? "<" : ">";
  const of = matching(query);
  const common = joined(of.with, ",\n      ");
  return ctx.em.execute<PartnerRow[]>(
    `with
      ${common.sql},
      ranked as (
        select m.*, (${value})::${type} as value
        ${of.from.sql}
        where ${of.where.sql}
      )
      select
        r.id,
        r.name,
        r.code,
        r.state,
        r.since,
        r.standing,
        r.is_asked,
        r.contract_id,
        r.terms_id,
        r.terms_name,
        r.verification,
        coalesce(r.value::text, '') as value
      from ranked r
      where ?::text is null
        or case
          when ? = '' then r.value is null and r.id > ?::uuid
          else r.value is null
            or r.value ${beyond} nullif(?, '')::${type}
            or (r.value = nullif(?, '')::${type} and r.id > ?::uuid)
        end
      order by r.value ${direction} nulls last, r.id
      limit ?`,
    [
      ...common.values,
      ...of.from.values,
      ...of.where.values,
      after?.[0] ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      after?.[0] ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
    ],
  );
}

export interface PartnerCount {
  standing: PartnerStanding;
  verification: (typeof results)[number];
  partners: number;
  matching: number;
}
/** All partners, and those under the filter, by how they stand and were found. */
export async function partnerCounts(ctx: Context, query: PartnerQuery): Promise<PartnerCount[]> {
  const of = matching({ ...query, order: "NAME" });
  const common = joined(of.with, ",\n      ");
  return ctx.em.execute<PartnerCount[]>(
    `with
      ${common.sql}
      select
        m.standing,
        m.verification,
        count(*)::int as partners,
        count(*) filter (where ${of.where.sql})::int as matching
      ${of.from.sql}
      group by 1, 2`,
    [...common.values, ...of.where.values, ...of.from.values],
  );
}

/** Of each partner the instant of its newest click. */
export async function lastClicksOf(
  ctx: Context,
  { programId, brandAccountId, mode }: LastAsked,
  ids: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await ctx.em.execute<{ id: string; ms: string }[]>(
    `select m.id, (extract(epoch from l.last_at) * 1000)::bigint::text as ms
      from unnest(?::uuid[]) m (id)
      cross join lateral (
        ${lastClick(mode)}
      ) l`,
    [pgArray(ids), programId, brandAccountId, programId],
  );
  return new Map(rows.map(({ id, ms }) => [id, new Date(Number(ms))]));
}
interface LastAsked {
  programId: string;
  brandAccountId: string;
  mode: ReportMode;
}
