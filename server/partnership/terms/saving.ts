/**
 * Creating, copying, saving, activating and archiving terms. What is saved is a new version,
 * always.
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { User } from "../accounts/user.entity.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type NotEntitled,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { termsFromJson, termsToJson, type Terms } from "../../domain/terms.ts";
import { gateName } from "../../domain/values/name.ts";
import { takePublished, type SeenSave } from "./seen-drafts.ts";
import { Program } from "../programs/program.entity.ts";
import { groupIdsOf } from "./group-ids.ts";
import { errorIn } from "./linting.ts";
import { readTerms } from "./reading-input.ts";
import { availableTo, refusalOf, type TermsRefusal } from "./terms-checks.ts";
import { TemplateTerms, TermsVersion } from "./terms.entity.ts";
import { signedPartners, terms } from "./terms.ts";
import { SaveTermsOk, type TermsInput } from "./terms.types.ts";

type SaveRefusal = TermsRefusal | IdempotencyKeyReused;
type ChangeRefusal = NotFound | Conflict | IdempotencyKeyReused;

const saved = answer(SaveTermsOk, terms);

export interface VersionDraft {
  number: number;
  terms: Terms;
  comment: string;
  noLimitAcknowledged: boolean;
}
export function addVersion(
  ctx: Context,
  tx: EntityManager,
  row: TemplateTerms,
  version: VersionDraft,
): TermsVersion {
  return tx.create(TermsVersion, {
    id: ctx.newId(ctx.clock()),
    termsId: row.id,
    brandAccountId: row.brandAccountId,
    number: version.number,
    body: termsToJson(version.terms),
    comment: version.comment,
    noLimitAcknowledged: version.noLimitAcknowledged,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  });
}

interface TemplateDraft {
  programId: string;
  name: string;
  labels: string[];
  asDraft: boolean;
}
async function addTemplate(
  ctx: Context,
  tx: EntityManager,
  draft: TemplateDraft,
  version: VersionDraft,
): Promise<string> {
  const row = tx.create(TemplateTerms, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: ctx.scope.requireAccountId(),
    programId: draft.programId,
    name: draft.name.trim(),
    labels: draft.labels,
    state: draft.asDraft ? "DRAFT" : "ACTIVE",
    currency: version.terms.currency,
    linkCode: null,
    createdAt: now(ctx),
  });
  await tx.flush();
  addVersion(ctx, tx, row, version);
  return row.id;
}

/** Version 1 of new terms, at once usable in proposals unless they are a draft. */
export async function createTerms(
  ctx: Context,
  of: { programId: string; input: TermsInput; asDraft: boolean; seen?: SeenSave },
  idempotencyKey: string,
): Promise<SaveTermsOk | SaveRefusal> {
  const { programId, input, asDraft, seen } = of;
  return mutation(
    ctx,
    "createTerms",
    { input: of, key: idempotencyKey },
    async (tx) => {
      const program = await tx.findOne(Program, { id: programId }, { refresh: true });
      if (!program) return NotFound.of("program", "programId");
      const read = await readTerms(tx, program, input, {
        groups: await groupIdsOf(ctx, tx, null),
        isDraft: asDraft,
      });
      if (isRefusal(read)) return read;
      const changed = await takePublished(ctx, tx, { programId, termsId: null }, seen);
      if (changed) return changed;
      const { name, labels, comment, acknowledgeNoLimit } = input;
      return addTemplate(
        ctx,
        tx,
        { programId, name, labels, asDraft },
        { number: 1, terms: read, comment, noLimitAcknowledged: acknowledgeNoLimit },
      );
    },
    saved,
  );
}

export interface CopyOf {
  id: string;
  versionNumber: number | null;
  name: string;
  asDraft: boolean;
}
/**
 * New terms with everything that a version says; from then on the two have nothing to do with each
 * other [D19]. Groups are the same ones: what a partner used of their limits goes on where it is
 * given the copy.
 */
