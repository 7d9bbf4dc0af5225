/** The decision trace: the deciding function walked again over the click's stored facts, plus posting and redirect. */
import type { Context } from "../context.ts";
import { Account } from "../accounts/account.entity.ts";
import { Contract } from "../contracts/contract.entity.ts";
import { explain, type ContractInForce, type DecideInput, type TraceStep } from "../domain/decide.ts";
import type { LimitUse } from "../domain/limits.ts";
import { formatMicros } from "../domain/money.ts";
import { termsFromJson } from "../domain/terms.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import type { DecisionTraceView, LimitUseView, TraceStepKind, TraceStepView, TraceVerdict } from "./click.types.ts";
import type { ClickRow } from "./clicks.ts";

interface StoredUse {
  limitId: string;
  kind: LimitUse["kind"];
  windowStart: number;
  windowEnd: number | null;
  max: string;
  before: string;
  after: string;
}

/** The contract a decision was made under, with the immutable terms it names. */
export async function contractOf(ctx: Context, contractId: string | null, versionId: string | null): Promise<ContractInForce | null> {
  if (contractId === null || versionId === null) return null;
  const contract = await ctx.em.findOne(Contract, { id: contractId });
  const version = await ctx.em.findOne(TermsVersion, { id: versionId });
  if (!contract || !version) return null;
  return { contractId, termsVersionId: versionId, versionNumber: version.number, validity: contract.standing().validity, terms: termsFromJson(version.body) };
}

const limitView = (use: StoredUse): LimitUseView => {
  const text = (value: string) => (use.kind === "PAYOUT" ? formatMicros(BigInt(value)) : value);
  return {
    limitId: use.limitId,
    windowStart: new Date(use.windowStart),
    windowEnd: use.windowEnd === null ? null : new Date(use.windowEnd),
    max: text(use.max),
    before: text(use.before),
    after: text(use.after),
  };
};

export const stepView = (step: TraceStep): TraceStepView => ({ step: step.step as TraceStepKind, verdict: step.verdict as TraceVerdict, seen: step.seen, reason: step.reason });

export async function ledgerStep(ctx: Context, subjectId: string, at: Date): Promise<TraceStep> {
  const [posted] = await ctx.em.execute<{ amount: string; currency: string; debit: string; credit: string }[]>(
    "select amount_micros::text as amount, currency, debit, credit from ledger_transfer where effective_at = ? and subject_id = ?",
    [at, subjectId],
  );
  return posted
    ? { step: "LEDGER", verdict: "PASSED", seen: `${formatMicros(BigInt(posted.amount))} ${posted.currency} from ${posted.debit} to ${posted.credit}`, reason: null }
    : { step: "LEDGER", verdict: "NOTED", seen: "nothing to post", reason: null };
}

export async function traceOf(ctx: Context, row: ClickRow): Promise<DecisionTraceView | null> {
  if (row.outcome === null || row.classification === null) return null;
  const uses = (row.uses ?? []) as StoredUse[];
  const brand = await ctx.em.findOne(Account, { id: row.brand_account_id });
  const input: DecideInput = {
    event: { kind: "CLICK", at: Number(row.at_ms), isTest: row.is_test, classification: row.classification },
    standing: {
      programActive: row.program_active, partnerActive: row.partner_active, adActive: row.ad_active,
      eventTypeActive: row.reason !== "CLICK_TRACKER_NOT_FOUND",
    },
    contract: await contractOf(ctx, row.contract_id, row.terms_version_id),
    zone: brand?.timeZone ?? "UTC",
    usage: (limit) => BigInt(uses.find((use) => use.limitId === limit.id)?.before ?? "0"),
  };
  const { decision, steps } = explain(input);
  const redirect: TraceStep = { step: "REDIRECT", verdict: "PASSED", seen: `302 to ${row.destination_host}`, reason: null };
  return {
    steps: [...steps, await ledgerStep(ctx, row.id, new Date(Number(row.at_ms))), redirect].map(stepView),
    limits: uses.map(limitView),
    engineVersion: row.engine_version ?? 0,
    consistent: decision.outcome === row.outcome && decision.reason === row.reason && decision.amount.toString() === row.amount_micros,
  };
}
