/** Changes of orders by the shop's own order id: judged and booked as those that people ask for. */
import { judge, returnsLeft, returnsText, type ReturnShare } from "../../domain/conversion.ts";
import type { Instant } from "../../domain/calendar.ts";
import { eventRecords } from "../../domain/event-kinds.ts";
import { shareOut } from "../../domain/order-amounts.ts";
import { ascending } from "../../domain/order.ts";
import { storedRow } from "../../domain/submission.ts";
import type { SubmittedChange } from "../../domain/submitted-gates.ts";
import {
  readConversions,
  standingOfConversion,
  type BookedConversion,
} from "./booked-conversions.ts";
import { book, type Change } from "./booking.ts";
import { contractsBooked, price, standingOf } from "./pricing.ts";
import { flush, type SalesBooking } from "./sales-booking.ts";
import { returnSharesOf, reversed } from "./settling.ts";
import { failed, type RowResult, type TakenChange } from "./submitted-rows.ts";

/** By which the later of two changes of an order is told: two of one instant by what they say. */
type Turn = readonly [at: Instant, text: string];
const turnOf = (row: SubmittedChange): Turn => [row.at, JSON.stringify(storedRow(row))];
const byTurn = (a: Turn, b: Turn): number => a[0] - b[0] || ascending(a[1], b[1]);

/** One order: its lines, and the last change of it that was made. */
interface Order {
  at: Instant;
  lines: BookedConversion[];
  /**
   * What each line was worth at first: a new amount is shared by it, so that it comes out the same
   * whatever changes were made before.
   */
  first: bigint[];
  last: Turn | null;
}
/** A lead's id is one for each of its event types. */
const nameOf = ({ eventType, orderId }: Pick<SubmittedChange, "eventType" | "orderId">): string =>
  `${eventType?.id ?? ""} ${orderId}`;
/**
 * Orders of these ids by name, oldest first: after the window of its event type an id comes again.
 */
async function ordersOf(
  { client, program }: SalesBooking,
  orderIds: readonly string[],
): Promise<Map<string, Order[]>> {
  const lines = await readConversions(
    client,
    "a.program_id = $1 and a.order_id = any($2) and a.source <> 'REPORT'",
    [program.id, orderIds],
  );
  const last = await lastChanges({ client, program }, orderIds);
  const first = await firstAmounts(
    client,
    lines.map(({ id }) => id),
  );
  const orders = new Map<string, Order[]>();
  for (const line of lines) {
    const of = orders.get(nameOf(line)) ?? [];
    const before = of.at(-1);
    const worthOf = first.get(line.id) ?? 0n;
    if (before?.at === line.at) {
      before.lines.push(line);
      before.first.push(worthOf);
    } else
      of.push({
        at: line.at,
        lines: [line],
        first: [worthOf],
        last: last.get(line.id) ?? null,
      });
    orders.set(nameOf(line), of);
  }
  return orders;
}

/** Of each conversion what it was tracked with. */
async function firstAmounts(
  client: SalesBooking["client"],
  ids: readonly string[],
): Promise<Map<string, bigint>> {
  const { rows } = await client.query<{ id: string; amount: bigint }>(
    `select conversion_id as id, delta_amount_micros as amount
      from conversion_update
      where conversion_id = any($1::uuid[]) and number = 1`,
    [ids],
  );
  return new Map(rows.map(({ id, amount }) => [id, amount]));
}

/** By the first line of the order that they changed. */
async function lastChanges(
  { client, program }: Pick<SalesBooking, "client" | "program">,
  orderIds: readonly string[],
): Promise<Map<string, Turn>> {
  const { rows } = await client.query<{ id: string; read: SubmittedChange }>(
    `select conversion_id as id, read
      from submitted_conversion
      where program_id = $1 and order_id = any($2) and change is not null and state = 'BOOKED'`,
    [program.id, orderIds],
  );
  const last = new Map<string, Turn>();
  for (const { id, read } of rows) {
    const turn = turnOf(read);
    const known = last.get(id);
    if (!known || byTurn(turn, known) > 0) last.set(id, turn);
  }
  return last;
}

/**
 * An order that was taken back stays so, and no change after it is made: so a reversal is booked
 * also where a change of a later date came first.
 */
const isReturn = ({ change, amount }: SubmittedChange): boolean =>
  change === "REVERSE" || amount === 0n;

interface Ground {
  booking: SalesBooking;
  contractOf: Awaited<ReturnType<typeof contractsBooked>>;
  shares: ReadonlyMap<string, ReturnShare>;
}

/** Each line is one of the month's sales: there has to be room for all of them. */
function pastShare(
  taken: TakenChange,
  lines: readonly BookedConversion[],
  shares: Ground["shares"],
): RowResult | null {
  for (const [share, { length }] of Map.groupBy(lines, ({ id }) => shares.get(id)))
    if (share && returnsLeft(share) < length)
      return failed(
        taken,
        "RETURN_SHARE_REACHED",
        `${returnsText(share)}; this order has ${length}`,
      );
  return null;
}

/** Why an order cannot be changed so; null: it can. */
function refusalOf(
  taken: TakenChange,
  lines: readonly BookedConversion[],
  { shares }: Ground,
): RowResult | null {
  const { change, reason, currency } = taken.row;
  const other = lines.find((line) => currency !== null && line.currency !== currency);
  if (other)
    return failed(
      taken,
      "CURRENCY_MISMATCH",
      `The order is in ${other.currency}, the change in ${currency}: amounts are never converted`,
    );
  for (const line of lines) {
    const share = (isReturn(taken.row) && shares.get(line.id)) || null;
    const judged = judge(standingOfConversion(line, share), change, reason);
    if (!judged.ok) return failed(taken, judged.code, judged.message);
  }
  return isReturn(taken.row) ? pastShare(taken, lines, shares) : null;
}

