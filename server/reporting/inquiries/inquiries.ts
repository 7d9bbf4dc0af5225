/**
 * Inquiries: a partner opens and withdraws them, the brand answers. What is granted is asked for in
 * the answer's own transaction, and booked by the worker.
 */
import { LockMode, UniqueConstraintViolationException } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { findProgram } from "../../partnership/programs/programs.ts";
import { tell, type Notification } from "../../partnership/notices/notices.ts";
import { answer as answeredBy, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { dateOf } from "../../domain/calendar.ts";
import {
  answerTextMax,
  gateAnswer,
  gateInquiry,
  inquiryTextMax,
  orderNumberMax,
  postingReason,
  type InquiryState,
} from "../../domain/inquiry.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { refuse, type Refused } from "../../domain/result.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { gateAmount, maxOrderUnits } from "../../domain/values/amount.ts";
import { lengthOf } from "../../domain/values/text.ts";
import { findClick } from "../clicks/clicks.ts";
import { queueConversionChange } from "../conversions/conversion-requests.ts";
import { earnedBy, inquiry, kindOf } from "./inquiry-views.ts";
import { Inquiry, InquiryEvent } from "./inquiry.entity.ts";
import { InquiryOk, type AnswerInquiryInput, type OpenInquiryInput } from "./inquiry.types.ts";

type Answer = Promise<InquiryOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused>;
const answered = answeredBy(InquiryOk, inquiry);

function textFault(
  text: string,
  max: number,
  field: string,
  what: string,
): Refused<"BAD_TEXT"> | null {
  const length = lengthOf(text.trim());
  return length >= 1 && length <= max
    ? null
    : refuse("BAD_TEXT", `${what} has 1 to ${max} characters: this one has ${length}`, field);
}

/** Notes the step, and tells the other side. */
async function step(
  ctx: Context,
  tx: EntityManager,
  of: Inquiry,
  { state, text, number }: { state: InquiryState; text: string; number: number },
): Promise<void> {
  const accountId = ctx.scope.requireAccountId();
  const isBrand = accountId === of.brandAccountId;
  const at = ctx.clock();
  tx.create(InquiryEvent, {
    id: ctx.newId(at),
    inquiryId: of.id,
    brandAccountId: of.brandAccountId,
    partnerAccountId: of.partnerAccountId,
    number,
    state,
    accountId,
    actorId: actorId(ctx),
    text,
    at: new Date(at),
  });
  await tx.flush();
  const kinds = { OPEN: "INQUIRY_OPENED", WITHDRAWN: "INQUIRY_WITHDRAWN" } as const;
  const told: Notification = {
    kind: state === "OPEN" || state === "WITHDRAWN" ? kinds[state] : "INQUIRY_ANSWERED",
    accountId: isBrand ? of.partnerAccountId : of.brandAccountId,
    fromAccountId: accountId,
    brandAccountId: of.brandAccountId,
    programId: of.programId,
    contractId: of.contractId,
    changeId: null,
    beforeVersionId: null,
    afterVersionId: null,
    comment: text,
    howTo: false,
    effectiveAt: null,
  };
  const { clock, newId, env } = ctx;
  await tell(tx, { clock, newId, publicUrl: env.publicUrl }, [told]);
}

interface Subject {
  at: Date;
  /** Of a sale that a contract priced. */
  contractId: string | null;
}
interface SaleRow {
  occurred_at: Date | string;
  contract_id: string | null;
}
/** The click or sale of the partner's own, or the day of the order that is missing. */
async function subjectOf(
  ctx: Context,
  tx: EntityManager,
  { programId, clickId, conversionId, orderDate }: OpenInquiryInput,
): Promise<Subject | NotFound> {
  if (clickId) {
    const click = await findClick(ctx, clickId);
    if (!click || click.program_id !== programId) return NotFound.of("click", "input", "clickId");
    if (!orderDate) return { at: new Date(Number(click.at_ms)), contractId: null };
  }
  if (!conversionId) return { at: new Date(`${orderDate}T12:00:00Z`), contractId: null };
  const [sale] = await tx.execute<SaleRow[]>(
    `select occurred_at, contract_id
      from conversion
      where id = ? and program_id = ? and partner_account_id = ?`,
    [conversionId, programId, ctx.scope.requireAccountId()],
  );
  if (!sale) return NotFound.of("sale", "input", "conversionId");
  return { at: new Date(sale.occurred_at), contractId: sale.contract_id };
}

interface Under {
  id: string;
  currency: string;
}
/** The subject's contract, else that of its instant, else the newest: what is granted needs one. */
async function contractUnder(
  tx: EntityManager,
  programId: string,
  partnerId: string,
  { at, contractId }: Subject,
): Promise<Under | null> {
  const [found] = await tx.execute<Under[]>(
    `select c.id, v.body ->> 'currency' as currency
      from contract c
      join terms_version v on v.id = c.terms_version_id
      where c.program_id = ?
        and c.partner_account_id = ?
        and c.decision in ('SIGNED', 'SUPERSEDED')
      order by
        c.id is not distinct from ?::uuid desc,
        (c.starts_at <= ? and (c.ends_at is null or c.ends_at > ?)) desc,
        c.starts_at desc,
        c.id desc
      limit 1`,
    [programId, partnerId, contractId, at, at],
  );
  return found ?? null;
}

/** `zone`: in which an order has its date. */
function openingFault(ctx: Context, input: OpenInquiryInput, zone: string): Refused | null {
  const gated = gateInquiry(
    {
      kind: input.kind,
      clickId: input.clickId ?? null,
      conversionId: input.conversionId ?? null,
      orderNumber: input.orderNumber ?? null,
      orderDate: input.orderDate ?? null,
      expected: input.expected ?? null,
    },
    dateOf(ctx.clock(), zone),
  );
  if (!gated.ok) return gated;
  if (lengthOf(input.orderNumber ?? "") > orderNumberMax)
    return refuse(
      "BAD_SUBJECT",
      `An order's number has at most ${orderNumberMax} characters`,
      "orderNumber",
    );
  return textFault(input.text, inquiryTextMax, "text", "An inquiry's text");
}

/** What is paid was not declined; whether it is enough is another question. */
async function paidFault(
  tx: EntityManager,
  brandAccountId: string,
  { kind, clickId, conversionId }: OpenInquiryInput,
): Promise<InvalidInput | null> {
  if (kind !== "DECLINED") return null;
  const earned = await earnedBy(tx, [{ brandAccountId, clickId, conversionId }]);
  const own = earned.get(conversionId ?? clickId ?? "");
  if (!own || own.micros <= 0n) return null;
  const of = await kindOf(tx, { conversionId });
  const one = of === null ? "click" : of.toLowerCase();
  return new InvalidInput(
    "BAD_KIND",
    `This ${one} earns ${formatMicros(own.micros)} ` +
      `${own.currency} by now, so it was not declined: ask about it as incorrect, and say what ` +
      "you expect to be paid",
    ["input", "kind"],
  );
}

const isOpenAlready = new Conflict(
  "INQUIRY_OPEN",
  "An inquiry about this is open already: wait for its answer, or withdraw it",
  ["input"],
);

/** A partner asks the brand. One inquiry is open about a click, a sale or an order at a time. */
export async function openInquiry(ctx: Context, input: OpenInquiryInput, key: string): Answer {
  const program = ctx.scope.kind === "PARTNER" ? await findProgram(ctx, input.programId) : null;
  if (!program) return NotFound.of("program", "input", "programId");
  const fault = openingFault(ctx, input, storefrontOf(program)?.zone ?? "UTC");
  if (fault) return InvalidInput.of(fault, "input");
  const partnerId = ctx.scope.requireAccountId();
  const work = async (tx: EntityManager) => {
    const subject = await subjectOf(ctx, tx, input);
    if (subject instanceof NotFound) return subject;
    const paid = await paidFault(tx, program.brandAccountId, input);
    if (paid) return paid;
    const under = await contractUnder(tx, program.id, partnerId, subject);
    if (!under) return NotFound.of("contract with this program", "input", "programId");
    const expected = input.expected
      ? gateAmount(input.expected, { currency: under.currency, max: maxOrderUnits }, "expected")
      : null;
    if (expected && !expected.ok) return InvalidInput.of(expected, "input");
    if (expected?.value === 0n)
      return new InvalidInput("BAD_AMOUNT", "What you expect is more than 0", [
        "input",
        "expected",
      ]);
    const id = ctx.newId(ctx.clock());
    const opened = tx.create(Inquiry, {
      id,
      brandAccountId: program.brandAccountId,
      partnerAccountId: partnerId,
      programId: program.id,
      contractId: under.id,
      kind: input.kind,
      clickId: input.clickId ?? null,
      conversionId: input.conversionId ?? null,
      orderNumber: input.orderNumber?.trim() ?? null,
      orderDate: input.orderDate ?? null,
      expectedMicros: expected?.value ?? null,
      currency: under.currency,
      text: input.text.trim(),
      openedBy: actorId(ctx),
      openedAt: now(ctx),
    });
    await tx.flush();
    await step(ctx, tx, opened, { state: "OPEN", text: opened.text, number: 1 });
    return id;
  };
  try {
    return await mutation(ctx, "openInquiry", { input, key }, work, answered);
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException && /inquiry_of_/.test(error.message))
      return isOpenAlready;
    throw error;
  }
}

