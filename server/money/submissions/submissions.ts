/**
 * What shops and other sources hand in: read at once, so that faults are told to whoever sent them,
 * and queued; the worker books it where Amazon's reports are booked.
 */
import { createHash } from "node:crypto";
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import {
  page,
  pageById,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { money } from "../../platform/api/money.ts";
import { Conflict, InvalidInput, NotFound, type UserError } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  storedRow,
  type ShownFault,
  type SubmissionSource,
  type SubmissionState,
} from "../../domain/submission.ts";
import { conversionKinds } from "../../domain/event-kinds.ts";
import { isChangeOfNow, readRow, type GateContext } from "../../domain/submitted-gates.ts";
import { eventNamesOf } from "../../domain/submitted-events.ts";
import { givenOfObject, type GivenRow } from "../../domain/submitted-row.ts";
import { EventType, Program } from "../../partnership/programs/program.entity.ts";
import { ConversionSubmission, SubmittedConversion } from "./submission.entity.ts";
import {
  ConversionsRefused,
  SubmissionOk,
  type ConversionChange,
  type ConversionInput,
  type RowState,
  type SubmissionView,
  type SubmittedConversionView,
  type SubmittedFieldView,
} from "./submission.types.ts";

export const maxRows = 1_000;
const shownFaults = 100;

export const submissionView = (one: ConversionSubmission): SubmissionView => ({
  id: one.id,
  programId: one.programId,
  source: one.source,
  name: one.name ?? null,
  state: one.state,
  rows: one.rowCount,
  malformed: one.malformed,
  done: one.done,
  booked: one.booked,
  failed: one.failed,
  preview: one.preview
    ? {
        ...one.preview,
        leads: one.preview.leads ?? 0,
        failing: one.preview.failing ?? [],
        amounts: one.preview.amounts.map(({ currency, micros }) => money(BigInt(micros), currency)),
        from: one.preview.from === null ? null : new Date(one.preview.from),
        to: one.preview.to === null ? null : new Date(one.preview.to),
      }
    : null,
  faults: one.faults,
  submittedAt: one.submittedAt,
  completedAt: one.completedAt ?? null,
});

/** Newest first. */
export const conversionSubmissions = (
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<SubmissionView>> =>
  pageById(ctx.em, ConversionSubmission, { where: { programId }, order: "newest" }, asked, (rows) =>
    rows.map(submissionView),
  );

export async function conversionSubmission(
  ctx: Context,
  id: string,
): Promise<SubmissionView | null> {
  const found = await ctx.em.findOne(ConversionSubmission, { id }, { refresh: true });
  return found && submissionView(found);
}

/** As it came: items by their place. */
function fieldsOf(body: Readonly<Record<string, unknown>>): SubmittedFieldView[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [{ name, value: String(value) }];
    return value.flatMap((item: Record<string, string>, at) =>
      Object.entries(item).map(([field, text]) => ({
        name: `items[${at}].${field}`,
        value: text,
      })),
    );
  });
}
const rowView = (row: SubmittedConversion): SubmittedConversionView => ({
  number: row.number,
  change: (row.change as ConversionChange | null | undefined) ?? null,
  orderId: row.orderId ?? null,
  eventAt: row.eventAt ?? null,
  state: row.state as RowState,
  reason: row.reason ?? null,
  message: row.message ?? null,
  conversionId: row.conversionId ?? null,
  fields: fieldsOf(row.body),
  doneAt: row.doneAt ?? null,
});
const byNumber: Key<SubmittedConversion, [number: string]> = {
  of: ({ number }) => [String(number)],
  parts: [(text) => /^\d{1,9}$/.test(text)],
};

/** In their order. */
export function submittedConversions(
  ctx: Context,
  { submissionId, state }: { submissionId: string; state: RowState | null },
  asked: PageArgs,
): Promise<Page<SubmittedConversionView>> {
  const rows = (after: [number: string] | null, limit: number) =>
    ctx.em.find(
      SubmittedConversion,
      {
        submissionId,
        ...(state === null ? {} : { state }),
        ...(after === null ? {} : { number: { $gt: Number(after[0]) } }),
      },
      { orderBy: { number: "asc" }, limit, refresh: true },
    );
  return page(rows, asked, byNumber, (shown) => shown.map(rowView));
}

