/** Inquiries as both sides read them: open ones by their age. */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Micros } from "../../domain/money.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import {
  isMillis,
  page,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { instantOfId } from "../../platform/clock.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import type { InquiryState } from "../../domain/inquiry.ts";
import { isId } from "../../domain/values/id.ts";
import { Inquiry, InquiryEvent } from "./inquiry.entity.ts";
import { InquiryBooking, type InquiryEventView, type InquiryView } from "./inquiry.types.ts";

const dayMs = 86_400_000;

interface Booked {
  id: string;
  state: string | null;
  posted: boolean;
  sale_currency: string | null;
  sale_kind: ConversionKind | null;
}
/** What became of what was granted, and of which kind and currency its conversion is. */
async function bookedOf(ctx: Context, ids: readonly string[]): Promise<Map<string, Booked>> {
  const rows = await ctx.em.execute<Booked[]>(
    `select
        q.id,
        r.state,
        exists (select from inquiry_posting p where p.inquiry_id = q.id) as posted,
        v.currency as sale_currency,
        v.kind as sale_kind
      from inquiry q
      left join conversion v on v.id = q.conversion_id
      left join conversion_request r on r.id = q.request_id
      where q.id = any(?::uuid[]) and q.${ctx.scope.tenantColumn()} = ?`,
    [pgArray(ids), ctx.scope.requireAccountId()],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function bookingOf({ grantKind }: Inquiry, booked: Booked | undefined): InquiryBooking {
  if (!grantKind) return InquiryBooking.NONE;
  if (grantKind === "BONUS") return booked?.posted ? InquiryBooking.BOOKED : InquiryBooking.QUEUED;
  if (booked?.state === "BOOKED") return InquiryBooking.BOOKED;
  return booked?.state === "REFUSED" ? InquiryBooking.REFUSED : InquiryBooking.QUEUED;
}

/** A click or a sale that an inquiry is about. */
interface Subject {
  brandAccountId: string;
  clickId?: string | null | undefined;
  conversionId?: string | null | undefined;
}
interface Earned {
  id: string;
  micros: string;
  currency: string;
}
/** By the id of the click or sale. What waits outside of terms earns nothing yet. */
export async function earnedBy(
  em: EntityManager,
  subjects: readonly Subject[],
): Promise<Map<string, { micros: Micros; currency: string }>> {
  const clicks = subjects.flatMap(({ brandAccountId, clickId }) =>
    clickId ? [{ brandAccountId, clickId }] : [],
  );
  const rows = await em.execute<Earned[]>(
    `select v.id, (v.payout_micros + v.adjusted_payout_micros)::text as micros, v.currency
      from conversion v
      where v.id = any(?::uuid[])
        and not (v.outside_of_terms and v.outside_approved_at is null and v.state = 'PENDING')
      union all
      select d.subject_id as id, d.amount_micros::text as micros, d.currency
      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) as q (brand, at, id)
      join decision d
        on d.brand_account_id = q.brand
        and d.occurred_at = q.at
        and d.subject_id = q.id
      where d.currency is not null`,
    [
      pgArray(subjects.flatMap(({ conversionId }) => conversionId ?? [])),
      pgArray(clicks.map(({ brandAccountId }) => brandAccountId)),
      pgArray(clicks.map(({ clickId }) => new Date(instantOfId(clickId)).toISOString())),
      pgArray(clicks.map(({ clickId }) => clickId)),
    ],
  );
  return new Map(
    rows.map(({ id, micros, currency }) => [id, { micros: BigInt(micros), currency }]),
  );
}

const amountOf = (micros: bigint | string | null | undefined, currency: string) =>
  micros == null ? null : money(BigInt(micros), currency);

async function views(ctx: Context, rows: readonly Inquiry[]): Promise<InquiryView[]> {
  const ids = rows.map(({ id }) => id);
  const events = await ctx.em.find(
    InquiryEvent,
    { inquiryId: { $in: ids } },
    { orderBy: { number: "asc" }, refresh: true },
  );
  const booked = await bookedOf(ctx, ids);
  const earned = await earnedBy(ctx.em, rows);
  const accountIds = rows.flatMap((row) => [row.partnerAccountId, row.brandAccountId]);
  const accounts = await ctx.em.find(Account, { id: { $in: accountIds } });
  const nameOf = (id: string) => accounts.find((account) => account.id === id)?.name ?? "";
  const eventView = ({ state, accountId, text, at }: InquiryEvent): InquiryEventView => ({
    state,
    accountName: nameOf(accountId),
    text,
    at,
  });
  return rows.map((row): InquiryView => {
    const found = booked.get(row.id);
    const ofSale = row.grantKind === "MODIFY" ? found?.sale_currency : null;
    const own = earned.get(row.conversionId ?? row.clickId ?? "");
    const until = row.closedAt?.getTime() ?? ctx.clock();
    return {
      id: row.id,
      programId: row.programId,
      partnerId: row.partnerAccountId,
      partnerName: nameOf(row.partnerAccountId),
      kind: row.kind,
      state: row.state,
      clickId: row.clickId ?? null,
      conversionId: row.conversionId ?? null,
      conversionKind: found?.sale_kind ?? null,
      orderNumber: row.orderNumber ?? null,
      orderDate: row.orderDate ?? null,
      expected: amountOf(row.expectedMicros, row.currency),
      earns: own ? money(own.micros, own.currency) : null,
      currency: row.currency,
      text: row.text,
      answer: row.grantKind ?? (row.state === "REFUSED" ? "REFUSE" : null),
      answerText: row.answer ?? null,
      granted: amountOf(row.grantedMicros, ofSale ?? row.currency),
      booking: bookingOf(row, found),
      openedAt: row.openedAt,
      closedAt: row.closedAt ?? null,
      ageDays: Math.max(0, Math.floor((until - row.openedAt.getTime()) / dayMs)),
      events: events.filter(({ inquiryId }) => inquiryId === row.id).map(eventView),
    };
  });
}

export async function inquiry(ctx: Context, id: string): Promise<InquiryView | null> {
  const found = await ctx.em.findOne(Inquiry, { id }, { refresh: true });
  return found && ((await views(ctx, [found]))[0] ?? null);
}

/** Of the conversion that one is about; null: of none. */
export async function kindOf(
  tx: EntityManager,
  { conversionId }: Pick<Inquiry, "conversionId">,
): Promise<ConversionKind | null> {
  if (conversionId == null) return null;
  const [found] = await tx.execute<{ kind: ConversionKind }[]>(
    "select kind from conversion where id = ?",
    [conversionId],
  );
  return found?.kind ?? null;
}

export interface InquiryFilter {
  states: readonly InquiryState[] | null;
  clickId: string | null;
  conversionId: string | null;
  partnerId: string | null;
}
const byAge: Key<Inquiry, [at: string, id: string]> = {
  of: ({ openedAt, id }) => [String(openedAt.getTime()), id],
  parts: [isMillis, isId],
};

/** Of a program, those that wait longest first. */
export async function inquiries(
  ctx: Context,
  programId: string,
  { states, clickId, conversionId, partnerId }: InquiryFilter,
  asked: PageArgs,
): Promise<Page<InquiryView>> {
  const rows = (after: [at: string, id: string] | null, limit: number) => {
    const at = after && new Date(Number(after[0]));
    const onward = at
      ? { $or: [{ openedAt: { $gt: at } }, { openedAt: at, id: { $gt: after[1] } }] }
      : {};
    return ctx.em.find(
      Inquiry,
      {
        $and: [
          { programId },
          states ? { state: { $in: [...states] } } : {},
          clickId ? { clickId } : {},
          conversionId ? { conversionId } : {},
          partnerId ? { partnerAccountId: partnerId } : {},
          onward,
        ],
      },
      { orderBy: { openedAt: "asc", id: "asc" }, limit, refresh: true },
    );
  };
  return page(rows, asked, byAge, (shown) => views(ctx, shown));
}
