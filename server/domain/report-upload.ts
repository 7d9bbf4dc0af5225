/** What is kept of a report that somebody sent: what it would change, and what became of it. */
import type { RowFault } from "./report-table.ts";

export const uploadStates = ["READING", "READY", "BOOKING", "BOOKED", "FAILED"] as const;
/**
 * READING: what it would change is being found out. READY: nobody said yet that it is to be booked.
 */
export type UploadState = (typeof uploadStates)[number];

/**
 * Counts and micros as text, as all bigints in stored JSON. What is taken back is part of it, by
 * partner and date: a sale that goes from no link to one of theirs is none.
 */
export interface UploadSums {
  orders: string;
  amount: string;
  payout: string;
  ordersTaken: string;
  amountTaken: string;
}
export interface UploadPartner extends UploadSums {
  /** Null: of no partner that is known. */
  partnerId: string | null;
}
/** Why all of it would be held. */
export interface UploadHold {
  id: string;
  ordersBooked: string;
  ordersTaken: string;
  amountTaken: string;
}

export interface UploadPreview {
  startDate: string | null;
  endDate: string | null;
  /** Rows with other figures than were told, with the same, and older than what was told since. */
  changed: number;
  unchanged: number;
  stale: number;
  /** Of other campaigns of the advertiser. */
  foreign: number;
  /** That tell nothing: neither zero nor returned. */
  masked: number;
  /** Ad groups and dates that wait: for their own row, or for their creatives'. */
  waiting: number;
  /** That cannot be booked. */
  parked: number;
  hold: UploadHold | null;
  total: UploadSums;
  /** Those that would change most. */
  partners: UploadPartner[];
  /** How many there are in all. */
  partnerCount: number;
  /** Rows that cannot be booked, found beside what is known already. */
  faults: RowFault[];
  faultCount: number;
}
export interface UploadResult {
  booked: number;
  waiting: number;
  parked: number;
  /** Ad groups and dates that are held until a person decides. */
  held: number;
  /** The hold that they are held in; null: none. */
  holdId: string | null;
}
/** Faults and partners that are kept; the rest is counted. */
export const keptFaults = 50;
export const keptPartners = 50;
