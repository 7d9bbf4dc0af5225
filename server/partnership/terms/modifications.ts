/**
 * The next version of terms that partners have signed: read and made only as part of a contract
 * change.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, type UserError } from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import type { Terms } from "../../domain/terms.ts";
import { Program } from "../programs/program.entity.ts";
import { groupIdsOf } from "./group-ids.ts";
import { readTerms } from "./reading-input.ts";
import { addVersion, restrictedFor } from "./saving.ts";
import type { TemplateTerms } from "./terms.entity.ts";
import type { TermsInput } from "./terms.types.ts";

/**
 * Currency stays: contracts exist [D33]. Restricted terms are changed by those who hold the
 * permission alone [D30].
 */
export async function readModifiedTerms(
  ctx: Context,
  tx: EntityManager,
  template: TemplateTerms,
  input: TermsInput,
): Promise<Terms | UserError> {
  const restricted = restrictedFor(ctx, template);
  if (restricted) return restricted;
  if (input.currency !== template.currency)
    return new Conflict(
      "CURRENCY_FIXED",
      `Contracts on these terms are in ${template.currency}: the currency cannot change`,
      ["input", "terms", "currency"],
    );
  const program = await tx.findOneOrFail(Program, { id: template.programId });
  const read = await readTerms(tx, program, input, {
    groups: await groupIdsOf(ctx, tx, template.id),
  });
  return read instanceof InvalidInput
    ? new InvalidInput(read.code, read.message, ["input", "terms", ...read.path.slice(1)])
    : read;
}

/** Resolves with the new version's id. */
export async function addModifiedVersion(
  ctx: Context,
  tx: EntityManager,
  template: TemplateTerms,
  input: TermsInput | null | undefined,
  target: { version: { number: number }; terms: Terms },
): Promise<string> {
  if (!input) throw new Error("addModifiedVersion: a modification without terms");
  template.name = input.name.trim();
  template.labels = input.labels;
  const { number } = target.version;
  const version = addVersion(ctx, tx, template, {
    number,
    terms: target.terms,
    comment: input.comment,
    noLimitAcknowledged: input.acknowledgeNoLimit,
  });
  await tx.flush();
  return version.id;
}
