/**
 * What a trace shows under each step: every restriction with the value seen, every group in the
 * order in which it was tried, the rate and where it comes from, every limit before and after. It
 * says what explain() says, in parts that can be laid out.
 */
import type { Decision, DecideInput } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import { askOf, outsideIn } from "./payable-event.ts";
import {
  kindWords,
  minuteText,
  usedText,
  wholeProgram,
  whichWindow,
  type TraceStepName,
} from "./trace-words.ts";
import type { LimitUse } from "./limits.ts";
import { formatMicros, type Micros } from "./money.ts";
import { holdAll, ruleText, seenText, type Facts, type Rule } from "./rules.ts";
import { isHiddenFrom } from "./rule-variables.ts";
import type { Side } from "./sides.ts";
import { payoutOf, type EventPayout, type Limit } from "./terms.ts";
import {
  defaultSentence,
  groupSentence,
  ownLimitSentence,
  rateWords,
  restrictionSentence,
} from "./terms-sentences.ts";

export interface TraceCondition {
  text: string;
  /** "n/a" where there was nothing to see; `notShown` where the reader may not know. */
  seen: string;
  /** null: not the reader's to know. */
  holds: boolean | null;
}
/**
 * YES: it applied, or let the event pass · NO: it did not · NOT_REACHED: something before it
 * decided · NOTED: a fact.
 */
export const traceRowVerdicts = ["YES", "NO", "NOT_REACHED", "NOTED"] as const;
export type TraceRowVerdict = (typeof traceRowVerdicts)[number];
export interface TraceRow {
  label: string;
  text: string;
  verdict: TraceRowVerdict;
  conditions: TraceCondition[];
  /** Of a limit whose figures this reader may see. */
  use: LimitUse | null;
}
export type TraceReader = Side;

export const noted = (label: string, text: string): TraceRow => ({
  label,
  text,
  verdict: "NOTED",
  conditions: [],
  use: null,
});

const notShown: Record<TraceReader, string> = {
  BRAND: "not shown to you: only the partner sees it",
  PARTNER: "not shown to you: only the brand sees it",
};
/**
 * What did not apply tells no more of what the other side alone sees than that it did not apply, as
 * the decision does: neither which of its conditions failed nor whether there was a value. In a
 * trial such a value is not there to be told, or the reader's own.
 */
function conditionOf(
  rule: Rule,
  { facts, reader }: Pick<Tried<Ruled>, "facts" | "reader">,
  verdict: TraceRowVerdict,
): TraceCondition {
  const text = ruleText(rule);
  const isHidden = isHiddenFrom(reader, rule.variable);
  if (isHidden && verdict === "NO" && !facts.triedBy)
    return { text, seen: notShown[reader], holds: null };
  const seen = seenText(rule, facts, () => isHidden);
  return {
    text,
    // Of what applied, that a condition which denies holds is all that is to be known of it.
    seen: isHidden && seen === "not shown" ? notShown[reader] : seen,
    holds: holdAll([rule], facts),
  };
}

interface Ruled {
  name: string;
  rules: readonly Rule[];
}
interface Tried<R extends Ruled> {
  facts: Facts;
  reader: TraceReader;
  text: (ruled: R, i: number) => string;
}
/** One row each, in order; those after the first that applies were not tried. */
function triedRows<R extends Ruled>(
  list: readonly R[],
  { facts, reader, text }: Tried<R>,
): { rows: TraceRow[]; applies: number } {
  const applies = list.findIndex(({ rules }) => holdAll(rules, facts));
  const rows = list.map((ruled, i): TraceRow => {
    const before = i === applies ? "YES" : "NO";
    const verdict = applies >= 0 && i > applies ? "NOT_REACHED" : before;
    return {
      label: ruled.name,
      text: text(ruled, i),
      verdict,
      use: null,
      conditions:
        verdict === "NOT_REACHED"
          ? []
          : ruled.rules.map((rule) => conditionOf(rule, { facts, reader }, verdict)),
    };
  });
  return { rows, applies };
}
const notTried = (list: readonly Ruled[]): TraceRow[] =>
  list.map(({ name }) => ({
    label: name,
    text: "",
    verdict: "NOT_REACHED",
    conditions: [],
    use: null,
  }));

const inCurrency = (micros: Micros, currency: string): string =>
  `${formatMicros(micros)} ${currency}`;

