/** How a sale came to be priced as it is: the same decision, made again and told. */
import { calendarsOf } from "../../partnership/accounts/accounts.ts";
import { explained, ledgerStep, type Explained } from "../clicks/traces.ts";
import type { DecisionTraceView, TraceStepView } from "../clicks/click.types.ts";
import type { Context } from "../../platform/context.ts";
import type { Calendar, CalendarHistory } from "../../domain/calendar.ts";
import type { DecideInput } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { isOverLimit, type ConversionEvent, type SaleEvent } from "../../domain/payable-event.ts";
import { hasRules } from "../../domain/rule-facts.ts";
import type { Facts } from "../../domain/rules.ts";
import { saleFactsOf } from "../../domain/sale-facts.ts";
import {
  asksAgain,
  asThen,
  calendarsThen,
  takenBy,
  usesFromJson,
  type StoredUse,
} from "../../domain/stored-use.ts";
import { usageIn } from "../../domain/limits.ts";
import { noted, type TraceRow } from "../../domain/trace-rows.ts";
import { minuteText } from "../../domain/trace-words.ts";
import { listsHolding } from "../../partnership/lists/lists.ts";
import { linkOf, ms, type ConversionRow } from "./conversion-row.ts";
import { conversionSourceTexts } from "../../domain/submission.ts";
import type { UpdateRow } from "./conversion-updates.ts";

/**
 * What the limits had used when the sale was last priced: with it the same decision is made again.
 */
async function pricedOf(
  ctx: Context,
  row: ConversionRow,
): Promise<{ uses: StoredUse[]; engineVersion: number; at: Date }> {
  const [priced] = await ctx.em.execute<
    { uses: StoredUse[]; engine_version: number; priced_ms: string }[]
  >(
    `select d.uses, d.engine_version, ${ms("d.recorded_at", "priced_ms")}
      from conversion_update u
      join decision d on d.brand_account_id = ? and d.occurred_at = ? and d.subject_id = u.id
      where u.conversion_id = ?
        and d.${ctx.scope.tenantColumn()} = ?
        and u.kind in ('TRACKED', 'RESTATED', 'REPRICED', 'MODIFIED', 'OUTSIDE_APPROVED')
      order by u.number desc
      limit 1`,
    [row.brand_account_id, new Date(Number(row.occurred_ms)), row.id, ctx.scope.requireAccountId()],
  );
  return {
    uses: priced?.uses ?? [],
    engineVersion: priced?.engine_version ?? 0,
    at: new Date(Number(priced?.priced_ms ?? row.occurred_ms)),
  };
}

function outsideOf(row: ConversionRow, uses: readonly StoredUse[]): Pick<SaleEvent, "outside"> {
  if (row.outside_approved_ms !== null) return { outside: { state: "APPROVED" } };
  return row.outside_of_terms && uses.length === 0 && isOverLimit(row.reason)
    ? { outside: { state: "HELD", reason: row.reason } }
    : {};
}

interface PartyRow {
  ad: string | null;
  shared_id: string | null;
  media_property_id: string | null;
  partner_values: (string | null)[];
  partner_groups: string[];
}
/** What the rules of its terms tested; nothing where they have none. */
async function factsFor(
  ctx: Context,
  row: ConversionRow,
  contract: ContractInForce | null,
): Promise<{ facts: Facts } | object> {
  if (!contract || !hasRules(contract.terms, row.kind)) return {};
  const [party] = await ctx.em.execute<PartyRow[]>(
    `select
        l.ad_id as ad,
        l.shared_id,
        l.media_property_id,
        array[known.value1, known.value2, known.value3] as partner_values,
        coalesce(known.group_ids::text[], '{}') as partner_groups
      from conversion a
      left join tracking_link l on l.id = a.link_id
      left join lateral partner_profile_at(
        a.brand_account_id, a.partner_account_id, a.occurred_at
      ) known
        on true
      where a.id = ? and a.${ctx.scope.tenantColumn()} = ?`,
    [row.id, ctx.scope.requireAccountId()],
  );
  const lists = await listsHolding(
    ctx,
    { terms: contract.terms, kind: row.kind },
    row.traits,
    new Date(Number(row.occurred_ms)),
  );
  const link =
    row.link_id !== null && party?.ad
      ? {
          id: row.link_id,
          ad: party.ad,
          sharedId: party.shared_id,
          mediaProperty: party.media_property_id,
        }
      : null;
  const totals = {
    traits: row.traits,
    orders: BigInt(row.orders),
    amount: BigInt(row.amount_micros),
    currency: row.currency,
  };
  return {
    facts: saleFactsOf({
      ...totals,
      eventType: row.event_type_code,
      program: row.program_id,
      link,
      partnerValues: party?.partner_values ?? [],
      partnerGroups: party?.partner_groups ?? [],
      lists,
    }),
  };
}

