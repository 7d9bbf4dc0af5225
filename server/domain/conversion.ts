/**
 * Where a sale stands and what may still happen to it. One table says it for people, for Amazon and
 * for the clock; the table proves itself (faultsOf). Sources: "Actions" API, "Action life cycle".
 */
import { eventRecords, type ConversionKind } from "./event-kinds.ts";
import type { Micros } from "./money.ts";
import type { Result } from "./result.ts";
import { accept, refuse } from "./result.ts";

export const conversionStates = ["PENDING", "APPROVED", "REVERSED"] as const;
export type ConversionState = (typeof conversionStates)[number];

/** What people ask for · what the clock does · what Amazon's reports and contracts bring. */
export const conversionEvents = [
  "APPROVE",
  "APPROVE_OUTSIDE",
  "MODIFY",
  "REVERSE",
  "LOCK",
  "RESTATE",
  "RESTATE_TO_NOTHING",
  "RESTATE_FROM_NOTHING",
  "REPRICE",
  "ADJUST",
] as const;
export type ConversionEvent = (typeof conversionEvents)[number];
export type RequestKind = "APPROVE" | "APPROVE_OUTSIDE" | "MODIFY" | "REVERSE";

export type TransitionTable = Record<
  ConversionState,
  Partial<Record<ConversionEvent, ConversionState>>
>;

/**
 * APPROVED is locked: its figures stay, and what Amazon says later is booked beside it as an
 * adjustment [D191]. REVERSED is final for people; a sale that fell to nothing in Amazon's report
 * comes back with it.
 */
export const transitions: TransitionTable = {
  PENDING: {
    APPROVE: "APPROVED",
    APPROVE_OUTSIDE: "PENDING",
    MODIFY: "PENDING",
    REVERSE: "REVERSED",
    LOCK: "APPROVED",
    RESTATE: "PENDING",
    RESTATE_TO_NOTHING: "REVERSED",
    REPRICE: "PENDING",
  },
  APPROVED: { ADJUST: "APPROVED" },
  REVERSED: { RESTATE_FROM_NOTHING: "PENDING" },
};

/**
 * What is wrong with a table: a state nobody reaches, a change by people or by the clock of what is
 * final, an event nobody hears.
 */
export function faultsOf(table: TransitionTable): string[] {
  const faults: string[] = [];
  const reached = new Set<ConversionState>(["PENDING"]);
  // A set that grows is walked to its end.
  for (const state of reached) for (const next of Object.values(table[state])) reached.add(next);
  for (const state of conversionStates)
    if (!reached.has(state)) faults.push(`${state} is never reached`);
  for (const event of conversionEvents)
    if (!conversionStates.some((state) => table[state][event]))
      faults.push(`${event} changes nothing anywhere`);
  for (const state of ["APPROVED", "REVERSED"] as const)
    for (const event of ["APPROVE", "APPROVE_OUTSIDE", "MODIFY", "REVERSE", "LOCK"] as const)
      if (table[state][event]) faults.push(`${state} does not refuse ${event}`);
  if (Object.values(table.APPROVED).some((next) => next !== "APPROVED"))
    faults.push("APPROVED can be left");
  return faults;
}

export const nextState = (state: ConversionState, event: ConversionEvent): ConversionState | null =>
  transitions[state][event] ?? null;

/** Why an update was appended. */
export const updateKinds = [
  "TRACKED",
  "RESTATED",
  "REPRICED",
  "MODIFIED",
  "APPROVED",
  "OUTSIDE_APPROVED",
  "REVERSED",
  "ADJUSTED",
] as const;
export type UpdateKind = (typeof updateKinds)[number];
/** SOURCE: a shop or another source that hands in what it sold. */
export const updateActors = ["AMAZON", "SYSTEM", "PERSON", "SOURCE"] as const;
export type UpdateActor = (typeof updateActors)[number];

export const modificationReasons = [
  "ORDER_UPDATE",
  "ITEM_RETURNED",
  "CONS_FRAUD",
  "CONS_ERROR",
  "ORDER_ERROR",
  "PUB_ACT_DISPUTE",
  "ADV_ACT_DISPUTE",
  "NOT_COMPLIANCE_TERMS",
  "ITEM_OUT_OF_STOCK",
  "TEST_ACTION",
  "PARTNER_NOT_ACTIVE",
  "CREDITED_DIFFERENT_MP",
  "OTHER",
] as const;
export type ModificationReason = (typeof modificationReasons)[number];

export const dispositions = [
  "REJECTED",
  "CONS_INFO_INVALID",
  "CONS_ERROR",
  "CONS_FRAUD",
  "ITEM_RETURNED",
  "ITEM_OUT_OF_STOCK",
  "ORDER_ERROR",
  "PUB_ACT_DISPUTE",
  "NOT_COMPLIANCE_TERMS",
  "MP_RETURNED",
  "OTHER",
  "CREDITED_DIFFERENT_MP",
  "ADV_ACT_DISPUTE",
  "TEST_ACTION",
] as const;
export type Disposition = (typeof dispositions)[number];

/** Reasons that speak of goods, which a lead has none of. */
const goodsReasons: ReadonlySet<string> = new Set<Disposition>([
  "ITEM_RETURNED",
  "ITEM_OUT_OF_STOCK",
  "ORDER_ERROR",
  "MP_RETURNED",
]);

