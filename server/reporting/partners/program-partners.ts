/** The partners of a program with their figures: sorted, filtered and counted by the server. */
import { isText, page, type Key } from "../../platform/api/connection.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import { now, type Context } from "../../platform/context.ts";
import { isId } from "../../domain/values/id.ts";
import { refuse } from "../../domain/result.ts";
import { cutAtDates, type Stretch } from "../../domain/date-cut.ts";
import { partnerStandings } from "../../domain/partner-standing.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { results } from "../../domain/verification.ts";
import { otherPeriodView } from "../reports/compare.types.ts";
import { plannedComparison, type PlannedComparison } from "../reports/comparisons.ts";
import { completenessOf } from "../reports/freshness.ts";
import { hasDatesIn } from "../reports/cells.ts";
import { plan, type Plan } from "../reports/report-plans.ts";
import { ReportMode, type RangeInput } from "../reports/report.types.ts";
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
import { partnersBelowUsual } from "../alerts/open-alerts.ts";

const everybody: ProgramPartnerFilter = {
  search: "",
  standings: null,
  verification: null,
  termsId: null,
  groupId: null,
  partnerIds: null,
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

interface Compared {
  now: Stretch;
  before: Stretch;
}
/** Null: nothing can be compared. */
function comparedOf({ range }: Plan, { other, extent }: PlannedComparison): Compared | null {
  if (extent.clicksUntil <= range.start) return null;
  return {
    now: { start: range.start, end: extent.clicksUntil },
    before: { start: other.range.start, end: extent.otherClicksUntil },
  };
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

/** What all figures of partners are read by. */
type Ground = Omit<PartnerQuery, "filter" | "partnerIds" | "order" | "descending">;
interface Grounded {
  made: Plan;
  planned: PlannedComparison;
  compared: Compared | null;
  ground: Ground;
}
/** Null where there is no such program. */
async function groundOf(
  ctx: Context,
  { programId, range, timeZone }: Pick<ProgramPartnersArgs, "programId" | "range" | "timeZone">,
): Promise<Grounded | null> {
  const made = await plan(ctx, {
    scope: { programId },
    range,
    grain: null,
    timeZone,
    filter: null,
  });
  if (!made) return null;
  const { program, zone } = made;
  const { clicksUntil } = await completenessOf(ctx, programId, made.trackedSince);
  const planned = plannedComparison({ with: "PREVIOUS" }, made, clicksUntil.getTime());
  const compared = comparedOf(made, planned);
  const hasDates = await hasDatesIn(ctx, { programId, zone });
  const spans = (stretch: Stretch) => spansOf(stretch, zone, hasDates);
  const ground: Ground = {
    programId,
    brandAccountId: program.brandAccountId,
    currency: storefrontOf(program)?.currency ?? "USD",
    now: now(ctx),
    range: spans(made.range),
    compared: compared && { now: spans(compared.now), before: spans(compared.before) },
    dates: { from: made.range.fromDate, to: made.range.toDate },
  };
  return { made, planned, compared, ground };
}

const both = (ids: readonly string[] | null, found: readonly { id: string }[]): string[] =>
  found.flatMap(({ id }) => (ids?.includes(id) === false ? [] : [id]));

async function queryOf(
  ctx: Context,
  { made, ground }: Grounded,
  asked: ProgramPartnersArgs,
): Promise<PartnerQuery> {
  const { order, descending } = asked;
  const { traffic, partnerIds, ...filter } = asked.filter ?? everybody;
  const isBelow = traffic === "BELOW_USUAL";
  const below = isBelow ? await partnersBelowUsual(ctx, made.program) : null;
  return {
    ...ground,
    filter: { ...filter, traffic: isBelow ? null : traffic },
    partnerIds: below ? both(partnerIds, below) : partnerIds,
    order,
    descending,
  };
}

interface AskedFigures {
  programId: string;
  range: RangeInput;
  mode: ReportMode;
  partnerIds: readonly string[];
}
/** Figures and last clicks of some partners, also a partner's own. Null: no such program. */
export async function figuredPartners(ctx: Context, asked: AskedFigures) {
  const found = await groundOf(ctx, { ...asked, timeZone: null });
  if (!found) return null;
  return figuresOf(ctx, found, asked);
}
async function figuresOf(
  ctx: Context,
  { made, compared, ground }: Grounded,
  { mode, partnerIds }: Pick<AskedFigures, "mode" | "partnerIds">,
) {
  const { zone, range } = made;
  const of = await partnerFigures(ctx, { ...ground, range, compared, zone, mode, partnerIds });
  return { of, lastAt: await lastClicksOf(ctx, { ...ground, mode }, partnerIds) };
}

async function rowViews(
  ctx: Context,
  found: Grounded,
  mode: ReportMode,
  rows: readonly PartnerRow[],
): Promise<ProgramPartnerView[]> {
  const partnerIds = rows.map(({ id }) => id);
  const { of, lastAt } = await figuresOf(ctx, found, { mode, partnerIds });
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
  const found = await groundOf(ctx, asked);
  if (!found) return null;
  const { made, planned } = found;
  const query = await queryOf(ctx, found, asked);
  const rows = await page(
    (after, limit) => partnerRows(ctx, query, after, limit),
    asked,
    keyOf(asked.order),
    (shown) => rowViews(ctx, found, query.filter.mode, shown),
  );
  return {
    timeZone: made.zone,
    currency: query.currency,
    start: new Date(made.range.start),
    end: new Date(made.range.end),
    compared: otherPeriodView(planned.other, made.range, planned.extent),
    ...countViews(await partnerCounts(ctx, query)),
    ...rows,
  };
}
