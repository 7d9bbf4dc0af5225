import { defineEntity, p, type EntityManager } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";
import type { Instant, Period } from "../../domain/calendar.ts";

const ContractInForceSchema = defineEntity({
  name: "ContractInForce",
  tableName: "contract_in_force",
  filters: byEither,
  view: true,
  // The migrations make it; the ORM reads it by its name alone.
  expression: "select * from contract_in_force",
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    termsVersionId: p.uuid(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3).nullable(),
    /** To ask by, never to read: infinity is no date. */
    until: p.datetime(3).lazy(),
  },
});
/** A signed contract with the time in which it is in force: at an instant one at most. */
export class ContractInForce extends ContractInForceSchema.class {
  validity(): Period {
    return { start: this.startsAt.getTime(), end: this.endsAt?.getTime() ?? null };
  }
}
ContractInForceSchema.setClass(ContractInForce);

/** When the partner's first signed contract in the program began, as accounting knows it. */
export async function partnerSince(
  em: EntityManager,
  { partnerAccountId, programId }: Pick<ContractInForce, "partnerAccountId" | "programId">,
): Promise<{ partnerSince?: Instant }> {
  const [row] = await em.execute<{ since: Date | null }[]>(
    `select min(starts_at) as since
      from contract_in_force
      where partner_account_id = ? and program_id = ? and until > starts_at`,
    [partnerAccountId, programId],
  );
  return row?.since ? { partnerSince: new Date(row.since).getTime() } : {};
}

/** Those of a program that are in force at some instant from `first` to `last`. */
export const inForceDuring = (programId: string, first: Instant, last: Instant) => ({
  programId,
  startsAt: { $lte: new Date(last) },
  until: { $gt: new Date(first) },
});