/** The price before limits, with what it is made of. */
function rateRows(
  { event }: DecideInput,
  payout: EventPayout,
  { groupId, rate, currency }: Decision,
): TraceRow[] {
  if (rate === null) return [];
  const group = payout.groups.find(({ id }) => id === groupId);
  const unit = currency ?? "";
  const rows = [
    noted("Source", group ? `payout group ${group.name}` : "default payout"),
    noted("Rate", rateWords(rate, unit)),
  ];
  if (event.kind === "SALE")
    rows.push(
      noted("Orders", String(event.orders)),
      noted("Items", String(event.units)),
      noted("Amount of the sale", inCurrency(event.amount, event.currency ?? unit)),
    );
  if (event.kind === "LEAD") rows.push(noted("Leads", String(event.leads)));
  return [...rows, noted("Price before limits", inCurrency(askOf(event, payout, rate), unit))];
}

function limitRow(
  use: LimitUse,
  limit: Limit | undefined,
  payout: EventPayout,
  { boundBy, currency, uses }: Decision,
  { reader, zone }: { reader: TraceReader; zone: string },
): TraceRow {
  const verdict = boundBy === use ? "NO" : "YES";
  // How far a program's own limit is used, others' clicks included, is the brand's to share.
  if (use.scope === "PROGRAM" && reader === "PARTNER")
    return { label: wholeProgram, text: "", verdict, conditions: [], use: null };
  const unit = currency ?? "";
  const label = limit ? ownLimitSentence(limit, payout, unit) : use.limitId;
  const text = `${usedText(use, limit, unit)}${whichWindow(use, uses, zone)}`;
  return { label, text: use.scope === "EVENT" ? "" : text, verdict, conditions: [], use };
}

/** Those asked, before and after, and weekly ones that wait; none where none was asked. */
function limitRows(
  { event, calendar }: DecideInput,
  decision: Decision,
  limits: readonly Limit[],
  payout: EventPayout,
  reader: TraceReader,
): TraceRow[] {
  const { uses, wouldPay, currency } = decision;
  const wasAsked = uses.length > 0 || (wouldPay > 0n && !outsideIn(event));
  const waiting = wasAsked
    ? limits.filter(({ id }) => !uses.some(({ limitId }) => limitId === id))
    : [];
  return [
    ...uses.map((use) =>
      limitRow(
        use,
        limits.find(({ id }) => id === use.limitId),
        payout,
        decision,
        { reader, zone: calendar.zone },
      ),
    ),
    ...waiting.map((limit) =>
      noted(ownLimitSentence(limit, payout, currency ?? ""), "counts from next Monday"),
    ),
  ];
}

const contractRows = (
  { contractId, versionNumber, validity }: ContractInForce,
  zone: string,
): TraceRow[] => [
  noted("Contract", contractId),
  noted("Terms version", String(versionNumber)),
  noted(
    "In force",
    `${minuteText(validity.start, zone)} to ` +
      (validity.end === null ? "no end" : minuteText(validity.end, zone)),
  ),
];

export type TraceRows = Partial<Record<TraceStepName, TraceRow[]>>;

/** Rows of the steps from CONTRACT to LIMITS. `decision` is what decide() made of `input`. */
export function decisionRows(
  input: DecideInput,
  decision: Decision,
  reader: TraceReader,
): TraceRows {
  const { contract, event } = input;
  if (contract === null) return {};
  const payout = payoutOf(contract.terms, event.kind);
  const rows: TraceRows = {
    CONTRACT: contractRows(contract, input.calendar.zone),
    EVENT_TYPE: contract.terms.eventPayouts.map(({ event: kind }) => ({
      label: kindWords[kind],
      text: "",
      verdict: kind === event.kind ? "YES" : "NOTED",
      conditions: [],
      use: null,
    })),
  };
  if (!payout) return rows;
  const { restrictions, groups } = payout;
  // Only what came to be priced was tried by the rules.
  if (decision.rate === null && decision.reason !== "RESTRICTED")
    return { ...rows, RESTRICTIONS: notTried(restrictions), GROUP: notTried(groups) };
  const facts = event.facts ?? {};
  rows.RESTRICTIONS = triedRows(restrictions, {
    facts,
    reader,
    text: (each) => restrictionSentence(event.kind, each),
  }).rows;
  if (decision.rate === null) return { ...rows, GROUP: notTried(groups) };
  const { currency } = contract.terms;
  const tried = triedRows(groups, {
    facts,
    reader,
    text: (group, i) => groupSentence(payout, group, i, currency),
  });
  rows.GROUP = [
    ...tried.rows,
    {
      label: "Default payout",
      text: defaultSentence(payout, currency),
      verdict: tried.applies < 0 ? "YES" : "NOT_REACHED",
      conditions: [],
      use: null,
    },
  ];
  rows.RATE = rateRows(input, payout, decision);
  const limits = [
    ...(groups[tried.applies]?.limits ?? []),
    ...payout.limits,
    ...(input.programLimits ?? []),
  ];
  rows.LIMITS = limitRows(input, decision, limits, payout, reader);
  return rows;
}
