/** What is decided: a click, or a sale or lead as told so far, and what each is priced at. */
import type { Instant } from "./calendar.ts";
import type { Micros } from "./money.ts";
import type { ReasonCode } from "./reason.ts";
import type { Facts } from "./rules.ts";
import { priceOf, type EventPayout, type Rate } from "./terms.ts";
import type { Classification } from "./validity.ts";

export interface ClickEvent {
  kind: "CLICK";
  at: Instant;
  isTest: boolean;
  classification: Classification;
  /** What rules may test; needed where the terms have groups or restrictions. */
  facts?: Facts;
}
/** A sale as reported so far: totals, not deltas, so that deciding twice gives the same answer. */
export interface SaleEvent {
  kind: "SALE";
  at: Instant;
  isTest: boolean;
  orders: bigint;
  units: bigint;
  amount: Micros;
  /** Of the reported amount. Terms in another currency pay nothing: amounts are never converted. */
  currency?: string;
  /** When the click was that it is credited by; where no click says so, no window bounds it. */
  clickedAt?: Instant;
  facts?: Facts;
  outside?: Outside;
}
/** A sign-up, a request or the like that a shop hands in: it has no amount. */
export interface LeadEvent extends Pick<
  SaleEvent,
  "at" | "isTest" | "clickedAt" | "facts" | "outside"
> {
  kind: "LEAD";
  /** 1, or 0 of one that was taken back. */
  leads: bigint;
}
/**
 * Outside of terms: HELD stays unpaid for its first reason even where room came free, APPROVED by
 * the brand goes past the limits [D104].
 */
type Outside = { state: "HELD"; reason: OverLimit } | { state: "APPROVED" };
export type OverLimit = "OVERLIMIT_CONVERSIONS" | "OVERLIMIT_PAYOUT";
/** A conversion that is unpaid for this reason waits in the list outside of terms. */
export const isOverLimit = (reason: ReasonCode | null): reason is OverLimit =>
  reason === "OVERLIMIT_CONVERSIONS" || reason === "OVERLIMIT_PAYOUT";
export type ConversionEvent = SaleEvent | LeadEvent;
export type PayableEvent = ClickEvent | ConversionEvent;
/** Of a conversion that asks no limits; a test always asks them. */
export const outsideIn = (event: PayableEvent): Outside | undefined =>
  event.kind !== "CLICK" && !event.isTest ? event.outside : undefined;

/** How many of what limits count it stands for. */
export function countOf(event: PayableEvent): bigint {
  if (event.kind === "CLICK") return 1n;
  return event.kind === "LEAD" ? event.leads : event.orders;
}
/** What the event is priced at before limits: a click or lead once, a sale by orders or items. */
export function askOf(event: PayableEvent, { level }: EventPayout, rate: Rate): Micros {
  if (event.kind !== "SALE") return priceOf(rate, countOf(event), 0n);
  return priceOf(rate, level === "ITEM" ? event.units : event.orders, event.amount);
}
