import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discounted, shareOut } from "./order-amounts.ts";
import { rowFrom, rowSentence, rowReasons, storedRow } from "./submission.ts";
import type { RowFault } from "./row-reading.ts";
import { maxAgeDays, readRow, type SubmittedSale } from "./submitted-gates.ts";
import { eventNamesOf } from "./submitted-events.ts";
import {
  fieldTwice,
  fileColumns,
  givenOfObject,
  givenOfPairs,
  unknownColumn,
  unknownField,
} from "./submitted-row.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const [type, leadType, otherType] = [
  { id: "01930000-0000-7000-8000-00000000000a", code: "online-sale", kind: "SALE" },
  { id: "01930000-0000-7000-8000-00000000000b", code: "Newsletter", kind: "LEAD" },
  { id: "01930000-0000-7000-8000-00000000000c", code: "quote", kind: "LEAD" },
] as const;
const events = eventNamesOf([type]);
const read = (row: object, names = events) =>
  readRow(givenOfObject({ ...row }), { now, events: names });
const sale = {
  event: "SALE",
  orderId: "1001",
  eventDate: "2026-11-19T08:00:00Z",
  partner: "part1234",
  currency: "USD",
  subtotal: "100.00",
};
const faultsOf = (row: object): RowFault[] => read(row).faults ?? [];
const made = (row: object): SubmittedSale => {
  const { row: one, faults } = read(row);
  if (one === null || one.change !== null) throw new Error(JSON.stringify(faults));
  return one;
};
const codes = (row: object) => faultsOf(row).map(({ code, path }) => `${path.join(".")} ${code}`);

describe("what must be there", () => {
  test.each([
    ["event", "event BAD_KIND", "MALFORMED"],
    ["orderId", "orderId OID_MISSING", "OID_MISSING"],
    ["eventDate", "eventDate BAD_DATE", "MALFORMED"],
    ["partner", "clickId NO_ATTRIBUTION_KEY", "MALFORMED"],
    ["currency", "currency BAD_CURRENCY", "MALFORMED"],
    ["subtotal", "subtotal NO_ITEM", "NO_ITEM"],
  ])("[D151] without %s the row is refused, and its field named", (field, told, reason) => {
    const row = { ...sale, [field]: "" };
    expect(codes(row)).toEqual([told]);
    expect(faultsOf(row)[0]).toMatchObject({ reason });
  });
  test("all faults of a row are told at once, with the fix", () => {
    expect(codes({})).toEqual([
      "event BAD_KIND",
      "orderId OID_MISSING",
      "eventDate BAD_DATE",
      "clickId NO_ATTRIBUTION_KEY",
      "currency BAD_CURRENCY",
    ]);
    expect(faultsOf({ ...sale, event: "LEAD" })[0]?.message).toBe(
      "The program has no event type of leads: add one in its settings, or send another; those " +
        "are sale, online-sale",
    );
  });
  test("a name that is none is refused with what to do, in objects, forms and files", () => {
    expect(
      faultsOf({ ...sale, subId1: "x", items: [{ colour: "red", price: "1" }] }),
    ).toMatchObject([
      {
        path: ["subId1"],
        message:
          '"subId1" is no field here: sub ids are a partner\'s own, and come with a click alone: ' +
          "leave it out",
      },
      {
        path: ["items[0].colour"],
        message:
          '"items[0].colour" is no field here; those of an item are sku, category, quantity, ' +
          "price, subtotal, discount",
      },
      { path: ["subtotal"] },
    ]);
    expect(
      givenOfPairs([
        ["items[0][sku]", "A"],
        ["itemPrice", "2"],
        ["nothing", "x"],
      ]),
    ).toEqual({
      fields: {},
      items: [{ sku: "A", price: "2" }],
      unknown: ["nothing"],
    });
    expect(fileColumns).toContain("itemSubtotal");
    expect(faultsOf({ ...sale, colour: "red" })[0]?.message).toMatch(
      /no field here; those are change, .*, and items, each with sku, .*, quantity, price/,
    );
    expect(["Quantity", "price"].map(unknownColumn)).toEqual([
      '"Quantity" is no column here: of an item it is itemQuantity',
      '"price" is no column here: of an item it is itemPrice',
    ]);
    expect(unknownColumn("colour")).toMatch(/; those are change, .*, sku, .*, itemDiscount$/);
    expect(unknownColumn("email")).toContain(": send customerEmail as its SHA-256 hash");
  });
});

