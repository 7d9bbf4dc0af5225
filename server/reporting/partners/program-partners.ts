/** The partners of a program with their figures: sorted, filtered and counted by the server. */
import { isText, page, type Key } from "../../platform/api/connection.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import { now, type Context } from "../../platform/context.ts";
import { isId } from "../../domain/values/id.ts";
import { refuse } from "../../domain/result.ts";
import {
  comparedWithBefore,
  cutAtDates,
  type Compared,
  type Stretch,
} from "../../domain/period-before.ts";
import { partnerStandings } from "../../domain/partner-standing.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { results } from "../../domain/verification.ts";
import { hasDatesIn } from "../reports/cells.ts";
import { plan, type Plan } from "../reports/report-plans.ts";
import { ReportMode } from "../reports/report.types.ts";
import { partnerFigures } from "./partner-figures.ts";
import {
  lastClicksOf,
  partnerCounts,
  partnerRows,
  type PartnerCount,
  type PartnerKey,
  type PartnerRow,
} from "./partner-rows.ts";
import type { PartnerQuery, RollupSpan } from "./partner-pieces.ts";
import type {
  PartnerOrder,
  ProgramPartnerFilter,
  ProgramPartnersArgs,
  ProgramPartnersView,
  ProgramPartnerView,
} from "./program-partner.types.ts";
import { partnersBelowUsual } from "./usual-clicks.ts";

const everybody: ProgramPartnerFilter = {
  search: "",
  standings: null,
  verification: null,
  termsId: null,
  groupId: null,
  traffic: null,
  mode: ReportMode.LIVE,
};

const key: Key<PartnerKey, [value: string, id: string]> = {
  of: ({ value, id }) => [value, id],
  parts: [isText, isId],
};
const numberOrNone = /^(-?\d+(\.\d+)?)?$/;
/** Names and terms are texts; whatever else is ordered by is a number. */
const keyOf = (order: PartnerOrder): typeof key =>
  order === "NAME" || order === "TERMS"
    ? key
    : { ...key, parts: [(text) => numberOrNone.test(text), isId] };

/** A stretch in rows of the rollup: of dates where it knows those of the zone. */
function spansOf(stretch: Stretch, zone: string, hasDates: boolean): RollupSpan[] {
  if (!hasDates) return [{ ...stretch, level: "C" }];
  const { dates, rest } = cutAtDates(stretch, zone);
  const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);
  return [
    ...(dates
      ? [{ start: midnight(dates.from), end: midnight(dates.to) + 1, level: "D" as const }]
      : []),
    ...rest.map((part) => ({ ...part, level: "C" as const })),
  ];
}

/** What the contracts say is not told to who may not read them, neither by order nor by filter. */
function checkRights(ctx: Context, { filter, order }: ProgramPartnersArgs): void {
  if (ctx.viewer.rights.has("contracts:read")) return;
  const refused = (path: string[]) =>
    refusedInput(refuse("BAD_INPUT", "Contracts need the right contracts:read", ...path));
  if (filter?.standings != null) throw refused(["filter", "standings"]);
  if (filter?.termsId != null) throw refused(["filter", "termsId"]);
  if (order === "STANDING" || order === "TERMS") throw refused(["order"]);
}

async function queryOf(
  ctx: Context,
  { program, zone, range }: Plan,
  { passed, before }: Compared,
  asked: ProgramPartnersArgs,
): Promise<PartnerQuery> {
  const { order, descending } = asked;
  const { traffic, ...filter } = asked.filter ?? everybody;
  const hasDates = await hasDatesIn(ctx, { programId: program.id, zone });
  return {
    programId: program.id,
    brandAccountId: program.brandAccountId,
    currency: storefrontOf(program)?.currency ?? "USD",
    now: now(ctx),
    filter: { ...filter, traffic: traffic === "BELOW_USUAL" ? null : traffic },
    partnerIds:
      traffic === "BELOW_USUAL"
        ? (await partnersBelowUsual(ctx, program, filter.mode)).map(({ id }) => id)
        : null,
    passed: spansOf(passed, zone, hasDates),
    before: spansOf(before, zone, hasDates),
    dates: { from: range.fromDate, to: range.toDate },
    order,
    descending,
  };
}

async function rowViews(
  ctx: Context,
  { zone }: Plan,
  compared: Compared,
  query: PartnerQuery,
  rows: readonly PartnerRow[],
): Promise<ProgramPartnerView[]> {
  const partnerIds = rows.map(({ id }) => id);
  const of = await partnerFigures(ctx, {
    ...query,
    ...compared,
    zone,
    mode: query.filter.mode,
    partnerIds,
  });
  const lastAt = await lastClicksOf(ctx, query, partnerIds);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    code: row.code,
    state: row.state,
    since: new Date(row.since),
    standing: row.standing,
    isAsked: row.is_asked,
    contract:
      row.contract_id === null
        ? null
        : { id: row.contract_id, termsId: row.terms_id ?? "", termsName: row.terms_name ?? "" },
    verification: row.verification,
    ...of(row.id),
    lastClickAt: lastAt.get(row.id) ?? null,
  }));
}

function countViews(counts: readonly PartnerCount[]) {
  const sum = (rows: readonly PartnerCount[], of: "partners" | "matching") =>
    rows.reduce((all, row) => all + row[of], 0);
  return {
    total: sum(counts, "matching"),
    all: sum(counts, "partners"),
    standings: partnerStandings.map((standing) => ({
      standing,
      partners: sum(
        counts.filter((row) => row.standing === standing),
        "partners",
      ),
    })),
    verifications: results.map((verification) => ({
      verification,
      partners: sum(
        counts.filter((row) => row.verification === verification),
        "partners",
      ),
    })),
  };
}

/** Null for a partner, and where there is no such program. */
export async function programPartners(
  ctx: Context,
  asked: ProgramPartnersArgs,
): Promise<ProgramPartnersView | null> {
  if (ctx.scope.kind !== "BRAND") return null;
  checkRights(ctx, asked);
  const { programId, range, timeZone } = asked;
  const made = await plan(ctx, {
    scope: { programId },
    range,
    grain: null,
    timeZone,
    filter: null,
  });
  if (!made) return null;
  const compared = comparedWithBefore(made.range, made.zone, made.now);
  const query = await queryOf(ctx, made, compared, asked);
  const rows = await page(
    (after, limit) => partnerRows(ctx, query, after, limit),
    asked,
    keyOf(asked.order),
    (shown) => rowViews(ctx, made, compared, query, shown),
  );
  return {
    timeZone: made.zone,
    currency: query.currency,
    start: new Date(made.range.start),
    end: new Date(made.range.end),
    beforeStart: new Date(compared.before.start),
    beforeEnd: new Date(compared.before.end),
    ...countViews(await partnerCounts(ctx, query)),
    ...rows,
  };
}
