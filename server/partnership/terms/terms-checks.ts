/**
 * What can be refused in terms once they are read, at every door at which terms come in: what the
 * program, its edition and its account have, and what the linter proves.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../accounts/account.entity.ts";
import { Conflict, InvalidInput, NotEntitled, NotFound } from "../../platform/api/refusal.ts";
import { isEntitled, type Edition, type Feature } from "../../domain/entitlement.ts";
import { placeInDraft } from "../../domain/draft-places.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";
import { keepsRules } from "../../domain/terms-rules.ts";
import type { Side } from "../../domain/sides.ts";
import type { EventPayout, Terms } from "../../domain/terms.ts";
import { nameLists } from "../lists/lists.ts";
import { fileIdsIn } from "../../platform/files/files.ts";
import { EventType, type Program } from "../programs/program.entity.ts";
import { errorIn } from "./linting.ts";
import { rulesOf } from "./terms-rules.ts";

export type TermsRefusal = InvalidInput | NotFound | NotEntitled | Conflict;

/** What of an edition a payout uses, with the field that uses it. */
const featuresOf = ({ event, groups, bonus }: EventPayout): [Feature, string][] => [
  ...(event === "CLICK" ? [["CPC", "event"] as [Feature, string]] : []),
  ...(groups.length > 0 ? [["PAYOUT_GROUPS", "groups"] as [Feature, string]] : []),
  ...(bonus ? [["PERFORMANCE_BONUS", "bonus"] as [Feature, string]] : []),
];

const editionWords: Record<Edition, string> = {
  STARTER: "Starter",
  ESSENTIALS: "Essentials",
  PRO: "Pro",
  ENTERPRISE: "Enterprise",
};

/**
 * Event types that are switched on, features of the edition. Both may change between a draft and
 * its activation [D4, D13].
 */
export async function availableTo(
  tx: EntityManager,
  program: Program,
  eventPayouts: readonly EventPayout[],
  at: readonly string[],
): Promise<NotEntitled | Conflict | null> {
  const active = await tx.find(EventType, { programId: program.id, state: "ACTIVE" });
  const brand = await tx.findOneOrFail(Account, { id: program.brandAccountId });
  const edition = brand.edition ?? "STARTER";
  for (const [i, payout] of eventPayouts.entries()) {
    const path = [...at, "eventPayouts", String(i)];
    if (!active.some((type) => type.kind === payout.event))
      return new Conflict(
        "EVENT_TYPE_NOT_ENABLED",
        `The program has no active ${payout.event} event type: add it first`,
        [...path, "event"],
      );
    for (const [feature, field] of featuresOf(payout))
      if (!isEntitled(edition, feature))
        return new NotEntitled(
          "EDITION_NOT_ENTITLED",
          `${feature} is not part of the ${editionWords[edition]} edition`,
          [...path, field],
        );
  }
  return null;
}

/** Where terms stand in what was sent, and the draft that they were read from. */
interface Sent {
  at: string[];
  /** Without one the terms themselves are what the author sees. */
  draft?: Pick<TermsDraft, "eventPayouts">;
}
const whole = { eventPayouts: [] };

/**
 * Everything that can be refused in terms once they are read: also for a copy, whose source may be
 * older than today's rules. A draft may still say what can never be; it is looked at when it is
 * activated.
 */
export async function refusalOf(
  tx: EntityManager,
  program: Program,
  terms: Terms,
  { at, draft = whole, isDraft = false }: Sent & { isDraft?: boolean },
): Promise<TermsRefusal | null> {
  const placeOf = placeInDraft(draft);
  const unavailable = await availableTo(tx, program, terms.eventPayouts, at);
  if (unavailable) return unavailable;
  const keeps = keepsRules(terms, await rulesOf(tx, program.brandAccountId));
  if (!keeps.ok) return InvalidInput.of(keeps, ...at);
  const unlisted = await nameLists(tx, program.brandAccountId, terms, { at, placeOf });
  if (unlisted) return unlisted;
  const files = await fileIdsIn(
    tx,
    terms.customTerms.flatMap(({ fileId }) => fileId ?? []),
  );
  const lost = terms.customTerms.findIndex(({ fileId }) => fileId !== null && !files.has(fileId));
  if (lost >= 0) return NotFound.of("file", ...at, "customTerms", String(lost), "fileId");
  return isDraft ? null : errorIn(tx, program, terms, { at, placeOf });
}

/**
 * What can be refused in the payouts that one side offers the other. The account's rules are for
 * its template terms; lists are the brand's own.
 */
export async function offerRefusal(
  tx: EntityManager,
  program: Program,
  offered: Terms,
  { at, draft = whole, side }: Sent & { side: Side },
): Promise<TermsRefusal | null> {
  const placeOf = placeInDraft(draft);
  return (
    (await availableTo(tx, program, offered.eventPayouts, at)) ??
    (side === "BRAND"
      ? await nameLists(tx, program.brandAccountId, offered, { at, placeOf })
      : null) ??
    errorIn(tx, program, offered, { at, placeOf, side })
  );
}
