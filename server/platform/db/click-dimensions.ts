/**
 * By what clicks are grouped, each told once: where its value stands, whether its rows are kept
 * (click_breakdown) or it follows from what is kept, whether sales know it, the filter that shows a
 * value alone, and whose it is. The fold of the rows, their proof, the breakdown, the filters of
 * reports and of the click log, and the API's words follow from here. One more takes a record here
 * and, where rows are kept by it, a rebuilding of them.
 */
import type { Side } from "../../domain/sides.ts";
import { localTime, zoneTable } from "./local-date.ts";

/** The value of clicks that have none: no such text can stand in a click. */
export const noValue = "n/a";

interface ClickDimension {
  /**
   * SQL: the value as text, or null, of decision `d` of click `c` on link `l`, in zone `o`, of a
   * partner in groups `g`; what stands in the decision needs no other.
   */
  value: string;
  /** Rows are kept by it. OWN: a value is one partner's, so none are kept of all together. */
  kept?: "SHARED" | "OWN";
  /** Each of these has one value: the rows that are kept of it answer. */
  of?: "LINK" | "PARTNER";
  /** It follows from the instant, for which clicks are counted by quarter hours. */
  ofTime?: true;
  /** SQL: the same of row `s` of the daily sales on `l` and in `g`; absent: no sale knows it. */
  sale?: string;
  /** The field of filters, and what its values are. */
  filter: string;
  type: "ID" | "COUNTRY" | "DEVICE" | "REASON" | "TEXT" | "NUMBER";
  /** Whose alone it is: nobody else groups or filters by it. */
  only?: Side;
  /** In the API. */
  name: string;
}

const subId = <N extends 1 | 2 | 3>(n: N) =>
  ({
    value: `c.sub_id${n}`,
    filter: `subId${n}`,
    type: "TEXT",
    only: "PARTNER",
    name: `Sub id ${n}, a partner's own note: no brand groups or filters by it`,
  }) as const;

export const clickDimensions = {
  PARTNER: {
    value: "d.partner_account_id::text",
    kept: "OWN",
    sale: "s.partner_account_id::text",
    filter: "partnerIds",
    type: "ID",
    name: "Partner account",
  },
  PARTNER_GROUP: {
    value: "g.groups",
    of: "PARTNER",
    sale: "g.groups",
    filter: "partnerGroups",
    type: "TEXT",
    only: "BRAND",
    name:
      "Groups in which the brand keeps the partner now, which no partner sees: their ids in " +
      "order, joined by +",
  },
  LINK: {
    value: "d.link_id::text",
    kept: "OWN",
    sale: "s.link_id::text",
    filter: "linkIds",
    type: "ID",
    name: "Tracking link",
  },
  AD: {
    value: "l.ad_id::text",
    of: "LINK",
    sale: "l.ad_id::text",
    filter: "adIds",
    type: "ID",
    name: "Ad of the link",
  },
  MEDIA_PROPERTY: {
    value: "l.media_property_id::text",
    of: "LINK",
    sale: "l.media_property_id::text",
    filter: "mediaPropertyIds",
    type: "TEXT",
    name: "Media property that the partner named for the link",
  },
  SHARED_ID: {
    value: "c.shared_id",
    kept: "SHARED",
    filter: "sharedIds",
    type: "TEXT",
    name: "Shared id of the click",
  },
  COUNTRY: {
    value: "c.country",
    kept: "SHARED",
    filter: "countries",
    type: "COUNTRY",
    name: "Country of the click",
  },
  DEVICE: {
    value: "c.device",
    kept: "SHARED",
    filter: "devices",
    type: "DEVICE",
    name: "Device type of the click",
  },
  REFERRER: {
    value: "c.referrer_host",
    kept: "SHARED",
    filter: "referrers",
    type: "TEXT",
    name: "Host of the referring page",
  },
  TRAFFIC_SOURCE: {
    value: "c.traffic_source",
    kept: "SHARED",
    filter: "trafficSources",
    type: "TEXT",
    name: "Class of the site that the click came from, as rules know it: SEARCH, SOCIAL, DIRECT …",
  },
  REASON: {
    value: "d.reason",
    kept: "SHARED",
    sale: "s.reason",
    filter: "reasons",
    type: "REASON",
    name: "Why it was not paid, or paid 0",
  },
  TERMS_VERSION: {
    value: "d.terms_version_id::text",
    kept: "SHARED",
    filter: "termsVersionIds",
    type: "TEXT",
    name: "Version of the terms that decided it",
  },
  WEEKDAY: {
    value: `extract(isodow from ${localTime("d.occurred_at", "o")})::int::text`,
    ofTime: true,
    sale: "extract(isodow from s.date)::int::text",
    filter: "weekdays",
    type: "NUMBER",
    name: "Day of the week, 1 = Monday to 7 = Sunday",
  },
  HOUR: {
    value: `extract(hour from ${localTime("d.occurred_at", "o")})::int::text`,
    ofTime: true,
    filter: "hours",
    type: "NUMBER",
    name: "Hour of the day, 0 to 23",
  },
  SUB_ID1: subId(1),
  SUB_ID2: subId(2),
  SUB_ID3: subId(3),
} as const satisfies Record<string, ClickDimension>;

