/** Which event type a submitted row is of, by what it may be named. */
import type { ConversionKind } from "./event-kinds.ts";
import { ascending } from "./order.ts";
import type { RowReading } from "./row-reading.ts";
import { isId } from "./values/id.ts";
import { oneForm, quoted } from "./values/text.ts";

/** Which of a program's event types it is of. */
export interface OfEventType {
  kind: ConversionKind;
  /** Of a lead, which is one for each of its event types; null: sales of all types are one. */
  eventType: { id: string; code: string } | null;
}
/** By what a row may name them: ids, codes, and the kinds that name one alone. */
export interface EventNames {
  byName: ReadonlyMap<string, OfEventType>;
  /** Codes of the program's event types of leads. */
  leads: readonly string[];
}
export const ofSales: OfEventType = { kind: "SALE", eventType: null };
/** `types`: event types of conversions of one program. */
export function eventNamesOf(
  types: readonly { id: string; code: string; kind: string }[],
): EventNames {
  const named = types
    .toSorted((a, b) => ascending(a.code, b.code))
    .map(({ id, code, kind }) => {
      const lead: OfEventType = { kind: "LEAD", eventType: { id, code } };
      return { id, code, of: kind === "LEAD" ? lead : ofSales };
    });
  const leads = named.filter(({ of }) => of.kind === "LEAD");
  const [lead] = leads;
  const short: [string, OfEventType][] = [
    ["sale", ofSales],
    ...(lead && leads.length === 1 ? [["lead", lead.of] as [string, OfEventType]] : []),
  ];
  return {
    byName: new Map([
      ...short,
      ...named.map(({ code, of }): [string, OfEventType] => [code.toLowerCase(), of]),
      ...named.map(({ id, of }): [string, OfEventType] => [id, of]),
    ]),
    leads: leads.map(({ code }) => code),
  };
}

function unknownEvent(text: string, { byName, leads }: EventNames): string {
  const known = [...byName.keys()].filter((name) => !isId(name)).join(", ");
  const those = `those are ${known}`;
  if (oneForm(text).toLowerCase() !== "lead")
    return `${quoted(text)} is no event type of this program that conversions can have; ${those}`;
  return leads.length === 0
    ? `The program has no event type of leads: add one in its settings, or send another; ${those}`
    : `The program has ${leads.length} event types of leads: send the code of the one that is ` +
        `meant, ${leads.join(" or ")}`;
}
export function eventOf(row: RowReading, events: EventNames): OfEventType | null {
  const text = row.text("event");
  if (text === null) {
    const known = [...events.byName.keys()].filter((name) => !isId(name)).join(", ");
    return row.fail(
      ["event"],
      "BAD_KIND",
      `event is missing: send what is reported, one of ${known}`,
    );
  }
  const found = events.byName.get(oneForm(text).toLowerCase());
  return found ?? row.fail(["event"], "BAD_KIND", unknownEvent(text, events));
}
