/** Mails are written in the transaction of what they are about; the worker sends them. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import type { Context } from "../../platform/context.ts";
import { Mail } from "./mail.entity.ts";
import type { MailView } from "./mail.types.ts";

export interface Letter {
  /** The account that causes it; null for a person's own. */
  accountId: string | null;
  recipient: string;
  subject: string;
  body: string;
}

export function writeMail(
  tx: EntityManager,
  making: { clock: Clock; newId: NewId },
  letter: Letter,
): void {
  const at = making.clock();
  tx.create(Mail, {
    id: making.newId(at),
    ...letter,
    createdAt: new Date(at),
    sentAt: null,
    attempts: 0,
    nextAttemptAt: null,
    failure: null,
  });
}

/** All mails, newest first, for the operator. */
export async function outbox(ctx: Context, asked: PageArgs): Promise<Page<MailView>> {
  const isDelivered = ctx.env.SMTP_URL !== undefined;
  return pageById(ctx.em, Mail, { where: {}, order: "newest" }, asked, (rows) =>
    rows.map((row) => ({
      id: row.id,
      recipient: row.recipient,
      subject: row.subject,
      body: isDelivered ? null : row.body,
      createdAt: row.createdAt,
      sentAt: row.sentAt ?? null,
      attempts: row.attempts,
      failure: row.failure ?? null,
    })),
  );
}
