/**
 * The three change strategies: previewed, kept as a draft, applied, watched, withdrawn, taken
 * early.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import {
  page,
  pageById,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type InvalidInput,
  type UserError,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import type { SeenSave } from "../terms/seen-drafts.ts";
import { TemplateTerms } from "../terms/terms.entity.ts";
import { draftChange } from "./change-draft.ts";
import { ContractChange, ContractChangePartner } from "./change.entity.ts";
import { carryOutNext } from "./change-run.ts";
import {
  ContractChangeOk,
  type ContractChangeInput,
  type ContractChangeView,
  type ChangePartnerView,
} from "./change.types.ts";
import { PreviewChangeOk } from "./change-preview.types.ts";
import { answersTo, partnerStates } from "./change-answers.ts";
import { changePartnerView, changeViews, previewOf } from "./change-views.ts";
import { tellWithdrawnNext, undoPartners } from "./change-undo.ts";
import { tellingOf } from "./proposals.ts";
import { lockContracts, actorOf } from "./timeline.ts";
import { applyLocked, atOnceMax, draftAsSeen } from "./change-sending.ts";

type ChangeRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;

/** The same plan that applying would carry out; nothing is written [D52]. */
export async function previewContractChange(
  ctx: Context,
  input: ContractChangeInput,
  asked: PageArgs,
): Promise<PreviewChangeOk | ChangeRefusal> {
  const result = await draftChange(ctx, ctx.em, input);
  return isRefusal(result) ? result : new PreviewChangeOk(await previewOf(ctx, result, asked));
}

const shown = answer(ContractChangeOk, contractChange);

/**
 * Carries the previewed plan out: small changes with the answer, big ones in the worker with
 * progress.
 */
export async function applyContractChange(
  ctx: Context,
  input: ContractChangeInput,
  seen: SeenSave,
  idempotencyKey: string,
): Promise<ContractChangeOk | ChangeRefusal> {
  return mutation(
    ctx,
    "applyContractChange",
    { input: { input, ...seen }, key: idempotencyKey },
    (tx) => applyLocked(ctx, tx, input, seen),
    shown,
  );
}

/** Of one program. */
const changeDraftsMax = 50;

async function saveAgain(
  ctx: Context,
  tx: EntityManager,
  input: ContractChangeInput,
  id: string,
  draftNumber: number | null,
): Promise<string | NotFound | Conflict> {
  const draft = await draftAsSeen(ctx, tx, id, draftNumber);
  if (isRefusal(draft)) return draft;
  Object.assign(draft, {
    input,
    strategy: input.strategy,
    approval: input.approval ?? null,
    draftNumber: draft.draftNumber + 1,
    draftChangedBy: actorId(ctx),
    draftChangedAt: now(ctx),
  });
  return id;
}

/**
 * Keeps what was chosen so far; nothing is checked but that the terms are the brand's. What
 * somebody saved in between is not written over.
 */
export async function saveContractChangeDraft(
  ctx: Context,
  input: ContractChangeInput,
  seen: SeenSave,
  idempotencyKey: string,
): Promise<ContractChangeOk | ChangeRefusal> {
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "saveContractChangeDraft",
    { input: { input, ...seen }, key: idempotencyKey },
    async (tx) => {
      const template = await tx.findOne(TemplateTerms, { id: input.termsId }, { refresh: true });
      if (!template) return NotFound.of("terms", "input", "termsId");
      if (seen.draftId !== null) return saveAgain(ctx, tx, input, seen.draftId, seen.draftNumber);
      const { programId } = template;
      await hold(tx, "DRAFTS", programId);
      if ((await tx.count(ContractChange, { programId, state: "DRAFT" })) >= changeDraftsMax)
        return new Conflict(
          "TOO_MANY_DRAFTS",
          `A program has at most ${changeDraftsMax} drafts of changes: discard one that nobody ` +
            "needs",
          ["input"],
        );
      const facts = {
        strategy: input.strategy,
        approval: input.approval ?? null,
        state: "DRAFT" as const,
        input,
        comment: input.comment,
      };
      return tx.create(ContractChange, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: accountId,
        programId: template.programId,
        createdBy: actorId(ctx),
        createdAt: now(ctx),
        ...facts,
      }).id;
    },
    shown,
  );
}

export async function discardContractChangeDraft(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ContractChangeOk | ChangeRefusal> {
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "discardContractChangeDraft",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const changed = await tx.nativeUpdate(
        ContractChange,
        { id, state: "DRAFT", brandAccountId: accountId },
        { state: "DISCARDED" },
      );
      return changed > 0 ? id : NotFound.of("draft", "id");
    },
    shown,
  );
}

/** Why a sent change cannot be taken back at all. */
async function notTakeable(
  ctx: Context,
  tx: EntityManager,
  change: ContractChange,
): Promise<Conflict | null> {
  const proposes = change.strategy === "INVITE" || change.approval === "PROPOSE";
  if (!proposes && change.effectiveAt && change.effectiveAt <= now(ctx))
    return new Conflict(
      "CHANGE_IN_FORCE",
      "This change has taken effect: make another one instead",
      ["id"],
    );
  const { takeable, inEffect } = (await answersTo(ctx, [change.id], tx))(change.id);
  if (takeable > 0) return null;
  if (proposes)
    return new Conflict(
      "NOBODY_ASKED",
      "No proposal of this change waits for an answer: what was accepted stays. End or switch " +
        "those contracts instead",
      ["id"],
    );
  return inEffect > 0
    ? new Conflict(
        "CHANGE_IN_FORCE",
        "Everybody took this change early, so that it has taken effect: make another one instead",
        ["id"],
      )
    : new Conflict("ALREADY_WITHDRAWN", "This change was already taken back for every partner", [
        "id",
      ]);
}

