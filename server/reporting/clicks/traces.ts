/**
 * What the traces of clicks, of conversions, of replays and of dry runs share: the walk told step
 * by step, and how it is shown.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { partnerSince } from "../../partnership/contracts/contract-in-force.entity.ts";
import { Contract } from "../../partnership/contracts/contract.entity.ts";
import { explain, type Decision, type DecideInput } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import type { TraceStep } from "../../domain/trace-words.ts";
import { formatMicros } from "../../domain/money.ts";
import { limitsOf, limitText, payoutOf, termsFromJson, type Limit } from "../../domain/terms.ts";
import {
  decisionRows,
  noted,
  type TraceReader,
  type TraceRow,
  type TraceRows,
} from "../../domain/trace-rows.ts";
import { startShown, type LimitUse } from "../../domain/limits.ts";
import { TermsVersion } from "../../partnership/terms/terms.entity.ts";
import type {
  LimitUseView,
  TraceRowView,
  TraceStepKind,
  TraceStepView,
  TraceVerdict,
} from "./click.types.ts";

/** The contract a decision was made under, with the immutable terms it names. */
export async function contractOf(
  ctx: Context,
  contractId: string | null,
  versionId: string | null,
): Promise<ContractInForce | null> {
  if (contractId === null || versionId === null) return null;
  const contract = await ctx.em.findOne(Contract, { id: contractId }, { refresh: true });
  const version = await ctx.em.findOne(TermsVersion, { id: versionId }, { refresh: true });
  if (!contract || !version) return null;
  return {
    contractId,
    termsVersionId: versionId,
    versionNumber: version.number,
    validity: contract.standing().validity,
    ...(await partnerSince(ctx.em, contract)),
    terms: termsFromJson(version.body),
  };
}

export const readerOf = ({ scope }: Context): TraceReader =>
  scope.kind === "PARTNER" ? "PARTNER" : "BRAND";

export function limitUseView(
  use: LimitUse,
  limits: readonly Limit[],
  currency: string,
): LimitUseView {
  const limit = limits.find(({ id }) => id === use.limitId);
  const text = (value: bigint) => (use.kind === "PAYOUT" ? formatMicros(value) : String(value));
  return {
    limitId: use.limitId,
    text: limit ? limitText({ ...limit, max: use.max, weekendMax: null }, currency) : use.limitId,
    windowStart: startShown(use.windowStart),
    windowEnd: use.windowEnd === null ? null : new Date(use.windowEnd),
    max: text(use.max),
    before: text(use.before),
    after: text(use.after),
  };
}

const rowView = (
  { label, text, verdict, conditions, use }: TraceRow,
  limits: readonly Limit[],
  currency: string,
): TraceRowView => ({
  label,
  text,
  verdict,
  conditions,
  limit: use && limitUseView(use, limits, currency),
});

interface LimitWords {
  limits: readonly Limit[];
  currency: string;
}
export const stepView = (
  step: TraceStep,
  rows: readonly TraceRow[] = [],
  { limits, currency }: LimitWords = { limits: [], currency: "" },
): TraceStepView => ({
  step: step.step as TraceStepKind,
  verdict: step.verdict as TraceVerdict,
  seen: step.seen,
  reason: step.reason,
  rows: rows.map((row) => rowView(row, limits, currency)),
});

export interface Explained {
  decision: Decision;
  steps: TraceStepView[];
  /** Every limit consulted that the reader may see. */
  limits: LimitUseView[];
}
/**
 * The deciding function walked again with words. `more`: rows that the question does not hold, e.g.
 * of the link.
 */
export function explained(ctx: Context, input: DecideInput, more: TraceRows = {}): Explained {
  const { decision, steps } = explain(input);
  const reader = readerOf(ctx);
  const rows: TraceRows = { ...decisionRows(input, decision, reader), ...more };
  const payout = input.contract ? payoutOf(input.contract.terms, input.event.kind) : undefined;
  const limits = [...(payout ? limitsOf(payout) : []), ...(input.programLimits ?? [])];
  const currency = decision.currency ?? "";
  return {
    decision,
    steps: steps.map((step) => stepView(step, rows[step.step], { limits, currency })),
    // How much of a program's own limit is used, a partner learns where the brand shares it: from
    // programLimits.
    limits: decision.uses
      .filter(({ scope }) => reader === "BRAND" || scope !== "PROGRAM")
      .map((use) => limitUseView(use, limits, currency)),
  };
}

interface Posted {
  id: string;
  event: string;
  amount: string;
  currency: string;
  debit: string;
  credit: string;
  posted_ms: string;
}
/** What was posted for a click or a conversion's changes. */
export async function ledgerStep(
  ctx: Context,
  subjects: readonly { id: string; at: Date }[],
): Promise<TraceStepView> {
  const posted = await ctx.em.execute<Posted[]>(
    `select
        w.id,
        t.event,
        t.amount_micros::text as amount,
        t.currency,
        t.debit,
        t.credit,
        (extract(epoch from t.posted_at) * 1000)::bigint::text as posted_ms
      from unnest(?::uuid[], ?::timestamptz[])
      with ordinality w (id, at, n)
      join ledger_transfer t on t.effective_at = w.at and t.subject_id = w.id
      where t.${ctx.scope.tenantColumn()} = ?
      order by w.n, t.posted_at`,
    [
      pgArray(subjects.map(({ id }) => id)),
      pgArray(subjects.map(({ at }) => at.toISOString())),
      ctx.scope.requireAccountId(),
    ],
  );
  const amountOf = ({ amount, currency }: Posted) => `${formatMicros(BigInt(amount))} ${currency}`;
  const last = posted.at(-1);
  if (!last)
    return stepView({ step: "LEDGER", verdict: "NOTED", seen: "nothing to post", reason: null });
  return stepView(
    {
      step: "LEDGER",
      verdict: "PASSED",
      seen: `${amountOf(last)} from ${last.debit} to ${last.credit}`,
      reason: null,
    },
    posted.map((row) =>
      noted(
        `${row.event} entry ${row.id}`,
        `${amountOf(row)} from ${row.debit} to ${row.credit}, posted ` +
          new Date(Number(row.posted_ms)).toISOString(),
      ),
    ),
  );
}
