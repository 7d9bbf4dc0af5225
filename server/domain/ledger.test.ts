import fc from "fast-check";
import { expect, test } from "vitest";
import { effectOn, transferFor } from "./ledger.ts";

test("a change of nothing books nothing", () => expect(transferFor(0n)).toBeNull());
test("any row of changes leaves the partner with their sum and the books balanced", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })), (changes) => {
      const transfers = changes.map(transferFor).filter((transfer) => transfer !== null);
      const total = (account: "BRAND_COST" | "PARTNER_PAYABLE") => transfers.reduce((sum, transfer) => sum + effectOn(account, transfer), 0n);
      expect(transfers.every(({ amount, debit, credit }) => amount > 0n && debit !== credit)).toBe(true);
      expect(total("PARTNER_PAYABLE")).toBe(changes.reduce((a, b) => a + b, 0n));
      expect(total("PARTNER_PAYABLE") + total("BRAND_COST")).toBe(0n);
    }),
  );
});
