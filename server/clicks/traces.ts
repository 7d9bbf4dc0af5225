/** What the traces of clicks and of actions share: the contract in force, the posting, the step as it is shown. */
import { ownRows, shownVersions } from "../auth/scope-filter.ts";
import type { Context } from "../context.ts";
import { Contract } from "../contracts/contract.entity.ts";
import type { ContractInForce, TraceStep } from "../domain/decide.ts";
import { formatMicros } from "../domain/money.ts";
import { termsFromJson } from "../domain/terms.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import type { TraceStepKind, TraceStepView, TraceVerdict } from "./click.types.ts";

/** The contract a decision was made under, with the immutable terms it names. */
export async function contractOf(ctx: Context, contractId: string | null, versionId: string | null): Promise<ContractInForce | null> {
  if (contractId === null || versionId === null) return null;
  const contract = await ctx.em.findOne(Contract, { $and: [{ id: contractId }, ownRows(ctx.scope)] });
  const version = await ctx.em.findOne(TermsVersion, { $and: [{ id: versionId }, shownVersions(ctx.scope)] });
  if (!contract || !version) return null;
  return { contractId, termsVersionId: versionId, versionNumber: version.number, validity: contract.standing().validity, terms: termsFromJson(version.body) };
}

export const stepView = (step: TraceStep): TraceStepView => ({ step: step.step as TraceStepKind, verdict: step.verdict as TraceVerdict, seen: step.seen, reason: step.reason });

/** What was posted for a click or an action's change. */
export async function ledgerStep(ctx: Context, subjectId: string, at: Date): Promise<TraceStep> {
  const [posted] = await ctx.em.execute<{ amount: string; currency: string; debit: string; credit: string }[]>(
    `select amount_micros::text as amount, currency, debit, credit from ledger_transfer where effective_at = ? and subject_id = ? and ${ctx.scope.tenantColumn()} = ?`,
    [at, subjectId, ctx.scope.requireAccountId()],
  );
  return posted
    ? { step: "LEDGER", verdict: "PASSED", seen: `${formatMicros(BigInt(posted.amount))} ${posted.currency} from ${posted.debit} to ${posted.credit}`, reason: null }
    : { step: "LEDGER", verdict: "NOTED", seen: "nothing to post", reason: null };
}
