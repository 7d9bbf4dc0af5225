/** A file of conversions, row by row: its columns, its rows, and what it would book. */
import type { Instant } from "./calendar.ts";
import { OrderJoin, type OrderRows } from "./order-rows.ts";
import { storedRow, type FilePreview, type RowReason, type ShownFault } from "./submission.ts";
import type { OfEventType } from "./submitted-events.ts";
import { readRow, type GateContext } from "./submitted-gates.ts";
import { fileColumns, givenOfPairs, unknownColumn } from "./submitted-row.ts";

export const maxFileRows = 1_000_000;
const shownFaults = 100;
/** A file with more faults is none of ours: it is read no further. */
const hopeless = 10_000;

/** As it is to be stored. */
export interface FileRow {
  number: number;
  change: string | null;
  orderId: string;
  at: Instant;
  customer: string | null;
  body: object;
  read: object;
}

/** Orders that would be booked, by currency; leads have none. */
export interface FreshOrders {
  currency: string | null;
  count: number;
  micros: string;
}
/** Rows that would fail, by reason: orders and leads, and changes of them. */
export interface FailingOrders {
  reason: RowReason;
  orders: number;
  modifications: number;
  reversals: number;
  /** The first of them, with what is told of it. */
  row: number;
  message: string;
}
const isSold = (fresh: FreshOrders): fresh is FreshOrders & { currency: string } =>
  fresh.currency !== null;

/** By its small letters, as table programs like to write it. */
const columnOf = new Map(fileColumns.map((name) => [name.toLowerCase(), name]));
const needed = ["orderId", "eventDate"];

export class FileReading {
  /** Rows of the file. */
  rows = 0;
  /** Orders and changes that were read: an order may stand in several rows, one an item. */
  taken = 0;
  /** Of the rows those that cannot be read. */
  malformed = 0;
  readonly faults: ShownFault[] = [];
  readonly #gates: GateContext;
  #header: (string | null)[] | null = null;
  readonly #orders: OrderJoin;
  #lastSign = "";
  #line = 1;
  readonly #counts = { orders: 0, leads: 0, modifications: 0, reversals: 0 };
  #from: Instant | null = null;
  #to: Instant | null = null;

  /** `windowOf`: for how many milliseconds an id is one. */
  constructor(gates: GateContext, { windowOf }: { windowOf: (of: OfEventType) => number }) {
    this.#gates = gates;
    this.#orders = new OrderJoin((name) => gates.events.byName.get(name.toLowerCase()), windowOf);
  }

  get isHopeless(): boolean {
    return this.malformed >= hopeless || this.rows > maxFileRows;
  }

  /** A piece of the text, which is not empty. */
  sees(text: string): void {
    this.#lastSign = text.at(-1) ?? "";
  }

  /** Of its first line: what stands between the names of columns. */
  separatorOf(text: string): string {
    const [line = ""] = text.split(/[\r\n]/, 1);
    const counts = [",", ";", "\t"].map((sign) => ({ sign, count: line.split(sign).length }));
    return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ",";
  }

