/**
 * The decision trace: the deciding function walked again over the click's stored facts, plus
 * posting and redirect.
 */
import type { Context } from "../../platform/context.ts";
import { calendarsOf } from "../../partnership/accounts/accounts.ts";
import type { CalendarHistory } from "../../domain/calendar.ts";
import { engineVersion, type DecideInput } from "../../domain/decide.ts";
import { pastRiskFilters, pastUniqueWindows } from "../../platform/db/past-settings.ts";
import { factColumns, viewerFactJoins } from "../../platform/db/click-facts.ts";
import { usageIn, type LimitUse } from "../../domain/limits.ts";
import {
  asksAgain,
  asThen,
  calendarsThen,
  takenBy,
  usesFromJson,
  type StoredUse,
} from "../../domain/stored-use.ts";
import { factsOf, hasRules, triedFacts } from "../../domain/rule-facts.ts";
import type { FactRow } from "../../domain/rule-rows.ts";
import type { Facts } from "../../domain/rules.ts";
import {
  filterAt,
  settingAt,
  type PastFilter,
  type PastWindow,
  type RiskFilter,
  type UniqueWindow,
} from "../../domain/validity.ts";
import { noted, type TraceRow } from "../../domain/trace-rows.ts";
import type { ClickRow } from "./click-row.ts";
import type { DecisionTraceView } from "./click.types.ts";
import { contractOf, explained, ledgerStep, readerOf, stepView, type Explained } from "./traces.ts";

/** What rules may test of a click of the scope. */
export async function clickFacts(
  ctx: Context,
  row: Pick<ClickRow, "brand_account_id" | "at_ms" | "id">,
  zone: string,
): Promise<Facts | null> {
  const [seen] = await ctx.em.execute<FactRow[]>(
    `select ${factColumns}
      from click c ${viewerFactJoins}
      where c.brand_account_id = ?
        and c.clicked_at = ?
        and c.id = ?
        and c.${ctx.scope.tenantColumn()} = ?`,
    [row.brand_account_id, new Date(Number(row.at_ms)), row.id, ctx.scope.requireAccountId()],
  );
  return seen ? factsOf(seen, zone) : null;
}

interface Surroundings {
  program: string;
  window: UniqueWindow;
  filter: RiskFilter;
  ad: string | null;
}
interface SettingsRow {
  program: string;
  minutes: number;
  type: UniqueWindow["type"];
  filter: RiskFilter;
  pastWindows: PastWindow[] | null;
  pastFilters: PastFilter[] | null;
  ad: string | null;
}
/** The program's settings are those of the click's instant. */
async function surroundingsOf(ctx: Context, row: ClickRow): Promise<Surroundings | undefined> {
  const [found] = await ctx.em.execute<SettingsRow[]>(
    `select
      p.name as program,
      p.unique_window_minutes as minutes,
      p.unique_window_type as type,
      p.risk_filter as filter,
      ${pastUniqueWindows} as "pastWindows",
      ${pastRiskFilters} as "pastFilters",
      ad.name as ad
      from program p
      left join ad on ad.id = ?
      where p.id = ?`,
    [row.ad_id, row.program_id],
  );
  if (!found) return undefined;
  const { program, ad, minutes, type, filter } = found;
  const at = Number(row.at_ms);
  return {
    program,
    ad,
    window: settingAt({ minutes, type }, found.pastWindows ?? [], at),
    filter: filterAt(filter, found.pastFilters ?? [], at),
  };
}

const linkRows = (row: ClickRow, around: Surroundings | undefined): TraceRow[] => [
  noted("Link", `${row.link_name ?? row.link_id}${row.is_test ? ", a test link" : ""}`),
  noted("Partner", row.partner_name ?? row.partner_account_id),
  noted("Program", around?.program ?? row.program_id),
  ...(around?.ad ? [noted("Ad", around.ad)] : []),
  noted("Landing page", row.landing_page),
];
/** In the operator's own words. */
async function givenUpRows(ctx: Context, row: ClickRow): Promise<TraceRow[]> {
  if (row.reason !== "GIVEN_UP") return [];
  const [given] = await ctx.em.execute<{ reason: string }[]>(
    "select reason from click_given_up where click_id = ?",
    [row.id],
  );
  return given ? [noted("Given up by an operator", given.reason)] : [];
}
const gestures: Record<string, string> = {
  USER: "vouched for by the browser",
  NONE: "denied by the browser",
  UNKNOWN: "the browser does not say",
};
/** Window and filter are those of then; the class is as it was found then. */
const qualityRows = (row: ClickRow, around: Surroundings | undefined): TraceRow[] => [
  ...(around
    ? [
        noted(
          "Window for repeats",
          `${around.window.minutes} minutes, ${around.window.type.toLowerCase()}`,
        ),
        noted("Click filter", around.filter.toLowerCase()),
      ]
    : []),
  noted("Robot", row.robot ? "yes" : "no"),
  noted("Risk signals", row.risk.length === 0 ? "none" : row.risk.join(", ")),
  noted("A person's gesture", gestures[row.gesture] ?? row.gesture),
];

