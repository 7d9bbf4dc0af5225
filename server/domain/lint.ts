/**
 * The linter of terms: what in them can never happen, what hides what, and what is probably not
 * meant. Only what is proved is an error; where a proof would take too long nothing is said.
 * Sources: "Set Payout Rules Using Payout Groups" (the first group that applies pays), domain facts
 * 7.2 to 7.7.
 */
import type { Finding } from "./finding.ts";
import { newCounts, newCountText, type EarlierGroup } from "./group-ids.ts";
import { lintLimits } from "./lint-limits.ts";
import { lintRates } from "./lint-rates.ts";
import { figureOf, type Terms } from "./terms.ts";
import type { KnownIds } from "./known-ids.ts";
import { type PlaceOf, RuleLint } from "./lint-rules.ts";

/** For all questions together; lint-rules.ts says how much of it one may take. */
const effortOfAll = 400_000;

const order = { ERROR: 0, WARNING: 1, HINT: 2 } as const;

export interface Linted {
  findings: Finding[];
  /** false: something was not looked at to its end, because it would have taken too long. */
  isComplete: boolean;
}

/**
 * Sales are paid in the currency in which they are reported or not at all: a payout in another can
 * never apply.
 */
function lintCurrency(
  { currency, eventPayouts }: Pick<Terms, "currency" | "eventPayouts">,
  sells: string | null,
): Finding[] {
  const at = eventPayouts.findIndex(({ event }) => event === "SALE");
  const payout = eventPayouts[at];
  if (sells === null || sells === currency || !payout) return [];
  const rates = [payout.defaultRate, ...payout.groups.map(({ rate }) => rate)];
  if (rates.every((rate) => figureOf(rate) === 0n)) return [];
  const message =
    `The program's sales are reported in ${sells}, and these terms pay in ${currency}: amounts ` +
    `are never converted, so no sale can be paid. Choose ${sells}, or set what sales pay to 0`;
  return [
    {
      code: "CURRENCY_NEVER_SOLD",
      severity: "ERROR",
      path: "currency",
      related: [`eventPayouts.${at}.rate`],
      message,
      event: "SALE",
      example: null,
    },
  ];
}

/** What terms are looked at with. */
export interface LintContext {
  /** Default: no id is checked. */
  known?: KnownIds;
  /** The currency in which the program's sales are reported; null or absent: not known. */
  sells?: string | null;
  /** Groups of the versions that the terms follow, the newest version's first. */
  earlier?: readonly EarlierGroup[];
  placeOf?: PlaceOf;
}
const lintCounts = (
  terms: Pick<Terms, "eventPayouts">,
  earlier: readonly EarlierGroup[],
): Finding[] =>
  newCounts(terms, earlier).map((count) => ({
    code: count.isSame ? "GROUP_SENT_AGAIN" : "NEW_COUNT",
    severity: count.isSame ? "ERROR" : "WARNING",
    path: count.path,
    related: [],
    message: newCountText(count),
    event: count.event,
    example: null,
    groupId: count.earlier.id,
  }));

/**
 * All that can be said about these terms, errors first, else in the order of the rows; in steps of
 * a few milliseconds.
 */
export function* lintSteps(
  terms: Pick<Terms, "currency" | "eventPayouts">,
  { known = {}, sells = null, earlier = [], placeOf = (path) => path }: LintContext = {},
): Generator<void, Linted> {
  const { currency, eventPayouts } = terms;
  const left = { left: effortOfAll };
  const findings = [...lintCurrency(terms, sells), ...lintCounts(terms, earlier)];
  let isComplete = true;
  for (const [i, payout] of eventPayouts.entries()) {
    const rules = new RuleLint(payout, `eventPayouts.${i}`, left, placeOf);
    const linted = { ...(yield* rules.run(known)), currency };
    findings.push(...rules.findings, ...lintRates(linted), ...lintLimits(linted));
    isComplete &&= rules.isComplete;
  }
  const placed = findings.map((finding) => ({
    ...finding,
    path: placeOf(finding.path),
    related: finding.related.map(placeOf),
  }));
  return { findings: placed.toSorted((a, b) => order[a.severity] - order[b.severity]), isComplete };
}

/** The same in one go. */
export function lintTerms(...of: Parameters<typeof lintSteps>): Finding[] {
  const steps = lintSteps(...of);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value.findings;
  }
}
