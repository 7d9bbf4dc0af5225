import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";
import type { GrantKind, InquiryKind, InquiryState } from "../../domain/inquiry.ts";

const InquirySchema = defineEntity({
  name: "Inquiry",
  tableName: "inquiry",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    /** Under which a grant is posted. */
    contractId: p.uuid(),
    kind: p.text().$type<InquiryKind>(),
    clickId: p.uuid().nullable(),
    conversionId: p.uuid().nullable(),
    orderNumber: p.text().nullable(),
    orderDate: p.date().nullable(),
    expectedMicros: p.bigint("bigint").nullable(),
    currency: p.text(),
    text: p.text(),
    state: p.text().$type<InquiryState>().default("OPEN"),
    openedBy: p.uuid(),
    openedAt: p.datetime(3),
    grantKind: p.text().$type<GrantKind>().nullable(),
    /** Of a modification the sale's new amount, of a bonus what is paid. */
    grantedMicros: p.bigint("bigint").nullable(),
    requestId: p.uuid().nullable(),
    answer: p.text().nullable(),
    closedBy: p.uuid().nullable(),
    closedAt: p.datetime(3).nullable(),
  },
});
/** A partner's inquiry about a click, a sale or a missing order, with the brand's answer. */
export class Inquiry extends InquirySchema.class {}
InquirySchema.setClass(Inquiry);

const InquiryEventSchema = defineEntity({
  name: "InquiryEvent",
  tableName: "inquiry_event",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    inquiryId: p.uuid(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    number: p.integer(),
    state: p.text().$type<InquiryState>(),
    accountId: p.uuid(),
    actorId: p.uuid(),
    text: p.text(),
    at: p.datetime(3),
  },
});
/** One step of an inquiry: who, when, in which words. Append-only. */
export class InquiryEvent extends InquiryEventSchema.class {}
InquiryEventSchema.setClass(InquiryEvent);
