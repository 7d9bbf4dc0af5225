import { defineEntity, p } from "@mikro-orm/postgresql";

export const noticeKinds = [
  "CONTRACT_PROPOSED",
  "CONTRACT_COUNTERED",
  "CONTRACT_ACCEPTED",
  "CONTRACT_DECLINED",
  "CONTRACT_WITHDRAWN",
  "CONTRACT_ENDS",
  "CHANGE_SCHEDULED",
  "CHANGE_WITHDRAWN",
  "CHANGE_OPTED_IN",
] as const;
export type NoticeName = (typeof noticeKinds)[number];

const NoticeSchema = defineEntity({
  name: "Notice",
  tableName: "notice",
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
    createdAt: p.datetime(3),
    readAt: p.datetime(3).nullable(),
  },
});
/** Something one account is told about a contract: once in the app, once by mail. */
export class Notice extends NoticeSchema.class {}
NoticeSchema.setClass(Notice);
