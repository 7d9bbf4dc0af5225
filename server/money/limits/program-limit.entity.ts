import type { EventKind } from "../../domain/event-kinds.ts";
import { defineEntity, p } from "@mikro-orm/postgresql";
import { programLimitsShown } from "../../platform/auth/tenant.ts";
import type { Reset } from "../../domain/calendar.ts";
import type { LimitKind } from "../../domain/terms.ts";

const ProgramLimitSchema = defineEntity({
  name: "ProgramLimit",
  tableName: "program_limit",
  filters: programLimitsShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    event: p.text().$type<EventKind>(),
    kind: p.text().$type<LimitKind>(),
    reset: p.text().$type<Reset>(),
    /** Clicks or orders, or micros of the currency. */
    max: p.bigint("bigint"),
    weekendMax: p.bigint("bigint").nullable(),
    currency: p.text(),
    shared: p.boolean(),
    countsFrom: p.datetime(3),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    endedBy: p.uuid().nullable(),
    endedAt: p.datetime(3).nullable(),
  },
});
/**
 * A limit over all partners of a program together. Set anew instead of changed; the one in force
 * has no end.
 */
export class ProgramLimit extends ProgramLimitSchema.class {}
ProgramLimitSchema.setClass(ProgramLimit);