/** What rows are read by. */
export async function gatesOf(
  em: Pick<EntityManager, "find">,
  programId: string,
  at: number,
): Promise<GateContext> {
  const types = await em.find(EventType, { programId, kind: { $in: [...conversionKinds] } });
  return { now: at, events: eventNamesOf(types) };
}

interface HandedIn {
  programId: string;
  rows: readonly GivenRow[];
  source: SubmissionSource;
}
interface RowToWrite {
  number: number;
  change: string | null;
  order_id: string | null;
  event_at: string | null;
  customer: string | null;
  body: object;
  read: object | null;
  state: "QUEUED" | "FAILED";
  reason: string | null;
  message: string | null;
}
export const bodyOf = ({ fields, items, unknown }: GivenRow): object => ({
  ...fields,
  ...(items.length > 0 ? { items } : {}),
  ...(unknown.length > 0 ? { unknown: unknown.join(", ") } : {}),
});

/** Each row as it is to be written, with the faults of those that cannot be read. */
function readAll(
  rows: readonly GivenRow[],
  gates: GateContext,
): { written: RowToWrite[]; faults: ShownFault[]; malformed: number } {
  const faults: ShownFault[] = [];
  let malformed = 0;
  const written = rows.map((given, at): RowToWrite => {
    const read = readRow(given, gates);
    const row = { number: at + 1, body: bodyOf(given) };
    if (read.row) {
      const { change, orderId, at: instant } = read.row;
      return {
        ...row,
        change,
        order_id: orderId,
        event_at: new Date(instant).toISOString(),
        customer: read.row.change === null ? read.row.keys.customer : null,
        read: storedRow(read.row),
        state: "QUEUED",
        reason: null,
        message: null,
      };
    }
    malformed += 1;
    for (const { code, message, path } of read.faults)
      if (faults.length < shownFaults)
        faults.push({ row: at + 1, code, message, path: ["conversions", String(at), ...path] });
    const [first] = read.faults;
    return {
      ...row,
      change: null,
      order_id: given.fields.orderId?.slice(0, 100) ?? null,
      event_at: null,
      customer: null,
      read: null,
      state: "FAILED",
      reason: first?.reason ?? "MALFORMED",
      message: read.faults.map(({ message }) => message).join("; "),
    };
  });
  return { written, faults, malformed };
}

const insertRows = `
  insert into submitted_conversion (
      submission_id,
      number,
      brand_account_id,
      program_id,
      change,
      order_id,
      event_at,
      customer,
      body,
      read,
      state,
      reason,
      message,
      done_at
    )
    select
      ?,
      w.number,
      ?,
      ?,
      w.change,
      w.order_id,
      w.event_at,
      w.customer,
      w.body,
      nullif(w.read, 'null'::jsonb),
      w.state,
      w.reason,
      w.message,
      case w.state when 'FAILED' then ?::timestamptz end
    from jsonb_to_recordset(?::jsonb) w (
      number int,
      change text,
      order_id text,
      event_at timestamptz,
      customer text,
      body jsonb,
      read jsonb,
      state text,
      reason text,
      message text
    )`;

/** The id of the one of this content, as long as it was not refused; nobody begins another now. */
export async function knownSubmission(
  tx: EntityManager,
  content: Pick<ConversionSubmission, "programId" | "source" | "digest">,
): Promise<string | null> {
  await hold(tx, "INTENT", Object.values(content).join("/"));
  const [known] = await tx.find(
    ConversionSubmission,
    { ...content, state: { $nin: ["REFUSED", "DISCARDED"] } },
    { limit: 1 },
  );
  return known?.id ?? null;
}

