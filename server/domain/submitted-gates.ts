/**
 * The gates of a submitted row: from its texts to what is booked. Every fault is told with the
 * field, what is wrong with its value and what to do; a row with one is not taken.
 */
import type { Instant } from "./calendar.ts";
import {
  dispositions,
  leadDispositions,
  modificationReasons,
  type Disposition,
  type ModificationReason,
} from "./conversion.ts";
import type { OrderLine } from "./order-amounts.ts";
import { amountOf, amountsOf, currencyOf } from "./row-amounts.ts";
import { RowReading, trait, type RowFault } from "./row-reading.ts";
import type { SaleTraits } from "./rule-rows.ts";
import { eventOf, ofSales, type EventNames, type OfEventType } from "./submitted-events.ts";
import { unknownField, type GivenRow, type RowField } from "./submitted-row.ts";
import { parseLinkPath, partsOf, type LinkPath } from "./tracking.ts";
import type { Micros } from "./values/amount.ts";
import { isId } from "./values/id.ts";
import { gateCountry, gateInstant } from "./values/place-and-time.ts";
import { gateText, oneForm, quoted } from "./values/text.ts";

const dayMs = 86_400_000;
/** Older events are not taken: what they would change may be paid out already [D159]. */
export const maxAgeDays = 88;
/** Clocks differ. */
const maxAheadMs = 300_000;
const maxClicks = 10;
const maxOrderIdLength = 100;

/** What names whom a conversion is credited to; at least one is there. */
export interface AttributionKeys {
  clickIds: string[];
  promoCode: string | null;
  link: LinkPath | null;
  /** The code or the id of a partner account. */
  partner: string | null;
  /** Two ways to name a customer are two customers. */
  customer: string | null;
}
export interface SubmittedSale extends OfEventType {
  change: null;
  /** Of a lead its own id. */
  orderId: string;
  at: Instant;
  keys: AttributionKeys;
  /** Of a lead null: it is paid in that of its terms. */
  currency: string | null;
  /** At least one; a lead's holds nothing. */
  lines: OrderLine[];
  /** Without SKU and category, which stand in the lines. */
  traits: SaleTraits;
}
export interface SubmittedChange extends OfEventType {
  change: "MODIFY" | "REVERSE";
  orderId: string;
  at: Instant;
  reason: ModificationReason | Disposition;
  /** What the order is worth now; null: it is taken back. */
  amount: Micros | null;
  currency: string | null;
}
export type SubmittedRow = SubmittedSale | SubmittedChange;

export interface GateContext {
  now: Instant;
  /** What `event` may say. */
  events: EventNames;
}

function orderIdOf(row: RowReading): string | null {
  if (row.text("orderId") === null)
    return row.fail(
      ["orderId"],
      "OID_MISSING",
      "orderId is missing: send the shop's own number of the order",
      "OID_MISSING",
    );
  return row.take("orderId", (text) =>
    gateText("BAD_TEXT", "orderId", text, { min: 1, max: maxOrderIdLength }),
  );
}

const saysNow = (text: string): boolean => oneForm(text).toUpperCase() === "NOW";
/** A change as of now is another one each time that it comes; an order is itself by its id. */
export const isChangeOfNow = ({ fields }: GivenRow): boolean =>
  fields.change !== undefined && saysNow(fields.eventDate ?? "");

function instantOf(row: RowReading, { now }: GateContext): Instant | null {
  const text = row.text("eventDate");
  if (text === null)
    return row.fail(
      ["eventDate"],
      "BAD_DATE",
      "eventDate is missing: send when it happened, such as 2026-11-29T08:00:00Z, or NOW",
    );
  if (saysNow(text)) return now;
  const at = row.take("eventDate", (given) => gateInstant(oneForm(given)))?.getTime();
  if (at === undefined) return null;
  if (at > now + maxAheadMs)
    return row.fail(["eventDate"], "BAD_DATE", `${quoted(text)} is yet to come: send the past`);
  if (at < now - maxAgeDays * dayMs)
    return row.fail(
      ["eventDate"],
      "BAD_DATE",
      `${quoted(text)} is more than ${maxAgeDays} days ago: older events are not taken, since ` +
        "their months are paid out",
    );
  return at;
}

const listSigns = /[\s,;]+/;
function clickIdsOf(row: RowReading): string[] {
  const text = row.text("clickId");
  const ids = text === null ? [] : oneForm(text).toLowerCase().split(listSigns).filter(Boolean);
  const wrong = ids.find((id) => !isId(id));
  if (wrong !== undefined)
    row.fail(
      ["clickId"],
      "BAD_CODE",
      `${quoted(wrong)} is no click id as this platform gives them out: 32 digits and letters in ` +
        "five groups",
    );
  if (ids.length > maxClicks)
    row.fail(
      ["clickId"],
      "BAD_IDS",
      `An order has at most ${maxClicks} clicks, not ${ids.length}: send the last ones`,
    );
  return ids;
}