export async function copyTerms(
  ctx: Context,
  of: CopyOf,
  idempotencyKey: string,
): Promise<SaveTermsOk | SaveRefusal> {
  const checked = gateName(of.name, "name");
  if (!checked.ok) return InvalidInput.of(checked);
  const name = checked.value;
  return mutation(
    ctx,
    "copyTerms",
    { input: of, key: idempotencyKey },
    async (tx) => {
      const source = await tx.findOne(TemplateTerms, { id: of.id }, { refresh: true });
      if (!source) return NotFound.of("terms", "id");
      const [version] = await tx.find(
        TermsVersion,
        { termsId: source.id, ...(of.versionNumber === null ? {} : { number: of.versionNumber }) },
        { orderBy: { number: "desc" }, limit: 1 },
      );
      if (!version) return NotFound.of("terms version", "versionNumber");
      const copy = termsFromJson(version.body);
      const program = await tx.findOneOrFail(Program, { id: source.programId });
      const refused = await refusalOf(tx, program, copy, { at: [], isDraft: of.asDraft });
      if (refused) return refused;
      const draft = {
        programId: source.programId,
        name,
        labels: [...source.labels],
        asDraft: of.asDraft,
      };
      return addTemplate(ctx, tx, draft, {
        number: 1,
        terms: copy,
        comment: "",
        noLimitAcknowledged: version.noLimitAcknowledged,
      });
    },
    saved,
  );
}

/** Why this person may not modify these terms [D30]. */
export const restrictedFor = (ctx: Context, row: TemplateTerms): Conflict | null =>
  row.restricted && !ctx.viewer.rights.has("terms:administer")
    ? new Conflict(
        "TERMS_RESTRICTED",
        "These terms are restricted: only a Template Terms Administrator may modify them",
        ["id"],
      )
    : null;

/** Locks the terms for a change, unless this person may not make one. */
async function changeable(
  ctx: Context,
  tx: EntityManager,
  id: string,
): Promise<TemplateTerms | NotFound | Conflict> {
  const row = await tx.findOne(
    TemplateTerms,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!row) return NotFound.of("terms", "id");
  if (row.state === "ARCHIVED")
    return new Conflict("TERMS_ARCHIVED", "Archived terms cannot be changed", ["id"]);
  return restrictedFor(ctx, row) ?? row;
}

async function newerThan(
  tx: EntityManager,
  last: TermsVersion,
  baseVersion: number,
): Promise<Conflict | null> {
  if (last.number === baseVersion) return null;
  const author = await tx.findOne(User, { id: last.createdBy });
  return new Conflict(
    "NEWER_VERSION",
    `${author?.name ?? "A former member"} saved version ${last.number} while you edited version ` +
      `${baseVersion}: look at it and save again`,
    ["baseVersion"],
  );
}

const contractsOn = async (tx: EntityManager, termsId: string): Promise<number> =>
  (
    await tx.execute<{ count: number }[]>(
      `select count(*)::int as count
        from contract c
        join terms_version v on v.id = c.terms_version_id
        where v.terms_id = ?`,
      [termsId],
    )
  )[0]?.count ?? 0;

/**
 * What stands against a next version of these terms, before its content is looked at [D26, D33].
 */
async function unsavable(
  ctx: Context,
  tx: EntityManager,
  row: TemplateTerms,
  input: TermsInput,
): Promise<Conflict | null> {
  if (input.currency !== row.currency && (await contractsOn(tx, row.id)) > 0)
    return new Conflict(
      "CURRENCY_FIXED",
      `Contracts exist on these terms, so their currency stays ${row.currency}: make new terms ` +
        "for another",
      ["input", "currency"],
    );
  return (await signedPartners(tx, [row.id], now(ctx))).size > 0
    ? new Conflict(
        "MODIFICATION_START_NEEDED",
        "Partners have signed these terms: change them by a contract change with a start date",
        ["id"],
      )
    : null;
}

export interface NextVersion {
  id: string;
  input: TermsInput;
  /** The version the author started from; null = whatever is newest. */
  baseVersion: number | null;
  /** The draft that it becomes of. */
  seen?: SeenSave;
}
/**
 * The next version. Terms that partners signed are changed by a contract change, never behind their
 * back [D25, D26].
 */
