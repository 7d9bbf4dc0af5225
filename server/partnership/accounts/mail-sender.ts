/**
 * Sends written mails by SMTP, oldest first. A mail is locked while it is on its way, so two
 * workers never send the same one; after a crash between the server's "yes" and our commit it goes
 * out again: at least once, never lost. Without SMTP_URL nothing is sent and the outbox shows the
 * mails. A mail that the server refused too often, or whose row cannot be written, is parked and
 * keeps no other waiting.
 */
import { createTransport, type Transporter } from "nodemailer";
import type pg from "pg";
import { beats } from "../../platform/beats.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { failureOf, isParkedSql, park, storableText, unpark } from "../../platform/db/parking.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";

/**
 * Wait after the first, second, … failed attempt; after the last the mail stays unsent with its
 * failure.
 */
export const retryMinutes = [1, 5, 15, 60, 240, 720, 1440] as const;
export const maxAttempts = retryMinutes.length + 1;
const pollMs = 2_000;
const maxFailureLength = 500;

export interface MailSender {
  start(): void;
  /** Waits for the mail that is on its way. */
  stop(): Promise<void>;
  /** Sends what is due now; the number that the server took. */
  sendPending(): Promise<number>;
}

interface PendingMail {
  id: string;
  accountId: string | null;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

interface SenderDeps {
  pool: pg.Pool;
  env: Pick<Env, "SMTP_URL" | "MAIL_FROM">;
  log: Log;
  clock: Clock;
  newId: NewId;
}

const pendingSql = `
  select m.id, m.account_id as "accountId", m.recipient, m.subject, m.body, m.attempts
  from mail m
  where m.sent_at is null
    and not ${isParkedSql("MAIL", "m.id::text", "$2")}
    and (
      m.attempts < $1
        and (m.next_attempt_at is null or m.next_attempt_at <= $2)
        or exists (
          select
          from parked_item i
          where i.kind = 'MAIL'
            and i.subject = m.id::text
            and i.done_at is null
            and i.next_try_at <= $2
        )
    )
  order by m.created_at, m.id
  limit 1
  for update of m skip locked`;
const itemOf = ({ id, accountId }: PendingMail) =>
  ({ kind: "MAIL", subject: id, accountId }) as const;

/** Sends this mail, which `client` has locked; resolves with whether the server took it. */
async function sendOne(
  deps: SenderDeps,
  transport: Transporter,
  client: pg.PoolClient,
  mail: PendingMail,
): Promise<boolean> {
  const at = new Date(deps.clock());
  try {
    await transport.sendMail({
      from: deps.env.MAIL_FROM,
      to: mail.recipient,
      subject: mail.subject,
      text: mail.body,
      messageId: `<${mail.id}@counterfoil>`,
    });
  } catch (error) {
    const failure = storableText(
      error instanceof Error ? error.message : String(error),
      maxFailureLength,
    );
    const retryInMinutes = retryMinutes[mail.attempts] ?? null;
    const nextAttemptAt =
      retryInMinutes === null ? null : new Date(at.getTime() + retryInMinutes * 60_000);
    await client.query(
      "update mail set attempts = attempts + 1, failure = $2, next_attempt_at = $3 where id = $1",
      [mail.id, failure, nextAttemptAt],
    );
    deps.log.warn(
      { mailId: mail.id, attempts: mail.attempts + 1, retryInMinutes, failure },
      "mail not sent",
    );
    if (retryInMinutes === null)
      await park(
        client,
        deps,
        itemOf(mail),
        { reason: "REFUSED_BY_SERVER", detail: failure },
        null,
      );
    return false;
  }
  await client.query(
    `update mail
      set sent_at = $2, attempts = attempts + 1, failure = null, next_attempt_at = null
      where id = $1`,
    [mail.id, at],
  );
  await unpark(client, deps, "MAIL", [mail.id]);
  return true;
}

/** Sends the oldest mail that is due; null when there is none, else whether the server took it. */
async function sendNext(deps: SenderDeps, transport: Transporter): Promise<boolean | null> {
  let mail: PendingMail | undefined;
  try {
    return await inTransaction(deps.pool, async (client) => {
      [mail] = (
        await client.query<PendingMail>(pendingSql, [maxAttempts, new Date(deps.clock())])
      ).rows;
      return mail ? sendOne(deps, transport, client, mail) : null;
    });
  } catch (error) {
    if (!mail || isOutage(error)) throw error;
    await park(deps.pool, deps, itemOf(mail), failureOf(error));
    return false;
  }
}

export function createMailSender(deps: SenderDeps): MailSender {
  const { env, log } = deps;
  // Time limits keep a silent server from holding a row's lock for ever.
  const transport =
    env.SMTP_URL === undefined
      ? null
      : createTransport({
          url: env.SMTP_URL,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 20_000,
        });
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let stopping = false;

  async function sendPending(): Promise<number> {
    if (transport === null) return 0;
    let count = 0;
    while (!stopping) {
      const taken = await sendNext(deps, transport);
      if (taken === null) break;
      if (taken) count++;
    }
    if (count > 0) log.info({ count }, "mails sent");
    return count;
  }

  const beat = transport === null ? null : beats.start("mails");
  const tick = (): void => {
    running = (beat ? beat.round(sendPending) : sendPending())
      .catch((error: unknown) => log.error({ err: error }, "mails could not be read"))
      .finally(() => {
        if (!stopping) timer = setTimeout(tick, pollMs);
      });
  };
  return {
    start: () => {
      if (transport !== null) tick();
    },
    stop: async () => {
      stopping = true;
      if (timer) clearTimeout(timer);
      await running;
      beat?.stopped();
      transport?.close();
    },
    sendPending,
  };
}
