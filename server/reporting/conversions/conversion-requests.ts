/**
 * What the brand asks of its sales. The API may not write the books: it writes the request, judged
 * by what the sale is now, and the worker judges and books it where reports are booked.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation, type Intent } from "../../platform/mutation.ts";
import { money } from "../../platform/api/money.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { judge, takesBack, type RequestKind, type ReturnShare } from "../../domain/conversion.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { gateAmount, maxOrderUnits } from "../../domain/values/amount.ts";
import { lengthOf } from "../../domain/values/text.ts";
import { returnSharesSql, type ReturnShareRow } from "../../money/returns/return-shares.ts";
import { columns, joins, waitsOutsideSql, type ConversionRow } from "./conversion-row.ts";
import {
  ConversionRequestOk,
  type ConversionRequestKind,
  type ConversionRequestState,
  type ConversionRequestView,
  type ModifyConversionInput,
} from "./conversion-request.types.ts";

const maxConversions = 100;
const maxComment = 500;
const maxUnits = 1_000_000;
const shownRequests = 20;

interface Ask {
  kind: RequestKind;
  ids: string[];
  /** Of a modification. */
  amount: Micros | null;
  units: number | null;
  code: string | null;
  comment: string | null;
  /** Where its fields stand among the mutation's arguments. */
  at: readonly string[];
  /** Where each id does. */
  idPath: (index: number) => string[];
}
type RequestRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
type Answer = Promise<ConversionRequestOk | RequestRefusal>;

interface RequestRow {
  id: string;
  conversion_id: string;
  kind: RequestKind;
  state: string;
  amount_micros: string | null;
  units: string | null;
  code: string | null;
  comment: string | null;
  refusal: string | null;
  requested_at: Date | string;
  booked_at: Date | string | null;
  currency: string;
}

const requestsSql = (where: string): string =>
  `select
      r.id,
      r.conversion_id,
      r.kind,
      r.state,
      r.amount_micros::text as amount_micros,
      r.units::text as units,
      r.code,
      r.comment,
      r.refusal,
      r.requested_at,
      r.booked_at,
      a.currency
    from conversion_request r
    join conversion a on a.id = r.conversion_id
    where r.brand_account_id = ? and ${where}`;

const requestView = (row: RequestRow): ConversionRequestView => ({
  id: row.id,
  conversionId: row.conversion_id,
  kind: row.kind as ConversionRequestKind,
  state: row.state as ConversionRequestState,
  amount: row.amount_micros === null ? null : money(BigInt(row.amount_micros), row.currency),
  units: row.units === null ? null : Number(row.units),
  reason: row.code,
  comment: row.comment,
  refusal: row.refusal,
  requestedAt: new Date(row.requested_at),
  bookedAt: row.booked_at === null ? null : new Date(row.booked_at),
});

/** Newest first. A partner's account is no brand, so it finds none. */
export async function requestsOf(
  ctx: Context,
  conversionId: string,
): Promise<ConversionRequestView[]> {
  const rows = await ctx.em.execute<RequestRow[]>(
    requestsSql(
      `r.conversion_id = ? order by r.requested_at desc, r.id desc limit ${shownRequests}`,
    ),
    [ctx.scope.requireAccountId(), conversionId],
  );
  return rows.map(requestView);
}

function faultOf({ ids, units, comment, at }: Ask): InvalidInput | null {
  if (ids.length < 1 || ids.length > maxConversions)
    return new InvalidInput(
      "BAD_IDS",
      `Between 1 and ${maxConversions} sales are changed at once`,
      [...at, "ids"],
    );
  if (lengthOf(comment ?? "") > maxComment)
    return new InvalidInput("BAD_COMMENT", `A comment has at most ${maxComment} characters`, [
      ...at,
      "comment",
    ]);
  if (units !== null && (units < 0 || units > maxUnits))
    return new InvalidInput("BAD_UNITS", "Units are a whole number from 0 to 1,000,000", [
      ...at,
      "units",
    ]);
  return null;
}

/**
 * By sale, what its contract lets people take back of its month. What was asked and is not booked
 * yet counts, so that it is refused here rather than in the books.
 */