async function withdrawLocked(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<string | UserError> {
  const known = await tx.findOne(ContractChange, {
    id,
    brandAccountId: ctx.scope.requireAccountId(),
  });
  if (!known) return NotFound.of("contract change", "id");
  await lockContracts(tx, known.programId);
  const change = await tx.findOneOrFail(
    ContractChange,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (change.state === "DRAFT" || change.state === "DISCARDED")
    return new Conflict("NOT_SENT", "This change was never sent: discard the draft", ["id"]);
  if (change.state === "WITHDRAWN")
    return new Conflict("ALREADY_WITHDRAWN", "This change was already withdrawn", ["id"]);
  const refused = await notTakeable(ctx, tx, change);
  if (refused) return refused;
  change.state = "WITHDRAWN";
  change.withdrawnBy = actorId(ctx);
  change.withdrawnAt = now(ctx);
  change.withdrawalTold = false;
  await undoPartners(tx, ctx, change, { actor: actorOf(ctx), partnerIds: null });
  await tellWithdrawnNext(tx, tellingOf(ctx), id, atOnceMax);
  await tx.execute("select pg_notify('contract_change', ?)", [id]);
  return id;
}

/**
 * Before its day: every contract is as it was, and each partner is told [D46]. Of proposals, those
 * not yet answered are taken back. It stays for who took it early or has accepted.
 */
export async function withdrawContractChange(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ContractChangeOk | ChangeRefusal> {
  return mutation(
    ctx,
    "withdrawContractChange",
    { input: { id }, key: idempotencyKey },
    (tx) => withdrawLocked(ctx, tx, id),
    shown,
  );
}

/** Plans the partners anew that could not follow; those done stay done. */
export async function retryContractChange(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ContractChangeOk | ChangeRefusal> {
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "retryContractChange",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const known = await tx.findOne(ContractChange, { id, brandAccountId: accountId });
      if (!known) return NotFound.of("contract change", "id");
      await lockContracts(tx, known.programId);
      const change = await tx.findOneOrFail(
        ContractChange,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (change.state !== "SCHEDULED" && change.state !== "APPLIED")
        return new Conflict(
          "NOT_FINISHED",
          "Only a change that was carried out can be tried again for the rest",
          ["id"],
        );
      const waiting = await tx.execute<{ n: number }[]>(
        `with again as (
            update contract_change_partner p
            set state = 'WAITING', code = null, message = null, updated_at = ?
            where p.change_id = ?
              and p.state = 'FAILED'
              and not exists (
                select
                from contract_change_partner o
                where o.program_id = p.program_id
                  and o.partner_account_id = p.partner_account_id
                  and o.plans
                  and o.state in ('WAITING', 'SCHEDULED')
                  and o.effective_at > ?
              )
            returning 1
          )
          select count(*)::int as n
          from again`,
        [now(ctx), id, now(ctx)],
      );
      change.state = "APPLYING";
      change.failed -= waiting[0]?.n ?? 0;
      await tx.flush();
      await carryOutNext(tx, tellingOf(ctx), id, atOnceMax);
      await tx.execute("select pg_notify('contract_change', ?)", [id]);
      return id;
    },
    shown,
  );
}

export async function contractChange(ctx: Context, id: string): Promise<ContractChangeView | null> {
  const row = await ctx.em.findOne(
    ContractChange,
    { id, brandAccountId: ctx.scope.requireAccountId() },
    { refresh: true },
  );
  const [view] = row ? await changeViews(ctx, [row]) : [];
  return view ?? null;
}

/** Newest first. */
export async function contractChanges(
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<ContractChangeView>> {
  const where = {
    programId,
    brandAccountId: ctx.scope.requireAccountId(),
    state: { $ne: "DISCARDED" as const },
  };
  return pageById(ctx.em, ContractChange, { where, order: "newest" }, asked, (rows) =>
    changeViews(ctx, rows),
  );
}

const byPartner: Key<ContractChangePartner, [partnerId: string]> = {
  of: ({ partnerAccountId }) => [partnerAccountId],
  parts: [isId],
};
/** What became of each partner, in the order of their ids. */
export async function contractChangePartners(
  ctx: Context,
  changeId: string,
  asked: PageArgs,
): Promise<Page<ChangePartnerView>> {
  const rows = (after: [partnerId: string] | null, limit: number) =>
    ctx.em.find(
      ContractChangePartner,
      { changeId, ...(after ? { partnerAccountId: { $gt: after[0] } } : {}) },
      { orderBy: { partnerAccountId: "asc" }, limit },
    );
  return page(rows, asked, byPartner, (shown) => partnersShown(ctx, changeId, shown));
}

async function partnersShown(
  ctx: Context,
  changeId: string,
  rows: readonly ContractChangePartner[],
): Promise<ChangePartnerView[]> {
  const accounts = await ctx.em.find(Account, {
    id: { $in: rows.map(({ partnerAccountId }) => partnerAccountId) },
  });
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const states = await partnerStates(
    ctx,
    changeId,
    rows.map(({ partnerAccountId }) => partnerAccountId),
  );
  return rows.map((row) =>
    changePartnerView(
      row,
      names.get(row.partnerAccountId) ?? "",
      states.get(row.partnerAccountId) ?? "WAITING",
    ),
  );
}
