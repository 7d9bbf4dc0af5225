/**
 * What a change means for the versions that partners are on: clause by clause, and which counts of
 * payout groups it would begin anew.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { groupsBefore, newCounts, type NewCount } from "../../domain/group-ids.ts";
import { currencyOf, scopeRecords } from "../../domain/limit-scopes.ts";
import { formatMicros } from "../../domain/money.ts";
import { diffTerms, type Difference } from "../../domain/terms-diff.ts";
import { limitText, termsFromJson, type Limit, type Terms } from "../../domain/terms.ts";
import { pgArray } from "../../platform/db/array.ts";
import { TermsVersion } from "../terms/terms.entity.ts";

/** Whose counts are asked for, and when. */
interface Asked {
  programId: string;
  partnerIds: readonly string[];
  at: number;
}
export interface VersionDifferences {
  beforeVersionId: string;
  partners: number;
  differences: Difference[];
  newCounts: NewCountText[];
}
interface NewCountText extends NewCount {
  /** One sentence for people. */
  message: string;
}

/** The fullest running counter of each limit of groups; of clicks alone, and of whole partners. */
async function fullest(
  em: EntityManager,
  { programId, partnerIds, at }: Asked,
  groupIds: readonly string[],
): Promise<(limit: Limit, currency: string) => bigint | null> {
  const rows = await em.execute<{ key: string; used: string }[]>(
    `select
        concat_ws(' ', group_id, kind, scope, reset, currency) as key,
        max(used) as used
      from limit_budget
      where program_id = ?
        and partner_account_id = any(?::uuid[])
        and event = 'CLICK'
        and group_id = any(?::text[])
        and window_start <= ?
        and window_end > ?
      group by key`,
    [programId, pgArray([...partnerIds]), pgArray([...groupIds]), new Date(at), new Date(at)],
  );
  const used = new Map(rows.map((row) => [row.key, BigInt(row.used)]));
  return (limit, currency) => {
    const { groupId, kind, scope, reset } = limit;
    const key = [groupId, kind, scope, reset, currencyOf(limit, currency)].join(" ");
    return scopeRecords[scope].isShown ? (used.get(key) ?? null) : null;
  };
}

/** What of the running periods would not count for the groups that `after` has in their place. */
async function newCountsOf(
  em: EntityManager,
  before: Terms,
  after: Terms,
  asked: Asked,
): Promise<NewCountText[]> {
  const counts = newCounts(after, groupsBefore(before));
  if (counts.length === 0) return [];
  const usedOf = await fullest(
    em,
    asked,
    counts.map(({ earlier }) => earlier.id),
  );
  return counts.map((count) => {
    const { event, group, earlier } = count;
    const limits =
      before.eventPayouts
        .find((payout) => payout.event === event)
        ?.groups.find(({ id }) => id === earlier.id)?.limits ?? [];
    const uses = limits.flatMap((limit) => {
      const used = event === "CLICK" ? usedOf(limit, before.currency) : null;
      if (used === null) return [];
      const amount = limit.kind === "PAYOUT" ? formatMicros(used) : String(used);
      return [`${amount} of ${limitText(limit, before.currency)}`];
    });
    const what =
      uses.length > 0
        ? `${uses.join(" and ")}, used under group "${earlier.name}", do not count for it`
        : `what was used under group "${earlier.name}" does not count for it`;
    return { ...count, message: `Group "${group.name}" begins a new count: ${what}` };
  });
}

/** Partners by the versions they are on; one entry a version, most partners first. */
export async function versionDifferences(
  em: EntityManager,
  on: ReadonlyMap<string, string[]>,
  after: Terms,
  asked: Omit<Asked, "partnerIds">,
): Promise<VersionDifferences[]> {
  const versions = await em.find(TermsVersion, { id: { $in: [...on.keys()] } });
  const found: VersionDifferences[] = [];
  for (const { id, body } of versions) {
    const before = termsFromJson(body);
    const partnerIds = on.get(id) ?? [];
    found.push({
      beforeVersionId: id,
      partners: partnerIds.length,
      differences: diffTerms(before, after),
      newCounts: await newCountsOf(em, before, after, { ...asked, partnerIds }),
    });
  }
  return found.toSorted((a, b) => b.partners - a.partners);
}
