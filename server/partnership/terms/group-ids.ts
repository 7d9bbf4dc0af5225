/**
 * Where the groups of terms that are saved or tried get their identity from (domain/group-ids.ts).
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Context } from "../../platform/context.ts";
import {
  groupIdFrom,
  type EarlierGroup,
  type GroupIds,
  type KnownGroups,
} from "../../domain/group-ids.ts";
import type { EventKind } from "../../domain/terms.ts";

export const newGroupId = (ctx: Context) => (): string => groupIdFrom(ctx.newId(ctx.clock()));

async function known(em: EntityManager, programId: string): Promise<KnownGroups> {
  const rows = await em.execute<{ event: EventKind; id: string }[]>(
    `select distinct p ->> 'event' as event, g ->> 'id' as id
      from terms_version v
      join template_terms t on t.id = v.terms_id,
      jsonb_array_elements(v.body -> 'eventPayouts') p,
      jsonb_array_elements(coalesce(p -> 'groups', '[]')) g
      where t.program_id = ?`,
    [programId],
  );
  return idsOf(rows);
}
const idsOf = (groups: readonly { event: EventKind; id: string }[]): KnownGroups =>
  new Map(
    Map.groupBy(groups, ({ event }) => event)
      .entries()
      .map(([event, own]) => [event, new Set(own.map(({ id }) => id))]),
  );

/**
 * Every group that a version of these terms has, as the last one that has it says it; the newest
 * version's first. Nothing of terms that are not there or that the API's role may not read.
 */
export const earlierGroups = (em: EntityManager, termsId: string): Promise<EarlierGroup[]> =>
  em.execute<EarlierGroup[]>(
    `select
        event,
        id,
        name,
        rules,
        "isLimited",
        version,
        version = (select max(number) from terms_version where terms_id = ?) as "isLatest"
      from (
        select distinct on (p ->> 'event', g ->> 'id')
          p ->> 'event' as event,
          g ->> 'id' as id,
          g ->> 'name' as name,
          g -> 'rules' as rules,
          jsonb_array_length(coalesce(g -> 'limits', '[]')) > 0 as "isLimited",
          v.number as version,
          place
        from terms_version v,
          jsonb_array_elements(v.body -> 'eventPayouts') p,
          jsonb_array_elements(coalesce(p -> 'groups', '[]')) with ordinality as s(g, place)
        where v.terms_id = ?
        order by p ->> 'event', g ->> 'id', v.number desc
      ) last
      order by version desc, event, place`,
    [termsId, termsId],
  );

/** Of the next version of these terms; `termsId` null: of new ones. */
export const groupIdsOf = async (
  ctx: Context,
  em: EntityManager,
  termsId: string | null,
): Promise<GroupIds> => {
  const earlier = termsId === null ? [] : await earlierGroups(em, termsId);
  return { known: idsOf(earlier), earlier, newId: newGroupId(ctx) };
};

/** Of a draft that is tried and not saved: it may be one of any terms of the program. */
export const triedGroupIds = async (
  ctx: Context,
  em: EntityManager,
  programId: string,
): Promise<GroupIds> => ({
  known: await known(em, programId),
  earlier: [],
  newId: newGroupId(ctx),
});