describe("amounts", () => {
  test("[D155] price and subtotal of an item are one thing; nothing is negative", () => {
    const items = (...all: object[]) => ({ ...sale, subtotal: null, items: all });
    expect(codes(items({ price: "1", subtotal: "1" }))).toEqual(["items.0.price BAD_AMOUNT"]);
    expect(codes(items({ sku: "A" }))).toEqual(["items.0.price BAD_AMOUNT"]);
    expect(codes(items({ price: "-1" }))).toEqual(["items.0.price BAD_AMOUNT"]);
    for (const field of ["subtotal", "discount", "shipping", "tax"])
      expect(codes({ ...sale, [field]: "-0.01" })).toEqual([`${field} BAD_AMOUNT`]);
    expect(codes({ ...sale, items: [{ price: "1" }] })).toEqual(["subtotal BAD_AMOUNT"]);
    expect(codes({ ...sale, discount: "100.01" })).toEqual(["discount BAD_AMOUNT"]);
    expect(codes({ ...sale, currency: "JPY", subtotal: "100.50" })).toEqual([
      "subtotal BAD_AMOUNT",
    ]);
  });
  test("[D156] shipping and tax are left out", () => {
    const { lines } = made({ ...sale, shipping: "5", tax: "19.99", discount: "0.01" });
    expect(lines).toEqual([{ sku: null, category: null, units: 1n, amount: 99_990_000n }]);
  });
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 100_000_000n }), {
    minLength: 1,
    maxLength: 8,
  });
  test("[D156] a discount is spread in proportion, to the cent, and sums exactly", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 100 }), (cents, percent) => {
        const lines = cents.map((units) => ({
          sku: null,
          category: null,
          units: 1n,
          amount: units * 10_000n,
        }));
        const total = cents.reduce((sum, one) => sum + one, 0n);
        const off = ((total * BigInt(percent)) / 100n) * 10_000n;
        const after = discounted(lines, off, "USD");
        const sum = after.reduce((all, { amount }) => all + amount, 0n);
        expect(sum).toBe(total * 10_000n - off);
        for (const [at, { amount }] of after.entries()) {
          const before = lines[at]?.amount ?? 0n;
          expect(amount >= 0n && amount <= before && amount % 10_000n === 0n).toBe(true);
          // Within a cent of its own proportion.
          const exact = total === 0n ? 0n : (off * before) / (total * 10_000n);
          const error = before - amount - exact;
          expect(error > -10_000n && error <= 10_000n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(shareOut(10_000n, [0n, 0n], "USD")).toEqual([10_000n, 0n]);
  });
});

describe("customers and dates", () => {
  test("[D158] a plain address is refused and not repeated, a hash is taken", () => {
    const address = "ann@example.com";
    for (const field of ["customerEmail", "customerId"]) {
      const [fault] = faultsOf({ ...sale, [field]: address });
      expect(fault).toMatchObject({ code: "BAD_EMAIL", path: [field] });
      expect(fault?.message).not.toContain("ann");
    }
    for (const algorithm of ["sha1", "sha256"]) {
      const hash = createHash(algorithm).update(address).digest("hex");
      expect(made({ ...sale, customerEmail: hash.toUpperCase() }).keys.customer).toBe(
        `hash:${hash}`,
      );
    }
    expect(codes({ ...sale, customerEmail: "abc" })).toEqual(["customerEmail BAD_EMAIL"]);
  });
  test("[D159] NOW is taken; what is older than 88 days, or yet to come, is refused", () => {
    const dayMs = 86_400_000;
    const at = (ms: number) => ({ ...sale, eventDate: new Date(ms).toISOString() });
    expect(made({ ...sale, eventDate: "now" }).at).toBe(now);
    expect(made(at(now - maxAgeDays * dayMs)).at).toBe(now - 88 * dayMs);
    expect(faultsOf(at(now - maxAgeDays * dayMs - 1))[0]?.message).toContain("88 days ago");
    expect(codes(at(now + 300_001))).toEqual(["eventDate BAD_DATE"]);
    expect(codes({ ...sale, eventDate: "2026-11-19" })).toEqual(["eventDate BAD_DATE"]);
  });
  test("a formula is text like any other", () => {
    const cell = '=HYPERLINK("http://x.example","y")';
    expect(made({ ...sale, orderId: cell }).orderId).toBe(cell);
  });
});

