/** Branded links: who has one reads active terms without a login, and may apply for them. */
import { Conflict, type IdempotencyKeyReused, type NotFound } from "../../platform/api/refusal.ts";
import { newCode } from "../../platform/clock.ts";
import type { Context } from "../../platform/context.ts";
import { change } from "./saving.ts";
import type { SaveTermsOk } from "./terms.types.ts";

type LinkRefusal = NotFound | Conflict | IdempotencyKeyReused;

/** 108 random bits: nobody finds a link by trying. A link that is open stays as it is. */
export async function openTermsLink(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<SaveTermsOk | LinkRefusal> {
  return change(ctx, "openTermsLink", { input: { id }, key: idempotencyKey }, (row) => {
    if (row.state !== "ACTIVE")
      return new Conflict("TERMS_NOT_ACTIVE", "Only active terms have a branded link", ["id"]);
    row.linkCode ??= newCode(22);
  });
}

/** The code is gone for good: the next link has another. */
export async function closeTermsLink(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<SaveTermsOk | LinkRefusal> {
  return change(ctx, "closeTermsLink", { input: { id }, key: idempotencyKey }, (row) => {
    row.linkCode = null;
  });
}
