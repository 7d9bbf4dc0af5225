import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeOf,
  effectOn,
  ledgerAccounts,
  ledgerEvents,
  transferFor,
  type LedgerAccount,
} from "./ledger.ts";

test("a change of nothing books nothing", () =>
  expect(ledgerEvents.map((event) => transferFor(event, 0n))).toEqual(
    ledgerEvents.map(() => null),
  ));

test("a click is owed at once; a sale waits in clearing until its approval", () =>
  expect(
    ledgerEvents.map((event) => {
      const { debit, credit, amount } = transferFor(event, 7n) ?? {};
      return `${event}: ${debit} → ${credit} ${amount}`;
    }),
  ).toEqual([
    "CLICK: BRAND_BUDGET → PARTNER_PAYABLE 7",
    "SALE: BRAND_BUDGET → CLEARING 7",
    "LEAD: BRAND_BUDGET → CLEARING 7",
    "APPROVAL: CLEARING → PARTNER_PAYABLE 7",
    "ADJUSTMENT: BRAND_BUDGET → PARTNER_PAYABLE 7",
    "BONUS: BRAND_BUDGET → PARTNER_PAYABLE 7",
  ]));

test("a transfer tells the change that it booked", () => {
  for (const event of ledgerEvents)
    for (const change of [1n, -1n, 10n ** 15n]) {
      const booked = transferFor(event, change);
      expect(booked && changeOf(event, booked)).toBe(change);
    }
});

test("[D185] a correction is the opposite transfer", () => {
  for (const event of ledgerEvents) {
    const [there, back] = [transferFor(event, 7n), transferFor(event, -7n)];
    expect(back).toEqual({ debit: there?.credit, credit: there?.debit, amount: 7n });
  }
});

test("any row of changes keeps the books balanced, and partner and clearing at their sums", () => {
  const change = fc.record({
    event: fc.constantFrom(...ledgerEvents),
    amount: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const transfers = changes
        .map(({ event, amount }) => transferFor(event, amount))
        .filter((transfer) => transfer !== null);
      const total = (account: LedgerAccount) =>
        transfers.reduce((sum, transfer) => sum + effectOn(account, transfer), 0n);
      const sum = (...events: (typeof ledgerEvents)[number][]) =>
        changes.reduce(
          (all, { event, amount }) => (events.includes(event) ? all + amount : all),
          0n,
        );
      expect(transfers.every(({ amount, debit, credit }) => amount > 0n && debit !== credit)).toBe(
        true,
      );
      expect(total("PARTNER_PAYABLE")).toBe(sum("CLICK", "APPROVAL", "ADJUSTMENT", "BONUS"));
      expect(total("CLEARING")).toBe(sum("SALE", "LEAD") - sum("APPROVAL"));
      expect(ledgerAccounts.reduce((all, account) => all + total(account), 0n)).toBe(0n);
    }),
  );
});