export async function returnSharesOf(
  tx: Pick<Context["em"], "execute">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReturnShare>> {
  const rows = await tx.execute<ReturnShareRow[]>(returnSharesSql("?"), [pgArray(ids)]);
  return new Map(
    rows.map(({ id, kind, percent, month, sales, reversed, asked }) => [
      id,
      { kind, percent, month, sales, reversed: reversed + asked },
    ]),
  );
}

function refusalOf(
  row: ConversionRow | undefined,
  ask: Ask,
  index: number,
  shares: ReadonlyMap<string, ReturnShare>,
): RequestRefusal | null {
  const path = ask.idPath(index);
  if (!row) return NotFound.of("sale", ...path);
  const judged = judge(
    {
      kind: row.kind,
      state: row.state,
      isTest: row.is_test,
      outsideOfTerms: row.outside_of_terms,
      outsideApproved: row.outside_approved_ms !== null,
      hasTerms: row.contract_id !== null && row.outcome !== "DISCARDED",
      modifications: row.modifications,
      returns:
        (takesBack(ask.kind, ask.amount, BigInt(row.amount_micros)) && shares.get(row.id)) || null,
    },
    ask.kind,
    ask.code,
  );
  if (!judged.ok)
    return judged.path.length > 0
      ? InvalidInput.of(judged, ...ask.at)
      : new Conflict(judged.code, judged.message, path);
  if (ask.amount !== null) {
    const exact = gateAmount(formatMicros(ask.amount), { currency: row.currency }, "amount");
    if (!exact.ok) return InvalidInput.of(exact, ...ask.at);
  }
  const same =
    ask.kind === "MODIFY" &&
    String(ask.amount) === row.amount_micros &&
    (ask.units === null || String(ask.units) === row.units);
  return same ? new Conflict("NOTHING_CHANGES", "The sale has this amount already", path) : null;
}

/** The requests of one batch, in the order in which their sales were named. */
const batch = async (ctx: Context, batchId: string, ids: readonly string[]) => {
  const rows = await ctx.em.execute<RequestRow[]>(requestsSql("r.batch_id = ?"), [
    ctx.scope.requireAccountId(),
    batchId,
  ]);
  return rows
    .map(requestView)
    .toSorted((a, b) => ids.indexOf(a.conversionId) - ids.indexOf(b.conversionId));
};

/** Queues one change; null = another of the same sale is being booked. */
async function queue(
  ctx: Context,
  tx: EntityManager,
  ask: Ask,
  { id, program_id }: ConversionRow,
  batchId: string,
): Promise<string | null> {
  const [made] = await tx.execute<{ id: string }[]>(
    `insert into conversion_request (
        id,
        batch_id,
        conversion_id,
        brand_account_id,
        program_id,
        kind,
        amount_micros,
        units,
        code,
        comment,
        requested_by,
        requested_at
      )
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (conversion_id)
      where state = 'QUEUED' do nothing
      returning id`,
    [
      ctx.newId(ctx.clock()),
      batchId,
      id,
      ctx.scope.requireAccountId(),
      program_id,
      ask.kind,
      ask.amount === null ? null : String(ask.amount),
      ask.units,
      ask.code,
      ask.comment?.trim() || null,
      actorId(ctx),
      now(ctx),
    ],
  );
  return made?.id ?? null;
}

/** All sales or none; resolves with the ids of the requests. */
async function queueAll(
  ctx: Context,
  tx: EntityManager,
  ask: Ask,
  batchId: string,
): Promise<string[] | RequestRefusal> {
  const rows = await tx.execute<ConversionRow[]>(
    `select ${columns} ${joins} where a.id = any(?::uuid[]) and a.brand_account_id = ?`,
    [pgArray(ask.ids), ctx.scope.requireAccountId()],
  );
  const shares = await returnSharesOf(tx, ask.ids);
  const made: string[] = [];
  for (const [index, id] of ask.ids.entries()) {
    const row = rows.find((each) => each.id === id);
    const refused = refusalOf(row, ask, index, shares);
    if (refused || !row) return refused ?? NotFound.of("sale", ...ask.idPath(index));
    const request = await queue(ctx, tx, ask, row, batchId);
    if (request === null)
      return new Conflict(
        "CHANGE_UNDER_WAY",
        "Another change of this sale is being booked: try again in a moment",
        ask.idPath(index),
      );
    made.push(request);
  }
  return made;
}

async function askFor(ctx: Context, ask: Ask, name: string, { input, key }: Intent): Answer {
  const fault = faultOf(ask);
  if (fault) return fault;
  return mutation(
    ctx,
    name,
    { input, key },
    async (tx) => {
      const batchId = ctx.newId(ctx.clock());
      const made = await queueAll(ctx, tx, ask, batchId);
      return Array.isArray(made) ? batchId : made;
    },
    answer(ConversionRequestOk, (_, batchId) => batch(ctx, batchId, ask.ids)),
  );
}

/** Each sale once, however often it is named, with its place among those that are. */
const named = (given: readonly string[]): Pick<Ask, "ids" | "idPath"> => {
  const ids = [...new Set(given)];
  return { ids, idPath: (index) => ["ids", String(given.indexOf(ids[index] ?? ""))] };
};
const plain = { amount: null, units: null, code: null, at: [] };

/** Locks pending sales before their date [D163]. */
export const approveConversions = (
  ctx: Context,
  ids: string[],
  comment: string | null,
  key: string,
): Answer =>
  askFor(ctx, { ...plain, ...named(ids), kind: "APPROVE", comment }, "approveConversions", {
    input: { ids, comment },
    key,
  });

/** Pays sales that lie past a limit of their contract [D104]. */
export const approveOutsideOfTerms = (
  ctx: Context,
  ids: string[],
  comment: string | null,
  key: string,
): Answer =>
  askFor(
    ctx,
    { ...plain, ...named(ids), kind: "APPROVE_OUTSIDE", comment },
    "approveOutsideOfTerms",
    { input: { ids, comment }, key },
  );

export async function modifyConversion(
  ctx: Context,
  input: ModifyConversionInput,
  key: string,
): Answer {
  const amount = gateAmount(input.amount, { max: maxOrderUnits }, "amount");
  if (!amount.ok) return InvalidInput.of(amount, "input");
  const { id, reason } = input;
  return askFor(
    ctx,
    {
      kind: "MODIFY",
      ids: [id],
      amount: amount.value,
      units: input.units ?? null,
      code: reason,
      comment: input.comment ?? null,
      at: ["input"],
      idPath: () => ["input", "id"],
    },
    "modifyConversion",
    { input, key },
  );
}

export interface GrantedChange {
  /** The sale. */
  id: string;
  /** To approve it, past a limit where it waits there, or to change its amount. */
  change: "APPROVE" | "MODIFY";
  amount: Micros | null;
  comment: string;
  /** Of the input that asks for it. */
  path: string[];
}
/** One change in a transaction of the caller's; resolves with the request's id. */
export async function queueConversionChange(
  ctx: Context,
  tx: EntityManager,
  { id, change, amount, comment, path }: GrantedChange,
): Promise<string | RequestRefusal> {
  const [waits] = await tx.execute<{ id: string }[]>(
    `select a.id
      from conversion a
      where a.id = ? and a.brand_account_id = ? and ${waitsOutsideSql}`,
    [id, ctx.scope.requireAccountId()],
  );
  const approval = waits ? "APPROVE_OUTSIDE" : "APPROVE";
  const ask: Ask = {
    kind: change === "MODIFY" ? "MODIFY" : approval,
    ids: [id],
    amount,
    units: null,
    code: change === "MODIFY" ? "PUB_ACT_DISPUTE" : null,
    comment,
    at: path,
    idPath: () => [...path, "id"],
  };
  const made = await queueAll(ctx, tx, ask, ctx.newId(ctx.clock()));
  return Array.isArray(made) ? (made[0] ?? "") : made;
}

/** Takes a pending sale back [D167]. */
export const reverseConversion = (
  ctx: Context,
  { id, reason, comment }: { id: string; reason: string; comment: string | null },
  key: string,
): Answer =>
  askFor(
    ctx,
    { ...plain, kind: "REVERSE", ids: [id], code: reason, comment, idPath: () => ["id"] },
    "reverseConversion",
    { input: { id, reason, comment }, key },
  );