  /** What the file is refused for, at its last line that was read. */
  fails(message: string, code: ShownFault["code"] = "BAD_FILE", path: string[] = []): void {
    this.failsAt(this.#line, message, code, path);
  }
  failsAt(row: number, message: string, code: ShownFault["code"], path: string[] = []): void {
    this.#tell([{ row, code, path, message }]);
  }
  /** What a row is refused for, and the file with it. */
  malforms(row: number, message: string, code: ShownFault["code"], path: string[] = []): void {
    this.#malforms({ row, code, path, message });
  }
  #malforms(...faults: ShownFault[]): void {
    this.malformed += 1;
    this.#tell(faults);
  }
  #tell(faults: readonly ShownFault[]): void {
    for (const fault of faults) if (this.faults.length < shownFaults) this.faults.push(fault);
  }
  get isFaulty(): boolean {
    return this.faults.length > 0;
  }

  #takeHeader(cells: readonly string[]): void {
    const names = cells.map((cell) => cell.trim());
    this.#header = names.map((name) => columnOf.get(name.toLowerCase()) ?? null);
    for (const [at, name] of names.entries())
      if (name !== "" && this.#header[at] === null)
        this.fails(unknownColumn(name), "BAD_COLUMN", [name]);
    const twice = this.#header.find(
      (name, at) => name !== null && this.#header?.indexOf(name) !== at,
    );
    if (twice) this.fails(`The column ${twice} stands twice: leave one of them out`, "BAD_COLUMN");
    for (const name of needed)
      if (!this.#header.includes(name))
        this.fails(`The column ${name} is missing: the template has it`, "BAD_COLUMN", [name]);
  }

  /**
   * The next record. Gives the orders that are whole with it: of one whose rows are items the last
   * of them is known by what follows, or by last().
   */
  take(line: number, cells: readonly string[]): FileRow[] {
    this.#line = line;
    const header = this.#header;
    if (header === null) {
      this.#takeHeader(cells);
      return [];
    }
    this.rows += 1;
    if (this.rows > maxFileRows) {
      this.fails(`A file has at most ${maxFileRows.toLocaleString("en")} rows: split it`);
      return [];
    }
    if (cells.length !== header.length) {
      const before = this.last();
      this.malforms(
        line,
        `This row has ${cells.length} cells and the first one ${header.length}: the file may be ` +
          "cut off here, or a cell holds the sign that parts cells and needs quotes",
        "BAD_COLUMN",
      );
      return before;
    }
    const given = givenOfPairs(cells.map((cell, at) => [header[at] ?? "", cell] as const));
    // A cell under no name.
    const named = { ...given, unknown: given.unknown.filter((name) => name !== "") };
    return this.#orders.take(line, named).flatMap((order) => this.#read(order));
  }
  /** The order that no record ended. */
  last(): FileRow[] {
    return this.#orders.end().flatMap((order) => this.#read(order));
  }

  #read({ lines, given, faults: ofRows }: OrderRows): FileRow[] {
    const [first = 0] = lines;
    const lineOf = ([list, at]: readonly string[]): number =>
      list === "items" ? (lines[Number(at)] ?? first) : first;
    const { row, faults } = readRow(given, this.#gates);
    const all = [
      ...ofRows,
      ...(faults ?? []).map(({ code, path, message }) => ({
        row: lineOf(path),
        code,
        path,
        message,
      })),
    ];
    if (all.length > 0) this.#malforms(...all);
    if (row === null || this.isFaulty) return [];
    this.taken += 1;
    this.#count(row);
    return [
      {
        number: first,
        change: row.change,
        orderId: row.orderId,
        at: row.at,
        customer: row.change === null ? row.keys.customer : null,
        body: { ...given.fields, ...(given.items.length > 0 ? { items: given.items } : {}) },
        read: storedRow(row),
      },
    ];
  }

  #count(row: NonNullable<ReturnType<typeof readRow>["row"]>): void {
    if (this.#from === null || row.at < this.#from) this.#from = row.at;
    if (this.#to === null || row.at > this.#to) this.#to = row.at;
    if (row.change === "MODIFY") this.#counts.modifications += 1;
    if (row.change === "REVERSE") this.#counts.reversals += 1;
    if (row.change !== null) return;
    if (row.currency === null) {
      this.#counts.leads += 1;
      return;
    }
    this.#counts.orders += 1;
  }

  /** The whole of it was seen. */
  ends(): void {
    if (this.isFaulty) return;
    if (this.#header === null || this.rows === 0)
      this.fails("The file holds no row: the first row names the columns, orders follow");
    else if (!/[\r\n]/.test(this.#lastSign))
      this.fails(
        `The last row, in line ${this.#line}, has no line end, so the file may be cut ` +
          "off: send it whole, or add an empty line at its end",
      );
  }

  /**
   * `fresh`: what would be booked. The rest of the orders stand twice, or are booked, but for those
   * that would fail.
   */
  preview(fresh: readonly FreshOrders[], failing: readonly FailingOrders[]): FilePreview {
    const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString());
    const sold = fresh.filter(isSold);
    const ordersOf = (all: readonly FreshOrders[]) =>
      all.reduce((sum, { count }) => sum + count, 0);
    const [orders, all] = [ordersOf(sold), ordersOf(fresh)];
    const failed = (what: "orders" | "modifications" | "reversals") =>
      failing.reduce((sum, { [what]: count }) => sum + count, 0);
    const { orders: read, leads, modifications, reversals } = this.#counts;
    return {
      orders,
      leads: all - orders,
      modifications: modifications - failed("modifications"),
      reversals: reversals - failed("reversals"),
      duplicates: read + leads - all - failed("orders"),
      failing: failing.map(({ reason, row, message, ...counts }) => ({
        reason,
        row,
        message,
        count: counts.orders + counts.modifications + counts.reversals,
      })),
      amounts: sold.map(({ currency, micros }) => ({ currency, micros })),
      from: iso(this.#from),
      to: iso(this.#to),
    };
  }
}

const example = (fields: Readonly<Record<string, string>>): string =>
  fileColumns.map((name) => fields[name] ?? "").join(",");
/** What a file looks like; its rows are examples, to be taken out. */
export const fileTemplate: string = [
  fileColumns.join(","),
  example({
    event: "SALE",
    orderId: "1001",
    eventDate: "2026-11-29T08:00:00Z",
    promoCode: "ANNA10",
    currency: "USD",
    subtotal: "59.90",
    discount: "5.99",
  }),
  example({
    event: "SALE",
    orderId: "1002",
    eventDate: "2026-11-29T08:05:00Z",
    partner: "the partner's code",
    currency: "USD",
    sku: "LAMP-1",
    itemQuantity: "2",
    itemPrice: "19.95",
  }),
  example({ orderId: "1002", sku: "BULB-3", itemQuantity: "6", itemPrice: "2.50" }),
  example({
    change: "REVERSE",
    orderId: "1001",
    eventDate: "2026-11-30T09:00:00Z",
    reason: "ITEM_RETURNED",
  }),
  "",
].join("\r\n");
