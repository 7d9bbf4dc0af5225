/** Template terms and their versions. A version is never changed; contracts name the version they were signed on. */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { once } from "../api/idempotency.ts";
import { badInput } from "../api/bad-input.ts";
import { decodeCursor, pageOf, type Page } from "../api/connection.ts";
import { money } from "../api/money.ts";
import { Conflict, InvalidInput, isRefusal, NotFound, type IdempotencyKeyReused, type UserError } from "../api/refusal.ts";
import { shownRows, shownTerms, shownVersions } from "../auth/scope-filter.ts";
import { actorId, now, type Context } from "../context.ts";
import { rateText, termsFromJson, termsToJson, warningsOf, type EventPayout, type Terms } from "../domain/terms.ts";
import { parseTerms } from "../domain/terms-input.ts";
import { EventType, Program } from "../programs/program.entity.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import { TemplateTerms, TermsVersion } from "./terms.entity.ts";
import {
  SaveTermsOk,
  type EventPayoutView,
  type LimitKindValue,
  type LimitResetValue,
  type PayoutLevelValue,
  type RemainderPolicy,
  type TemplateTermsView,
  type TermsInput,
  type TermsState,
  type TermsVersionView,
  type TermsWarningValue,
} from "./terms.types.ts";

const payoutView = (payout: EventPayout, currency: string): EventPayoutView => ({
  event: payout.event as EventTypeKind,
  level: payout.level as PayoutLevelValue,
  rate: rateText(payout.defaultRate),
  amount: payout.defaultRate.kind === "AMOUNT" ? money(payout.defaultRate.micros, currency) : null,
  limits: payout.limits.map((limit) => ({
    id: limit.id,
    kind: limit.kind as LimitKindValue,
    reset: limit.reset as LimitResetValue,
    maxClicks: limit.kind === "CLICKS" ? Number(limit.max) : null,
    maxPayout: limit.kind === "PAYOUT" ? money(limit.max, currency) : null,
  })),
  remainder: payout.remainder as RemainderPolicy,
});

export function versionView(version: TermsVersion): TermsVersionView {
  const terms = termsFromJson(version.body);
  return {
    id: version.id,
    number: version.number,
    currency: terms.currency,
    eventPayouts: terms.eventPayouts.map((payout) => payoutView(payout, terms.currency)),
    warnings: warningsOf(terms) as TermsWarningValue[],
    comment: version.comment,
    createdAt: version.createdAt,
  };
}

async function views(ctx: Context, rows: readonly TemplateTerms[]): Promise<TemplateTermsView[]> {
  const versions = await ctx.em.find(TermsVersion, { $and: [{ termsId: { $in: rows.map((row) => row.id) } }, shownVersions(ctx.scope)] }, { orderBy: { number: "desc" } });
  return rows.flatMap((row) => {
    const own = versions.filter((version) => version.termsId === row.id).map(versionView);
    const [latest] = own;
    // Labels are the brand's own notes; partners never see them [D18].
    return latest
      ? [
          {
            id: row.id,
            programId: row.programId,
            name: row.name,
            labels: ctx.scope.kind === "BRAND" ? row.labels : [],
            state: row.state as TermsState,
            latest,
            versions: own,
            createdAt: row.createdAt,
          },
        ]
      : [];
  });
}

export async function terms(ctx: Context, id: string): Promise<TemplateTermsView | null> {
  const row = await ctx.em.findOne(TemplateTerms, { $and: [{ id }, shownTerms(ctx.scope)] });
  const [view] = row ? await views(ctx, [row]) : [];
  return view ?? null;
}

export async function termsList(ctx: Context, page: { first: number; after: string | null }, programId: string | null): Promise<Page<TemplateTermsView>> {
  const cursor = decodeCursor(page.after, 1);
  if (!cursor.ok) throw badInput(cursor.message, ...cursor.path);
  const rows = await ctx.em.find(
    TemplateTerms,
    { $and: [shownTerms(ctx.scope), programId ? { programId } : {}, cursor.value ? { id: { $lt: cursor.value[0] ?? "" } } : {}] },
    { orderBy: { id: "desc" }, limit: page.first + 1 },
  );
  return pageOf(
    await views(ctx, rows),
    page.first,
    (row) => [row.id],
    (row) => row,
  );
}