export async function saveTermsVersion(
  ctx: Context,
  next: NextVersion,
  idempotencyKey: string,
): Promise<SaveTermsOk | SaveRefusal> {
  const { id, input, baseVersion, seen } = next;
  return mutation(
    ctx,
    "saveTermsVersion",
    { input: next, key: idempotencyKey },
    async (tx) => {
      const row = await changeable(ctx, tx, id);
      if (isRefusal(row)) return row;
      const [last] = await tx.find(
        TermsVersion,
        { termsId: id },
        { orderBy: { number: "desc" }, limit: 1 },
      );
      if (!last) throw new Error("terms without a version");
      const refused =
        (baseVersion === null ? null : await newerThan(tx, last, baseVersion)) ??
        (await unsavable(ctx, tx, row, input));
      if (refused) return refused;
      const program = await tx.findOneOrFail(Program, { id: row.programId });
      const read = await readTerms(tx, program, input, {
        groups: await groupIdsOf(ctx, tx, id),
        isDraft: row.state === "DRAFT",
      });
      if (isRefusal(read)) return read;
      const changed = await takePublished(ctx, tx, { programId: row.programId, termsId: id }, seen);
      if (changed) return changed;
      row.name = input.name.trim();
      row.labels = input.labels;
      row.currency = read.currency;
      addVersion(ctx, tx, row, {
        number: last.number + 1,
        terms: read,
        comment: input.comment,
        noLimitAcknowledged: input.acknowledgeNoLimit,
      });
      return id;
    },
    saved,
  );
}

/** From then on a draft can be proposed. What was possible when it was saved must still be. */
export async function activateTerms(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<SaveTermsOk | ChangeRefusal | NotEntitled> {
  return mutation(
    ctx,
    "activateTerms",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const row = await changeable(ctx, tx, id);
      if (isRefusal(row)) return row;
      if (row.state !== "DRAFT")
        return new Conflict("TERMS_NOT_DRAFT", "These terms are active already", ["id"]);
      const [last] = await tx.find(
        TermsVersion,
        { termsId: id },
        { orderBy: { number: "desc" }, limit: 1 },
      );
      if (!last) throw new Error("terms without a version");
      const [program, written] = [
        await tx.findOneOrFail(Program, { id: row.programId }),
        termsFromJson(last.body),
      ];
      const refused = await availableTo(tx, program, written.eventPayouts, []);
      if (refused) return refused;
      const error = await errorIn(tx, program, written, { at: [] });
      if (error) return new Conflict(error.code, error.message, error.path);
      row.state = "ACTIVE";
      return id;
    },
    saved,
  );
}

/** No new partners from then on; contracts go on, and the branded link is closed. */
export async function archiveTerms(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<SaveTermsOk | ChangeRefusal> {
  return change(ctx, "archiveTerms", { input: { id }, key: idempotencyKey }, (row) => {
    row.state = "ARCHIVED";
    row.linkCode = null;
  });
}

/** Only a Template Terms Administrator comes here, by the right the mutation needs [D30]. */
export async function setTermsRestricted(
  ctx: Context,
  id: string,
  restricted: boolean,
  idempotencyKey: string,
): Promise<SaveTermsOk | ChangeRefusal> {
  return change(
    ctx,
    "setTermsRestricted",
    { input: { id, restricted }, key: idempotencyKey },
    (row) => {
      row.restricted = restricted;
    },
  );
}

/** A change of the terms' own row, under its lock. `apply` may refuse. */
export async function change(
  ctx: Context,
  name: string,
  { input, key }: { input: { id: string; restricted?: boolean }; key: string },
  apply: (row: TemplateTerms) => Conflict | void,
): Promise<SaveTermsOk | ChangeRefusal> {
  return mutation(
    ctx,
    name,
    { input, key },
    async (tx) => {
      const row = await changeable(ctx, tx, input.id);
      return isRefusal(row) ? row : (apply(row) ?? row.id);
    },
    saved,
  );
}
