/** The decision trace: the deciding function walked again over the click's stored facts, plus posting and redirect. */
import type { Context } from "../context.ts";
import { Account } from "../accounts/account.entity.ts";
import { explain, type DecideInput, type TraceStep } from "../domain/decide.ts";
import { factColumns, viewerFactJoins } from "../db/click-facts.ts";
import type { ContractInForce } from "../domain/decide.ts";
import { asThen, type StoredUse } from "../domain/stored-use.ts";
import { factsOf, hasRules, type FactRow } from "../domain/rule-facts.ts";
import type { Facts } from "../domain/rules.ts";
import { formatMicros } from "../domain/money.ts";
import { limitsOf, limitText, payoutOf, type Limit } from "../domain/terms.ts";
import type { ClickRow } from "./click-row.ts";
import type { DecisionTraceView, LimitUseView } from "./click.types.ts";
import { contractOf, ledgerStep, stepView } from "./traces.ts";

const limitView = (use: StoredUse, limits: readonly Limit[], currency: string): LimitUseView => {
  const limit = limits.find(({ id }) => id === use.limitId);
  const text = (value: string) => (use.kind === "PAYOUT" ? formatMicros(BigInt(value)) : value);
  return {
    limitId: use.limitId,
    text: limit ? limitText({ ...limit, max: BigInt(use.max), weekendMax: null }, currency) : use.limitId,
    windowStart: new Date(use.windowStart),
    windowEnd: use.windowEnd === null ? null : new Date(use.windowEnd),
    max: text(use.max),
    before: text(use.before),
    after: text(use.after),
  };
};

async function factsFor(ctx: Context, row: ClickRow, contract: ContractInForce | null, zone: string): Promise<{ facts: Facts } | object> {
  if (!contract || !hasRules(contract.terms)) return {};
  const [seen] = await ctx.em.execute<FactRow[]>(
    `select ${factColumns} from click c ${viewerFactJoins} where c.brand_account_id = ? and c.clicked_at = ? and c.id = ? and c.${ctx.scope.tenantColumn()} = ?`,
    [row.brand_account_id, new Date(Number(row.at_ms)), row.id, ctx.scope.requireAccountId()],
  );
  return seen ? { facts: factsOf(seen, zone) } : {};
}

export async function traceOf(ctx: Context, row: ClickRow): Promise<DecisionTraceView | null> {
  if (row.outcome === null || row.classification === null) return null;
  const uses = (row.uses ?? []) as StoredUse[];
  const brand = await ctx.em.findOne(Account, { id: row.brand_account_id });
  const zone = brand?.timeZone ?? "UTC";
  const contract = await contractOf(ctx, row.contract_id, row.terms_version_id);
  const facts = await factsFor(ctx, row, contract, zone);
  const asked = asThen(contract, uses);
  const click = contract ? payoutOf(contract.terms, "CLICK") : undefined;
  const input: DecideInput = {
    event: { kind: "CLICK", at: Number(row.at_ms), isTest: row.is_test, classification: row.classification, ...facts },
    standing: {
      programActive: row.program_active,
      partnerActive: row.partner_active,
      adActive: row.ad_active,
      eventTypeActive: row.reason !== "CLICK_TRACKER_NOT_FOUND",
    },
    calendar: { zone, yearStartMonth: brand?.financialYearStart ?? 1 },
    ...asked,
    usage: (limit) => BigInt(uses.find((use) => use.limitId === limit.id)?.before ?? "0"),
  };
  const { decision, steps } = explain(input);
  const redirect: TraceStep = { step: "REDIRECT", verdict: "PASSED", seen: `302 to ${row.destination_host}`, reason: null };
  return {
    steps: [...steps, await ledgerStep(ctx, row.id, new Date(Number(row.at_ms))), redirect].map(stepView),
    // How much of a program's own limit is used, a partner learns where the brand shares it: from programLimits.
    limits: uses
      .filter(({ scope }) => ctx.scope.kind !== "PARTNER" || scope !== "PROGRAM")
      .map((use) => limitView(use, [...(click ? limitsOf(click) : []), ...(asked.programLimits ?? [])], contract?.terms.currency ?? "")),
    engineVersion: row.engine_version ?? 0,
    consistent: decision.outcome === row.outcome && decision.reason === row.reason && decision.amount.toString() === row.amount_micros,
  };
}
