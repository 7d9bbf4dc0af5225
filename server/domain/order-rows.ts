/**
 * Rows of a file that are items of one order, as shops export them: one row an item, below each
 * other, with what is said of the whole order in the first of them or in each.
 */
import type { Instant } from "./calendar.ts";
import { maxItems } from "./order-amounts.ts";
import type { ShownFault } from "./submission.ts";
import type { OfEventType } from "./submitted-events.ts";
import type { GivenRow, RowField } from "./submitted-row.ts";
import { gateInstant } from "./values/place-and-time.ts";
import { oneForm, quoted } from "./values/text.ts";

/** An order, or a change of one, with the lines of the file that it stands in: one an item. */
export interface OrderRows {
  lines: number[];
  given: GivenRow;
  faults: ShownFault[];
}

const named = ({ fields }: GivenRow, field: RowField): string => oneForm(fields[field] ?? "");
const isItem = ({ fields, items }: GivenRow): boolean =>
  items.length > 0 && named({ fields, items, unknown: [] }, "change") === "";

/** By any of its names; undefined: it has no such name. */
type EventOf = (name: string) => OfEventType | undefined;
/** For how many milliseconds an id is one. */
type WindowOf = (of: OfEventType) => number;

const instantOf = (row: GivenRow): Instant | null => {
  const read = gateInstant(named(row, "eventDate"));
  return read.ok ? read.value.getTime() : null;
};

/** Adds an item's row; what it says otherwise of the whole order is a fault. */
function join(order: OrderRows, line: number, row: GivenRow): void {
  const [first = 0] = order.lines;
  order.lines.push(line);
  const id = quoted(named(row, "orderId"));
  const fault = (path: string, code: ShownFault["code"], message: string) =>
    order.faults.push({ row: line, code, path: [path], message });
  if (order.lines.length > maxItems) {
    if (order.lines.length === maxItems + 1)
      fault("orderId", "BAD_ITEMS", `Order ${id} has more than ${maxItems} rows of items`);
    return;
  }
  const fields = { ...order.given.fields };
  for (const field of Object.keys(row.fields) as RowField[]) {
    const [said, before] = [named(row, field), named(order.given, field)];
    if (before !== "" && field !== "event" && said !== before)
      fault(
        field,
        "BAD_SELECTION",
        `Rows ${first} and ${line} are of one order, ${id}, and ${field} is ${quoted(before)} in ` +
          `one and ${quoted(said)} in the other: say it once, or the same in each of its rows`,
      );
    const own = row.fields[field];
    if (before === "" && own !== undefined) fields[field] = own;
  }
  const unknown = [...order.given.unknown, ...row.unknown];
  order.given = { fields, items: [...order.given.items, ...row.items], unknown };
}

/** Holds one order at most: that of the row that came last. */
export class OrderJoin {
  #open: OrderRows | null = null;
  readonly #eventOf: EventOf;
  readonly #windowOf: WindowOf;

  constructor(eventOf: EventOf, windowOf: WindowOf) {
    this.#eventOf = eventOf;
    this.#windowOf = windowOf;
  }

  /** Whether the row is of the order above it. After its window an id is another order's. */
  #isOf({ given }: OrderRows, row: GivenRow): boolean {
    const [said, event] = [named(given, "event"), named(row, "event")];
    const of = this.#eventOf(said);
    const [first, at] = [instantOf(given), instantOf(row)];
    const isApart =
      of !== undefined &&
      first !== null &&
      at !== null &&
      Math.abs(at - first) > this.#windowOf(of);
    return (
      named(given, "orderId") !== "" &&
      named(given, "orderId") === named(row, "orderId") &&
      !isApart &&
      (event === "" ||
        event.toLowerCase() === said.toLowerCase() ||
        (of !== undefined && this.#eventOf(event) === of))
    );
  }

  /** What the row ends, and what it is by itself. */
  take(line: number, given: GivenRow): OrderRows[] {
    const open = this.#open;
    if (open && isItem(given) && this.#isOf(open, given)) {
      join(open, line, given);
      return [];
    }
    const order = { lines: [line], given, faults: [] };
    this.#open = isItem(given) ? order : null;
    return [...(open ? [open] : []), ...(this.#open ? [] : [order])];
  }

  /** The order that is still open, when nothing of it can follow. */
  end(): OrderRows[] {
    const open = this.#open;
    this.#open = null;
    return open ? [open] : [];
  }
}
