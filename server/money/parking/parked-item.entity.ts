import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccountOrOperator } from "../../platform/auth/tenant.ts";
import type { ParkedKind, ParkedReason } from "../../platform/db/parking.ts";

const ParkedItemSchema = defineEntity({
  name: "ParkedItem",
  tableName: "parked_item",
  filters: byAccountOrOperator,
  properties: {
    id: p.uuid().primary(),
    kind: p.text().$type<ParkedKind>(),
    subject: p.text(),
    accountId: p.uuid().nullable(),
    programId: p.uuid().nullable(),
    partnerAccountId: p.uuid().nullable(),
    clickId: p.uuid().nullable(),
    reason: p.text().$type<ParkedReason>(),
    detail: p.text(),
    attempts: p.integer(),
    parkedAt: p.datetime(3),
    triedAt: p.datetime(3),
    nextTryAt: p.datetime(3).nullable(),
    releasedBy: p.uuid().nullable(),
    releasedAt: p.datetime(3).nullable(),
    doneAt: p.datetime(3).nullable(),
  },
});
/**
 * What a loop of the worker could not do for one tenant, with its reason: written by the worker.
 */
export class ParkedItem extends ParkedItemSchema.class {}
ParkedItemSchema.setClass(ParkedItem);
