/**
 * A step of a CPC request, told to the other side: to the platform's operators, or to those of the
 * brand who may ask.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { CpcRequestState } from "../../domain/entitlement.ts";
import { requestsPage } from "./dashboard-pages.ts";
import { keepLetters, lettersTo, readersOf } from "./letter-box.ts";
import type { Letter } from "./letters.ts";
import { Notice, type NoticeName } from "./notice.entity.ts";
import type { NoticeDeps } from "./notices.ts";

export interface CpcStep {
  /** Where the request stands now. */
  state: CpcRequestState;
  brandAccountId: string;
  brandName: string;
  /** Account of who took the step. */
  fromAccountId: string;
  /** What they wrote: the brand's reason, or the operator's. */
  note: string;
}

const kinds: Record<CpcRequestState, NoticeName> = {
  REQUESTED: "CPC_REQUESTED",
  IN_REVIEW: "CPC_IN_REVIEW",
  ENABLED: "CPC_ENABLED",
  REJECTED: "CPC_REJECTED",
};
const subjects: Record<CpcRequestState, (brand: string) => string> = {
  REQUESTED: (brand) => `${brand} asks for CPC`,
  IN_REVIEW: (brand) => `CPC for ${brand} is in review`,
  ENABLED: (brand) => `CPC is enabled for ${brand}`,
  REJECTED: (brand) => `CPC for ${brand} was rejected`,
};
const next: Record<CpcRequestState, string> = {
  REQUESTED: "Take it into review, then enable or reject it",
  IN_REVIEW: "You are told when it is decided. See how far it is in the program's settings",
  ENABLED: "Add the event type Click in the program's settings",
  REJECTED: "Nothing changes for your program. You can ask again in the program's settings",
};

function letterOf({ state, brandName, note }: CpcStep, publicUrl: string): Letter {
  const subject = subjects[state](brandName);
  const url = state === "REQUESTED" ? publicUrl + requestsPage : publicUrl;
  const parts = [
    `${subject}.`,
    note && `${state === "REJECTED" ? "The reason" : "They write"}:\n${note}`,
    `${next[state]}: ${url}`,
  ];
  return { subject, body: `${parts.filter(Boolean).join("\n\n")}\n` };
}

/**
 * Writes one notice an account and one letter a person; the caller's transaction decides whether
 * they are sent.
 */
export async function tellCpcStep(
  tx: EntityManager,
  telling: NoticeDeps,
  step: CpcStep,
): Promise<void> {
  const readers = await readersOf(tx, "cpc_readers(?::uuid)", step.brandAccountId);
  const { fromAccountId } = step;
  const kind = kinds[step.state];
  const from = { fromAccountId, kind, comment: step.note, howTo: false };
  const letter = letterOf(step, telling.publicUrl);
  const letters = [...readers].flatMap(([accountId, people]) => {
    const at = telling.clock();
    const noticeId = telling.newId(at);
    tx.create(Notice, { id: noticeId, accountId, ...from, createdAt: new Date(at) });
    return lettersTo(people, kind, { ...letter, noticeId, fromAccountId });
  });
  await tx.flush();
  await keepLetters(tx, telling, letters);
}
