/** Each change of a conversion, as it was booked. */
import { money } from "../../platform/api/money.ts";
import type { OutcomeValue } from "../clicks/click.types.ts";
import type { UpdateActor, UpdateKind } from "../../domain/conversion.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type {
  ConversionState,
  ConversionUpdateView,
  UpdateActorValue,
  UpdateKindValue,
} from "./conversion.types.ts";

export interface UpdateRow {
  id: string;
  number: number;
  delta_leads: string;
  delta_orders: string;
  delta_units: string;
  delta_amount_micros: string;
  delta_payout_micros: string;
  adjusted_payout_micros: string;
  outcome: OutcomeValue;
  reason: ReasonCode | null;
  kind: UpdateKind;
  state: ConversionState;
  actor: UpdateActor;
  code: string | null;
  comment: string | null;
  at_ms: string;
}

export const updateView = (update: UpdateRow, currency: string): ConversionUpdateView => ({
  number: update.number,
  kind: update.kind as UpdateKindValue,
  state: update.state,
  actor: update.actor as UpdateActorValue,
  code: update.code,
  comment: update.comment,
  deltaLeads: Number(update.delta_leads),
  deltaOrders: Number(update.delta_orders),
  deltaUnits: Number(update.delta_units),
  deltaAmount: money(BigInt(update.delta_amount_micros), currency),
  deltaPayout: money(BigInt(update.delta_payout_micros), currency),
  adjustment: money(BigInt(update.adjusted_payout_micros), currency),
  outcome: update.outcome,
  reason: update.reason,
  at: new Date(Number(update.at_ms)),
});