const notLink = (text: string) =>
  `${quoted(text)} is no tracking link of this platform: copy its address, which ends in ` +
  "/c/partner/ad/program";
function linkOf(row: RowReading): LinkPath | null {
  const text = row.text("link");
  if (text === null) return null;
  const address = oneForm(text).replace(/^(?:https?:\/\/)?[^/]*(?=\/)/i, "");
  const path = parseLinkPath(partsOf(address).path.toLowerCase());
  return path ?? row.fail(["link"], "BAD_URL", notLink(text));
}

/** SHA-1 or SHA-256 in hexadecimal. */
const hashForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Never an address itself: nobody's mail address is kept here [D158]. */
function customerOf(row: RowReading): string | null {
  const hash = row.text("customerEmail");
  if (hash !== null && !hashForm.test(oneForm(hash).toLowerCase())) {
    // What was sent is not repeated: it may be somebody's address.
    const isAddress = hash.includes("@");
    row.fail(
      ["customerEmail"],
      "BAD_EMAIL",
      `customerEmail is ${isAddress ? "an address in plain text" : "no hash"}: send the SHA-256 ` +
        "hash of the address in small letters, in hexadecimal",
    );
  }
  const id = row.take("customerId", (text) =>
    text.includes("@")
      ? {
          ok: false,
          code: "BAD_EMAIL",
          message: "customerId is an address in plain text: send its SHA-256 hash as customerEmail",
          path: [],
        }
      : gateText("BAD_TEXT", "customerId", text, { min: 1, max: 100 }),
  );
  if (id !== null) return `id:${id}`;
  return hash === null ? null : `hash:${oneForm(hash).toLowerCase()}`;
}

function keysOf(row: RowReading): AttributionKeys {
  const keys = {
    clickIds: clickIdsOf(row),
    promoCode: row.take("promoCode", trait("promoCode")),
    link: linkOf(row),
    partner: row.take("partner", trait("partner")),
    customer: customerOf(row),
  };
  const given = (
    ["clickId", "promoCode", "link", "partner", "customerId", "customerEmail"] as const
  ).filter((field) => row.text(field) !== null);
  if (given.length === 0)
    row.fail(
      ["clickId"],
      "NO_ATTRIBUTION_KEY",
      "Nothing says whom it is credited to: send clickId, promoCode, link, partner or customerId",
    );
  const [first, ...others] = (["partner", "link", "clickId"] as const).filter((field) =>
    given.includes(field),
  );
  if (first !== undefined && first !== "clickId" && others.length > 0)
    row.fail(
      [first],
      "BAD_SELECTION",
      `${first} credits a partner outright, and ${others.join(" and ")} may name another: send one`,
    );
  return keys;
}

