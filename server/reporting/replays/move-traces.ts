/** Both traces of an event that a replay moved: as the ledger decided it, and as the replay did. */
import { conversion } from "../conversions/conversions.ts";
import { explainedThen, explainedUnder, redirectStep, traceOf } from "../clicks/trace.ts";
import { findClick } from "../clicks/clicks.ts";
import type { DecisionTraceView } from "../clicks/click.types.ts";
import { contractOf, stepView } from "../clicks/traces.ts";
import type { Context } from "../../platform/context.ts";
import { engineVersion } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { unsavedVersion } from "../../domain/replay.ts";
import { asThen, usesFromJson, type StoredUse } from "../../domain/stored-use.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { ReplayRow } from "../../money/replay/replay.entity.ts";
import type { ReplayMoveView } from "./replay-move.types.ts";

export async function traceNow(
  ctx: Context,
  { event, subjectId }: ReplayMoveView,
): Promise<DecisionTraceView | null> {
  if (event !== "CLICK") return (await conversion(ctx, subjectId))?.trace ?? null;
  const row = await findClick(ctx, subjectId);
  return row && traceOf(ctx, row);
}

/** The contract as the replay saw it: with the terms that were tried, if it was given them. */
function contractThen(
  replay: ReplayRow,
  now: ContractInForce | null,
  partnerId: string,
): { contract: ContractInForce | null; isTried: boolean } {
  const isGiven = replay.unsigned && replay.partnerIds?.includes(partnerId) === true;
  if (
    replay.body == null ||
    (now === null && !isGiven) ||
    (now !== null && now.termsVersionId === replay.termsVersionId)
  )
    return { contract: now, isTried: false };
  const { contractId, validity } = now ?? {
    contractId: partnerId,
    validity: { start: replay.startsAt.getTime(), end: null },
  };
  const terms = termsFromJson(replay.body);
  return {
    contract: {
      contractId,
      validity,
      termsVersionId: replay.termsVersionId ?? unsavedVersion,
      versionNumber: replay.versionNumber,
      terms,
    },
    isTried: true,
  };
}

export async function traceThen(
  ctx: Context,
  move: ReplayMoveView,
): Promise<DecisionTraceView | null> {
  if (move.event !== "CLICK") return null;
  const row = await findClick(ctx, move.subjectId);
  const replay = await ctx.em.findOne(ReplayRow, { id: move.replayId });
  if (!row || !replay) return null;
  const [kept] = await ctx.em.execute<{ uses: StoredUse[] }[]>(
    "select uses from replay_move where replay_id = ? and number = ?",
    [move.replayId, move.number],
  );
  const { contract, isTried } = contractThen(
    replay,
    await contractOf(ctx, row.contract_id, row.terms_version_id),
    row.partner_account_id,
  );
  const stored = kept?.uses ?? [];
  const { calendar } = await explainedThen(ctx, row);
  const then = { ...asThen(contract, stored, Number(row.at_ms), calendar), calendar };
  const under = {
    ...then,
    uses: usesFromJson(stored),
    isTried,
    eventTypeActive: isTried || row.reason !== "CLICK_TRACKER_NOT_FOUND",
  };
  const { decision, steps, limits } = await explainedUnder(ctx, row, under);
  const posting = stepView({
    step: "LEDGER",
    verdict: "NOTED",
    seen: "a replay posts nothing",
    reason: null,
  });
  const made = { reason: decision.reason, micros: decision.amount };
  return {
    steps: [...steps, posting, redirectStep(row)],
    limits,
    engineVersion,
    consistent: made.reason === move.reasonThen && made.micros === move.thenMicros,
  };
}
