/**
 * Double entry in micros. One transfer moves an amount from one account to another, so every posting is balanced by its
 * shape: no single-sided row can be written. Rows are never changed; a correction is a new transfer the other way.
 */
import type { Micros } from "./money.ts";

/** BRAND_COST what the brand owes for events · PARTNER_PAYABLE what the partner is owed. */
export const ledgerAccounts = ["BRAND_COST", "PARTNER_PAYABLE"] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

export interface Transfer {
  debit: LedgerAccount;
  credit: LedgerAccount;
  /** Always positive. */
  amount: Micros;
}

/** The transfer that books a change of what is owed; null when nothing changes. A decrease goes the other way. */
export function transferFor(change: Micros): Transfer | null {
  if (change === 0n) return null;
  return change > 0n ? { debit: "BRAND_COST", credit: "PARTNER_PAYABLE", amount: change } : { debit: "PARTNER_PAYABLE", credit: "BRAND_COST", amount: -change };
}

/** Signed effect of a transfer on an account: credit +, debit −. */
export const effectOn = (account: LedgerAccount, transfer: Transfer): Micros =>
  transfer.credit === account ? transfer.amount : transfer.debit === account ? -transfer.amount : 0n;