/** What a change makes of a line; null: nothing. */
function changeOf(
  { booking, contractOf }: Ground,
  taken: TakenChange,
  before: BookedConversion,
  amount: bigint | null,
): Change | null {
  const { reason: code } = taken.row;
  const by = { before, actor: "SOURCE" as const, actorId: taken.submittedBy, code };
  if (isReturn(taken.row))
    return {
      ...by,
      after: reversed(before, { code, decidedBy: null }),
      decision: null,
      kind: "REVERSED",
    };
  if (amount === null || amount === before.amount) return null;
  const sale = {
    ...before,
    amount,
    modifications: before.modifications + 1,
    modificationReason: code,
  };
  const standing = standingOf(booking, before, true, before.reason);
  const priced = price(booking, sale, { contract: contractOf(before), standing, before });
  return { ...by, ...priced, kind: "MODIFIED" };
}

interface Made {
  results: RowResult[];
  changes: Change[];
}
/** A return takes back what is left: a line may have been taken back by itself before. */
function linesFor(row: SubmittedChange, { lines }: Order): readonly BookedConversion[] {
  const left = lines.filter(({ state }) => state !== "REVERSED");
  return isReturn(row) && left.length > 0 ? left : lines;
}
function applied(ground: Ground, taken: TakenChange, order: Order): Made {
  const { first } = order;
  const { amount, currency } = taken.row;
  const lines = linesFor(taken.row, order);
  const amounts = amount === null ? [] : shareOut(amount, first, currency ?? "");
  const refusal = refusalOf(taken, lines, ground);
  if (refusal) return { results: [refusal], changes: [] };
  const changes = lines.flatMap(
    (line, at) => changeOf(ground, taken, line, amounts[at] ?? null) ?? [],
  );
  for (const { after } of changes) {
    const share = after.state === "REVERSED" && ground.shares.get(after.id);
    if (share) share.reversed += 1;
  }
  const conversionId = order.lines[0]?.id ?? null;
  const done = { taken, reason: null, message: null, conversionId, tryAt: null };
  return { results: [{ ...done, state: "BOOKED" }], changes };
}

/** What gives back to a limit comes first, then by the sale's instant: as replays take them. */
const byBooking = (a: Change, b: Change): number =>
  Number(b.after.amount <= (b.before?.amount ?? 0n)) -
    Number(a.after.amount <= (a.before?.amount ?? 0n)) ||
  a.after.at - b.after.at ||
  ascending(a.after.rowKey, b.after.rowKey);

const iso = (at: Instant): string => new Date(at).toISOString();
const thingOf = ({ kind }: SubmittedChange): string => eventRecords[kind].counted;
const notFound = (taken: TakenChange): RowResult =>
  failed(
    taken,
    "ACTION_REF_NOT_FOUND",
    `No ${thingOf(taken.row)} ${taken.row.orderId} of before ${iso(taken.row.at)} is booked in ` +
      "this program; " +
      "once it is, this change is made",
  );
const supersededBy = (taken: TakenChange, { last }: Order): RowResult | null =>
  last !== null && !isReturn(taken.row) && byTurn(turnOf(taken.row), last) <= 0
    ? failed(
        taken,
        "SUPERSEDED",
        `${taken.row.kind === "LEAD" ? "Lead" : "Order"} ` +
          `${taken.row.orderId} was changed as ` +
          `of ${iso(last[0])} already`,
      )
    : null;

/** One change of each order, since a conversion is changed once between two flushes. */
async function bookRound(
  booking: SalesBooking,
  taken: readonly TakenChange[],
): Promise<RowResult[]> {
  const ids = taken.map(({ row }) => row.orderId);
  const orders = await ordersOf(booking, ids);
  const lines = [...orders.values()].flat().flatMap((order) => order.lines);
  const ground: Ground = {
    booking,
    contractOf: await contractsBooked(booking, lines),
    shares: await returnSharesOf(
      booking,
      lines.map(({ id }) => id),
    ),
  };
  const made = taken.map((one): Made => {
    const { at } = one.row;
    // The newest one that the change can be of.
    const order = orders.get(nameOf(one.row))?.findLast((known) => known.at <= at);
    const fault = order ? supersededBy(one, order) : notFound(one);
    if (fault || !order) return { results: fault ? [fault] : [], changes: [] };
    return applied(ground, one, order);
  });
  for (const change of made.flatMap(({ changes }) => changes).toSorted(byBooking))
    book(booking, change);
  await flush(booking);
  return made.flatMap(({ results }) => results);
}

/** Oldest first; `leave` writes what became of each, so that the next round reads it. */
export async function bookChanges(
  booking: SalesBooking,
  taken: readonly TakenChange[],
  leave: (results: RowResult[]) => Promise<void>,
): Promise<void> {
  const byOrder = Map.groupBy(
    taken.toSorted((a, b) => byTurn(turnOf(a.row), turnOf(b.row))),
    ({ row }) => nameOf(row),
  );
  for (let round = 0; ; round += 1) {
    const next = [...byOrder.values()].flatMap((of) => of[round] ?? []);
    if (next.length === 0) return;
    await leave(await bookRound(booking, next));
  }
}