/** Locked, so that of two who answer at once the second is told. */
async function lockOpen(
  tx: EntityManager,
  id: string,
  path: string[],
): Promise<Inquiry | NotFound | Conflict> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const found = await tx.findOne(Inquiry, { id }, lock);
  if (!found) return NotFound.of("inquiry", ...path);
  if (found.state === "OPEN") return found;
  return new Conflict(
    "ILLEGAL_TRANSITION",
    `This inquiry is ${found.state.toLowerCase()} already`,
    path,
  );
}

interface Granting {
  ctx: Context;
  tx: EntityManager;
  open: Inquiry;
  input: AnswerInquiryInput;
}

/** A bonus is posted by the worker, which finds the grant. */
function grantBonus({ open, input }: Granting): InvalidInput | null {
  const { currency } = open;
  const amount = gateAmount(input.amount ?? "", { currency, max: maxOrderUnits }, "amount");
  if (!amount.ok) return InvalidInput.of(amount, "input");
  if (amount.value === 0n)
    return new InvalidInput("BAD_AMOUNT", "A bonus is more than 0", ["input", "amount"]);
  open.grantedMicros = amount.value;
  return null;
}

/** Asks for the change of the sale, as by hand, with the inquiry in its comment. */
async function grantOfSale({ ctx, tx, open, input }: Granting) {
  const saleId = open.conversionId ?? "";
  const comment = postingReason(open.id, input.text.trim());
  let amount: Micros | null = null;
  if (input.answer === "MODIFY") {
    const gated = gateAmount(input.amount ?? "", { max: maxOrderUnits }, "amount");
    if (!gated.ok) return InvalidInput.of(gated, "input");
    amount = gated.value;
    open.grantedMicros = amount;
  }
  const queued = await queueConversionChange(ctx, tx, {
    id: saleId,
    change: input.answer === "MODIFY" ? "MODIFY" : "APPROVE",
    amount,
    comment,
    path: ["input"],
  });
  if (typeof queued !== "string") return queued;
  open.requestId = queued;
  return null;
}

