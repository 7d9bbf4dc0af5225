/**
 * Sends a contract change: its plan is written partner by partner, and small ones are carried out
 * at once.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Conflict, isRefusal, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { changedMeanwhile, type SeenSave } from "../terms/seen-drafts.ts";
import { TemplateTerms } from "../terms/terms.entity.ts";
import { addModifiedVersion } from "../terms/modifications.ts";
import { draftChange, type Drafted } from "./change-draft.ts";
import { ContractChange } from "./change.entity.ts";
import { carryOutNext } from "./change-run.ts";
import type { ContractChangeInput } from "./change.types.ts";
import { tellingOf } from "./proposals.ts";
import { lockContracts } from "./timeline.ts";

/** So many partners are changed at once with the answer; a bigger change goes on in the worker. */
export const atOnceMax = 25;

async function writePartners(
  ctx: Context,
  tx: EntityManager,
  change: ContractChange,
  drafted: Drafted,
): Promise<void> {
  const rows = drafted.partners.map(({ id, plan }) => ({
    change_id: change.id,
    partner_account_id: id,
    brand_account_id: change.brandAccountId,
    program_id: change.programId,
    plans: change.strategy === "MODIFY" || change.approval === "REPLACE",
    state: plan.fault ? "FAILED" : "WAITING",
    code: plan.fault?.code ?? null,
    message: plan.fault?.message ?? null,
    superseded_ids: [],
    effective_at: new Date(drafted.plan.effectiveAt),
    updated_at: now(ctx),
  }));
  const names = Object.keys(rows[0] ?? {}).join(", ");
  // Planned changes that have taken effect no longer stand in the way of the next one.
  await tx.execute(
    `update contract_change_partner
      set state = 'APPLIED', updated_at = ?
      where program_id = ? and state = 'SCHEDULED' and effective_at <= ?`,
    [now(ctx), change.programId, now(ctx)],
  );
  await tx.execute(
    `insert into contract_change_partner (${names})
      select ${names}
      from jsonb_populate_recordset(null::contract_change_partner, ?::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** The change as it is kept once it is sent. */
function sentAs(ctx: Context, input: ContractChangeInput, drafted: Drafted) {
  return {
    strategy: input.strategy,
    approval: input.approval ?? null,
    state: "APPLYING" as const,
    input,
    termsId: drafted.target.template.id,
    fallbackVersionId: drafted.fallbackVersionId,
    effectiveAt: new Date(drafted.plan.effectiveAt),
    endsAt: drafted.plan.until === null ? null : new Date(drafted.plan.until),
    proposalExpiresAt: input.expiresAt ?? null,
    mayCounter: input.mayCounter,
    earlyOptIn: input.earlyOptIn,
    howTo: input.howTo,
    comment: input.comment.trim(),
    partners: drafted.partners.length,
    failed: drafted.partners.length - drafted.touched,
    appliedBy: actorId(ctx),
    sentAt: now(ctx),
  };
}

/** The draft of a change, held until the transaction ends, as whoever goes on has seen it. */
export async function draftAsSeen(
  ctx: Context,
  tx: EntityManager,
  id: string,
  draftNumber: number | null,
): Promise<ContractChange | NotFound | Conflict> {
  const draft = await tx.findOne(
    ContractChange,
    { id, state: "DRAFT", brandAccountId: ctx.scope.requireAccountId() },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!draft) return NotFound.of("draft", "draftId");
  const { draftNumber: number, draftChangedBy, createdBy } = draft;
  return number === draftNumber
    ? draft
    : changedMeanwhile(tx, ctx, { by: draftChangedBy ?? createdBy, number, draftNumber });
}

export async function applyLocked(
  ctx: Context,
  tx: EntityManager,
  input: ContractChangeInput,
  seen: SeenSave,
): Promise<string | UserError> {
  const template = await tx.findOne(TemplateTerms, { id: input.termsId }, { refresh: true });
  if (!template) return NotFound.of("terms", "input", "termsId");
  await lockContracts(tx, template.programId);
  const known =
    seen.draftId === null ? null : await draftAsSeen(ctx, tx, seen.draftId, seen.draftNumber);
  if (known instanceof Conflict) return known;
  const result = await draftChange(ctx, tx, input);
  if (isRefusal(result)) return result;
  if (result.refusal) return result.refusal;
  // One that was sent by now is told as what stands in its way above.
  if (isRefusal(known)) return known;
  const { drafted } = result;
  const versionId =
    drafted.target.version.id ??
    (await addModifiedVersion(ctx, tx, template, input.terms, drafted.target));
  const id = known?.id ?? ctx.newId(ctx.clock());
  const sent = { ...sentAs(ctx, input, drafted), termsVersionId: versionId };
  const change = known
    ? tx.assign(known, sent)
    : tx.create(ContractChange, {
        id,
        brandAccountId: template.brandAccountId,
        programId: template.programId,
        createdBy: actorId(ctx),
        createdAt: now(ctx),
        ...sent,
      });
  await tx.flush();
  await writePartners(ctx, tx, change, drafted);
  await carryOutNext(tx, tellingOf(ctx), id, atOnceMax);
  await tx.execute("select pg_notify('contract_change', ?)", [id]);
  return id;
}
