/** Who did what to contracts, and when: every event of a program's contracts, newest first. */
import type { FilterQuery } from "@mikro-orm/postgresql";
import { badInput } from "../api/bad-input.ts";
import { decodeCursor, pageOf, type Page } from "../api/connection.ts";
import { User } from "../accounts/user.entity.ts";
import { ownRows } from "../auth/scope-filter.ts";
import type { Context } from "../context.ts";
import { Contract, ContractEvent } from "./contract.entity.ts";
import type { AuditEntryView } from "./contract.types.ts";
import { contractViews } from "./views.ts";

/** A person's name is shown to the own account alone; of the other side the account's name is. */
export async function contractEvents(ctx: Context, programId: string, partnerId: string | null, page: { first: number; after: string | null }): Promise<Page<AuditEntryView>> {
  const cursor = decodeCursor(page.after, 2);
  if (!cursor.ok) throw badInput(cursor.message, ...cursor.path);
  const [at, id] = cursor.value ?? [];
  const instant = new Date(at ?? "");
  if (at !== undefined && Number.isNaN(instant.getTime())) throw badInput("This cursor does not belong to this list", "after");
  const contracts = await ctx.em.find(Contract, { $and: [{ programId, ...(partnerId ? { partnerAccountId: partnerId } : {}) }, ownRows(ctx.scope)] }, { fields: ["id"] });
  const where: FilterQuery<ContractEvent>[] = [{ contractId: { $in: contracts.map((row) => row.id) } }, ownRows(ctx.scope)];
  if (at !== undefined) where.push({ $or: [{ at: { $lt: instant } }, { at: instant, id: { $lt: id ?? "" } }] });
  const events = await ctx.em.find(ContractEvent, { $and: where }, { orderBy: { at: "desc", id: "desc" }, limit: page.first + 1 });
  const views = await contractViews(ctx, await ctx.em.find(Contract, { $and: [{ id: { $in: [...new Set(events.map((event) => event.contractId))] } }, ownRows(ctx.scope)] }));
  const people = await ctx.em.find(User, { id: { $in: [...new Set(events.flatMap((event) => event.actorId ?? []))] } });
  return pageOf(
    events,
    page.first,
    (event) => [event.at.toISOString(), event.id],
    (event): AuditEntryView => {
      const contract = views.find((view) => view.id === event.contractId);
      const own = event.actorAccountId === ctx.scope.accountId;
      const account = event.actorAccountId === contract?.partnerAccountId ? contract?.partnerName : event.actorAccountId ? contract?.brandName : null;
      return {
        id: event.id,
        contractId: event.contractId,
        partnerName: contract?.partnerName ?? "",
        termsName: contract?.termsName ?? "",
        versionNumber: contract?.version.number ?? 0,
        kind: event.kind,
        byName: (own ? people.find((person) => person.id === event.actorId)?.name : account) ?? account ?? null,
        comment: event.comment ?? null,
        at: event.at,
      };
    },
  );
}
