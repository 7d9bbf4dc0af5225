/**
 * A conversion as a shop or another source hands it in, whichever way it comes: fields by their
 * names, as texts. One list of names for the API, the plain endpoint and files. Sources:
 * "Conversions" API, "Submissions" API.
 */

/** What a row says of the whole order. */
export const rowFields = [
  "change",
  "event",
  "orderId",
  "eventDate",
  "clickId",
  "promoCode",
  "link",
  "partner",
  "customerId",
  "customerEmail",
  "currency",
  "subtotal",
  "discount",
  "shipping",
  "tax",
  "units",
  "reason",
  "customerStatus",
  "customerCountry",
  "customerRegion",
  "customerCity",
  "customerPostcode",
] as const;
export type RowField = (typeof rowFields)[number];

/** What it says of one item. */
export const itemFields = ["sku", "category", "quantity", "price", "subtotal", "discount"] as const;
export type ItemField = (typeof itemFields)[number];

export type GivenItem = Partial<Record<ItemField, string>>;
/** As it came, without what is empty; names that are none of ours are told by `unknown`. */
export interface GivenRow {
  fields: Partial<Record<RowField, string>>;
  items: readonly GivenItem[];
  unknown: readonly string[];
}

/** Of a file, whose rows are flat: one item stands in columns of its own. */
export const itemColumns: Readonly<Record<string, ItemField>> = {
  sku: "sku",
  category: "category",
  itemQuantity: "quantity",
  itemPrice: "price",
  itemSubtotal: "subtotal",
  itemDiscount: "discount",
};
export const fileColumns: readonly string[] = [...rowFields, ...Object.keys(itemColumns)];

/** What sources elsewhere take and nothing here can use, with what to do instead. */
const unused: Readonly<Record<string, string>> = {
  email: "send customerEmail as its SHA-256 hash",
  subId1: "sub ids are a partner's own, and come with a click alone: leave it out",
  subId2: "sub ids are a partner's own, and come with a click alone: leave it out",
  subId3: "sub ids are a partner's own, and come with a click alone: leave it out",
  sharedId: "name the tracking link instead, by its address in link",
  customClickId: "send clickId, the id that this platform gave the click",
  callerId: "calls are not tracked here: leave it out",
  customProfileId: "profiles are not tracked here: send customerId",
  uniqueUrl: "send the tracking link's address as link",
  amount: "send subtotal, the order without shipping and tax",
};
const hintFor = (name: string): string | null =>
  Object.hasOwn(unused, name) ? `: ${unused[name]}` : null;
/** Of a file, in which an item's fields have names of their own. */
export const unknownColumn = (name: string): string => {
  const [own] = Object.entries(itemColumns).find(([, of]) => of === name.toLowerCase()) ?? [];
  const hint = own === undefined ? hintFor(name) : `: of an item it is ${own}`;
  return `"${name}" is no column here${hint ?? `; those are ${fileColumns.join(", ")}`}`;
};

const isRowField = (name: string): name is RowField =>
  (rowFields as readonly string[]).includes(name);
const isItemField = (name: string): name is ItemField =>
  (itemFields as readonly string[]).includes(name);

/** "items[0].sku" or "items[0][sku]", as forms name what stands in a list. */
const itemName = /^items\[(0|[1-9]\d{0,2})\](?:\.(\w+)|\[(\w+)\])$/;
/** An item's place with zeros before it: the same as another, written otherwise. */
const paddedItem = /^items\[0+(\d+)\](?:\.(\w+)|\[(\w+)\])$/;
const noList = /^items(?:\[\d+\])?$/;

/** Of a form's names two that say one field; null: each says another. */
export function fieldTwice(names: readonly string[]): [string, string] | null {
  const said = new Map<string, string>();
  for (const name of names) {
    const [, at = "0", dotted, bracketed] = itemName.exec(name) ?? [];
    const item = dotted ?? bracketed ?? itemColumns[name];
    const field = item === undefined ? name : `items[${at}].${item}`;
    const before = said.get(field);
    if (before !== undefined) return [before, name];
    said.set(field, name);
  }
  return null;
}

/** `name`: of the whole, or of an item as in items[0].colour. */
export const unknownField = (name: string): string => {
  const [ofRows, ofItems] = [rowFields.join(", "), itemFields.join(", ")];
  if (noList.test(name))
    return (
      `items is a list of objects, each with ${ofItems}` +
      (name === "items" ? "" : `: ${name} is none`)
    );
  const [, at, dotted, bracketed] = paddedItem.exec(name) ?? [];
  const own = dotted ?? bracketed;
  if (at !== undefined && own !== undefined)
    return `"${name}" is no field here: an item's place is written as in items[${at}].${own}`;
  const those = name.startsWith("items[")
    ? `; those of an item are ${ofItems}`
    : `; those are ${ofRows}, and items, each with ${ofItems}`;
  return `"${name}" is no field here${hintFor(name) ?? those}`;
};

/** Flat names and texts, as forms and files have them. */
export function givenOfPairs(pairs: Iterable<readonly [string, string]>): GivenRow {
  const fields: Partial<Record<RowField, string>> = {};
  const items: GivenItem[] = [];
  const unknown: string[] = [];
  for (const [name, value] of pairs) {
    if (value.trim() === "") continue;
    const [, at, dotted, bracketed] = itemName.exec(name) ?? [];
    const field = at === undefined ? itemColumns[name] : (dotted ?? bracketed);
    if (isRowField(name)) fields[name] = value;
    else if (field !== undefined && isItemField(field)) {
      const index = Number(at ?? 0);
      items[index] = { ...items[index], [field]: value };
    } else unknown.push(name);
  }
  return { fields, items: items.filter((item) => item !== undefined), unknown };
}

const textOf = (value: unknown): string | null => {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
};
/** A list of ids is one text, parted by spaces. */
const listText = (value: unknown): string | null =>
  Array.isArray(value) && value.every((one) => typeof one === "string")
    ? value.join(" ")
    : textOf(value);

/** An object of JSON; of what is no text and no number the name alone is kept, as unknown. */
export function givenOfObject(given: Readonly<Record<string, unknown>>): GivenRow {
  const fields: Partial<Record<RowField, string>> = {};
  const items: GivenItem[] = [];
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value == null || value === "") continue;
    if (name === "items" && Array.isArray(value)) {
      for (const [at, one] of value.entries()) items.push(itemOf(one, at, unknown));
      continue;
    }
    const text = name === "clickId" ? listText(value) : textOf(value);
    if (isRowField(name) && text !== null) fields[name] = text;
    else unknown.push(name);
  }
  return { fields, items, unknown };
}
function itemOf(given: unknown, at: number, unknown: string[]): GivenItem {
  const item: GivenItem = {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    unknown.push(`items[${at}]`);
    return item;
  }
  for (const [name, value] of Object.entries(given)) {
    if (value == null || value === "") continue;
    const text = textOf(value);
    if (isItemField(name) && text !== null) item[name] = text;
    else unknown.push(`items[${at}].${name}`);
  }
  return item;
}
