/** A brand account's rules for its template terms. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import { InvalidInput, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { noRules, parseTermsRules, type TermsRules as Rules } from "../../domain/terms-rules.ts";
import { lockingView, scheduleView } from "./payout-views.ts";
import { TermsRules } from "./terms-rules.entity.ts";
import { SetTermsRulesOk, type TermsRulesInput, type TermsRulesView } from "./terms-rules.types.ts";

export async function rulesOf(em: EntityManager, accountId: string): Promise<Rules> {
  const row = await em.findOne(TermsRules, { accountId });
  return row?.rules() ?? noRules;
}

/** Null for a partner: a brand's rules are its own business. */
export async function termsRules(ctx: Context): Promise<TermsRulesView | null> {
  if (ctx.scope.kind !== "BRAND") return null;
  const row = await ctx.em.findOne(
    TermsRules,
    { accountId: ctx.scope.requireAccountId() },
    { refresh: true },
  );
  const rules = row?.rules() ?? noRules;
  return {
    ...rules,
    locking: rules.locking && lockingView(rules.locking),
    schedule: rules.schedule && scheduleView(rules.schedule),
    updatedAt: row?.updatedAt ?? null,
  };
}

export async function setTermsRules(
  ctx: Context,
  input: TermsRulesInput,
  idempotencyKey: string,
): Promise<SetTermsRulesOk | InvalidInput | IdempotencyKeyReused> {
  const parsed = parseTermsRules({
    enforced: input.enforced,
    noticeDays: input.noticeDays,
    mayChangeNotice: input.mayChangeNotice,
    maxNoticeDays: input.maxNoticeDays,
    locking: input.locking ?? null,
    schedule: input.schedule ?? null,
    maxReturnPercent: input.maxReturnPercent ?? null,
    openEndedAllowed: input.openEndedAllowed,
  });
  if (!parsed.ok) return InvalidInput.of(parsed, "input");
  const accountId = ctx.scope.requireAccountId();
  return mutation(
    ctx,
    "setTermsRules",
    { input, key: idempotencyKey },
    async (tx) => {
      await tx.upsert(TermsRules, {
        accountId,
        ...parsed.value,
        updatedBy: actorId(ctx),
        updatedAt: now(ctx),
      });
      return accountId;
    },
    answer(SetTermsRulesOk, termsRules),
  );
}
