import { defineEntity, p } from "@mikro-orm/postgresql";
import { mailsShown } from "../../platform/auth/tenant.ts";

const MailSchema = defineEntity({
  name: "Mail",
  tableName: "mail",
  filters: mailsShown,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid().nullable(),
    recipient: p.text(),
    subject: p.text(),
    body: p.text(),
    createdAt: p.datetime(3),
    sentAt: p.datetime(3).nullable(),
    attempts: p.integer(),
    nextAttemptAt: p.datetime(3).nullable(),
    failure: p.text().nullable(),
  },
});
/** A mail to send, or already sent: written together with what it is about. */
export class Mail extends MailSchema.class {}
MailSchema.setClass(Mail);
