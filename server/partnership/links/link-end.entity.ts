import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";

const LinkEndSchema = defineEntity({
  name: "LinkEnd",
  tableName: "link_end",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    linkId: p.uuid(),
    /** Whose it is: the brand's or the partner's. */
    accountId: p.uuid(),
    setBy: p.uuid().nullable(),
    setAt: p.datetime(3),
    endsAt: p.datetime(3).nullable(),
    afterClicks: p.integer().nullable(),
    /** Counted by the worker. */
    counted: p.integer().default(0),
    filledAt: p.datetime(3).nullable(),
    liftedBy: p.uuid().nullable(),
    liftedAt: p.datetime(3).nullable(),
  },
});
/** What one side has set for when a link ends, until it is lifted. */
export class LinkEndRow extends LinkEndSchema.class {}
LinkEndSchema.setClass(LinkEndRow);