function traitsOf(row: RowReading, promoCode: string | null): SaleTraits {
  const told = {
    promoCode,
    customerStatus: row.take("customerStatus", trait("customerStatus")),
    customerCountry: row.take("customerCountry", (text) => gateCountry(text)),
    customerRegion: row.take("customerRegion", trait("customerRegion")),
    customerCity: row.take("customerCity", trait("customerCity")),
    customerPostcode: row.take("customerPostcode", trait("customerPostcode")),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
}

const saleFields: readonly RowField[] = [
  "clickId",
  "promoCode",
  "link",
  "partner",
  "customerId",
  "customerEmail",
  "customerStatus",
  "customerCountry",
  "customerRegion",
  "customerCity",
  "customerPostcode",
  "discount",
  "shipping",
  "tax",
  "units",
];

function reasonOf(
  row: RowReading,
  change: SubmittedChange["change"],
  isOfLead: boolean,
): SubmittedChange["reason"] | null {
  const back = isOfLead ? leadDispositions : dispositions;
  const known = change === "MODIFY" ? modificationReasons : back;
  const text = oneForm(row.text("reason") ?? "").toUpperCase();
  const found = known.find((code) => code === text);
  return (
    found ??
    row.fail(
      ["reason"],
      "BAD_KIND",
      `${wrongReason(text, isOfLead)}: send one of ${known.join(", ")}`,
    )
  );
}
function wrongReason(text: string, isOfLead: boolean): string {
  if (text === "") return "reason is missing";
  return isOfLead && dispositions.some((code) => code === text)
    ? `A lead has no goods, and ${text} is a reason for sales alone`
    : `${quoted(text)} is no reason here`;
}

function changeOf(row: RowReading, given: GivenRow, context: GateContext): SubmittedChange | null {
  const text = oneForm(row.text("change") ?? "").toUpperCase();
  if (text !== "MODIFY" && text !== "REVERSE")
    return row.fail(["change"], "BAD_KIND", `${quoted(text)} is no change: send MODIFY or REVERSE`);
  const foreign = saleFields.filter((field) => row.text(field) !== null);
  if (foreign.length > 0 || given.items.length > 0)
    row.fail(
      [foreign[0] ?? "items"],
      "BAD_INPUT",
      `A change names its order, date and reason, and what the order is worth now as subtotal; ` +
        "that of a lead its event, too: leave out " +
        [...foreign, ...(given.items.length > 0 ? ["items"] : [])].join(", "),
    );
  const of = row.text("event") === null ? ofSales : eventOf(row, context.events);
  const orderId = orderIdOf(row);
  const at = instantOf(row, context);
  const isOfLead = of?.kind === "LEAD";
  if (isOfLead && text === "MODIFY")
    return row.fail(
      ["change"],
      "BAD_KIND",
      "A lead has no amount that could change: send REVERSE to take it back",
    );
  const reason = reasonOf(row, text, isOfLead);
  const isPriced = text === "MODIFY";
  const currency = currencyOf(row, isPriced);
  const amount = isPriced && currency !== null ? amountOf(row, "subtotal", currency) : null;
  if (isPriced && row.text("subtotal") === null)
    row.fail(
      ["subtotal"],
      "BAD_AMOUNT",
      "subtotal is missing: send what the order is worth now, or change REVERSE to take it back",
    );
  if (!isPriced && row.text("subtotal") !== null)
    row.fail(["subtotal"], "BAD_AMOUNT", "What is taken back is worth nothing: leave subtotal out");
  if (row.faults.length > 0 || orderId === null || at === null || reason === null) return null;
  return of && { change: text, ...of, orderId, at, reason, amount, currency };
}

const amountFields: readonly RowField[] = [
  "currency",
  "subtotal",
  "discount",
  "shipping",
  "tax",
  "units",
];
/** What a lead is worth is what its terms pay: an amount that nothing reads is not taken. */
function withoutAmount(row: RowReading, { items }: GivenRow): OrderLine[] {
  const foreign: string[] = amountFields.filter((field) => row.text(field) !== null);
  if (items.length > 0) foreign.push("items");
  if (foreign.length > 0)
    row.fail(
      [foreign[0] ?? "items"],
      "BAD_INPUT",
      "A lead has no amount and no items, and earns what its terms pay for each: leave out " +
        foreign.join(", "),
    );
  return [{ sku: null, category: null, units: 0n, amount: 0n }];
}
/** Currency and lines; null: a fault was told. */
function worthOf(
  row: RowReading,
  given: GivenRow,
  of: OfEventType | null,
): Pick<SubmittedSale, "currency" | "lines"> | null {
  // Which lead is not known; an amount that it cannot have is not asked for.
  if (of === null && oneForm(row.text("event") ?? "").toLowerCase() === "lead") return null;
  if (of?.kind === "LEAD") return { currency: null, lines: withoutAmount(row, given) };
  const currency = currencyOf(row, true);
  const lines = currency === null ? null : amountsOf(row, given, currency);
  return lines && { currency, lines };
}

function saleOf(row: RowReading, given: GivenRow, context: GateContext): SubmittedSale | null {
  const of = eventOf(row, context.events);
  const orderId = orderIdOf(row);
  const at = instantOf(row, context);
  const keys = keysOf(row);
  const worth = worthOf(row, given, of);
  const traits = traitsOf(row, keys.promoCode);
  if (row.text("reason") !== null)
    row.fail(["reason"], "BAD_INPUT", "reason is that of a change: leave it out, or send change");
  if (row.faults.length > 0 || orderId === null || at === null) return null;
  return of && worth && { change: null, ...of, orderId, at, keys, ...worth, traits };
}

export type ReadRow = { row: SubmittedRow; faults: null } | { row: null; faults: RowFault[] };

/** Reads a row, or tells all that is wrong with it. */
export function readRow(given: GivenRow, context: GateContext): ReadRow {
  const reading = new RowReading(given.fields);
  for (const name of given.unknown) reading.fail([name], "BAD_INPUT", unknownField(name));
  const isChange = reading.text("change") !== null;
  const row = isChange ? changeOf(reading, given, context) : saleOf(reading, given, context);
  return row === null || reading.faults.length > 0
    ? { row: null, faults: reading.faults }
    : { row, faults: null };
}
