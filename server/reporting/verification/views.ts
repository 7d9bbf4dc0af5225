/** Verifications in words and figures for the API. */
import type { Instant } from "../../domain/calendar.ts";
import {
  checkKeys,
  groupChecks,
  groupOf,
  type Check,
  type PassChange,
  type VerificationResult,
} from "../../domain/verification.ts";
import { linkPath } from "../../domain/tracking.ts";
import type { Context } from "../../platform/context.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Checked } from "./boards.ts";
import type { Found } from "./verification.entity.ts";
import type {
  VerificationCheckView,
  VerificationCountsView,
  VerificationView,
} from "./verification.types.ts";

const dateOrNull = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
const dateOfMs = (ms: string | null | undefined): Date | null =>
  ms == null ? null : new Date(Number(ms));

/** A partner is told what was found, and not what the brand is to do about it. */
const checkView = (check: Check, forPartner: boolean): VerificationCheckView => ({
  number: checkKeys.indexOf(check.key) + 1,
  key: check.key,
  group: groupOf[check.key],
  state: check.state,
  sentence: check.sentence,
  cause: check.cause,
  until: dateOrNull(check.until),
  fix: forPartner ? null : check.fix,
});

const changeWords: Record<PassChange, string> = {
  TERMS: "the terms",
  DESTINATION: "where the link leads",
  CONNECTION: "the source of sales",
  EVENT_TYPE: "the event type Click",
};
const firstOf = (checks: readonly Check[], state: Check["state"]): string | undefined =>
  checks.find((check) => check.state === state)?.sentence;

/** Why the result is what it is. */
function sentenceOf({ result, changed, checks }: Found): string {
  if (result === "VERIFIED") return "All checks passed";
  if (changed.length > 0)
    return `Check again: ${changed.map((each) => changeWords[each]).join(" and ")} changed`;
  if (result === "NOT_STARTED") return "No run has covered this partner yet";
  return (
    firstOf(checks, "FAILED") ??
    firstOf(checks, "WAITING") ??
    firstOf(checks, "NOT_STARTED") ??
    "All checks passed; it is being written down"
  );
}

type FoundView = Pick<VerificationView, "result" | "sentence" | "changed" | "groups" | "checks">;
export const foundView = (found: Found, forPartner: boolean): FoundView => ({
  result: found.result,
  sentence: sentenceOf(found),
  changed: found.changed,
  groups: groupChecks(found.checks).map(({ worst, ...group }) => ({
    ...group,
    worst: checkView(worst, forPartner),
  })),
  checks: found.checks.map((check) => checkView(check, forPartner)),
});

export function verificationView(
  { env }: Pick<Context, "env">,
  program: Program,
  row: Checked,
): VerificationView {
  const { facts, own, pass } = row;
  return {
    partnerAccountId: facts.partnerId,
    partnerName: row.name,
    ...foundView(row, false),
    verifiedAt: dateOfMs(pass?.at_ms),
    verifiedBy: pass?.by ?? null,
    link: facts.link &&
      row.linkPath && {
        id: facts.link.id,
        name: row.linkName ?? "",
        url:
          env.trackerUrl +
          linkPath({ partner: facts.code, ad: row.linkPath.ad, program: program.code }),
        destination: facts.link.destination,
      },
    clicks: facts.clicks.tag,
    clickId: facts.click?.id ?? null,
    clickedAt: dateOrNull(facts.click?.at ?? null),
    orderNumber: facts.order?.number ?? null,
    orderedAt: dateOrNull(facts.order?.at ?? null),
    runId: own?.run_id ?? null,
    startedAt: dateOrNull(facts.startedAt),
    remindedAt: dateOfMs(own?.reminded_ms),
  };
}

export function countsOf(rows: readonly { result: VerificationResult }[]): VerificationCountsView {
  const count = (result: VerificationResult) => rows.filter((row) => row.result === result).length;
  return {
    total: rows.length,
    verified: count("VERIFIED"),
    waiting: count("WAITING"),
    needsYou: count("NEEDS_YOU"),
    notStarted: count("NOT_STARTED"),
  };
}
