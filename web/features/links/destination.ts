/**
 * Reads out where a link leads: the product page and each part of Amazon's attribution tag. Pure.
 */

/** The parts of the tag that this platform writes; also message keys of "links.tagParts". */
export const tagParts = [
  "maas",
  "ref_",
  "tag",
  "aa_campaignid",
  "aa_adgroupid",
  "aa_creativeid",
] as const;
export type TagPart = (typeof tagParts)[number];

export interface Destination {
  /** Host and path of the page. */
  page: string;
  host: string;
  parts: { name: TagPart; value: string }[];
  /** Without these, Amazon could not tell whose sale it is. */
  missing: TagPart[];
}

/** Null when the text is no address. */
export function readDestination(text: string): Destination | null {
  if (!URL.canParse(text)) return null;
  const { host, pathname, searchParams } = new URL(text);
  const parts = tagParts.flatMap((name) => {
    const value = searchParams.get(name);
    return value ? [{ name, value }] : [];
  });
  return {
    page: `${host}${pathname === "/" ? "" : pathname}`,
    host,
    parts,
    missing: tagParts.filter((name) => !parts.some((part) => part.name === name)),
  };
}
