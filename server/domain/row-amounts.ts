/** The gates of a submitted row's amounts. */
import { discounted, maxItems, merged, type OrderLine } from "./order-amounts.ts";
import { trait, type RowReading } from "./row-reading.ts";
import type { GivenItem, GivenRow, RowField } from "./submitted-row.ts";
import { gateAmount, gateCount, maxOrderUnits, type Micros } from "./values/amount.ts";
import { gateCurrency } from "./values/currency.ts";
import { oneForm } from "./values/text.ts";

export function currencyOf(row: RowReading, isNeeded: boolean): string | null {
  if (row.text("currency") === null)
    return isNeeded
      ? row.fail(["currency"], "BAD_CURRENCY", "currency is missing: amounts need one, such as USD")
      : null;
  return row.take("currency", (text) => gateCurrency(oneForm(text)));
}

export function amountOf(row: RowReading, field: RowField, currency: string): Micros | null {
  return row.take(field, (text) => gateAmount(text, { currency, max: maxOrderUnits }));
}

const units = (text: string, name: string) =>
  gateCount("BAD_UNITS", name, text, { min: 1n, max: 1_000_000n });

/** Price and subtotal are two ways to say one thing [D155]. */
function lineOf(row: RowReading, item: GivenItem, at: number, currency: string): OrderLine | null {
  const path = (name: string) => ["items", String(at), name];
  const money = (name: "price" | "subtotal" | "discount") =>
    item[name] === undefined
      ? null
      : row.taken(gateAmount(item[name], { currency, max: maxOrderUnits }), ...path(name));
  const text = (name: "sku" | "category") =>
    item[name] === undefined ? null : row.taken(trait(name)(item[name]), ...path(name));
  const quantity =
    item.quantity === undefined
      ? 1n
      : row.taken(units(item.quantity, "quantity"), ...path("quantity"));
  if ((item.price === undefined) === (item.subtotal === undefined))
    return row.fail(
      path("price"),
      "BAD_AMOUNT",
      item.price === undefined
        ? "An item has a price or a subtotal: send one of them"
        : "An item has a price or a subtotal, not both: leave one of them out",
    );
  const [price, subtotal, discount] = [money("price"), money("subtotal"), money("discount") ?? 0n];
  const [sku, category] = [text("sku"), text("category")];
  if (quantity === null) return null;
  const gross = price === null ? subtotal : price * quantity;
  if (gross === null) return null;
  if (discount > gross)
    return row.fail(
      path("discount"),
      "BAD_AMOUNT",
      "The item's discount is more than the item costs: send what was taken off this item alone",
    );
  return { sku, category, units: quantity, amount: gross - discount };
}

function linesOf(row: RowReading, given: GivenRow, currency: string): OrderLine[] | null {
  const { items } = given;
  const subtotal = amountOf(row, "subtotal", currency);
  const count = row.take("units", (text) => units(text, "units"));
  const hasSubtotal = row.text("subtotal") !== null;
  if (items.length > 0 && hasSubtotal)
    return row.fail(
      ["subtotal"],
      "BAD_AMOUNT",
      "The order's subtotal is that of its items: send subtotal or items, not both",
    );
  if (items.length > maxItems)
    return row.fail(
      ["items"],
      "BAD_ITEMS",
      `An order has at most ${maxItems} items, not ${items.length}: add up those of one SKU`,
    );
  if (items.length === 0 && !hasSubtotal)
    return row.fail(
      ["subtotal"],
      "NO_ITEM",
      "The order has no amount: send subtotal, or items with their price",
      "NO_ITEM",
    );
  if (items.length === 0)
    return subtotal === null
      ? null
      : [{ sku: null, category: null, units: count ?? 1n, amount: subtotal }];
  const lines = items.map((item, at) => lineOf(row, item, at, currency));
  return lines.every((line) => line !== null) ? lines : null;
}

/** Goods after discounts; shipping and tax are read, to be right, and left out [D156]. */
export function amountsOf(row: RowReading, given: GivenRow, currency: string): OrderLine[] | null {
  amountOf(row, "shipping", currency);
  amountOf(row, "tax", currency);
  const discount = amountOf(row, "discount", currency) ?? 0n;
  const lines = linesOf(row, given, currency);
  if (lines === null) return null;
  const total = lines.reduce((sum, { amount }) => sum + amount, 0n);
  if (discount > total)
    return row.fail(
      ["discount"],
      "BAD_AMOUNT",
      "The order's discount is more than its goods cost: leave out what was taken off shipping",
    );
  if (total > maxOrderUnits * 1_000_000n)
    return row.fail(["items"], "BAD_AMOUNT", `An order is worth at most ${maxOrderUnits}`);
  return merged(discounted(lines, discount, currency));
}
