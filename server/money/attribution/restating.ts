import { nextState } from "../../domain/conversion.ts";
import type { BookedConversion } from "./booked-conversions.ts";
import type { Change } from "./booking.ts";
import type { SalesBooking } from "./sales-booking.ts";
import type { Credit } from "./crediting.ts";
import { type contractsBooked, type contractsInForce, price, standingOf } from "./pricing.ts";
import { adjustmentOf } from "./settling.ts";
import { isNothing, type SaleRow } from "./report-news.ts";

interface Restating {
  booking: SalesBooking;
  before: BookedConversion;
  row: SaleRow;
  credit: Credit;
  inForce: Awaited<ReturnType<typeof contractsInForce>>;
  booked: Awaited<ReturnType<typeof contractsBooked>>;
}
/**
 * What Amazon's newest totals make of a booked sale; null = nothing, e.g. because a person has
 * reversed it for good.
 */
export function restated({
  booking,
  before,
  row,
  credit,
  inForce,
  booked,
}: Restating): Change | null {
  const { orders, units, amount } = row.totals;
  const totals = { orders, units, amount };
  if (nextState(before.state, "ADJUST")) {
    const adjustment = adjustmentOf(booking, before, totals, booked(before));
    return (
      adjustment && {
        before,
        after: before,
        decision: null,
        kind: "ADJUSTED",
        actor: "AMAZON",
        adjustment,
      }
    );
  }
  if (before.reversalReason !== null) return null;
  if (isNothing(totals)) {
    const next = nextState(before.state, "RESTATE_TO_NOTHING");
    // It keeps the reason it had: a rate of 0 is not why it pays nothing now [D166].
    return (
      next && {
        before,
        after: { ...before, ...totals, payout: 0n, wouldPay: 0n, state: next },
        decision: null,
        kind: "REVERSED",
        actor: "AMAZON",
      }
    );
  }
  const next = nextState(
    before.state,
    before.state === "REVERSED" ? "RESTATE_FROM_NOTHING" : "RESTATE",
  );
  if (!next) return null;
  const sale = {
    ...before,
    ...totals,
    partnerId: credit.partner?.id ?? null,
    linkId: credit.linkId,
    isTest: credit.isTest,
    state: next,
  };
  const standing = standingOf(booking, before, credit.partner?.active ?? true, before.reason);
  return {
    before,
    ...price(booking, sale, { contract: inForce(sale), standing, before }),
    kind: "RESTATED",
    actor: "AMAZON",
  };
}
