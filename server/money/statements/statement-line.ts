/** One line of a statement: its place in the order, and how it is shown. */
import { isText, type Key } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money } from "../../platform/api/money.ts";
import type { MonthEntries } from "../../platform/db/statement-entries.ts";
import type { Instant } from "../../domain/calendar.ts";
import { lineStage } from "../../domain/payout-stage.ts";
import { ascending } from "../../domain/order.ts";
import { StatementStateValue, type StatementLineView } from "./statement.types.ts";

export interface Line extends Omit<MonthEntries<bigint>, "transfers"> {
  month: string;
  state: "OPEN" | "CLOSED";
  name: string;
  startsAt: Instant;
  endsAt: Instant;
  closesAt: Instant;
  opening: bigint;
  pending: bigint;
  transfers: bigint;
  amount: bigint;
  carry: bigint;
  /** Hexadecimal. */
  seal: string | null;
  /** As it was written when the month closed; null: it is open, or closed before that was noted. */
  dueOn: string | null;
}

export type Turn = [month: string, currency: string, name: string, partner: string];
export const keyOf = ({
  month,
  currency,
  name,
  partner,
}: Pick<Line, "month" | "currency" | "name" | "partner">): Turn => [month, currency, name, partner];
/** Newest month first, then by currency and partner. */
export function byTurn(a: readonly string[], b: readonly string[]): number {
  const [month = 0, ...rest] = a.map((part, i) => ascending(part, b[i] ?? ""));
  return -month || rest.find((order) => order !== 0) || 0;
}

export const ms = (column: string, name: string) =>
  `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;

export const monthText = /^\d{4}-(0[1-9]|1[0-2])$/;
export const byMonth: Key<Line, Turn> = {
  of: keyOf,
  parts: [(text) => monthText.test(text), isText, isText, isId],
};

/** `dueOn`: the last date on which something of it falls due; `today` in the same zone. */
export function lineView(
  programId: string,
  { month, state, ...rest }: Line,
  { dueOn, today }: { dueOn: string; today: string },
): StatementLineView {
  const { partner, name, currency, startsAt, endsAt, closesAt, ...line } = rest;
  const of = (micros: bigint) => money(micros, currency);
  return {
    month,
    programId,
    seal: line.seal,
    state: StatementStateValue[state],
    payoutStage: lineStage(state, dueOn, today),
    dueOn,
    partnerId: partner,
    partnerName: name,
    currency,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    closesAt: new Date(closesAt),
    openingCarry: of(line.opening),
    clicks: of(line.clicks),
    sales: of(line.sales),
    pending: of(line.pending),
    adjustments: of(line.adjustments),
    bonuses: of(line.bonuses),
    earlier: of(line.earlier),
    entries: of(line.clicks + line.sales + line.adjustments + line.bonuses),
    transfers: Number(line.transfers),
    amount: of(line.amount),
    carry: of(line.carry),
  };
}
