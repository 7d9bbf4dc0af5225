/**
 * Where the groups of terms that are saved or tried get their identity from (domain/group-ids.ts).
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Context } from "../../platform/context.ts";
import { groupIdFrom, type GroupIds, type KnownGroups } from "../../domain/group-ids.ts";
import type { EventKind } from "../../domain/terms.ts";

export const newGroupId = (ctx: Context) => (): string => groupIdFrom(ctx.newId(ctx.clock()));

async function known(em: EntityManager, where: string, id: string): Promise<KnownGroups> {
  const rows = await em.execute<{ event: EventKind; id: string }[]>(
    `select distinct p ->> 'event' as event, g ->> 'id' as id
      from terms_version v
      join template_terms t on t.id = v.terms_id,
      jsonb_array_elements(v.body -> 'eventPayouts') p,
      jsonb_array_elements(coalesce(p -> 'groups', '[]')) g
      where ${where} = ?`,
    [id],
  );
  return new Map(
    Map.groupBy(rows, ({ event }) => event)
      .entries()
      .map(([event, own]) => [event, new Set(own.map(({ id: group }) => group))]),
  );
}

/** Of the next version of these terms; `termsId` null: of new ones. */
export const groupIdsOf = async (
  ctx: Context,
  em: EntityManager,
  termsId: string | null,
): Promise<GroupIds> => ({
  known: termsId === null ? new Map() : await known(em, "t.id", termsId),
  newId: newGroupId(ctx),
});
/** Of a draft that is tried and not saved: it may be one of any terms of the program. */
export const triedGroupIds = async (
  ctx: Context,
  em: EntityManager,
  programId: string,
): Promise<GroupIds> => ({
  known: await known(em, "t.program_id", programId),
  newId: newGroupId(ctx),
});