test("a partner or link outright and a click exclude each other; ten clicks are enough", () => {
  const click = "01930000-0000-7000-8000-000000000000";
  expect(codes({ ...sale, clickId: [click] })).toEqual(["partner BAD_SELECTION"]);
  const link = "https://go.example/c/part1234/ad567890/prog1234";
  expect(codes({ ...sale, partner: null, link, clickId: [click] })).toEqual(["link BAD_SELECTION"]);
  expect(faultsOf({ ...sale, link, clickId: [click] }).map(({ message }) => message)).toEqual([
    "partner credits a partner outright, and link and clickId may name another: send one",
  ]);
  expect(made({ ...sale, promoCode: "ANNA10" }).keys.promoCode).toBe("ANNA10");
  expect(made({ ...sale, partner: null, link, promoCode: "ANNA10" }).traits.promoCode).toBe(
    "ANNA10",
  );
  const byClick = { ...sale, partner: null };
  expect(made({ ...byClick, clickId: `${click} ${click}` }).keys.clickIds).toHaveLength(2);
  expect(codes({ ...byClick, clickId: Array(11).fill(click) })).toEqual(["clickId BAD_IDS"]);
  expect(codes({ ...byClick, clickId: "abc" })).toEqual(["clickId BAD_CODE"]);
  expect(codes({ ...byClick, link: "https://shop.example/x" })).toEqual(["link BAD_URL"]);
});

test("a change names its order, its reason and what the order is worth now", () => {
  const change = { orderId: "1", eventDate: "NOW", change: "MODIFY", reason: "ITEM_RETURNED" };
  expect(codes(change)).toEqual(["currency BAD_CURRENCY", "subtotal BAD_AMOUNT"]);
  expect(codes({ ...change, change: "REVERSE", reason: "ORDER_UPDATE" })).toEqual([
    "reason BAD_KIND",
  ]);
  expect(codes({ ...change, change: "REVERSE", partner: "x", subtotal: "1" })).toEqual([
    "partner BAD_INPUT",
    "subtotal BAD_AMOUNT",
  ]);
  const whole = { ...change, currency: "USD", subtotal: "12.30" };
  expect(read(whole).row).toMatchObject({ amount: 12_300_000n, reason: "ITEM_RETURNED" });
});

describe("a value that could be two", () => {
  test("names of one field in a form are found to be one, however they are written", () => {
    const twice = (...names: string[]) => fieldTwice(names);
    expect(twice("items[0].price", "items[0][price]")).toEqual([
      "items[0].price",
      "items[0][price]",
    ]);
    expect(twice("itemPrice", "sku", "items[0].price")).toEqual(["itemPrice", "items[0].price"]);
    expect(twice("event", "sku", "event")).toEqual(["event", "event"]);
    expect(twice("itemPrice", "items[1].price", "items[0].sku", "subtotal")).toBeNull();
  });
  test("an item has one index, written one way", () => {
    for (const at of ["00", "007", "01"]) {
      const { items, unknown } = givenOfPairs([[`items[${at}].price`, "3"]]);
      expect([items, unknown]).toEqual([[], [`items[${at}].price`]]);
    }
    expect(givenOfPairs([["items[10][price]", "3"]]).items).toEqual([{ price: "3" }]);
    expect(unknownField("items[007].price")).toBe(
      '"items[007].price" is no field here: an item\'s place is written as in items[7].price',
    );
  });
  test("items that are no list of objects are told as that", () => {
    const told = (items: unknown) =>
      faultsOf({ ...sale, subtotal: "", items }).map(({ message }) => message);
    const list =
      "items is a list of objects, each with sku, category, quantity, price, subtotal, discount";
    expect(told({ price: 2 })).toContain(list);
    expect(told(["x"])).toContain(`${list}: items[0] is none`);
    expect(told([null, [1]])).toEqual(
      expect.arrayContaining([`${list}: items[0] is none`, `${list}: items[1] is none`]),
    );
  });
});