/** Under what a click is decided: as it was, or as a replay tries it. */
export interface Under extends Pick<DecideInput, "contract" | "programLimits" | "calendar"> {
  uses: readonly LimitUse[];
  eventTypeActive: boolean;
  /** Terms that are tried see no more of the click than who tries them. */
  isTried?: boolean;
}
export async function explainedUnder(
  ctx: Context,
  row: ClickRow,
  under: Under,
): Promise<Explained> {
  const { contract, programLimits = [], calendar, uses, eventTypeActive, isTried = false } = under;
  if (row.classification === null) throw new Error("explainedUnder: the click is not decided yet");
  const { zone } = calendar;
  const facts = contract && hasRules(contract.terms) ? await clickFacts(ctx, row, zone) : null;
  const around = await surroundingsOf(ctx, row);
  const input: DecideInput = {
    event: {
      kind: "CLICK",
      at: Number(row.at_ms),
      isTest: row.is_test,
      classification: row.classification,
      ...(facts ? { facts: isTried ? triedFacts(facts, readerOf(ctx)) : facts } : {}),
    },
    standing: {
      programActive: row.program_active,
      partnerActive: row.partner_active,
      adActive: row.ad_active,
      eventTypeActive,
      givenUp: row.reason === "GIVEN_UP",
      linkEnded: row.reason === "LINK_ENDED",
    },
    calendar,
    contract,
    programLimits,
    usage: usageIn(uses),
  };
  const link = [...linkRows(row, around), ...(await givenUpRows(ctx, row))];
  return explained(ctx, input, { LINK: link, QUALITY: qualityRows(row, around) });
}

const isAsTaken = ({ decision }: Explained, row: ClickRow): boolean =>
  decision.outcome === row.outcome &&
  decision.reason === row.reason &&
  decision.amount.toString() === row.amount_micros;

/**
 * A decided click as it was taken, and by which of the brand's calendars: beside a change of the
 * calendar the batch may have read either.
 */
export async function explainedThen(
  ctx: Context,
  row: ClickRow,
): Promise<{ calendar: CalendarHistory; made: Explained }> {
  const stored = (row.uses ?? []) as StoredUse[];
  const contract = await contractOf(ctx, row.contract_id, row.terms_version_id);
  return takenBy(
    calendarsThen(
      await calendarsOf(ctx, row.brand_account_id),
      Number(row.decided_ms ?? row.at_ms),
      row.engine_version ?? engineVersion,
    ),
    (calendar) =>
      explainedUnder(ctx, row, {
        ...asThen(contract, stored, Number(row.at_ms), calendar),
        calendar,
        uses: usesFromJson(stored),
        eventTypeActive: row.reason !== "CLICK_TRACKER_NOT_FOUND",
      }),
    (made) => isAsTaken(made, row) && asksAgain(made.decision.uses, stored),
  );
}

export const redirectStep = (row: ClickRow): DecisionTraceView["steps"][number] =>
  stepView(
    { step: "REDIRECT", verdict: "PASSED", seen: `302 to ${row.destination_host}`, reason: null },
    [noted("Status", "302"), noted("Host", row.destination_host)],
  );

export async function traceOf(ctx: Context, row: ClickRow): Promise<DecisionTraceView | null> {
  if (row.outcome === null || row.classification === null) return null;
  const { made } = await explainedThen(ctx, row);
  return {
    steps: [
      ...made.steps,
      await ledgerStep(ctx, [{ id: row.id, at: new Date(Number(row.at_ms)) }]),
      redirectStep(row),
    ],
    limits: made.limits,
    engineVersion: row.engine_version ?? 0,
    consistent: isAsTaken(made, row),
  };
}