export interface Judged {
  contract: ContractInForce | null;
  calendar: Calendar;
  updates: readonly UpdateRow[];
}
/** Every posting of it: when it was tracked and changed, approved, adjusted. */
const postingsOf = (
  row: ConversionRow,
  updates: readonly UpdateRow[],
): { id: string; at: Date }[] =>
  updates.flatMap(({ id, kind, at_ms }) => [
    { id, at: new Date(Number(row.occurred_ms)) },
    ...(kind === "APPROVED" && row.locked_ms !== null
      ? [{ id, at: new Date(Number(row.locked_ms)) }]
      : []),
    ...(kind === "ADJUSTED" ? [{ id, at: new Date(Number(at_ms)) }] : []),
  ]);

const saleRows = (row: ConversionRow, zone: string): TraceRow[] => [
  noted(row.kind === "LEAD" ? "Lead" : "Sale", row.order_id),
  ...(row.event_type_code === null ? [] : [noted("Event type", row.event_type_code)]),
  ...(row.source === "REPORT" ? [] : [noted("Came", conversionSourceTexts[row.source])]),
  noted("Link", `${linkOf(row)}${row.link_name !== null && row.is_test ? ", a test link" : ""}`),
  noted("Partner", row.partner_name ?? "not named by the report"),
  noted("Date at the marketplace", row.date),
  ...(row.clicked_ms === null ? [] : [noted("Click", minuteText(Number(row.clicked_ms), zone))]),
];

function eventOf(row: ConversionRow, more: Pick<SaleEvent, "facts" | "outside">): ConversionEvent {
  const of = {
    at: Number(row.occurred_ms),
    isTest: row.is_test,
    ...(row.clicked_ms === null ? {} : { clickedAt: Number(row.clicked_ms) }),
    ...more,
  };
  if (row.kind === "LEAD") return { kind: row.kind, leads: BigInt(row.leads), ...of };
  return {
    kind: row.kind,
    orders: BigInt(row.orders),
    units: BigInt(row.units),
    amount: BigInt(row.amount_micros),
    currency: row.currency,
    ...of,
  };
}

/** What was taken back has its rate as before, and nothing that it could be of. */
const withoutPrice = (row: ConversionRow, steps: readonly TraceStepView[]): TraceStepView[] =>
  steps.map((step) =>
    row.state === "REVERSED" && step.reason === "ZERO_RATE"
      ? Object.assign(step, {
          reason: null,
          seen: "It was taken back whole: nothing of it is left to pay",
        })
      : step,
  );

export async function traceOf(
  ctx: Context,
  row: ConversionRow,
  { contract, updates }: Judged,
): Promise<DecisionTraceView> {
  const { uses, engineVersion, at } = await pricedOf(ctx, row);
  const facts = await factsFor(ctx, row, contract);
  const inputBy = (calendar: CalendarHistory): DecideInput => ({
    event: eventOf(row, { ...facts, ...outsideOf(row, uses) }),
    standing: {
      programActive: row.reason !== "PROGRAM_NOT_ACTIVE",
      partnerActive: row.reason !== "PARTNER_NOT_ACTIVE",
      adActive: true,
      eventTypeActive: row.reason !== "ACTIONTRACKER_NOT_ACTIVE",
    },
    ...asThen(contract, uses, Number(row.occurred_ms), calendar),
    calendar,
    usage: usageIn(usesFromJson(uses)),
  });
  const isAsTaken = ({ decision }: Explained): boolean =>
    decision.outcome === row.outcome &&
    decision.reason === row.reason &&
    String(decision.amount) === row.payout_micros;
  // Beside a change of the calendar it may have been priced by either.
  const { made } = await takenBy(
    calendarsThen(await calendarsOf(ctx, row.brand_account_id), at.getTime(), engineVersion),
    async (calendar) => explained(ctx, inputBy(calendar), { LINK: saleRows(row, calendar.zone) }),
    (found) => isAsTaken(found) && asksAgain(found.decision.uses, uses),
  );
  return {
    steps: [...withoutPrice(row, made.steps), await ledgerStep(ctx, postingsOf(row, updates))],
    limits: made.limits,
    engineVersion,
    // What was reversed is worth nothing any more and keeps the outcome that it had; nobody was
    // asked about a sale without a partner.
    consistent: row.state === "REVERSED" || row.partner_account_id === null || isAsTaken(made),
  };
}
