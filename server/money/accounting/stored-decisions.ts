/**
 * Stored click decisions beside what their clicks say: what every walk over the ledger's decisions
 * reads and compares.
 */
import { decide, engineVersion, type Decision, type DecideInput } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import type { CalendarHistory, Instant } from "../../domain/calendar.ts";
import { usageIn, type LimitUse } from "../../domain/limits.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { factsOf, hasRules } from "../../domain/rule-facts.ts";
import type { FactRow } from "../../domain/rule-rows.ts";
import { asThen, usesFromJson, usesToJson, type StoredUse } from "../../domain/stored-use.ts";
import { rateText } from "../../domain/terms.ts";
import type { Classification } from "../../domain/validity.ts";

export interface StoredDecision {
  brand: string;
  at: Instant;
  id: string;
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  robot: boolean;
  isTest: boolean;
  outcome: Decision["outcome"];
  reason: ReasonCode | null;
  hidden: boolean;
  classification: Classification;
  groupId: string | null;
  rate: string | null;
  amount: bigint;
  wouldPay: bigint;
  currency: string | null;
  contract: string | null;
  version: string | null;
  uses: StoredUse[];
  engineVersion: number;
}
/** `d` is the decision table, `c` the click table. */
export const storedColumns = `d.brand_account_id as brand,
  (extract(epoch from d.occurred_at) * 1000)::float8 as at,
  d.subject_id as id,
  c.program_active as "programActive",
  c.partner_active as "partnerActive",
  c.ad_active as "adActive",
  c.robot,
  c.is_test as "isTest",
  d.outcome,
  d.reason,
  d.hidden,
  d.classification,
  d.group_id as "groupId",
  d.rate,
  d.amount_micros as amount,
  d.would_pay_micros as "wouldPay",
  d.currency,
  d.contract_id as contract,
  d.terms_version_id as version,
  d.uses,
  d.engine_version as "engineVersion"`;
export const storedJoin = `decision d
    join click c
      on c.brand_account_id = d.brand_account_id
      and c.clicked_at = d.occurred_at
      and c.id = d.subject_id`;
export const knownEngines = `d.engine_version between 1 and ${engineVersion}`;

const noTerms = { eventPayouts: [] };
/** Whether its rules must be tried again to decide it again. */
export const asksFacts = (contract: ContractInForce | null): boolean =>
  hasRules(contract?.terms ?? noTerms);

/**
 * All of the question but the use of limits: the click, what stood when it was decided, the
 * contract it names.
 */
export function askedAgain(
  stored: StoredDecision,
  contract: ContractInForce | null,
  seen: FactRow | undefined,
  calendar: CalendarHistory,
): Omit<DecideInput, "usage"> {
  const { at, isTest, classification, programActive, partnerActive, adActive } = stored;
  return {
    event: {
      kind: "CLICK",
      at,
      isTest,
      classification: stored.robot ? "R" : classification,
      ...(seen ? { facts: factsOf(seen, calendar.zone) } : {}),
    },
    standing: {
      // A program or event type may have been closed since; the stored reason says what was found
      // then.
      programActive: programActive && stored.reason !== "PROGRAM_NOT_ACTIVE",
      partnerActive,
      adActive,
      eventTypeActive: stored.reason !== "CLICK_TRACKER_NOT_FOUND",
      givenUp: stored.reason === "GIVEN_UP",
      linkEnded: stored.reason === "LINK_ENDED",
    },
    ...asThen(contract, stored.uses, at, calendar),
    calendar,
  };
}

/** The same with the use that the decision saw. */
export function madeAgain(
  stored: StoredDecision,
  contract: ContractInForce | null,
  seen: FactRow | undefined,
  calendar: CalendarHistory,
): Decision {
  return decide({
    ...askedAgain(stored, contract, seen, calendar),
    usage: usageIn(usesFromJson(stored.uses)),
  });
}

/** Engines before it left nothing out of reports. */
const firstToHide = 3;
/**
 * What differs between the stored decision and one made again, in words; null when nothing does.
 */
export function differenceOf(
  stored: StoredDecision,
  contract: ContractInForce | null,
  made: Decision,
): string | null {
  if (stored.contract !== null && contract?.termsVersionId !== stored.version)
    return "the contract names another terms version";
  const text = (
    d: Pick<
      Decision,
      "outcome" | "reason" | "hidden" | "groupId" | "amount" | "wouldPay" | "currency"
    >,
    rate: string | null,
    of: readonly LimitUse[],
  ) =>
    [
      d.outcome,
      d.reason,
      stored.engineVersion >= firstToHide && d.hidden ? "hidden" : "shown",
      d.groupId,
      rate,
      d.amount,
      d.wouldPay,
      d.currency,
      usesToJson(of),
    ]
      .map((value) => value ?? "-")
      .join(" ");
  const left = text(stored, stored.rate, usesFromJson(stored.uses));
  const right = text(made, made.rate && rateText(made.rate), made.uses);
  return left === right ? null : `${left} against ${right}`;
}
