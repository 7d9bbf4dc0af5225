/**
 * What a sale is worth with its present totals, under a contract: decide() with the use of its
 * limits, and when it locks.
 */
import { loadContracts, loadContractsById, pairKey } from "../accounting/catalog.ts";
import { decide, type Decision, type Standing } from "../../domain/decide.ts";
import { contractAt, type ContractInForce } from "../../domain/contract-in-force.ts";
import { isOverLimit, type ConversionEvent, type SaleEvent } from "../../domain/payable-event.ts";
import { amazonLockingDate, lockingDate } from "../../domain/locking.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { hasRules } from "../../domain/rule-facts.ts";
import type { Facts } from "../../domain/rules.ts";
import { payoutOf } from "../../domain/terms.ts";
import type { BookedConversion } from "./booked-conversions.ts";
import type { SalesBooking } from "./sales-booking.ts";
import type { ToldSale } from "./sale-knowledge.ts";

const standingReasons = [
  "PROGRAM_NOT_ACTIVE",
  "PARTNER_NOT_ACTIVE",
  "ACTIONTRACKER_NOT_ACTIVE",
] as const satisfies ReasonCode[];

/**
 * Whether program, partner and event type were active is asked once, when the sale is first seen:
 * what happens to them later must not take back, on a restatement, what was owed.
 */
export function standingOf(
  { program }: Pick<SalesBooking, "program">,
  { eventType }: Pick<BookedConversion, "eventType">,
  partnerActive: boolean,
  firstReason: ReasonCode | null | undefined,
): Standing {
  const was = (reason: (typeof standingReasons)[number], now: boolean) =>
    firstReason === undefined ? now : firstReason !== reason;
  const typeActive =
    eventType === null
      ? program.saleEventTypeActive
      : program.activeLeadTypes.includes(eventType.id);
  return {
    programActive: was("PROGRAM_NOT_ACTIVE", program.active),
    partnerActive: was("PARTNER_NOT_ACTIVE", partnerActive),
    adActive: true,
    eventTypeActive: was("ACTIONTRACKER_NOT_ACTIVE", typeActive),
  };
}

const unattributed: Decision = {
  outcome: "UNPAID",
  reason: "UNATTRIBUTED",
  hidden: false,
  groupId: null,
  rate: null,
  amount: 0n,
  wouldPay: 0n,
  currency: null,
  contractId: null,
  termsVersionId: null,
  uses: [],
  boundBy: null,
};

/**
 * Approved past the limits it stays so; what waits outside waits on under the same contract,
 * whatever room came free. What shrinks asks anew: it is no more the sale that was past its limit,
 * and may be one that had its place before it grew.
 */
function outsideOf(
  before: BookedConversion | null,
  sale: BookedConversion,
  contract: ContractInForce | null,
): Pick<SaleEvent, "outside"> {
  if (!before?.outsideOfTerms) return {};
  if (before.outsideApprovedAt !== null) return { outside: { state: "APPROVED" } };
  if (shrinks(before, sale)) return {};
  const { reason, contractId } = before;
  return isOverLimit(reason) && contractId === contract?.contractId
    ? { outside: { state: "HELD", reason } }
    : {};
}

/** A lead never does: it is there or taken back. */
const shrinks = (before: BookedConversion, now: BookedConversion): boolean =>
  now.orders <= before.orders &&
  now.units <= before.units &&
  now.amount <= before.amount &&
  (now.orders < before.orders || now.units < before.units || now.amount < before.amount);

/** Tests and what no terms pay for are never approved, so they have no date. */
function locksAtOf(
  { program }: Pick<SalesBooking, "program">,
  sale: BookedConversion,
  contract: ContractInForce | null,
): number | null {
  const locking = contract && payoutOf(contract.terms, sale.kind)?.locking;
  if (!locking || sale.isTest) return null;
  return sale.source === "REPORT"
    ? amazonLockingDate(locking, sale, program.zone)
    : lockingDate(locking, sale.at, program.zone);
}

interface Under {
  contract: ContractInForce | null;
  standing: Standing;
  before: BookedConversion | null;
  /** Of a trial: what its rules see of the sale. */
  seen?: (facts: Facts) => Facts;
}
export interface Priced {
  after: BookedConversion;
  decision: Decision;
}

/** What decide() is asked. */
function eventOf(
  { kind, at, isTest, currency, leads, orders, units, amount, clickedAt }: BookedConversion,
  more: Pick<SaleEvent, "facts" | "outside">,
): ConversionEvent {
  const of = { at, isTest, ...(clickedAt === null ? {} : { clickedAt }), ...more };
  return kind === "LEAD"
    ? { kind, leads, ...of }
    : { kind, currency, orders, units, amount, ...of };
}