/** Those that a lead can have. */
export const leadDispositions: readonly Disposition[] = dispositions.filter(
  (code) => !goodsReasons.has(code),
);

export const maxModifications = 1_000;

/**
 * How many of a month's sales, or of its leads, under one contract people took back, and the share
 * that its terms let them.
 */
export interface ReturnShare {
  kind: ConversionKind;
  /** 0 to 100, of the month's sales or leads. */
  percent: number;
  /** YYYY-MM. */
  month: string;
  /** Pending, approved and taken back by people; no tests, and nothing that Amazon took back. */
  sales: number;
  reversed: number;
}
export const returnsLeft = ({ percent, sales, reversed }: ReturnShare): number =>
  Math.max(0, Math.floor((percent * sales) / 100) - reversed);
/** The rule, how far it is used, and what is left, as both sides read it. */
export const returnsText = (share: ReturnShare): string =>
  `The contract lets at most ${share.percent} % of a month's ` +
  `${eventRecords[share.kind].many.toLowerCase()} be taken back: of ` +
  `${share.sales} in ${share.month}, ${share.reversed} ${share.reversed === 1 ? "is" : "are"} ` +
  `taken back, and ${returnsLeft(share) || "no"} more can be`;

/** Whether people would take the sale back whole: to change its amount to 0 is that too [D166]. */
export const takesBack = (kind: RequestKind, asked: Micros | null, amount: Micros): boolean =>
  kind === "REVERSE" || (kind === "MODIFY" && asked === 0n && amount !== 0n);

/** What a request is judged by. */
export interface ConversionStanding {
  kind: ConversionKind;
  state: ConversionState;
  isTest: boolean;
  /** Past a limit of its contract. */
  outsideOfTerms: boolean;
  /** The brand has approved it past the limit. */
  outsideApproved: boolean;
  /** A contract pays for it, be it 0: without one there is nothing that could be locked. */
  hasTerms: boolean;
  modifications: number;
  /** Where the request takes the sale back and its contract bounds that. */
  returns: ReturnShare | null;
}
export type RequestFault =
  | "ALREADY_APPROVED"
  | "ALREADY_REVERSED"
  | "TEST_ACTION_REASON"
  | "TEST_CONVERSION_NEVER_PAYS"
  | "OUTSIDE_OF_TERMS"
  | "NOT_OUTSIDE_OF_TERMS"
  | "NOTHING_TO_APPROVE"
  | "TOO_MANY_MODIFICATIONS"
  | "LEAD_HAS_NO_AMOUNT"
  | "LEAD_HAS_NO_GOODS"
  | "RETURN_SHARE_REACHED";

/**
 * Whether people may do this to a sale or lead now. Asked when the request is made and again when
 * it is booked.
 */
export function judge(
  conversion: ConversionStanding,
  kind: RequestKind,
  code: string | null,
): Result<ConversionState, RequestFault> {
  const { isTest, outsideOfTerms, outsideApproved, hasTerms, modifications, returns } = conversion;
  const next = nextState(conversion.state, kind);
  const { one } = eventRecords[conversion.kind];
  if (next === null)
    return conversion.state === "APPROVED"
      ? refuse(
          "ALREADY_APPROVED",
          `This ${one} is approved, so its figures are final: the change is not made, and ` +
            "nothing of it is booked",
        )
      : refuse("ALREADY_REVERSED", `This ${one} is reversed and final`);
  const approving = kind === "APPROVE" || kind === "APPROVE_OUTSIDE";
  const waits = outsideOfTerms && !outsideApproved;
  if (isTest && approving)
    return refuse("TEST_CONVERSION_NEVER_PAYS", `A test ${one} is never approved: it pays nothing`);
  if (isTest && kind === "REVERSE" && code !== "TEST_ACTION")
    return refuse(
      "TEST_ACTION_REASON",
      `A test ${one} is reversed with the reason TEST_ACTION`,
      "reason",
    );
  if (kind === "APPROVE" && waits)
    return refuse(
      "OUTSIDE_OF_TERMS",
      `This ${one} is past a limit of its contract: approve it in the list outside of terms first`,
    );
  if (kind === "APPROVE_OUTSIDE" && !waits)
    return refuse("NOT_OUTSIDE_OF_TERMS", `This ${one} does not wait outside of terms`);
  if (kind === "APPROVE" && !hasTerms)
    return refuse(
      "NOTHING_TO_APPROVE",
      `No contract with a ${one} event type applies to this ${one}`,
    );
  if (kind === "MODIFY" && conversion.kind === "LEAD")
    return refuse(
      "LEAD_HAS_NO_AMOUNT",
      "A lead has no amount that could change: reverse it to take it back",
    );
  if (kind === "REVERSE" && conversion.kind === "LEAD" && goodsReasons.has(code ?? ""))
    return refuse(
      "LEAD_HAS_NO_GOODS",
      `A lead has no goods: ${code ?? ""} is a reason for sales alone; give another one`,
      "reason",
    );
  if (kind === "MODIFY" && modifications >= maxModifications)
    return refuse("TOO_MANY_MODIFICATIONS", `A sale is changed at most ${maxModifications} times`);
  if (returns !== null && returnsLeft(returns) < 1)
    return refuse("RETURN_SHARE_REACHED", returnsText(returns));
  return accept(next);
}