export type DimensionName = keyof typeof clickDimensions;
const every = Object.entries<ClickDimension>(clickDimensions) as [DimensionName, ClickDimension][];
export const dimensionNames = every.map(([name]) => name);
export const dimensionOf = (name: DimensionName): ClickDimension => clickDimensions[name];

type Dimensions = typeof clickDimensions;
/** By each filter's field the values that are let through; null or absent: all. */
export type DimensionFilter = {
  [N in DimensionName as Dimensions[N]["filter"]]?:
    | (Dimensions[N]["type"] extends "NUMBER" ? number : string)[]
    | null;
};
/** What a filter asks, dimension by dimension, values as texts. */
export const askedOf = (
  filter: DimensionFilter,
): { name: DimensionName; values: readonly string[] }[] =>
  every.flatMap(([name, { filter: field }]) => {
    const values = (filter as Record<string, readonly (string | number)[] | null | undefined>)[
      field
    ];
    return values ? [{ name, values: values.map(String) }] : [];
  });

const orNone = (value: string): string => `coalesce(${value}, '${noValue}')`;
/** SQL: the value of a click, never null; `decision` names its decision. */
export const valueSql = (name: DimensionName, decision = "d"): string =>
  orNone(clickDimensions[name].value.replaceAll(/\bd\./g, `${decision}.`));
/** The same of daily sales; null where no sale knows it. */
export const saleValueSql = (name: DimensionName, row = "s"): string | null => {
  const { sale } = dimensionOf(name);
  return sale === undefined ? null : orNone(sale.replaceAll(/\bs\./g, `${row}.`));
};

/** Of which other tables the values are. */
const readsOf = (names: readonly DimensionName[]) => {
  const values = names.map((name) => clickDimensions[name].value).join(" ");
  return (table: "c" | "l" | "o" | "g"): boolean => new RegExp(`\\b${table}\\.`).test(values);
};
/** SQL: the groups of row `of`'s partner, as the brand that asks sees them. */
export const groupsJoin = (of: string): string => `left join (
        select m.partner_account_id, string_agg(m.group_id::text, '+' order by m.group_id) as groups
        from partner_group_member m
        where m.brand_account_id = app_account()
        group by 1
      ) g on g.partner_account_id = ${of}.partner_account_id`;
/**
 * SQL: the joins that the values of these need besides the decision; `has` names what is joined
 * already, `clicks` that clicks are joined in any case. `zone` cuts times of the day.
 */
export function valueJoins(
  names: readonly DimensionName[],
  zone: string,
  {
    decision = "d",
    has = "",
    clicks = false,
  }: { decision?: string; has?: "" | "c" | "cl"; clicks?: boolean } = {},
): string {
  const reads = readsOf(names);
  const d = decision;
  const join = (table: "c" | "l" | "o" | "g", sql: string): string =>
    (reads(table) || (table === "c" && clicks)) && !has.includes(table) ? sql : "";
  return [
    join(
      "c",
      `join click c
        on c.brand_account_id = ${d}.brand_account_id
        and c.clicked_at = ${d}.occurred_at
        and c.id = ${d}.subject_id`,
    ),
    join("l", `left join tracking_link l on l.id = ${d}.link_id`),
    join("o", `cross join ${zoneTable([zone])} o`),
    join("g", groupsJoin(d)),
  ].join("\n      ");
}
/** SQL: the same for daily sales. */
export const saleJoins = (names: readonly DimensionName[], row = "s"): string =>
  [
    isOf(names, "LINK") ? `left join tracking_link l on l.id = ${row}.link_id` : "",
    isOf(names, "PARTNER") ? groupsJoin(row) : "",
  ].join("\n      ");
/** Whether one of them follows from the link, or from the partner. */
export const isOf = (names: readonly DimensionName[], of: "LINK" | "PARTNER"): boolean =>
  names.some((name) => dimensionOf(name).of === of);

const kept = every.filter(([, { kept: how }]) => how !== undefined);
export const keptDimensions = kept.map(([name]) => name);
/** SQL list of those whose values are one partner's each. */
export const ownDimensions = kept
  .filter(([, { kept: how }]) => how === "OWN")
  .map(([name]) => `'${name}'`)
  .join(", ");
