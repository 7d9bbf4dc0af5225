/** Who did what to contracts, and when: every event of a program's contracts, newest first. */
import { raw, type FilterQuery } from "@mikro-orm/postgresql";
import { page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { User } from "../accounts/user.entity.ts";
import type { Context } from "../../platform/context.ts";
import { contractEventKinds } from "../../domain/contract.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import { Contract, ContractEvent } from "./contract.entity.ts";
import type { AuditEntryView } from "./audit.types.ts";
import { contractViews } from "./views.ts";

const distinct = (ids: readonly (string | null | undefined)[]): string[] => [
  ...new Set(ids.flatMap((id) => id ?? [])),
];

/** Where an event's kind stands in the life of a contract; for each use anew. */
const place = () => raw(`array_position(array['${contractEventKinds.join("', '")}'], kind)`);

const placeOf = (kind: string): number => contractEventKinds.findIndex((each) => each === kind) + 1;

type Turn = [at: string, kind: string, id: string];
const byTurn: Key<ContractEvent, Turn> = {
  of: (event) => [event.at.toISOString(), event.kind, event.id],
  parts: [(text) => !Number.isNaN(new Date(text).getTime()), (text) => placeOf(text) > 0, isId],
};

/**
 * What lies behind the cursor: events of one instant are told apart by their place in a contract's
 * life, then by id.
 */
function behind(after: Turn | null): FilterQuery<ContractEvent>[] {
  if (after === null) return [];
  const [at, kind, id] = after;
  const instant = new Date(at);
  const of = placeOf(kind);
  return [
    {
      $or: [
        { at: { $lt: instant } },
        { at: instant, $or: [{ [place()]: { $lt: of } }, { [place()]: of, id: { $lt: id } }] },
      ],
    },
  ];
}

/** A person's name is shown to the own account alone; of the other side the account's name is. */
export async function contractEvents(
  ctx: Context,
  programId: string,
  partnerId: string | null,
  asked: PageArgs,
): Promise<Page<AuditEntryView>> {
  const { em } = ctx;
  const inProgram = raw("(select id from contract where program_id = ?)", [programId]);
  const where = [
    { contractId: { $in: inProgram }, ...(partnerId ? { partnerAccountId: partnerId } : {}) },
  ];
  const rows = (after: Turn | null, limit: number) =>
    em.find(
      ContractEvent,
      { $and: [...where, ...behind(after)] },
      { orderBy: [{ at: "desc" }, { [place()]: "desc" }, { id: "desc" }], limit },
    );
  return page(rows, asked, byTurn, (events) => entries(ctx, events));
}

async function entries(ctx: Context, events: readonly ContractEvent[]): Promise<AuditEntryView[]> {
  const { em, scope } = ctx;
  const views = await contractViews(
    ctx,
    await em.find(Contract, { id: { $in: distinct(events.map((event) => event.contractId)) } }),
  );
  const people = await em.find(User, {
    id: { $in: distinct(events.map((event) => event.actorId)) },
  });
  const versionIds = distinct(
    events.flatMap((event) => [event.beforeVersionId, event.afterVersionId]),
  );
  const versions = await em.find(TermsVersion, { id: { $in: versionIds } });
  const numberOf = (id: string | null | undefined): number | null =>
    versions.find((version) => version.id === id)?.number ?? null;
  return events.map((event): AuditEntryView => {
    const contract = views.find((view) => view.id === event.contractId);
    const own = event.actorAccountId === scope.accountId;
    const brandName = event.actorAccountId ? contract?.brandName : null;
    const account =
      event.actorAccountId === contract?.partnerAccountId ? contract?.partnerName : brandName;
    return {
      id: event.id,
      contractId: event.contractId,
      partnerName: contract?.partnerName ?? "",
      termsName: contract?.termsName ?? "",
      versionNumber: contract?.version.number ?? 0,
      kind: event.kind,
      byName:
        (own ? people.find((person) => person.id === event.actorId)?.name : account) ??
        account ??
        null,
      beforeVersion: numberOf(event.beforeVersionId),
      afterVersion: numberOf(event.afterVersionId),
      comment: event.comment ?? null,
      at: event.at,
    };
  });
}
