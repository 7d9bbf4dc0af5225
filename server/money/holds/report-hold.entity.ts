import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrandOrOperator } from "../../platform/auth/tenant.ts";
import type { HeldRow } from "../../domain/report-breaker.ts";

const ReportHoldSchema = defineEntity({
  name: "ReportHold",
  tableName: "attribution_hold",
  filters: byBrandOrOperator,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    startDate: p.date(),
    endDate: p.date(),
    ordersBooked: p.bigint("bigint"),
    ordersTaken: p.bigint("bigint"),
    /** Numeric: a sum of rows that each tell as much as the gates let. */
    amountTakenMicros: p.decimal("string").columnType("numeric"),
    currency: p.text(),
    rowCount: p.integer(),
    rows: p.json<HeldRow[]>(),
    heldAt: p.datetime(3),
    measuredAt: p.datetime(3),
    decision: p.text().$type<"PASS" | "DROP">().nullable(),
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime(3).nullable(),
    outcome: p.text().$type<"PASSED" | "DROPPED" | "DISSOLVED">().nullable(),
    closedAt: p.datetime(3).nullable(),
    /** When the brand was told. */
    toldAt: p.datetime(3).nullable(),
  },
});
/** A report that would take back too much, measured and held by the worker. */
export class ReportHold extends ReportHoldSchema.class {}
ReportHoldSchema.setClass(ReportHold);