/** The brand's answer; what it grants is asked for in the same transaction, or nothing is done. */
export async function answerInquiry(ctx: Context, input: AnswerInquiryInput, key: string): Answer {
  const fault = textFault(input.text, answerTextMax, "text", "An answer");
  if (fault) return InvalidInput.of(fault, "input");
  if (ctx.scope.kind !== "BRAND") return NotFound.of("inquiry", "input", "id");
  const work = async (tx: EntityManager) => {
    const open = await lockOpen(tx, input.id, ["input", "id"]);
    if (!(open instanceof Inquiry)) return open;
    const { answer, amount } = input;
    const gated = gateAnswer(answer, { of: await kindOf(tx, open), amount: amount ?? null });
    if (!gated.ok) return InvalidInput.of(gated, "input");
    const granting = { ctx, tx, open, input };
    let refused = null;
    if (answer === "BONUS") refused = grantBonus(granting);
    else if (answer !== "REFUSE") refused = await grantOfSale(granting);
    if (refused) return refused;
    const state = answer === "REFUSE" ? "REFUSED" : "GRANTED";
    if (answer !== "REFUSE") open.grantKind = answer;
    open.answer = input.text.trim();
    open.closedBy = actorId(ctx);
    open.closedAt = now(ctx);
    open.state = state;
    await tx.flush();
    await step(ctx, tx, open, { state, text: open.answer, number: 2 });
    return open.id;
  };
  return mutation(ctx, "answerInquiry", { input, key }, work, answered);
}

/** The partner takes its own back. */
export async function withdrawInquiry(ctx: Context, id: string, key: string): Answer {
  if (ctx.scope.kind !== "PARTNER") return NotFound.of("inquiry", "id");
  const work = async (tx: EntityManager) => {
    const open = await lockOpen(tx, id, ["id"]);
    if (!(open instanceof Inquiry)) return open;
    open.closedBy = actorId(ctx);
    open.closedAt = now(ctx);
    open.state = "WITHDRAWN";
    await tx.flush();
    await step(ctx, tx, open, { state: "WITHDRAWN", text: "", number: 2 });
    return open.id;
  };
  return mutation(ctx, "withdrawInquiry", { input: { id }, key }, work, answered);
}
