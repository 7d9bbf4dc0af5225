/**
 * Double entry in micros. One transfer moves an amount from one account to another, so every
 * posting is balanced by its shape: no single-sided row can be written. Rows are never changed; a
 * correction is a new transfer the other way.
 */
import type { Micros } from "./money.ts";

/**
 * BRAND_BUDGET what events cost the brand · CLEARING what pending sales would pay · PARTNER_PAYABLE
 * what partners are owed.
 */
export const ledgerAccounts = ["BRAND_BUDGET", "CLEARING", "PARTNER_PAYABLE"] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** What a transfer books. A click is owed at once; a sale or lead waits in clearing until then. */
export const ledgerEvents = ["CLICK", "SALE", "LEAD", "APPROVAL", "ADJUSTMENT", "BONUS"] as const;
export type LedgerEvent = (typeof ledgerEvents)[number];

/** From which account to which what grows is moved. */
const routes: Record<LedgerEvent, { from: LedgerAccount; to: LedgerAccount }> = {
  CLICK: { from: "BRAND_BUDGET", to: "PARTNER_PAYABLE" },
  SALE: { from: "BRAND_BUDGET", to: "CLEARING" },
  LEAD: { from: "BRAND_BUDGET", to: "CLEARING" },
  APPROVAL: { from: "CLEARING", to: "PARTNER_PAYABLE" },
  ADJUSTMENT: { from: "BRAND_BUDGET", to: "PARTNER_PAYABLE" },
  BONUS: { from: "BRAND_BUDGET", to: "PARTNER_PAYABLE" },
};

export interface Transfer {
  debit: LedgerAccount;
  credit: LedgerAccount;
  /** Always positive. */
  amount: Micros;
}

/** The transfer that books a change; null when nothing changes. A decrease goes the other way. */
export function transferFor(event: LedgerEvent, change: Micros): Transfer | null {
  if (change === 0n) return null;
  const { from, to } = routes[event];
  return change > 0n
    ? { debit: from, credit: to, amount: change }
    : { debit: to, credit: from, amount: -change };
}

/** The change that a transfer books: negative for a decrease. */
export const changeOf = (event: LedgerEvent, transfer: Transfer): Micros =>
  effectOn(routes[event].to, transfer);

/** Signed effect of a transfer on an account: credit +, debit −. */
export const effectOn = (account: LedgerAccount, transfer: Transfer): Micros => {
  if (transfer.credit === account) return transfer.amount;
  if (transfer.debit === account) return -transfer.amount;
  return 0n;
};
