import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccount } from "../../platform/auth/tenant.ts";
import type { EventKind, LimitKind } from "../../domain/terms.ts";

export const noticeKinds = [
  "CONTRACT_PROPOSED",
  "CONTRACT_COUNTERED",
  "CONTRACT_ACCEPTED",
  "CONTRACT_DECLINED",
  "CONTRACT_WITHDRAWN",
  "CONTRACT_REMINDED",
  "CONTRACT_ENDS",
  "CHANGE_SCHEDULED",
  "CHANGE_WITHDRAWN",
  "CHANGE_OPTED_IN",
  "LIMIT_NEAR",
  "LIMIT_REACHED",
  "CPC_REQUESTED",
  "CPC_IN_REVIEW",
  "CPC_ENABLED",
  "CPC_REJECTED",
  "REPORT_HELD",
  "REPORT_HIDDEN",
  "INQUIRY_OPENED",
  "INQUIRY_ANSWERED",
  "INQUIRY_WITHDRAWN",
  "VERIFICATION_ASKED",
  "VERIFICATION_DONE",
  "EXPORT_READY",
  "EXPORT_FAILED",
  "EXPORT_STOPPED",
  "DOMAIN_LOST",
  "ALERT",
] as const;
export type NoticeName = (typeof noticeKinds)[number];

/** A limit as it stood when a share of it was reached; amounts as text. */
export interface LimitFact {
  percent: 80 | 100;
  /** "60 clicks a day". */
  text: string;
  event: EventKind;
  kind: LimitKind;
  currency: string;
  max: string;
  used: string;
  /** Instant of the click that reached it. */
  at: string;
  /** When counting starts again; null: never. */
  windowEnd: string | null;
}

const NoticeSchema = defineEntity({
  name: "Notice",
  tableName: "notice",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    fromAccountId: p.uuid().nullable(),
    programId: p.uuid().nullable(),
    kind: p.text().$type<NoticeName>(),
    contractId: p.uuid().nullable(),
    changeId: p.uuid().nullable(),
    beforeVersionId: p.uuid().nullable(),
    afterVersionId: p.uuid().nullable(),
    comment: p.text().default(""),
    howTo: p.boolean().default(false),
    effectiveAt: p.datetime(3).nullable(),
    limitFact: p.json<LimitFact>().nullable(),
    createdAt: p.datetime(3),
    /** The line it is read in; the database finds it, or begins it. */
    groupId: p.uuid().nullable(),
  },
});
/**
 * Something one account is told about a contract, a limit or its CPC request: once in the app, once
 * by mail.
 */
export class Notice extends NoticeSchema.class {}
NoticeSchema.setClass(Notice);

const NoticeGroupSchema = defineEntity({
  name: "NoticeGroup",
  tableName: "notice_group",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    programId: p.uuid().nullable(),
    kind: p.text().$type<NoticeName>(),
    subject: p.text(),
    count: p.integer(),
    firstAt: p.datetime(3),
    lastAt: p.datetime(3),
    readAt: p.datetime(3).nullable(),
  },
});
/**
 * Notices of one kind, program and subject: those that came until somebody read them. Written by
 * the database alone, as each notice comes.
 */
export class NoticeGroup extends NoticeGroupSchema.class {}
NoticeGroupSchema.setClass(NoticeGroup);
