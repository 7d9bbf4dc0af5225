/** The people of a brand are told that a domain of its links is lost. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { domainProblems, type DomainProblem } from "../../domain/link-domain.ts";
import { domainsPage } from "./dashboard-pages.ts";
import { keepLetters, lettersTo, readersOf } from "./letter-box.ts";
import { Notice } from "./notice.entity.ts";
import type { NoticeDeps } from "./notices.ts";

export interface LostDomain {
  brand: string;
  host: string;
  problem: DomainProblem | null;
  isShown: boolean;
}

/** Of one account, whoever asks. */
const members = `(
    select m.account_id, m.user_id, m.role, chosen_letters(m.user_id, m.account_id) as chosen
    from membership m
    where m.account_id = ?::uuid
  ) r`;

const lossText = ({ host, problem, isShown }: LostDomain): string =>
  [
    `${host} was not found to lead here for two days. ${problem ? domainProblems[problem] : ""}.`,
    isShown
      ? "Links are shown below the tracker's own address again. Addresses below the lost name " +
        "that are out already reach their pages only while the name leads to the tracker."
      : "No link is shown below it.",
    "Once both records are there again it counts again by itself.",
  ].join("\n");

/** One notice, and a letter to each who wants one, in the caller's transaction. */
export async function tellLostDomain(
  tx: EntityManager,
  telling: NoticeDeps,
  lost: LostDomain,
): Promise<void> {
  const at = telling.clock();
  const noticeId = telling.newId(at);
  const { brand: accountId } = lost;
  const from = { accountId, fromAccountId: accountId, howTo: false };
  const comment = lossText(lost);
  tx.create(Notice, {
    id: noticeId,
    ...from,
    kind: "DOMAIN_LOST",
    comment,
    createdAt: new Date(at),
  });
  await tx.flush();
  const readers = await readersOf(tx, members, accountId);
  const subject = `${lost.host} no longer leads to your links`;
  const body = `${subject}.\n\n${comment}\n\nSee its records: ${telling.publicUrl}${domainsPage}\n`;
  const letter = { subject, body, noticeId, fromAccountId: accountId };
  await keepLetters(tx, telling, lettersTo(readers.get(accountId) ?? [], "DOMAIN_LOST", letter));
}
