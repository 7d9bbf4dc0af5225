/**
 * Reads out where a link leads: the product page and each part of Amazon's attribution tag, by the
 * template that the tag is made from. Pure.
 */

/** What a part of the tag says; also a message key of "links.tagParts". */
export type TagMeaning = "campaign" | "adGroup" | "creative" | "fixed";

/** A placeholder's beginning, in small letters; the longer beginning first. */
const meanings: readonly (readonly [string, TagMeaning])[] = [
  ["{insertcampaign", "campaign"],
  ["{insertadgroup", "adGroup"],
  ["{insertcreative", "creative"],
  ["{insertad", "creative"],
];

export interface Destination {
  /** Host and path of the page. */
  page: string;
  host: string;
  parts: { name: string; value: string; meaning: TagMeaning }[];
  /** Without these, Amazon could not tell whose sale it is. */
  missing: string[];
}

/** Null when the text is no address. Without a template there is no tag, and no part of one. */
export function readDestination(text: string, template: string | null): Destination | null {
  if (!URL.canParse(text)) return null;
  const { host, pathname, searchParams } = new URL(text);
  const wanted = [...new URLSearchParams(template ?? "")];
  return {
    page: `${host}${pathname === "/" ? "" : pathname}`,
    host,
    parts: wanted.flatMap(([name, written]) => {
      const value = searchParams.get(name);
      const meaning = meanings.find(([begin]) => written.toLowerCase().includes(begin))?.[1];
      return value ? [{ name, value, meaning: meaning ?? "fixed" }] : [];
    }),
    missing: wanted.flatMap(([name]) => (searchParams.get(name) ? [] : [name])),
  };
}