describe("leads", () => {
  const one = eventNamesOf([type, leadType]);
  const several = eventNamesOf([type, leadType, otherType]);
  const lead = { event: "LEAD", orderId: "crm-7", eventDate: "NOW", partner: "part1234" };
  const told = (row: object, names = one) =>
    (read(row, names).faults ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  test("named by kind, code or id, without an amount, they hold nothing but themselves", () => {
    for (const event of ["lead", "NEWSLETTER", leadType.id])
      expect(read({ ...lead, event }, one).row).toEqual({
        change: null,
        kind: "LEAD",
        eventType: { id: leadType.id, code: "Newsletter" },
        orderId: "crm-7",
        at: now,
        keys: { clickIds: [], promoCode: null, link: null, partner: "part1234", customer: null },
        currency: null,
        lines: [{ sku: null, category: null, units: 0n, amount: 0n }],
        traits: {},
      });
    expect(read({ ...lead, event: "quote" }, several).row).toMatchObject({
      eventType: { code: "quote" },
    });
    expect(read({ ...sale, event: "online-sale" }, several).row).toMatchObject({
      kind: "SALE",
      eventType: null,
    });
  });
  test("a kind of which there are several names none of them", () => {
    expect(told(lead, several)).toEqual([
      "event: The program has 2 event types of leads: send the code of the one that is meant, " +
        "Newsletter or quote",
    ]);
    expect(told({ ...lead, event: "demo", currency: "USD", subtotal: "1" }, several)).toEqual([
      'event: "demo" is no event type of this program that conversions can have; those are sale, ' +
        "newsletter, online-sale, quote",
    ]);
  });
  test("an amount, a currency and items are refused by name", () => {
    const items = [{ sku: "A", price: "1" }];
    expect(told({ ...lead, currency: "USD", subtotal: "5", items })).toEqual([
      "currency: A lead has no amount and no items, and earns what its terms pay for each: leave " +
        "out currency, subtotal, items",
    ]);
  });
  test("it is taken back by its event and id, and has no amount that could change", () => {
    const { partner: _, ...named } = lead;
    const back = { ...named, change: "REVERSE", reason: "REJECTED" };
    expect(read(back, one).row).toMatchObject({
      change: "REVERSE",
      kind: "LEAD",
      eventType: { id: leadType.id },
      amount: null,
    });
    // Without an event it is a sale's.
    const { event: _event, ...unnamed } = back;
    expect(read(unnamed, one).row).toMatchObject({ kind: "SALE", eventType: null });
    expect(told({ ...back, change: "MODIFY", subtotal: "5", currency: "USD" })).toEqual([
      "change: A lead has no amount that could change: send REVERSE to take it back",
    ]);
    const own =
      "send one of REJECTED, CONS_INFO_INVALID, CONS_ERROR, CONS_FRAUD, PUB_ACT_DISPUTE, " +
      "NOT_COMPLIANCE_TERMS, OTHER, CREDITED_DIFFERENT_MP, ADV_ACT_DISPUTE, TEST_ACTION";
    for (const reason of ["ITEM_RETURNED", "MP_RETURNED"])
      expect(told({ ...back, reason })).toEqual([
        `reason: A lead has no goods, and ${reason} is a reason for sales alone: ${own}`,
      ]);
    expect(told({ ...back, reason: "LATE" })).toEqual([`reason: "LATE" is no reason here: ${own}`]);
    expect(read({ ...unnamed, reason: "MP_RETURNED" }, one).row).toMatchObject({ kind: "SALE" });
    expect(read(back, one).row).toEqual(
      rowFrom(JSON.parse(JSON.stringify(storedRow(read(back, one).row as never))) as object),
    );
  });
});

test("what is stored of a row is read as it was; every reason has its sentence", () => {
  const { row } = read({
    ...sale,
    items: [{ sku: "A", price: "0.10", quantity: 3 }],
    subtotal: "",
  });
  expect(row && rowFrom(JSON.parse(JSON.stringify(storedRow(row))) as object)).toEqual(row);
  for (const reason of rowReasons) expect(rowSentence(reason)).toMatch(/\.$/);
});
