/**
 * By what clicks are grouped, each told once: where its value stands, whether its rows are kept
 * (click_breakdown), of which other dimension it follows, and the field of filters that opens a
 * row. The fold of the rows, their proof, the breakdown, filters of reports and of the click log,
 * the API's words and whose a dimension is follow from here. One more takes a record here, and a
 * rebuilding of the rows where it is kept.
 */

/** Where a value is that a click lacks: no such text can stand in a click. */
export const noValue = "n/a";

interface ClickDimension {
  /**
   * SQL: the value as text, or null, of decision `d` of click `c` on link `l`; what stands in the
   * decision needs no click.
   */
  value: string;
  /** Rows are kept by it. `own`: a value is one partner's, so none are kept of all together. */
  kept?: "SHARED" | "OWN";
  /** Kept rows of this one lead to its values, each to one. */
  follows?: "LINK" | "REFERRER";
  description: string;
}

export const clickDimensions = {
  PARTNER: {
    value: "d.partner_account_id::text",
    kept: "OWN",
    description: "Partner account.",
  },
  LINK: { value: "d.link_id::text", kept: "OWN", description: "Tracking link." },
  AD: { value: "l.ad_id::text", follows: "LINK", description: "Ad of the link." },
  MEDIA_PROPERTY: {
    value: "l.media_property_id::text",
    follows: "LINK",
    description: "Media property that the partner named for the link.",
  },
  SHARED_ID: { value: "c.shared_id", kept: "SHARED", description: "Shared id of the click." },
  COUNTRY: { value: "c.country", kept: "SHARED", description: "Country of the click." },
  DEVICE: { value: "c.device", kept: "SHARED", description: "Device type of the click." },
  REFERRER: {
    value: "c.referrer_host",
    kept: "SHARED",
    description: "Host of the referring page.",
  },
  REASON: {
    value: "d.reason",
    kept: "SHARED",
    description: "Why it was not paid, or paid 0.",
  },
  TERMS_VERSION: {
    value: "d.terms_version_id::text",
    kept: "SHARED",
    description: "Version of the terms that decided it.",
  },
} as const satisfies Record<string, ClickDimension>;

export type DimensionName = keyof typeof clickDimensions;
const every = Object.entries<ClickDimension>(clickDimensions) as [DimensionName, ClickDimension][];
export const dimensionNames = every.map(([name]) => name);
export const dimensionOf = (name: DimensionName): ClickDimension => clickDimensions[name];

/** SQL: the value of a click, never null. */
export const valueSql = (name: DimensionName): string =>
  `coalesce(${clickDimensions[name].value}, '${noValue}')`;
const kept = every.filter(([, { kept: how }]) => how !== undefined);
export const keptDimensions = kept.map(([name]) => name);
/** SQL list of those whose values are one partner's each. */
export const ownDimensions = kept
  .filter(([, { kept: how }]) => how === "OWN")
  .map(([name]) => `'${name}'`)
  .join(", ");
