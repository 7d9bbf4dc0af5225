import { defineEntity, p } from "@mikro-orm/postgresql";
import { replaysShown } from "../../platform/auth/tenant.ts";
import type { ReplaySource, ReplayStateName } from "./asked.ts";
import type { ReplayDetail, ReplayResult } from "./result.ts";

const ReplaySchema = defineEntity({
  name: "Replay",
  tableName: "replay",
  filters: replaysShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    /** The partner that asked, for its own clicks alone; null = the brand. */
    partnerAccountId: p.uuid().nullable(),
    programId: p.uuid(),
    source: p.text().$type<ReplaySource>(),
    termsId: p.uuid().nullable(),
    termsVersionId: p.uuid().nullable(),
    changeId: p.uuid().nullable(),
    proposalId: p.uuid().nullable(),
    termsName: p.text().nullable(),
    versionNumber: p.integer(),
    body: p.json<unknown>().nullable(),
    contractIds: p.array().columnType("uuid[]").nullable(),
    partnerIds: p.array().columnType("uuid[]").nullable(),
    onTermsId: p.uuid().nullable(),
    unsigned: p.boolean().default(false),
    days: p.integer(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    state: p.text().$type<ReplayStateName>(),
    eventsDone: p.integer().default(0),
    eventsTotal: p.integer().default(0),
    attempts: p.integer().default(0),
    failure: p.text().nullable(),
    result: p.json<ReplayResult>().nullable(),
    /** Large; read where it is asked for. */
    detail: p.json<ReplayDetail>().nullable().lazy(),
    createdBy: p.uuid().nullable(),
    createdAt: p.datetime(3),
    startedAt: p.datetime(3).nullable(),
    finishedAt: p.datetime(3).nullable(),
  },
});
/** A question about past events under other terms, and its answer once the worker has it. */
export class ReplayRow extends ReplaySchema.class {}
ReplaySchema.setClass(ReplayRow);
