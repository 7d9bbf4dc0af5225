import { registerEnumType } from "type-graphql";
import type { PayoutStage } from "../../domain/payout-stage.ts";

export const PayoutStageValue = {
  PENDING: "PENDING",
  APPROVED: "APPROVED",
  DUE: "DUE",
  PAID: "PAID",
} as const satisfies { [S in PayoutStage]: S };
registerEnumType(PayoutStageValue, {
  name: "PayoutStage",
  description:
    "How far what a click or sale earns is on its way: PENDING, APPROVED, DUE, PAID, in this " +
    "order.",
  valuesConfig: {
    PENDING: { description: "A sale that may still change: nothing is owed yet." },
    APPROVED: {
      description:
        "Final and owed: a click at once, a sale from its locking date or earlier by the brand.",
    },
    DUE: {
      description:
        "Its date by the contract's payout schedule has come: `owed` and closed statement lines " +
        "tell it. A click or sale by itself tells until it is APPROVED.",
    },
    PAID: {
      description:
        "The statement is settled. Counterfoil moves no money yet, so nothing is in this stage.",
    },
  },
});
