/** Letters that wait: kept in the transaction of what they are about; letter-job.ts makes mails. */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Role } from "../../platform/auth/rights.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import type { Letter } from "./letters.ts";
import type { NoticeName } from "./notice.entity.ts";
import { letterWay, topicOf, type ChosenLetters } from "./topics.ts";

export interface Reader {
  accountId: string;
  userId: string;
  role: Role;
  chosen: ChosenLetters;
}
interface Row {
  account_id: string;
  user_id: string;
  role: Role;
  chosen: ChosenLetters;
}
/** `from`: a call of a function that answers with readers. */
export async function readersOf(
  tx: EntityManager,
  from: string,
  value: unknown,
): Promise<Map<string, Reader[]>> {
  const rows = await tx.execute<Row[]>(
    `select account_id, user_id, role, chosen from ${from} order by account_id, user_id`,
    [value],
  );
  const readers = rows.map(({ account_id: accountId, user_id: userId, role, chosen }) => ({
    accountId,
    userId,
    role,
    chosen,
  }));
  return Map.groupBy(readers, ({ accountId }) => accountId);
}

export interface KeptLetter extends Letter {
  noticeId: string;
  /** Of whom it is read. */
  accountId: string;
  userId: string;
  fromAccountId: string;
}
/** One to each of them who is written to about such a notice at all. */
export const lettersTo = (
  readers: readonly Reader[],
  kind: NoticeName,
  letter: Letter & { noticeId: string; fromAccountId: string },
): KeptLetter[] =>
  readers
    .filter(({ role, chosen }) => letterWay(topicOf[kind], role, chosen) !== "NEVER")
    .map(({ accountId, userId }) => ({ ...letter, accountId, userId }));

/** The notices that they are about are stored already. */
export async function keepLetters(
  tx: EntityManager,
  { clock, newId }: { clock: Clock; newId: NewId },
  letters: readonly KeptLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const at = clock();
  const rows = letters.map((letter) => ({
    id: newId(at),
    user_id: letter.userId,
    account_id: letter.accountId,
    notice_id: letter.noticeId,
    from_account_id: letter.fromAccountId,
    subject: letter.subject,
    body: letter.body,
  }));
  await tx.execute(
    `insert into letter (
        id, user_id, account_id, notice_id, from_account_id, subject, body, created_at
      )
      select l.*, ?
      from jsonb_to_recordset(?::jsonb) as l(
        id uuid,
        user_id uuid,
        account_id uuid,
        notice_id uuid,
        from_account_id uuid,
        subject text,
        body text
      )`,
    [new Date(at), JSON.stringify(rows)],
  );
}