/**
 * `told` carries the totals to price and whom they are credited to. The limits' use must be loaded.
 */
export function price(
  booking: Pick<SalesBooking, "program" | "usage" | "known">,
  told: BookedConversion,
  { contract, standing, before, seen = (all) => all }: Under,
): Priced {
  // A lead has no amount, and so no currency but that of its terms.
  const { terms } = contract ?? {};
  const sale = told.kind === "LEAD" && terms ? { ...told, currency: terms.currency } : told;
  const { kind, partnerId, at, isTest } = sale;
  const facts =
    contract && partnerId && hasRules(contract.terms, kind)
      ? { facts: seen(booking.known.factsOf(sale, booking.program.id)) }
      : {};
  const event = eventOf(sale, { ...facts, ...outsideOf(before, sale, contract) });
  const asking = contract && partnerId ? { kind, partner: partnerId, contract, at } : null;
  const limits = asking
    ? {
        programLimits: booking.usage.programLimits(asking),
        usage: booking.usage.by(asking, before),
      }
    : { usage: () => 0n };
  const decision =
    partnerId === null
      ? unattributed
      : decide({ event, standing, contract, calendar: booking.program.calendar, ...limits });
  const {
    outcome,
    reason,
    amount: payout,
    wouldPay,
    contractId,
    termsVersionId,
    groupId,
  } = decision;
  const outsideOfTerms = (isOverLimit(reason) && !isTest) || sale.outsideApprovedAt !== null;
  return {
    after: {
      ...sale,
      outcome,
      reason,
      payout,
      wouldPay,
      contractId,
      termsVersionId,
      groupId,
      outsideOfTerms,
      locksAt: locksAtOf(booking, sale, contract),
    },
    decision,
  };
}

/** All contracts of the sales' partners that are in force at one of their instants, by partner. */
async function contractsOf(
  booking: SalesBooking,
  sales: readonly ToldSale[],
): Promise<(partnerId: string) => ContractInForce[]> {
  const partners = [...new Set(sales.flatMap(({ partnerId }) => partnerId ?? []))];
  const from = sales.reduce((least, { at }) => Math.min(least, at), Number.MAX_SAFE_INTEGER);
  const to = sales.reduce((most, { at }) => Math.max(most, at), 0);
  const pairs = partners.map((partner) => ({ partner, program: booking.program.id }));
  const contracts =
    pairs.length === 0
      ? new Map<string, ContractInForce[]>()
      : await loadContracts(booking.client, pairs, from, to, () => booking.program.calendar);
  return (partnerId) => contracts.get(pairKey(partnerId, booking.program.id)) ?? [];
}

/**
 * Contracts that are in force at the sales' instants, by sale; the use of their limits is loaded
 * too.
 */
export async function contractsInForce(
  booking: SalesBooking,
  sales: readonly ToldSale[],
): Promise<(sale: ToldSale) => ContractInForce | null> {
  const contracts = await contractsOf(booking, sales);
  const of = ({ partnerId, at }: ToldSale) =>
    partnerId === null ? null : contractAt(contracts(partnerId), at);
  await loadUse(booking, sales, of);
  return of;
}

/** The contracts that the sales are booked under; the use of their limits is loaded too. */
export async function contractsBooked(
  booking: SalesBooking,
  sales: readonly BookedConversion[],
): Promise<(sale: BookedConversion) => ContractInForce | null> {
  const booked = await loadContractsById(booking.client, [
    ...new Set(sales.flatMap(({ contractId }) => contractId ?? [])),
  ]);
  const contracts = await contractsOf(booking, sales);
  const of = ({ partnerId, contractId }: Pick<BookedConversion, "partnerId" | "contractId">) => {
    if (contractId === null) return null;
    // Those in force know which of their weekly limits are new.
    return (
      contracts(partnerId ?? "").find((contract) => contract.contractId === contractId) ??
      booked.get(contractId) ??
      null
    );
  };
  await loadUse(booking, sales, of);
  return of;
}

/**
 * What pricing asks for beside the contract: what its limits have used and what its rules may test.
 */
async function loadUse<S extends ToldSale>(
  booking: SalesBooking,
  sales: readonly S[],
  contractOf: (sale: S) => ContractInForce | null,
): Promise<void> {
  const asking = sales.flatMap((sale) => {
    const contract = contractOf(sale);
    return contract && sale.partnerId !== null
      ? [{ kind: sale.kind, partner: sale.partnerId, contract, at: sale.at }]
      : [];
  });
  await booking.usage.load(booking.client, asking);
  await booking.known.load(booking.client, sales, contractOf);
}
