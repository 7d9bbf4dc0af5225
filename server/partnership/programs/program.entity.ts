import { defineEntity, p } from "@mikro-orm/postgresql";
import {
  byBrandAndPartners,
  byBrandOrOperator,
  programsShown,
} from "../../platform/auth/tenant.ts";
import type { SalesSource } from "../../domain/amazon-region.ts";
import type { EventKind } from "../../domain/terms.ts";
import type { CpcRequestState } from "../../domain/entitlement.ts";
import type { ProgramType } from "../../domain/program-rules.ts";
import type { RiskFilter } from "../../domain/validity.ts";

const ProgramSchema = defineEntity({
  name: "Program",
  tableName: "program",
  filters: programsShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    code: p.text().unique(),
    name: p.text(),
    type: p.text().$type<ProgramType>(),
    state: p.text().$type<"ACTIVE" | "DEACTIVATED">(),
    marketplace: p.text(),
    landingPage: p.text(),
    uniqueWindowMinutes: p.integer(),
    uniqueWindowType: p.text().$type<"ROLLING" | "FIXED">(),
    riskFilter: p.text().$type<RiskFilter>(),
    advertiserId: p.text(),
    publisherId: p.text(),
    /** Amazon's tag template as it came; null: links carry no tag. */
    attributionTemplate: p.text().nullable(),
    salesSource: p.text().$type<SalesSource>(),
    amazonConnectionId: p.uuid().nullable(),
    /** As its connected profile reports; null: as its storefront does. */
    reportZone: p.text().nullable(),
    reportCurrency: p.text().nullable(),
    accountingPartition: p.smallint(),
    createdAt: p.datetime(3),
  },
});
/**
 * A brand's set-up for one storefront: event types, terms, contracts, ads and links belong to it.
 */
export class Program extends ProgramSchema.class {
  isActive(): boolean {
    return this.state === "ACTIVE";
  }
  /** Its sales come from the product's own simulator, not from Amazon. */
  isSimulated(): boolean {
    return this.salesSource === "SIMULATED";
  }
}
ProgramSchema.setClass(Program);

const EventTypeSchema = defineEntity({
  name: "EventType",
  tableName: "event_type",
  filters: byBrandAndPartners,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    kind: p.text().$type<EventKind>(),
    code: p.text(),
    name: p.text(),
    state: p.text().$type<"ACTIVE" | "INACTIVE">(),
    createdAt: p.datetime(3),
    /** For how many days an order id that a shop reports is one order. */
    dedupeDays: p.integer(),
  },
});
/** What a program tracks and may pay for. At most one of kind CLICK. */
export class EventType extends EventTypeSchema.class {}
EventTypeSchema.setClass(EventType);

const CpcRequestSchema = defineEntity({
  name: "CpcRequest",
  tableName: "cpc_request",
  filters: byBrandOrOperator,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    state: p.text().$type<CpcRequestState>(),
    reason: p.text(),
    requestedBy: p.uuid(),
    requestedAt: p.datetime(3),
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime(3).nullable(),
    decisionNote: p.text().nullable(),
  },
});
/** A brand account's request for the CLICK event type; the platform operator decides it. */
export class CpcRequest extends CpcRequestSchema.class {}
CpcRequestSchema.setClass(CpcRequest);

const CpcRequestEventSchema = defineEntity({
  name: "CpcRequestEvent",
  tableName: "cpc_request_event",
  filters: byBrandOrOperator,
  properties: {
    id: p.uuid().primary(),
    requestId: p.uuid(),
    brandAccountId: p.uuid(),
    fromState: p.text().$type<CpcRequestState>().nullable(),
    toState: p.text().$type<CpcRequestState>(),
    actorId: p.uuid(),
    note: p.text(),
    at: p.datetime(3),
  },
});
/** One step of a request: who, when, why. Append-only. */
export class CpcRequestEvent extends CpcRequestEventSchema.class {}
CpcRequestEventSchema.setClass(CpcRequestEvent);