/** The submission of this content, if there is one; else it is written and queued. */
export async function handIn(
  ctx: Context,
  tx: EntityManager,
  { programId, rows, source }: HandedIn,
): Promise<string | NotFound | ConversionsRefused> {
  const program = await tx.findOne(Program, { id: programId });
  if (!program) return NotFound.of("program", "programId");
  const id = ctx.newId(ctx.clock());
  const content = JSON.stringify(rows.map(bodyOf));
  const digest = createHash("sha256")
    .update(rows.some(isChangeOfNow) ? `${id} ${content}` : content)
    .digest("hex");
  const known = await knownSubmission(tx, { programId, source, digest });
  if (known !== null) return known;
  const { written, faults, malformed } = readAll(rows, await gatesOf(tx, programId, ctx.clock()));
  if (malformed === rows.length) return new ConversionsRefused(faults);
  tx.create(ConversionSubmission, {
    id,
    brandAccountId: program.brandAccountId,
    programId,
    source,
    digest,
    state: "QUEUED",
    rowCount: rows.length,
    malformed,
    done: malformed,
    booked: 0,
    failed: malformed,
    faults,
    submittedBy: actorId(ctx),
    submittedAt: now(ctx),
    queuedAt: now(ctx),
  });
  await tx.flush();
  const owner = [id, program.brandAccountId, programId, now(ctx)];
  await tx.execute(insertRows, [...owner, JSON.stringify(written)]);
  return id;
}

const handedIn = answer(SubmissionOk, conversionSubmission);
type Refusal = ConversionsRefused | UserError;

/** Rows however they came, under an intent's key. */
export async function submitRows(
  ctx: Context,
  given: HandedIn & { input: unknown },
  idempotencyKey: string,
): Promise<SubmissionOk | Refusal> {
  const { rows } = given;
  if (rows.length < 1 || rows.length > maxRows)
    return new InvalidInput(
      "BAD_COUNT",
      `Between 1 and ${maxRows} conversions are handed in at once, not ${rows.length}: send the ` +
        "rest in another request, or all of them as a file",
      ["conversions"],
    );
  return mutation<SubmissionOk, Refusal>(
    ctx,
    "submitConversions",
    { input: given.input, key: idempotencyKey },
    (tx) => handIn(ctx, tx, given),
    handedIn,
  );
}

export const submitConversions = (
  ctx: Context,
  { programId, conversions }: { programId: string; conversions: readonly ConversionInput[] },
  idempotencyKey: string,
): Promise<SubmissionOk | Refusal> =>
  submitRows(
    ctx,
    {
      programId,
      rows: conversions.map((one) => givenOfObject(Object.fromEntries(Object.entries(one)))),
      source: "API",
      input: { programId, conversions },
    },
    idempotencyKey,
  );

function decidedAlready(seen: ConversionSubmission | null): NotFound | Conflict {
  if (!seen) return NotFound.of("submission", "id");
  const words: Partial<Record<SubmissionState, string>> = {
    READING: "This file is still being read: decide once its preview can be seen",
    REFUSED: "This file could not be read, so nothing of it can be booked: send it again",
    DISCARDED: "This file is discarded already: send it again, should it be booked after all",
  };
  const decided = "It is decided already: nothing of it waits for a confirmation";
  return new Conflict("ILLEGAL_TRANSITION", words[seen.state] ?? decided, ["id"]);
}

/** The worker carries it out. */
export async function decideConversionFile(
  ctx: Context,
  { id, decision }: { id: string; decision: "CONFIRM" | "DISCARD" },
  idempotencyKey: string,
): Promise<SubmissionOk | UserError> {
  const name = decision === "CONFIRM" ? "confirmConversionFile" : "discardConversionFile";
  return mutation<SubmissionOk, UserError>(
    ctx,
    name,
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      // One that is no preview any more cannot be locked.
      const found = await tx.findOne(
        ConversionSubmission,
        { id, state: "PREVIEW" },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      // Read after the wait for the lock: of two who decide at once the second sees the first.
      if (!found) return decidedAlready(await tx.findOne(ConversionSubmission, { id }));
      found.state = decision === "CONFIRM" ? "QUEUED" : "DISCARDED";
      if (decision === "CONFIRM") {
        found.confirmedBy = actorId(ctx);
        found.queuedAt = now(ctx);
      }
      return id;
    },
    handedIn,
  );
}
