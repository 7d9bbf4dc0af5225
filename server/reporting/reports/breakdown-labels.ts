/** What people call the values of groups, and the filter that shows one alone. */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { PartnerGroup } from "../../partnership/groups/partner-group.entity.ts";
import { TrackingLink } from "../../partnership/links/link.entity.ts";
import { MediaProperty } from "../../partnership/media/media-property.entity.ts";
import { Ad } from "../../partnership/programs/ad.entity.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  dimensionNames,
  dimensionOf,
  noValue,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import { reasonSentences, type ReasonCode } from "../../domain/reason.ts";
import type { FilterEntryView } from "./breakdown.types.ts";
import type { GroupValueView } from "./group-value.types.ts";

type Names = ReadonlyMap<string, string>;
const byId = (rows: readonly { id: string; name: string }[]): Names =>
  new Map(rows.map(({ id, name }) => [id, name]));

const versionsSql = `select v.id, t.name || ', version ' || v.number as name
  from terms_version v
  join template_terms t on t.id = v.terms_id
  where v.id = any(?::uuid[])`;

/** Of each combination that a partner is in. */
async function groupNames(ctx: Context, combinations: readonly string[]): Promise<Names> {
  const ids = [...new Set(combinations.flatMap((each) => each.split("+")))];
  const names = byId(await ctx.em.find(PartnerGroup, { id: { $in: ids } }));
  return new Map(
    combinations.map((each) => [
      each,
      each
        .split("+")
        .map((id) => names.get(id) ?? id)
        .toSorted()
        .join(" + "),
    ]),
  );
}

type Find = (ctx: Context, ids: readonly string[]) => Promise<Names>;
const finds: Partial<Record<DimensionName, Find>> = {
  PARTNER: async (ctx, ids) => byId(await ctx.em.find(Account, { id: { $in: [...ids] } })),
  PARTNER_GROUP: groupNames,
  LINK: async (ctx, ids) => byId(await ctx.em.find(TrackingLink, { id: { $in: [...ids] } })),
  AD: async (ctx, ids) => byId(await ctx.em.find(Ad, { id: { $in: [...ids] } })),
  MEDIA_PROPERTY: async (ctx, ids) =>
    byId(await ctx.em.find(MediaProperty, { id: { $in: [...ids] } })),
  TERMS_VERSION: async (ctx, ids) =>
    byId(await ctx.em.execute<{ id: string; name: string }[]>(versionsSql, [pgArray(ids)])),
};
const ofNone: Partial<Record<DimensionName, string>> = {
  PARTNER: "Unattributed",
  PARTNER_GROUP: "In no group",
  LINK: "Not split",
  REASON: "Paid",
};

export type LabelOf = (name: DimensionName, value: string) => string;
/** Each dimension's names in one statement. */
export async function labelsFor(
  ctx: Context,
  by: readonly DimensionName[],
  groups: readonly (readonly string[])[],
): Promise<LabelOf> {
  const names = new Map<DimensionName, Names>();
  for (const [i, name] of by.entries()) {
    const find = finds[name];
    const ids = [...new Set(groups.flatMap((values) => values[i] ?? []))];
    if (find)
      names.set(
        name,
        await find(
          ctx,
          ids.filter((id) => id !== noValue),
        ),
      );
  }
  return (name, value) => {
    if (value === noValue) return ofNone[name] ?? "None";
    if (name === "REASON") return reasonSentences[value as ReasonCode];
    return names.get(name)?.get(value) ?? value;
  };
}

const filterDimensions = new Map<string, DimensionName>(
  dimensionNames.map((name) => [dimensionOf(name).filter, name]),
);
/** Of one, as other lists' filters name it. */
const single: Record<string, DimensionName> = {
  partnerId: "PARTNER",
  linkId: "LINK",
  termsVersionId: "TERMS_VERSION",
};
/** What people call the ids in a filter of a list, field by field; nothing of what has no name. */
export async function namesInFilter(ctx: Context, filter: object): Promise<GroupValueView[]> {
  const found: GroupValueView[] = [];
  for (const [field, given] of Object.entries(filter)) {
    const dimension = single[field] ?? filterDimensions.get(field);
    if (!dimension || !finds[dimension] || given == null) continue;
    const values = [given].flat().filter((value) => typeof value === "string");
    const labelOf = await labelsFor(
      ctx,
      [dimension],
      values.map((value) => [value]),
    );
    for (const value of values) {
      const label = labelOf(dimension, value);
      if (label !== value && value !== noValue) found.push({ dimension, value, label });
    }
  }
  return found;
}

/** Null where no click has the value. */
export function opensOf(
  by: readonly DimensionName[],
  values: readonly string[],
): FilterEntryView[] | null {
  const entries = by.map((name, i): FilterEntryView | null => {
    const value = values[i] ?? noValue;
    const { filter, type } = dimensionOf(name);
    if (value !== noValue) return { field: filter, values: [value] };
    // What has no reason was paid.
    if (type === "REASON") return { field: "outcomes", values: ["PAID"] };
    return type === "ID" ? null : { field: filter, values: [value] };
  });
  return entries.every((entry) => entry !== null) ? entries : null;
}
