import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";
import {
  contractState,
  type ContractDecision,
  type ContractEventName,
  type ContractStanding,
  type ContractState,
} from "../../domain/contract.ts";
import type { Instant } from "../../domain/calendar.ts";

const ContractSchema = defineEntity({
  name: "Contract",
  tableName: "contract",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    termsVersionId: p.uuid(),
    decision: p.text().$type<ContractDecision>(),
    proposedByAccountId: p.uuid(),
    proposedBy: p.uuid(),
    proposedAt: p.datetime(3),
    proposalExpiresAt: p.datetime(3).nullable(),
    comment: p.text().nullable(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3).nullable(),
    /** The planned change that brought the end; null = a person, or what was signed. */
    endedByChangeId: p.uuid().nullable(),
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime(3).nullable(),
    declineReason: p.text().nullable(),
    mayCounter: p.boolean().default(true),
    switches: p.boolean().default(false),
    countersId: p.uuid().nullable(),
    followsId: p.uuid().nullable(),
    fallbackVersionId: p.uuid().nullable(),
    changeId: p.uuid().nullable(),
    expiredBy: p.uuid().nullable(),
    nonCompliant: p.boolean().default(false),
    reversePending: p.boolean().default(false),
    pendingReversedAt: p.datetime(3).nullable(),
  },
});
/**
 * An instance of a terms version between a brand and a partner, proposed or signed. Money terms
 * never change in place.
 */
export class Contract extends ContractSchema.class {
  standing(): ContractStanding {
    return {
      decision: this.decision,
      validity: { start: this.startsAt.getTime(), end: this.endsAt?.getTime() ?? null },
      proposalExpiresAt: this.proposalExpiresAt?.getTime() ?? null,
    };
  }
  state(at: Instant): ContractState {
    return contractState(this.standing(), at);
  }
  /** The account whose answer the proposal waits for. */
  decidingAccountId(): string {
    return this.proposedByAccountId === this.brandAccountId
      ? this.partnerAccountId
      : this.brandAccountId;
  }
}
ContractSchema.setClass(Contract);

const ContractEventSchema = defineEntity({
  name: "ContractEvent",
  tableName: "contract_event",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    contractId: p.uuid(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    kind: p.text().$type<ContractEventName>(),
    actorId: p.uuid().nullable(),
    actorAccountId: p.uuid().nullable(),
    beforeVersionId: p.uuid().nullable(),
    afterVersionId: p.uuid().nullable(),
    comment: p.text().nullable(),
    at: p.datetime(3),
  },
});
/** What happened to a contract, when, by whom. Append-only. */
export class ContractEvent extends ContractEventSchema.class {}
ContractEventSchema.setClass(ContractEvent);
