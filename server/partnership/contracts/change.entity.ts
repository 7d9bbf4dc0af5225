import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither, contractChangesShown } from "../../platform/auth/tenant.ts";
import type { Approval, Strategy } from "../../domain/change.ts";

export const changeStates = [
  "DRAFT",
  "APPLYING",
  "SCHEDULED",
  "APPLIED",
  "WITHDRAWN",
  "DISCARDED",
] as const;
export const changePartnerStates = [
  "WAITING",
  "SCHEDULED",
  "PROPOSED",
  "APPLIED",
  "OPTED_IN",
  "FAILED",
  "WITHDRAWN",
] as const;

const ContractChangeSchema = defineEntity({
  name: "ContractChange",
  tableName: "contract_change",
  filters: contractChangesShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    strategy: p.text().$type<Strategy>(),
    approval: p.text().$type<Approval>().nullable(),
    state: p.text().$type<(typeof changeStates)[number]>(),
    input: p.json<unknown>(),
    termsId: p.uuid().nullable(),
    termsVersionId: p.uuid().nullable(),
    fallbackVersionId: p.uuid().nullable(),
    effectiveAt: p.datetime(3).nullable(),
    endsAt: p.datetime(3).nullable(),
    proposalExpiresAt: p.datetime(3).nullable(),
    mayCounter: p.boolean().default(true),
    earlyOptIn: p.boolean().default(false),
    howTo: p.boolean().default(false),
    comment: p.text().default(""),
    partners: p.integer().default(0),
    done: p.integer().default(0),
    failed: p.integer().default(0),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    /** Grows with each save of the draft. */
    draftNumber: p.integer().default(1),
    /** Null: never since it was begun. */
    draftChangedBy: p.uuid().nullable(),
    draftChangedAt: p.datetime(3).nullable(),
    appliedBy: p.uuid().nullable(),
    sentAt: p.datetime(3).nullable(),
    withdrawnBy: p.uuid().nullable(),
    withdrawnAt: p.datetime(3).nullable(),
    withdrawalTold: p.boolean().default(true),
  },
});
/**
 * One decision of a brand about many contracts: the strategy, the terms, the day, and how far it
 * has come.
 */
export class ContractChange extends ContractChangeSchema.class {}
ContractChangeSchema.setClass(ContractChange);

const ContractChangePartnerSchema = defineEntity({
  name: "ContractChangePartner",
  tableName: "contract_change_partner",
  filters: byEither,
  primaryKeys: ["changeId", "partnerAccountId"],
  properties: {
    changeId: p.uuid().primary(),
    partnerAccountId: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    plans: p.boolean(),
    state: p.text().$type<(typeof changePartnerStates)[number]>(),
    code: p.text().nullable(),
    message: p.text().nullable(),
    oldContractId: p.uuid().nullable(),
    oldEndsAt: p.datetime(3).nullable(),
    newContractId: p.uuid().nullable(),
    fallbackContractId: p.uuid().nullable(),
    supersededIds: p.array().columnType("uuid[]").default([]),
    effectiveAt: p.datetime(3).nullable(),
    remindedAt: p.datetime(3).nullable(),
    updatedAt: p.datetime(3),
  },
});
/** What became of one partner in a change; what is needed to take it back. */
export class ContractChangePartner extends ContractChangePartnerSchema.class {}
ContractChangePartnerSchema.setClass(ContractChangePartner);

/** Of a partner: what is planned and not in force yet. */
export const plannedAfter = (at: Date) => ({
  plans: true,
  state: { $in: ["WAITING" as const, "SCHEDULED" as const] },
  effectiveAt: { $gt: at },
});

/** SCHEDULED turns into APPLIED with its day; nobody has to write it. */
export const stateAt = <S extends string>(
  { state, effectiveAt }: { state: S; effectiveAt?: Date | null | undefined },
  at: number,
): S | "APPLIED" =>
  state === "SCHEDULED" && effectiveAt && effectiveAt.getTime() <= at ? "APPLIED" : state;
