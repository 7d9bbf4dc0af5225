/**
 * Branded links: a code per terms under which anybody reads them, and a partner applies. The brand
 * decides [D35].
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { lockSides } from "../accounts/both-sides.ts";
import { TooManyAttempts } from "../accounts/sign-in.types.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  type InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { addressSubject, beginAttempt, succeedAttempt } from "../../platform/auth/attempts.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { Contract, ContractEvent } from "./contract.entity.ts";
import { contract } from "./contracts.ts";
import { numbersOf } from "../../domain/number-clauses.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { ApplyForTermsOk, type PublicTermsView } from "./application.types.ts";
import { termsSentences } from "../../domain/terms-sentences.ts";
import { customTermsView, payoutView, sentenceViews } from "../terms/payout-views.ts";
import { hold } from "../../platform/db/locks.ts";

interface Linked {
  terms_id: string;
  terms_name: string;
  program_id: string;
  program_name: string;
  brand_account_id: string;
  brand_name: string;
  version_id: string;
  body: unknown;
}
async function behind(em: EntityManager, code: string): Promise<Linked | null> {
  const [row] = await em.execute<Linked[]>("select * from terms_behind_link(?)", [code]);
  return row ?? null;
}

/** Null when no open link has this code. */
export async function publicTerms(ctx: Context, code: string): Promise<PublicTermsView | null> {
  const found = await behind(ctx.em, code);
  if (!found) return null;
  const terms = termsFromJson(found.body);
  return {
    brandName: found.brand_name,
    programName: found.program_name,
    termsName: found.terms_name,
    currency: terms.currency,
    eventPayouts: terms.eventPayouts.map((payout) => payoutView(payout, terms.currency)),
    get sentences() {
      return sentenceViews(termsSentences(terms));
    },
    ...numbersOf(terms),
    customTerms: terms.customTerms.map((custom) => customTermsView(custom, found.brand_account_id)),
  };
}

/** Why this partner has nothing to apply for: it did already, or has signed. */
async function standing(
  ctx: Context,
  tx: EntityManager,
  found: Linked,
  partnerId: string,
): Promise<Conflict | null> {
  const rows = await tx.execute<{ decision: string }[]>(
    `select c.decision
      from contract c
      join terms_version v on v.id = c.terms_version_id
      where v.terms_id = ?
        and c.partner_account_id = ?
        and (
          (c.decision = 'PROPOSED' and (c.proposal_expires_at is null or c.proposal_expires_at > ?))
            or (c.decision = 'SIGNED' and (c.ends_at is null or c.ends_at > ?))
        )`,
    [found.terms_id, partnerId, now(ctx), now(ctx)],
  );
  if (rows.some(({ decision }) => decision === "SIGNED"))
    return new Conflict("ALREADY_SIGNED", "You have a contract on these terms", ["code"]);
  return rows.length > 0
    ? new Conflict("ALREADY_APPLIED", "A proposal of these terms is open: look at your contracts", [
        "code",
      ])
    : null;
}

async function addApplication(
  ctx: Context,
  tx: EntityManager,
  found: Linked,
  { code, comment }: { code: string; comment: string | null },
): Promise<string | Conflict> {
  const partnerAccountId = ctx.scope.requireAccountId();
  const parties = { brandAccountId: found.brand_account_id, partnerAccountId };
  await lockSides(tx, Object.values(parties));
  const [met] = await tx.execute<{ apart: boolean }[]>(
    "select work_together_by_link(?, ?, ?) as apart",
    [code, ctx.newId(ctx.clock()), now(ctx)],
  );
  if (!met?.apart)
    return new Conflict(
      "ALREADY_MEMBER",
      `Somebody of your account belongs to ${found.brand_name}, and nobody is a partner of ` +
        "the own brand",
      ["code"],
    );
  const row = tx.create(Contract, {
    id: ctx.newId(ctx.clock()),
    ...parties,
    programId: found.program_id,
    termsVersionId: found.version_id,
    decision: "PROPOSED",
    proposedByAccountId: partnerAccountId,
    proposedBy: actorId(ctx),
    proposedAt: now(ctx),
    comment,
    startsAt: now(ctx),
  });
  await tx.flush();
  tx.create(ContractEvent, {
    id: ctx.newId(ctx.clock()),
    contractId: row.id,
    ...parties,
    kind: "PROPOSED",
    actorId: actorId(ctx),
    actorAccountId: partnerAccountId,
    comment,
    at: now(ctx),
  });
  return row.id;
}

type ApplyRefusal = InvalidInput | NotFound | Conflict | TooManyAttempts | IdempotencyKeyReused;

/**
 * A PENDING contract, proposed by the partner on the newest version; the two work together from
 * then on.
 */
export async function applyForTerms(
  ctx: Context,
  application: { code: string; comment: string | null },
  idempotencyKey: string,
): Promise<ApplyForTermsOk | ApplyRefusal> {
  if (ctx.scope.kind !== "PARTNER")
    return new Conflict("NOT_A_PARTNER", "Only a partner account applies for terms", []);
  const comment = application.comment?.trim() || null;
  const long = tooLong("A comment", comment, 5000, "comment");
  if (long) return long;
  const accountId = ctx.scope.requireAccountId();
  const counted = [
    { subject: `account:${accountId}` },
    { subject: addressSubject(ctx.client.address) },
  ];
  const wait = await beginAttempt(ctx, "apply", counted);
  if (wait !== null) return new TooManyAttempts(wait);
  const result = await mutation(
    ctx,
    "applyForTerms",
    { input: application, key: idempotencyKey },
    async (tx) => {
      const found = await behind(tx, application.code);
      if (!found)
        return new NotFound("NOT_FOUND", "There is no open link with this code", ["code"]);
      // Two applications at once must not both find none.
      await hold(tx, "APPLICATION", `${found.terms_id}/${accountId}`);
      return (
        (await standing(ctx, tx, found, accountId)) ??
        addApplication(ctx, tx, found, { code: application.code, comment })
      );
    },
    answer(ApplyForTermsOk, contract),
  );
  // Only a code that is none looks like guessing.
  if (!(result instanceof NotFound)) await succeedAttempt(ctx, "apply", counted);
  return result;
}
