/** Promo codes and whom they credit. A code has one partner at a time; what was stays. */
import { LockMode } from "@mikro-orm/postgresql";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { Conflict, InvalidInput, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { listItem, maxTraitLength } from "../../domain/sale-facts.ts";
import { gateText, quoted } from "../../domain/values/text.ts";
import { Account } from "../accounts/account.entity.ts";
import { Partnership } from "../accounts/partnership.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { PromoCode } from "./promo-code.entity.ts";
import { PromoCodeOk, type AssignPromoCodeInput, type PromoCodeView } from "./promo-code.types.ts";

const codeBounds = { min: 1, max: maxTraitLength };

async function views(ctx: Context, codes: readonly PromoCode[]): Promise<PromoCodeView[]> {
  const partners = await ctx.em.find(Account, {
    id: { $in: codes.map(({ partnerAccountId }) => partnerAccountId) },
  });
  return codes.map((one) => ({
    id: one.id,
    programId: one.programId,
    partnerAccountId: one.partnerAccountId,
    partnerName: partners.find(({ id }) => id === one.partnerAccountId)?.name ?? "",
    code: one.code,
    policy: one.policy,
    startsAt: one.startsAt,
    endsAt: one.endsAt ?? null,
  }));
}

export const promoCodes = (
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<PromoCodeView>> =>
  pageById(ctx.em, PromoCode, { where: { programId }, order: "newest" }, asked, (rows) =>
    views(ctx, rows),
  );

const shown = answer(PromoCodeOk, async (ctx, id) => {
  const found = await ctx.em.findOneOrFail(PromoCode, { id }, { refresh: true });
  return (await views(ctx, [found]))[0];
});

/** It was ended before it began, so it keeps the code from nobody. */
const neverBegins = ({ startsAt, endsAt }: PromoCode): boolean =>
  endsAt != null && endsAt <= startsAt;

export async function assignPromoCode(
  ctx: Context,
  input: AssignPromoCodeInput,
  idempotencyKey: string,
): Promise<PromoCodeOk | UserError> {
  return mutation<PromoCodeOk, UserError>(
    ctx,
    "assignPromoCode",
    { input, key: idempotencyKey },
    async (tx) => {
      const { programId, partnerId: partnerAccountId } = input;
      // One at a time: of two that assign a code the second is told so.
      const program = await tx.findOne(
        Program,
        { id: programId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!program) return NotFound.of("program", "input", "programId");
      const { brandAccountId } = program;
      if ((await tx.count(Partnership, { brandAccountId, partnerAccountId })) === 0)
        return NotFound.of("partner", "input", "partnerId");
      const code = gateText("BAD_CODE", "A promo code", input.code, codeBounds, "input", "code");
      if (!code.ok) return InvalidInput.of(code);
      const codeKey = listItem(code.value);
      if (codeKey === "")
        return new InvalidInput("BAD_CODE", "A promo code has letters or digits", [
          "input",
          "code",
        ]);
      const startsAt = input.startsAt ?? now(ctx);
      const others = await tx.find(PromoCode, {
        programId,
        codeKey,
        $or: [{ endsAt: null }, { endsAt: { $gt: startsAt } }],
      });
      if (!others.every(neverBegins))
        return new Conflict(
          "NAME_TAKEN",
          `The code ${quoted(code.value)} credits a partner at that time already: end it first, ` +
            "or let the new one start later",
          ["input", "code"],
        );
      return tx.create(PromoCode, {
        id: ctx.newId(ctx.clock()),
        brandAccountId,
        programId,
        partnerAccountId,
        code: code.value,
        codeKey,
        policy: input.policy,
        startsAt,
        createdBy: actorId(ctx),
        createdAt: now(ctx),
      }).id;
    },
    shown,
  );
}

export async function endPromoCode(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<PromoCodeOk | UserError> {
  return mutation<PromoCodeOk, UserError>(
    ctx,
    "endPromoCode",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(
        PromoCode,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!found) return NotFound.of("promo code", "id");
      if (found.endsAt) return new Conflict("ILLEGAL_TRANSITION", "This code has ended", ["id"]);
      // One that has not begun never will.
      found.endsAt = found.startsAt > now(ctx) ? found.startsAt : now(ctx);
      return id;
    },
    shown,
  );
}