/** Reads input into terms whose every event type is active in the program, or says why not [D13, D34]. */
export async function accepted(tx: EntityManager, input: TermsInput, programId: string): Promise<Terms | InvalidInput | Conflict> {
  const parsed = parseTerms(input);
  if (!parsed.ok) return InvalidInput.of(parsed, "input");
  const name = input.name.trim();
  if (name.length < 1 || name.length > 200) return new InvalidInput("BAD_NAME", "A name has 1 to 200 characters", ["input", "name"]);
  if (input.comment.length > 5000) return new InvalidInput("TOO_LONG", "A comment has at most 5000 characters", ["input", "comment"]);
  const active = await tx.find(EventType, { programId, state: "ACTIVE" });
  for (const [i, payout] of parsed.value.eventPayouts.entries()) {
    if (!active.some((type) => type.kind === payout.event))
      return new Conflict("EVENT_TYPE_NOT_ENABLED", `The program has no active ${payout.event} event type: add it first`, ["input", "eventPayouts", String(i), "event"]);
  }
  if (warningsOf(parsed.value).includes("NO_CPC_LIMIT") && !input.acknowledgeNoLimit)
    return new InvalidInput("NO_CPC_LIMIT", "Clicks would be paid without a limit and cannot be taken back: set a limit or acknowledge it", ["input", "acknowledgeNoLimit"]);
  return parsed.value;
}

export function addVersion(ctx: Context, tx: EntityManager, row: TemplateTerms, version: { number: number; terms: Terms; input: TermsInput }): TermsVersion {
  return tx.create(TermsVersion, {
    id: ctx.newId(ctx.clock()),
    termsId: row.id,
    brandAccountId: row.brandAccountId,
    number: version.number,
    body: termsToJson(version.terms),
    comment: version.input.comment,
    noLimitAcknowledged: version.input.acknowledgeNoLimit,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
}

type SaveRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
async function saved(ctx: Context, result: string | UserError): Promise<SaveTermsOk | SaveRefusal> {
  if (isRefusal(result)) return result;
  const view = await terms(ctx, result);
  if (!view) throw new Error("saved terms not found");
  return new SaveTermsOk(view);
}

/** Version 1 of new terms, at once usable in proposals. */
export async function createTerms(ctx: Context, programId: string, input: TermsInput, idempotencyKey: string): Promise<SaveTermsOk | SaveRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const result = await once(ctx.em, { accountId, key: idempotencyKey, operation: "createTerms", input: { programId, input }, at: now(ctx) }, async (tx) => {
    const program = await tx.findOne(Program, { $and: [{ id: programId }, shownRows(ctx.scope)] });
    if (!program) return NotFound.of("program", "programId");
    const read = await accepted(tx, input, programId);
    if (isRefusal(read)) return read;
    const row = tx.create(TemplateTerms, {
      id: ctx.newId(ctx.clock()),
      brandAccountId: accountId,
      programId,
      name: input.name.trim(),
      labels: input.labels,
      state: "ACTIVE",
      currency: read.currency,
      createdAt: now(ctx),
    });
    await tx.flush();
    addVersion(ctx, tx, row, { number: 1, terms: read, input });
    return row.id;
  });
  return saved(ctx, result);
}

const signedContracts = async (tx: EntityManager, termsId: string): Promise<number> => {
  const [row] = await tx.execute<{ count: number }[]>(
    "select count(*)::int as count from contract c join terms_version v on v.id = c.terms_version_id where v.terms_id = ? and c.decision in ('SIGNED', 'PROPOSED')",
    [termsId],
  );
  return row?.count ?? 0;
};

/** The next version. Terms that partners signed are changed by a contract change, never behind their back [D25, D26]. */
export async function saveTermsVersion(ctx: Context, id: string, input: TermsInput, idempotencyKey: string): Promise<SaveTermsOk | SaveRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const result = await once(ctx.em, { accountId, key: idempotencyKey, operation: "saveTermsVersion", input: { id, input }, at: now(ctx) }, async (tx) => {
    const row = await tx.findOne(TemplateTerms, { $and: [{ id }, shownTerms(ctx.scope)] }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (!row) return NotFound.of("terms", "id");
    if (row.state === "ARCHIVED") return new Conflict("TERMS_ARCHIVED", "Archived terms cannot be changed", ["id"]);
    if ((await signedContracts(tx, id)) > 0) return new Conflict("SIGNED_PARTNERS", "Partners have signed or been offered these terms: create new terms and propose them", ["id"]);
    const read = await accepted(tx, input, row.programId);
    if (isRefusal(read)) return read;
    const [last] = await tx.find(TermsVersion, { termsId: id }, { orderBy: { number: "desc" }, limit: 1 });
    row.name = input.name.trim();
    row.labels = input.labels;
    row.currency = read.currency;
    addVersion(ctx, tx, row, { number: (last?.number ?? 0) + 1, terms: read, input });
    return id;
  });
  return saved(ctx, result);
}

export async function archiveTerms(ctx: Context, id: string, idempotencyKey: string): Promise<SaveTermsOk | NotFound | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const result = await once(ctx.em, { accountId, key: idempotencyKey, operation: "archiveTerms", input: { id }, at: now(ctx) }, async (tx) => {
    const row = await tx.findOne(TemplateTerms, { $and: [{ id }, shownTerms(ctx.scope)] });
    if (!row) return NotFound.of("terms", "id");
    row.state = "ARCHIVED";
    return id;
  });
  return saved(ctx, result);
}
